//! PayPal: its page lets the shopper approve an order (Orders v2), which the shop then captures or authorizes.
//!
//! A payment's reference is PayPal's order. Money moves only by a call of the shop: an order that was approved and is not
//! wanted any more is simply left alone. What happened is read from the order with its authorizations, captures and
//! refunds; webhooks are a hint to ask, so they may come in any order, twice or late.

mod amount;
mod api;
mod objects;
mod webhook;

use super::payment::{
    Answer, CreatedPayment, GatewayError, GatewayEvent, GatewayRecord, NewPayment, Outcome, Part, PaymentGateway,
    Resolved,
};
use crate::{
    domain::checkout::GatewayOffer,
    server::{clock::Clock, config::Config},
};
use amount::Amount;
use api::{Api, CallError};
use axum::http::HeaderMap;
use futures::future::FutureExt;
use objects::{Capture, Order, Refund};
use serde_json::{Map, Value, json};

const SLUG: &str = "paypal";
/// The shopper has to choose another way to pay at PayPal.
const DECLINED: &str = "INSTRUMENT_DECLINED";

/// The gateway as the shop calls it.
#[derive(Debug)]
pub struct PayPal {
    api: Api,
    webhook_id: String,
}

impl PayPal {
    /// PayPal, if the settings have its keys.
    pub fn from_settings(config: &Config, client: reqwest::Client, clock: Clock) -> Option<Self> {
        let (client_id, secret) = (config.paypal_client_id.clone()?, config.paypal_secret.clone()?);
        let webhook_id = config.paypal_webhook_id.clone()?;
        let address = config.paypal_api_url.clone();
        let api = Api { client, address, client_id, secret, clock, token: tokio::sync::Mutex::default() };
        Some(Self { api, webhook_id })
    }

    async fn order(&self, reference: &str) -> Result<Order, GatewayError> {
        Ok(self.api.get(&format!("/v2/checkout/orders/{}", segment(reference)?)).await?)
    }

    async fn open(&self, payment: &NewPayment) -> Result<CreatedPayment, GatewayError> {
        let order: Order = self.api.post("/v2/checkout/orders", &wanted(payment)?, &payment.idempotency_key).await?;
        let redirect_url = order.approval_url().map(str::to_owned);
        let redirect_url = redirect_url.ok_or_else(|| GatewayError::BadMessage("an order without a page".into()))?;
        Ok(CreatedPayment { reference: order.id, redirect_url })
    }

    /// One that was never approved is gone after some hours: then nothing happened.
    async fn record(&self, reference: &str) -> Result<GatewayRecord, GatewayError> {
        match self.order(reference).await {
            Ok(order) => order.record(),
            Err(GatewayError::UnknownPayment) => Ok(GatewayRecord::default()),
            Err(error) => Err(error),
        }
    }

    /// Captures or authorizes what its shopper approved. The key is of this approval: declined, it can be approved again.
    async fn take_approved(&self, reference: &str) -> Result<Option<GatewayEvent>, GatewayError> {
        let order = match self.order(reference).await {
            Ok(order) if order.status == "APPROVED" => order,
            Ok(_) | Err(GatewayError::UnknownPayment) => return Ok(None),
            Err(error) => return Err(error),
        };
        let verb = if order.intent.as_deref() == Some("AUTHORIZE") { "authorize" } else { "capture" };
        let approval = order.update_time.or(order.create_time).unwrap_or_default();
        let path = format!("/v2/checkout/orders/{}/{verb}", segment(reference)?);
        let taken = self.api.post::<Value>(&path, &json!({}), &format!("{verb}-{reference}-{approval}")).await;
        match taken {
            Ok(_) => Ok(None),
            Err(CallError::Refused { issue, .. }) if issue == DECLINED => Ok(Some(GatewayEvent {
                id: format!("{reference}:declined:{approval}"),
                reference: reference.to_owned(),
                outcome: Outcome::Failed {
                    reason: "PayPal declined the way of paying. Please choose another one there.".into(),
                },
            })),
            // Somebody else took it in the same moment, or it is not approved any more: its record tells.
            Err(CallError::Refused { issue, description }) => {
                tracing::info!(issue, description, "PayPal takes nothing for an approved order");
                Ok(None)
            }
            Err(CallError::Failed(error)) => Err(error),
        }
    }

