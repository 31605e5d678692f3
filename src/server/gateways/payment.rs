//! The interface between the shop and those who move money.

use super::sandbox::Sandbox;
use crate::domain::{checkout::GatewayOffer, money::Money};
use axum::http::HeaderMap;
use futures::future::BoxFuture;

/// Someone who collects money for the shop.
///
/// Calls may be repeated after a crash or a lost answer: a gateway recognizes a payment by the
/// key it was given and answers as it did the first time.
pub trait PaymentGateway: std::fmt::Debug + Send + Sync {
    /// Stable name, in addresses and the database.
    fn slug(&self) -> &'static str;

    /// How the checkout presents it.
    fn offer(&self) -> GatewayOffer;

    /// Prepares a payment and tells where the shopper pays it.
    fn create<'a>(&'a self, payment: &'a NewPayment) -> BoxFuture<'a, Result<CreatedPayment, GatewayError>>;

    /// What the gateway knows of a payment, asked when the shopper's browser returns.
    fn look_up<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Option<GatewayEvent>, GatewayError>>;

    /// Makes sure that a payment can no longer be paid; one that already was stays so.
    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<(), GatewayError>>;

    /// Gives the whole amount of a captured payment back; the answer names the movement.
    fn refund<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<GatewayEvent, GatewayError>>;

    /// Reads a webhook, if its signature proves that the gateway sent it.
    fn read_webhook(&self, headers: &HeaderMap, body: &[u8]) -> Result<GatewayEvent, GatewayError>;
}

/// A payment to be prepared.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// The same key again is the same payment.
    pub idempotency_key: String,
    pub amount: Money,
    /// Shown on the gateway's page.
    pub description: String,
    /// Where the gateway sends the browser afterwards.
    pub return_url: String,
}

/// The gateway's answer to [`PaymentGateway::create`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatedPayment {
    pub reference: String,
    pub redirect_url: String,
}

/// Something that happened to a payment at the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayEvent {
    /// The gateway's id of the event: the same id again is the same event.
    pub id: String,
    /// The payment it happened to.
    pub reference: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Captured { amount_minor: i64 },
    Failed { reason: String },
    Refunded { amount_minor: i64 },
}

#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    #[error("the gateway does not know this payment")]
    UnknownPayment,
    #[error("the signature does not fit")]
    BadSignature,
    #[error("the message cannot be read: {0}")]
    BadMessage(String),
    #[error("the payment's state does not allow this")]
    NotPossible,
    #[error("the gateway does not answer: {0}")]
    Unavailable(String),
}

/// All gateways of the shop.
#[derive(Debug)]
pub struct Gateways(Vec<Box<dyn PaymentGateway>>);

impl Gateways {
    pub fn new(sandbox: Sandbox) -> Self {
        Self(vec![Box::new(sandbox)])
    }

    pub fn get(&self, slug: &str) -> Option<&dyn PaymentGateway> {
        self.0.iter().find(|gateway| gateway.slug() == slug).map(AsRef::as_ref)
    }

    /// What the checkout offers.
    pub fn offers(&self) -> Vec<GatewayOffer> {
        self.0.iter().map(|gateway| gateway.offer()).collect()
    }
}
