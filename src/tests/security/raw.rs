//! Requests as bytes, for what no well-behaved client sends.

use crate::support::TestShop;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;
use tradewind::server::http;

/// How long a test waits for what must come by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// The shop behind the same doors as in `tradewind serve`.
pub struct Doors {
    pub address: String,
    pub stop: CancellationToken,
    pub serving: tokio::task::JoinHandle<()>,
}

pub async fn open_doors(shop: &TestShop) -> Doors {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let (stop, state) = (CancellationToken::new(), shop.state.clone());
    let stopped = stop.clone();
    let serving = tokio::spawn(async move {
        http::serve::serve(listener, http::router(&state), &state.config, stopped).await;
    });
    Doors { address, stop, serving }
}

/// Sends bytes and answers with all that comes back until the shop closes the connection.
pub async fn exchange(address: &str, bytes: &[u8]) -> String {
    let mut connection = connect(address).await;
    // The shop may refuse, and close, before it has read everything.
    let _ = connection.write_all(bytes).await;
    rest(&mut connection).await
}

pub async fn connect(address: &str) -> TcpStream {
    TcpStream::connect(address).await.expect("a connection")
}

/// Whatever comes until the shop closes the connection, which it must do by itself.
pub async fn rest(connection: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(PATIENCE, connection.read_to_end(&mut answer)).await;
    // A reset is an end, too.
    let _ = read.expect("the shop closes the connection");
    String::from_utf8_lossy(&answer).into_owned()
}

/// A GET whose path is sent as it is.
pub async fn get(address: &str, path: &str) -> String {
    exchange(address, format!("GET {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n").as_bytes()).await
}

/// The status of an answer; 0 if there is none.
pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}
