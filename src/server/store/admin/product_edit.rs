//! Changing a product, its variants, its stock and its pictures.

use crate::{
    domain::{
        ids::{InventoryItemId, ProductId, ProductImageId, VariantId},
        product::StockPolicy,
        staff::{ProductChange, StockChange, VariantChange},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::{execute, select},
        multi_row::insert_rows,
    },
};

/// Writes the product's own fields and raises its version; `false` if the version is no longer the
/// one the change was made on, or there is no such product.
pub async fn update_product(tx: &mut Tx, change: &ProductChange, now: Timestamp) -> StoreResult<bool> {
    let changed = execute(
        tx,
        "UPDATE product SET title = $3, slug = $4, summary = $5, description = $6, brand_id = $7, status = $8,
                seo_title = $9, seo_description = $10, updated_at = $11, version = version + 1,
                published_at = CASE WHEN $8 = 'active' THEN COALESCE(published_at, $11) ELSE published_at END
         WHERE id = $1 AND version = $2",
    )
    .bind(change.id)
    .bind(change.version)
    .bind(&change.title)
    .bind(&change.slug)
    .bind(&change.summary)
    .bind(&change.description)
    .bind(change.brand)
    .bind(change.status)
    .bind(&change.seo_title)
    .bind(&change.seo_description)
    .bind(now)
    .run()
    .await?;
    Ok(changed == 1)
}

pub async fn product_exists(on: impl Into<Conn<'_>>, product: ProductId) -> StoreResult<bool> {
    let row: Option<(ProductId,)> = select(on, "SELECT id FROM product WHERE id = $1").bind(product).optional().await?;
    Ok(row.is_some())
}

/// A variant as it is before a change.
#[derive(Debug, sqlx::FromRow)]
pub struct CurrentVariant {
    pub id: VariantId,
    pub sku: String,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    pub stock_policy: StockPolicy,
    pub track_stock: bool,
}

/// A product's variants.
pub async fn current_variants(tx: &mut Tx, product: ProductId) -> StoreResult<Vec<CurrentVariant>> {
    select(
        tx,
        "SELECT id, sku, price_minor, compare_at_minor, stock_policy, track_stock FROM variant WHERE product_id = $1 ORDER BY id",
    )
    .bind(product)
    .all()
    .await
}

pub async fn update_variant(tx: &mut Tx, product: ProductId, change: &VariantChange) -> StoreResult<()> {
    execute(tx, "UPDATE variant SET price_minor = $3, compare_at_minor = $4, stock_policy = $5 WHERE id = $1 AND product_id = $2")
        .bind(change.id)
        .bind(product)
        .bind(change.price_minor)
        .bind(change.compare_at_minor)
        .bind(change.policy)
        .run()
        .await?;
    Ok(())
}

/// Brings the price that listings sort by in step with the variants.
pub async fn refresh_price(tx: &mut Tx, product: ProductId) -> StoreResult<()> {
    execute(
        tx,
        "UPDATE product SET price_minor = COALESCE((SELECT MIN(variant.price_minor) FROM variant WHERE variant.product_id = product.id), 0)
         WHERE id = $1",
    )
    .bind(product)
    .run()
    .await?;
    Ok(())
}

/// A stock level as it is before a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CurrentStock {
    pub item: InventoryItemId,
    pub variant_id: VariantId,
    pub on_hand: i64,
    pub reserved: i64,
    pub backorder: bool,
}

/// The stock levels of a product's variants, in the order in which they are locked everywhere.
pub async fn current_stock(tx: &mut Tx, product: ProductId) -> StoreResult<Vec<CurrentStock>> {
    let lock = Conn::from(&mut *tx).dialect().for_update();
    let of_items = if lock.is_empty() { String::new() } else { format!("{lock} OF inventory_item") };
    let text = format!(
        "SELECT inventory_item.id AS item, inventory_item.variant_id, inventory_item.on_hand, inventory_item.reserved,
                inventory_item.backorder
         FROM inventory_item JOIN variant ON variant.id = inventory_item.variant_id
         WHERE variant.product_id = $1 ORDER BY inventory_item.id {of_items}"
    );
    select(tx, text).bind(product).all().await
}

/// Sets a level, unless less would be left than is promised; `false` if it would.
pub async fn set_stock(tx: &mut Tx, change: StockChange, backorder: bool) -> StoreResult<bool> {
    let changed = execute(
        tx,
        "UPDATE inventory_item SET on_hand = $2, backorder = $3
         WHERE id = $1 AND on_hand = $4 AND (reserved <= $2 OR $3)",
    )
    .bind(change.item)
    .bind(change.on_hand)
    .bind(backorder)
    .bind(change.seen)
    .run()
    .await?;
    Ok(changed == 1)
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

/// Describes a picture; `false` if the product has no such picture.
pub async fn set_alt(
    on: impl Into<Conn<'_>>,
    product: ProductId,
    image: ProductImageId,
    alt: &str,
) -> StoreResult<bool> {
    let changed = execute(on, "UPDATE product_image SET alt = $3 WHERE id = $2 AND product_id = $1")
        .bind(product)
        .bind(image)
        .bind(alt)
        .run()
        .await?;
    Ok(changed == 1)
}

/// Takes a picture off a product and answers with its hash; `None` if the product has no such picture.
pub async fn delete_picture(tx: &mut Tx, product: ProductId, image: ProductImageId) -> StoreResult<Option<String>> {
    let row: Option<(String,)> = select(
        tx,
        "DELETE FROM product_image WHERE id = $2 AND product_id = $1
         RETURNING (SELECT hash FROM image WHERE image.id = product_image.image_id)",
    )
    .bind(product)
    .bind(image)
    .optional()
    .await?;
    Ok(row.map(|(hash,)| hash))
}

/// Puts a picture before all others of its product; `false` if the product has no such picture.
pub async fn move_to_front(on: impl Into<Conn<'_>>, product: ProductId, image: ProductImageId) -> StoreResult<bool> {
    let changed = execute(
        on,
        "UPDATE product_image SET position = (SELECT MIN(other.position) - 1 FROM product_image other WHERE other.product_id = $1)
         WHERE id = $2 AND product_id = $1",
    )
    .bind(product)
    .bind(image)
    .run()
    .await?;
    Ok(changed == 1)
}
