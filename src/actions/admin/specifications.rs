//! Working on specifications.

use crate::{
    domain::{
        ids::SpecificationId,
        references::{SpecificationBoard, SpecificationEditor, SpecificationForm},
    },
    error::AppError,
};
use leptos::prelude::*;

/// All specifications under their groups.
#[server(prefix = "/actions", endpoint = "admin/list_specifications", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_specifications() -> Result<SpecificationBoard, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::specifications},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    specifications::board(&caller.state).await
}

/// A specification, or with "new" what a new one starts with.
#[server(prefix = "/actions", endpoint = "admin/get_specification", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_specification(id: String) -> Result<SpecificationEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::specifications},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    let id = match id.as_str() {
        "new" => None,
        id => Some(id.parse().map_err(|_| AppError::NotFound)?),
    };
    specifications::open(&caller.state, id).await
}

/// Saves a specification; an empty id adds one. Leads to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_specification")]
pub async fn save_specification(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    specification: SpecificationForm,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::specifications},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let (state, actor, form) = (&caller.state, account.email.as_str(), &specification);
    let saved = if id.is_empty() {
        specifications::add(state, actor, form).await.map(|id| (id, 1))
    } else {
        let id = id.parse().map_err(|_| AppError::NotFound)?;
        specifications::update(state, actor, id, version, form).await.map(|version| (id, version))
    };
    let (id, version) = saved.map_err(|error| error.within("specification"))?;
    leptos_axum::redirect(&format!("/admin/specifications/{id}?saved={version}"));
    Ok(())
}

/// Deletes a specification that no product has. Leads to the list.
#[server(prefix = "/actions", endpoint = "admin/delete_specification")]
pub async fn delete_specification(id: SpecificationId, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::specifications},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    specifications::delete(&caller.state, &account.email, id, version).await?;
    leptos_axum::redirect(&format!("/admin/specifications?deleted={id}"));
    Ok(())
}

/// Puts a specification before or behind its neighbor. Leads a plain form to the list.
#[server(prefix = "/actions", endpoint = "admin/move_specification")]
pub async fn move_specification(id: SpecificationId, step: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, references::Direction},
        server::{permissions, services::specifications},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let direction = Direction::from_slug(&step).ok_or(AppError::NotFound)?;
    specifications::shift(&caller.state, &account.email, id, direction).await?;
    permissions::lead_plain_form_to("/admin/specifications");
    Ok(())
}
