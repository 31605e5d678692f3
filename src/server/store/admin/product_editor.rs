//! What the product editor shows beside the product itself.

use super::{contains, products::picture_rows};
use crate::{
    domain::{
        audit::AuditAction,
        ids::{ProductId, ProductImageId, VariantId},
        product::ProductStatus,
        staff::{ColorChoice, FoundProduct, ReservedUnits, SizeChoice, StaffPicture},
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreResult, db::select, sql},
};

/// Materials by name.
pub async fn materials(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(i64, String)>> {
    select(on, "SELECT id, name FROM material ORDER BY name, id").all().await
}

/// Tax categories, the standard one first.
pub async fn tax_categories(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(i64, String)>> {
    select(on, "SELECT id, name FROM tax_category ORDER BY CASE slug WHEN 'standard' THEN 0 ELSE 1 END, name, id")
        .all()
        .await
}

/// Fulfillment centers, the one that ships first in front.
pub async fn centers(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(i64, String)>> {
    select(on, "SELECT id, name FROM fulfillment_center ORDER BY priority, id").all().await
}

pub async fn colors(on: impl Into<Conn<'_>>) -> StoreResult<Vec<ColorChoice>> {
    let rows: Vec<(i64, String, String)> =
        select(on, "SELECT id, name, hex FROM color ORDER BY position, name, id").all().await?;
    Ok(rows.into_iter().map(|(id, name, hex)| ColorChoice { id, name, hex }).collect())
}

pub async fn sizes(on: impl Into<Conn<'_>>) -> StoreResult<Vec<SizeChoice>> {
    let rows: Vec<(i64, String, String)> = select(
        on,
        "SELECT size.id, size.name, size_system.name FROM size JOIN size_system ON size_system.id = size.size_system_id
         ORDER BY size_system.name, size_system.id, size.position, size.id",
    )
    .all()
    .await?;
    Ok(rows.into_iter().map(|(id, name, system)| SizeChoice { id, name, system }).collect())
}

/// Stock levels of a product's variants: variant, center, on hand, reserved.
pub async fn levels(on: impl Into<Conn<'_>>, product: ProductId) -> StoreResult<Vec<(i64, i64, i64, i64)>> {
    select(
        on,
        "SELECT inventory_item.variant_id, inventory_item.fulfillment_center_id, inventory_item.on_hand, inventory_item.reserved
         FROM inventory_item JOIN variant ON variant.id = inventory_item.variant_id WHERE variant.product_id = $1",
    )
    .bind(product)
    .all()
    .await
}

/// The promised units among stock levels.
pub fn reserved(levels: &[(i64, i64, i64, i64)]) -> Vec<ReservedUnits> {
    let units = levels.iter().filter(|level| level.3 > 0);
    units
        .map(|(variant, center, _, units)| ReservedUnits { variant: *variant, center: *center, units: *units })
        .collect()
}

/// How many orders have a line of one of the products' variants, by product; products without are left out.
pub async fn orders_of(on: impl Into<Conn<'_>>, products: &[ProductId]) -> StoreResult<Vec<(ProductId, i64)>> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT variant.product_id, CAST(COUNT(DISTINCT order_line.order_id) AS BIGINT)
         FROM variant JOIN order_line ON order_line.variant_id = variant.id
         WHERE variant.product_id IN ({}) GROUP BY variant.product_id",
        sql::list(1, products.len())
    );
    select(on, text).bind_all(products.iter().copied()).all().await
}

/// Products by id, in no certain order.
pub async fn products_named(on: impl Into<Conn<'_>>, ids: &[i64]) -> StoreResult<Vec<FoundProduct>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("SELECT id, title, status FROM product WHERE id IN ({})", sql::list(1, ids.len()));
    let rows: Vec<(i64, String, ProductStatus)> = select(on, text).bind_all(ids.iter().copied()).all().await?;
    Ok(rows.into_iter().map(found).collect())
}

/// The newest products whose title or SKU fits a search.
pub async fn search(on: impl Into<Conn<'_>>, query: &str, limit: i64) -> StoreResult<Vec<FoundProduct>> {
    let pattern = contains(query).to_lowercase();
    if pattern.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT id, title, status FROM product WHERE id IN (
            SELECT id FROM product WHERE LOWER(title) LIKE $1 ESCAPE '\\'
            UNION SELECT product_id FROM variant WHERE LOWER(sku) LIKE $1 ESCAPE '\\')
         ORDER BY id DESC LIMIT {limit}"
    );
    let rows: Vec<(i64, String, ProductStatus)> = select(on, text).bind(pattern).all().await?;
    Ok(rows.into_iter().map(found).collect())
}

fn found((id, title, status): (i64, String, ProductStatus)) -> FoundProduct {
    FoundProduct { id, title, status }
}

/// Those of the SKUs that variants of other products have.
pub async fn taken_skus(on: impl Into<Conn<'_>>, product: ProductId, skus: &[String]) -> StoreResult<Vec<String>> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("SELECT sku FROM variant WHERE product_id <> $1 AND sku IN ({})", sql::list(2, skus.len()));
    let rows: Vec<(String,)> = select(on, text).bind(product).bind_all(skus.iter().cloned()).all().await?;
    Ok(rows.into_iter().map(|(sku,)| sku).collect())
}

/// The newest entry of the audit log about a product; 0 if there is none.
pub async fn newest_entry(on: impl Into<Conn<'_>>, product: ProductId) -> StoreResult<i64> {
    let (id,): (i64,) = select(
        on,
        "SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) FROM audit_entry WHERE subject = 'product' AND subject_id = $1",
    )
    .bind(product)
    .one()
    .await?;
    Ok(id)
}

/// An entry of the audit log: when, who, what, and the fields before and after as JSON.
pub type Entry = (Timestamp, String, AuditAction, String, String);

/// What the audit log says of a product after an entry, oldest first; the last fifty.
pub async fn entries_after(on: impl Into<Conn<'_>>, product: ProductId, entry: i64) -> StoreResult<Vec<Entry>> {
    let mut entries: Vec<Entry> = select(
        on,
        "SELECT created_at, actor, action, before, after FROM audit_entry
         WHERE subject = 'product' AND subject_id = $1 AND id > $2 ORDER BY id DESC LIMIT 50",
    )
    .bind(product)
    .bind(entry)
    .all()
    .await?;
    entries.reverse();
    Ok(entries)
}

/// A product's pictures in the order of its gallery, with the variants that they show.
pub async fn pictures(on: impl Into<Conn<'_>>, product: ProductId) -> StoreResult<Vec<StaffPicture>> {
    let mut on = on.into();
    let rows = picture_rows(on.again(), &[product]).await?;
    let shown: Vec<(ProductImageId, VariantId)> = select(
        on,
        "SELECT variant_image.product_image_id, variant_image.variant_id FROM variant_image
         JOIN product_image ON product_image.id = variant_image.product_image_id WHERE product_image.product_id = $1",
    )
    .bind(product)
    .all()
    .await?;
    let variants = |id| shown.iter().filter(|(image, _)| *image == id).map(|(_, variant)| *variant).collect();
    Ok(rows
        .into_iter()
        .map(|row| StaffPicture { id: row.id, variants: variants(row.id), picture: row.picture() })
        .collect())
}

/// A product's variants with what to call them: their options, else their SKU.
pub async fn variant_names(on: impl Into<Conn<'_>>, product: ProductId) -> StoreResult<Vec<(VariantId, String)>> {
    let rows: Vec<(VariantId, String, Option<String>)> = select(
        on,
        "SELECT variant.id, variant.sku, option_value.name FROM variant
         LEFT JOIN variant_option_value ON variant_option_value.variant_id = variant.id
         LEFT JOIN option_value ON option_value.id = variant_option_value.option_value_id
         LEFT JOIN product_option ON product_option.id = option_value.product_option_id
         WHERE variant.product_id = $1
         ORDER BY variant.position, variant.id, product_option.position, product_option.id",
    )
    .bind(product)
    .all()
    .await?;
    let mut names: Vec<(VariantId, String)> = Vec::new();
    for (id, sku, value) in rows {
        match (names.last_mut().filter(|(last, _)| *last == id), value) {
            (Some((_, name)), Some(value)) => *name = format!("{name} / {value}"),
            (_, value) => names.push((id, value.unwrap_or(sku))),
        }
    }
    Ok(names)
}
