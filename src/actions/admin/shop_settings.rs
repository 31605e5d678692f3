//! The shop's own name and country.

use crate::{
    domain::shop_settings::{ShopSettings, ShopSettingsInput},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/actions", endpoint = "admin/get_shop_settings", input = GetUrl)]
pub async fn get_shop_settings() -> Result<ShopSettings, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shop_settings},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    Ok(shop_settings::load(&caller.state.db).await?)
}

/// Keeps what the shop is called and where it is.
#[server(prefix = "/actions", endpoint = "admin/save_shop_settings")]
pub async fn save_shop_settings(#[server(flatten)] shop: ShopSettingsInput) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::shop_settings},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    shop_settings::save(&caller.state, &account, shop).await?;
    permissions::lead_plain_form_to("/admin/settings/shop?saved=1");
    Ok(())
}
