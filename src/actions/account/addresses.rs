//! The address book.

use crate::{
    domain::{account::SavedAddress, address::Address},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/actions", endpoint = "account/addresses", input = GetUrl)]
pub async fn list_addresses() -> Result<Vec<SavedAddress>, AppError> {
    use crate::server::{permissions, services::address_book};
    let (caller, account) = permissions::signed_in()?;
    address_book::list(&caller.state, account.id).await
}

#[server(prefix = "/actions", endpoint = "account/address", input = GetUrl)]
pub async fn get_address(id: String) -> Result<SavedAddress, AppError> {
    use crate::server::{permissions, services::address_book};
    let (caller, account) = permissions::signed_in()?;
    address_book::find(&caller.state, account.id, id.parse().map_err(|_| AppError::NotFound)?).await
}

/// Saves an address; an empty id adds one. Leads to the address book.
#[server(prefix = "/actions", endpoint = "account/save_address")]
pub async fn save_own_address(
    #[server(default)] id: String,
    #[server(default)] default_shipping: String,
    #[server(default)] default_billing: String,
    #[server(flatten)] address: Address,
) -> Result<(), AppError> {
    use crate::server::{
        permissions,
        services::address_book::{self, Defaults},
    };
    let (caller, account) = permissions::signed_in()?;
    let defaults = Defaults { shipping: !default_shipping.is_empty(), billing: !default_billing.is_empty() };
    if id.is_empty() {
        address_book::add(&caller.state, account.id, &address, defaults).await?;
    } else {
        let id = id.parse().map_err(|_| AppError::NotFound)?;
        address_book::save(&caller.state, account.id, id, &address, defaults).await?;
    }
    leptos_axum::redirect("/account/addresses?done=saved");
    Ok(())
}

/// Makes an address the default for `usage`, the slug of an [`crate::domain::account::AddressUse`].
#[server(prefix = "/actions", endpoint = "account/set_default_address")]
pub async fn set_default_address(id: String, usage: String) -> Result<(), AppError> {
    use crate::{
        domain::account::AddressUse,
        server::{permissions, services::address_book},
    };
    let (caller, account) = permissions::signed_in()?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let usage = AddressUse::from_slug(&usage).ok_or(AppError::NotFound)?;
    address_book::set_default(&caller.state, account.id, id, usage).await?;
    permissions::lead_plain_form_to("/account/addresses");
    Ok(())
}

#[server(prefix = "/actions", endpoint = "account/delete_address")]
pub async fn delete_address(id: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::address_book};
    let (caller, account) = permissions::signed_in()?;
    address_book::delete(&caller.state, account.id, id.parse().map_err(|_| AppError::NotFound)?).await?;
    permissions::lead_plain_form_to("/account/addresses?done=deleted");
    Ok(())
}
