//! First stock of new variants.

use crate::{
    domain::{
        ids::{FulfillmentCenterId, InventoryItemId, VariantId},
        timestamp::Timestamp,
    },
    server::store::{
        StoreResult, Tx,
        db::select,
        multi_row::{insert_rows, insert_rows_returning},
    },
};

/// The center that ships first, made if the shop has none yet.
pub async fn first_center(tx: &mut Tx) -> StoreResult<FulfillmentCenterId> {
    let found: Option<(FulfillmentCenterId,)> =
        select(&mut *tx, "SELECT id FROM fulfillment_center ORDER BY priority, id LIMIT 1").optional().await?;
    if let Some((id,)) = found {
        return Ok(id);
    }
    // Nodes that start at once agree on one.
    let (id,): (FulfillmentCenterId,) = select(
        tx,
        "INSERT INTO fulfillment_center (slug, name, country) VALUES ('main', 'Main', 'DE')
         ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id",
    )
    .one()
    .await?;
    Ok(id)
}

#[derive(Debug)]
pub struct StockRow {
    pub variant: VariantId,
    pub on_hand: i64,
    /// Sold beyond what is on hand.
    pub backorder: bool,
}

/// Puts the first units of new variants into a center, each with its movement.
pub async fn receive(
    tx: &mut Tx,
    center: FulfillmentCenterId,
    rows: &[StockRow],
    actor: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let into = "inventory_item (variant_id, fulfillment_center_id, on_hand, backorder)";
    let items: Vec<(InventoryItemId, i64)> =
        insert_rows_returning(tx, into, rows, "RETURNING id, on_hand", |statement, row: &StockRow| {
            statement.bind(row.variant).bind(center).bind(row.on_hand).bind(row.backorder)
        })
        .await?;
    let received: Vec<_> = items.into_iter().filter(|(_, on_hand)| *on_hand != 0).collect();
    let into = "stock_movement (inventory_item_id, kind, on_hand_change, reserved_change, actor, created_at)";
    insert_rows(tx, into, &received, "", |statement, (item, on_hand): &(InventoryItemId, i64)| {
        statement.bind(*item).bind("receive").bind(*on_hand).bind(0_i64).bind(actor).bind(now)
    })
    .await?;
    Ok(())
}
