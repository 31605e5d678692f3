//! Working on the category tree.

use crate::{
    domain::{
        ids::CategoryId,
        references::{CategoryEditor, CategoryInput, CategoryNode},
    },
    error::AppError,
};
use leptos::prelude::*;

/// The whole tree in its order.
#[server(prefix = "/actions", endpoint = "admin/list_categories", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_categories() -> Result<Vec<CategoryNode>, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::categories},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    categories::tree(&caller.state).await
}

#[server(prefix = "/actions", endpoint = "admin/get_category", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_category(id: String) -> Result<CategoryEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::categories},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    categories::open(&caller.state, id.parse().map_err(|_| AppError::NotFound)?).await
}

/// Adds a category below a parent, or at the top where that is empty. Leads to its page.
#[server(prefix = "/actions", endpoint = "admin/add_category")]
pub async fn add_category(#[server(default)] parent: String, category: CategoryInput) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, forms::Problem},
        server::{permissions, services::categories},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let parent = match parent.trim() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::field("parent", Problem::UnknownChoice))?),
    };
    let added = categories::add(&caller.state, &account.email, parent, &category).await;
    let id = added.map_err(|error| error.within("category"))?;
    leptos_axum::redirect(&format!("/admin/categories/{id}?saved=1"));
    Ok(())
}

/// Saves a category's form. Leads back to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_category")]
pub async fn save_category(id: CategoryId, version: i64, category: CategoryInput) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::categories},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let saved = categories::update(&caller.state, &account.email, id, version, &category).await;
    let version = saved.map_err(|error| error.within("category"))?;
    leptos_axum::redirect(&format!("/admin/categories/{id}?saved={version}"));
    Ok(())
}

/// Moves a category with all below it: "up", "down", "in", "out", or "before", "after", "inside" a target. Leads a plain
/// form to the tree.
#[server(prefix = "/actions", endpoint = "admin/move_category")]
pub async fn move_category(id: CategoryId, step: String, #[server(default)] target: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, forms::Problem, references::CategoryMove},
        server::{permissions, services::categories},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let wanted = CategoryMove::parse(&step, &target);
    let wanted = wanted.ok_or_else(|| AppError::field("target", Problem::UnknownChoice))?;
    categories::move_category(&caller.state, &account.email, id, wanted).await?;
    permissions::lead_plain_form_to(&format!("/admin/categories?moved={id}#category-{id}"));
    Ok(())
}

/// Deletes a category; its products go to `products_to`. Leads to the tree.
#[server(prefix = "/actions", endpoint = "admin/delete_category")]
pub async fn delete_category(
    id: CategoryId,
    version: i64,
    #[server(default)] products_to: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, forms::Problem},
        server::{permissions, services::categories},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let products_to = match products_to.trim() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::field("products_to", Problem::UnknownChoice))?),
    };
    categories::delete(&caller.state, &account.email, id, version, products_to).await?;
    leptos_axum::redirect(&format!("/admin/categories?deleted={id}"));
    Ok(())
}

/// Takes a category's picture away. Leads back to its page.
#[server(prefix = "/actions", endpoint = "admin/remove_category_picture")]
pub async fn remove_category_picture(id: CategoryId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::categories},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    categories::set_picture(&caller.state, &account.email, id, None).await?;
    leptos_axum::redirect(&format!("/admin/categories/{id}?picture=removed"));
    Ok(())
}
