//! Taking what was authorized.

use super::{PaymentError, currency, failed, gateway, get, voids::cancel};
use crate::{
    domain::{
        ids::{OrderId, PaymentId},
        money::Money,
        order::OrderStatus,
        order_alert::AlertReason,
        timestamp::Timestamp,
    },
    server::{
        gateways::payment::{GatewayError, Part},
        jobs::Job,
        services::{order_alerts, record_payment, staff_payments::ByStaff},
        state::State,
        store::{self, StoreResult, Tx, payments::Payment},
    },
};

/// Captures what an order still owes of what was authorized. For the worker; running it again is safe at any point.
pub async fn capture_due(state: &State, payment: PaymentId) -> Result<(), PaymentError> {
    let payment = get(state, payment).await?;
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, payment.order_id).await?.ok_or(PaymentError::NothingToPay)?;
    drop(tx);
    let amount = order.owed().min(payment.capturable());
    if amount > 0
        && let Err(error) = capture(state, &payment, amount).await
    {
        if let PaymentError::Gateway { error: GatewayError::NotPossible | GatewayError::UnknownPayment, .. } = &error {
            tell_uncaptured(state, payment.id, &error.to_string()).await?;
        }
        return Err(error);
    }
    let_go_of_rest(state, payment.id).await
}

/// Tells staff that what was promised could not be taken, as long as the order owes it.
pub async fn tell_uncaptured(state: &State, payment: PaymentId, why: &str) -> Result<(), PaymentError> {
    let now = state.clock.now();
    let payment = get(state, payment).await?;
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, payment.order_id).await?.ok_or(PaymentError::NothingToPay)?;
    let amount = order.owed().min(payment.capturable());
    if amount > 0 && order.status != OrderStatus::Canceled {
        let detail = format!("{} could not be captured: {why}.", order.money(amount));
        let told = (payment.gateway.as_str(), detail.as_str());
        order_alerts::raise_with_note(&mut tx, order.id, AlertReason::CaptureFailed, told, now).await?;
        tx.commit().await?;
        state.wake.notify_waiters();
    }
    Ok(())
}

/// Of an order that owes nothing any more, lets go of what is still authorized: a part of it was canceled.
async fn let_go_of_rest(state: &State, payment: PaymentId) -> Result<(), PaymentError> {
    let payment = get(state, payment).await?;
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, payment.order_id).await?.ok_or(PaymentError::NothingToPay)?;
    drop(tx);
    if order.owed() <= 0 && payment.capturable() > 0 { cancel(state, payment.id).await } else { Ok(()) }
}

/// Captures a part of what was authorized. Asked twice for the same payment as it was, it captures once.
pub async fn capture(state: &State, payment: &Payment, amount_minor: i64) -> Result<(), PaymentError> {
    capture_as(state, payment, amount_minor, (capture_key(payment), None)).await
}

/// What a capture of a payment as it is now is asked for by.
pub(in crate::server::services) fn capture_key(payment: &Payment) -> String {
    format!("capture-{}-{}", payment.id, payment.captured_minor)
}

/// The same under a key of the caller's: asked twice with it, it captures once.
pub(in crate::server::services) async fn capture_as(
    state: &State,
    payment: &Payment,
    amount_minor: i64,
    (idempotency_key, by): (String, Option<&ByStaff<'_>>),
) -> Result<(), PaymentError> {
    let amount = Money::new(amount_minor, currency(state, payment.order_id).await?);
    let part = Part { amount, idempotency_key };
    let gateway = gateway(state, payment)?;
    let event = gateway.capture(&payment.reference, &part).await.map_err(|error| failed(payment, error))?;
    record_payment::record_noted(state, gateway.slug(), &event, by).await?;
    Ok(())
}

/// Queues the captures of an order that leaves the house; whatever of it ships first, all that is due is captured.
pub async fn queue_captures(tx: &mut Tx, order: OrderId, now: Timestamp) -> StoreResult<()> {
    for payment in store::payments::list(&mut *tx, order).await? {
        if payment.capturable() > 0 {
            Job::CapturePayment { payment: payment.id }.enqueue(tx, now).await?;
        }
    }
    Ok(())
}
