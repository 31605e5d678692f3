//! Handing an order to a carrier.

use crate::{
    domain::{
        forms::{FieldErrors, Problem, required_line},
        ids::ShippingCarrierId,
        order::{OrderEventKind, OrderNumber, OrderStatus},
    },
    error::AppError,
    server::{
        jobs::{Job, OrderMailKind},
        services::payments,
        state::State,
        store::{self, inventory::Movement},
    },
};

/// Longest tracking number that carriers use, with room to spare.
const TRACKING_LENGTH: u32 = 60;

/// Ships everything of an order that has not shipped, as one parcel. For staff.
pub async fn ship_order(
    state: &State,
    actor: &str,
    number: OrderNumber,
    carrier: ShippingCarrierId,
    tracking_number: &str,
) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut errors = FieldErrors::default();
    if !store::orders::carrier_exists(&state.db, carrier).await? {
        errors.add("carrier", Problem::UnknownChoice);
    }
    let tracking = errors.take("tracking_number", required_line(tracking_number, TRACKING_LENGTH)).unwrap_or_default();
    errors.into_result()?;

    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    if !payments::may_ship(&mut tx, &order).await? {
        return Err(AppError::OrderMovedOn);
    }
    let units = store::orders::open_units(&mut tx, order.id).await?;
    if store::inventory::move_units(&mut tx, Movement::Ship, &units, (order.id, actor, now)).await?.is_err() {
        return Err(AppError::Conflict);
    }
    store::orders::insert_shipment(&mut tx, order.id, carrier, &tracking, now).await?;
    store::orders::set_status(&mut tx, &order, OrderStatus::Fulfilled, now).await?;
    let states = (Some(order.status), Some(OrderStatus::Fulfilled));
    store::orders::add_event(&mut tx, order.id, OrderEventKind::Shipped, states, (actor, &tracking, now)).await?;
    payments::queue_captures(&mut tx, order.id, now).await?;
    Job::OrderMail { order: order.id, mail: OrderMailKind::Shipped }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}
