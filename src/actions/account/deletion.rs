//! Leaving the shop.

use crate::{domain::account::DeletionOutlook, error::AppError};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What deleting the account would do.
#[server(prefix = "/actions", endpoint = "account/deletion", input = GetUrl)]
pub async fn get_deletion_outlook() -> Result<DeletionOutlook, AppError> {
    use crate::server::{permissions, services::delete_account};
    let (caller, account) = permissions::signed_in()?;
    delete_account::outlook(&caller.state, &account).await
}

/// Deletes the account and answers with where to go.
#[server(prefix = "/actions", endpoint = "account/delete")]
pub async fn delete_own_account(#[server(default)] password: String) -> Result<String, AppError> {
    use crate::server::{permissions, services::delete_account};
    let (caller, account) = permissions::signed_in()?;
    delete_account::delete_account(&caller.state, &account, &password).await?;
    caller.close_session().await?;
    let target = "/goodbye".to_owned();
    permissions::lead_plain_form_to(&target);
    Ok(target)
}
