//! Variants that can be added to an order.

use crate::{
    domain::ids::{TaxCategoryId, VariantId},
    server::store::{Conn, StoreResult, admin, db::select, sql},
};

/// A variant as it can be bought today.
#[derive(Clone, Debug)]
pub struct BuyableVariant {
    pub variant: VariantId,
    pub product_slug: String,
    pub sku: String,
    pub title: String,
    pub options: String,
    /// Media key, or empty.
    pub picture: String,
    pub price_minor: i64,
    pub tax_category: TaxCategoryId,
    pub available: i64,
    pub backorder: bool,
}

#[derive(sqlx::FromRow)]
struct VariantRow {
    variant: VariantId,
    product_slug: String,
    sku: String,
    title: String,
    picture: String,
    price_minor: i64,
    tax_category: TaxCategoryId,
    available: i64,
    backorder: bool,
}

const VARIANTS: &str = "
    SELECT variant.id AS variant, product.slug AS product_slug, variant.sku, product.title, variant.price_minor,
           product.tax_category_id AS tax_category, COALESCE(image.hash, '') AS picture,
           CAST(COALESCE((SELECT SUM(item.on_hand - item.reserved) FROM inventory_item item
                          WHERE item.variant_id = variant.id), 0) AS BIGINT) AS available,
           EXISTS (SELECT 1 FROM inventory_item item WHERE item.variant_id = variant.id AND item.backorder) AS backorder
    FROM variant
    JOIN product ON product.id = variant.product_id
    LEFT JOIN product_image ON product_image.id = (
        SELECT shown.id FROM product_image shown
        LEFT JOIN variant_image link ON link.product_image_id = shown.id
        WHERE shown.product_id = product.id AND (link.variant_id = variant.id OR link.variant_id IS NULL)
        ORDER BY CASE WHEN link.variant_id IS NULL THEN 1 ELSE 0 END, shown.position, shown.id
        LIMIT 1)
    LEFT JOIN image ON image.id = product_image.image_id
    WHERE product.status = 'active'";

/// Those of some variants that are for sale, by their ids.
pub async fn variants(on: impl Into<Conn<'_>>, ids: &[VariantId]) -> StoreResult<Vec<BuyableVariant>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut on = on.into();
    let text = format!("{VARIANTS} AND variant.id IN ({}) ORDER BY variant.id", sql::list(1, ids.len()));
    let rows: Vec<VariantRow> = select(on.again(), text).bind_all(ids.iter().copied()).all().await?;
    with_options(on, rows).await
}

/// Variants for sale whose SKU or title fits a search, the exact SKU first.
pub async fn search_variants(on: impl Into<Conn<'_>>, words: &str, most: i64) -> StoreResult<Vec<BuyableVariant>> {
    let pattern = admin::contains(words);
    if pattern.is_empty() {
        return Ok(Vec::new());
    }
    let mut on = on.into();
    let text = format!(
        "{VARIANTS} AND (LOWER(variant.sku) LIKE LOWER($1) ESCAPE '\\' OR LOWER(product.title) LIKE LOWER($1) ESCAPE '\\')
         ORDER BY CASE WHEN LOWER(variant.sku) = LOWER($2) THEN 0 ELSE 1 END, product.title, variant.id LIMIT $3"
    );
    let rows: Vec<VariantRow> =
        select(on.again(), text).bind(pattern).bind(words.trim().to_owned()).bind(most).all().await?;
    with_options(on, rows).await
}

/// The variants with these SKUs that are for sale.
pub async fn variants_by_sku(on: impl Into<Conn<'_>>, skus: &[String]) -> StoreResult<Vec<(VariantId, String)>> {
    if skus.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT variant.id, variant.sku FROM variant JOIN product ON product.id = variant.product_id
         WHERE product.status = 'active' AND variant.sku IN ({})",
        sql::list(1, skus.len())
    );
    select(on, text).bind_all(skus.iter().cloned()).all().await
}

async fn with_options(on: Conn<'_>, rows: Vec<VariantRow>) -> StoreResult<Vec<BuyableVariant>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT variant_option_value.variant_id, option_value.name
         FROM variant_option_value
         JOIN option_value ON option_value.id = variant_option_value.option_value_id
         JOIN product_option ON product_option.id = option_value.product_option_id
         WHERE variant_option_value.variant_id IN ({})
         ORDER BY product_option.position, product_option.id",
        sql::list(1, rows.len())
    );
    let names: Vec<(VariantId, String)> = select(on, text).bind_all(rows.iter().map(|row| row.variant)).all().await?;
    let options = |variant: VariantId| {
        let own = names.iter().filter(|(of, _)| *of == variant).map(|(_, name)| name.as_str());
        own.collect::<Vec<_>>().join(" / ")
    };
    let variant = |row: VariantRow| BuyableVariant {
        options: options(row.variant),
        variant: row.variant,
        product_slug: row.product_slug,
        sku: row.sku,
        title: row.title,
        picture: row.picture,
        price_minor: row.price_minor,
        tax_category: row.tax_category,
        available: row.available,
        backorder: row.backorder,
    };
    Ok(rows.into_iter().map(variant).collect())
}
