//! Numbers of invoices without gaps, and what they come to against their orders.

use super::{disagreements, of_order};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
    },
    server::store::{Conn, StoreResult},
};

/// Years whose numbers do not run from 1 to the last without a gap.
pub async fn series_with_gaps(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT year, last, written, highest FROM (
             SELECT invoice_series.year, last,
                    CAST((SELECT COUNT(*) FROM invoice WHERE invoice.year = invoice_series.year) AS BIGINT) AS written,
                    CAST(COALESCE((SELECT MAX(position) FROM invoice WHERE invoice.year = invoice_series.year), 0) AS BIGINT)
                        AS highest
             FROM invoice_series
         ) AS series WHERE last <> written OR last <> highest ORDER BY year LIMIT $1";
    disagreements(on, sql, |(year, last, written, highest): (i64, i64, i64, i64)| Disagreement {
        area: CheckedArea::Invoices,
        subject: format!("the invoices of {year}"),
        problem: format!("the last number is {last}, {written} are written, the highest is {highest}"),
    })
    .await
}

/// Orders whose invoices, without their credit notes, are not what was sold and not taken back.
pub async fn invoices_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT id, owed, invoiced FROM (
             SELECT orders.id, total_minor - credited_minor AS owed, issued.invoiced
             FROM orders JOIN (
                 SELECT order_id,
                        CAST(SUM(CASE WHEN kind = 'invoice' THEN total_minor ELSE -total_minor END) AS BIGINT) AS invoiced
                 FROM invoice GROUP BY order_id
             ) AS issued ON issued.order_id = orders.id
         ) AS figures WHERE owed <> invoiced ORDER BY id LIMIT $1";
    disagreements(on, sql, |(order, owed, invoiced): (OrderId, i64, i64)| {
        of_order(
            CheckedArea::Invoices,
            order,
            format!("sold and not taken back are {owed}, the invoices without credit notes come to {invoiced}"),
        )
    })
    .await
}
