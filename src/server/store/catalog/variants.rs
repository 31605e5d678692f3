//! Variants with stock, option values and pictures: three statements for any number of products.

use crate::{
    domain::{
        cart::Availability,
        catalog::OptionKind,
        ids::{OptionValueId, ProductId, ProductImageId, ProductOptionId, TaxCategoryId, VariantId},
        picture::Picture,
    },
    server::store::{Db, StoreResult, db::select, sql},
};

/// A variant as it can be bought now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VariantRow {
    pub id: VariantId,
    pub product_id: ProductId,
    pub sku: String,
    pub barcode: String,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
    /// Of the product.
    pub tax_category_id: TaxCategoryId,
    /// More than there is may be ordered.
    backorder: bool,
    track_stock: bool,
    available: i64,
}

impl VariantRow {
    pub fn availability(&self) -> Availability {
        Availability::of(self.backorder, self.track_stock, self.available)
    }
}

// A line of an order may be split over fulfillment centers, so their units are added up; what one of them owes takes
// nothing from the others.
const VARIANTS: &str = "
    SELECT variant.id, variant.product_id, variant.sku, variant.barcode, variant.price_minor, variant.compare_at_minor,
           product.tax_category_id,
           (NOT variant.track_stock OR variant.stock_policy = 'backorder'
            OR EXISTS (SELECT 1 FROM inventory_item WHERE inventory_item.variant_id = variant.id AND inventory_item.backorder)
           ) AS backorder, variant.track_stock,
           CAST(COALESCE((SELECT SUM(inventory_item.on_hand - inventory_item.reserved) FROM inventory_item
                          WHERE inventory_item.variant_id = variant.id
                            AND inventory_item.on_hand > inventory_item.reserved), 0) AS BIGINT) AS available
    FROM variant JOIN product ON product.id = variant.product_id WHERE variant.product_id IN";

/// The variants of products, in the order of each product's list.
pub async fn variants(db: &Db, products: &[ProductId]) -> StoreResult<Vec<VariantRow>> {
    of(db, VARIANTS, products, "variant.product_id, variant.position, variant.id").await
}

/// A value that a variant has.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ValueRow {
    pub variant_id: VariantId,
    pub option_id: ProductOptionId,
    pub option_name: String,
    pub kind: OptionKind,
    pub value_id: OptionValueId,
    pub name: String,
    pub color_slug: Option<String>,
    pub hex: Option<String>,
    pub size_slug: Option<String>,
}

const VALUES: &str = "
    SELECT variant.id AS variant_id, product_option.id AS option_id, product_option.name AS option_name,
           product_option.kind, option_value.id AS value_id, option_value.name,
           color.slug AS color_slug, color.hex, size.slug AS size_slug
    FROM variant
    JOIN variant_option_value ON variant_option_value.variant_id = variant.id
    JOIN option_value ON option_value.id = variant_option_value.option_value_id
    JOIN product_option ON product_option.id = option_value.product_option_id
    LEFT JOIN color ON color.id = option_value.color_id
    LEFT JOIN size ON size.id = option_value.size_id
    WHERE variant.product_id IN";

/// The option values of products' variants, options and values in the order they are shown.
pub async fn values(db: &Db, products: &[ProductId]) -> StoreResult<Vec<ValueRow>> {
    of(
        db,
        VALUES,
        products,
        "product_option.position, product_option.id, option_value.position, option_value.id, variant.id",
    )
    .await
}

/// A picture of a product, and a variant it belongs to; one row per variant.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PictureRow {
    pub id: ProductImageId,
    pub product_id: ProductId,
    pub hash: String,
    pub width: i64,
    pub height: i64,
    pub alt: String,
    /// `None`: shows every variant.
    pub variant_id: Option<VariantId>,
}

impl PictureRow {
    pub fn picture(&self) -> Picture {
        Picture { key: self.hash.clone(), width: self.width, height: self.height, alt: self.alt.clone() }
    }
}

const PICTURES: &str = "
    SELECT product_image.id, product_image.product_id, image.hash, image.width, image.height, product_image.alt,
           variant_image.variant_id
    FROM product_image
    JOIN image ON image.id = product_image.image_id
    LEFT JOIN variant_image ON variant_image.product_image_id = product_image.id
    WHERE product_image.product_id IN";

/// The pictures of products, in order.
pub async fn pictures(db: &Db, products: &[ProductId]) -> StoreResult<Vec<PictureRow>> {
    of(
        db,
        PICTURES,
        products,
        "product_image.product_id, product_image.position, product_image.id, variant_image.variant_id",
    )
    .await
}

async fn of<T: crate::server::store::db::Record>(
    db: &Db,
    text: &str,
    products: &[ProductId],
    order: &str,
) -> StoreResult<Vec<T>> {
    let sql = format!("{text} ({}) ORDER BY {order}", sql::list(1, products.len()));
    select(db, sql).bind_all(products.iter().copied()).all().await
}
