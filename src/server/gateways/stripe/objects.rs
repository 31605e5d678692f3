//! What Stripe's API answers, as far as the shop reads it, and what that means in the shop's words.

use crate::{
    domain::timestamp::Timestamp,
    server::gateways::payment::{GatewayEvent, GatewayRecord, Outcome},
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
pub struct List<T> {
    pub data: Vec<T>,
}

/// A Checkout session.
#[derive(Debug, Deserialize)]
pub struct Session {
    pub id: String,
    /// Stripe's page, while the session is open.
    pub url: Option<String>,
    pub payment_intent: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Intent {
    pub id: String,
    /// "requires_payment_method", ..., "processing", "requires_capture", "succeeded" or "canceled".
    pub status: String,
    pub capture_method: String,
    pub latest_charge: Option<Expanded>,
}

/// An object, or its id where it was not asked for.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Expanded {
    Charge(Box<Charge>),
    Id(#[allow(dead_code, reason = "only tells that there is a charge")] String),
}

#[derive(Debug, Deserialize)]
pub struct Charge {
    pub id: String,
    pub amount: i64,
    pub amount_captured: Option<i64>,
    pub captured: bool,
    /// "succeeded", "pending" or "failed".
    pub status: String,
    /// Seconds since 1970.
    pub created: i64,
}

#[derive(Debug, Deserialize)]
pub struct Refund {
    pub id: String,
    pub amount: i64,
    /// "pending", "requires_action", "succeeded", "failed" or "canceled".
    pub status: String,
    pub failure_reason: Option<String>,
    /// Missing where a part of the charge was never captured, which is no refund.
    pub payment_intent: Option<String>,
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    pub created: i64,
}

impl Refund {
    /// Of the shop's call that asked for it.
    pub fn key(&self) -> Option<&str> {
        self.metadata.get("tradewind_key").map(String::as_str)
    }

    /// What became of it; nothing while Stripe has not decided.
    pub fn event(&self, reference: &str) -> Option<GatewayEvent> {
        let key = self.key().map(str::to_owned);
        let (id, outcome) = match (self.status.as_str(), key) {
            ("succeeded", key) => (self.id.clone(), Outcome::Refunded { amount_minor: self.amount, key }),
            ("failed" | "canceled", Some(key)) => {
                let reason = self.failure_reason.clone().unwrap_or_else(|| self.status.clone());
                (format!("{}:failed", self.id), Outcome::RefundFailed { key, reason })
            }
            _ => return None,
        };
        Some(GatewayEvent { id, reference: reference.to_owned(), outcome })
    }
}

/// Everything that Stripe has of a payment.
#[derive(Clone, Copy, Debug)]
pub struct Movements<'a> {
    pub reference: &'a str,
    pub intent: &'a Intent,
    pub refunds: &'a [Refund],
}

impl Movements<'_> {
    pub fn record(self) -> GatewayRecord {
        let mut events = self.of_charge();
        let refunds = self.refunds.iter().rev().filter(|refund| refund.payment_intent.is_some());
        events.extend(refunds.filter_map(|refund| refund.event(self.reference)));
        let created =
            self.refunds.iter().map(|refund| refund.created).chain(self.charge().map(|charge| charge.created));
        GatewayRecord {
            events,
            is_processing: self.intent.status == "processing",
            changed_at: Timestamp(created.max().unwrap_or_default() * 1_000),
        }
    }

    fn charge(&self) -> Option<&Charge> {
        match &self.intent.latest_charge {
            Some(Expanded::Charge(charge)) if charge.status == "succeeded" => Some(charge),
            _ => None,
        }
    }

    fn of_charge(&self) -> Vec<GatewayEvent> {
        let Some(charge) = self.charge() else { return Vec::new() };
        let event = |what: &str, outcome| GatewayEvent {
            id: format!("{}:{what}", charge.id),
            reference: self.reference.to_owned(),
            outcome,
        };
        let mut events = Vec::new();
        let is_manual = self.intent.capture_method == "manual";
        if is_manual {
            events.push(event("authorized", Outcome::Authorized { amount_minor: charge.amount }));
        }
        let captured =
            if charge.captured { charge.amount_captured.unwrap_or(charge.amount - self.released()) } else { 0 };
        if captured > 0 {
            events.push(event("captured", Outcome::Captured { amount_minor: captured }));
        }
        let is_over = charge.captured || self.intent.status == "canceled";
        if is_manual && is_over && captured < charge.amount {
            events.push(event("released", Outcome::Voided { amount_minor: charge.amount - captured }));
        }
        events
    }

    /// What a capture of a part let go of, where it is told as a refund of the charge.
    fn released(&self) -> i64 {
        self.refunds.iter().filter(|refund| refund.payment_intent.is_none()).map(|refund| refund.amount).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: &str, charge: &str, refunds: &str) -> GatewayRecord {
        let intent = format!(
            r#"{{"id":"pi_1","object":"payment_intent","status":"{status}","capture_method":"manual","latest_charge":{charge}}}"#
        );
        let intent: Intent = serde_json::from_str(&intent).expect("an intent");
        let refunds: List<Refund> =
            serde_json::from_str(&format!(r#"{{"object":"list","data":{refunds}}}"#)).expect("refunds");
        Movements { reference: "cs_1", intent: &intent, refunds: &refunds.data }.record()
    }

    fn outcomes(record: GatewayRecord) -> Vec<(String, Outcome)> {
        record.events.into_iter().map(|event| (event.id, event.outcome)).collect()
    }

    const AUTHORIZED: &str =
        r#"{"id":"ch_1","amount":10000,"amount_captured":0,"captured":false,"status":"succeeded","created":5}"#;
    const CAPTURED: &str =
        r#"{"id":"ch_1","amount":10000,"amount_captured":6000,"captured":true,"status":"succeeded","created":5}"#;

    #[test]
    fn a_payment_is_told_by_its_movements() {
        assert_eq!(outcomes(read("requires_payment_method", "null", "[]")), []);
        assert_eq!(
            outcomes(read("requires_capture", AUTHORIZED, "[]")),
            [("ch_1:authorized".to_owned(), Outcome::Authorized { amount_minor: 10_000 })]
        );
        let told = outcomes(read("canceled", AUTHORIZED, "[]"));
        assert_eq!(told[1], ("ch_1:released".to_owned(), Outcome::Voided { amount_minor: 10_000 }));
        let refunds = r#"[
            {"id":"re_2","amount":500,"status":"pending","payment_intent":"pi_1","metadata":{},"created":9},
            {"id":"re_1","amount":700,"status":"succeeded","payment_intent":"pi_1","metadata":{"tradewind_key":"k"},"created":8}
        ]"#;
        let record = read("succeeded", CAPTURED, refunds);
        assert_eq!((record.captured(), record.refunded(), record.changed_at), (6_000, 700, Timestamp(9_000)));
        let told = outcomes(record);
        assert_eq!(told[1], ("ch_1:captured".to_owned(), Outcome::Captured { amount_minor: 6_000 }));
        assert_eq!(told[2], ("ch_1:released".to_owned(), Outcome::Voided { amount_minor: 4_000 }));
        assert_eq!(told[3], ("re_1".to_owned(), Outcome::Refunded { amount_minor: 700, key: Some("k".into()) }));
        assert_eq!(told.len(), 4, "what is pending has not happened");
    }

    #[test]
    fn a_refused_refund_says_why() {
        let refunds = r#"[{"id":"re_1","amount":700,"status":"failed","failure_reason":"lost_or_stolen_card",
            "payment_intent":"pi_1","metadata":{"tradewind_key":"k"},"created":8}]"#;
        let told = outcomes(read("succeeded", CAPTURED, refunds));
        let refused = Outcome::RefundFailed { key: "k".into(), reason: "lost_or_stolen_card".into() };
        assert_eq!(told.last(), Some(&("re_1:failed".to_owned(), refused)));
    }
}
