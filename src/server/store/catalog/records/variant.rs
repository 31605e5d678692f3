//! Variants as programs read them.

use super::{ProductOrder, Seen, is_seen, parts::of_products};
use crate::{
    domain::{
        ids::{ProductId, TaxCategoryId, VariantId},
        product::StockPolicy,
    },
    server::store::{
        Db, StoreResult,
        catalog::filter::Binds,
        db::select,
        slice::{Position, Slice, Sliced},
    },
};

/// A variant with everything that is no secret.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VariantRecord {
    pub id: VariantId,
    pub product_id: ProductId,
    /// Of the product.
    pub tax_category_id: TaxCategoryId,
    pub sku: String,
    pub barcode: String,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    /// What the shop paid; for staff alone.
    pub cost_minor: Option<i64>,
    pub weight_grams: i64,
    pub length_mm: i64,
    pub width_mm: i64,
    pub height_mm: i64,
    pub stock_policy: StockPolicy,
    pub track_stock: bool,
    /// More than there is may be ordered.
    pub backorder: bool,
    /// Most units that one order can have.
    pub available: i64,
    /// Over all fulfillment centers; for staff alone.
    pub on_hand: i64,
    pub reserved: i64,
}

const VARIANTS: &str = "
    SELECT variant.id, variant.product_id,
           (SELECT tax_category_id FROM product WHERE product.id = variant.product_id) AS tax_category_id,
           variant.sku, variant.barcode, variant.price_minor, variant.compare_at_minor,
           variant.cost_minor, variant.weight_grams, variant.length_mm, variant.width_mm, variant.height_mm,
           variant.stock_policy, variant.track_stock,
           (NOT variant.track_stock OR variant.stock_policy = 'backorder'
            OR EXISTS (SELECT 1 FROM inventory_item WHERE inventory_item.variant_id = variant.id AND inventory_item.backorder)
           ) AS backorder,
           CAST(COALESCE((SELECT SUM(inventory_item.on_hand - inventory_item.reserved) FROM inventory_item
                          WHERE inventory_item.variant_id = variant.id
                            AND inventory_item.on_hand > inventory_item.reserved), 0) AS BIGINT) AS available,
           CAST(COALESCE((SELECT SUM(inventory_item.on_hand) FROM inventory_item
                          WHERE inventory_item.variant_id = variant.id), 0) AS BIGINT) AS on_hand,
           CAST(COALESCE((SELECT SUM(inventory_item.reserved) FROM inventory_item
                          WHERE inventory_item.variant_id = variant.id), 0) AS BIGINT) AS reserved
    FROM variant";

/// The variants of products, in order.
pub async fn variants(db: &Db, products: &[ProductId]) -> StoreResult<Vec<VariantRecord>> {
    of_products(db, VARIANTS, "variant.product_id", "variant.product_id, variant.position, variant.id", products).await
}

/// What variants are narrowed by.
#[derive(Clone, Debug, Default)]
pub struct VariantFilter {
    pub id: Option<i64>,
    pub product: Option<i64>,
    pub sku: Option<String>,
    pub barcode: Option<String>,
}

/// A slice of the variants whose products may be seen, by id.
pub async fn variant_page(
    db: &Db,
    seen: Seen,
    filter: &VariantFilter,
    slice: Slice,
) -> StoreResult<Sliced<VariantRecord>> {
    let mut binds = Binds::default();
    let mut conditions = vec![is_seen(seen, ProductOrder::Id, &mut binds)];
    for (column, value) in [("variant.id", filter.id), ("variant.product_id", filter.product)] {
        if let Some(value) = value {
            conditions.push(format!("{column} = {}", binds.int(value)));
        }
    }
    for (column, value) in [("variant.sku", &filter.sku), ("variant.barcode", &filter.barcode)] {
        if let Some(value) = value {
            conditions.push(format!("{column} = {}", binds.text(value)));
        }
    }
    let (key, id) = slice.bounds();
    let (key, id) = (binds.int(key), binds.int(id));
    conditions.push(slice.condition("variant.id", "variant.id", (&key, &id)));
    let tail = slice.tail("variant.id", "variant.id");
    let text =
        format!("{VARIANTS} JOIN product ON product.id = variant.product_id WHERE {} {tail}", conditions.join(" AND "));
    let rows: Vec<VariantRecord> = binds.apply(select(db, text)).all().await?;
    Ok(slice.finish(rows, |row| Position::of_id(row.id.0)))
}
