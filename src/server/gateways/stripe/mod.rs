//! Stripe: its hosted page (Checkout) takes the card, its PaymentIntents move the money.
//!
//! Card numbers never reach the shop. A payment's reference is the Checkout session, or the PaymentIntent where a kept card
//! was charged; what happened to it is read from the PaymentIntent, its charge and its refunds. Webhooks are taken as a hint to ask: so they may come in any order,
//! twice or late, and the answer of a call, a webhook and a look-up always tell of the same movements.

mod api;
mod objects;
mod wallet;
mod webhook;

use super::payment::{
    Answer, CreatedPayment, GatewayError, GatewayEvent, GatewayRecord, NewPayment, Outcome, Part, PaymentGateway,
    Resolved, Wallet,
};
use crate::{
    domain::checkout::GatewayOffer,
    server::{clock::Clock, config::Config},
};
use api::Api;
use axum::http::HeaderMap;
use futures::future::{FutureExt, ready};
use objects::{Intent, List, Movements, Refund, Session};

const SLUG: &str = "stripe";
/// References of Checkout sessions begin so; others are PaymentIntents.
const SESSION: &str = "cs_";

/// The gateway as the shop calls it.
#[derive(Debug)]
pub struct Stripe {
    api: Api,
    webhook_secret: String,
    clock: Clock,
}

impl Stripe {
    /// Stripe, if the settings have its keys.
    pub fn from_settings(config: &Config, client: reqwest::Client, clock: Clock) -> Option<Self> {
        let (key, webhook_secret) = (config.stripe_secret_key.clone()?, config.stripe_webhook_secret.clone()?);
        Some(Self { api: Api { client, address: config.stripe_api.clone(), key }, webhook_secret, clock })
    }

    /// The PaymentIntent of a payment; a session has none before its shopper paid.
    async fn intent_id(&self, reference: &str) -> Result<Option<String>, GatewayError> {
        if !reference.starts_with(SESSION) {
            return Ok(Some(reference.to_owned()));
        }
        let session: Session = self.api.get(&format!("/v1/checkout/sessions/{reference}"), &[]).await?;
        Ok(session.payment_intent)
    }

    async fn intent(&self, reference: &str) -> Result<Option<Intent>, GatewayError> {
        let Some(id) = self.intent_id(reference).await? else { return Ok(None) };
        let expand = [("expand[]", "latest_charge.balance_transaction")];
        self.api.get(&format!("/v1/payment_intents/{id}"), &expand).await.map(Some)
    }

    async fn refunds(&self, intent: &Intent) -> Result<Vec<Refund>, GatewayError> {
        if intent.latest_charge.is_none() {
            return Ok(Vec::new());
        }
        let of = [("payment_intent", intent.id.as_str()), ("limit", "100")];
        let refunds: List<Refund> = self.api.get("/v1/refunds", &of).await?;
        Ok(refunds.data)
    }

    async fn record(&self, reference: &str) -> Result<GatewayRecord, GatewayError> {
        let Some(intent) = self.intent(reference).await? else { return Ok(GatewayRecord::default()) };
        let refunds = self.refunds(&intent).await?;
        Ok(Movements { reference, intent: &intent, refunds: &refunds }.record())
    }

    async fn open(&self, payment: &NewPayment) -> Result<CreatedPayment, GatewayError> {
        let (amount, currency) = (payment.amount.minor.to_string(), payment.amount.currency.code().to_lowercase());
        let mut wanted = vec![
            ("mode", "payment"),
            ("client_reference_id", payment.idempotency_key.as_str()),
            ("success_url", &payment.return_url),
            ("cancel_url", &payment.return_url),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", &currency),
            ("line_items[0][price_data][unit_amount]", &amount),
            ("line_items[0][price_data][product_data][name]", &payment.description),
            ("payment_intent_data[capture_method]", capture_method(payment)),
            ("payment_intent_data[description]", &payment.description),
        ];
        if let Some(customer) = &payment.customer {
            // Its page asks whether the card is to be kept.
            wanted.extend([
                ("customer", customer.as_str()),
                ("saved_payment_method_options[payment_method_save]", "enabled"),
            ]);
        }
        let session: Session = self.api.post("/v1/checkout/sessions", &wanted, &payment.idempotency_key).await?;
        let redirect_url = session.url.ok_or_else(|| GatewayError::BadMessage("a session without a page".into()))?;
        Ok(CreatedPayment { reference: session.id, redirect_url })
    }

