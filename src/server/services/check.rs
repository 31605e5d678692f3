//! Proving that books, payments, orders and stock agree.

use crate::{
    domain::check::Disagreement,
    server::{
        state::State,
        store::{StoreResult, check as store},
    },
};

/// Every disagreement that is found; none when all is well.
///
/// Each question is one statement, so it sees the shop at one moment, also while orders come in.
pub async fn check(state: &State) -> StoreResult<Vec<Disagreement>> {
    let mut found = store::unbalanced_entries(&state.db).await?;
    found.extend(store::accounts_that_disagree(&state.db).await?);
    found.extend(store::orders_that_disagree(&state.db).await?);
    found.extend(store::levels_that_disagree(&state.db).await?);
    found.extend(store::lines_that_disagree(&state.db).await?);
    found.extend(store::transfers_that_disagree(&state.db).await?);
    Ok(found)
}
