//! Who waits for a level to fall or to rise: staff by reorder levels, shoppers by requests.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    sql,
};
use crate::domain::{
    ids::{InventoryItemId, ProductId, VariantId},
    timestamp::Timestamp,
};

/// An item whose level somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Watched {
    pub item: InventoryItemId,
    pub variant: VariantId,
    /// At or below its reorder level.
    pub is_low: bool,
    /// Staff know.
    pub is_told: bool,
    /// It can be sold, and somebody asked to be told so.
    pub is_awaited: bool,
}

const AWAITED: &str = "((item.backorder OR item.on_hand > item.reserved) AND EXISTS (
    SELECT 1 FROM back_in_stock_request request WHERE request.variant_id = item.variant_id AND request.notified_at IS NULL))";

fn watched(which: &str) -> String {
    format!(
        "SELECT item.id AS item, item.variant_id AS variant,
                (item.reorder_level IS NOT NULL AND item.on_hand - item.reserved <= COALESCE(item.reorder_level, 0)) AS is_low,
                item.low_told AS is_told, {AWAITED} AS is_awaited
         FROM inventory_item item
         WHERE {which} AND (item.low_told OR item.reorder_level IS NOT NULL OR {AWAITED})
         ORDER BY item.id"
    )
}

/// Those of some items that somebody waits for.
pub async fn watched_items(tx: &mut Tx, items: &[InventoryItemId]) -> StoreResult<Vec<Watched>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let text = watched(&format!("item.id IN ({})", sql::list(1, items.len())));
    select(tx, text).bind_all(items.iter().copied()).all().await
}

/// Those of a product's items that somebody waits for.
pub async fn watched_items_of(tx: &mut Tx, product: ProductId) -> StoreResult<Vec<Watched>> {
    select(tx, watched("item.variant_id IN (SELECT id FROM variant WHERE product_id = $1)")).bind(product).all().await
}

/// Notes whether staff know that items are low; tells which of them it was news about.
pub async fn set_told(tx: &mut Tx, items: &[InventoryItemId], told: bool) -> StoreResult<Vec<InventoryItemId>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "UPDATE inventory_item SET low_told = $1 WHERE low_told <> $1 AND id IN ({}) RETURNING id",
        sql::list(2, items.len())
    );
    let rows: Vec<(InventoryItemId,)> = select(tx, text).bind(told).bind_all(items.iter().copied()).all().await?;
    Ok(rows.into_iter().map(|(item,)| item).collect())
}

/// An item as a mail about it names it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LowItem {
    pub item: InventoryItemId,
    pub title: String,
    pub sku: String,
    pub center: String,
    pub available: i64,
    pub reorder_level: i64,
}

/// Those of some items that are still low.
pub async fn low_items(on: impl Into<Conn<'_>>, items: &[InventoryItemId]) -> StoreResult<Vec<LowItem>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT item.id AS item, product.title, variant.sku, fulfillment_center.name AS center,
                item.on_hand - item.reserved AS available, COALESCE(item.reorder_level, 0) AS reorder_level
         FROM inventory_item item
         JOIN variant ON variant.id = item.variant_id
         JOIN product ON product.id = variant.product_id
         JOIN fulfillment_center ON fulfillment_center.id = item.fulfillment_center_id
         WHERE item.id IN ({}) AND item.on_hand - item.reserved <= item.reorder_level ORDER BY variant.sku, item.id",
        sql::list(1, items.len())
    );
    select(on, text).bind_all(items.iter().copied()).all().await
}

/// Keeps a request; the same again is no other one, unless it was answered.
pub async fn request(on: impl Into<Conn<'_>>, variant: VariantId, email: &str, now: Timestamp) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO back_in_stock_request (variant_id, email, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (variant_id, email) DO UPDATE SET created_at = excluded.created_at, notified_at = NULL
         WHERE back_in_stock_request.notified_at IS NOT NULL",
    )
    .bind(variant)
    .bind(email)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// A variant that can be bought, for a mail.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BackInStock {
    pub id: i64,
    pub email: String,
    pub title: String,
    pub slug: String,
    pub sku: String,
}

/// Marks open requests for variants that can be bought as answered, at most so many, and tells whose mails they want.
pub async fn take_requests(tx: &mut Tx, variants: &[VariantId], most: i64, now: Timestamp) -> StoreResult<Vec<i64>> {
    if variants.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "UPDATE back_in_stock_request SET notified_at = $1
         WHERE notified_at IS NULL AND id IN (
            SELECT request.id FROM back_in_stock_request request
            JOIN variant ON variant.id = request.variant_id
            JOIN product ON product.id = variant.product_id
            WHERE request.notified_at IS NULL AND product.status = 'active' AND request.variant_id IN ({})
              AND EXISTS (SELECT 1 FROM inventory_item item WHERE item.variant_id = request.variant_id
                          AND (item.backorder OR item.on_hand > item.reserved))
            ORDER BY request.id LIMIT $2)
         RETURNING id",
        sql::list(3, variants.len())
    );
    let rows: Vec<(i64,)> = select(tx, text).bind(now).bind(most).bind_all(variants.iter().copied()).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// An answered request with what it was about.
pub async fn find_request(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<Option<BackInStock>> {
    select(
        on,
        "SELECT request.id, request.email, product.title, product.slug, variant.sku
         FROM back_in_stock_request request
         JOIN variant ON variant.id = request.variant_id
         JOIN product ON product.id = variant.product_id
         WHERE request.id = $1",
    )
    .bind(id)
    .optional()
    .await
}

/// Whether a shopper can see a variant: whether it can be bought, and its product's address.
pub async fn find_variant(on: impl Into<Conn<'_>>, variant: VariantId) -> StoreResult<Option<(String, String)>> {
    select(
        on,
        "SELECT product.slug, variant.sku FROM variant JOIN product ON product.id = variant.product_id
         WHERE variant.id = $1 AND product.status = 'active'",
    )
    .bind(variant)
    .optional()
    .await
}

/// Forgets requests that were answered, and those that nobody could answer, before these instants.
pub async fn delete_old_requests(
    on: impl Into<Conn<'_>>,
    answered_before: Timestamp,
    asked_before: Timestamp,
) -> StoreResult<u64> {
    execute(on, "DELETE FROM back_in_stock_request WHERE notified_at < $1 OR (notified_at IS NULL AND created_at < $2)")
        .bind(answered_before)
        .bind(asked_before)
        .run()
        .await
}

/// Forgets what an e-mail asked for.
pub async fn delete_requests_of(tx: &mut Tx, email: &str) -> StoreResult<()> {
    execute(tx, "DELETE FROM back_in_stock_request WHERE email = $1").bind(email).run().await?;
    Ok(())
}
