//! An account's own data, for its owner.

use crate::{
    domain::{
        account::{AccountOverview, Profile, ProfileInput, default_billing, default_shipping},
        ids::AccountId,
        staff::PageRequest,
    },
    error::AppError,
    server::{
        state::State,
        store::{address_book, orders, profiles},
    },
};

/// Orders on the first page of an account.
const RECENT: usize = 3;

pub async fn find(state: &State, account: AccountId) -> Result<Profile, AppError> {
    profiles::find(&state.db, account).await?.ok_or(AppError::NotFound)
}

/// What the first page of an account shows.
pub async fn overview(state: &State, account: AccountId) -> Result<AccountOverview, AppError> {
    let profile = find(state, account).await?;
    let addresses = address_book::list(&state.db, account).await?;
    let (mut newest, _) = orders::list_of_account(&state.db, account, PageRequest::Newest).await?;
    newest.truncate(RECENT);
    Ok(AccountOverview {
        profile,
        orders: newest,
        shipping: default_shipping(&addresses).cloned(),
        billing: default_billing(&addresses).cloned(),
    })
}

/// Saves what was changed in the profile that was shown at `version`.
///
/// # Errors
/// `Conflict` when the profile was changed since, for example in another tab.
pub async fn save(state: &State, account: AccountId, input: &ProfileInput, version: i64) -> Result<(), AppError> {
    let input = input.check()?;
    let mut tx = state.db.begin().await?;
    if !profiles::update(&mut tx, account, &input, version).await? {
        return Err(AppError::Conflict);
    }
    tx.commit().await?;
    Ok(())
}
