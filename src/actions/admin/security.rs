//! What the owner asks of the staff's logins.

use crate::error::AppError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Whether staff must have a second factor.
#[server(prefix = "/actions", endpoint = "admin/get_security_settings", input = GetUrl)]
pub async fn get_security_settings() -> Result<bool, AppError> {
    use crate::server::{permissions, services::staff_security};
    let (caller, _) = permissions::owner()?;
    staff_security::is_second_factor_required(&caller.state).await
}

/// Says whether staff must have a second factor. Whoever has none is let into nothing until it is set up.
#[server(prefix = "/actions", endpoint = "admin/save_security_settings")]
pub async fn save_security_settings(#[server(default)] second_factor: bool) -> Result<(), AppError> {
    use crate::server::{permissions, services::staff_security};
    let (caller, account) = permissions::confirmed_owner()?;
    staff_security::require_second_factor(&caller.state, &account, second_factor).await?;
    permissions::lead_plain_form_to("/admin/settings/security?saved=1");
    Ok(())
}
