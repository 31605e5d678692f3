//! Proving that books, payments, orders, stock and promotions agree, and that nothing which programs wait for is stuck.

mod gateways;

use crate::{
    domain::check::{CheckReport, Disagreement},
    error::AppError,
    server::{
        jobs::Job,
        state::State,
        store::{StoreResult, check as store},
    },
};

/// A refund that is pending for so many days is told of; gateways take hours.
const REFUND_DAYS: i64 = 3;
/// The same of cards that a gateway is to forget.
const ERASURE_DAYS: i64 = 3;
/// Whoever sent a request under a key has asked again by then.
const UNANSWERED_MINUTES: i64 = 60;
/// Gateways are asked about payments of so many days,
const GATEWAY_DAYS: i64 = 30;
/// and about no more than so many, the newest: each is a call or three over the network.
const GATEWAY_PAYMENTS: i64 = 5_000;
/// The same where somebody waits for a page.
const GATEWAY_PAYMENTS_OF_A_PAGE: i64 = 100;

/// Every disagreement that is found; none when all is well.
///
/// Each question is one statement, so it sees the shop at one moment, also while orders come in. Gateways that keep
/// records are asked about each payment of the last 30 days.
pub async fn check(state: &State) -> StoreResult<Vec<Disagreement>> {
    find(state, GATEWAY_PAYMENTS).await
}

/// The same for people to read, with fewer calls of gateways.
pub async fn report(state: &State) -> Result<CheckReport, AppError> {
    Ok(CheckReport {
        at: state.clock.now(),
        found: find(state, GATEWAY_PAYMENTS_OF_A_PAGE).await?,
        gateway_days: GATEWAY_DAYS,
        gateway_payments: GATEWAY_PAYMENTS_OF_A_PAGE,
    })
}

async fn find(state: &State, gateway_payments: i64) -> StoreResult<Vec<Disagreement>> {
    let now = state.clock.now();
    let mut found = store::unbalanced_entries(&state.db).await?;
    found.extend(store::accounts_that_disagree(&state.db).await?);
    found.extend(store::fees_that_disagree(&state.db).await?);
    found.extend(store::orders_that_disagree(&state.db).await?);
    found.extend(store::completed_orders_that_disagree(&state.db).await?);
    found.extend(store::edits_that_disagree(&state.db).await?);
    found.extend(store::parts_that_disagree(&state.db).await?);
    found.extend(store::series_with_gaps(&state.db).await?);
    found.extend(store::invoices_that_disagree(&state.db).await?);
    found.extend(store::credits_that_disagree(&state.db).await?);
    found.extend(store::payments_that_disagree(&state.db).await?);
    found.extend(store::overdue_refunds(&state.db, now.plus_days(-REFUND_DAYS)).await?);
    found.extend(store::charges_that_disagree(&state.db).await?);
    found.extend(store::overdue_erasures(&state.db, now.plus_days(-ERASURE_DAYS)).await?);
    found.extend(store::given_up(&state.db, &Job::GRAVE).await?);
    found.extend(store::levels_that_disagree(&state.db).await?);
    found.extend(store::claims_that_disagree(&state.db).await?);
    found.extend(store::counts_that_disagree(&state.db).await?);
    found.extend(gateways::disagreements(state, now.plus_days(-GATEWAY_DAYS), gateway_payments).await?);
    found.extend(store::lines_that_disagree(&state.db).await?);
    found.extend(store::returned_lines_that_disagree(&state.db).await?);
    found.extend(store::restocked_units_that_disagree(&state.db).await?);
    found.extend(store::refunded_returns_that_disagree(&state.db).await?);
    found.extend(store::pickups_that_disagree(&state.db).await?);
    found.extend(store::transfers_that_disagree(&state.db).await?);
    found.extend(store::events_without_words(&state.db).await?);
    found.extend(store::deliveries_that_disagree(&state.db).await?);
    found.extend(store::unanswered_requests(&state.db, now.plus_minutes(-UNANSWERED_MINUTES)).await?);
    Ok(found)
}
