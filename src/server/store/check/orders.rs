//! Orders against their payments, and their totals against their parts.

use super::{disagreements, of_order};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
    },
    server::store::{Conn, StoreResult},
};

#[derive(sqlx::FromRow)]
struct Figures {
    id: OrderId,
    held: i64,
    of_payments: i64,
    total_minor: i64,
    parts: i64,
}

const FIGURES: &str = "
    SELECT id, held, of_payments, total_minor, parts FROM (
        SELECT orders.id, captured_minor - refunded_minor AS held, total_minor,
               CAST(COALESCE(paid.held, 0) - COALESCE(going.unused, 0) AS BIGINT) AS of_payments,
               CAST(COALESCE((SELECT SUM(order_line.total_minor) FROM order_line
                              WHERE order_line.order_id = orders.id), 0)
                  + COALESCE((SELECT SUM(adjustment.amount_minor) FROM adjustment
                              WHERE adjustment.order_id = orders.id AND NOT adjustment.included), 0) AS BIGINT) AS parts
        FROM orders LEFT JOIN (
            SELECT order_id, SUM(captured_minor - refunded_minor - unallocated_minor) AS held
            FROM payment GROUP BY order_id
        ) AS paid ON paid.order_id = orders.id
        LEFT JOIN (
            SELECT order_id, SUM(refund.amount_minor) AS unused
            FROM refund JOIN payment ON payment.id = refund.payment_id
            WHERE refund.status = 'pending' AND source = 'unallocated' GROUP BY order_id
        ) AS going ON going.order_id = orders.id
    ) AS figures
    WHERE held <> of_payments OR total_minor <> parts
    ORDER BY id LIMIT $1";

/// Orders that hold other money than their payments brought, without what they cannot use, or whose total is not the sum
/// of lines and adjustments.
pub async fn orders_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    disagreements(on, FIGURES, Figures::told).await
}

impl Figures {
    fn told(self) -> Disagreement {
        of_order(
            CheckedArea::Payments,
            self.id,
            format!(
                "the order holds {}, its payments brought {}; its total is {}, its parts sum to {}",
                self.held, self.of_payments, self.total_minor, self.parts
            ),
        )
    }
}

/// Orders whose credits do not add up to what they are credited.
pub async fn credits_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT id, credited_minor, reasons FROM (
            SELECT orders.id, credited_minor, CAST(COALESCE(credits.amount, 0) AS BIGINT) AS reasons
            FROM orders LEFT JOIN (
                SELECT order_id, SUM(amount_minor) AS amount FROM order_credit GROUP BY order_id
            ) AS credits ON credits.order_id = orders.id
         ) AS credited
         WHERE credited_minor <> reasons ORDER BY id LIMIT $1";
    disagreements(on, sql, |(order, credited, reasons): (OrderId, i64, i64)| {
        of_order(
            CheckedArea::Payments,
            order,
            format!("it is credited {credited}, and its reasons add up to {reasons}"),
        )
    })
    .await
}

/// Orders that are complete though units of them are still to ship, or parcels still wait to be fetched.
pub async fn completed_orders_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT id, open, waiting FROM (
            SELECT orders.id,
                   CAST(COALESCE((SELECT SUM(quantity - canceled - shipped) FROM order_line
                                  WHERE order_line.order_id = orders.id), 0) AS BIGINT) AS open,
                   CAST((SELECT COUNT(*) FROM shipment
                         WHERE shipment.order_id = orders.id AND picked_up_at IS NULL
                           AND orders.pickup_center_id IS NOT NULL) AS BIGINT) AS waiting
            FROM orders WHERE status = 'completed'
         ) AS completed
         WHERE open > 0 OR waiting > 0 ORDER BY id LIMIT $1";
    disagreements(on, sql, |(order, open, waiting): (OrderId, i64, i64)| {
        of_order(
            CheckedArea::Stock,
            order,
            format!("it is complete, and {open} units are still to ship, {waiting} parcels to be fetched"),
        )
    })
    .await
}
