//! Proving that books, payments, orders and stock agree.

mod gateways;

use crate::{
    domain::check::{CheckReport, Disagreement},
    error::AppError,
    server::{
        state::State,
        store::{StoreResult, check as store},
    },
};

pub use gateways::CHECKED_DAYS;

/// The same, for people to read.
pub async fn report(state: &State) -> Result<CheckReport, AppError> {
    Ok(CheckReport { at: state.clock.now(), found: check(state).await?, gateway_days: CHECKED_DAYS })
}

/// A refund that is pending for so many days is told of; gateways take hours.
const REFUND_DAYS: i64 = 3;

/// Every disagreement that is found; none when all is well.
///
/// Each question is one statement, so it sees the shop at one moment, also while orders come in. Gateways that keep
/// records are asked about each payment of the last [`CHECKED_DAYS`] days.
pub async fn check(state: &State) -> StoreResult<Vec<Disagreement>> {
    let now = state.clock.now();
    let mut found = store::unbalanced_entries(&state.db).await?;
    found.extend(store::accounts_that_disagree(&state.db).await?);
    found.extend(store::orders_that_disagree(&state.db).await?);
    found.extend(store::payments_that_disagree(&state.db).await?);
    found.extend(store::overdue_refunds(&state.db, now.plus_days(-REFUND_DAYS)).await?);
    found.extend(store::levels_that_disagree(&state.db).await?);
    found.extend(gateways::disagreements(state).await?);
    Ok(found)
}
