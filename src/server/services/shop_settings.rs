//! The shop's own name and country, and whether it is the demo shop.

use super::settings::Setting;
use crate::{
    domain::{
        audit::SHOP_SETTINGS,
        shop_settings::{Shop, ShopSettings, ShopSettingsInput},
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreResult, accounts::Account, settings},
    },
};
use std::sync::Arc;

const KEPT: Setting = Setting { name: "shop", audited: (SHOP_SETTINGS, "Shop") };
/// Name of the setting that marks a demo shop, and its value there.
const DEMO: (&str, &str) = ("demo", "true");

/// The settings; without any kept, the defaults.
pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<ShopSettings> {
    KEPT.load(on).await
}

/// Keeps the settings, if they can be kept, and notes what changed. This node's pages show it at once, others' within half
/// a minute.
pub async fn save(state: &State, staff: &Account, input: ShopSettingsInput) -> Result<(), AppError> {
    KEPT.save(state, staff, &input.check()?).await?;
    forget(state);
    Ok(())
}

/// The shop as its pages know it, at most half a minute old.
///
/// Ask before a transaction begins: what is not remembered is read on a connection of its own.
pub async fn current(state: &State) -> Result<Arc<Shop>, AppError> {
    let load = async { StoreResult::Ok(Arc::new(Shop::new(load(&state.db).await?, is_demo(&state.db).await?))) };
    state.caches.shop.try_get_with((), load).await.map_err(|error| {
        tracing::error!(%error, "could not read whose shop it is");
        AppError::Internal
    })
}

/// Whether the shop was made for trying out.
pub async fn is_demo(on: impl Into<Conn<'_>>) -> StoreResult<bool> {
    let (name, value) = DEMO;
    Ok(settings::find(on, name).await?.as_deref() == Some(value))
}

/// Gives a new shop its name; one that has a name keeps it.
pub async fn set_up(state: &State, shop: &ShopSettings) -> StoreResult<()> {
    KEPT.set_up(state, shop).await?;
    forget(state);
    Ok(())
}

/// From now on the shop tells everybody that it is for trying out.
pub async fn mark_as_demo(state: &State) -> StoreResult<()> {
    let (name, value) = DEMO;
    settings::set(&state.db, name, value).await?;
    forget(state);
    Ok(())
}

/// What is remembered about the shop, and what depends on its country.
fn forget(state: &State) {
    state.caches.shop.invalidate_all();
    state.caches.shipping_terms.invalidate_all();
    state.caches.price_terms.invalidate_all();
}
