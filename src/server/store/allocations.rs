//! What orders hold of which inventory item. An order's rows change under its lock alone.

use super::{
    Conn, StoreError, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
};
use crate::domain::{
    address::Address,
    ids::{FulfillmentCenterId, InventoryItemId, OrderId, OrderLineId, VariantId},
};

/// A part of an order line, held for it at an inventory item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocated {
    pub line: OrderLineId,
    pub item: InventoryItemId,
    pub quantity: i64,
}

pub async fn insert(tx: &mut Tx, rows: &[Allocated]) -> StoreResult<()> {
    let into = "order_allocation (order_line_id, inventory_item_id, quantity)";
    // A line may get more of an item that it has some of already.
    let more = "ON CONFLICT (order_line_id, inventory_item_id)
                DO UPDATE SET quantity = order_allocation.quantity + excluded.quantity";
    insert_rows(tx, into, rows, more, |statement, row: &Allocated| {
        statement.bind(row.line).bind(row.item).bind(row.quantity)
    })
    .await?;
    Ok(())
}

/// Units that are held and have not shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenUnits {
    pub line: OrderLineId,
    pub item: InventoryItemId,
    pub center: FulfillmentCenterId,
    pub quantity: i64,
}

/// What an order holds that has not shipped, by line and center.
pub async fn open_of(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<OpenUnits>> {
    select(
        on,
        "SELECT order_line.id AS line, inventory_item.id AS item, inventory_item.fulfillment_center_id AS center,
                order_allocation.quantity - order_allocation.shipped AS quantity
         FROM order_line
         JOIN order_allocation ON order_allocation.order_line_id = order_line.id
         JOIN inventory_item ON inventory_item.id = order_allocation.inventory_item_id
         WHERE order_line.order_id = $1 AND order_allocation.shipped < order_allocation.quantity
         ORDER BY inventory_item.id, order_line.id",
    )
    .bind(order)
    .all()
    .await
}

/// Lets go of everything of an order that has not shipped.
pub async fn release_open(tx: &mut Tx, order: OrderId) -> StoreResult<()> {
    let of_order = "order_line_id IN (SELECT id FROM order_line WHERE order_id = $1)";
    let text = format!("DELETE FROM order_allocation WHERE {of_order} AND shipped = 0");
    execute(&mut *tx, text).bind(order).run().await?;
    let text = format!(
        "UPDATE order_allocation SET quantity = shipped WHERE {of_order} AND shipped > 0 AND shipped < quantity"
    );
    execute(tx, text).bind(order).run().await?;
    Ok(())
}

/// Lets go of units that have not shipped, at most what is open of each row.
pub async fn give_back(tx: &mut Tx, units: &[Allocated]) -> StoreResult<()> {
    let row = |row: usize| {
        let cast = |place: usize| format!("CAST(${} AS BIGINT)", row * 3 + place);
        format!("({}, {}, {})", cast(1), cast(2), cast(3))
    };
    let values = (0..units.len()).map(row).collect::<Vec<_>>().join(", ");
    // There is no row of nothing.
    let whole = format!(
        "DELETE FROM order_allocation WHERE shipped = 0 AND (order_line_id, inventory_item_id, quantity) IN (VALUES {values})"
    );
    let part = format!(
        "UPDATE order_allocation SET quantity = quantity - gone.column3 FROM (VALUES {values}) AS gone
         WHERE order_line_id = gone.column1 AND inventory_item_id = gone.column2 AND quantity - gone.column3 >= shipped
           AND quantity > gone.column3"
    );
    let mut changed = 0;
    for text in [whole, part] {
        let values = units.iter().flat_map(|units| [units.line.0, units.item.0, units.quantity]);
        changed += execute(&mut *tx, text).bind_all(values).run().await?;
    }
    if changed == units.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::Inconsistent("more would be given back than is open".into()))
    }
}

/// Counts units as shipped, in the allocations and in the lines that they are of. Refuses to ship more than is open.
pub async fn ship(tx: &mut Tx, units: &[Allocated]) -> StoreResult<()> {
    let rows: Vec<String> = (0..units.len())
        .map(|row| row * 3)
        .map(|row| {
            let cast = |place: usize| format!("CAST(${} AS BIGINT)", row + place);
            format!("({}, {}, {})", cast(1), cast(2), cast(3))
        })
        .collect();
    let values = rows.join(", ");
    let allocations = format!(
        "UPDATE order_allocation SET shipped = shipped + parcel.column3
         FROM (VALUES {values}) AS parcel
         WHERE order_line_id = parcel.column1 AND inventory_item_id = parcel.column2 AND shipped + parcel.column3 <= quantity"
    );
    // A parcel leaves from one center, so a line is in it once.
    let lines = format!(
        "UPDATE order_line SET shipped = shipped + parcel.column3
         FROM (VALUES {values}) AS parcel WHERE order_line.id = parcel.column1 AND parcel.column2 IS NOT NULL"
    );
    for text in [allocations, lines] {
        let values = units.iter().flat_map(|units| [units.line.0, units.item.0, units.quantity]);
        if execute(&mut *tx, text).bind_all(values).run().await? != units.len() as u64 {
            return Err(StoreError::Inconsistent("more would ship than is allocated".into()));
        }
    }
    Ok(())
}

/// A line that is to be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LineToServe {
    pub line: OrderLineId,
    /// `None` if the variant was deleted.
    pub variant: Option<VariantId>,
    /// What has not shipped of it.
    pub quantity: i64,
}

/// The lines of an order that have not shipped as a whole.
pub async fn lines_to_serve(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<LineToServe>> {
    select(
        on,
        "SELECT id AS line, variant_id AS variant, quantity - shipped - canceled AS quantity FROM order_line
         WHERE order_id = $1 AND shipped + canceled < quantity ORDER BY id",
    )
    .bind(order)
    .all()
    .await
}

/// The country that an order is sent to, and the only center that may serve it, if it is fetched there.
pub async fn destination(
    on: impl Into<Conn<'_>>,
    order: OrderId,
) -> StoreResult<(String, Option<FulfillmentCenterId>)> {
    let (address, center): (String, Option<FulfillmentCenterId>) =
        select(on, "SELECT shipping_address, pickup_center_id FROM orders WHERE id = $1").bind(order).one().await?;
    let address: Address = serde_json::from_str(&address)
        .map_err(|error| StoreError::Inconsistent(format!("address of order {order}: {error}")))?;
    Ok((address.country, center))
}

/// What some lines hold at an item, as the pages of staff show it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HeldAt {
    pub line: OrderLineId,
    pub center: FulfillmentCenterId,
    pub center_name: String,
    pub quantity: i64,
    /// Units on the shelf, also for other orders; fewer than `quantity` where a part is still to come.
    pub on_hand: i64,
}

/// Open units of an order by center, the first to ship first.
pub async fn held(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<HeldAt>> {
    select(
        on,
        "SELECT order_line.id AS line, fulfillment_center.id AS center, fulfillment_center.name AS center_name,
                order_allocation.quantity - order_allocation.shipped AS quantity, inventory_item.on_hand
         FROM order_line
         JOIN order_allocation ON order_allocation.order_line_id = order_line.id
         JOIN inventory_item ON inventory_item.id = order_allocation.inventory_item_id
         JOIN fulfillment_center ON fulfillment_center.id = inventory_item.fulfillment_center_id
         WHERE order_line.order_id = $1 AND order_allocation.shipped < order_allocation.quantity
         ORDER BY fulfillment_center.priority, fulfillment_center.id, order_line.id",
    )
    .bind(order)
    .all()
    .await
}
