//! Addresses that products and categories had: an old one leads to the present one.
//!
//! A present slug always wins over an old one, so whoever reads asks for the present one first. An old slug points at
//! its thing, not at another slug: however often a thing is renamed, every old address is one step away.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
    sql,
};
use crate::domain::{
    ids::{CategoryId, ProductId},
    timestamp::Timestamp,
};

/// What has a slug of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Product(ProductId),
    Category(CategoryId),
}

impl Named {
    /// The table of old slugs, its column for what had them, and the id there.
    const fn place(self) -> (&'static str, &'static str, i64) {
        match self {
            Self::Product(id) => ("product_slug", "product_id", id.0),
            Self::Category(id) => ("category_slug", "category_id", id.0),
        }
    }
}

/// Notes that something was renamed, in the transaction that does it.
///
/// Who used an old slug last is where it leads. The new slug is an address of the present again, whoever had it before.
/// The same slug twice changes nothing.
pub async fn note_old(tx: &mut Tx, named: Named, old: &str, new: &str, now: Timestamp) -> StoreResult<()> {
    if old == new {
        return Ok(());
    }
    let (table, column, id) = named.place();
    execute(&mut *tx, format!("DELETE FROM {table} WHERE slug = $1")).bind(new).run().await?;
    let note = format!(
        "INSERT INTO {table} (slug, {column}, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (slug) DO UPDATE SET {column} = excluded.{column}, created_at = excluded.created_at"
    );
    execute(tx, note).bind(old).bind(id).bind(now).run().await?;
    Ok(())
}

/// Adds slugs that things had elsewhere. One that leads somewhere already goes on leading there.
pub async fn add_old(tx: &mut Tx, old: &[(Named, String)], now: Timestamp) -> StoreResult<()> {
    let (products, categories): (Vec<_>, Vec<_>) =
        old.iter().partition(|(named, _)| matches!(named, Named::Product(_)));
    for (into, rows) in [
        ("product_slug (slug, product_id, created_at)", products),
        ("category_slug (slug, category_id, created_at)", categories),
    ] {
        insert_rows(tx, into, &rows, "ON CONFLICT (slug) DO NOTHING", |statement, (named, slug)| {
            let (_, _, id) = named.place();
            statement.bind(slug.clone()).bind(id).bind(now)
        })
        .await?;
    }
    Ok(())
}

/// The old slugs of products, by slug.
pub async fn old_of_products(on: impl Into<Conn<'_>>, products: &[ProductId]) -> StoreResult<Vec<(ProductId, String)>> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let list = sql::list(1, products.len());
    let text = format!("SELECT product_id, slug FROM product_slug WHERE product_id IN ({list}) ORDER BY slug");
    select(on, text).bind_all(products.iter().copied()).all().await
}

/// The old slugs of all categories, by slug.
pub async fn old_of_categories(on: impl Into<Conn<'_>>) -> StoreResult<Vec<(CategoryId, String)>> {
    select(on, "SELECT category_id, slug FROM category_slug ORDER BY slug").all().await
}

/// The present slug of the product that had this one, if shoppers may see it.
pub async fn present_of_product(on: impl Into<Conn<'_>>, old: &str, now: Timestamp) -> StoreResult<Option<String>> {
    const PRESENT: &str = "
        SELECT product.slug FROM product_slug JOIN product ON product.id = product_slug.product_id
        WHERE product_slug.slug = $1 AND product.slug <> $1
          AND product.status = 'active' AND product.published_at <= $2";
    let row: Option<(String,)> = select(on, PRESENT).bind(old).bind(now).optional().await?;
    Ok(row.map(|(slug,)| slug))
}

/// The present slug of the category that had this one, if shoppers may see it: neither it nor one above it is hidden.
pub async fn present_of_category(on: impl Into<Conn<'_>>, old: &str) -> StoreResult<Option<String>> {
    const PRESENT: &str = "
        SELECT category.slug FROM category_slug JOIN category ON category.id = category_slug.category_id
        WHERE category_slug.slug = $1 AND category.slug <> $1
          AND NOT EXISTS (SELECT 1 FROM category above
                          WHERE above.lft <= category.lft AND above.rgt >= category.rgt AND NOT above.visible)";
    let row: Option<(String,)> = select(on, PRESENT).bind(old).optional().await?;
    Ok(row.map(|(slug,)| slug))
}
