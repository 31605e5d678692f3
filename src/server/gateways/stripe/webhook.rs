//! Stripe's webhooks: a signature over time and body, and a hint which payment to ask about.

use crate::{
    domain::timestamp::Timestamp,
    server::{
        gateways::payment::{GatewayError, GatewayEvent, Outcome},
        random,
    },
};
use axum::http::HeaderMap;
use serde::Deserialize;

const SIGNATURE: &str = "stripe-signature";
/// Messages signed longer ago than this are refused, as Stripe's own libraries do.
const TOLERANCE_SECONDS: i64 = 300;

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    id: String,
    /// Of charges and refunds, and of sessions once they are paid.
    payment_intent: Option<String>,
    last_payment_error: Option<Failure>,
    /// Of disputes.
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Failure {
    message: Option<String>,
}

/// Reads a webhook if its signature fits and is fresh; `None` for kinds that say nothing about money.
pub fn read(
    secret: &str,
    now: Timestamp,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Option<GatewayEvent>, GatewayError> {
    verify(secret, now, headers, body)?;
    let event: Event = serde_json::from_slice(body).map_err(|error| GatewayError::BadMessage(error.to_string()))?;
    let Event { mut id, kind, data: Data { object } } = event;
    if kind == "charge.dispute.created" {
        id = format!("dispute-{}", object.id);
    }
    let family = kind.split('.').next().unwrap_or_default();
    let reference = match family {
        "checkout" | "payment_intent" => object.id,
        "charge" | "refund" => match object.payment_intent {
            Some(intent) => intent,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let outcome = if kind == "payment_intent.payment_failed" {
        let reason = object.last_payment_error.and_then(|failure| failure.message);
        Outcome::Failed { reason: reason.unwrap_or_else(|| "The payment was declined.".into()) }
    } else if kind == "charge.dispute.created" {
        Outcome::Disputed { reason: disputed(object.reason.as_deref()) }
    } else {
        Outcome::Changed
    };
    Ok(Some(GatewayEvent { id, reference, outcome }))
}

/// "The customer disputes it at their bank: fraudulent."
fn disputed(reason: Option<&str>) -> String {
    let reason = reason.unwrap_or("general").replace('_', " ");
    format!("The customer disputes it at their bank: {reason}.")
}

/// The header has the time, and a signature for each secret that is valid: while one is replaced, there are two.
fn verify(secret: &str, now: Timestamp, headers: &HeaderMap, body: &[u8]) -> Result<(), GatewayError> {
    let header = headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).ok_or(GatewayError::BadSignature)?;
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let time = parts().find(|(name, _)| *name == "t").map(|(_, value)| value).ok_or(GatewayError::BadSignature)?;
    let signed_at: i64 = time.parse().map_err(|_| GatewayError::BadSignature)?;
    let message = [time.as_bytes(), b".", body].concat();
    let fits = parts().any(|(name, value)| name == "v1" && random::verify_plain(secret.as_bytes(), &message, value));
    let is_fresh = (now.0 / 1_000).abs_diff(signed_at) <= TOLERANCE_SECONDS.unsigned_abs();
    if fits && is_fresh { Ok(()) } else { Err(GatewayError::BadSignature) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hmac::{Hmac, KeyInit, Mac};

    const SECRET: &str = "whsec_test";
    const NOW: Timestamp = Timestamp(1_795_342_000_000);

    fn signed(at: i64, body: &str, secret: &str) -> String {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
        mac.update(format!("{at}.{body}").as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    fn receive(header: &str, body: &str) -> Result<Option<GatewayEvent>, GatewayError> {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE, header.parse().expect("a header"));
        read(SECRET, NOW, &headers, body.as_bytes())
    }

    fn honest(body: &str) -> Option<GatewayEvent> {
        let at = NOW.0 / 1_000;
        receive(&format!("t={at},v1={}", signed(at, body, SECRET)), body).expect("read")
    }

    #[test]
    fn recorded_events_name_the_payment_to_ask_about() {
        let session = r#"{"id":"evt_1","object":"event","api_version":"2025-03-31.basil","created":1795342000,
            "type":"checkout.session.completed","data":{"object":{"id":"cs_test_1","object":"checkout.session",
            "amount_total":10000,"currency":"eur","payment_intent":"pi_1","payment_status":"paid","status":"complete"}}}"#;
        let told = honest(session).expect("news");
        assert_eq!((told.reference.as_str(), told.outcome), ("cs_test_1", Outcome::Changed));
        let dispute = r#"{"id":"evt_9","object":"event","type":"charge.dispute.created","data":{"object":{"id":"dp_1",
            "object":"dispute","amount":10000,"charge":"ch_1","payment_intent":"pi_1","reason":"product_not_received",
            "status":"needs_response"}}}"#;
        let told = honest(dispute).expect("news");
        assert_eq!((told.id.as_str(), told.reference.as_str()), ("dispute-dp_1", "pi_1"));
        let reason = "The customer disputes it at their bank: product not received.".to_owned();
        assert_eq!(told.outcome, Outcome::Disputed { reason });
        let refund = r#"{"id":"evt_2","object":"event","type":"refund.updated","data":{"object":{"id":"re_1",
            "object":"refund","amount":700,"charge":"ch_1","payment_intent":"pi_1","status":"succeeded"}}}"#;
        assert_eq!(honest(refund).expect("news").reference, "pi_1");
        let failed = r#"{"id":"evt_3","object":"event","type":"payment_intent.payment_failed","data":{"object":{"id":"pi_1",
            "object":"payment_intent","last_payment_error":{"code":"card_declined","message":"Your card was declined."}}}}"#;
        let told = honest(failed).expect("news");
        assert_eq!(told.outcome, Outcome::Failed { reason: "Your card was declined.".into() });
        let other = r#"{"id":"evt_4","object":"event","type":"customer.created","data":{"object":{"id":"cus_1"}}}"#;
        assert_eq!(honest(other), None);
    }

    #[test]
    fn only_stripe_can_have_signed_it_and_only_just_now() {
        let (at, body) = (NOW.0 / 1_000, r#"{"id":"evt_1","type":"charge.captured","data":{"object":{"id":"ch_1"}}}"#);
        let fits = signed(at, body, SECRET);
        assert!(receive(&format!("t={at},v1={},v1={fits}", "0".repeat(64)), body).is_ok(), "two secrets at once");
        for header in [
            String::new(),
            format!("t={at}"),
            format!("v1={fits}"),
            format!("t={at},v0={fits}"),
            format!("t={},v1={fits}", at + 1),
            format!("t={at},v1={}", signed(at, body, "whsec_other")),
            format!("t={0},v1={1}", at - 301, signed(at - 301, body, SECRET)),
            format!("t={0},v1={1}", at + 301, signed(at + 301, body, SECRET)),
            format!("t={0},v1={1}", i64::MIN, signed(i64::MIN, body, SECRET)),
        ] {
            assert!(matches!(receive(&header, body), Err(GatewayError::BadSignature)), "{header}");
        }
        let unreadable = receive(&format!("t={at},v1={}", signed(at, "{}", SECRET)), "{}");
        assert!(matches!(unreadable, Err(GatewayError::BadMessage(_))));
    }
}
