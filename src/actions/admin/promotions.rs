//! Promotions and coupon codes.

use crate::{
    domain::{
        ids::PromotionId,
        promotion::PromotionInput,
        staff::{PromotionEditor, PromotionList, Tried},
    },
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// A page of a tab's promotions that fit the search; `older` and `newer` as in
/// [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_promotions", input = GetUrl)]
pub async fn list_promotions(
    tab: String,
    query: String,
    older: String,
    newer: String,
) -> Result<PromotionList, AppError> {
    use crate::{
        domain::{
            access::Permission,
            staff::{PageRequest, PromotionTab},
        },
        server::{permissions, services::promotions},
    };
    let (caller, _) = permissions::staff(Permission::Marketing)?;
    let page = PageRequest::parse(&older, &newer);
    promotions::list(&caller.state, PromotionTab::from_slug(&tab), &query, page).await
}

/// A promotion, or with "new" an empty form; an id that is no number is one that does not exist.
#[server(prefix = "/actions", endpoint = "admin/get_promotion", input = GetUrl)]
pub async fn get_promotion(id: String) -> Result<PromotionEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::promotions},
    };
    let (caller, _) = permissions::staff(Permission::Marketing)?;
    let id = if id == "new" { None } else { Some(id.parse().map_err(|_| AppError::NotFound)?) };
    promotions::open(&caller.state, id).await
}

/// Saves a promotion; an empty id adds one. Leads to its page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_promotion")]
pub async fn save_promotion(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    promotion: PromotionInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::promotions},
    };
    let (caller, account) = permissions::staff(Permission::Marketing)?;
    let (state, actor) = (&caller.state, account.email.as_str());
    let saved = if id.is_empty() {
        promotions::add(state, actor, &promotion).await.map(|id| (id, 1))
    } else {
        let id = id.parse().map_err(|_| AppError::NotFound)?;
        promotions::update(state, actor, (id, version), &promotion).await.map(|version| (id, version))
    };
    let (id, version) = saved.map_err(|error| error.within("promotion"))?;
    leptos_axum::redirect(&format!("/admin/promotions/{id}?saved={version}"));
    Ok(())
}

/// Deletes a promotion that no order ever had. Leads to the list.
#[server(prefix = "/actions", endpoint = "admin/delete_promotion")]
pub async fn delete_promotion(id: PromotionId, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::promotions},
    };
    let (caller, account) = permissions::staff(Permission::Marketing)?;
    promotions::delete(&caller.state, &account.email, id, version).await?;
    leptos_axum::redirect(&format!("/admin/promotions?deleted={id}"));
    Ok(())
}

/// What a saved promotion does to a sample cart; none while the cart is empty. Changes nothing.
#[server(prefix = "/actions", endpoint = "admin/try_promotion", input = GetUrl)]
pub async fn try_promotion(
    id: String,
    lines: String,
    shipping: String,
    has_ordered: bool,
    customer_group: String,
) -> Result<Option<Tried>, AppError> {
    use crate::{
        domain::{access::Permission, staff::SampleCart},
        server::{permissions, services::try_promotion::try_out},
    };
    let (caller, _) = permissions::staff(Permission::Marketing)?;
    if lines.trim().is_empty() {
        return Ok(None);
    }
    let sample = SampleCart { lines, shipping, has_ordered, customer_group };
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    try_out(&caller.state, id, &sample).await.map(Some)
}
