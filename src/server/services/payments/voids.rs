//! Closing payments that are no longer wanted, and letting go of what was authorized.

use super::{PaymentError, ask, failed, gateway, get};
use crate::{
    domain::{ids::PaymentId, order::OrderStatus},
    server::{
        gateways::payment::GatewayError,
        services::{record_payment, saved_charges, staff_payments::ByStaff},
        state::State,
        store::{self, payments::Payment},
    },
};

/// Makes sure that nobody pays a payment any more, and lets go of what was authorized.
pub async fn cancel(state: &State, payment: PaymentId) -> Result<(), PaymentError> {
    cancel_as(state, payment, None).await
}

/// The same, unless the order needs it by now. For the worker.
pub async fn cancel_unneeded(state: &State, payment: PaymentId) -> Result<(), PaymentError> {
    if is_counted_on(state, payment).await? { Ok(()) } else { cancel(state, payment).await }
}

/// Whether an order needs what was authorized with a payment: one that expired may have come back by it, after it was
/// decided to let go of it.
async fn is_counted_on(state: &State, payment: PaymentId) -> Result<bool, PaymentError> {
    let payment = get(state, payment).await?;
    if payment.replaced || payment.capturable() <= 0 {
        return Ok(false);
    }
    let mut tx = state.db.begin().await?;
    let Some(order) = store::orders::lock(&mut tx, payment.order_id).await? else { return Ok(false) };
    let payments = store::payments::list(&mut tx, order.id).await?;
    let others: i64 = payments.iter().filter(|other| other.id != payment.id).map(Payment::capturable).sum();
    Ok(order.status != OrderStatus::Canceled && order.owed() > others)
}

/// Cancels, noted in the audit log where staff had it done.
pub(in crate::server::services) async fn cancel_as(
    state: &State,
    payment: PaymentId,
    by: Option<&ByStaff<'_>>,
) -> Result<(), PaymentError> {
    let payment = saved_charges::located(state, &get(state, payment).await?).await?;
    let voided = if payment.reference.is_empty() {
        None
    } else {
        match gateway(state, &payment)?.void(&payment.reference).await {
            Ok(voided) => voided,
            // It was paid in the same moment: the capture's own event gives the money back or honors it. Should nobody tell
            // of it, the gateway does.
            Err(GatewayError::NotPossible) => return ask(state, &payment).await.map(drop),
            Err(error) => return Err(failed(&payment, error)),
        }
    };
    if let Some(event) = voided {
        record_payment::record_noted(state, &payment.gateway, &event, by).await?;
        return Ok(());
    }
    let mut tx = state.db.begin().await?;
    store::payments::close(&mut tx, payment.id).await?;
    if let Some(by) = by {
        by.write(&mut tx, state.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(())
}
