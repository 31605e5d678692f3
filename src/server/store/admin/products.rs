//! The list of products, for staff.
//!
//! A page is read by key on an index of its order; what is shown of its rows beside is read for those rows alone.

use super::{
    binds::Binds,
    product_filter::{conditions, page, where_all},
};
use crate::{
    domain::{
        ids::{ProductId, ProductImageId},
        money::{Currency, Money},
        picture::Picture,
        product::ProductStatus,
        staff::{
            CategoryChoice, FilterChoices, KeyValue, ProductFilter, ProductList, ProductRow, ProductSort,
            ProductTabCount, ROWS_PER_PAGE, RowKey,
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
    title_key: String,
    brand: Option<String>,
    status: ProductStatus,
    published_at: Option<Timestamp>,
    price_minor: i64,
    updated_at: Timestamp,
}

impl ListRow {
    fn key(&self, sort: ProductSort) -> RowKey {
        let value = match sort {
            ProductSort::Newest => KeyValue::None,
            ProductSort::Updated => KeyValue::Number(self.updated_at.0),
            ProductSort::Title => KeyValue::Text(self.title_key.clone()),
            ProductSort::PriceUp | ProductSort::PriceDown => KeyValue::Number(self.price_minor),
        };
        RowKey { value, id: self.id.0 }
    }
}

/// A page of the products that fit a filter, with what can be filtered by: six statements.
pub async fn list(on: impl Into<Conn<'_>>, filter: &ProductFilter, now: Timestamp) -> StoreResult<ProductList> {
    let mut on = on.into();
    let (sort, wanted) = (filter.sort(), filter.page());
    let mut binds = Binds::default();
    let mut all = conditions(filter, &mut binds);
    let (begins, order) = page(sort, &wanted, &mut binds);
    all.extend(begins);
    let text = format!(
        "SELECT product.id, product.title, LOWER(product.title) AS title_key, brand.name AS brand, product.status,
                product.published_at, product.price_minor, product.updated_at
         FROM product LEFT JOIN brand ON brand.id = product.brand_id
         {} {order} LIMIT {}",
        where_all(&all),
        ROWS_PER_PAGE + 1
    );
    let rows: Vec<ListRow> = binds.apply(select(on.again(), text)).all().await?;
    let (rows, before, after) = wanted.finish(rows, |row| row.key(sort));
    let ids: Vec<ProductId> = rows.iter().map(|row| row.id).collect();
    let mut pictures = first_pictures(on.again(), &ids).await?;
    let stock = stock(on.again(), &ids).await?;
    let rows = rows.into_iter().map(|row| {
        let (variants, available) = stock.get(&row.id).copied().unwrap_or_default();
        ProductRow {
            picture: pictures.remove(&row.id),
            id: row.id,
            title: row.title,
            brand: row.brand.unwrap_or_default(),
            status: row.status,
            is_scheduled: row.status == ProductStatus::Active && row.published_at.is_some_and(|at| at > now),
            price: Money::new(row.price_minor, Currency::default()),
            variants,
            available,
            updated_at: row.updated_at,
        }
    });
    let products = rows.collect();
    let tabs = count_by_status(on.again()).await?;
    let choices = FilterChoices { brands: brands(on.again()).await?, categories: categories(on).await? };
    Ok(ProductList { tabs, products, before, after, choices })
}

/// How many products fit a filter, whatever its page.
pub async fn count(on: impl Into<Conn<'_>>, filter: &ProductFilter) -> StoreResult<i64> {
    let mut binds = Binds::default();
    let all = conditions(filter, &mut binds);
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM product {}", where_all(&all));
    let (count,): (i64,) = binds.apply(select(on, text)).one().await?;
    Ok(count)
}

/// Ids of products that fit a filter, falling, from below an id on.
pub async fn ids_below(
    on: impl Into<Conn<'_>>,
    filter: &ProductFilter,
    below: i64,
    limit: i64,
) -> StoreResult<Vec<ProductId>> {
    let mut binds = Binds::default();
    let mut all = conditions(filter, &mut binds);
    all.push(format!("product.id < {}", binds.int(below)));
    let text = format!("SELECT product.id FROM product {} ORDER BY product.id DESC LIMIT {limit}", where_all(&all));
    let ids: Vec<(ProductId,)> = binds.apply(select(on, text)).all().await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// Units and variants of products.
async fn stock(on: Conn<'_>, products: &[ProductId]) -> StoreResult<HashMap<ProductId, (i64, i64)>> {
    if products.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT variant.product_id, CAST(COUNT(DISTINCT variant.id) AS BIGINT),
                CAST(COALESCE(SUM(inventory_item.on_hand - inventory_item.reserved), 0) AS BIGINT)
         FROM variant LEFT JOIN inventory_item ON inventory_item.variant_id = variant.id
         WHERE variant.product_id IN ({}) GROUP BY variant.product_id",
        sql::list(1, products.len())
    );
    let rows: Vec<(ProductId, i64, i64)> = select(on, text).bind_all(products.iter().copied()).all().await?;
    Ok(rows.into_iter().map(|(id, variants, available)| (id, (variants, available))).collect())
}

#[derive(sqlx::FromRow)]
pub(super) struct PictureRow {
    pub id: ProductImageId,
    product_id: ProductId,
    hash: String,
    width: i64,
    height: i64,
    alt: String,
}

impl PictureRow {
    pub(super) fn picture(self) -> Picture {
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

/// The pictures of products, each product's in the order of its gallery.
pub(super) async fn picture_rows(on: Conn<'_>, products: &[ProductId]) -> StoreResult<Vec<PictureRow>> {
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
async fn count_by_status(on: Conn<'_>) -> StoreResult<Vec<ProductTabCount>> {
    let counts: Vec<(ProductStatus, i64)> =
        select(on, "SELECT status, CAST(COUNT(*) AS BIGINT) FROM product GROUP BY status").all().await?;
    let count = |wanted: Option<ProductStatus>| {
        let fitting = counts.iter().filter(|(status, _)| wanted.is_none_or(|wanted| wanted == *status));
        ProductTabCount { status: wanted, count: fitting.map(|(_, count)| count).sum() }
    };
    Ok([None].into_iter().chain(ProductStatus::ALL.map(Some)).map(count).collect())
}

/// All brands by name.
pub async fn brands(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(i64, String)>> {
    select(on, "SELECT id, name FROM brand ORDER BY name, id").all().await
}

/// The whole tree, in its order.
pub async fn categories(on: impl Into<Conn<'_>>) -> StoreResult<Vec<CategoryChoice>> {
    let rows: Vec<(i64, String, i64)> = select(on, "SELECT id, name, depth FROM category ORDER BY lft").all().await?;
    Ok(rows.into_iter().map(|(id, name, depth)| CategoryChoice { id, name, depth }).collect())
}
