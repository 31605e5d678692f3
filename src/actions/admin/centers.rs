//! Setting up fulfillment centers.

use crate::{
    domain::staff::{CenterInput, FulfillmentCenter},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Every center, the one that ships first before the others.
#[server(prefix = "/actions", endpoint = "admin/list_centers", input = GetUrl)]
pub async fn list_centers() -> Result<Vec<FulfillmentCenter>, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::centers},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    centers::list(&caller.state).await
}

/// A center, or with "new" none.
#[server(prefix = "/actions", endpoint = "admin/get_center", input = GetUrl)]
pub async fn get_center(id: String) -> Result<Option<FulfillmentCenter>, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::centers},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    if id == "new" {
        return Ok(None);
    }
    centers::open(&caller.state, id.parse().map_err(|_| AppError::NotFound)?).await.map(Some)
}

/// Saves a center; an empty id adds one. Leads to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_center")]
pub async fn save_center(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    fulfillment_center: CenterInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::centers},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let (state, actor) = (&caller.state, account.email.as_str());
    let saved = if id.is_empty() {
        centers::add(state, actor, &fulfillment_center).await.map(|id| (id, 1))
    } else {
        let id = id.parse().map_err(|_| AppError::NotFound)?;
        centers::update(state, actor, (id, version), &fulfillment_center).await.map(|version| (id, version))
    };
    let (id, version) = saved.map_err(|error| error.within("fulfillment_center"))?;
    leptos_axum::redirect(&format!("/admin/centers/{id}?saved={version}"));
    Ok(())
}
