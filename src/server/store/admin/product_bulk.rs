//! Changing many products at once: statements for a slice of them, and the record of how far a change has come.

use crate::{
    domain::{
        ids::{CategoryId, ProductId, VariantId},
        product::ProductStatus,
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::{Record, execute, select},
        sql,
    },
};

/// A change of many products, as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BulkRow {
    pub actor: String,
    pub selection: String,
    pub action: String,
    pub below: i64,
    pub total: i64,
    pub changed: i64,
    pub archived: i64,
    pub refused: i64,
    pub finished_at: Option<Timestamp>,
}

/// Records a change that begins.
pub async fn begin(
    tx: &mut Tx,
    actor: &str,
    (selection, action): (&str, &str),
    total: i64,
    now: Timestamp,
) -> StoreResult<i64> {
    let (id,): (i64,) = select(
        tx,
        "INSERT INTO bulk_change (actor, selection, action, below, total, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         RETURNING id",
    )
    .bind(actor)
    .bind(selection)
    .bind(action)
    .bind(i64::MAX)
    .bind(total)
    .bind(now)
    .one()
    .await?;
    Ok(id)
}

pub async fn find(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<Option<BulkRow>> {
    select(on, FIND).bind(id).optional().await
}

/// Finds a change and keeps others from moving it on before the transaction ends.
pub async fn lock(tx: &mut Tx, id: i64) -> StoreResult<Option<BulkRow>> {
    let lock = Conn::from(&mut *tx).dialect().for_update();
    select(tx, format!("{FIND} {lock}")).bind(id).optional().await
}

const FIND: &str = "SELECT actor, selection, action, below, total, changed, archived, refused, finished_at FROM bulk_change WHERE id = $1";

/// Records that a slice is done: what is below `below` is still to come, or nothing.
pub async fn advance(
    tx: &mut Tx,
    id: i64,
    below: i64,
    (changed, archived, refused): (i64, i64, i64),
    finished_at: Option<Timestamp>,
) -> StoreResult<()> {
    execute(
        tx,
        "UPDATE bulk_change SET below = $2, changed = changed + $3, archived = archived + $4, refused = refused + $5,
                finished_at = $6
         WHERE id = $1",
    )
    .bind(id)
    .bind(below)
    .bind(changed)
    .bind(archived)
    .bind(refused)
    .bind(finished_at)
    .run()
    .await?;
    Ok(())
}

/// Forgets finished changes.
pub async fn delete_older(on: impl Into<Conn<'_>>, than: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM bulk_change WHERE created_at < $1 AND finished_at IS NOT NULL").bind(than).run().await
}

/// A product of a slice, as it is before the change.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SliceProduct {
    pub id: ProductId,
    pub title: String,
    pub status: ProductStatus,
    pub primary_category_id: Option<CategoryId>,
}

/// Those of the products that exist, locked in the order of their ids until the transaction ends.
pub async fn lock_products(tx: &mut Tx, ids: &[ProductId]) -> StoreResult<Vec<SliceProduct>> {
    let lock = Conn::from(&mut *tx).dialect().for_update();
    let text = |list: &str| {
        format!("SELECT id, title, status, primary_category_id FROM product WHERE id IN ({list}) ORDER BY id {lock}")
    };
    of_products(tx, ids, text).await
}

async fn of_products<T: Record>(tx: &mut Tx, ids: &[ProductId], text: impl Fn(&str) -> String) -> StoreResult<Vec<T>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    select(tx, text(&sql::list(1, ids.len()))).bind_all(ids.iter().copied()).all().await
}

/// Raises the versions of products that changed.
pub async fn touch(tx: &mut Tx, ids: &[ProductId], now: Timestamp) -> StoreResult<()> {
    let text =
        format!("UPDATE product SET version = version + 1, updated_at = $1 WHERE id IN ({})", sql::list(2, ids.len()));
    run_for(tx, text, now.0, ids).await
}

/// Runs a statement whose `$1` is a number, followed by the ids.
async fn run_for(tx: &mut Tx, text: String, first: i64, ids: &[ProductId]) -> StoreResult<()> {
    if !ids.is_empty() {
        execute(tx, text).bind(first).bind_all(ids.iter().copied()).run().await?;
    }
    Ok(())
}

