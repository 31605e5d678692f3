//! Where the account is logged in.

use crate::{domain::account::Device, error::AppError};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/actions", endpoint = "account/devices", input = GetUrl)]
pub async fn list_devices() -> Result<Vec<Device>, AppError> {
    use crate::server::{permissions, services::devices};
    let (caller, account) = permissions::signed_in()?;
    devices::list(&caller.state, &caller.identity, account.id).await
}

/// Logs out where a session of the account is open; `key` names it.
#[server(prefix = "/actions", endpoint = "account/close_device")]
pub async fn close_device(key: String) -> Result<(), AppError> {
    use crate::server::{permissions, services::devices};
    let (caller, account) = permissions::signed_in()?;
    devices::close(&caller.state, account.id, &key).await?;
    permissions::lead_plain_form_to("/account/devices");
    Ok(())
}

/// Logs out everywhere but here.
#[server(prefix = "/actions", endpoint = "account/close_other_devices")]
pub async fn close_other_devices() -> Result<(), AppError> {
    use crate::server::{permissions, services::devices};
    let (caller, account) = permissions::signed_in()?;
    devices::close_others(&caller.state, &caller.identity, account.id).await?;
    permissions::lead_plain_form_to("/account/devices");
    Ok(())
}
