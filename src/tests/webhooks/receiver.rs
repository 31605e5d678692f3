//! A program that listens to webhooks.

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU16, Ordering},
};
use tokio::{net::TcpListener, task::JoinHandle};
use tradewind::server::random;

/// What came.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: String,
    timestamp: String,
    signature: String,
    pub text: String,
    pub body: Value,
}

impl Message {
    /// Verifies as the specification of Standard Webhooks says.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").and_then(|key| BASE64_STANDARD.decode(key).ok()).expect("a secret");
        let signed = format!("{}.{}.{}", self.id, self.timestamp, self.text);
        let expected = format!("v1,{}", BASE64_STANDARD.encode(random::sign_plain(&key, signed.as_bytes())));
        self.signature.split(' ').any(|signature| signature == expected)
    }
}

#[derive(Debug, Default)]
struct Heard {
    messages: Mutex<Vec<Message>>,
    status: AtomicU16,
}

pub struct Receiver {
    pub url: String,
    heard: Arc<Heard>,
    server: JoinHandle<()>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let heard = Arc::new(Heard { status: AtomicU16::new(204), ..Heard::default() });
        let router = Router::new().route("/hook", post(hear)).with_state(heard.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("it listens") });
        Self { url, heard, server }
    }

    /// What it answers from now on.
    pub fn answer(&self, status: u16) {
        self.heard.status.store(status, Ordering::Relaxed);
    }

    /// Everything that came, in its order.
    pub fn told(&self) -> Vec<Message> {
        self.heard.messages.lock().expect("the messages").clone()
    }
}

async fn hear(State(heard): State<Arc<Heard>>, headers: HeaderMap, text: String) -> (StatusCode, &'static str) {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let message = Message {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: serde_json::from_str(&text).expect("JSON"),
        text,
    };
    heard.messages.lock().expect("the messages").push(message);
    (StatusCode::from_u16(heard.status.load(Ordering::Relaxed)).expect("a status"), "heard")
}
