//! Returns against the lines that they are of, the stock that they put back, and what was credited for them.

use super::disagreements;
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::{OrderId, ReturnId},
        order::OrderNumber,
        returns::ReturnNumber,
    },
    server::store::{Conn, StoreResult},
};

/// Order lines that count other units as returned, or as settled, than their returns have.
pub async fn returned_lines_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT order_id, sku, returned, return_settled, claimed, settled FROM (
             SELECT order_line.id, order_line.order_id, order_line.sku, order_line.returned, order_line.return_settled,
                    CAST(COALESCE(units.claimed, 0) AS BIGINT) AS claimed, CAST(COALESCE(units.settled, 0) AS BIGINT) AS settled
             FROM order_line LEFT JOIN (
                 SELECT order_line_id,
                        SUM(CASE WHEN status IN ('requested', 'approved') THEN quantity
                                 WHEN status IN ('received', 'refunded') THEN received ELSE 0 END) AS claimed,
                        SUM(CASE WHEN status = 'refunded' THEN received ELSE 0 END) AS settled
                 FROM order_return_line JOIN order_return ON order_return.id = order_return_line.order_return_id
                 GROUP BY order_line_id
             ) AS units ON units.order_line_id = order_line.id
         ) AS line
         WHERE returned <> claimed OR return_settled <> settled ORDER BY id LIMIT $1";
    let told = |(order, sku, returned, settled, in_returns, in_settled): (OrderId, String, i64, i64, i64, i64)| {
        Disagreement {
            area: CheckedArea::Returns,
            subject: format!("order {}, SKU {sku}", OrderNumber(order)),
            problem: format!(
                "the line counts {returned} units as returned and {settled} as settled; its returns have {in_returns} and \
                 {in_settled}"
            ),
        }
    };
    disagreements(on, sql, told).await
}

/// Lines of returns that put other units on a shelf than they say. Movements of variants that were deleted are gone.
pub async fn restocked_units_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT order_return_id, sku, wanted, moved FROM (
             SELECT order_return_line.id, order_return_line.order_return_id, order_line.sku,
                    CASE WHEN restock_center_id IS NULL THEN 0 ELSE received END AS wanted,
                    CAST(COALESCE(movements.moved, 0) AS BIGINT) AS moved
             FROM order_return_line
             JOIN order_line ON order_line.id = order_return_line.order_line_id
             LEFT JOIN (
                 SELECT order_return_line_id, SUM(on_hand_change) AS moved FROM stock_movement
                 WHERE order_return_line_id IS NOT NULL GROUP BY order_return_line_id
             ) AS movements ON movements.order_return_line_id = order_return_line.id
             WHERE order_line.variant_id IS NOT NULL
         ) AS line
         WHERE wanted <> moved ORDER BY id LIMIT $1";
    disagreements(on, sql, |(id, sku, wanted, moved): (ReturnId, String, i64, i64)| Disagreement {
        area: CheckedArea::Returns,
        subject: format!("return {}, SKU {sku}", ReturnNumber(id)),
        problem: format!("{wanted} units were restocked; movements put back {moved}"),
    })
    .await
}

/// Returns that say another amount than was credited for them.
pub async fn refunded_returns_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT id, refunded_minor, credited FROM (
             SELECT order_return.id, refunded_minor, CAST(COALESCE(SUM(order_credit.amount_minor), 0) AS BIGINT) AS credited
             FROM order_return LEFT JOIN order_credit ON order_credit.order_return_id = order_return.id
             GROUP BY order_return.id, refunded_minor
         ) AS refunded
         WHERE refunded_minor <> credited ORDER BY id LIMIT $1";
    disagreements(on, sql, |(id, refunded, credited): (ReturnId, i64, i64)| Disagreement {
        area: CheckedArea::Returns,
        subject: format!("return {}", ReturnNumber(id)),
        problem: format!("it refunded {refunded}, and {credited} was credited for it"),
    })
    .await
}
