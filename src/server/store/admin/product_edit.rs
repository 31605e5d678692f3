//! Stock that staff correct on a product's page.

use crate::{
    domain::{
        ids::{FulfillmentCenterId, InventoryItemId, ProductId, VariantId},
        timestamp::Timestamp,
    },
    server::store::{
        StoreError, StoreResult, Tx,
        catalog_write::stock::{self, StockRow},
        db::{execute, select},
        multi_row::insert_rows,
    },
};

/// A stock level as it is before a change.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CurrentLevel {
    pub item: InventoryItemId,
    pub sku: String,
    pub center: FulfillmentCenterId,
    pub on_hand: i64,
    pub reserved: i64,
}

/// The stock levels of a product's variants, in every center.
pub async fn current_levels(tx: &mut Tx, product: ProductId) -> StoreResult<Vec<CurrentLevel>> {
    select(
        tx,
        "SELECT inventory_item.id AS item, variant.sku, inventory_item.fulfillment_center_id AS center,
                inventory_item.on_hand, inventory_item.reserved
         FROM inventory_item JOIN variant ON variant.id = inventory_item.variant_id WHERE variant.product_id = $1",
    )
    .bind(product)
    .all()
    .await
}

/// Sets a level. The item must be locked.
pub async fn set_level(tx: &mut Tx, item: InventoryItemId, on_hand: i64) -> StoreResult<()> {
    execute(tx, "UPDATE inventory_item SET on_hand = $2 WHERE id = $1").bind(item).bind(on_hand).run().await?;
    Ok(())
}

/// Puts the first units of a variant into a center: its SKU, the units, whether it may be oversold.
pub async fn receive_in(
    tx: &mut Tx,
    center: FulfillmentCenterId,
    (sku, on_hand, backorder): (&str, i64, bool),
    actor: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let found: Option<(VariantId,)> =
        select(&mut *tx, "SELECT id FROM variant WHERE sku = $1").bind(sku).optional().await?;
    let (variant,) = found.ok_or_else(|| StoreError::Inconsistent(format!("there is no variant {sku}")))?;
    stock::receive(tx, center, &[StockRow { variant, on_hand, backorder }], actor, now).await
}

/// Notes corrections of stock: items with the difference.
pub async fn note_adjustments(
    tx: &mut Tx,
    changes: &[(InventoryItemId, i64)],
    actor: &str,
    now: Timestamp,
) -> StoreResult<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let into = "stock_movement (inventory_item_id, kind, on_hand_change, reserved_change, actor, created_at)";
    insert_rows(tx, into, changes, "", |statement, (item, difference): &(InventoryItemId, i64)| {
        statement.bind(*item).bind("adjust").bind(*difference).bind(0_i64).bind(actor).bind(now)
    })
    .await?;
    Ok(())
}
