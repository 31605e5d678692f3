//! PayPal's webhooks: PayPal itself says whether it sent one, and the shop takes it as a hint which payment to ask about.

use super::{api::Api, objects::Link};
use crate::server::gateways::payment::{GatewayError, GatewayEvent, Outcome};
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Names of payments that are captures: the order has to be asked for.
pub const CAPTURE: &str = "capture:";
const DISPUTE: &str = "CUSTOMER.DISPUTE.CREATED";

#[derive(Deserialize)]
struct Event {
    id: String,
    event_type: String,
    resource: Value,
}

/// What the answer of the verification depends on, in PayPal's words; `webhook_event` comes behind.
#[derive(Serialize)]
struct Verification<'a> {
    auth_algo: &'a str,
    cert_url: &'a str,
    transmission_id: &'a str,
    transmission_sig: &'a str,
    transmission_time: &'a str,
    webhook_id: &'a str,
}

#[derive(Deserialize)]
struct Verified {
    verification_status: String,
}

/// Reads a webhook if PayPal says that it is its own; `None` for kinds that say nothing about money.
pub async fn read(
    api: &Api,
    webhook_id: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Option<GatewayEvent>, GatewayError> {
    let verification = verification(webhook_id, headers)?;
    let text = std::str::from_utf8(body).map_err(|error| GatewayError::BadMessage(error.to_string()))?;
    let event: Event = serde_json::from_str(text).map_err(|error| GatewayError::BadMessage(error.to_string()))?;
    let Some(reference) = subject(&event) else { return Ok(None) };
    // The event goes back byte by byte: written anew, its signature would not fit.
    let head = serde_json::to_string(&verification).map_err(|error| GatewayError::BadMessage(error.to_string()))?;
    let request = format!("{},\"webhook_event\":{text}}}", head.strip_suffix('}').unwrap_or_default());
    let verified: Verified = api.post_text("/v1/notifications/verify-webhook-signature", request).await?;
    if verified.verification_status != "SUCCESS" {
        return Err(GatewayError::BadSignature);
    }
    Ok(Some(match disputed(&event) {
        Some((id, reason)) => GatewayEvent { id, reference, outcome: Outcome::Disputed { reason } },
        None => GatewayEvent { id: event.id, reference, outcome: Outcome::Changed },
    }))
}

fn verification<'a>(webhook_id: &'a str, headers: &'a HeaderMap) -> Result<Verification<'a>, GatewayError> {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.filter(|value| !value.is_empty()).ok_or(GatewayError::BadSignature)
    };
    Ok(Verification {
        auth_algo: header("paypal-auth-algo")?,
        cert_url: header("paypal-cert-url")?,
        transmission_id: header("paypal-transmission-id")?,
        transmission_sig: header("paypal-transmission-sig")?,
        transmission_time: header("paypal-transmission-time")?,
        webhook_id,
    })
}

/// A dispute that was opened: an id of its own, however often it is told of, and what the payer says.
fn disputed(event: &Event) -> Option<(String, String)> {
    let text = |pointer| event.resource.pointer(pointer).and_then(Value::as_str);
    let id = text("/dispute_id").filter(|_| event.event_type == DISPUTE)?;
    let reason = text("/reason").unwrap_or("OTHER").to_lowercase().replace('_', " ");
    Some((format!("dispute-{id}"), format!("The customer disputes it at PayPal: {reason}.")))
}

/// Which payment it is about: by its order, its capture, or the shop's own key.
fn subject(event: &Event) -> Option<String> {
    let text = |pointer| event.resource.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    if event.event_type.starts_with("CHECKOUT.ORDER.") {
        return text("/id");
    }
    if event.event_type == DISPUTE {
        let capture = text("/disputed_transactions/0/seller_transaction_id");
        return text("/disputed_transactions/0/custom")
            .filter(|id| id.starts_with("payment-"))
            .or_else(|| capture.map(|id| format!("{CAPTURE}{id}")));
    }
    if !event.event_type.starts_with("PAYMENT.") {
        return None;
    }
    let order = text("/supplementary_data/related_ids/order_id");
    let key = text("/custom_id").filter(|id| id.starts_with("payment-"));
    order.or(key).or_else(|| capture(event))
}

/// A refund names the capture above it.
fn capture(event: &Event) -> Option<String> {
    let links: Vec<Link> = serde_json::from_value(event.resource.get("links")?.clone()).ok()?;
    let above = links.into_iter().find(|link| link.rel == "up")?;
    let (_, id) = above.href.rsplit_once("/v2/payments/captures/")?;
    Some(format!("{CAPTURE}{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(kind: &str, resource: Value) -> Option<String> {
        subject(&Event { id: "WH-1".into(), event_type: kind.into(), resource })
    }

    #[test]
    fn a_webhook_names_its_payment_in_one_of_several_ways() {
        assert_eq!(of("CHECKOUT.ORDER.APPROVED", json!({ "id": "5O1" })).as_deref(), Some("5O1"));
        let related = json!({ "id": "C1", "custom_id": "payment-5", "supplementary_data": { "related_ids": { "order_id": "5O1" } } });
        assert_eq!(of("PAYMENT.CAPTURE.COMPLETED", related).as_deref(), Some("5O1"));
        assert_eq!(of("PAYMENT.CAPTURE.PENDING", json!({ "custom_id": "payment-5" })).as_deref(), Some("payment-5"));
        let refund = json!({ "id": "R1", "custom_id": "refund-7", "links": [
            { "rel": "self", "href": "https://api.paypal.com/v2/payments/refunds/R1" },
            { "rel": "up", "href": "https://api.paypal.com/v2/payments/captures/C1" }] });
        assert_eq!(of("PAYMENT.CAPTURE.REFUNDED", refund).as_deref(), Some("capture:C1"));
        assert_eq!(of("CUSTOMER.DISPUTE.CREATED", json!({ "id": "D1" })), None);
        let dispute = json!({ "dispute_id": "PP-D-1", "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
            "disputed_transactions": [{ "seller_transaction_id": "C1" }] });
        assert_eq!(of("CUSTOMER.DISPUTE.CREATED", dispute).as_deref(), Some("capture:C1"));
        assert_eq!(of("PAYMENT.CAPTURE.DENIED", json!({})), None);
    }
}
