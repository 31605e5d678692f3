//! The seller's data on invoices, which the owner sets.

use super::{settings::Setting, shop_settings};
use crate::{
    domain::{
        audit::LEGAL_SETTINGS,
        invoice::{LegalSettings, LegalSettingsInput},
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreResult, accounts::Account},
    },
};

const KEPT: Setting = Setting { name: "legal", audited: (LEGAL_SETTINGS, "Seller") };

/// The settings; without any kept, the defaults with the shop's own name.
pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<LegalSettings> {
    let mut on = on.into();
    let settings: LegalSettings = KEPT.load(on.again()).await?;
    if settings.name.is_empty() {
        return Ok(LegalSettings { name: shop_settings::load(on).await?.name, ..settings });
    }
    Ok(settings)
}

/// Keeps the settings, if they can be kept, and notes what changed. Documents that were issued stay as they are.
pub async fn save(state: &State, owner: &Account, input: LegalSettingsInput) -> Result<(), AppError> {
    Ok(KEPT.save(state, owner, &input.check()?).await?)
}

/// Gives a new shop its seller; one that has data keeps them.
pub async fn set_up(state: &State, seller: &LegalSettings) -> StoreResult<()> {
    KEPT.set_up(state, seller).await
}