/// What a product refers to, of which it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneOf {
    Brand,
    TaxCategory,
}

impl OneOf {
    /// The table, and the column of products.
    const fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Brand => ("brand", "brand_id"),
            Self::TaxCategory => ("tax_category", "tax_category_id"),
        }
    }
}

/// The name of what may be referred to.
pub async fn name_of(tx: &mut Tx, one: OneOf, id: i64) -> StoreResult<Option<String>> {
    let (table, _) = one.place();
    let row: Option<(String,)> =
        select(tx, format!("SELECT name FROM {table} WHERE id = $1")).bind(id).optional().await?;
    Ok(row.map(|(name,)| name))
}

/// What each of the products refers to now: its id and its name.
pub async fn referred(
    tx: &mut Tx,
    ids: &[ProductId],
    one: OneOf,
) -> StoreResult<Vec<(ProductId, Option<i64>, Option<String>)>> {
    let (table, column) = one.place();
    let text = |list: &str| {
        format!(
            "SELECT product.id, {table}.id, {table}.name FROM product LEFT JOIN {table} ON {table}.id = product.{column}
             WHERE product.id IN ({list})"
        )
    };
    of_products(tx, ids, text).await
}

/// Sets what products refer to.
pub async fn refer(tx: &mut Tx, ids: &[ProductId], one: OneOf, to: Option<i64>) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let (_, column) = one.place();
    let text = format!("UPDATE product SET {column} = $1 WHERE id IN ({})", sql::list(2, ids.len()));
    execute(tx, text).bind(to).bind_all(ids.iter().copied()).run().await?;
    Ok(())
}

/// Sets the status; what becomes active is published now, unless it was before.
pub async fn set_status(tx: &mut Tx, ids: &[ProductId], status: ProductStatus, now: Timestamp) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = format!(
        "UPDATE product SET status = $1,
                published_at = CASE WHEN $1 = 'active' AND (published_at IS NULL OR published_at > $2) THEN $2 ELSE published_at END
         WHERE id IN ({})",
        sql::list(3, ids.len())
    );
    execute(tx, text).bind(status).bind(now).bind_all(ids.iter().copied()).run().await?;
    Ok(())
}

/// Those of the products that have a picture without a description.
pub async fn undescribed(tx: &mut Tx, ids: &[ProductId]) -> StoreResult<Vec<ProductId>> {
    let text =
        |list: &str| format!("SELECT DISTINCT product_id FROM product_image WHERE product_id IN ({list}) AND alt = ''");
    let rows: Vec<(ProductId,)> = of_products(tx, ids, text).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A variant's prices.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PriceRow {
    pub id: VariantId,
    pub product_id: ProductId,
    pub sku: String,
    pub price_minor: i64,
    pub compare_at_minor: Option<i64>,
}

/// The prices of products' variants, each product's in their order.
pub async fn prices(on: impl Into<Conn<'_>>, ids: &[ProductId]) -> StoreResult<Vec<PriceRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT id, product_id, sku, price_minor, compare_at_minor FROM variant
         WHERE product_id IN ({}) ORDER BY product_id DESC, position, id",
        sql::list(1, ids.len())
    );
    select(on, text).bind_all(ids.iter().copied()).all().await
}

/// Variants in one statement of new prices.
const PRICES: usize = 1_000;

/// Sets prices and prices compared at.
pub async fn set_prices(tx: &mut Tx, prices: &[(VariantId, i64, Option<i64>)]) -> StoreResult<()> {
    for part in prices.chunks(PRICES) {
        let row = |row: usize| {
            let number = |column: usize| format!("CAST(${} AS BIGINT)", row * 3 + column);
            format!("({}, {}, {})", number(1), number(2), number(3))
        };
        let text = format!(
            "UPDATE variant SET price_minor = wanted.column2, compare_at_minor = wanted.column3
             FROM (VALUES {}) AS wanted WHERE variant.id = wanted.column1",
            (0..part.len()).map(row).collect::<Vec<_>>().join(", ")
        );
        let mut statement = execute(&mut *tx, text);
        for (id, price, compare_at) in part {
            statement = statement.bind(*id).bind(*price).bind(*compare_at);
        }
        statement.run().await?;
    }
    Ok(())
}

