//! Fulfillment centers: where stock lies and parcels leave from.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::Problem,
        ids::FulfillmentCenterId,
        slug::slugify,
        staff::{CenterInput, CheckedCenter, FulfillmentCenter},
    },
    error::AppError,
    server::{
        state::State,
        store::{StoreError, centers as store},
    },
};

/// Most centers of a shop. Allocation tries sets of them.
const MOST: i64 = 50;

pub async fn list(state: &State) -> Result<Vec<FulfillmentCenter>, AppError> {
    Ok(store::all(&state.db).await?)
}

pub async fn open(state: &State, id: FulfillmentCenterId) -> Result<FulfillmentCenter, AppError> {
    store::find(&state.db, id).await?.ok_or(AppError::NotFound)
}

/// Adds a center and answers with its id.
pub async fn add(state: &State, actor: &str, input: &CenterInput) -> Result<FulfillmentCenterId, AppError> {
    let checked = input.check()?;
    let mut tx = state.db.begin().await?;
    if store::count(&mut tx).await? >= MOST {
        return Err(AppError::field("name", Problem::TooMany(MOST as u32)));
    }
    let slug = slugify(&checked.name);
    if slug.is_empty() {
        return Err(AppError::field("name", Problem::Required));
    }
    let id = store::insert(&mut tx, &slug, &checked).await.map_err(refusal)?;
    let subject = Subject::new(AuditSubject::FulfillmentCenter, id.0, &checked.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, None, Some(&checked)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a center and answers with its new version. Orders keep what they hold, wherever that is.
pub async fn update(
    state: &State,
    actor: &str,
    (id, version): (FulfillmentCenterId, i64),
    input: &CenterInput,
) -> Result<i64, AppError> {
    let checked = input.check()?;
    let mut tx = state.db.begin().await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if !store::update(&mut tx, (id, version), &checked).await.map_err(refusal)? {
        return Err(AppError::Conflict);
    }
    let before = CheckedCenter { name: before.name, country: before.country, priority: before.priority };
    let subject = Subject::new(AuditSubject::FulfillmentCenter, id.0, &checked.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, Some(&before), Some(&checked)).await?;
    tx.commit().await?;
    Ok(version + 1)
}

fn refusal(error: StoreError) -> AppError {
    if error.violates("fulfillment_center_slug_key", "fulfillment_center.slug") {
        AppError::field("name", Problem::AlreadyTaken)
    } else {
        error.into()
    }
}
