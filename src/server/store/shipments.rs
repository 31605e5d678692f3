//! Parcels: what is in them, and the lists by which they are packed.

use super::{
    Conn, StoreResult, Tx,
    allocations::Allocated,
    db::{execute, select},
    multi_row::insert_rows,
    sql,
};
use crate::domain::{
    ids::{FulfillmentCenterId, OrderId, OrderLineId, ShipmentId, ShippingCarrierId},
    timestamp::Timestamp,
};

/// A parcel to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewShipment<'a> {
    pub order: OrderId,
    pub center: FulfillmentCenterId,
    pub carrier: ShippingCarrierId,
    pub tracking_number: &'a str,
    pub at: Timestamp,
}

/// Writes a parcel with what is in it.
pub async fn insert(tx: &mut Tx, shipment: NewShipment<'_>, units: &[Allocated]) -> StoreResult<ShipmentId> {
    let (id,): (ShipmentId,) = select(
        &mut *tx,
        "INSERT INTO shipment (order_id, fulfillment_center_id, shipping_carrier_id, tracking_number, created_at)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
    )
    .bind(shipment.order)
    .bind(shipment.center)
    .bind(shipment.carrier)
    .bind(shipment.tracking_number)
    .bind(shipment.at)
    .one()
    .await?;
    let into = "shipment_line (shipment_id, order_line_id, quantity)";
    insert_rows(tx, into, units, "", |statement, units: &Allocated| {
        statement.bind(id).bind(units.line).bind(units.quantity)
    })
    .await?;
    Ok(id)
}

/// Notes that everything of an order that waits was fetched; tells how many parcels.
pub async fn pick_up(tx: &mut Tx, order: OrderId, now: Timestamp) -> StoreResult<u64> {
    let text = "UPDATE shipment SET picked_up_at = $2 WHERE order_id = $1 AND picked_up_at IS NULL";
    execute(tx, text).bind(order).bind(now).run().await
}

/// Notes that a parcel of an order arrived; tells whether that was not noted yet.
pub async fn deliver(tx: &mut Tx, order: OrderId, shipment: ShipmentId, now: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE shipment SET delivered_at = $3
                WHERE id = $1 AND order_id = $2 AND delivered_at IS NULL AND picked_up_at IS NULL";
    Ok(execute(tx, text).bind(shipment).bind(order).bind(now).run().await? == 1)
}

/// The order of a parcel.
pub async fn order_of(on: impl Into<Conn<'_>>, shipment: ShipmentId) -> StoreResult<Option<OrderId>> {
    let row: Option<(OrderId,)> =
        select(on, "SELECT order_id FROM shipment WHERE id = $1").bind(shipment).optional().await?;
    Ok(row.map(|(order,)| order))
}

/// Parcels of an order that have not arrived and were not fetched, as far as anybody noted.
pub async fn count_under_way(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM shipment
                WHERE order_id = $1 AND delivered_at IS NULL AND picked_up_at IS NULL";
    let (count,): (i64,) = select(on, text).bind(order).one().await?;
    Ok(count)
}

/// Some orders that can be completed by themselves, the oldest first: paid, and each parcel either arrived or, where it is
/// sent, left before an instant.
pub async fn to_complete(
    on: impl Into<Conn<'_>>,
    left_before: Option<Timestamp>,
    most: i64,
) -> StoreResult<Vec<OrderId>> {
    let rows: Vec<(OrderId,)> = select(
        on,
        "SELECT id FROM orders
         WHERE status = 'fulfilled' AND captured_minor - refunded_minor >= total_minor - credited_minor
           AND EXISTS (SELECT 1 FROM shipment WHERE shipment.order_id = orders.id)
           AND NOT EXISTS (SELECT 1 FROM shipment
                           WHERE shipment.order_id = orders.id AND delivered_at IS NULL AND picked_up_at IS NULL
                             AND (orders.pickup_center_id IS NOT NULL OR shipment.created_at >= $1))
         ORDER BY id LIMIT $2",
    )
    .bind(left_before.unwrap_or(Timestamp(i64::MIN)))
    .bind(most)
    .all()
    .await?;
    Ok(rows.into_iter().map(|(order,)| order).collect())
}

