//! The seller's data on invoices, which the owner sets.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::{AuditSubject, LEGAL_SETTINGS},
        invoice::{LegalSettings, LegalSettingsInput},
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreError, StoreResult, accounts::Account, settings},
    },
};

/// Name of the setting in the database.
const NAME: &str = "legal";

/// The settings; without any kept, the defaults.
pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<LegalSettings> {
    match settings::find(on, NAME).await? {
        Some(kept) => serde_json::from_str(&kept)
            .map_err(|error| StoreError::Inconsistent(format!("the setting {NAME}: {error}"))),
        None => Ok(LegalSettings::default()),
    }
}

/// Keeps the settings, if they can be kept, and notes what changed. Documents that were issued stay as they are.
pub async fn save(state: &State, owner: &Account, input: LegalSettingsInput) -> Result<(), AppError> {
    let after = input.check()?;
    let mut tx = state.db.begin().await?;
    let before = load(&mut tx).await?;
    settings::set(&mut tx, NAME, &json(&after)?).await?;
    let subject = Subject::new(AuditSubject::Setting, LEGAL_SETTINGS, "Seller");
    audit::note(&mut tx, state.clock.now(), &owner.email, subject, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a new shop its seller; one that has data keeps them.
pub async fn set_up(state: &State, seller: &LegalSettings) -> StoreResult<()> {
    settings::get_or_insert(&state.db, NAME, &json(seller)?).await?;
    Ok(())
}

fn json(legal: &LegalSettings) -> StoreResult<String> {
    serde_json::to_string(legal).map_err(|error| StoreError::Inconsistent(error.to_string()))
}
