//! Putting what came back up for sale again.

use super::values;
use crate::{
    domain::{
        ids::{FulfillmentCenterId, InventoryItemId, OrderId, VariantId},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreError, StoreResult, Tx,
        db::{execute, select},
        multi_row::insert_rows,
    },
};
use std::collections::BTreeMap;

/// Units of a line of a return that go to a shelf.
#[derive(Clone, Copy, Debug)]
pub struct Restock {
    /// Of the return's line.
    pub id: i64,
    pub variant: VariantId,
    pub center: FulfillmentCenterId,
    pub quantity: i64,
}

#[derive(sqlx::FromRow)]
struct Item {
    id: InventoryItemId,
    variant_id: VariantId,
    fulfillment_center_id: FulfillmentCenterId,
}

/// Adds units to what is on hand at their centers, each with its movement; the answer is the items that changed.
///
/// A center that never had a variant gets an empty item first. Items are locked in the order of their ids.
pub async fn restock(
    tx: &mut Tx,
    rows: &[Restock],
    (order, reason, actor, now): (OrderId, &str, &str, Timestamp),
) -> StoreResult<Vec<InventoryItemId>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let items = lock(tx, rows).await?;
    let item_of = |row: &Restock| {
        let found =
            items.iter().find(|item| (item.variant_id, item.fulfillment_center_id) == (row.variant, row.center));
        found.map(|item| (item.id, *row)).ok_or_else(|| StoreError::Inconsistent("a center is gone".into()))
    };
    let moved = rows.iter().map(item_of).collect::<StoreResult<Vec<_>>>()?;
    let mut sums: BTreeMap<InventoryItemId, i64> = BTreeMap::new();
    for (item, row) in &moved {
        *sums.entry(*item).or_default() += row.quantity;
    }
    let text = format!(
        "UPDATE inventory_item SET on_hand = on_hand + came.column2 FROM (VALUES {}) AS came
         WHERE inventory_item.id = came.column1",
        values(sums.len(), 2)
    );
    let numbers = sums.iter().flat_map(|(item, quantity)| [item.0, *quantity]);
    execute(&mut *tx, text).bind_all(numbers).run().await?;
    let into = "stock_movement (inventory_item_id, kind, on_hand_change, reserved_change, order_id, actor, created_at, reason, \
                order_return_line_id)";
    insert_rows(tx, into, &moved, "", |statement, (item, row): &(InventoryItemId, Restock)| {
        let statement = statement.bind(*item).bind("receive").bind(row.quantity).bind(0_i64).bind(order);
        statement.bind(actor.to_owned()).bind(now).bind(reason.to_owned()).bind(row.id)
    })
    .await?;
    Ok(sums.into_keys().collect())
}

/// The items of the rows, made where they are not there yet.
async fn lock(tx: &mut Tx, rows: &[Restock]) -> StoreResult<Vec<Item>> {
    let mut places: Vec<(i64, i64)> = rows.iter().map(|row| (row.variant.0, row.center.0)).collect();
    places.sort_unstable();
    places.dedup();
    let wanted = values(places.len(), 2);
    let numbers = || places.iter().flat_map(|(variant, center)| [*variant, *center]);
    let text = format!(
        "INSERT INTO inventory_item (variant_id, fulfillment_center_id, backorder)
         SELECT wanted.column1, fulfillment_center.id,
                COALESCE((SELECT backorder FROM inventory_item other WHERE other.variant_id = wanted.column1
                          ORDER BY other.id LIMIT 1), FALSE)
         FROM (VALUES {wanted}) AS wanted JOIN fulfillment_center ON fulfillment_center.id = wanted.column2
         WHERE TRUE ON CONFLICT (variant_id, fulfillment_center_id) DO NOTHING"
    );
    execute(&mut *tx, text).bind_all(numbers()).run().await?;
    let text = format!(
        "SELECT id, variant_id, fulfillment_center_id FROM inventory_item
         WHERE (variant_id, fulfillment_center_id) IN (VALUES {wanted}) ORDER BY id {}",
        Conn::from(&mut *tx).dialect().for_update()
    );
    select(tx, text).bind_all(numbers()).all().await
}
