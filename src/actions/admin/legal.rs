//! The seller's data on invoices, which the owner sets.

use crate::{
    domain::invoice::{LegalSettings, LegalSettingsInput},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What the owner set.
#[server(prefix = "/actions", endpoint = "admin/get_legal_settings", input = GetUrl)]
pub async fn get_legal_settings() -> Result<LegalSettings, AppError> {
    use crate::server::{permissions, services::legal_settings};
    let (caller, _) = permissions::owner()?;
    Ok(legal_settings::load(&caller.state.db).await?)
}

/// Keeps what the owner sets.
#[server(prefix = "/actions", endpoint = "admin/save_legal_settings")]
pub async fn save_legal_settings(#[server(flatten)] settings: LegalSettingsInput) -> Result<(), AppError> {
    use crate::server::{permissions, services::legal_settings};
    let (caller, account) = permissions::confirmed_owner()?;
    legal_settings::save(&caller.state, &account, settings).await?;
    permissions::lead_plain_form_to("/admin/settings/legal?saved=1");
    Ok(())
}
