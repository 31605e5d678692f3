//! Changed orders: what was noted of the changes against what the orders are, and totals against their kinds of parts.

use super::{disagreements, of_order};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
    },
    server::store::{Conn, StoreResult},
};

/// Orders that were changed another number of times than is noted, or whose total is not what the last change made it.
pub async fn edits_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT id, edits, noted, total_minor, told FROM (
             SELECT orders.id, edits, total_minor,
                    CAST((SELECT COUNT(*) FROM order_edit
                          WHERE order_edit.order_id = orders.id AND applied_at IS NOT NULL) AS BIGINT) AS noted,
                    COALESCE((SELECT total_after_minor FROM order_edit
                              WHERE order_edit.order_id = orders.id AND applied_at IS NOT NULL
                              ORDER BY applied_at DESC, id DESC LIMIT 1), total_minor) AS told
             FROM orders
         ) AS changed WHERE edits <> noted OR total_minor <> told ORDER BY id LIMIT $1";
    disagreements(on, sql, |(order, edits, noted, total, told): (OrderId, i64, i64, i64, i64)| {
        of_order(
            CheckedArea::Payments,
            order,
            format!(
                "it was changed {edits} times, {noted} are noted; its total is {total}, the last change made it {told}"
            ),
        )
    })
    .await
}

#[derive(sqlx::FromRow)]
struct Parts {
    id: OrderId,
    items: i64,
    lines: i64,
    discounts: i64,
    off: i64,
    taxes: i64,
    taxed: i64,
}

/// Orders whose totals of items, discounts or taxes are not what their lines and adjustments of that kind come to.
pub async fn parts_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT id, items, lines, discounts, off, taxes, taxed FROM (
             SELECT orders.id, item_total_minor AS items, discount_total_minor AS discounts,
                    included_tax_total_minor + additional_tax_total_minor AS taxes,
                    CAST(COALESCE((SELECT SUM(total_minor) FROM order_line
                                   WHERE order_line.order_id = orders.id), 0) AS BIGINT) AS lines,
                    CAST(COALESCE(parts.off, 0) AS BIGINT) AS off, CAST(COALESCE(parts.taxed, 0) AS BIGINT) AS taxed
             FROM orders LEFT JOIN (
                 SELECT order_id, SUM(CASE WHEN kind = 'discount' THEN -amount_minor ELSE 0 END) AS off,
                        SUM(CASE WHEN kind = 'tax' THEN amount_minor ELSE 0 END) AS taxed
                 FROM adjustment GROUP BY order_id
             ) AS parts ON parts.order_id = orders.id
         ) AS figures WHERE items <> lines OR discounts <> off OR taxes <> taxed ORDER BY id LIMIT $1";
    disagreements(on, sql, |row: Parts| {
        of_order(
            CheckedArea::Payments,
            row.id,
            format!(
                "items are {} and its lines {}; discounts {} and {}; taxes {} and {}",
                row.items, row.lines, row.discounts, row.off, row.taxes, row.taxed
            ),
        )
    })
    .await
}
