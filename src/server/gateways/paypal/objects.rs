//! What PayPal's API answers, as far as the shop reads it, and what that means in the shop's words.

use super::amount::Amount;
use crate::{
    domain::timestamp::Timestamp,
    server::gateways::payment::{GatewayError, GatewayEvent, GatewayRecord, Outcome},
};
use serde::Deserialize;

/// An order of PayPal's: one payment of the shop.
#[derive(Debug, Deserialize)]
pub struct Order {
    pub id: String,
    /// "CREATED", "PAYER_ACTION_REQUIRED", "APPROVED", "COMPLETED", "VOIDED".
    pub status: String,
    /// "CAPTURE" or "AUTHORIZE".
    pub intent: Option<String>,
    pub update_time: Option<String>,
    pub create_time: Option<String>,
    #[serde(default)]
    pub purchase_units: Vec<PurchaseUnit>,
    #[serde(default)]
    pub links: Vec<Link>,
}

#[derive(Debug, Deserialize)]
pub struct PurchaseUnit {
    /// The key of the shop's payment.
    pub custom_id: Option<String>,
    #[serde(default)]
    pub payments: Payments,
}

#[derive(Debug, Default, Deserialize)]
pub struct Payments {
    #[serde(default)]
    pub authorizations: Vec<Authorization>,
    #[serde(default)]
    pub captures: Vec<Capture>,
    #[serde(default)]
    pub refunds: Vec<Refund>,
}

#[derive(Debug, Deserialize)]
pub struct Authorization {
    pub id: String,
    /// "CREATED", "CAPTURED", "PARTIALLY_CAPTURED", "VOIDED", "EXPIRED", "DENIED" or "PENDING".
    pub status: String,
    pub amount: Amount,
    pub update_time: Option<String>,
}

impl Authorization {
    /// Whether something of it can still be taken.
    pub fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "CREATED" | "PARTIALLY_CAPTURED")
    }

    fn is_let_go(&self) -> bool {
        matches!(self.status.as_str(), "VOIDED" | "EXPIRED")
    }
}

#[derive(Debug, Deserialize)]
pub struct Capture {
    pub id: String,
    /// "COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED", "PENDING", "DECLINED" or "FAILED".
    pub status: String,
    pub amount: Amount,
    /// Of the shop's call that asked for it.
    pub invoice_id: Option<String>,
    pub update_time: Option<String>,
    pub supplementary_data: Option<SupplementaryData>,
    /// Once it is done.
    pub seller_receivable_breakdown: Option<Breakdown>,
}

#[derive(Debug, Deserialize)]
pub struct Breakdown {
    pub paypal_fee: Option<Amount>,
}

impl Capture {
    pub fn is_done(&self) -> bool {
        matches!(self.status.as_str(), "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED")
    }

    pub fn event(&self, reference: &str) -> Result<GatewayEvent, GatewayError> {
        let outcome = Outcome::Captured { amount_minor: self.amount.minor()? };
        Ok(GatewayEvent { id: self.id.clone(), reference: reference.to_owned(), outcome })
    }

    /// What PayPal kept; not known where it keeps it in another currency.
    fn fee(&self, reference: &str) -> Result<Option<GatewayEvent>, GatewayError> {
        let fee = self.seller_receivable_breakdown.as_ref().and_then(|breakdown| breakdown.paypal_fee.as_ref());
        let Some(fee) = fee.filter(|fee| fee.currency_code == self.amount.currency_code) else { return Ok(None) };
        let outcome = Outcome::Fee { capture: self.id.clone(), amount_minor: fee.minor()? };
        Ok(Some(GatewayEvent { id: format!("{}:fee", self.id), reference: reference.to_owned(), outcome }))
    }
}

#[derive(Debug, Deserialize)]
pub struct Refund {
    pub id: String,
    /// "COMPLETED", "PENDING", "FAILED" or "CANCELLED".
    pub status: String,
    pub amount: Amount,
    /// Of the shop's call that asked for it.
    pub custom_id: Option<String>,
    pub update_time: Option<String>,
    #[serde(default)]
    pub links: Vec<Link>,
}

impl Refund {
    /// Of the shop's call. One that the owner makes at PayPal inherits the payment's own.
    pub fn key(&self) -> Option<&str> {
        self.custom_id.as_deref().filter(|id| !id.starts_with("payment-"))
    }

    /// Whether it gives this capture back.
    pub fn is_of(&self, capture: &str) -> bool {
        self.links.iter().any(|link| link.rel == "up" && link.href.trim_end_matches('/').ends_with(capture))
    }

    /// What became of it; nothing while PayPal has not decided.
    pub fn event(&self, reference: &str) -> Result<Option<GatewayEvent>, GatewayError> {
        let key = self.key().map(str::to_owned);
        let (id, outcome) = match (self.status.as_str(), key) {
            ("COMPLETED", key) => (self.id.clone(), Outcome::Refunded { amount_minor: self.amount.minor()?, key }),
            ("FAILED" | "CANCELLED", Some(key)) => {
                (format!("{}:failed", self.id), Outcome::RefundFailed { key, reason: self.status.to_lowercase() })
            }
            _ => return Ok(None),
        };
        Ok(Some(GatewayEvent { id, reference: reference.to_owned(), outcome }))
    }
}

#[derive(Debug, Deserialize)]
pub struct SupplementaryData {
    pub related_ids: Option<RelatedIds>,
}

#[derive(Debug, Deserialize)]
pub struct RelatedIds {
    pub order_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Link {
    pub href: String,
    pub rel: String,
}

impl Order {
    /// Where its shopper approves it.
    pub fn approval_url(&self) -> Option<&str> {
        let link = self.links.iter().find(|link| matches!(link.rel.as_str(), "payer-action" | "approve"));
        link.map(|link| link.href.as_str())
    }

