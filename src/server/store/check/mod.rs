//! Finding records that do not agree. The database compares; only what disagrees is read, and of that no more than
//! [`MOST`] a question.

mod books;
mod edits;
mod invoices;
mod jobs;
mod orders;
mod payments;
mod programs;
mod promotions;
mod returns;
mod saved_payment_methods;
mod stock;

pub use books::{accounts_that_disagree, fees_that_disagree, unbalanced_entries};
pub use edits::{edits_that_disagree, parts_that_disagree};
pub use invoices::{invoices_that_disagree, series_with_gaps};
pub use jobs::given_up;
pub use orders::{completed_orders_that_disagree, credits_that_disagree, orders_that_disagree};
pub use payments::{overdue_refunds, payments_that_disagree};
pub use programs::{deliveries_that_disagree, events_without_words, unanswered_requests};
pub use promotions::{claims_that_disagree, counts_that_disagree};
pub use returns::{refunded_returns_that_disagree, restocked_units_that_disagree, returned_lines_that_disagree};
pub use saved_payment_methods::{charges_that_disagree, overdue_erasures};
pub use stock::{levels_that_disagree, lines_that_disagree, pickups_that_disagree, transfers_that_disagree};

use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
        order::OrderNumber,
    },
    server::store::{
        Conn, StoreResult,
        db::{Record, select},
    },
};
use std::borrow::Cow;

/// Most disagreements that one question answers with: whoever has more has one cause.
const MOST: i64 = 200;

/// What a statement finds, each row told as a disagreement. It takes [`MOST`] as `$1`.
async fn disagreements<R: Record>(
    on: impl Into<Conn<'_>>,
    sql: impl Into<Cow<'static, str>>,
    told: impl Fn(R) -> Disagreement,
) -> StoreResult<Vec<Disagreement>> {
    let rows: Vec<R> = select(on, sql).bind(MOST).all().await?;
    Ok(rows.into_iter().map(told).collect())
}

fn of_order(area: CheckedArea, order: OrderId, problem: String) -> Disagreement {
    Disagreement { area, subject: format!("order {}", OrderNumber(order)), problem }
}
