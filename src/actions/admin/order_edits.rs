//! Changing orders before they ship.

use crate::{
    domain::order_edit::{OrderEditForm, OrderEditPreview, OrderEditor},
    error::AppError,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The form that changes an order, as a draft has it, or as the order is.
#[server(prefix = "/actions", endpoint = "admin/get_order_edit", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_order_edit(number: String, draft: String) -> Result<OrderEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::order_edit_drafts},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    order_edit_drafts::open(&caller.state, &account.email, number, draft.parse().ok()).await
}

/// What a draft comes to. Nothing is changed.
#[server(prefix = "/actions", endpoint = "admin/preview_order_edit", input = leptos::server_fn::codec::GetUrl)]
pub async fn preview_order_edit(number: String, draft: String) -> Result<OrderEditPreview, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::order_edit_drafts},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let draft = draft.parse().map_err(|_| AppError::NotFound)?;
    order_edit_drafts::preview(&caller.state, &account.email, number, draft).await
}

/// Keeps what was typed as a draft, and leads to the form with what a search finds ("find"), or to what it comes to. Units
/// stand beside the other fields, as maps with numbers for keys cannot be read through a flattened one.
#[server(prefix = "/actions", endpoint = "admin/draft_order_edit")]
pub async fn draft_order_edit(
    number: String,
    #[server(default)] step: String,
    #[server(default)] wanted: BTreeMap<String, String>,
    #[server(default)] added: BTreeMap<String, String>,
    #[server(flatten)] form: OrderEditForm,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{permissions, services::order_edit_drafts},
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let form = OrderEditForm { wanted, added, ..form };
    let draft = order_edit_drafts::keep(&caller.state, &account.email, number, &form).await?;
    leptos_axum::redirect(&order_edit_drafts::page_of(number, draft, &step));
    Ok(())
}

/// Carries a draft out, at the total that its preview showed. Leads back to the order's page.
#[server(prefix = "/actions", endpoint = "admin/apply_order_edit")]
pub async fn apply_order_edit(
    number: String,
    draft: String,
    #[server(default)] seen_total: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order::OrderNumber},
        server::{
            permissions,
            services::{order_edit_drafts, staff_payments::page_after},
        },
    };
    let (caller, account) = permissions::staff(Permission::Orders)?;
    let number: OrderNumber = number.parse().map_err(|_| AppError::NotFound)?;
    let draft = draft.parse().map_err(|_| AppError::NotFound)?;
    order_edit_drafts::apply(&caller.state, &account.email, number, draft, seen_total.parse().ok()).await?;
    leptos_axum::redirect(&page_after(&caller.state, number, "edited"));
    Ok(())
}
