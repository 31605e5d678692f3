//! Stock levels as staff change them. Each change of a level comes with its movement.

use super::{
    Conn, StoreError, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
    sql,
};
use crate::domain::{
    ids::{FulfillmentCenterId, InventoryItemId, VariantId},
    staff::MovementKind,
    timestamp::Timestamp,
};

/// An item; one that was locked stays as it is until the transaction ends.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LockedItem {
    pub id: InventoryItemId,
    pub variant: VariantId,
    pub center: FulfillmentCenterId,
    pub center_name: String,
    pub sku: String,
    pub on_hand: i64,
    pub reserved: i64,
    pub backorder: bool,
    pub reorder_level: Option<i64>,
}

const ITEMS: &str = "
    SELECT item.id, item.variant_id AS variant, item.fulfillment_center_id AS center,
           fulfillment_center.name AS center_name, variant.sku, item.on_hand, item.reserved, item.backorder,
           item.reorder_level
    FROM inventory_item item
    JOIN variant ON variant.id = item.variant_id
    JOIN fulfillment_center ON fulfillment_center.id = item.fulfillment_center_id";

/// Locks items in the order of their ids.
pub async fn lock_items(tx: &mut Tx, items: &[InventoryItemId]) -> StoreResult<Vec<LockedItem>> {
    let lock = match Conn::from(&mut *tx).dialect().for_update() {
        "" => String::new(),
        lock => format!("{lock} OF item"),
    };
    let text = format!("{ITEMS} WHERE item.id IN ({}) ORDER BY item.id {lock}", sql::list(1, items.len()));
    select(tx, text).bind_all(items.iter().copied()).all().await
}

/// What a change of a level is noted as.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    pub kind: MovementKind,
    pub reason: &'a str,
    pub transfer: Option<i64>,
    pub actor: &'a str,
    pub at: Timestamp,
}

/// Changes what is on hand and notes it in a movement; `None`, and nothing happens, where less would be left than is promised.
pub async fn change_on_hand(
    tx: &mut Tx,
    item: InventoryItemId,
    change: i64,
    note: Note<'_>,
) -> StoreResult<Option<i64>> {
    let text = "UPDATE inventory_item SET on_hand = on_hand + $2
                WHERE id = $1 AND ($2 > 0 OR backorder OR on_hand + $2 >= reserved)";
    if execute(&mut *tx, text).bind(item).bind(change).run().await? != 1 {
        return Ok(None);
    }
    let (movement,): (i64,) = select(
        tx,
        "INSERT INTO stock_movement
            (inventory_item_id, kind, on_hand_change, reserved_change, actor, created_at, reason, stock_transfer_id)
         VALUES ($1, $2, $3, 0, $4, $5, $6, $7) RETURNING id",
    )
    .bind(item)
    .bind(note.kind)
    .bind(change)
    .bind(note.actor)
    .bind(note.at)
    .bind(note.reason)
    .bind(note.transfer)
    .one()
    .await?;
    Ok(Some(movement))
}

/// Changes what is on hand of locked items by what a count found, and notes each in a movement, also where it found what the
/// books say.
pub async fn set_counted(
    tx: &mut Tx,
    changes: &[(InventoryItemId, i64)],
    (reason, actor, at): (&str, &str, Timestamp),
) -> StoreResult<()> {
    let moved: Vec<(InventoryItemId, i64)> = changes.iter().copied().filter(|(_, change)| *change != 0).collect();
    if !moved.is_empty() {
        let rows = |row| format!("(CAST(${} AS BIGINT), CAST(${} AS BIGINT))", row * 2 + 1, row * 2 + 2);
        let rows: Vec<String> = (0..moved.len()).map(rows).collect();
        let text = format!(
            "UPDATE inventory_item SET on_hand = on_hand + counted.column2 FROM (VALUES {}) AS counted
             WHERE inventory_item.id = counted.column1
               AND (counted.column2 > 0 OR inventory_item.backorder
                    OR inventory_item.on_hand + counted.column2 >= inventory_item.reserved)",
            rows.join(", ")
        );
        let values = moved.iter().flat_map(|(item, change)| [item.0, *change]);
        if execute(&mut *tx, text).bind_all(values).run().await? != moved.len() as u64 {
            return Err(StoreError::Inconsistent("stock changed under its lock".into()));
        }
    }
    let into = "stock_movement (inventory_item_id, kind, on_hand_change, reserved_change, actor, created_at, reason)";
    insert_rows(tx, into, changes, "", |statement, (item, change)| {
        statement.bind(*item).bind(MovementKind::Count).bind(*change).bind(0_i64).bind(actor).bind(at).bind(reason)
    })
    .await?;
    Ok(())
}

