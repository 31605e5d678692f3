//! What the owner asks of the staff's logins.

use super::audit::{self, Subject};
use crate::{
    domain::audit::AuditSubject,
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
use serde::Serialize;

/// The setting as the log has it.
#[derive(Serialize)]
struct Noted {
    required: bool,
}

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
    let mut tx = state.db.begin().await?;
    let before = Noted { required: settings::find(&mut tx, name).await?.as_deref() == Some(value) };
    settings::set(&mut tx, name, if required { value } else { "" }).await?;
    let subject = Subject::new(AuditSubject::Setting, 0, "Two-factor login of the staff");
    audit::note(&mut tx, state.clock.now(), &owner.email, subject, Some(&before), Some(&Noted { required })).await?;
    tx.commit().await?;
    note(SecurityEvent::SecondFactorRequirementChanged, Some(owner.id));
    Ok(())
}
