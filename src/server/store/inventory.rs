//! Stock: levels that cannot be oversold, and the movements that explain them.

use super::{
    StoreError, StoreResult, Tx,
    db::{execute, select},
    sql,
};
use crate::domain::{
    allocation::{Center, StockLevel},
    ids::{FulfillmentCenterId, InventoryItemId, OrderId, VariantId},
    timestamp::Timestamp,
};

/// So many units of an inventory item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Units {
    pub item: InventoryItemId,
    pub quantity: i64,
}

/// What a stock movement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    Reserve,
    Release,
    Ship,
}

impl Movement {
    const fn kind(self) -> &'static str {
        match self {
            Self::Reserve => "reserve",
            Self::Release => "release",
            Self::Ship => "ship",
        }
    }

    /// Change of on hand and of reserved per unit.
    const fn change(self) -> (i64, i64) {
        match self {
            Self::Reserve => (0, 1),
            Self::Release => (0, -1),
            Self::Ship => (-1, -1),
        }
    }
}

/// An item that has fewer units than were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    pub item: InventoryItemId,
    pub available: i64,
}

#[derive(sqlx::FromRow)]
struct Level {
    id: InventoryItemId,
    on_hand: i64,
    reserved: i64,
    backorder: bool,
}

#[derive(sqlx::FromRow)]
struct LockedLevel {
    id: InventoryItemId,
    variant_id: VariantId,
    center: FulfillmentCenterId,
    priority: i64,
    country: String,
    on_hand: i64,
    reserved: i64,
    backorder: bool,
}

/// What every center has of some variants, and these centers. The levels stay as they are until the transaction ends.
///
/// All items of the variants are locked, in the order of their ids, so that what is decided by these levels holds.
pub async fn lock_levels(tx: &mut Tx, variants: &[VariantId]) -> StoreResult<(Vec<StockLevel>, Vec<Center>)> {
    if variants.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let lock = match super::Conn::from(&mut *tx).dialect().for_update() {
        "" => String::new(),
        lock => format!("{lock} OF inventory_item"),
    };
    let text = format!(
        "SELECT inventory_item.id, inventory_item.variant_id, fulfillment_center.id AS center, fulfillment_center.priority,
                fulfillment_center.country, inventory_item.on_hand, inventory_item.reserved, inventory_item.backorder
         FROM inventory_item JOIN fulfillment_center ON fulfillment_center.id = inventory_item.fulfillment_center_id
         WHERE inventory_item.variant_id IN ({}) ORDER BY inventory_item.id {lock}",
        sql::list(1, variants.len())
    );
    let rows: Vec<LockedLevel> = select(tx, text).bind_all(variants.iter().copied()).all().await?;
    let mut centers: Vec<Center> = Vec::new();
    for row in &rows {
        if centers.iter().all(|center| center.id != row.center) {
            centers.push(Center { id: row.center, priority: row.priority, country: row.country.clone() });
        }
    }
    let level = |row: LockedLevel| StockLevel {
        item: row.id,
        variant: row.variant_id,
        center: row.center,
        available: row.on_hand - row.reserved,
        backorder: row.backorder,
    };
    Ok((rows.into_iter().map(level).collect(), centers))
}

/// Moves units of several items, all or none, and notes the movements.
///
/// The rows are locked in the order of their ids, so that two orders over the same items wait
/// for each other instead of deadlocking; the UPDATE carries the rule once more, and so does the
/// schema.
pub async fn move_units(
    tx: &mut Tx,
    movement: Movement,
    units: &[Units],
    (order, actor, now): (OrderId, &str, Timestamp),
) -> StoreResult<Result<(), Shortage>> {
    if units.is_empty() {
        return Ok(Ok(()));
    }
    if let Some(shortage) = find_shortage(tx, movement, units).await? {
        return Ok(Err(shortage));
    }
    let (on_hand, reserved) = movement.change();
    let changed = execute(&mut *tx, update_text(units.len()))
        .bind(on_hand)
        .bind(reserved)
        .bind_all(units.iter().flat_map(|units| [units.item.0, units.quantity]))
        .run()
        .await?;
    if changed != units.len() as u64 {
        return Err(StoreError::Inconsistent("stock changed under its lock".into()));
    }
    note(tx, movement, units, (order, actor, now)).await?;
    Ok(Ok(()))
}

fn update_text(count: usize) -> String {
    let rows: Vec<String> =
        (0..count).map(|row| format!("(CAST(${} AS BIGINT), CAST(${} AS BIGINT))", row * 2 + 3, row * 2 + 4)).collect();
    format!(
        "UPDATE inventory_item
         SET on_hand = on_hand + CAST($1 AS BIGINT) * wanted.column2, reserved = reserved + CAST($2 AS BIGINT) * wanted.column2
         FROM (VALUES {}) AS wanted
         WHERE inventory_item.id = wanted.column1
           AND ($2 < 0 OR inventory_item.backorder OR inventory_item.on_hand - inventory_item.reserved >= wanted.column2)",
        rows.join(", ")
    )
}

async fn find_shortage(tx: &mut Tx, movement: Movement, units: &[Units]) -> StoreResult<Option<Shortage>> {
    let lock = super::Conn::from(&mut *tx).dialect().for_update();
    let text = format!(
        "SELECT id, on_hand, reserved, backorder FROM inventory_item WHERE id IN ({}) ORDER BY id {lock}",
        sql::list(1, units.len())
    );
    let levels: Vec<Level> = select(&mut *tx, text).bind_all(units.iter().map(|units| units.item)).all().await?;
    if movement != Movement::Reserve {
        return Ok(None);
    }
    let short = |level: &&Level| {
        let wanted = units.iter().find(|units| units.item == level.id).map_or(0, |units| units.quantity);
        !level.backorder && level.on_hand - level.reserved < wanted
    };
    let shortage = levels.iter().find(short);
    Ok(shortage.map(|level| Shortage { item: level.id, available: (level.on_hand - level.reserved).max(0) }))
}

async fn note(
    tx: &mut Tx,
    movement: Movement,
    units: &[Units],
    (order, actor, now): (OrderId, &str, Timestamp),
) -> StoreResult<()> {
    let text = format!(
        "INSERT INTO stock_movement
            (inventory_item_id, kind, on_hand_change, reserved_change, order_id, actor, created_at) VALUES {}",
        sql::rows(units.len(), 7)
    );
    let (on_hand, reserved) = movement.change();
    let mut statement = execute(tx, text);
    for units in units {
        statement = statement
            .bind(units.item)
            .bind(movement.kind())
            .bind(on_hand * units.quantity)
            .bind(reserved * units.quantity)
            .bind(order)
            .bind(actor)
            .bind(now);
    }
    statement.run().await?;
    Ok(())
}
