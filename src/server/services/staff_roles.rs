//! Roles of the staff: what everyone who has one is let into. Only the owner gets here.

use super::audit::{self, Subject};
use crate::{
    domain::{
        access::{Permission, Permissions},
        audit::AuditSubject,
        forms::Problem,
        ids::StaffRoleId,
        staff::{StaffRole, StaffRoleInput},
    },
    error::AppError,
    server::{
        security_log::{self, SecurityEvent},
        state::State,
        store::{StoreError, Tx, staff_roles},
    },
};
use serde::Serialize;

/// Most roles of a shop: more than anybody can tell apart.
const MOST: i64 = 100;

pub async fn list(state: &State) -> Result<Vec<StaffRole>, AppError> {
    Ok(staff_roles::all(&state.db).await?)
}

pub async fn open(state: &State, id: StaffRoleId) -> Result<StaffRole, AppError> {
    staff_roles::find(&state.db, id).await?.ok_or(AppError::NotFound)
}

/// Adds a role and answers with its id. Refuses wrong fields, and a name that is taken, by name.
pub async fn add(state: &State, actor: &str, input: &StaffRoleInput) -> Result<StaffRoleId, AppError> {
    let (name, permissions) = input.check()?;
    let mut tx = state.db.begin().await?;
    if staff_roles::count(&mut tx).await? >= MOST {
        return Err(AppError::field("name", Problem::TooMany(MOST as u32)));
    }
    let id = staff_roles::insert(&mut tx, &name, permissions).await.map_err(refusal)?;
    note(&mut tx, state, actor, id, None, Some(&Noted::new(&name, permissions))).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a role and answers with its new version. Where its permissions change, everyone who has it is logged out.
///
/// Refuses wrong fields by name, and with [`AppError::Conflict`] if it no longer has the version.
pub async fn update(
    state: &State,
    actor: &str,
    (id, version): (StaffRoleId, i64),
    input: &StaffRoleInput,
) -> Result<i64, AppError> {
    let (name, permissions) = input.check()?;
    let mut tx = state.db.begin().await?;
    let before = staff_roles::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if !staff_roles::update(&mut tx, (id, version), &name, permissions).await.map_err(refusal)? {
        return Err(AppError::Conflict);
    }
    let rights_change = before.permissions != permissions;
    if rights_change {
        staff_roles::end_sessions(&mut tx, id).await?;
    }
    let (before, after) = (Noted::new(&before.name, before.permissions), Noted::new(&name, permissions));
    note(&mut tx, state, actor, id, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    if rights_change {
        security_log::note(SecurityEvent::PermissionsChanged, None);
    }
    Ok(version + 1)
}

/// Deletes a role that nobody has; refuses others with [`AppError::InUse`].
pub async fn delete(state: &State, actor: &str, id: StaffRoleId, version: i64) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let before = staff_roles::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if before.members > 0 {
        return Err(AppError::InUse { uses: before.members });
    }
    match staff_roles::delete(&mut tx, id, version).await {
        Ok(true) => {}
        Ok(false) => return Err(AppError::Conflict),
        // Somebody was given it just now.
        Err(error) if error.is_foreign_key_violation() => return Err(AppError::InUse { uses: 1 }),
        Err(error) => return Err(error.into()),
    }
    note(&mut tx, state, actor, id, Some(&Noted::new(&before.name, before.permissions)), None).await?;
    tx.commit().await?;
    Ok(())
}

/// A role as the log has it.
#[derive(Serialize)]
struct Noted {
    name: String,
    permissions: Vec<&'static str>,
}

impl Noted {
    fn new(name: &str, permissions: Permissions) -> Self {
        Self { name: name.to_owned(), permissions: permissions.iter().map(Permission::label).collect() }
    }
}

async fn note(
    tx: &mut Tx,
    state: &State,
    actor: &str,
    id: StaffRoleId,
    before: Option<&Noted>,
    after: Option<&Noted>,
) -> Result<(), AppError> {
    let name = after.or(before).map(|role| role.name.as_str()).unwrap_or_default();
    let subject = Subject::new(AuditSubject::StaffRole, id.0, name);
    Ok(audit::note(tx, state.clock.now(), actor, subject, before, after).await?)
}

fn refusal(error: StoreError) -> AppError {
    if error.violates("staff_role_name_key", "staff_role.name") {
        AppError::field("name", Problem::AlreadyTaken)
    } else {
        error.into()
    }
}