/// Parcels of an order so far.
pub async fn count(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<i64> {
    let (count,): (i64,) =
        select(on, "SELECT CAST(COUNT(*) AS BIGINT) FROM shipment WHERE order_id = $1").bind(order).one().await?;
    Ok(count)
}

/// Notes that an order changed, where its status did not.
pub async fn touch_order(tx: &mut Tx, order: OrderId, now: Timestamp) -> StoreResult<()> {
    execute(tx, "UPDATE orders SET updated_at = $2, version = version + 1 WHERE id = $1")
        .bind(order)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// A line in a parcel.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PackedLine {
    pub shipment: ShipmentId,
    pub line: OrderLineId,
    pub sku: String,
    pub title: String,
    pub options: String,
    pub quantity: i64,
}

/// What is in the parcels of an order.
pub async fn lines_of(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<PackedLine>> {
    select(
        on,
        "SELECT shipment.id AS shipment, order_line.id AS line, order_line.sku, order_line.title, order_line.options,
                shipment_line.quantity
         FROM shipment
         JOIN shipment_line ON shipment_line.shipment_id = shipment.id
         JOIN order_line ON order_line.id = shipment_line.order_line_id
         WHERE shipment.order_id = $1 ORDER BY shipment.id, order_line.id",
    )
    .bind(order)
    .all()
    .await
}

/// A parcel with whom it goes to, for its packing slip.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Slip {
    pub order: OrderId,
    pub placed_at: Timestamp,
    /// As JSON.
    pub shipping_address: String,
    pub shipping_method: String,
    pub carrier: String,
    pub tracking_number: String,
    pub shipped_at: Timestamp,
    /// Empty if it is not known.
    pub center: String,
}

pub async fn find_slip(on: impl Into<Conn<'_>>, shipment: ShipmentId) -> StoreResult<Option<Slip>> {
    select(
        on,
        "SELECT orders.id AS \"order\", orders.placed_at, orders.shipping_address, orders.shipping_method,
                shipping_carrier.name AS carrier, shipment.tracking_number, shipment.created_at AS shipped_at,
                COALESCE(fulfillment_center.name, '') AS center
         FROM shipment
         JOIN orders ON orders.id = shipment.order_id
         JOIN shipping_carrier ON shipping_carrier.id = shipment.shipping_carrier_id
         LEFT JOIN fulfillment_center ON fulfillment_center.id = shipment.fulfillment_center_id
         WHERE shipment.id = $1",
    )
    .bind(shipment)
    .optional()
    .await
}

/// Units of a variant that an order waits for at a center.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ToPick {
    pub center: FulfillmentCenterId,
    pub sku: String,
    pub title: String,
    pub options: String,
    pub order: OrderId,
    pub quantity: i64,
    pub on_hand: i64,
}

/// Most rows of the pick lists: more than a day's work.
pub const MOST_TO_PICK: i64 = 2_000;

/// Whether an order is paid at the door, which ships before its money comes.
pub const AT_THE_DOOR: &str = "orders.status = 'pending_payment' AND 'cash-on-delivery' = (
    SELECT gateway FROM payment WHERE payment.order_id = orders.id ORDER BY payment.id DESC LIMIT 1)";

/// Whether an order may be packed: its money is safe, or is paid at the door. What is authorized may still be let go of:
/// whether it leaves is decided when it does.
fn ready() -> String {
    format!("(orders.status IN ('paid', 'partly_fulfilled', 'partly_refunded') OR {AT_THE_DOOR})")
}

/// The same of one order.
pub async fn is_ready(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<bool> {
    let text = format!("SELECT id FROM orders WHERE id = $1 AND {}", ready());
    let row: Option<(OrderId,)> = select(on, text).bind(order).optional().await?;
    Ok(row.is_some())
}

/// What orders that are ready to ship wait for: of the oldest orders, or of chosen ones, as many rows as one reads at once.
pub async fn to_pick(on: impl Into<Conn<'_>>, chosen: Option<&[OrderId]>) -> StoreResult<Vec<ToPick>> {
    let among = match chosen {
        Some([]) => return Ok(Vec::new()),
        Some(chosen) => format!("AND orders.id IN ({})", sql::list(2, chosen.len())),
        None => String::new(),
    };
    let text = format!(
        "SELECT inventory_item.fulfillment_center_id AS center, order_line.sku, order_line.title, order_line.options,
                orders.id AS \"order\", order_allocation.quantity - order_allocation.shipped AS quantity,
                inventory_item.on_hand
         FROM orders
         JOIN order_line ON order_line.order_id = orders.id
         JOIN order_allocation ON order_allocation.order_line_id = order_line.id
         JOIN inventory_item ON inventory_item.id = order_allocation.inventory_item_id
         WHERE {} {among} AND order_allocation.shipped < order_allocation.quantity
         ORDER BY orders.id, order_line.id, inventory_item.id LIMIT $1",
        ready()
    );
    select(on, text).bind(MOST_TO_PICK).bind_all(chosen.unwrap_or_default().iter().copied()).all().await
}

/// Whom an order goes to, for the slips of what is to be packed of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Addressed {
    pub id: OrderId,
    pub placed_at: Timestamp,
    /// As JSON.
    pub shipping_address: String,
    pub shipping_method: String,
    /// Units that have not left, at all centers together.
    pub open: i64,
}

/// Whom some orders go to.
pub async fn addressed(on: impl Into<Conn<'_>>, orders: &[OrderId]) -> StoreResult<Vec<Addressed>> {
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT id, placed_at, shipping_address, shipping_method,
                (SELECT CAST(COALESCE(SUM(quantity - shipped - canceled), 0) AS BIGINT) FROM order_line
                 WHERE order_line.order_id = orders.id) AS open
         FROM orders WHERE id IN ({}) ORDER BY id",
        sql::list(1, orders.len())
    );
    select(on, text).bind_all(orders.iter().copied()).all().await
}

/// Units that were ordered and not canceled.
pub async fn ordered_units(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<i64> {
    let text = "SELECT CAST(COALESCE(SUM(quantity - canceled), 0) AS BIGINT) FROM order_line WHERE order_id = $1";
    let (units,): (i64,) = select(on, text).bind(order).one().await?;
    Ok(units)
}
