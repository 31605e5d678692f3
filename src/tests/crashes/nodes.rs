//! Processes of the program that are killed and started again.

use crate::{search::dice::Dice, support::Answer};
use reqwest::RequestBuilder;
use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;
use tradewind::server::{config::Config, random};

/// Below the ports that systems hand out by themselves: while a node is down, nobody else must take its address.
const PORTS: std::ops::Range<usize> = 10_000..20_000;
/// Answers between two kills, at most.
const MOST_ANSWERS: usize = 25;
/// Between two tries to reach a node that starts.
pub const PAUSE: Duration = Duration::from_millis(10);

struct Node {
    address: SocketAddr,
    data_dir: PathBuf,
    process: Mutex<Child>,
}

/// The nodes of one shop, each a process.
pub struct Nodes {
    config: Config,
    nodes: Vec<Node>,
    /// Which of them answer.
    up: watch::Sender<Vec<bool>>,
    /// Requests that were answered by any of them.
    answered: watch::Sender<usize>,
    http: reqwest::Client,
}

impl Nodes {
    /// Starts processes with the database of these settings; the first one's address is the shop's.
    pub fn start(config: &Config, count: usize) -> Self {
        let addresses: Vec<_> = (0..count).map(|_| free_address()).collect();
        let mut config = config.clone();
        config.public_url = addresses.first().map(|address| format!("http://{address}"));
        let nodes = addresses.into_iter().enumerate().map(|(number, address)| {
            // Nodes share the database, and on SQLite there is just one.
            let data_dir = if number == 0 { config.data_dir.clone() } else { config.data_dir.join(number.to_string()) };
            let process = Mutex::new(spawn(&config, address, &data_dir));
            Node { address, data_dir, process }
        });
        let nodes = nodes.collect();
        let (up, answered) = (watch::Sender::new(vec![true; count]), watch::Sender::new(0));
        Self { config, nodes, up, answered, http: reqwest::Client::new() }
    }

    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// The shop's address, without a trailing slash.
    pub fn origin(&self) -> String {
        self.config.public_url()
    }

    /// Counts an answer of a node, which has to be a proper one.
    pub fn note(&self, answer: &Answer) {
        assert!(answer.status < 500, "a node that lives answers {}: {}", answer.status, answer.body);
        self.answered.send_modify(|answered| *answered += 1);
    }

    /// The address of any node that is up, or about to be.
    pub async fn any(&self, dice: &mut Dice) -> String {
        let mut watching = self.up.subscribe();
        let up = watching.wait_for(|up| up.contains(&true)).await.expect("the sender lives").clone();
        let up: Vec<&Node> = self.nodes.iter().zip(up).filter(|(_, up)| *up).map(|(node, _)| node).collect();
        format!("http://{}", dice.pick(&up).address)
    }

    /// Kills so many processes, each after a random number of answers, and starts each again. One in five dies while
    /// it still starts.
    pub async fn kill_at_random(&self, kills: usize, dice: &mut Dice) {
        for _ in 0..kills {
            let node = dice.roll(self.count());
            if !dice.once_in(5) {
                self.wait_until_ready(node).await;
                let wanted = *self.answered.borrow() + 1 + dice.roll(MOST_ANSWERS);
                self.answered.subscribe().wait_for(|answered| *answered >= wanted).await.expect("the sender lives");
            }
            self.set_up(node, false);
            kill(&self.nodes[node]);
            let Node { address, data_dir, process } = &self.nodes[node];
            *process.lock().unwrap_or_else(PoisonError::into_inner) = spawn(&self.config, *address, data_dir);
            self.set_up(node, true);
        }
        for node in 0..self.count() {
            self.wait_until_ready(node).await;
        }
    }

    fn set_up(&self, node: usize, is_up: bool) {
        self.up.send_modify(|up| up[node] = is_up);
    }

    async fn wait_until_ready(&self, node: usize) {
        let url = format!("http://{}/readyz", self.nodes[node].address);
        while !is_ready(self.http.get(&url)).await {
            let ended = self.nodes[node].process.lock().unwrap_or_else(PoisonError::into_inner).try_wait();
            assert!(matches!(ended, Ok(None)), "node {node} ended by itself: {ended:?}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Kills all of them for good; the answer is where the shop was.
    pub fn end(&self) -> SocketAddr {
        self.nodes.iter().for_each(kill);
        self.nodes[0].address
    }
}

/// A test that fails leaves no process behind.
impl Drop for Nodes {
    fn drop(&mut self) {
        self.nodes.iter().for_each(kill);
    }
}

async fn is_ready(request: RequestBuilder) -> bool {
    request.send().await.is_ok_and(|answer| answer.status().is_success())
}

fn kill(node: &Node) {
    let mut process = node.process.lock().unwrap_or_else(PoisonError::into_inner);
    // One that ended already cannot be killed.
    drop(process.kill());
    process.wait().expect("an end");
}

fn spawn(config: &Config, address: SocketAddr, data_dir: &std::path::Path) -> Child {
    std::fs::create_dir_all(data_dir).expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradewind"));
    command.env_clear().env("TRADEWIND_ADDR", address.to_string()).env("TRADEWIND_DATA_DIR", data_dir);
    command.env("TRADEWIND_PUBLIC_URL", config.public_url()).env("TRADEWIND_SITE_DIR", &config.site_dir);
    command.env("TRADEWIND_LOG", "off").env("TRADEWIND_DATABASE_CONNECTIONS", "8");
    if let Some(url) = &config.database_url {
        command.env("DATABASE_URL", url);
    }
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program")
}

fn free_address() -> SocketAddr {
    let mut dice = Dice::new(u64::from_str_radix(&random::token()[..15], 16).expect("hexadecimal"));
    loop {
        let port = u16::try_from(PORTS.start + dice.roll(PORTS.len())).expect("a port");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
