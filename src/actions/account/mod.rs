//! What customers do with their own account. Whose it is, the session says and nothing else.

pub mod addresses;
pub mod deletion;
pub mod devices;
pub mod notifications;
pub mod payment_methods;
pub mod profile;

use crate::{
    domain::account::{AccountOverview, OwnOrders},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What the first page of the account shows.
#[server(prefix = "/actions", endpoint = "account/overview", input = GetUrl)]
pub async fn get_overview() -> Result<AccountOverview, AppError> {
    use crate::server::{permissions, services::profiles};
    let (caller, account) = permissions::signed_in()?;
    profiles::overview(&caller.state, account.id).await
}

/// A page of the account's orders; `older` and `newer` as in [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "account/orders", input = GetUrl)]
pub async fn list_own_orders(
    #[server(default)] older: String,
    #[server(default)] newer: String,
) -> Result<OwnOrders, AppError> {
    use crate::{
        domain::staff::PageRequest,
        server::{permissions, services::own_orders},
    };
    let (caller, account) = permissions::signed_in()?;
    own_orders::list(&caller.state, account.id, PageRequest::parse(&older, &newer)).await
}
