//! Changing stored products. What differs is the services' to find out.

use super::products::{ProductRow, VariantRow};
use crate::{
    domain::{
        ids::{InventoryItemId, ProductId, ProductImageId, VariantId},
        timestamp::Timestamp,
    },
    server::store::{StoreResult, Tx, db::execute, sql},
};

/// Writes a product's own fields and raises its version. The product must be locked.
pub async fn update_product(tx: &mut Tx, id: ProductId, fields: &ProductRow<'_>, now: Timestamp) -> StoreResult<()> {
    execute(
        tx,
        "UPDATE product SET slug = $2, title = $3, summary = $4, description = $5, brand_id = $6,
                primary_category_id = $7, material_id = $8, tax_category_id = $9, status = $10, published_at = $11,
                seo_title = $12, seo_description = $13, price_minor = $14, sold = $15, updated_at = $16,
                version = version + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(fields.slug)
    .bind(fields.title)
    .bind(fields.summary)
    .bind(fields.description)
    .bind(fields.brand)
    .bind(fields.primary_category)
    .bind(fields.material)
    .bind(fields.tax_category)
    .bind(fields.status)
    .bind(fields.published_at)
    .bind(fields.seo_title)
    .bind(fields.seo_description)
    .bind(fields.price_minor)
    .bind(fields.sold)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Takes all of one kind of part off a product.
pub async fn clear(tx: &mut Tx, id: ProductId, part: Part) -> StoreResult<()> {
    let text = match part {
        Part::Categories => "DELETE FROM product_category WHERE product_id = $1",
        Part::Tags => "DELETE FROM product_tag WHERE product_id = $1",
        Part::Related => "DELETE FROM related_product WHERE product_id = $1",
        // Their values, and the variants' choices of them, go along.
        Part::Options => "DELETE FROM product_option WHERE product_id = $1",
        Part::Specifications => "DELETE FROM specification_value WHERE product_id = $1",
        Part::ShownVariants => {
            "DELETE FROM variant_image WHERE product_image_id IN (SELECT id FROM product_image WHERE product_id = $1)"
        }
    };
    execute(tx, text).bind(id).run().await?;
    Ok(())
}

/// What a product has several of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Categories,
    Tags,
    Related,
    Options,
    Specifications,
    /// Which variants its pictures show.
    ShownVariants,
}

/// Deletes variants of a product; carts lose their lines with them, orders keep theirs.
pub async fn delete_variants(tx: &mut Tx, product: ProductId, variants: &[VariantId]) -> StoreResult<()> {
    if variants.is_empty() {
        return Ok(());
    }
    let text = format!("DELETE FROM variant WHERE product_id = $1 AND id IN ({})", sql::list(2, variants.len()));
    execute(tx, text).bind(product).bind_all(variants.iter().copied()).run().await?;
    Ok(())
}

/// Gives variants SKUs that nothing else has, so that they can take each other's.
pub async fn free_skus(tx: &mut Tx, variants: &[VariantId]) -> StoreResult<()> {
    if variants.is_empty() {
        return Ok(());
    }
    // A SKU never contains a line break, so nobody's own is taken.
    let text =
        format!("UPDATE variant SET sku = $1 || CAST(id AS TEXT) WHERE id IN ({})", sql::list(2, variants.len()));
    execute(tx, text).bind("\n").bind_all(variants.iter().copied()).run().await?;
    Ok(())
}

pub async fn update_variant(tx: &mut Tx, id: VariantId, fields: &VariantRow<'_>) -> StoreResult<()> {
    execute(
        tx,
        "UPDATE variant SET sku = $2, barcode = $3, price_minor = $4, compare_at_minor = $5, cost_minor = $6,
                weight_grams = $7, length_mm = $8, width_mm = $9, height_mm = $10, position = $11, stock_policy = $12,
                track_stock = $13
         WHERE id = $1",
    )
    .bind(id)
    .bind(fields.sku)
    .bind(fields.barcode)
    .bind(fields.price_minor)
    .bind(fields.compare_at_minor)
    .bind(fields.cost_minor)
    .bind(fields.weight_grams)
    .bind(fields.length_mm)
    .bind(fields.width_mm)
    .bind(fields.height_mm)
    .bind(fields.position)
    .bind(fields.stock_policy)
    .bind(fields.track_stock)
    .run()
    .await?;
    Ok(())
}

/// Sets a level and whether it may be oversold. The item must be locked.
pub async fn set_stock(tx: &mut Tx, item: InventoryItemId, on_hand: i64, backorder: bool) -> StoreResult<()> {
    execute(tx, "UPDATE inventory_item SET on_hand = $2, backorder = $3 WHERE id = $1")
        .bind(item)
        .bind(on_hand)
        .bind(backorder)
        .run()
        .await?;
    Ok(())
}

/// Takes pictures off a product.
pub async fn delete_images(tx: &mut Tx, product: ProductId, images: &[ProductImageId]) -> StoreResult<()> {
    if images.is_empty() {
        return Ok(());
    }
    let text = format!("DELETE FROM product_image WHERE product_id = $1 AND id IN ({})", sql::list(2, images.len()));
    execute(tx, text).bind(product).bind_all(images.iter().copied()).run().await?;
    Ok(())
}

/// Describes a picture and puts it in its place among the product's others.
pub async fn update_image(tx: &mut Tx, image: ProductImageId, alt: &str, position: i64) -> StoreResult<()> {
    execute(tx, "UPDATE product_image SET alt = $2, position = $3 WHERE id = $1")
        .bind(image)
        .bind(alt)
        .bind(position)
        .run()
        .await?;
    Ok(())
}

/// Deletes a product with all that belongs to it; `false` if there is none. Orders keep what they say of it.
pub async fn delete_product(tx: &mut Tx, id: ProductId) -> StoreResult<bool> {
    Ok(execute(tx, "DELETE FROM product WHERE id = $1").bind(id).run().await? == 1)
}
