//! What the shop sets about the life of its orders.

use crate::{domain::order_settings::OrderSettings, error::AppError};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/actions", endpoint = "admin/get_order_settings", input = GetUrl)]
pub async fn get_order_settings() -> Result<OrderSettings, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::order_settings},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    Ok(order_settings::load(&caller.state.db).await?)
}

/// Keeps what the shop sets about its orders.
#[server(prefix = "/actions", endpoint = "admin/save_order_settings")]
pub async fn save_order_settings(
    #[server(default)] complete_after_days: String,
    #[server(default)] customers_cancel: String,
) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, order_settings::OrderSettingsInput},
        server::{permissions, services::order_settings},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let input = OrderSettingsInput { complete_after_days, customers_cancel: !customers_cancel.is_empty() };
    order_settings::save(&caller.state, &account, &input).await?;
    permissions::lead_plain_form_to("/admin/settings/orders?saved=1");
    Ok(())
}
