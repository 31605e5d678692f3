//! A customer's history of orders.

use crate::{
    domain::{account::OwnOrders, ids::AccountId, staff::PageRequest},
    error::AppError,
    server::{state::State, store::orders},
};

/// A page of an account's orders, newest first.
pub async fn list(state: &State, account: AccountId, page: PageRequest) -> Result<OwnOrders, AppError> {
    let (orders, pages) = orders::list_of_account(&state.db, account, page).await?;
    Ok(OwnOrders { orders, pages })
}
