//! What the owner asks of the staff's logins.

use crate::{
    error::AppError,
    server::{
        security_log::{SecurityEvent, note},
        state::State,
        store::{
            accounts::{Account, STAFF_SECOND_FACTOR},
            settings,
        },
    },
};

/// Whether staff must have a second factor.
pub async fn is_second_factor_required(state: &State) -> Result<bool, AppError> {
    let (name, required) = STAFF_SECOND_FACTOR;
    Ok(settings::find(&state.db, name).await?.as_deref() == Some(required))
}

/// Says whether staff must have a second factor, the owner among them: who has none cannot ask others for it.
pub async fn require_second_factor(state: &State, owner: &Account, required: bool) -> Result<(), AppError> {
    if required && !owner.has_second_factor {
        return Err(AppError::SecondFactorRequired);
    }
    let (name, value) = STAFF_SECOND_FACTOR;
    settings::set(&state.db, name, if required { value } else { "" }).await?;
    note(SecurityEvent::SecondFactorRequirementChanged, Some(owner.id));
    Ok(())
}
