//! The staff. Only the owner calls these, and to change anything gives the password again.

use crate::{
    domain::{
        ids::AccountId,
        staff::{InvitationInput, StaffEditor, StaffList},
    },
    error::AppError,
};
use leptos::prelude::*;

/// A page of the staff whose name or e-mail fits the search; `older` and `newer` as in
/// [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_staff", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_staff(query: String, older: String, newer: String) -> Result<StaffList, AppError> {
    use crate::{
        domain::staff::PageRequest,
        server::{permissions, services::staff},
    };
    let (caller, _) = permissions::owner()?;
    staff::list(&caller.state, &query, PageRequest::parse(&older, &newer)).await
}

/// An account and what it can be made, or with "new" what an invitation starts with.
#[server(prefix = "/actions", endpoint = "admin/get_staff_member", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_staff_member(id: String) -> Result<StaffEditor, AppError> {
    use crate::server::{permissions, services::staff};
    let (caller, account) = permissions::owner()?;
    let id = match id.as_str() {
        "new" => None,
        id => Some(id.parse().map_err(|_| AppError::NotFound)?),
    };
    staff::open(&caller.state, &account, id).await
}

/// Adds somebody to the staff and sends them a link by which they set their password. Leads to their page.
#[server(prefix = "/actions", endpoint = "admin/invite_staff")]
pub async fn invite_staff(invitation: InvitationInput) -> Result<(), AppError> {
    use crate::server::{permissions, services::staff};
    let (caller, account) = permissions::confirmed_owner()?;
    let invited = staff::invite(&caller.state, &account, &invitation).await;
    let id = invited.map_err(|error| error.within("invitation"))?;
    leptos_axum::redirect(&format!("/admin/staff/{id}?done=invited"));
    Ok(())
}

/// Makes an account a customer, staff with a role, or an owner; see [`crate::domain::staff::Position::parse`]. Leads to
/// its page.
#[server(prefix = "/actions", endpoint = "admin/change_staff_role")]
pub async fn change_staff_role(id: AccountId, position: String) -> Result<(), AppError> {
    use crate::{
        domain::staff::Position,
        server::{permissions, services::staff},
    };
    let (caller, account) = permissions::confirmed_owner()?;
    let position = Position::parse(&position).map_err(|problem| AppError::field("position", problem))?;
    staff::change_position(&caller.state, &account, id, position).await?;
    leptos_axum::redirect(&format!(
        "/admin/staff/{id}?done={}",
        if position == Position::Customer { "left" } else { "role" }
    ));
    Ok(())
}

/// Closes the account of somebody of the staff, or opens it again. Leads to their page.
#[server(prefix = "/actions", endpoint = "admin/disable_staff")]
pub async fn disable_staff(id: AccountId, disabled: bool) -> Result<(), AppError> {
    use crate::server::{permissions, services::staff};
    let (caller, account) = permissions::confirmed_owner()?;
    staff::set_disabled(&caller.state, &account, id, disabled).await?;
    leptos_axum::redirect(&format!("/admin/staff/{id}?done={}", if disabled { "disabled" } else { "enabled" }));
    Ok(())
}

/// Logs somebody of the staff out everywhere. Leads to their page.
#[server(prefix = "/actions", endpoint = "admin/end_staff_sessions")]
pub async fn end_staff_sessions(id: AccountId) -> Result<(), AppError> {
    use crate::server::{permissions, services::staff};
    let (caller, account) = permissions::confirmed_owner()?;
    staff::end_sessions(&caller.state, &account, id).await?;
    leptos_axum::redirect(&format!("/admin/staff/{id}?done=logged-out"));
    Ok(())
}

/// Mails somebody of the staff a link by which they set their password. Leads to their page.
#[server(prefix = "/actions", endpoint = "admin/send_staff_link")]
pub async fn send_staff_link(id: AccountId) -> Result<(), AppError> {
    use crate::server::{permissions, services::staff};
    let (caller, account) = permissions::confirmed_owner()?;
    staff::send_link(&caller.state, &account, id).await?;
    leptos_axum::redirect(&format!("/admin/staff/{id}?done=sent"));
    Ok(())
}
