//! Orders that nobody paid in time.

use super::cancel_order;
use crate::{
    domain::{
        ids::OrderId,
        order::{OrderEventKind, OrderStatus},
    },
    server::{
        state::State,
        store::{self, StoreResult},
    },
};

/// Cancels an order whose time to pay is over and releases its stock; paid ones stay as they are.
pub async fn expire_order(state: &State, order: OrderId) -> StoreResult<()> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let Some(order) = store::orders::lock(&mut tx, order).await? else { return Ok(()) };
    if order.status != OrderStatus::PendingPayment || order.payment_due_at > now {
        return Ok(());
    }
    cancel_order::release(&mut tx, &order, OrderEventKind::Expired, "worker", now).await?;
    tx.commit().await
}
