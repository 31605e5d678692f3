//! The numbers of the day.

use crate::{
    domain::{ids::ProductId, staff::LowStock, timestamp::Timestamp},
    server::store::{Conn, StoreResult, db::select},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Units at which a variant without a reorder level counts as running out.
const LOW: i64 = 5;

#[derive(sqlx::FromRow)]
struct LowRow {
    product_id: ProductId,
    title: String,
    sku: String,
    available: i64,
}

/// Money that moved in the last 14 days: whole UTC days ago, and the amount, negative for refunds.
pub async fn revenue_by_day(on: impl Into<Conn<'_>>, now: Timestamp) -> StoreResult<Vec<(i64, i64)>> {
    let today = now.0.div_euclid(DAY_MS);
    let days: Vec<(i64, i64)> = select(
        on,
        "SELECT created_at / 86400000 AS day,
                CAST(SUM(CASE WHEN kind = 'capture' THEN amount_minor ELSE -amount_minor END) AS BIGINT) AS amount
         FROM payment_transaction
         WHERE created_at >= $1 AND kind IN ('capture', 'refund') AND status = 'succeeded'
         GROUP BY created_at / 86400000",
    )
    .bind((today - 13) * DAY_MS)
    .all()
    .await?;
    Ok(days.into_iter().map(|(day, amount)| (today - day, amount)).collect())
}

/// Orders placed in the last seven UTC days, and in the seven before.
pub async fn count_orders(on: impl Into<Conn<'_>>, now: Timestamp) -> StoreResult<(i64, i64)> {
    let week = (now.0.div_euclid(DAY_MS) - 6) * DAY_MS;
    select(
        on,
        "SELECT CAST(COALESCE(SUM(CASE WHEN placed_at >= $1 THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN placed_at < $1 THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM orders WHERE placed_at >= $2",
    )
    .bind(week)
    .bind(week - 7 * DAY_MS)
    .one()
    .await
}

/// The variants on sale that run out next: those that are at or below the reorder level of a center or, where no center has
/// one for them, that are almost gone.
pub async fn low_stock(on: impl Into<Conn<'_>>, most: i64) -> StoreResult<Vec<LowStock>> {
    let rows: Vec<LowRow> = select(
        on,
        "SELECT variant.product_id, product.title, variant.sku,
                CAST(SUM(inventory_item.on_hand - inventory_item.reserved) AS BIGINT) AS available
         FROM inventory_item
         JOIN variant ON variant.id = inventory_item.variant_id
         JOIN product ON product.id = variant.product_id
         WHERE product.status = 'active' AND variant.track_stock AND variant.stock_policy = 'deny'
         GROUP BY variant.id, variant.product_id, product.title, variant.sku
         HAVING MAX(CASE WHEN inventory_item.on_hand - inventory_item.reserved <= inventory_item.reorder_level
                         THEN 1 ELSE 0 END) = 1
             OR (MAX(CASE WHEN inventory_item.reorder_level IS NULL THEN 0 ELSE 1 END) = 0
                 AND SUM(inventory_item.on_hand - inventory_item.reserved) <= $1)
         ORDER BY available, variant.sku LIMIT $2",
    )
    .bind(LOW)
    .bind(most)
    .all()
    .await?;
    let rows = rows.into_iter().map(|row| LowStock {
        product: row.product_id,
        title: row.title,
        sku: row.sku,
        available: row.available,
    });
    Ok(rows.collect())
}
