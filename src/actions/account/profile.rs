//! Name and phone.

use crate::{domain::account::Profile, error::AppError};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/actions", endpoint = "account/profile", input = GetUrl)]
pub async fn get_profile() -> Result<Profile, AppError> {
    use crate::server::{permissions, services::profiles};
    let (caller, account) = permissions::signed_in()?;
    profiles::find(&caller.state, account.id).await
}

/// Saves the profile that was shown at `version`.
#[server(prefix = "/actions", endpoint = "account/save_profile")]
pub async fn save_profile(
    #[server(default)] name: String,
    #[server(default)] phone: String,
    version: i64,
) -> Result<(), AppError> {
    use crate::{
        domain::account::ProfileInput,
        server::{permissions, services::profiles},
    };
    let (caller, account) = permissions::signed_in()?;
    profiles::save(&caller.state, account.id, &ProfileInput { name, phone }, version).await?;
    leptos_axum::redirect(&format!("/account/profile?saved={}", version.saturating_add(1)));
    Ok(())
}
