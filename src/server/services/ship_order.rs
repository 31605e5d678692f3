//! Handing an order to carriers, in one parcel or in several.

use super::{allocations, invoices, order_alerts};
use crate::{
    domain::{
        forms::{FieldErrors, Problem, optional_line, required_line},
        ids::{FulfillmentCenterId, OrderLineId, ShippingCarrierId},
        order::{OrderEventKind, OrderNumber, OrderStatus},
        staff::{Parcel, quantity_field},
    },
    error::AppError,
    server::{
        jobs::Job,
        services::payments,
        state::State,
        store::{
            self,
            allocations::{Allocated, OpenUnits},
            shipments::{self, NewShipment},
        },
    },
};

/// Longest tracking number that carriers use, with room to spare.
const TRACKING_LENGTH: u32 = 60;

/// Ships a parcel of an order. For staff.
///
/// Units leave from one center: the one that is named, or else the one at which something is open. Without quantities,
/// everything that is open there is in it. Whoever saw fewer parcels than there are by now is refused, so that two who ship
/// the same at once send one.
pub async fn ship_order(
    state: &State,
    actor: &str,
    number: OrderNumber,
    carrier: ShippingCarrierId,
    parcel: &Parcel,
) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut errors = FieldErrors::default();
    if !store::orders::carrier_exists(&state.db, carrier).await? {
        errors.add("carrier", Problem::UnknownChoice);
    }
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    let is_pickup = order.pickup_center_id.is_some();
    // What waits to be fetched has no number.
    let tracking = match is_pickup {
        true => optional_line(&parcel.tracking_number, TRACKING_LENGTH),
        false => required_line(&parcel.tracking_number, TRACKING_LENGTH),
    };
    let tracking = errors.take("tracking_number", tracking).unwrap_or_default();
    errors.into_result()?;
    if !payments::may_ship(&mut tx, &order).await? {
        return Err(AppError::OrderMovedOn);
    }
    if order.was_edited_since(parcel.edits) {
        return Err(AppError::Conflict);
    }
    if let Some(seen) = parcel.seen
        && shipments::count(&mut tx, order.id).await? != seen
    {
        return Err(AppError::Conflict);
    }
    let open = store::allocations::open_of(&mut tx, order.id).await?;
    let center = center(parcel, &open)?;
    let units = chosen(parcel, center, &open)?;
    allocations::ship(&mut tx, &units, (order.id, actor, now)).await?;
    let shipment = NewShipment { order: order.id, center, carrier, tracking_number: &tracking, at: now };
    let shipment = shipments::insert(&mut tx, shipment, &units).await?;
    let shipped: i64 = units.iter().map(|units| units.quantity).sum();
    let is_all = shipped == open.iter().map(|open| open.quantity).sum::<i64>();
    let next = if is_all { OrderStatus::Fulfilled } else { OrderStatus::PartlyFulfilled };
    if order.status == next {
        shipments::touch_order(&mut tx, order.id, now).await?;
    } else {
        store::orders::set_status(&mut tx, &order, next, now).await?;
    }
    let states = (Some(order.status), Some(next));
    let kind = if is_pickup { OrderEventKind::ReadyForPickup } else { OrderEventKind::Shipped };
    store::orders::add_event(&mut tx, order.id, kind, states, (actor, &tracking, now)).await?;
    order_alerts::check_difference(&mut tx, &order, actor, now).await?;
    payments::queue_captures(&mut tx, order.id, now).await?;
    Job::ShippedMail { order: order.id, shipment }.enqueue(&mut tx, now).await?;
    invoices::settle(&mut tx, order.id, "", now).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Notes that the customer has fetched what waited for them; the order is complete once everything was. For staff.
///
/// Once more changes nothing.
pub async fn mark_picked_up(state: &State, actor: &str, number: OrderNumber) -> Result<(), AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let order = store::orders::lock(&mut tx, number.0).await?.ok_or(AppError::NotFound)?;
    if order.pickup_center_id.is_none() {
        return Err(AppError::OrderMovedOn);
    }
    if shipments::pick_up(&mut tx, order.id, now).await? == 0 {
        return Ok(());
    }
    let next = if order.status == OrderStatus::Fulfilled { OrderStatus::Completed } else { order.status };
    if next == order.status {
        shipments::touch_order(&mut tx, order.id, now).await?;
    } else {
        store::orders::set_status(&mut tx, &order, next, now).await?;
    }
    let states = (Some(order.status), Some(next));
    store::orders::add_event(&mut tx, order.id, OrderEventKind::PickedUp, states, (actor, "", now)).await?;
    tx.commit().await?;
    Ok(())
}

/// Where the parcel leaves from. Who names no center of several is asked to choose.
fn center(parcel: &Parcel, open: &[OpenUnits]) -> Result<FulfillmentCenterId, AppError> {
    let mut centers: Vec<FulfillmentCenterId> = open.iter().map(|open| open.center).collect();
    centers.sort_unstable();
    centers.dedup();
    match (parcel.center, centers.as_slice()) {
        (_, []) => Err(AppError::OrderMovedOn),
        (Some(center), centers) if centers.contains(&center) => Ok(center),
        // Everything there has left since.
        (Some(_), _) => Err(AppError::Conflict),
        (None, [center]) => Ok(*center),
        (None, _) => Err(AppError::field("center", Problem::Required)),
    }
}

/// What is in the parcel: of each line no more than is open at the center.
fn chosen(parcel: &Parcel, center: FulfillmentCenterId, open: &[OpenUnits]) -> Result<Vec<Allocated>, AppError> {
    let here: Vec<&OpenUnits> = open.iter().filter(|open| open.center == center).collect();
    let all = |open: &&OpenUnits| Allocated { line: open.line, item: open.item, quantity: open.quantity };
    let Some(quantities) = &parcel.quantities else { return Ok(here.iter().map(all).collect()) };
    let wanted = |line: OrderLineId| {
        quantities.iter().filter(|(wanted, _)| *wanted == line).map(|(_, quantity)| *quantity).sum::<i64>()
    };
    let mut errors = FieldErrors::default();
    for (line, quantity) in quantities {
        let most = here.iter().find(|open| open.line == *line).map_or(0, |open| open.quantity);
        if !(0..=most).contains(quantity) || wanted(*line) > most {
            errors.add(&quantity_field(*line), Problem::OutOfRange(0, most));
        }
    }
    errors.into_result()?;
    let units: Vec<Allocated> = here
        .iter()
        .map(|open| Allocated { quantity: wanted(open.line), ..all(open) })
        .filter(|units| units.quantity > 0)
        .collect();
    if units.is_empty() {
        // An empty parcel: the first field says so.
        let field = here.first().map(|open| quantity_field(open.line)).unwrap_or_default();
        return Err(AppError::field(&field, Problem::Required));
    }
    Ok(units)
}
