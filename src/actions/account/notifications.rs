//! What the customer wants to be told by mail.

use crate::{domain::account::NotificationChoice, error::AppError};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/actions", endpoint = "account/notifications", input = GetUrl)]
pub async fn list_notification_choices() -> Result<Vec<NotificationChoice>, AppError> {
    use crate::server::{permissions, services::notification_choices};
    let (caller, account) = permissions::signed_in()?;
    notification_choices::list(&caller.state, account.id).await
}

/// Keeps the chosen kinds, by slug; what is not among them is not wanted.
#[server(prefix = "/actions", endpoint = "account/save_notifications")]
pub async fn save_notification_choices(#[server(default)] kinds: Vec<String>) -> Result<(), AppError> {
    use crate::{
        domain::{account::NotificationKind, forms::Problem},
        server::{permissions, services::notification_choices},
    };
    let (caller, account) = permissions::signed_in()?;
    let kinds: Option<Vec<_>> = kinds.iter().map(|kind| NotificationKind::from_slug(kind)).collect();
    let kinds = kinds.ok_or_else(|| AppError::field("kinds", Problem::UnknownChoice))?;
    notification_choices::save(&caller.state, account.id, &kinds).await?;
    permissions::lead_plain_form_to("/account/notifications?saved=1");
    Ok(())
}
