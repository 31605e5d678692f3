//! The sandbox's messages to the shop, signed as gateways do: a time and an HMAC over time and
//! body, so that a message cannot be forged, changed or kept for later.

use super::super::payment::{GatewayError, GatewayEvent, Outcome};
use crate::{
    domain::timestamp::Timestamp,
    server::{
        random,
        state::Secret,
        store::sandbox::{Movement, MovementKind},
    },
};
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

const SIGNATURE: &str = "sandbox-signature";
/// Messages signed longer ago than this are refused.
const TOLERANCE_SECONDS: i64 = 300;

/// What the sandbox tells the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub id: String,
    pub reference: String,
    #[serde(rename = "type")]
    pub kind: EventKind,
    pub amount_minor: i64,
    /// Why it failed; empty otherwise.
    pub reason: String,
    /// Of the call that asked for it; empty for what the shopper did.
    #[serde(default)]
    pub key: String,
}

impl Event {
    /// What the shop is told of a movement.
    pub fn of(movement: &Movement) -> Self {
        let kind = match movement.kind {
            MovementKind::Authorize => EventKind::Authorized,
            MovementKind::Capture => EventKind::Captured,
            MovementKind::Void => EventKind::Voided,
            MovementKind::Refund => EventKind::Refunded,
        };
        Self {
            id: movement.event_id.clone(),
            reference: movement.reference.clone(),
            kind,
            amount_minor: movement.amount_minor,
            reason: String::new(),
            key: movement.idempotency_key.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    #[serde(rename = "payment.authorized")]
    Authorized,
    #[serde(rename = "payment.captured")]
    Captured,
    #[serde(rename = "payment.voided")]
    Voided,
    #[serde(rename = "payment.refunded")]
    Refunded,
    #[serde(rename = "payment.failed")]
    Failed,
}

/// Delivers an event to the shop; any answer but success is a reason to try again.
pub async fn deliver(
    client: &reqwest::Client,
    secret: &Secret,
    now: Timestamp,
    shop: &str,
    event: &Event,
) -> Result<(), String> {
    let body = serde_json::to_string(event).map_err(|error| error.to_string())?;
    let seconds = now.0 / 1000;
    let signature = random::sign(&key(secret), format!("{seconds}.{body}").as_bytes());
    let request = client
        .post(format!("{shop}/webhooks/{}", super::SLUG))
        .header("content-type", "application/json")
        .header(SIGNATURE, format!("t={seconds},v1={signature}"))
        .body(body);
    let answer = request.send().await.map_err(|error| error.to_string())?;
    if answer.status().is_success() { Ok(()) } else { Err(format!("the shop answered {}", answer.status())) }
}

/// Reads a delivered event if its signature fits and is fresh.
pub fn read(secret: &Secret, now: Timestamp, headers: &HeaderMap, body: &[u8]) -> Result<GatewayEvent, GatewayError> {
    let header = headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).ok_or(GatewayError::BadSignature)?;
    let (seconds, signature) =
        header.strip_prefix("t=").and_then(|rest| rest.split_once(",v1=")).ok_or(GatewayError::BadSignature)?;
    let signed_at: i64 = seconds.parse().map_err(|_| GatewayError::BadSignature)?;
    let message = [seconds.as_bytes(), b".", body].concat();
    if (now.0 / 1000 - signed_at).abs() > TOLERANCE_SECONDS || !random::verify(&key(secret), &message, signature) {
        return Err(GatewayError::BadSignature);
    }
    let event: Event = serde_json::from_slice(body).map_err(|error| GatewayError::BadMessage(error.to_string()))?;
    Ok(outcome(event))
}

/// The same in the shop's words.
pub(super) fn outcome(event: Event) -> GatewayEvent {
    let Event { id, reference, kind, amount_minor, reason, key } = event;
    let outcome = match kind {
        EventKind::Authorized => Outcome::Authorized { amount_minor },
        EventKind::Captured => Outcome::Captured { amount_minor },
        EventKind::Voided => Outcome::Voided { amount_minor },
        EventKind::Refunded => Outcome::Refunded { amount_minor, key: Some(key).filter(|key| !key.is_empty()) },
        EventKind::Failed => Outcome::Failed { reason },
    };
    GatewayEvent { id, reference, outcome }
}

/// Its own key, so that no signature made for something else fits here.
fn key(secret: &Secret) -> Vec<u8> {
    [b"sandbox-webhook:", secret.bytes()].concat()
}
