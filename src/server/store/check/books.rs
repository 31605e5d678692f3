//! The journal: entries that balance, and accounts that say what the orders say.

use super::MOST;
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
        order::OrderNumber,
    },
    server::store::{Conn, StoreResult, db::select},
};

/// Entries whose postings do not sum to zero.
pub async fn unbalanced_entries(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let rows: Vec<(i64, OrderId, i64)> = select(
        on,
        "SELECT journal_entry.id, journal_entry.order_id, CAST(SUM(journal_posting.amount_minor) AS BIGINT)
         FROM journal_entry JOIN journal_posting ON journal_posting.journal_entry_id = journal_entry.id
         GROUP BY journal_entry.id, journal_entry.order_id HAVING SUM(journal_posting.amount_minor) <> 0
         ORDER BY journal_entry.id LIMIT $1",
    )
    .bind(MOST)
    .all()
    .await?;
    let told = |(entry, order, sum): (i64, OrderId, i64)| Disagreement {
        area: CheckedArea::Books,
        subject: format!("order {}", OrderNumber(order)),
        problem: format!("journal entry {entry} is out of balance by {sum}"),
    };
    Ok(rows.into_iter().map(told).collect())
}

#[derive(sqlx::FromRow)]
struct Balance {
    id: OrderId,
    receivable: i64,
    owed: i64,
    gateway: i64,
    held: i64,
}

const BALANCES: &str = "
    SELECT id, receivable, owed, gateway, held FROM (
        SELECT orders.id,
               CAST(COALESCE(books.receivable, 0) AS BIGINT) AS receivable,
               CAST(COALESCE(books.gateway, 0) AS BIGINT) AS gateway,
               CASE WHEN status IN ('canceled', 'refunded') THEN 0 ELSE total_minor END - captured_minor + refunded_minor
                   AS owed,
               captured_minor - refunded_minor AS held
        FROM orders LEFT JOIN (
            SELECT journal_entry.order_id,
                   SUM(CASE WHEN account = 'receivable' THEN amount_minor ELSE 0 END) AS receivable,
                   SUM(CASE WHEN account = 'gateway' THEN amount_minor ELSE 0 END) AS gateway
            FROM journal_entry JOIN journal_posting ON journal_posting.journal_entry_id = journal_entry.id
            GROUP BY journal_entry.order_id
        ) AS books ON books.order_id = orders.id
    ) AS balance
    WHERE receivable <> owed OR gateway <> held
    ORDER BY id LIMIT $1";

/// Orders whose accounts in the journal do not say what the order says.
pub async fn accounts_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let rows: Vec<Balance> = select(on, BALANCES).bind(MOST).all().await?;
    let told = |row: Balance| Disagreement {
        area: CheckedArea::Books,
        subject: format!("order {}", OrderNumber(row.id)),
        problem: format!(
            "the journal has {} owed by the customer, the order {}; the journal has {} held by gateways, the order {}",
            row.receivable, row.owed, row.gateway, row.held
        ),
    };
    Ok(rows.into_iter().map(told).collect())
}
