//! Orders against the ledger of what gateways did, and their totals against their parts.

use super::MOST;
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
        order::OrderNumber,
    },
    server::store::{Conn, StoreResult, db::select},
};

#[derive(sqlx::FromRow)]
struct Figures {
    id: OrderId,
    captured_minor: i64,
    refunded_minor: i64,
    captures: i64,
    refunds: i64,
    total_minor: i64,
    parts: i64,
}

const FIGURES: &str = "
    SELECT id, captured_minor, refunded_minor, captures, refunds, total_minor, parts FROM (
        SELECT orders.id, captured_minor, refunded_minor, total_minor,
               CAST(COALESCE(ledger.captures, 0) AS BIGINT) AS captures,
               CAST(COALESCE(ledger.refunds, 0) AS BIGINT) AS refunds,
               CAST(COALESCE((SELECT SUM(order_line.total_minor) FROM order_line
                              WHERE order_line.order_id = orders.id), 0)
                  + COALESCE((SELECT SUM(adjustment.amount_minor) FROM adjustment
                              WHERE adjustment.order_id = orders.id AND NOT adjustment.included), 0) AS BIGINT) AS parts
        FROM orders LEFT JOIN (
            SELECT payment.order_id,
                   SUM(CASE WHEN kind = 'capture' THEN payment_transaction.amount_minor ELSE 0 END) AS captures,
                   SUM(CASE WHEN kind = 'refund' THEN payment_transaction.amount_minor ELSE 0 END) AS refunds
            FROM payment_transaction JOIN payment ON payment.id = payment_transaction.payment_id
            WHERE payment_transaction.status = 'succeeded'
            GROUP BY payment.order_id
        ) AS ledger ON ledger.order_id = orders.id
    ) AS figures
    WHERE captures - refunds <> captured_minor - refunded_minor OR total_minor <> parts
    ORDER BY id LIMIT $1";

/// Orders that hold other money than the ledger says, or whose total is not the sum of lines and adjustments.
///
/// Held money is compared, not captures: a second payment of a paid order goes back without being counted.
pub async fn orders_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let rows: Vec<Figures> = select(on, FIGURES).bind(MOST).all().await?;
    Ok(rows.into_iter().map(Figures::told).collect())
}

impl Figures {
    fn told(self) -> Disagreement {
        Disagreement {
            area: CheckedArea::Payments,
            subject: format!("order {}", OrderNumber(self.id)),
            problem: format!(
                "the order has {} captured and {} refunded, the ledger {} and {}; its total is {}, its parts sum to {}",
                self.captured_minor, self.refunded_minor, self.captures, self.refunds, self.total_minor, self.parts
            ),
        }
    }
}
