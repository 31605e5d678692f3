//! What the benchmarks share: a served shop in a folder of its own, and figures.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinHandle};
use tradewind::server::{clock::Clock, config::Config, http, state::State};

/// Figures by name, in the order of the table.
pub type Column = Vec<(String, String)>;

/// A node whose data is in a folder; without the address of another database, this, too.
pub async fn start(folder: &Folder, addr: SocketAddr, database_url: Option<String>) -> State {
    let mut config = Config::defaults();
    config.data_dir.clone_from(&folder.0);
    config.log = "error".into();
    config.addr = addr;
    config.database_url = database_url;
    State::start(config, Clock::System).await.expect("a node")
}

/// A free port on loopback.
pub async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port")
}

/// Answers for a node until it is told to stop.
pub fn serve(state: &State, listener: TcpListener) -> JoinHandle<std::io::Result<()>> {
    let service = http::router(state).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await })
}

pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Median and 99th percentile in milliseconds.
pub fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let percentile = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    format!("{} / {}", milliseconds(percentile(50)), milliseconds(percentile(99)))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}

/// Columns of the same rows, as Markdown.
pub fn print_table(heads: &[String], columns: &[Column]) {
    println!("| | {} |", heads.join(" | "));
    println!("|---|{}", "---|".repeat(heads.len()));
    for (row, (name, _)) in columns.first().into_iter().flatten().enumerate() {
        let figures = columns.iter().filter_map(|column| column.get(row)).map(|(_, figure)| figure.as_str());
        println!("| {name} | {} |", figures.collect::<Vec<_>>().join(" | "));
    }
    println!("\nRequests: milliseconds, median / 99th percentile.");
}

/// A folder that is gone with the value.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tradewind-bench-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_dir_all(path) {
        eprintln!("bench: {} stays: {error}", path.display());
    }
}
