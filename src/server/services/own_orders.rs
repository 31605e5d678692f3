//! A customer's history of orders.

use crate::{
    domain::{
        account::{OwnOrder, OwnOrders},
        ids::AccountId,
        order::{OrderDetail, OrderNumber},
        staff::PageRequest,
    },
    error::AppError,
    server::{
        state::State,
        store::{
            orders,
            slice::{Slice, Sliced},
        },
    },
};

/// A page of an account's orders, newest first.
pub async fn list(state: &State, account: AccountId, page: PageRequest) -> Result<OwnOrders, AppError> {
    let (orders, pages) = orders::list_of_account(&state.db, account, page).await?;
    Ok(OwnOrders { orders, pages })
}

/// A slice of an account's orders.
pub async fn slice(state: &State, account: AccountId, slice: Slice) -> Result<Sliced<OwnOrder>, AppError> {
    Ok(orders::slice_of_account(&state.db, account, slice).await?)
}

/// An order of this account, as its customer sees it; any other does not exist for it.
pub async fn find(state: &State, account: AccountId, number: OrderNumber) -> Result<OrderDetail, AppError> {
    let found = orders::find_detail(&state.db, number.0).await?.filter(|(_, owner)| *owner == Some(account));
    let (mut detail, _) = found.ok_or(AppError::NotFound)?;
    detail.keep_for_customer();
    Ok(detail)
}
