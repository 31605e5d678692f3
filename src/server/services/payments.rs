//! Asking gateways for payment pages, and getting money back to where it came from.

use super::{orders, record_payment};
use crate::{
    domain::{
        ids::{OrderId, PaymentId},
        money::Money,
        order::{OrderNumber, OrderStatus},
    },
    error::AppError,
    server::{
        gateways::payment::{GatewayError, NewPayment},
        state::State,
        store::{
            self, StoreError,
            payments::{Payment, PaymentStatus},
        },
    },
};

/// Why a payment could not be started or undone.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{gateway}: {error}")]
    Gateway { gateway: String, error: GatewayError },
    #[error("there is no gateway {0}")]
    UnknownGateway(String),
    #[error("there is no payment {0}")]
    UnknownPayment(PaymentId),
    #[error("the order needs no payment")]
    NothingToPay,
}

impl From<PaymentError> for AppError {
    fn from(error: PaymentError) -> Self {
        match error {
            PaymentError::Store(error) => error.into(),
            PaymentError::NothingToPay => Self::OrderMovedOn,
            error => {
                tracing::warn!(%error, "payment");
                Self::GatewayUnavailable
            }
        }
    }
}

/// Where the shopper pays an order: the open payment's page, asked for if it is not known yet.
///
/// Called again after a lost answer, it finds the same payment at the gateway.
pub async fn start(state: &State, order: OrderId) -> Result<String, PaymentError> {
    let (detail, _) = store::orders::find_detail(&state.db, order).await?.ok_or(PaymentError::NothingToPay)?;
    if detail.status != OrderStatus::PendingPayment {
        return Ok(orders::order_url(state, order));
    }
    let payments = store::payments::list(&state.db, order).await?;
    let payment = payments.into_iter().find(|payment| payment.status == PaymentStatus::Pending);
    let payment = payment.ok_or(PaymentError::NothingToPay)?;
    if !payment.redirect_url.is_empty() {
        return Ok(payment.redirect_url);
    }
    let number = OrderNumber(order);
    let request = NewPayment {
        idempotency_key: format!("payment-{}", payment.id),
        amount: Money::new(payment.amount_minor, detail.currency),
        description: format!("Order {number}"),
        return_url: format!(
            "{}/orders/{number}/return?token={}",
            state.config.public_url(),
            orders::order_token(state, order)
        ),
    };
    let gateway = gateway(state, &payment)?;
    let created = gateway.create(&request).await.map_err(|error| failed(&payment, error))?;
    store::payments::set_reference(&state.db, payment.id, &created.reference, &created.redirect_url).await?;
    Ok(created.redirect_url)
}

/// Asks the gateways about an order's open payments, as when the shopper's browser returns.
pub async fn look_up(state: &State, order: OrderId) -> Result<(), PaymentError> {
    for payment in store::payments::list(&state.db, order).await? {
        if payment.status == PaymentStatus::Pending && !payment.reference.is_empty() {
            let gateway = gateway(state, &payment)?;
            let event = gateway.look_up(&payment.reference).await.map_err(|error| failed(&payment, error))?;
            if let Some(event) = event {
                record_payment::record_payment(state, gateway.slug(), &event).await?;
            }
        }
    }
    Ok(())
}

/// Makes sure that nobody pays a canceled order's payment any more. For the worker.
pub async fn cancel(state: &State, payment: PaymentId) -> Result<(), PaymentError> {
    let payment = get(state, payment).await?;
    if payment.reference.is_empty() {
        return Ok(());
    }
    match gateway(state, &payment)?.cancel(&payment.reference).await {
        // It was paid in the same moment: the capture's own event gives the money back or honors it.
        Ok(()) | Err(GatewayError::NotPossible) => Ok(()),
        Err(error) => Err(failed(&payment, error)),
    }
}

/// Gives a captured payment back. For the worker.
pub async fn refund(state: &State, payment: PaymentId) -> Result<(), PaymentError> {
    let payment = get(state, payment).await?;
    let gateway = gateway(state, &payment)?;
    let event = gateway.refund(&payment.reference).await.map_err(|error| failed(&payment, error))?;
    record_payment::record_payment(state, gateway.slug(), &event).await?;
    Ok(())
}

async fn get(state: &State, payment: PaymentId) -> Result<Payment, PaymentError> {
    store::payments::find(&state.db, payment).await?.ok_or(PaymentError::UnknownPayment(payment))
}

fn gateway<'s>(
    state: &'s State,
    payment: &Payment,
) -> Result<&'s dyn crate::server::gateways::payment::PaymentGateway, PaymentError> {
    state.gateways.get(&payment.gateway).ok_or_else(|| PaymentError::UnknownGateway(payment.gateway.clone()))
}

fn failed(payment: &Payment, error: GatewayError) -> PaymentError {
    PaymentError::Gateway { gateway: payment.gateway.clone(), error }
}
