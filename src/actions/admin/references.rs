//! Working on brands, colors, sizes and the like; `kind` is the slug of a [`crate::domain::references::ReferenceKind`].

use crate::{
    domain::references::{ReferenceEditor, ReferenceInput, References},
    error::AppError,
};
use leptos::prelude::*;

/// A page of the entries that fit the search; `older` and `newer` as in
/// [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_references", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_references(
    kind: String,
    query: String,
    sort: String,
    older: String,
    newer: String,
) -> Result<References<ReferenceInput>, AppError> {
    use crate::{
        domain::{
            access::Permission,
            references::{ReferenceKind, Sort},
            staff::PageRequest,
        },
        server::{permissions, services::any_reference},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    let kind = ReferenceKind::from_slug(&kind).ok_or(AppError::NotFound)?;
    let sort = Sort::from_slug(&sort).unwrap_or(kind.usual_sort());
    any_reference::list(&caller.state, kind, &query, sort, PageRequest::parse(&older, &newer)).await
}

#[server(prefix = "/actions", endpoint = "admin/get_reference", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_reference(kind: String, id: String) -> Result<ReferenceEditor, AppError> {
    use crate::{
        domain::{access::Permission, references::ReferenceKind},
        server::{permissions, services::any_reference},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    let kind = ReferenceKind::from_slug(&kind).ok_or(AppError::NotFound)?;
    any_reference::open(&caller.state, kind, id.parse().map_err(|_| AppError::NotFound)?).await
}

/// Saves an entry; an empty id adds one. Leads to its page, or to the one it is shown on.
#[server(prefix = "/actions", endpoint = "admin/save_reference")]
pub async fn save_reference(
    kind: String,
    #[server(default)] id: String,
    #[server(default)] version: i64,
    reference: ReferenceInput,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, references::ReferenceKind},
        server::{permissions, services::any_reference},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let kind = ReferenceKind::from_slug(&kind).ok_or(AppError::NotFound)?;
    let (state, actor) = (&caller.state, account.email.as_str());
    let saved = if id.is_empty() {
        any_reference::add(state, kind, actor, &reference).await.map(|id| (id, 1))
    } else {
        let id = id.parse().map_err(|_| AppError::NotFound)?;
        any_reference::update(state, kind, actor, (id, version), &reference).await.map(|version| (id, version))
    };
    let (id, version) = saved.map_err(|error| error.within("reference"))?;
    let system = Some(reference.size_system.as_str()).filter(|_| kind == ReferenceKind::Size);
    leptos_axum::redirect(&format!("{}?saved={id}-{version}", kind.page_after(system, id)));
    Ok(())
}

/// Deletes an entry that nothing uses. Leads to the list it stood in.
#[server(prefix = "/actions", endpoint = "admin/delete_reference")]
pub async fn delete_reference(kind: String, id: i64, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, references::ReferenceKind},
        server::{permissions, services::any_reference},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let kind = ReferenceKind::from_slug(&kind).ok_or(AppError::NotFound)?;
    any_reference::delete(&caller.state, kind, &account.email, (id, version)).await?;
    leptos_axum::redirect(&format!("{}?deleted={id}", kind.list_page()));
    Ok(())
}

/// Puts another entry in the place of one, which is deleted. Leads to the one that stays.
#[server(prefix = "/actions", endpoint = "admin/merge_reference")]
pub async fn merge_reference(
    kind: String,
    id: i64,
    version: i64,
    #[server(default)] into: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, forms::Problem, references::ReferenceKind},
        server::{permissions, services::any_reference},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let kind = ReferenceKind::from_slug(&kind).ok_or(AppError::NotFound)?;
    let into = into.parse().map_err(|_| AppError::field("into", Problem::UnknownChoice))?;
    any_reference::merge(&caller.state, kind, &account.email, (id, version), into).await?;
    leptos_axum::redirect(&format!("{}?saved=merged", kind.page(into)));
    Ok(())
}

/// Puts an entry before or behind its neighbor. Leads a plain form back to `page`, a page of the admin.
#[server(prefix = "/actions", endpoint = "admin/move_reference")]
pub async fn move_reference(
    kind: String,
    id: i64,
    step: String,
    #[server(default)] page: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{
            access::Permission,
            references::{Direction, ReferenceKind},
        },
        server::{permissions, services::any_reference},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let kind = ReferenceKind::from_slug(&kind).ok_or(AppError::NotFound)?;
    let direction = Direction::from_slug(&step).ok_or(AppError::NotFound)?;
    any_reference::shift(&caller.state, kind, &account.email, id, direction).await?;
    let page = if page.starts_with("/admin/") { page.as_str() } else { kind.list_page() };
    permissions::lead_plain_form_to(page);
    Ok(())
}
