//! Payments against the ledger of what gateways did, and against their refunds.

use super::{MOST, disagreements, of_order};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::{OrderId, PaymentId},
        order::OrderNumber,
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreResult, db::select},
};

#[derive(sqlx::FromRow)]
struct Figures {
    id: PaymentId,
    order_id: OrderId,
    captured_minor: i64,
    captures: i64,
    refunded_minor: i64,
    refunds: i64,
    voided_minor: i64,
    voids: i64,
    refunding_minor: i64,
    pending: i64,
    succeeded: i64,
}

const FIGURES: &str = "
    SELECT id, order_id, captured_minor, captures, refunded_minor, refunds, voided_minor, voids, refunding_minor, pending,
           succeeded
    FROM (
        SELECT payment.id, order_id, captured_minor, refunded_minor, voided_minor, refunding_minor,
               CAST(COALESCE(ledger.captures, 0) AS BIGINT) AS captures,
               CAST(COALESCE(ledger.refunds, 0) AS BIGINT) AS refunds,
               CAST(COALESCE(ledger.voids, 0) AS BIGINT) AS voids,
               CAST(COALESCE(asked.pending, 0) AS BIGINT) AS pending,
               CAST(COALESCE(asked.succeeded, 0) AS BIGINT) AS succeeded
        FROM payment LEFT JOIN (
            SELECT payment_id,
                   SUM(CASE WHEN kind = 'capture' THEN amount_minor ELSE 0 END) AS captures,
                   SUM(CASE WHEN kind = 'refund' THEN amount_minor ELSE 0 END) AS refunds,
                   SUM(CASE WHEN kind = 'void' THEN amount_minor ELSE 0 END) AS voids
            FROM payment_transaction WHERE status = 'succeeded' GROUP BY payment_id
        ) AS ledger ON ledger.payment_id = payment.id
        LEFT JOIN (
            SELECT payment_id,
                   SUM(CASE WHEN status = 'pending' THEN amount_minor ELSE 0 END) AS pending,
                   SUM(CASE WHEN status = 'succeeded' THEN amount_minor ELSE 0 END) AS succeeded
            FROM refund GROUP BY payment_id
        ) AS asked ON asked.payment_id = payment.id
    ) AS figures
    WHERE captures <> captured_minor OR refunds <> refunded_minor OR voids <> voided_minor
       OR pending <> refunding_minor OR succeeded <> refunded_minor
    ORDER BY id LIMIT $1";

/// Payments whose amounts are not what the ledger and their refunds add up to.
pub async fn payments_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    disagreements(on, FIGURES, Figures::told).await
}

impl Figures {
    fn told(self) -> Disagreement {
        Disagreement {
            area: CheckedArea::Payments,
            subject: format!("payment {} of order {}", self.id, OrderNumber(self.order_id)),
            problem: format!(
                "captured: {}, by the ledger {}; refunded: {}, by the ledger {}, by refunds {}; voided: {}, by the ledger \
                 {}; asked back: {}, by refunds {}",
                self.captured_minor,
                self.captures,
                self.refunded_minor,
                self.refunds,
                self.succeeded,
                self.voided_minor,
                self.voids,
                self.refunding_minor,
                self.pending
            ),
        }
    }
}

/// Refunds that a gateway should have answered long ago.
pub async fn overdue_refunds(on: impl Into<Conn<'_>>, before: Timestamp) -> StoreResult<Vec<Disagreement>> {
    let rows: Vec<(OrderId, i64, Timestamp)> = select(
        on,
        "SELECT order_id, refund.amount_minor, refund.created_at
         FROM refund JOIN payment ON payment.id = refund.payment_id
         WHERE refund.status = 'pending' AND refund.created_at < $1
           AND gateway NOT IN ('bank-transfer', 'cash-on-delivery')
         ORDER BY refund.id LIMIT $2",
    )
    .bind(before)
    .bind(MOST)
    .all()
    .await?;
    let told = |(order, amount, asked_at): (OrderId, i64, Timestamp)| {
        of_order(
            CheckedArea::Payments,
            order,
            format!("a refund of {amount} was asked for on {asked_at} UTC and is still pending"),
        )
    };
    Ok(rows.into_iter().map(told).collect())
}
