//! Calling an order off: stock released, sale taken out of the books, money on its way back.

use crate::{
    domain::{
        ids::OrderId,
        order::{OrderEventKind, OrderNumber, OrderStatus},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        jobs::{Job, OrderMailKind},
        services::{allocations, credits, order_settings, orders, refunds},
        sessions::Identity,
        state::State,
        store::{self, StoreResult, Tx, orders::LockedOrder},
    },
};

/// Cancels an order of which nothing has shipped. For staff. Whoever saw it before it was changed once more (`edits`) is
/// refused.
pub async fn cancel_order(state: &State, actor: &str, number: OrderNumber, edits: Option<i64>) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    if !matches!(order.status, OrderStatus::PendingPayment | OrderStatus::Paid) {
        return Err(AppError::OrderMovedOn);
    }
    if order.was_edited_since(edits) {
        return Err(AppError::Conflict);
    }
    release(&mut tx, &order, OrderEventKind::Canceled, actor, now).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Cancels an order of which nothing has shipped, on behalf of its customer: the account that placed it, or the holder of
/// its link. Once more changes nothing; so that whoever presses the button twice is not told that it failed.
pub async fn cancel_own_order(
    state: &State,
    identity: &Identity,
    number: OrderNumber,
    token: Option<&str>,
) -> Result<(), AppError> {
    orders::of_customer(state, identity, number, token).await?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let settings = order_settings::load(&mut tx).await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    if store::orders::was_canceled_by_customer(&mut tx, &order).await? {
        return Ok(());
    }
    let is_open = matches!(order.status, OrderStatus::PendingPayment | OrderStatus::Paid);
    if !settings.customers_cancel || !is_open || store::shipments::count(&mut tx, order.id).await? > 0 {
        return Err(AppError::NotCancelable);
    }
    release(&mut tx, &order, OrderEventKind::CanceledByCustomer, "shopper", now).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Cancels a locked order and queues what follows; shared with expiry.
pub(super) async fn release(
    tx: &mut Tx,
    order: &LockedOrder,
    event: OrderEventKind,
    actor: &str,
    now: Timestamp,
) -> StoreResult<()> {
    store::orders::set_status(tx, order, OrderStatus::Canceled, now).await?;
    allocations::release(tx, (order.id, actor, now)).await?;
    store::order_lines::cancel_open(tx, order.id).await?;
    store::promotions::release(tx, order.id, now).await?;
    credits::credit_rest(tx, order.id, "order canceled", now).await?;
    let states = (Some(order.status), Some(OrderStatus::Canceled));
    store::orders::add_event(tx, order.id, event, states, (actor, "", now)).await?;
    settle_payments(tx, order.id, "order canceled", now).await?;
    let mail = match event {
        OrderEventKind::CanceledByCustomer => OrderMailKind::CanceledByCustomer,
        _ => OrderMailKind::Canceled,
    };
    Job::OrderMail { order: order.id, mail }.enqueue(tx, now).await
}

/// Captured money goes back for the reason that is given, what is open is closed at the gateway.
pub(super) async fn settle_payments(tx: &mut Tx, order: OrderId, reason: &str, now: Timestamp) -> StoreResult<()> {
    for payment in store::payments::list(&mut *tx, order).await? {
        if payment.is_open() || payment.capturable() > 0 {
            Job::CancelPayment { payment: payment.id }.enqueue(tx, now).await?;
        }
    }
    refunds::request_all_owed(tx, order, reason, now).await
}