/// The item of a variant at a center, made empty if the center never had any; `None` if there is no such center.
pub async fn item_at(
    tx: &mut Tx,
    variant: VariantId,
    center: FulfillmentCenterId,
    backorder: bool,
) -> StoreResult<Option<InventoryItemId>> {
    execute(
        &mut *tx,
        "INSERT INTO inventory_item (variant_id, fulfillment_center_id, backorder)
         SELECT CAST($1 AS BIGINT), id, CAST($3 AS BOOLEAN) FROM fulfillment_center WHERE id = $2
         ON CONFLICT (variant_id, fulfillment_center_id) DO NOTHING",
    )
    .bind(variant)
    .bind(center)
    .bind(backorder)
    .run()
    .await?;
    let text = "SELECT id FROM inventory_item WHERE variant_id = $1 AND fulfillment_center_id = $2";
    let row: Option<(InventoryItemId,)> = select(tx, text).bind(variant).bind(center).optional().await?;
    Ok(row.map(|(id,)| id))
}

/// Begins a transfer, which its two movements name.
pub async fn insert_transfer(tx: &mut Tx, variant: VariantId, quantity: i64, now: Timestamp) -> StoreResult<i64> {
    let text = "INSERT INTO stock_transfer (variant_id, quantity, created_at) VALUES ($1, $2, $3) RETURNING id";
    let (id,): (i64,) = select(tx, text).bind(variant).bind(quantity).bind(now).one().await?;
    Ok(id)
}

pub async fn set_reorder_level(tx: &mut Tx, item: InventoryItemId, level: Option<i64>) -> StoreResult<()> {
    execute(tx, "UPDATE inventory_item SET reorder_level = $2 WHERE id = $1").bind(item).bind(level).run().await?;
    Ok(())
}

/// An item as it is now, unlocked.
pub async fn find_item(on: impl Into<Conn<'_>>, item: InventoryItemId) -> StoreResult<Option<LockedItem>> {
    select(on, format!("{ITEMS} WHERE item.id = $1")).bind(item).optional().await
}

/// A variant in the shop's first center, and whether the second one has it, too.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Places {
    pub variant: VariantId,
    pub first_center: FulfillmentCenterId,
    pub second_center: FulfillmentCenterId,
    /// In the first.
    pub on_hand: i64,
    pub is_in_second: bool,
}

/// Where the variants of products are that may run out; nothing where the shop has one center.
pub async fn first_and_second_places(on: impl Into<Conn<'_>>, slugs: &[&str]) -> StoreResult<Vec<Places>> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT variant.id AS variant, near.id AS first_center, far.id AS second_center, item.on_hand,
                EXISTS (SELECT 1 FROM inventory_item other
                        WHERE other.variant_id = variant.id AND other.fulfillment_center_id = far.id) AS is_in_second
         FROM product
         JOIN variant ON variant.product_id = product.id
         JOIN fulfillment_center near ON near.id = (SELECT id FROM fulfillment_center ORDER BY priority, id LIMIT 1)
         JOIN fulfillment_center far
           ON far.id = (SELECT id FROM fulfillment_center ORDER BY priority, id LIMIT 1 OFFSET 1)
         JOIN inventory_item item ON item.variant_id = variant.id AND item.fulfillment_center_id = near.id
         WHERE NOT item.backorder AND product.slug IN ({}) ORDER BY variant.id",
        sql::list(1, slugs.len())
    );
    select(on, text).bind_all(slugs.iter().map(|slug| (*slug).to_owned())).all().await
}