    /// The key of the shop's payment.
    pub fn key(&self) -> Option<&str> {
        self.purchase_units.first()?.custom_id.as_deref()
    }

    pub fn authorizations(&self) -> impl Iterator<Item = &Authorization> {
        self.purchase_units.iter().flat_map(|unit| &unit.payments.authorizations)
    }

    pub fn captures(&self) -> impl Iterator<Item = &Capture> {
        self.purchase_units.iter().flat_map(|unit| &unit.payments.captures)
    }

    pub fn refunds(&self) -> impl Iterator<Item = &Refund> {
        self.purchase_units.iter().flat_map(|unit| &unit.payments.refunds)
    }

    pub fn record(&self) -> Result<GatewayRecord, GatewayError> {
        let mut events = Vec::new();
        for authorization in self.authorizations().filter(|each| !matches!(each.status.as_str(), "DENIED" | "PENDING"))
        {
            let outcome = Outcome::Authorized { amount_minor: authorization.amount.minor()? };
            events.push(self.event(format!("{}:authorized", authorization.id), outcome));
        }
        let mut captured = 0;
        for capture in self.captures().filter(|capture| capture.is_done()) {
            captured += capture.amount.minor()?;
            events.push(capture.event(&self.id)?);
            events.extend(capture.fee(&self.id)?);
        }
        // An order has one authorization, so what was captured was captured of it.
        for authorization in self.authorizations().filter(|each| each.is_let_go()) {
            let amount_minor = authorization.amount.minor()? - captured;
            if amount_minor > 0 {
                events.push(self.event(format!("{}:released", authorization.id), Outcome::Voided { amount_minor }));
            }
        }
        for refund in self.refunds() {
            events.extend(refund.event(&self.id)?);
        }
        let is_processing = self.authorizations().any(|each| each.status == "PENDING")
            || self.captures().any(|capture| capture.status == "PENDING");
        Ok(GatewayRecord { events, is_processing, changed_at: self.changed_at(), declined: None })
    }

    fn event(&self, id: String, outcome: Outcome) -> GatewayEvent {
        GatewayEvent { id, reference: self.id.clone(), outcome }
    }

    fn changed_at(&self) -> Timestamp {
        let times = [&self.create_time, &self.update_time].into_iter();
        let times = times.chain(self.authorizations().map(|each| &each.update_time));
        let times = times.chain(self.captures().map(|each| &each.update_time));
        let times = times.chain(self.refunds().map(|each| &each.update_time));
        times.flatten().filter_map(|text| instant(text)).max().unwrap_or_default()
    }
}

/// "2026-11-22T10:06:40Z", to the minute: enough to tell what is fresh.
fn instant(text: &str) -> Option<Timestamp> {
    Timestamp::parse_minute(text.get(..16)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(payments: &str) -> GatewayRecord {
        let order = format!(
            r#"{{"id":"5O190127TN364715T","status":"COMPLETED","intent":"AUTHORIZE","create_time":"2026-11-22T10:06:40Z",
                "purchase_units":[{{"reference_id":"default","custom_id":"payment-5","payments":{payments}}}]}}"#
        );
        let order: Order = serde_json::from_str(&order).expect("an order");
        assert_eq!(order.key(), Some("payment-5"));
        order.record().expect("a record")
    }

    #[test]
    fn a_payment_is_told_by_its_movements() {
        let told = record(
            r#"{"authorizations":[{"id":"A1","status":"VOIDED","amount":{"currency_code":"EUR","value":"100.00"}}],
                "captures":[{"id":"C1","status":"PARTIALLY_REFUNDED","amount":{"currency_code":"EUR","value":"60.00"},"invoice_id":"k",
                             "seller_receivable_breakdown":{"paypal_fee":{"currency_code":"EUR","value":"1.84"}}},
                            {"id":"C2","status":"DECLINED","amount":{"currency_code":"EUR","value":"9.00"}}],
                "refunds":[{"id":"R1","status":"COMPLETED","amount":{"currency_code":"EUR","value":"7.00"},"custom_id":"refund-1"},
                           {"id":"R2","status":"PENDING","amount":{"currency_code":"EUR","value":"1.00"}},
                           {"id":"R3","status":"COMPLETED","amount":{"currency_code":"EUR","value":"2.00"},"custom_id":"payment-5"}]}"#,
        );
        let outcomes: Vec<_> = told.events.into_iter().map(|event| (event.id, event.outcome)).collect();
        assert_eq!(
            outcomes,
            [
                ("A1:authorized".into(), Outcome::Authorized { amount_minor: 10_000 }),
                ("C1".into(), Outcome::Captured { amount_minor: 6_000 }),
                ("C1:fee".into(), Outcome::Fee { capture: "C1".into(), amount_minor: 184 }),
                ("A1:released".into(), Outcome::Voided { amount_minor: 4_000 }),
                ("R1".into(), Outcome::Refunded { amount_minor: 700, key: Some("refund-1".into()) }),
                ("R3".into(), Outcome::Refunded { amount_minor: 200, key: None }),
            ]
        );
        assert_eq!(told.changed_at.minute(), "2026-11-22T10:06");
    }

    #[test]
    fn what_paypal_looks_into_is_not_decided() {
        let told =
            record(r#"{"captures":[{"id":"C1","status":"PENDING","amount":{"currency_code":"EUR","value":"60.00"}}]}"#);
        assert!(told.is_processing && told.events.is_empty());
    }
}
