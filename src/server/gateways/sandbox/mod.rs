//! A payment gateway for trying the shop out: its own hosted page, test cards, signed webhooks.
//!
//! It behaves like a gateway that lives elsewhere. It keeps its own records, tells the shop of
//! captures and failures by webhook over HTTP, and takes card numbers on its own page, which the
//! shop's handlers never see.

mod calls;
mod cards;
mod charge;
mod html;
pub mod pages;
mod wallet;
mod webhook;

pub use charge::settle;
pub use webhook::{Event, deliver};

use super::payment::{
    Answer, CreatedPayment, GatewayError, GatewayEvent, GatewayRecord, NewPayment, Part, PaymentGateway, Wallet,
};
use crate::{
    domain::{checkout::GatewayOffer, money::Money},
    server::{
        clock::Clock,
        random,
        state::Secret,
        store::{
            self, Db, StoreError,
            sandbox::{MovementKind, SandboxPayment, SandboxStatus},
        },
    },
};
use axum::http::HeaderMap;
use futures::future::{FutureExt, ready};
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

const SLUG: &str = "sandbox";
/// What it keeps of a capture, as card gateways do: 1.4 % and 25 minor units.
const FEE_SHARE: Decimal = Decimal::from_parts(14, 0, 0, false, 3);
const FEE_FIXED: i64 = 25;

/// The gateway as the shop calls it.
#[derive(Debug)]
pub struct Sandbox {
    pub db: Db,
    pub secret: Secret,
    pub clock: Clock,
}

impl PaymentGateway for Sandbox {
    fn slug(&self) -> &'static str {
        SLUG
    }

    fn offer(&self) -> GatewayOffer {
        GatewayOffer {
            slug: SLUG.into(),
            name: "Card (sandbox)".into(),
            description: "You pay on the sandbox gateway's page with a test card. No money moves.".into(),
        }
    }

    fn create<'a>(&'a self, payment: &'a NewPayment) -> Answer<'a, CreatedPayment> {
        self.open(payment).boxed()
    }

    fn look_up<'a>(&'a self, reference: &'a str) -> Answer<'a, GatewayRecord> {
        self.record(reference).boxed()
    }

    fn capture<'a>(&'a self, reference: &'a str, part: &'a Part) -> Answer<'a, GatewayEvent> {
        self.move_part(MovementKind::Capture, reference, part).boxed()
    }

    fn void<'a>(&'a self, reference: &'a str) -> Answer<'a, Option<GatewayEvent>> {
        self.close(reference).boxed()
    }

    fn refund<'a>(&'a self, reference: &'a str, part: &'a Part) -> Answer<'a, Option<GatewayEvent>> {
        async move { self.move_part(MovementKind::Refund, reference, part).await.map(Some) }.boxed()
    }

    fn read_webhook<'a>(&'a self, headers: &'a HeaderMap, body: &'a [u8]) -> Answer<'a, Option<GatewayEvent>> {
        ready(webhook::read(&self.secret, self.clock.now(), headers, body).map(Some)).boxed()
    }

    fn fee_of(&self, captured: Money) -> Option<Money> {
        let share = Decimal::from(captured.minor) * FEE_SHARE;
        let share = share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()?;
        Some(Money::new((share + FEE_FIXED).min(captured.minor), captured.currency))
    }

    fn wallet(&self) -> Option<&dyn Wallet> {
        Some(self)
    }
}

impl Sandbox {
    async fn open(&self, payment: &NewPayment) -> Result<CreatedPayment, GatewayError> {
        let wanted = SandboxPayment {
            reference: random::token(),
            amount_minor: payment.amount.minor,
            currency: payment.amount.currency.code().into(),
            description: payment.description.clone(),
            return_url: payment.return_url.clone(),
            status: SandboxStatus::Open,
            capture_later: payment.capture_later,
            authorized_minor: 0,
            captured_minor: 0,
            voided_minor: 0,
            customer: payment.customer.clone().unwrap_or_default(),
            saves: String::new(),
            card: String::new(),
            declined: String::new(),
        };
        store::sandbox::insert(&self.db, &wanted, &payment.idempotency_key, self.clock.now()).await?;
        let kept = store::sandbox::find_by_key(&self.db, &payment.idempotency_key).await?;
        let reference = kept.ok_or(GatewayError::UnknownPayment)?.reference;
        Ok(CreatedPayment { redirect_url: format!("/sandbox/pay/{reference}"), reference })
    }

    async fn find(&self, reference: &str) -> Result<SandboxPayment, GatewayError> {
        store::sandbox::find(&self.db, reference).await?.ok_or(GatewayError::UnknownPayment)
    }
}

impl From<StoreError> for GatewayError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.to_string())
    }
}
