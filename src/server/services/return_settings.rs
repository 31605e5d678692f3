//! What the shop sets about returns.

use super::settings::Setting;
use crate::{
    domain::{
        audit::RETURN_SETTINGS,
        returns::{ReturnSettings, ReturnSettingsInput},
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreResult, accounts::Account},
    },
};

const KEPT: Setting = Setting { name: "returns", audited: (RETURN_SETTINGS, "Returns") };

/// The settings; without any kept, the defaults.
pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<ReturnSettings> {
    KEPT.load(on).await
}

/// Keeps the settings, if they can be kept, and notes what changed. The window counts for orders of before as well.
pub async fn save(state: &State, staff: &Account, input: ReturnSettingsInput) -> Result<(), AppError> {
    Ok(KEPT.save(state, staff, &input.check()?).await?)
}
