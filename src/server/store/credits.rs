//! What is taken back of a sale.

use super::{
    StoreResult, Tx,
    db::{execute, select},
    payments::Account,
};
use crate::domain::{ids::OrderId, timestamp::Timestamp};

/// What the accounts of a sale still hold of an order, above zero where the shop earned: together its total without
/// what was credited.
pub async fn earned(tx: &mut Tx, order: OrderId) -> StoreResult<Vec<(Account, i64)>> {
    select(
        tx,
        "SELECT account, CAST(-SUM(amount_minor) AS BIGINT)
         FROM journal_posting JOIN journal_entry ON journal_entry.id = journal_posting.journal_entry_id
         WHERE order_id = $1 AND account NOT IN ('receivable', 'gateway', 'unallocated', 'fee')
         GROUP BY account ORDER BY account",
    )
    .bind(order)
    .all()
    .await
}

/// Counts an amount as taken back; `false` if so much of the total is not left.
pub async fn add(tx: &mut Tx, order: OrderId, amount: i64) -> StoreResult<bool> {
    let text = "UPDATE orders SET credited_minor = credited_minor + $2, version = version + 1
         WHERE id = $1 AND credited_minor + $2 <= total_minor AND $2 >= 0";
    Ok(execute(tx, text).bind(order).bind(amount).run().await? == 1)
}

/// Notes why an order was credited; below zero, why a credit was taken back.
pub async fn note(tx: &mut Tx, order: OrderId, amount: i64, reason: &str, now: Timestamp) -> StoreResult<()> {
    execute(tx, "INSERT INTO order_credit (order_id, amount_minor, reason, created_at) VALUES ($1, $2, $3, $4)")
        .bind(order)
        .bind(amount)
        .bind(reason)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Counts nothing as taken back of an order of which everything was; `false` if something was left.
pub async fn forget(tx: &mut Tx, order: OrderId) -> StoreResult<bool> {
    let text = "UPDATE orders SET credited_minor = 0, shipping_credited_minor = 0 WHERE id = $1 AND credited_minor = total_minor";
    Ok(execute(tx, text).bind(order).run().await? == 1)
}
