//! Long lists of the selling side, a slice at a time, for programs of staff.

use super::{binds::Binds, contains};
use crate::{
    domain::{
        ids::{FulfillmentCenterId, InventoryItemId, OrderId, VariantId},
        order::{OrderNumber, OrderStatus},
        staff::{InventoryRow, MovementKind, OrderRow},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult,
        db::select,
        order_alerts,
        slice::{Position, Slice, Sliced},
    },
};

/// Which orders.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// Empty: all of them.
    pub statuses: Vec<OrderStatus>,
    /// In lower case.
    pub email: Option<String>,
    pub placed_from: Option<Timestamp>,
    pub placed_before: Option<Timestamp>,
    pub updated_from: Option<Timestamp>,
    /// Only those that need attention, or only those that do not.
    pub needs_attention: Option<bool>,
}

/// Orders that fit, by their numbers, which is when they were placed.
pub async fn orders(on: impl Into<Conn<'_>>, filter: &OrderFilter, slice: Slice) -> StoreResult<Sliced<OrderRow>> {
    let mut binds = Binds::default();
    let (key, id) = slice.bounds();
    let bounds = (binds.int(key), binds.int(id));
    let mut conditions = slice.condition("id", "id", (&bounds.0, &bounds.1));
    if !filter.statuses.is_empty() {
        let statuses: Vec<String> = filter.statuses.iter().map(|status| format!("'{}'", status.slug())).collect();
        conditions.push_str(&format!(" AND status IN ({})", statuses.join(", ")));
    }
    if let Some(wanted) = filter.needs_attention {
        conditions.push_str(&format!(" AND {}({})", if wanted { "" } else { "NOT " }, order_alerts::OPEN));
    }
    if let Some(email) = &filter.email {
        conditions.push_str(&format!(" AND email = {}", binds.text(email.clone())));
    }
    for (condition, at) in [
        ("placed_at >=", filter.placed_from),
        ("placed_at <", filter.placed_before),
        ("updated_at >=", filter.updated_from),
    ] {
        if let Some(at) = at {
            conditions.push_str(&format!(" AND {condition} {}", binds.int(at.0)));
        }
    }
    let text = format!("SELECT {} FROM orders WHERE {conditions} {}", super::orders::COLUMNS, slice.tail("id", "id"));
    let rows: Vec<super::orders::Row> = binds.apply(select(on, text)).all().await?;
    let Sliced { rows, before, after } = slice.finish(rows, |row| Position::of_id(row.id.0));
    let rows = rows.into_iter().map(super::orders::order_row).collect::<StoreResult<_>>()?;
    Ok(Sliced { rows, before, after })
}

/// Which inventory items.
#[derive(Clone, Debug, Default)]
pub struct ItemFilter {
    pub center: Option<FulfillmentCenterId>,
    pub variant: Option<VariantId>,
    pub sku: Option<String>,
    /// At or below their reorder level.
    pub low: bool,
    /// A part of the SKU or the title.
    pub query: String,
}

/// Items that fit, by id.
pub async fn items(on: impl Into<Conn<'_>>, filter: &ItemFilter, slice: Slice) -> StoreResult<Sliced<InventoryRow>> {
    let mut binds = Binds::default();
    let (key, id) = slice.bounds();
    let bounds = (binds.int(key), binds.int(id));
    let mut conditions = slice.condition("item.id", "item.id", (&bounds.0, &bounds.1));
    if let Some(center) = filter.center {
        conditions.push_str(&format!(" AND item.fulfillment_center_id = {}", binds.int(center.0)));
    }
    if let Some(variant) = filter.variant {
        conditions.push_str(&format!(" AND item.variant_id = {}", binds.int(variant.0)));
    }
    if let Some(sku) = &filter.sku {
        conditions.push_str(&format!(" AND variant.sku = {}", binds.text(sku.clone())));
    }
    if filter.low {
        conditions
            .push_str(" AND item.reorder_level IS NOT NULL AND item.on_hand - item.reserved <= item.reorder_level");
    }
    let words = contains(&filter.query);
    if !words.is_empty() {
        let words = binds.text(words);
        conditions.push_str(&format!(
            " AND (LOWER(variant.sku) LIKE LOWER({words}) ESCAPE '\\' OR LOWER(product.title) LIKE LOWER({words}) ESCAPE '\\')"
        ));
    }
    let (columns, from) = (super::stock::COLUMNS, super::stock::ITEMS);
    let text = format!("SELECT {columns} FROM {from} WHERE {conditions} {}", slice.tail("item.id", "item.id"));
    let rows: Vec<InventoryRow> = binds.apply(select(on, text)).all().await?;
    Ok(slice.finish(rows, |row| Position::of_id(row.id.0)))
}

/// A movement with the item that it is of.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MovementRecord {
    pub id: i64,
    pub item: InventoryItemId,
    pub kind: MovementKind,
    pub on_hand_change: i64,
    pub reserved_change: i64,
    pub order_id: Option<OrderId>,
    pub actor: String,
    pub reason: String,
    pub created_at: Timestamp,
}

impl MovementRecord {
    pub fn order(&self) -> Option<OrderNumber> {
        self.order_id.map(OrderNumber)
    }
}

/// Movements, of all items or of one, by id.
pub async fn movements(
    on: impl Into<Conn<'_>>,
    item: Option<InventoryItemId>,
    slice: Slice,
) -> StoreResult<Sliced<MovementRecord>> {
    let mut binds = Binds::default();
    let (key, id) = slice.bounds();
    let bounds = (binds.int(key), binds.int(id));
    let mut conditions = slice.condition("id", "id", (&bounds.0, &bounds.1));
    if let Some(item) = item {
        conditions.push_str(&format!(" AND inventory_item_id = {}", binds.int(item.0)));
    }
    let text = format!(
        "SELECT id, inventory_item_id AS item, kind, on_hand_change, reserved_change, order_id, actor, reason, created_at
         FROM stock_movement WHERE {conditions} {}",
        slice.tail("id", "id")
    );
    let rows: Vec<MovementRecord> = binds.apply(select(on, text)).all().await?;
    Ok(slice.finish(rows, |row| Position::of_id(row.id)))
}
