//! A payment gateway for trying the shop out: its own hosted page, test cards, signed webhooks.
//!
//! It behaves like a gateway that lives elsewhere. It keeps its own records, tells the shop of
//! captures and failures by webhook over HTTP, and takes card numbers on its own page, which the
//! shop's handlers never see.

pub mod pages;

use super::payment::{CreatedPayment, GatewayError, GatewayEvent, NewPayment, PaymentGateway};
use crate::{domain::checkout::GatewayOffer, server::{state::Secret, store::Db}};
use axum::http::HeaderMap;
use futures::future::BoxFuture;

/// The gateway as the shop calls it.
#[derive(Debug)]
pub struct Sandbox {
    pub db: Db,
    pub secret: Secret,
    pub public_url: String,
}

impl PaymentGateway for Sandbox {
    fn slug(&self) -> &'static str {
        "sandbox"
    }

    fn offer(&self) -> GatewayOffer {
        GatewayOffer {
            slug: "sandbox".into(),
            name: "Card (sandbox)".into(),
            description: "You pay on the sandbox gateway's page with a test card. No money moves.".into(),
        }
    }

    fn create<'a>(&'a self, _payment: &'a NewPayment) -> BoxFuture<'a, Result<CreatedPayment, GatewayError>> {
        Box::pin(async { Err(GatewayError::NotPossible) })
    }

    fn look_up<'a>(&'a self, _reference: &'a str) -> BoxFuture<'a, Result<Option<GatewayEvent>, GatewayError>> {
        Box::pin(async { Err(GatewayError::NotPossible) })
    }

    fn cancel<'a>(&'a self, _reference: &'a str) -> BoxFuture<'a, Result<(), GatewayError>> {
        Box::pin(async { Err(GatewayError::NotPossible) })
    }

    fn refund<'a>(&'a self, _reference: &'a str) -> BoxFuture<'a, Result<GatewayEvent, GatewayError>> {
        Box::pin(async { Err(GatewayError::NotPossible) })
    }

    fn read_webhook(&self, _headers: &HeaderMap, _body: &[u8]) -> Result<GatewayEvent, GatewayError> {
        Err(GatewayError::NotPossible)
    }
}
