//! What the sitemap lists: everything that shoppers may see, in ranges of ids.

use super::{Db, StoreResult, db::select};
use crate::{
    domain::{ids::ProductId, timestamp::Timestamp},
    server::caches::SitemapPart,
};

/// Ids in a part, and so the most addresses that it can have.
const PART: i64 = 50_000;
/// The protocol's limit on parts of an index.
pub const MAX_PARTS: i64 = 50_000;

/// The ids of a part, counted from 1: the first one, and the first that is no longer in it.
pub const fn range(number: i64) -> (ProductId, ProductId) {
    (ProductId((number - 1) * PART + 1), ProductId(number * PART + 1))
}

/// The parts in which there is a product: one pass over the products.
pub async fn parts(db: &Db, now: Timestamp) -> StoreResult<Vec<SitemapPart>> {
    let text = format!(
        "SELECT (id - 1) / {PART} + 1 AS number, MAX(updated_at) AS changed FROM product
         WHERE status = 'active' AND published_at <= $1 GROUP BY (id - 1) / {PART} ORDER BY number LIMIT {MAX_PARTS}"
    );
    select(db, text).bind(now).all().await
}

/// A product's address, and when it was last changed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SitemapProduct {
    pub id: ProductId,
    pub slug: String,
    pub changed: Timestamp,
}

/// Up to `most` products from an id on and before another, along the primary key.
pub async fn products(
    db: &Db,
    first: ProductId,
    end: ProductId,
    now: Timestamp,
    most: i64,
) -> StoreResult<Vec<SitemapProduct>> {
    const PRODUCTS: &str = "
        SELECT id, slug, updated_at AS changed FROM product
        WHERE id >= $1 AND id < $2 AND status = 'active' AND published_at <= $3 ORDER BY id LIMIT $4";
    select(db, PRODUCTS).bind(first).bind(end).bind(now).bind(most).all().await
}

/// The slugs of all categories that are not hidden, nor below a hidden one, in the order of the tree.
pub async fn category_slugs(db: &Db) -> StoreResult<Vec<String>> {
    const VISIBLE: &str = "
        SELECT slug FROM category
        WHERE NOT EXISTS (SELECT 1 FROM category above
                          WHERE above.lft <= category.lft AND above.rgt >= category.rgt AND NOT above.visible)
        ORDER BY lft";
    let rows: Vec<(String,)> = select(db, VISIBLE).all().await?;
    Ok(rows.into_iter().map(|(slug,)| slug).collect())
}