    async fn take(&self, reference: &str, part: &Part) -> Result<GatewayEvent, GatewayError> {
        let id = self.intent_id(reference).await?.ok_or(GatewayError::NotPossible)?;
        let amount = part.amount.minor.to_string();
        let path = format!("/v1/payment_intents/{id}/capture");
        let taken = self.api.post::<Intent>(&path, &[("amount_to_capture", &amount)], &part.idempotency_key).await;
        match taken {
            Ok(_) | Err(GatewayError::NotPossible) => {}
            Err(error) => return Err(error),
        }
        // Also after a refusal: it may have been captured by this very call, whose answer was lost.
        let is_it = |event: &GatewayEvent| event.outcome == Outcome::Captured { amount_minor: part.amount.minor };
        self.record(reference).await?.events.into_iter().find(is_it).ok_or(GatewayError::NotPossible)
    }

    async fn close(&self, reference: &str) -> Result<Option<GatewayEvent>, GatewayError> {
        if reference.starts_with(SESSION) {
            let path = format!("/v1/checkout/sessions/{reference}/expire");
            match self.api.post::<Session>(&path, &[], &format!("expire-{reference}")).await {
                // One that was completed or has expired cannot expire any more.
                Ok(_) | Err(GatewayError::NotPossible) => {}
                Err(error) => return Err(error),
            }
        }
        let Some(intent) = self.intent(reference).await? else { return Ok(None) };
        if intent.status != "succeeded" && intent.status != "canceled" {
            let path = format!("/v1/payment_intents/{}/cancel", intent.id);
            self.api.post::<Intent>(&path, &[], &format!("cancel-{}", intent.id)).await?;
        }
        match self.record(reference).await?.release() {
            Some(event) => Ok(Some(event.clone())),
            None if intent.status == "succeeded" => Err(GatewayError::NotPossible),
            None => Ok(None),
        }
    }

    /// Looks for the key first: Stripe itself forgets keys after a day.
    async fn give_back(&self, reference: &str, part: &Part) -> Result<Option<GatewayEvent>, GatewayError> {
        let intent = self.intent(reference).await?.ok_or(GatewayError::NotPossible)?;
        let before = self.refunds(&intent).await?;
        let key = part.idempotency_key.as_str();
        let refund = match before.into_iter().find(|refund| refund.key() == Some(key)) {
            Some(refund) => refund,
            None => {
                let amount = part.amount.minor.to_string();
                let wanted =
                    [("payment_intent", intent.id.as_str()), ("amount", &amount), ("metadata[tradewind_key]", key)];
                self.api.post("/v1/refunds", &wanted, key).await?
            }
        };
        Ok(refund.event(reference))
    }

    /// Webhooks name PaymentIntents: the Checkout session of one, or the key under which a kept card was charged.
    async fn payment_behind(&self, reference: &str) -> Result<Resolved, GatewayError> {
        let of = [("payment_intent", reference), ("limit", "1")];
        let sessions: List<Session> = self.api.get("/v1/checkout/sessions", &of).await?;
        if let Some(session) = sessions.data.into_iter().next() {
            return Ok(Resolved::Reference(session.id));
        }
        let intent = self.intent(reference).await?.ok_or(GatewayError::UnknownPayment)?;
        intent.key().map(|key| Resolved::Key(key.to_owned())).ok_or(GatewayError::UnknownPayment)
    }
}

fn capture_method(payment: &NewPayment) -> &'static str {
    if payment.capture_later { "manual" } else { "automatic" }
}

impl PaymentGateway for Stripe {
    fn slug(&self) -> &'static str {
        SLUG
    }

    fn offer(&self) -> GatewayOffer {
        GatewayOffer {
            slug: SLUG.into(),
            name: "Card and more".into(),
            description: "You pay on Stripe's page, by card or what else it offers you.".into(),
        }
    }

    fn create<'a>(&'a self, payment: &'a NewPayment) -> Answer<'a, CreatedPayment> {
        self.open(payment).boxed()
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
        ready(webhook::read(&self.webhook_secret, self.clock.now(), headers, body)).boxed()
    }

    fn resolve<'a>(&'a self, reference: &'a str) -> Answer<'a, Resolved> {
        self.payment_behind(reference).boxed()
    }

    fn wallet(&self) -> Option<&dyn Wallet> {
        Some(self)
    }
}
