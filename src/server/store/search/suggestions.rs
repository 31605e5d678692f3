//! Products as a search field suggests them.

use crate::{
    domain::{
        catalog::SuggestedProduct,
        ids::{ProductId, TaxCategoryId},
        money::{Currency, Money},
        picture::Picture,
        timestamp::Timestamp,
    },
    server::store::{Db, StoreResult, db::select, sql},
};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct Row {
    id: ProductId,
    slug: String,
    title: String,
    price_minor: i64,
    tax_category_id: TaxCategoryId,
    hash: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
}

impl From<Row> for SuggestedProduct {
    fn from(row: Row) -> Self {
        let picture = match (row.hash, row.width, row.height) {
            // The title beside it says what it shows.
            (Some(key), Some(width), Some(height)) => Some(Picture { key, width, height, alt: String::new() }),
            _ => None,
        };
        let price = Money::new(row.price_minor, Currency::default());
        Self {
            id: Some(row.id),
            slug: row.slug,
            title: row.title,
            price,
            picture,
            tax_category: Some(row.tax_category_id),
        }
    }
}

const SHOWN: &str = "
    SELECT product.id, product.slug, product.title, product.price_minor, product.tax_category_id,
           image.hash, image.width, image.height
    FROM product
    LEFT JOIN image ON image.id = (
        SELECT product_image.image_id FROM product_image WHERE product_image.product_id = product.id
        ORDER BY product_image.position, product_image.id LIMIT 1)";

/// Those of the products that can be shown now, in the given order: one statement.
pub async fn of(db: &Db, ids: &[ProductId], now: Timestamp) -> StoreResult<Vec<SuggestedProduct>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Written such that SQLite goes by the ids, as in `store::catalog::listing::bases`.
    let text = format!(
        "{SHOWN}
         WHERE (product.status = 'active') IS TRUE AND product.published_at + 0 <= $1 AND product.id IN ({})",
        sql::list(2, ids.len())
    );
    let rows: Vec<Row> = select(db, text).bind(now).bind_all(ids.iter().copied()).all().await?;
    let mut by_id: HashMap<ProductId, Row> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).map(SuggestedProduct::from).collect())
}

/// Products whose title begins with a text, best selling first: what a node suggests while its index is not there.
pub async fn by_title(db: &Db, text: &str, count: usize, now: Timestamp) -> StoreResult<Vec<SuggestedProduct>> {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let sql = format!(
        "{SHOWN} WHERE product.status = 'active' AND product.published_at <= $1
         AND LOWER(product.title) LIKE LOWER($2) ESCAPE '\\'
         AND EXISTS (SELECT 1 FROM variant WHERE variant.product_id = product.id)
         ORDER BY product.sold DESC, product.id LIMIT $3"
    );
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let rows: Vec<Row> = select(db, sql).bind(now).bind(format!("{escaped}%")).bind(count).all().await?;
    Ok(rows.into_iter().map(SuggestedProduct::from).collect())
}