/// Brings the prices that listings sort by in step with the variants.
pub async fn refresh_prices(tx: &mut Tx, ids: &[ProductId]) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = format!(
        "UPDATE product SET price_minor =
            COALESCE((SELECT MIN(variant.price_minor) FROM variant WHERE variant.product_id = product.id), 0)
         WHERE id IN ({})",
        sql::list(1, ids.len())
    );
    execute(tx, text).bind_all(ids.iter().copied()).run().await?;
    Ok(())
}

/// Products with their categories and the categories' names.
pub async fn categories(tx: &mut Tx, ids: &[ProductId]) -> StoreResult<Vec<(ProductId, CategoryId, String)>> {
    let text = |list: &str| {
        format!(
            "SELECT product_category.product_id, category.id, category.name FROM product_category
             JOIN category ON category.id = product_category.category_id
             WHERE product_category.product_id IN ({list}) ORDER BY product_category.product_id, category.lft"
        )
    };
    of_products(tx, ids, text).await
}

/// A category's name; `None` if there is no such category.
pub async fn category_name(tx: &mut Tx, category: CategoryId) -> StoreResult<Option<String>> {
    let row: Option<(String,)> =
        select(tx, "SELECT name FROM category WHERE id = $1").bind(category).optional().await?;
    Ok(row.map(|(name,)| name))
}

pub async fn remove_category(tx: &mut Tx, ids: &[ProductId], category: CategoryId) -> StoreResult<()> {
    let text =
        format!("DELETE FROM product_category WHERE category_id = $1 AND product_id IN ({})", sql::list(2, ids.len()));
    run_for(tx, text, category.0, ids).await
}

/// Takes products out of every category but one.
pub async fn remove_other_categories(tx: &mut Tx, ids: &[ProductId], category: CategoryId) -> StoreResult<()> {
    let text =
        format!("DELETE FROM product_category WHERE category_id <> $1 AND product_id IN ({})", sql::list(2, ids.len()));
    run_for(tx, text, category.0, ids).await
}

pub async fn set_primary(tx: &mut Tx, ids: &[ProductId], category: CategoryId) -> StoreResult<()> {
    let text = format!("UPDATE product SET primary_category_id = $1 WHERE id IN ({})", sql::list(2, ids.len()));
    run_for(tx, text, category.0, ids).await
}

/// Makes another of their categories the primary one of products whose primary category was this, or none if there is
/// no other.
pub async fn replace_primary(tx: &mut Tx, ids: &[ProductId], category: CategoryId) -> StoreResult<()> {
    let text = format!(
        "UPDATE product SET primary_category_id =
            (SELECT MIN(product_category.category_id) FROM product_category WHERE product_category.product_id = product.id)
         WHERE primary_category_id = $1 AND id IN ({})",
        sql::list(2, ids.len())
    );
    run_for(tx, text, category.0, ids).await
}

/// Products with their tags.
pub async fn tags(tx: &mut Tx, ids: &[ProductId]) -> StoreResult<Vec<(ProductId, String)>> {
    let text =
        |list: &str| format!("SELECT product_id, tag FROM product_tag WHERE product_id IN ({list}) ORDER BY tag");
    of_products(tx, ids, text).await
}

pub async fn remove_tag(tx: &mut Tx, ids: &[ProductId], tag: &str) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = format!("DELETE FROM product_tag WHERE tag = $1 AND product_id IN ({})", sql::list(2, ids.len()));
    execute(tx, text).bind(tag).bind_all(ids.iter().copied()).run().await?;
    Ok(())
}

/// Deletes products with all that belongs to them.
pub async fn delete(tx: &mut Tx, ids: &[ProductId]) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = format!("DELETE FROM product WHERE id IN ({})", sql::list(1, ids.len()));
    execute(tx, text).bind_all(ids.iter().copied()).run().await?;
    Ok(())
}
