//! Orders that nobody paid in time.

use super::{
    cancel_order,
    payments::{self, PaymentError},
};
use crate::{
    domain::{
        ids::OrderId,
        order::{OrderEventKind, OrderStatus},
    },
    server::{jobs::Job, state::State, store},
};

/// While a gateway does not answer, an order waits so much longer before it expires unasked.
const PATIENCE_MINUTES: i64 = 60;
/// Minutes after which a gateway that was still at work is asked again, and for how many days at most.
const PROCESSING_MINUTES: i64 = 15;
const PROCESSING_DAYS: i64 = 3;

/// Cancels an order whose time to pay is over and releases its stock; paid ones stay as they are.
///
/// The gateways are asked first: a payment whose webhook was lost keeps its order.
pub async fn expire_order(state: &State, order: OrderId) -> Result<(), PaymentError> {
    let now = state.clock.now();
    let Some(due_at) = store::orders::waits_until(&state.db, order).await? else { return Ok(()) };
    if due_at > now {
        return Ok(());
    }
    match payments::look_up(state, order).await {
        Ok(true) if now < due_at.plus_days(PROCESSING_DAYS) => {
            let mut tx = state.db.begin().await?;
            Job::ExpireOrder { order }.enqueue_at(&mut tx, now, now.plus_minutes(PROCESSING_MINUTES)).await?;
            return Ok(tx.commit().await?);
        }
        Err(error) if now < due_at.plus_minutes(PATIENCE_MINUTES) => return Err(error),
        Err(error) => tracing::warn!(%order, %error, "expires unasked"),
        Ok(_) => {}
    }
    let mut tx = state.db.begin().await?;
    let Some(order) = store::orders::lock(&mut tx, order).await? else { return Ok(()) };
    if order.status != OrderStatus::PendingPayment || order.payment_due_at > now {
        return Ok(());
    }
    cancel_order::release(&mut tx, &order, OrderEventKind::Expired, "worker", now).await?;
    Ok(tx.commit().await?)
}