    /// Looks for the key first: PayPal itself forgets keys after some hours.
    async fn take(&self, reference: &str, part: &Part) -> Result<GatewayEvent, GatewayError> {
        let order = self.order(reference).await?;
        let invoice = format!("{reference}-{}", part.idempotency_key);
        if let Some(before) = order.captures().find(|capture| capture.invoice_id.as_deref() == Some(invoice.as_str())) {
            return captured(before, reference);
        }
        let authorization = order.authorizations().find(|each| each.is_open()).ok_or(GatewayError::NotPossible)?;
        let path = format!("/v2/payments/authorizations/{}/capture", segment(&authorization.id)?);
        let body = json!({ "amount": Amount::of(part.amount)?, "final_capture": false, "invoice_id": invoice });
        let capture: Capture = self.api.post(&path, &body, &part.idempotency_key).await?;
        captured(&capture, reference)
    }

    async fn close(&self, reference: &str) -> Result<Option<GatewayEvent>, GatewayError> {
        let order = match self.order(reference).await {
            Ok(order) => order,
            Err(GatewayError::UnknownPayment) => return Ok(None),
            Err(error) => return Err(error),
        };
        if let Some(open) = order.authorizations().find(|each| each.is_open()) {
            let path = format!("/v2/payments/authorizations/{}/void", segment(&open.id)?);
            match self.api.post_empty(&path, &format!("void-{}", open.id)).await {
                // Voided or captured before: its record tells.
                Ok(()) | Err(CallError::Refused { .. }) => {}
                Err(CallError::Failed(error)) => return Err(error),
            }
        }
        let record = self.record(reference).await?;
        match record.release() {
            Some(event) => Ok(Some(event.clone())),
            None if record.events.is_empty() && !record.is_processing => Ok(None),
            None => Err(GatewayError::NotPossible),
        }
    }

    /// Looks for the key first: PayPal itself forgets keys after some hours.
    async fn give_back(&self, reference: &str, part: &Part) -> Result<Option<GatewayEvent>, GatewayError> {
        let order = self.order(reference).await?;
        let key = part.idempotency_key.as_str();
        if let Some(before) = order.refunds().find(|refund| refund.key() == Some(key)) {
            return before.event(reference);
        }
        let capture = holding(&order, part.amount.minor)?.ok_or(GatewayError::NotPossible)?;
        let path = format!("/v2/payments/captures/{}/refund", segment(&capture.id)?);
        let body = json!({ "amount": Amount::of(part.amount)?, "custom_id": key });
        let refund: Refund = self.api.post(&path, &body, key).await?;
        // The answer tells no more than it has to.
        Refund { custom_id: Some(key.to_owned()), ..refund }.event(reference)
    }

    /// Webhooks name orders, captures, or the key of the shop's payment.
    async fn payment_behind(&self, name: &str) -> Result<Resolved, GatewayError> {
        if NewPayment::of_key(name).is_some() {
            return Ok(Resolved::Key(name.to_owned()));
        }
        if let Some(id) = name.strip_prefix(webhook::CAPTURE) {
            let capture: Capture = self.api.get(&format!("/v2/payments/captures/{}", segment(id)?)).await?;
            let order = capture.supplementary_data.and_then(|data| data.related_ids?.order_id);
            return order.map(Resolved::Reference).ok_or(GatewayError::UnknownPayment);
        }
        let order = self.order(name).await?;
        order.key().map(|key| Resolved::Key(key.to_owned())).ok_or(GatewayError::UnknownPayment)
    }
}

