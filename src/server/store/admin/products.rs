//! Products, for staff.

use super::{contains, order_and_limit};
use crate::{
    domain::{
        ids::{BrandId, InventoryItemId, ProductId, ProductImageId, VariantId},
        money::{Currency, Money},
        picture::Picture,
        product::{ProductStatus, StockPolicy},
        staff::{
            PageLinks, PageRequest, ProductEditor, ProductRow, ProductTabCount, StaffPicture, StaffVariant, StockLevel,
        },
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreResult, db::select, sql},
};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct ListRow {
    id: ProductId,
    title: String,
    brand: Option<String>,
    status: ProductStatus,
    price_minor: i64,
    variants: i64,
    available: i64,
}

/// A page of the products of a status whose title, brand or SKU fits the search.
pub async fn list(
    on: impl Into<Conn<'_>>,
    status: Option<ProductStatus>,
    query: &str,
    page: PageRequest,
) -> StoreResult<(Vec<ProductRow>, PageLinks)> {
    let mut on = on.into();
    let text = format!(
        "SELECT product.id, product.title, brand.name AS brand, product.status, product.price_minor,
                CAST((SELECT COUNT(*) FROM variant WHERE variant.product_id = product.id) AS BIGINT) AS variants,
                CAST((SELECT COALESCE(SUM(inventory_item.on_hand - inventory_item.reserved), 0)
                      FROM variant JOIN inventory_item ON inventory_item.variant_id = variant.id
                      WHERE variant.product_id = product.id) AS BIGINT) AS available
         FROM product LEFT JOIN brand ON brand.id = product.brand_id
         WHERE product.id > $1 AND product.id < $2 AND ($3 = '' OR product.status = $3)
           AND ($4 = '' OR LOWER(product.title) LIKE LOWER($4) ESCAPE '\\' OR LOWER(brand.name) LIKE LOWER($4) ESCAPE '\\'
                OR EXISTS (SELECT 1 FROM variant WHERE variant.product_id = product.id AND LOWER(variant.sku) LIKE LOWER($4) ESCAPE '\\'))
         {}",
        order_and_limit("product.id", page)
    );
    let (above, below) = page.bounds();
    let status = status.map_or("", ProductStatus::slug);
    let rows: Vec<ListRow> =
        select(on.again(), text).bind(above).bind(below).bind(status).bind(contains(query)).all().await?;
    let (rows, links) = page.finish(rows, |row| row.id.0);
    let ids: Vec<ProductId> = rows.iter().map(|row| row.id).collect();
    let mut pictures = first_pictures(on, &ids).await?;
    let rows = rows.into_iter().map(|row| ProductRow {
        picture: pictures.remove(&row.id),
        id: row.id,
        title: row.title,
        brand: row.brand.unwrap_or_default(),
        status: row.status,
        price: Money::new(row.price_minor, Currency::default()),
        variants: row.variants,
        available: row.available,
    });
    Ok((rows.collect(), links))
}

#[derive(sqlx::FromRow)]
struct PictureRow {
    id: ProductImageId,
    product_id: ProductId,
    hash: String,
    width: i64,
    height: i64,
    alt: String,
}

impl PictureRow {
    fn picture(self) -> Picture {
        Picture { key: self.hash, width: self.width, height: self.height, alt: self.alt }
    }
}

async fn first_pictures(on: Conn<'_>, products: &[ProductId]) -> StoreResult<HashMap<ProductId, Picture>> {
    let mut first = HashMap::new();
    for row in picture_rows(on, products).await? {
        first.entry(row.product_id).or_insert_with(|| row.picture());
    }
    Ok(first)
}

async fn picture_rows(on: Conn<'_>, products: &[ProductId]) -> StoreResult<Vec<PictureRow>> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT product_image.id, product_image.product_id, image.hash, image.width, image.height, product_image.alt
         FROM product_image JOIN image ON image.id = product_image.image_id
         WHERE product_image.product_id IN ({}) ORDER BY product_image.product_id, product_image.position, product_image.id",
        sql::list(1, products.len())
    );
    select(on, text).bind_all(products.iter().copied()).all().await
}

/// How many products there are, in all and by status.
pub async fn count_by_status(on: impl Into<Conn<'_>>) -> StoreResult<Vec<ProductTabCount>> {
    let counts: Vec<(ProductStatus, i64)> =
        select(on, "SELECT status, CAST(COUNT(*) AS BIGINT) FROM product GROUP BY status").all().await?;
    let count = |wanted: Option<ProductStatus>| {
        let fitting = counts.iter().filter(|(status, _)| wanted.is_none_or(|wanted| wanted == *status));
        ProductTabCount { status: wanted, count: fitting.map(|(_, count)| count).sum() }
    };
    Ok([None].into_iter().chain(ProductStatus::ALL.map(Some)).map(count).collect())
}

