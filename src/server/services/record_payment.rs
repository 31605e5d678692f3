//! What a gateway did, taken into the shop's books exactly once.
//!
//! Webhook, browser return and the worker all end here, in any order, twice, or at once: the
//! gateway's event id is claimed in the transaction that acts on it, and the order is locked.

use crate::{
    domain::{
        order::{OrderEventKind, OrderStatus},
        timestamp::Timestamp,
    },
    server::{
        gateways::payment::{GatewayEvent, Outcome},
        jobs::{Job, OrderMailKind},
        services::{allocations, payments::PaymentError},
        state::State,
        store::{
            self, StoreResult, Tx,
            orders::LockedOrder,
            payments::{Account, Payment, PaymentStatus, TransactionKind},
        },
    },
};

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    Now,
    /// Somebody else was first; nothing changed.
    Before,
}

/// Takes an event of a gateway into the books.
///
/// # Errors
/// A payment that the shop does not know is an error, so that a webhook which overtakes its own
/// payment is delivered again.
pub async fn record_payment(state: &State, gateway: &str, event: &GatewayEvent) -> Result<Recorded, PaymentError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let payment = store::payments::find_by_reference(&mut tx, gateway, &event.reference).await?.ok_or_else(|| {
        PaymentError::Gateway {
            gateway: gateway.to_owned(),
            error: crate::server::gateways::payment::GatewayError::UnknownPayment,
        }
    })?;
    let order = store::orders::lock(&mut tx, payment.order_id).await?.ok_or(PaymentError::NothingToPay)?;
    if !note(&mut tx, &payment, event, now).await? {
        return Ok(Recorded::Before);
    }
    match &event.outcome {
        Outcome::Captured { amount_minor } => captured(&mut tx, &payment, &order, *amount_minor, now).await?,
        Outcome::Failed { reason } => failed(&mut tx, &payment, &order, reason, now).await?,
        Outcome::Refunded { amount_minor } => refunded(&mut tx, &payment, &order, *amount_minor, now).await?,
    }
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(Recorded::Now)
}

/// Claims the event in the ledger; `false` if it is there already.
async fn note(tx: &mut Tx, payment: &Payment, event: &GatewayEvent, now: Timestamp) -> StoreResult<bool> {
    let (kind, succeeded, amount, message) = match &event.outcome {
        Outcome::Captured { amount_minor } => (TransactionKind::Capture, true, *amount_minor, ""),
        Outcome::Failed { reason } => (TransactionKind::Capture, false, payment.amount_minor, reason.as_str()),
        Outcome::Refunded { amount_minor } => (TransactionKind::Refund, true, *amount_minor, ""),
    };
    store::payments::insert_transaction(tx, payment, (kind, succeeded), amount, (&event.id, message), now).await
}

async fn captured(tx: &mut Tx, payment: &Payment, order: &LockedOrder, amount: i64, now: Timestamp) -> StoreResult<()> {
    store::payments::set_status(&mut *tx, payment.id, PaymentStatus::Captured).await?;
    if !store::orders::add_captured(tx, order.id, amount).await? {
        // A second payment of a paid order: the books never count it, and it goes back.
        return give_back(tx, payment, "paid twice", now).await;
    }
    store::payments::post(
        tx,
        order.id,
        "payment captured",
        &[(Account::Gateway, amount), (Account::Receivable, -amount)],
        now,
    )
    .await?;
    let payable = amount == order.total_minor - order.captured_minor;
    match order.status {
        OrderStatus::PendingPayment if payable => pay(tx, payment, order, "", now).await,
        OrderStatus::Canceled if payable && reserve_again(tx, payment, order, now).await? => {
            let sale = store::payments::sale_postings(tx, order.id).await?;
            store::payments::post(tx, order.id, "canceled order paid after all", &sale, now).await?;
            pay(tx, payment, order, "Paid late; the stock was still there.", now).await
        }
        _ => give_back(tx, payment, "the order could not be served any more", now).await,
    }
}

async fn pay(tx: &mut Tx, payment: &Payment, order: &LockedOrder, message: &str, now: Timestamp) -> StoreResult<()> {
    store::orders::set_status(tx, order, OrderStatus::Paid, now).await?;
    let states = (Some(order.status), Some(OrderStatus::Paid));
    store::orders::add_event(tx, order.id, OrderEventKind::Paid, states, (&payment.gateway, message, now)).await?;
    store::orders::count_sold(tx, order.id).await?;
    Job::OrderMail { order: order.id, mail: OrderMailKind::Confirmation }.enqueue(tx, now).await
}

/// Takes the stock of an expired order once more; what staff canceled stays canceled.
async fn reserve_again(tx: &mut Tx, payment: &Payment, order: &LockedOrder, now: Timestamp) -> StoreResult<bool> {
    if !store::orders::has_expired(tx, order.id).await? {
        return Ok(false);
    }
    allocations::hold_again(tx, (order.id, payment.gateway.as_str(), now)).await
}

async fn give_back(tx: &mut Tx, payment: &Payment, reason: &str, now: Timestamp) -> StoreResult<()> {
    tracing::warn!(payment = %payment.id, order = %payment.order_id, reason, "a payment is given back");
    Job::RefundPayment { payment: payment.id }.enqueue(tx, now).await
}

async fn failed(tx: &mut Tx, payment: &Payment, order: &LockedOrder, reason: &str, now: Timestamp) -> StoreResult<()> {
    let reason: String = reason.chars().take(200).collect();
    store::orders::add_event(
        tx,
        order.id,
        OrderEventKind::PaymentFailed,
        (None, None),
        (&payment.gateway, &reason, now),
    )
    .await?;
    if order.status == OrderStatus::PendingPayment {
        Job::OrderMail { order: order.id, mail: OrderMailKind::PaymentFailed }.enqueue(tx, now).await?;
    }
    Ok(())
}

async fn refunded(tx: &mut Tx, payment: &Payment, order: &LockedOrder, amount: i64, now: Timestamp) -> StoreResult<()> {
    store::payments::set_status(&mut *tx, payment.id, PaymentStatus::Canceled).await?;
    if !store::orders::add_refunded(tx, order.id, amount).await? {
        // The other half of a payment that was never counted as captured.
        return Ok(());
    }
    store::payments::post(
        tx,
        order.id,
        "payment refunded",
        &[(Account::Receivable, amount), (Account::Gateway, -amount)],
        now,
    )
    .await?;
    let whole = order.refunded_minor + amount == order.captured_minor;
    let next = if whole { OrderStatus::Refunded } else { OrderStatus::PartlyRefunded };
    let mut states = (None, None);
    if order.status.may_become(next) {
        store::orders::set_status(tx, order, next, now).await?;
        states = (Some(order.status), Some(next));
    }
    store::orders::add_event(tx, order.id, OrderEventKind::Refunded, states, (&payment.gateway, "", now)).await?;
    Job::OrderMail { order: order.id, mail: OrderMailKind::Refunded }.enqueue(tx, now).await
}
