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
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// Of the last try, if that failed.
    pub last_payment_error: Option<PaymentFailure>,
    /// What the customer has to do.
    pub next_action: Option<NextAction>,
}

impl Intent {
    /// Of the shop's call that charged a kept card.
    pub fn key(&self) -> Option<&str> {
        self.metadata.get(KEY).map(String::as_str)
    }

    /// Where the customer's bank asks them, while it does.
    pub fn challenge(&self) -> Option<&str> {
        let action = self.next_action.as_ref().filter(|_| self.status == "requires_action")?;
        action.redirect_to_url.as_ref()?.url.as_deref()
    }

    /// The refusal of a kept card. What is paid on Stripe's page is tried again there.
    fn declined(&self) -> Option<(String, String)> {
        let failure = self.last_payment_error.as_ref().filter(|_| self.status == "requires_payment_method")?;
        self.key()?;
        let reason = failure.message.clone().unwrap_or_else(|| "The card was declined.".into());
        Some((format!("{}:declined", self.id), reason))
    }
}

/// Name under which objects carry the key of the shop's call.
pub const KEY: &str = "tradewind_key";

#[derive(Debug, Deserialize)]
pub struct PaymentFailure {
    pub message: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct NextAction {
    pub redirect_to_url: Option<RedirectToUrl>,
}

#[derive(Debug, Deserialize)]
pub struct RedirectToUrl {
    pub url: Option<String>,
}

/// Whom cards are kept for.
#[derive(Debug, Deserialize)]
pub struct Customer {
    pub id: String,
}

/// A PaymentIntent with the PaymentMethod that paid it.
#[derive(Deserialize)]
pub struct PaidWith {
    pub payment_method: Option<PaymentMethod>,
}

/// Without `Debug`: its id charges the card.
#[derive(Deserialize)]
pub struct PaymentMethod {
    pub id: String,
    /// Set while it is kept.
    pub customer: Option<String>,
    pub card: Option<Card>,
}

#[derive(Deserialize)]
pub struct Card {
    pub brand: String,
    pub last4: String,
    pub exp_month: i64,
    pub exp_year: i64,
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
    /// In lower case.
    pub currency: Option<String>,
    /// What came of it for the shop, once it was captured.
    pub balance_transaction: Option<Settled>,
    /// "succeeded", "pending" or "failed".
    pub status: String,
    /// Seconds since 1970.
    pub created: i64,
}

/// A balance transaction, or its id where it was not asked for.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Settled {
    Balance(Balance),
    Id(#[allow(dead_code, reason = "says nothing of the fee")] String),
}

#[derive(Debug, Deserialize)]
pub struct Balance {
    /// What Stripe kept, in the currency that it pays the shop in.
    pub fee: i64,
    pub currency: String,
}

impl Charge {
    /// What Stripe kept; not known where it pays the shop in another currency.
    fn fee(&self) -> Option<i64> {
        match &self.balance_transaction {
            Some(Settled::Balance(balance)) if self.currency.as_ref() == Some(&balance.currency) => Some(balance.fee),
            _ => None,
        }
    }
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
        self.metadata.get(KEY).map(String::as_str)
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
            declined: self.intent.declined(),
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
            events.extend(charge.fee().map(|amount_minor| {
                event("fee", Outcome::Fee { capture: format!("{}:captured", charge.id), amount_minor })
            }));
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
    fn the_fee_is_known_once_it_is_told_in_the_currency_of_the_charge() {
        let charge = |balance: &str| {
            format!(
                r#"{{"id":"ch_1","amount":10000,"amount_captured":10000,"captured":true,"status":"succeeded","created":5,
                    "currency":"eur","balance_transaction":{balance}}}"#
            )
        };
        let told = |balance: &str| outcomes(read("succeeded", &charge(balance), "[]"));
        let fee = Outcome::Fee { capture: "ch_1:captured".into(), amount_minor: 320 };
        assert_eq!(told(r#"{"id":"txn_1","fee":320,"currency":"eur"}"#)[2], ("ch_1:fee".to_owned(), fee));
        for unknown in ["null", "\"txn_1\"", r#"{"id":"txn_1","fee":320,"currency":"usd"}"#] {
            assert_eq!(told(unknown).len(), 2, "{unknown}");
        }
    }

    #[test]
    fn a_refused_refund_says_why() {
        let refunds = r#"[{"id":"re_1","amount":700,"status":"failed","failure_reason":"lost_or_stolen_card",
            "payment_intent":"pi_1","metadata":{"tradewind_key":"k"},"created":8}]"#;
        let told = outcomes(read("succeeded", CAPTURED, refunds));
        let refused = Outcome::RefundFailed { key: "k".into(), reason: "lost_or_stolen_card".into() };
        assert_eq!(told.last(), Some(&("re_1:failed".to_owned(), refused)));
    }

    #[test]
    fn a_kept_card_is_refused_for_good_and_its_bank_may_ask() {
        let read = |text: &str| -> Intent { serde_json::from_str(text).expect("an intent") };
        let refused = r#"{"id":"pi_1","status":"requires_payment_method","capture_method":"automatic","latest_charge":null,
            "metadata":{"tradewind_key":"payment-5"},"last_payment_error":{"code":"card_declined","message":"No."}}"#;
        let refused = read(refused);
        let record = Movements { reference: "pi_1", intent: &refused, refunds: &[] }.record();
        assert_eq!(record.declined, Some(("pi_1:declined".into(), "No.".into())));
        assert_eq!((refused.key(), refused.challenge()), (Some("payment-5"), None));
        let asked = read(
            r#"{"id":"pi_2","status":"requires_action","capture_method":"automatic","latest_charge":null,"metadata":{},
                "next_action":{"type":"redirect_to_url","redirect_to_url":{"url":"https://hooks.stripe.com/x","return_url":"y"}}}"#,
        );
        assert_eq!(asked.challenge(), Some("https://hooks.stripe.com/x"));
        // On Stripe's page the customer tries again.
        let paged = r#"{"id":"pi_3","status":"requires_payment_method","capture_method":"automatic","latest_charge":null,
            "last_payment_error":{"message":"No."}}"#;
        assert_eq!(Movements { reference: "cs_1", intent: &read(paged), refunds: &[] }.record().declined, None);
    }
}
