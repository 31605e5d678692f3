//! What the shop sets about the life of its orders.

use super::settings::Setting;
use crate::{
    domain::{
        audit::ORDER_SETTINGS,
        order_settings::{OrderSettings, OrderSettingsInput},
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreResult, accounts::Account},
    },
};

const KEPT: Setting = Setting { name: "orders", audited: (ORDER_SETTINGS, "Orders") };

/// The settings; without any kept, the defaults.
pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<OrderSettings> {
    KEPT.load(on).await
}

/// Keeps the settings, if they can be kept, and notes what changed. They count for orders of before as well.
pub async fn save(state: &State, staff: &Account, input: &OrderSettingsInput) -> Result<(), AppError> {
    Ok(KEPT.save(state, staff, &input.check()?).await?)
}
