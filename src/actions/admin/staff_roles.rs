//! Roles of the staff. Only the owner calls these, and to change anything gives the password again.

use crate::{
    domain::{
        ids::StaffRoleId,
        staff::{StaffRole, StaffRoleInput},
    },
    error::AppError,
};
use leptos::prelude::*;

/// Every role, by name.
#[server(prefix = "/actions", endpoint = "admin/list_staff_roles", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_staff_roles() -> Result<Vec<StaffRole>, AppError> {
    use crate::server::{permissions, services::staff_roles};
    let (caller, _) = permissions::owner()?;
    staff_roles::list(&caller.state).await
}

/// A role, or with "new" none; an id that is no number is one that does not exist.
#[server(prefix = "/actions", endpoint = "admin/get_staff_role", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_staff_role(id: String) -> Result<Option<StaffRole>, AppError> {
    use crate::server::{permissions, services::staff_roles};
    let (caller, _) = permissions::owner()?;
    if id == "new" {
        return Ok(None);
    }
    staff_roles::open(&caller.state, id.parse().map_err(|_| AppError::NotFound)?).await.map(Some)
}

/// Saves a role; an empty id adds one. Leads to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_staff_role")]
pub async fn save_staff_role(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    role: StaffRoleInput,
) -> Result<(), AppError> {
    use crate::server::{permissions, services::staff_roles};
    let (caller, account) = permissions::confirmed_owner()?;
    let (state, actor) = (&caller.state, account.email.as_str());
    let saved = if id.is_empty() {
        staff_roles::add(state, actor, &role).await.map(|id| (id, 1))
    } else {
        let id = id.parse().map_err(|_| AppError::NotFound)?;
        staff_roles::update(state, actor, (id, version), &role).await.map(|version| (id, version))
    };
    let (id, version) = saved.map_err(|error| error.within("role"))?;
    leptos_axum::redirect(&format!("/admin/roles/{id}?saved={version}"));
    Ok(())
}

/// Deletes a role that nobody has. Leads to the list.
#[server(prefix = "/actions", endpoint = "admin/delete_staff_role")]
pub async fn delete_staff_role(id: StaffRoleId, version: i64) -> Result<(), AppError> {
    use crate::server::{permissions, services::staff_roles};
    let (caller, account) = permissions::confirmed_owner()?;
    staff_roles::delete(&caller.state, &account.email, id, version).await?;
    leptos_axum::redirect(&format!("/admin/roles?deleted={id}"));
    Ok(())
}
