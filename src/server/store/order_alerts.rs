//! What orders need attention for.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    ids::OrderId,
    order_alert::{AlertReason, OrderAlert},
    timestamp::Timestamp,
};

/// The orders that need attention, as a condition on `orders.id`.
pub const OPEN: &str = "orders.id IN (SELECT order_id FROM order_alert WHERE done_at IS NULL)";

const COLUMNS: &str = "id, reason, detail, raised_at, done_at, actor";

/// Opens an alert; nothing where the same reason is open, or the same event was told of before.
pub async fn insert(
    tx: &mut Tx,
    order: OrderId,
    reason: AlertReason,
    (detail, event): (&str, &str),
    now: Timestamp,
) -> StoreResult<Option<i64>> {
    let row: Option<(i64,)> = select(
        tx,
        "INSERT INTO order_alert (order_id, reason, detail, event, raised_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING RETURNING id",
    )
    .bind(order)
    .bind(reason)
    .bind(detail)
    .bind(event)
    .bind(now)
    .optional()
    .await?;
    Ok(row.map(|(id,)| id))
}

/// All alerts of an order, the oldest first.
pub async fn list(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<OrderAlert>> {
    select(on, format!("SELECT {COLUMNS} FROM order_alert WHERE order_id = $1 ORDER BY id")).bind(order).all().await
}

#[derive(sqlx::FromRow)]
struct Found {
    order_id: OrderId,
    #[sqlx(flatten)]
    alert: OrderAlert,
}

/// An alert with its order.
pub async fn find(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<Option<(OrderId, OrderAlert)>> {
    let text = format!("SELECT order_id, {COLUMNS} FROM order_alert WHERE id = $1");
    let row: Option<Found> = select(on, text).bind(id).optional().await?;
    Ok(row.map(|row| (row.order_id, row.alert)))
}

/// Closes an order's alert; `false` if it is not open.
pub async fn close(tx: &mut Tx, order: OrderId, id: i64, actor: &str, now: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE order_alert SET done_at = $4, actor = $3 WHERE id = $1 AND order_id = $2 AND done_at IS NULL";
    Ok(execute(tx, text).bind(id).bind(order).bind(actor).bind(now).run().await? == 1)
}

/// Closes what an order needs attention for, for some reasons.
pub async fn close_all(
    tx: &mut Tx,
    order: OrderId,
    reasons: &[AlertReason],
    actor: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let reasons: Vec<String> = reasons.iter().map(|reason| format!("'{}'", reason.slug())).collect();
    let text = format!(
        "UPDATE order_alert SET done_at = $3, actor = $2
         WHERE order_id = $1 AND done_at IS NULL AND reason IN ({})",
        reasons.join(", ")
    );
    execute(tx, text).bind(order).bind(actor).bind(now).run().await?;
    Ok(())
}

/// How many orders need attention.
pub async fn count_orders(on: impl Into<Conn<'_>>) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(DISTINCT order_id) AS BIGINT) FROM order_alert WHERE done_at IS NULL";
    let (count,): (i64,) = select(on, text).one().await?;
    Ok(count)
}