/// The order that PayPal is to make. What it is made of is told where the parts come to the whole.
fn wanted(payment: &NewPayment) -> Result<Value, GatewayError> {
    let amount = Amount::of(payment.amount)?;
    let mut value = Map::new();
    value.insert("currency_code".into(), json!(amount.currency_code));
    value.insert("value".into(), json!(amount.value));
    if let Some(totals) = payment.totals.filter(|totals| totals.total == payment.amount.minor) {
        let part = |minor| Amount::of(crate::domain::money::Money::new(minor, payment.amount.currency));
        let breakdown = json!({
            "item_total": part(totals.item_total)?,
            "shipping": part(totals.shipping_total)?,
            "tax_total": part(totals.additional_tax_total)?,
            "discount": part(totals.discount_total)?,
        });
        value.insert("breakdown".into(), breakdown);
    }
    Ok(json!({
        "intent": if payment.capture_later { "AUTHORIZE" } else { "CAPTURE" },
        "purchase_units": [{
            "reference_id": "default",
            "custom_id": payment.idempotency_key,
            "description": payment.description,
            "amount": value,
        }],
        "payment_source": { "paypal": { "experience_context": {
            "return_url": payment.return_url,
            "cancel_url": payment.return_url,
            "user_action": "PAY_NOW",
            // The shop has the address already.
            "shipping_preference": "NO_SHIPPING",
        } } },
    }))
}

fn captured(capture: &Capture, reference: &str) -> Result<GatewayEvent, GatewayError> {
    match capture.status.as_str() {
        _ if capture.is_done() => capture.event(reference),
        "PENDING" => Err(GatewayError::Unavailable("it has not decided about a capture yet".into())),
        _ => Err(GatewayError::NotPossible),
    }
}

/// A capture that so much can be given back of.
fn holding(order: &Order, amount_minor: i64) -> Result<Option<&Capture>, GatewayError> {
    for capture in order.captures().filter(|capture| capture.is_done()) {
        let mut left = capture.amount.minor()?;
        for refund in order.refunds().filter(|refund| refund.is_of(&capture.id)) {
            if matches!(refund.status.as_str(), "COMPLETED" | "PENDING") {
                left -= refund.amount.minor()?;
            }
        }
        if left >= amount_minor {
            return Ok(Some(capture));
        }
    }
    Ok(None)
}

/// A name as a part of an address: PayPal's are letters and digits.
fn segment(name: &str) -> Result<&str, GatewayError> {
    let is_name =
        !name.is_empty() && name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_name { Ok(name) } else { Err(GatewayError::UnknownPayment) }
}

impl PaymentGateway for PayPal {
    fn slug(&self) -> &'static str {
        SLUG
    }

    fn offer(&self) -> GatewayOffer {
        GatewayOffer {
            slug: SLUG.into(),
            name: "PayPal".into(),
            description: "You approve the payment on PayPal's page and come back.".into(),
        }
    }

    fn create<'a>(&'a self, payment: &'a NewPayment) -> Answer<'a, CreatedPayment> {
        self.open(payment).boxed()
    }

    fn complete<'a>(&'a self, reference: &'a str) -> Answer<'a, Option<GatewayEvent>> {
        self.take_approved(reference).boxed()
    }

    fn look_up<'a>(&'a self, reference: &'a str) -> Answer<'a, GatewayRecord> {
        self.record(reference).boxed()
    }

    fn capture<'a>(&'a self, reference: &'a str, part: &'a Part) -> Answer<'a, GatewayEvent> {
        self.take(reference, part).boxed()
    }

    fn void<'a>(&'a self, reference: &'a str) -> Answer<'a, Option<GatewayEvent>> {
        self.close(reference).boxed()
    }

    fn refund<'a>(&'a self, reference: &'a str, part: &'a Part) -> Answer<'a, Option<GatewayEvent>> {
        self.give_back(reference, part).boxed()
    }

    fn read_webhook<'a>(&'a self, headers: &'a HeaderMap, body: &'a [u8]) -> Answer<'a, Option<GatewayEvent>> {
        webhook::read(&self.api, &self.webhook_id, headers, body).boxed()
    }

    fn resolve<'a>(&'a self, reference: &'a str) -> Answer<'a, Resolved> {
        self.payment_behind(reference).boxed()
    }
}
