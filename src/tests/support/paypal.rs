//! A server that speaks as much of PayPal's Orders v2 and Payments v2 as a shop needs, and is strict about every request.
//!
//! Shapes, statuses and names of refusals are those of PayPal's public reference. It keeps no money.

mod records;

use super::{Answer, TestShop};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
pub use records::fee_of;
use records::{Records, euros, text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, MutexGuard};
use tradewind::server::config::Config;

const CLIENT_ID: &str = "client-of-a-test";
const SECRET: &str = "secret-of-a-test";
const WEBHOOK_ID: &str = "1JE4291016473214C";
const APPROVAL: &str = "https://www.sandbox.paypal.com/checkoutnow?token=";

/// What goes wrong with the next call that changes something.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Nothing is done.
    Before(u16),
    /// It is done, and its answer is lost.
    After(u16),
}

/// The server; its clones speak of the same records.
#[derive(Clone)]
pub struct PayPal {
    pub address: String,
    records: Arc<Mutex<Records>>,
}

impl PayPal {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let server = Self { address, records: Arc::default() };
        let router = Router::new().fallback(answer).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.expect("PayPal is served") });
        server
    }

    /// Settings of a shop that pays here.
    pub fn configure(&self, config: &mut Config) {
        config.paypal_client_id = Some(CLIENT_ID.into());
        config.paypal_secret = Some(SECRET.into());
        config.paypal_webhook_id = Some(WEBHOOK_ID.into());
        config.paypal_api_url.clone_from(&self.address);
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().expect("the records")
    }

    /// The order behind the page that a shopper was led to.
    pub fn order_behind(page: &str) -> String {
        page.strip_prefix(APPROVAL).unwrap_or_else(|| panic!("{page} is not PayPal's page")).to_owned()
    }

    /// What its shopper does on PayPal's page.
    pub fn approve(&self, order: &str) {
        let mut records = self.records();
        let at = records.time();
        let order = records.orders.get_mut(order).expect("an order");
        order["status"] = json!("APPROVED");
        order["update_time"] = json!(at);
    }

    /// An order as its records have it.
    pub fn order(&self, order: &str) -> Value {
        self.records().orders[order].clone()
    }

    pub fn order_count(&self) -> usize {
        self.records().orders.len()
    }

    /// Whether it declines what shoppers pay with.
    pub fn decline(&self, declines: bool) {
        self.records().declines = declines;
    }

    pub fn fail_next(&self, fault: Fault) {
        self.records().faults.push_back(fault);
    }

    /// Takes back every token that it gave.
    pub fn forget_tokens(&self) {
        self.records().tokens.clear();
    }

    /// How often a call was made: "POST /v1/oauth2/token".
    pub fn calls(&self, call: &str) -> usize {
        self.records().calls.iter().filter(|made| made.as_str() == call).count()
    }

    /// Drops an order as PayPal does some hours after nobody approved it.
    pub fn forget_order(&self, order: &str) {
        self.records().orders.remove(order);
    }

    /// A refund that the owner makes in PayPal's own pages; the answer is its webhook's resource.
    pub fn refund_by_hand(&self, order: &str, amount: i64) -> Value {
        let mut records = self.records();
        let capture = text(&records.orders[order]["purchase_units"][0]["payments"]["captures"][0]["id"]);
        let custom = records.orders[order]["purchase_units"][0]["custom_id"].clone();
        let body = json!({ "amount": euros(amount), "custom_id": custom });
        records.refund(&capture, &body).expect("refunded").1
    }

    /// The resource of a webhook about the first capture of an order.
    pub fn capture_of(&self, order: &str) -> Value {
        self.order(order)["purchase_units"][0]["payments"]["captures"][0].clone()
    }

    /// Tells a shop of something; what PayPal did not sign, it does not verify.
    pub async fn tell(&self, shop: &TestShop, kind: &str, resource: &Value, signed: bool) -> u16 {
        // Spaces and all: whoever writes it anew breaks the signature.
        let event = format!(
            "{{\"id\": \"WH-{kind}\",\n  \"event_version\": \"1.0\", \"event_type\": \"{kind}\", \"resource\": {resource} }}"
        );
        let (id, time) = ("d938e770-8046-11e6-8103-6b62a8a99ac4", "2026-11-22T10:06:40Z");
        let signature = if signed { signature(id, time, &event) } else { "forged".into() };
        let request = reqwest::Client::new()
            .post(format!("{}/webhooks/paypal", shop.url))
            .header("paypal-auth-algo", "SHA256withRSA")
            .header("paypal-cert-url", "https://api.paypal.com/v1/notifications/certs/CERT-1")
            .header("paypal-transmission-id", id)
            .header("paypal-transmission-sig", signature)
            .header("paypal-transmission-time", time)
            .header("content-type", "application/json")
            .body(event);
        Answer::read(request.send().await.expect("the shop answers")).await.expect("a whole answer").status
    }
}

fn signature(id: &str, time: &str, event: &str) -> String {
    hex::encode(Sha256::digest(format!("{id}|{time}|{WEBHOOK_ID}|{event}")))
}

async fn answer(State(server): State<PayPal>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).expect("text");
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (status, value) = server.records().answer(&method, uri.path(), &header, &body);
    let status = StatusCode::from_u16(status).expect("a status");
    if status == StatusCode::NO_CONTENT { status.into_response() } else { (status, axum::Json(value)).into_response() }
}
