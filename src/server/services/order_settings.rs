//! What the shop sets about the life of its orders.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::{AuditSubject, ORDER_SETTINGS},
        order_settings::{OrderSettings, OrderSettingsInput},
    },
    error::AppError,
    server::{
        state::State,
        store::{Conn, StoreError, StoreResult, accounts::Account, settings},
    },
};

/// Name of the setting in the database.
const NAME: &str = "orders";

/// The settings; without any kept, the defaults.
pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<OrderSettings> {
    match settings::find(on, NAME).await? {
        Some(kept) => serde_json::from_str(&kept)
            .map_err(|error| StoreError::Inconsistent(format!("the setting {NAME}: {error}"))),
        None => Ok(OrderSettings::default()),
    }
}

/// Keeps the settings, if they can be kept, and notes what changed. They count for orders of before as well.
pub async fn save(state: &State, staff: &Account, input: &OrderSettingsInput) -> Result<(), AppError> {
    let after = input.check()?;
    let text = serde_json::to_string(&after).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
    let mut tx = state.db.begin().await?;
    let before = load(&mut tx).await?;
    settings::set(&mut tx, NAME, &text).await?;
    let subject = Subject::new(AuditSubject::Setting, ORDER_SETTINGS, "Orders");
    audit::note(&mut tx, state.clock.now(), &staff.email, subject, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(())
}
