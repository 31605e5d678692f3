//! A payment gateway for trying the shop out: its own hosted page, test cards, signed webhooks.
//!
//! It behaves like a gateway that lives elsewhere. It keeps its own records, tells the shop of
//! captures and failures by webhook over HTTP, and takes card numbers on its own page, which the
//! shop's handlers never see.

mod cards;
mod charge;
mod html;
pub mod pages;
mod webhook;

pub use webhook::{Event, deliver};

use super::payment::{CreatedPayment, GatewayError, GatewayEvent, NewPayment, Outcome, PaymentGateway};
use crate::{
    domain::checkout::GatewayOffer,
    server::{
        clock::Clock,
        random,
        state::Secret,
        store::{
            self, Db, StoreError,
            sandbox::{SandboxPayment, SandboxStatus},
        },
    },
};
use axum::http::HeaderMap;
use futures::future::{BoxFuture, FutureExt};

const SLUG: &str = "sandbox";

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

    fn create<'a>(&'a self, payment: &'a NewPayment) -> BoxFuture<'a, Result<CreatedPayment, GatewayError>> {
        self.open(payment).boxed()
    }

    fn look_up<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<Option<GatewayEvent>, GatewayError>> {
        async move {
            let payment = self.find(reference).await?;
            let captured = Outcome::Captured { amount_minor: payment.amount_minor };
            let event = GatewayEvent { id: payment.event_id, reference: payment.reference, outcome: captured };
            Ok((payment.status == SandboxStatus::Captured).then_some(event))
        }
        .boxed()
    }

    fn cancel<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<(), GatewayError>> {
        async move {
            let open = [SandboxStatus::Open, SandboxStatus::Challenge];
            let closed = store::sandbox::advance(&self.db, reference, open, SandboxStatus::Canceled, "").await?;
            match self.find(reference).await?.status {
                SandboxStatus::Canceled => Ok(()),
                _ if closed => Ok(()),
                _ => Err(GatewayError::NotPossible),
            }
        }
        .boxed()
    }

    fn refund<'a>(&'a self, reference: &'a str) -> BoxFuture<'a, Result<GatewayEvent, GatewayError>> {
        async move {
            let paid = [SandboxStatus::Captured, SandboxStatus::Refunded];
            if !store::sandbox::advance(&self.db, reference, paid, SandboxStatus::Refunded, "").await? {
                return Err(GatewayError::NotPossible);
            }
            let payment = self.find(reference).await?;
            let outcome = Outcome::Refunded { amount_minor: payment.amount_minor };
            // One refund of the whole, so its id follows from the payment: asked again, it is the same event.
            Ok(GatewayEvent { id: format!("refund-{reference}"), reference: payment.reference, outcome })
        }
        .boxed()
    }

    fn read_webhook(&self, headers: &HeaderMap, body: &[u8]) -> Result<GatewayEvent, GatewayError> {
        webhook::read(&self.secret, self.clock.now(), headers, body)
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
            event_id: String::new(),
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
