//! The interface between the shop and those who move money.

use super::{manual::Manual, paypal::PayPal, sandbox::Sandbox, stripe::Stripe};
use crate::domain::{
    checkout::GatewayOffer, ids::PaymentId, money::Money, payment::PaymentSettings, pricing::Totals,
    timestamp::Timestamp,
};
use axum::http::HeaderMap;
use futures::future::{BoxFuture, FutureExt, ready};

/// What a call of a gateway answers.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, GatewayError>>;

/// Someone who collects money for the shop.
///
/// Calls may be repeated after a crash or a lost answer: a gateway recognizes a payment, a capture and a refund by the
/// key it was given and answers as it did the first time. Events name the movement at the gateway, so that the answer of
/// a call, a webhook and a look-up that tell of the same movement are the same event.
pub trait PaymentGateway: std::fmt::Debug + Send + Sync {
    /// Stable name, in addresses and the database.
    fn slug(&self) -> &'static str;

    /// How the checkout presents it.
    fn offer(&self) -> GatewayOffer;

    /// Prepares a payment and tells where the shopper pays it.
    fn create<'a>(&'a self, payment: &'a NewPayment) -> Answer<'a, CreatedPayment>;

    /// Takes what the shopper has approved, where that is the shop's part; called for payments that still wait. The answer
    /// is a refusal, after which the shopper may approve again.
    fn complete<'a>(&'a self, _: &'a str) -> Answer<'a, Option<GatewayEvent>> {
        ready(Ok(None)).boxed()
    }

    /// Everything the gateway knows of a payment.
    fn look_up<'a>(&'a self, reference: &'a str) -> Answer<'a, GatewayRecord>;

    /// Takes a part of what was authorized.
    fn capture<'a>(&'a self, reference: &'a str, part: &'a Part) -> Answer<'a, GatewayEvent>;

    /// Makes sure that a payment can no longer be paid, and lets go of what was authorized and not captured. What was
    /// captured stays so. `None` if nothing had been authorized.
    fn void<'a>(&'a self, reference: &'a str) -> Answer<'a, Option<GatewayEvent>>;

    /// Gives a part of what was captured back. `None` while the gateway has not made up its mind: it tells later.
    fn refund<'a>(&'a self, reference: &'a str, part: &'a Part) -> Answer<'a, Option<GatewayEvent>>;

    /// Reads a webhook, if its signature proves that the gateway sent it. `None` for news that the shop has no use for.
    fn read_webhook<'a>(&'a self, headers: &'a HeaderMap, body: &'a [u8]) -> Answer<'a, Option<GatewayEvent>>;

    /// The payment that a webhook means whose reference the shop does not know: gateways may have several names for one.
    fn resolve<'a>(&'a self, _: &'a str) -> Answer<'a, Resolved> {
        ready(Err(GatewayError::UnknownPayment)).boxed()
    }

    /// What it keeps of a capture for itself, where that follows from the amount; others tell by [`Outcome::Fee`].
    fn fee_of(&self, _: Money) -> Option<Money> {
        None
    }

    /// Whether it keeps records of its own that [`PaymentGateway::look_up`] reads.
    fn keeps_records(&self) -> bool {
        true
    }

    /// What it does with cards that customers keep; `None` where there are no such cards.
    fn wallet(&self) -> Option<&dyn Wallet> {
        None
    }
}

/// Cards that a gateway keeps for customers. The shop has the gateway's tokens for them, and no more.
pub trait Wallet: Send + Sync {
    /// Makes a customer whose cards are kept; the answer is the gateway's name for them. The same key again is the same
    /// customer.
    fn add_customer<'a>(&'a self, idempotency_key: &'a str) -> Answer<'a, String>;

    /// The card of a payment, if its customer wanted it kept.
    fn kept_card<'a>(&'a self, reference: &'a str) -> Answer<'a, Option<KeptCard>>;

    /// Charges a kept card. What came of it, [`PaymentGateway::look_up`] tells; an address is where the bank asks the
    /// customer. A key that was charged before is not charged again, whatever came of it.
    ///
    /// # Errors
    /// `NotPossible` where the gateway does not have the card any more: then there is no payment.
    fn charge<'a>(&'a self, payment: &'a NewPayment, card: &'a CardToCharge) -> Answer<'a, CreatedPayment>;

    /// The reference of the payment that was charged under a key, of a customer; `None` if there was none.
    fn find_charge<'a>(&'a self, customer: &'a str, idempotency_key: &'a str) -> Answer<'a, Option<String>>;

    /// Forgets a card by its token. One that is unknown is forgotten.
    fn forget_card<'a>(&'a self, token: &'a str) -> Answer<'a, ()>;

    /// Forgets a customer with all cards. One that is unknown is forgotten.
    fn forget_customer<'a>(&'a self, customer: &'a str) -> Answer<'a, ()>;
}

/// A card as a gateway keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptCard {
    pub token: String,
    /// Whose it is, by the gateway's name.
    pub customer: String,
    /// "visa"
    pub brand: String,
    pub last4: String,
    pub expiry_month: i64,
    pub expiry_year: i64,
}

