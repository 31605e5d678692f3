//! The end of an order: its parcels arrived, or nobody heard otherwise for long enough.

use super::order_settings;
use crate::{
    domain::{
        ids::{OrderId, ShipmentId},
        order::{OrderEventKind, OrderNumber, OrderStatus},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        state::State,
        store::{self, StoreResult, shipments},
    },
};

/// Most orders that one run of the job completes; it runs every few minutes.
const AT_ONCE: i64 = 200;

/// Notes that a parcel arrived. The order is complete once all of it has left, and every parcel arrived or was fetched. For
/// staff; once more changes nothing.
pub async fn mark_delivered(
    state: &State,
    actor: &str,
    number: OrderNumber,
    shipment: ShipmentId,
) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    if shipments::order_of(&mut tx, shipment).await? != Some(order.id) {
        return Err(AppError::NotFound);
    }
    if order.pickup_center_id.is_some() {
        // It is fetched, and nobody brings it.
        return Err(AppError::OrderMovedOn);
    }
    if !shipments::deliver(&mut tx, order.id, shipment, now).await? {
        return Ok(());
    }
    let is_all = order.status == OrderStatus::Fulfilled && shipments::count_under_way(&mut tx, order.id).await? == 0;
    let next = if is_all { OrderStatus::Completed } else { order.status };
    if next == order.status {
        shipments::touch_order(&mut tx, order.id, now).await?;
    } else {
        store::orders::set_status(&mut tx, &order, next, now).await?;
    }
    // An order that was complete already does not become so once more: programs are told of every time.
    let states = if next == order.status { (None, None) } else { (Some(order.status), Some(next)) };
    store::orders::add_event(&mut tx, order.id, OrderEventKind::Delivered, states, (actor, "", now)).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Completes orders by themselves, as the settings have it. For the worker.
///
/// An order that is not paid, as one that is paid at the door, waits for its money; one that is fetched, for its customer.
pub async fn complete_due(state: &State) -> StoreResult<()> {
    let now = state.clock.now();
    let settings = order_settings::load(&state.db).await?;
    let left_before = settings.complete_after_days.map(|days| now.plus_days(-days));
    let due = shipments::to_complete(&state.db, left_before, AT_ONCE).await?;
    for order in due {
        complete(state, order, now).await?;
    }
    Ok(())
}

/// In a transaction of its own, unless the order moved on: a parcel is never added to one of which all has left.
async fn complete(state: &State, order: OrderId, now: Timestamp) -> StoreResult<()> {
    let mut tx = state.db.begin().await?;
    let Some(locked) = store::orders::lock(&mut tx, order).await? else { return Ok(()) };
    if locked.status != OrderStatus::Fulfilled {
        return Ok(());
    }
    store::orders::set_status(&mut tx, &locked, OrderStatus::Completed, now).await?;
    let states = (Some(locked.status), Some(OrderStatus::Completed));
    store::orders::add_event(&mut tx, order, OrderEventKind::Completed, states, ("worker", "", now)).await?;
    tx.commit().await?;
    Ok(())
}