#[derive(sqlx::FromRow)]
struct EditRow {
    version: i64,
    slug: String,
    title: String,
    summary: String,
    description: String,
    brand_id: Option<BrandId>,
    status: ProductStatus,
    seo_title: String,
    seo_description: String,
    updated_at: Timestamp,
}

/// A product with everything its edit page shows.
pub async fn find_editor(on: impl Into<Conn<'_>>, product: ProductId) -> StoreResult<Option<ProductEditor>> {
    let mut on = on.into();
    let found: Option<EditRow> = select(
        on.again(),
        "SELECT version, slug, title, summary, description, brand_id, status, seo_title, seo_description, updated_at
         FROM product WHERE id = $1",
    )
    .bind(product)
    .optional()
    .await?;
    let Some(row) = found else { return Ok(None) };
    let brands: Vec<(BrandId, String)> =
        select(on.again(), "SELECT id, name FROM brand ORDER BY name, id").all().await?;
    let variants = variants(&mut on, product).await?;
    let pictures = picture_rows(on, &[product]).await?;
    let pictures = pictures.into_iter().map(|row| StaffPicture { id: row.id, picture: row.picture() }).collect();
    Ok(Some(ProductEditor {
        id: product,
        version: row.version,
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        description: row.description,
        brand: row.brand_id,
        status: row.status,
        seo_title: row.seo_title,
        seo_description: row.seo_description,
        updated_at: row.updated_at,
        currency: Currency::default(),
        brands,
        variants,
        pictures,
    }))
}

#[derive(sqlx::FromRow)]
struct VariantRow {
    id: VariantId,
    sku: String,
    price_minor: i64,
    compare_at_minor: Option<i64>,
    stock_policy: StockPolicy,
    track_stock: bool,
}

#[derive(sqlx::FromRow)]
struct StockRow {
    variant_id: VariantId,
    item: InventoryItemId,
    center: String,
    on_hand: i64,
    reserved: i64,
}

async fn variants(on: &mut Conn<'_>, product: ProductId) -> StoreResult<Vec<StaffVariant>> {
    let rows: Vec<VariantRow> = select(
        on.again(),
        "SELECT id, sku, price_minor, compare_at_minor, stock_policy, track_stock FROM variant
         WHERE product_id = $1 ORDER BY position, id",
    )
    .bind(product)
    .all()
    .await?;
    let options: Vec<(VariantId, String)> = select(
        on.again(),
        "SELECT variant.id, option_value.name FROM variant
         JOIN variant_option_value ON variant_option_value.variant_id = variant.id
         JOIN option_value ON option_value.id = variant_option_value.option_value_id
         JOIN product_option ON product_option.id = option_value.product_option_id
         WHERE variant.product_id = $1 ORDER BY variant.id, product_option.position, product_option.id",
    )
    .bind(product)
    .all()
    .await?;
    let stock: Vec<StockRow> = select(
        on.again(),
        "SELECT inventory_item.variant_id, inventory_item.id AS item, fulfillment_center.name AS center,
                inventory_item.on_hand, inventory_item.reserved
         FROM inventory_item
         JOIN variant ON variant.id = inventory_item.variant_id
         JOIN fulfillment_center ON fulfillment_center.id = inventory_item.fulfillment_center_id
         WHERE variant.product_id = $1 ORDER BY fulfillment_center.priority, inventory_item.id",
    )
    .bind(product)
    .all()
    .await?;
    Ok(rows.into_iter().map(|row| staff_variant(row, &options, &stock)).collect())
}

fn staff_variant(row: VariantRow, options: &[(VariantId, String)], stock: &[StockRow]) -> StaffVariant {
    let money = |minor| Money::new(minor, Currency::default());
    let names: Vec<&str> = options.iter().filter(|(id, _)| *id == row.id).map(|(_, name)| name.as_str()).collect();
    let levels = stock.iter().filter(|level| level.variant_id == row.id && row.track_stock);
    StaffVariant {
        id: row.id,
        sku: row.sku,
        options: names.join(" / "),
        price: money(row.price_minor),
        compare_at: row.compare_at_minor.map(money),
        policy: row.stock_policy,
        stock: levels
            .map(|level| StockLevel {
                item: level.item,
                center: level.center.clone(),
                on_hand: level.on_hand,
                reserved: level.reserved,
            })
            .collect(),
    }
}
