//! Stock, for staff.

use super::{binds::Binds, contains, order_and_limit};
use crate::{
    domain::{
        ids::{FulfillmentCenterId, InventoryItemId, OrderId},
        order::OrderNumber,
        staff::{InventoryFilter, InventoryRow, MovementKind, MovementRow, PageLinks, PageRequest},
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreResult, db::select},
};

pub(super) const COLUMNS: &str = "item.id, variant.product_id AS product, product.title, variant.sku,
    item.fulfillment_center_id AS center, fulfillment_center.name AS center_name, item.on_hand, item.reserved,
    item.backorder, item.reorder_level";

pub(super) const ITEMS: &str = "inventory_item item
    JOIN variant ON variant.id = item.variant_id
    JOIN product ON product.id = variant.product_id
    JOIN fulfillment_center ON fulfillment_center.id = item.fulfillment_center_id";

/// A page of the items whose SKU or title fits a search, those added last first.
pub async fn list(
    on: impl Into<Conn<'_>>,
    filter: InventoryFilter,
    query: &str,
    page: PageRequest,
) -> StoreResult<(Vec<InventoryRow>, PageLinks)> {
    let (above, below) = page.bounds();
    let mut binds = Binds::default();
    let mut conditions = format!("item.id > {} AND item.id < {}", binds.int(above), binds.int(below));
    if filter.low {
        conditions
            .push_str(" AND item.reorder_level IS NOT NULL AND item.on_hand - item.reserved <= item.reorder_level");
    }
    if let Some(center) = filter.center {
        conditions.push_str(&format!(" AND item.fulfillment_center_id = {}", binds.int(center.0)));
    }
    let words = contains(query);
    if !words.is_empty() {
        let words = binds.text(words);
        conditions.push_str(&format!(
            " AND (LOWER(variant.sku) LIKE LOWER({words}) ESCAPE '\\' OR LOWER(product.title) LIKE LOWER({words}) ESCAPE '\\')"
        ));
    }
    let text = format!("SELECT {COLUMNS} FROM {ITEMS} WHERE {conditions} {}", order_and_limit("item.id", page));
    let rows: Vec<InventoryRow> = binds.apply(select(on, text)).all().await?;
    Ok(page.finish(rows, |row| row.id.0))
}

/// An item and those of the same variant elsewhere, the centers that ship first before the others; none if there is no
/// such item.
pub async fn find_with_others(on: impl Into<Conn<'_>>, item: InventoryItemId) -> StoreResult<Vec<InventoryRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM {ITEMS}
         WHERE item.variant_id = (SELECT variant_id FROM inventory_item WHERE id = $1)
         ORDER BY fulfillment_center.priority, fulfillment_center.id"
    );
    select(on, text).bind(item).all().await
}

/// Shoppers who wait for an item's variant.
pub async fn waiting(on: impl Into<Conn<'_>>, item: InventoryItemId) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM back_in_stock_request
                WHERE notified_at IS NULL AND variant_id = (SELECT variant_id FROM inventory_item WHERE id = $1)";
    let (count,): (i64,) = select(on, text).bind(item).one().await?;
    Ok(count)
}

#[derive(sqlx::FromRow)]
struct Movement {
    id: i64,
    kind: MovementKind,
    on_hand_change: i64,
    reserved_change: i64,
    order_id: Option<OrderId>,
    actor: String,
    reason: String,
    created_at: Timestamp,
}

/// A page of an item's movements, newest first.
pub async fn movements(
    on: impl Into<Conn<'_>>,
    item: InventoryItemId,
    page: PageRequest,
) -> StoreResult<(Vec<MovementRow>, PageLinks)> {
    let text = format!(
        "SELECT id, kind, on_hand_change, reserved_change, order_id, actor, reason, created_at FROM stock_movement
         WHERE inventory_item_id = $1 AND id > $2 AND id < $3 {}",
        order_and_limit("id", page)
    );
    let (above, below) = page.bounds();
    let rows: Vec<Movement> = select(on, text).bind(item).bind(above).bind(below).all().await?;
    let (rows, links) = page.finish(rows, |row| row.id);
    let row = |row: Movement| MovementRow {
        id: row.id,
        kind: row.kind,
        on_hand_change: row.on_hand_change,
        reserved_change: row.reserved_change,
        order: row.order_id.map(OrderNumber),
        actor: row.actor,
        reason: row.reason,
        at: row.created_at,
    };
    Ok((rows.into_iter().map(row).collect(), links))
}

/// Every center by name, the one that ships first before the others.
pub async fn center_names(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(FulfillmentCenterId, String)>> {
    select(on, "SELECT id, name FROM fulfillment_center ORDER BY priority, id").all().await
}
