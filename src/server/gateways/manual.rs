//! Money that no payment service brings: transfers to the shop's bank account, and cash that the carrier collects.
//!
//! Staff say what came in and what went back. There is nobody to ask, so these only know how they are offered.

use super::payment::{
    Answer, CreatedPayment, GatewayError, GatewayEvent, GatewayRecord, NewPayment, Part, PaymentGateway,
};
use crate::domain::{checkout::GatewayOffer, payment::GatewayKind};
use axum::http::HeaderMap;
use futures::future::{FutureExt, ready};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manual {
    BankTransfer,
    CashOnDelivery,
}

impl Manual {
    pub const ALL: [Self; 2] = [Self::BankTransfer, Self::CashOnDelivery];
}

impl PaymentGateway for Manual {
    fn slug(&self) -> &'static str {
        match self {
            Self::BankTransfer => GatewayKind::BANK_TRANSFER,
            Self::CashOnDelivery => GatewayKind::CASH_ON_DELIVERY,
        }
    }

    fn offer(&self) -> GatewayOffer {
        let (name, description) = match self {
            Self::BankTransfer => {
                ("Bank transfer", "You transfer the amount to our account. We ship once it is there.")
            }
            Self::CashOnDelivery => ("Cash on delivery", "You pay the carrier when the parcel arrives."),
        };
        GatewayOffer { slug: self.slug().into(), name: name.into(), description: description.into() }
    }

    fn create<'a>(&'a self, payment: &'a NewPayment) -> Answer<'a, CreatedPayment> {
        let (reference, redirect_url) = (payment.idempotency_key.clone(), payment.order_url.clone());
        ready(Ok(CreatedPayment { reference, redirect_url })).boxed()
    }

    fn look_up<'a>(&'a self, _: &'a str) -> Answer<'a, GatewayRecord> {
        ready(Ok(GatewayRecord::default())).boxed()
    }

    fn capture<'a>(&'a self, _: &'a str, _: &'a Part) -> Answer<'a, GatewayEvent> {
        ready(Err(GatewayError::NotPossible)).boxed()
    }

    fn void<'a>(&'a self, _: &'a str) -> Answer<'a, Option<GatewayEvent>> {
        ready(Ok(None)).boxed()
    }

    /// Nobody gives the money back but staff, who say so.
    fn refund<'a>(&'a self, _: &'a str, _: &'a Part) -> Answer<'a, Option<GatewayEvent>> {
        ready(Ok(None)).boxed()
    }

    fn read_webhook<'a>(&'a self, _: &'a HeaderMap, _: &'a [u8]) -> Answer<'a, Option<GatewayEvent>> {
        ready(Err(GatewayError::BadSignature)).boxed()
    }

    fn keeps_records(&self) -> bool {
        false
    }
}