/// Without the token.
impl std::fmt::Debug for KeptCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptCard").field("brand", &self.brand).field("last4", &self.last4).finish_non_exhaustive()
    }
}

/// Which kept card is charged; without `Debug`, as it is secret.
pub struct CardToCharge {
    pub token: String,
    pub customer: String,
}

/// What a name that a webhook used stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The payment with this reference.
    Reference(String),
    /// The payment that was begun under this key; without a reference so far, the name is its reference.
    Key(String),
}

/// A payment to be prepared.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// The same key again is the same payment.
    pub idempotency_key: String,
    pub amount: Money,
    /// Whether it is only authorized when the shopper pays, and captured by a later call.
    pub capture_later: bool,
    /// Shown on the gateway's page.
    pub description: String,
    /// Where the gateway sends the browser afterwards.
    pub return_url: String,
    /// The order's page, for gateways that have none of their own.
    pub order_url: String,
    /// Whom the gateway may keep a card for, by its own name for them; `None` for guests.
    pub customer: Option<String>,
    /// What the order's total is made of.
    pub totals: Option<Totals>,
}

impl NewPayment {
    /// The key of a payment.
    pub fn key(payment: PaymentId) -> String {
        format!("payment-{payment}")
    }

    /// The payment with a key.
    pub fn of_key(key: &str) -> Option<PaymentId> {
        key.strip_prefix("payment-")?.parse().ok()
    }
}

/// A part of a payment to be captured or refunded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub amount: Money,
    /// The same key again is the same movement.
    pub idempotency_key: String,
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
    /// The gateway's id of the movement: the same id again is the same event.
    pub id: String,
    /// The payment it happened to.
    pub reference: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// So much in all is promised.
    Authorized {
        amount_minor: i64,
    },
    Captured {
        amount_minor: i64,
    },
    /// So much of what was promised is let go of.
    Voided {
        amount_minor: i64,
    },
    /// A try to pay failed; the shopper may try again.
    Failed {
        reason: String,
    },
    Refunded {
        amount_minor: i64,
        /// Of the call that asked for it; without one, it was made at the gateway.
        key: Option<String>,
    },
    RefundFailed {
        key: String,
        reason: String,
    },
    /// The payer wants their money back from their bank or the gateway, which decides. The event's id is the dispute's.
    Disputed {
        reason: String,
    },
    /// The gateway kept so much of a capture, by the id of the capture's event, for itself.
    Fee {
        capture: String,
        amount_minor: i64,
    },
    /// Something happened; the gateway has to be asked what.
    Changed,
}

/// What a gateway knows of a payment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GatewayRecord {
    /// Movements of money, oldest first; no failures.
    pub events: Vec<GatewayEvent>,
    /// Whether the shopper did their part and the gateway has not decided.
    pub is_processing: bool,
    /// When the last movement happened.
    pub changed_at: Timestamp,
    /// The refusal that ended the payment, where nobody tries again: an event's id and the reason.
    pub declined: Option<(String, String)>,
}

impl GatewayRecord {
    pub fn captured(&self) -> i64 {
        self.sum(|outcome| if let Outcome::Captured { amount_minor } = outcome { *amount_minor } else { 0 })
    }

    /// That what was authorized was let go of, if it was.
    pub fn release(&self) -> Option<&GatewayEvent> {
        self.events.iter().find(|event| matches!(event.outcome, Outcome::Voided { .. }))
    }

    pub fn refunded(&self) -> i64 {
        self.sum(|outcome| if let Outcome::Refunded { amount_minor, .. } = outcome { *amount_minor } else { 0 })
    }

    fn sum(&self, amount: impl Fn(&Outcome) -> i64) -> i64 {
        self.events.iter().map(|event| amount(&event.outcome)).sum()
    }
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
    /// In the order in which the checkout shows them.
    pub fn new(stripe: Option<Stripe>, paypal: Option<PayPal>, sandbox: Sandbox) -> Self {
        let stripe = stripe.map(|stripe| Box::new(stripe) as Box<dyn PaymentGateway>);
        let paypal = paypal.map(|paypal| Box::new(paypal) as Box<dyn PaymentGateway>);
        let mut gateways: Vec<Box<dyn PaymentGateway>> = stripe.into_iter().chain(paypal).collect();
        gateways.push(Box::new(sandbox));
        gateways.extend(Manual::ALL.map(|manual| Box::new(manual) as Box<dyn PaymentGateway>));
        Self(gateways)
    }

    pub fn get(&self, slug: &str) -> Option<&dyn PaymentGateway> {
        self.0.iter().find(|gateway| gateway.slug() == slug).map(AsRef::as_ref)
    }

    /// What the checkout offers.
    pub fn offers(&self, settings: &PaymentSettings) -> Vec<GatewayOffer> {
        let offered = self.0.iter().filter(|gateway| settings.offers(gateway.slug()));
        offered.map(|gateway| gateway.offer()).collect()
    }
}
