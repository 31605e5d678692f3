//! The journal: entries that balance, and accounts that say what the orders say.

use super::{disagreements, of_order};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
    },
    server::store::{Conn, StoreResult},
};

/// Entries whose postings do not sum to zero.
pub async fn unbalanced_entries(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT journal_entry.id, journal_entry.order_id, CAST(SUM(journal_posting.amount_minor) AS BIGINT)
         FROM journal_entry JOIN journal_posting ON journal_posting.journal_entry_id = journal_entry.id
         GROUP BY journal_entry.id, journal_entry.order_id HAVING SUM(journal_posting.amount_minor) <> 0
         ORDER BY journal_entry.id LIMIT $1";
    disagreements(on, sql, |(entry, order, sum): (i64, OrderId, i64)| {
        of_order(CheckedArea::Books, order, format!("journal entry {entry} is out of balance by {sum}"))
    })
    .await
}

#[derive(sqlx::FromRow)]
struct Balance {
    id: OrderId,
    receivable: i64,
    owed: i64,
    gateway: i64,
    held: i64,
    unallocated: i64,
    unused: i64,
}

// What gateways kept as their fee is theirs, not held for the shop.
const BALANCES: &str = "
    SELECT id, receivable, owed, gateway, held, unallocated, unused FROM (
        SELECT orders.id,
               CAST(COALESCE(books.receivable, 0) AS BIGINT) AS receivable,
               CAST(COALESCE(books.gateway, 0) AS BIGINT) AS gateway,
               CAST(COALESCE(books.unallocated, 0) AS BIGINT) AS unallocated,
               total_minor - credited_minor - orders.captured_minor + orders.refunded_minor AS owed,
               CAST(COALESCE(paid.held, 0) AS BIGINT) AS held,
               CAST(COALESCE(paid.unused, 0) + COALESCE(going.unused, 0) AS BIGINT) AS unused
        FROM orders LEFT JOIN (
            SELECT journal_entry.order_id,
                   SUM(CASE WHEN account = 'receivable' THEN amount_minor ELSE 0 END) AS receivable,
                   SUM(CASE WHEN account IN ('gateway', 'fee') THEN amount_minor ELSE 0 END) AS gateway,
                   -SUM(CASE WHEN account = 'unallocated' THEN amount_minor ELSE 0 END) AS unallocated
            FROM journal_entry JOIN journal_posting ON journal_posting.journal_entry_id = journal_entry.id
            GROUP BY journal_entry.order_id
        ) AS books ON books.order_id = orders.id
        LEFT JOIN (
            SELECT order_id, SUM(captured_minor - refunded_minor) AS held, SUM(unallocated_minor) AS unused
            FROM payment GROUP BY order_id
        ) AS paid ON paid.order_id = orders.id
        LEFT JOIN (
            SELECT order_id, SUM(refund.amount_minor) AS unused
            FROM refund JOIN payment ON payment.id = refund.payment_id
            WHERE refund.status = 'pending' AND source = 'unallocated' GROUP BY order_id
        ) AS going ON going.order_id = orders.id
    ) AS balance
    WHERE receivable <> owed OR gateway <> held OR unallocated <> unused
    ORDER BY id LIMIT $1";

/// Orders whose accounts in the journal do not say what the order says.
pub async fn accounts_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let told = |row: Balance| {
        let problem = format!(
            "owed by the customer: {} in the journal, {} by the order; held by gateways: {} in the journal, {} by the \
             payments; of no use to the order: {} in the journal, {} by the payments",
            row.receivable, row.owed, row.gateway, row.held, row.unallocated, row.unused
        );
        of_order(CheckedArea::Books, row.id, problem)
    };
    disagreements(on, BALANCES, told).await
}

/// Orders whose fees in the journal are not what gateways kept of their captures.
pub async fn fees_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT orders.id, CAST(COALESCE(books.fee, 0) AS BIGINT), CAST(COALESCE(kept.fee, 0) AS BIGINT)
         FROM orders LEFT JOIN (
             SELECT journal_entry.order_id, SUM(amount_minor) AS fee
             FROM journal_entry JOIN journal_posting ON journal_posting.journal_entry_id = journal_entry.id
             WHERE account = 'fee' GROUP BY journal_entry.order_id
         ) AS books ON books.order_id = orders.id
         LEFT JOIN (
             SELECT payment.order_id, SUM(fee_minor) AS fee
             FROM payment_transaction JOIN payment ON payment.id = payment_transaction.payment_id
             WHERE fee_minor IS NOT NULL GROUP BY payment.order_id
         ) AS kept ON kept.order_id = orders.id
         WHERE COALESCE(books.fee, 0) <> COALESCE(kept.fee, 0) ORDER BY orders.id LIMIT $1";
    disagreements(on, sql, |(order, books, kept): (OrderId, i64, i64)| {
        of_order(CheckedArea::Books, order, format!("fees: {books} in the journal, {kept} by the ledger"))
    })
    .await
}
