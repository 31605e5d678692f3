//! Brands, colors, size systems, sizes, materials, tax categories and specification groups: keeping them up.
//!
//! One service for all: `references::add::<Brand>(..)`. Every change is noted in the audit log.

use super::audit::{self, Subject};
use crate::{
    domain::{
        forms::Problem,
        references::{Direction, Entry, Reference, ReferenceInput, References, Sort},
        staff::PageRequest,
    },
    error::AppError,
    server::{
        state::State,
        store::{
            StoreError, Tx,
            references::{self as store, Table},
        },
    },
};

/// A page of the entries whose name or slug fits a search.
pub async fn list<T: Table>(
    state: &State,
    query: &str,
    sort: Sort,
    page: PageRequest,
) -> Result<References<T>, AppError> {
    let (entries, pages) = store::list(&state.db, query, sort, page).await?;
    Ok(References { entries, total: store::count::<T>(&state.db, query).await?, pages })
}

/// Every entry of one size system (by its id), or of the shop for models that are not ordered within anything.
pub async fn all_within<T: Table>(state: &State, within: i64) -> Result<Vec<Entry<T>>, AppError> {
    Ok(store::all_within(&state.db, within).await?)
}

pub async fn find<T: Table>(state: &State, id: i64) -> Result<Entry<T>, AppError> {
    store::find(&state.db, id).await?.ok_or(AppError::NotFound)
}

/// Adds an entry, last in its order, and answers with its id.
///
/// Refuses wrong fields, and a slug that is taken, by name.
pub async fn add<T: Table>(state: &State, actor: &str, input: &ReferenceInput) -> Result<i64, AppError> {
    let value = T::check(input)?;
    let mut tx = state.db.begin().await?;
    let id = store::insert(&mut tx, &value).await.map_err(refusal::<T>)?;
    note(&mut tx, state, actor, id, None, Some(&value)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes an entry and answers with its new version.
///
/// Refuses wrong fields by name, and with [`AppError::Conflict`] if it no longer has the version. A size stays in its
/// system.
pub async fn update<T: Table>(
    state: &State,
    actor: &str,
    id: i64,
    version: i64,
    input: &ReferenceInput,
) -> Result<i64, AppError> {
    let value = T::check(input)?;
    let mut tx = state.db.begin().await?;
    let before: Entry<T> = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if before.value.input().size_system != value.input().size_system {
        return Err(AppError::field("size_system", Problem::UnknownChoice));
    }
    if before.version != version || !store::update(&mut tx, id, version, &value).await.map_err(refusal::<T>)? {
        return Err(AppError::Conflict);
    }
    note(&mut tx, state, actor, id, Some(&before.value), Some(&value)).await?;
    tx.commit().await?;
    Ok(version + 1)
}

/// Deletes an entry that nothing refers to; refuses others with [`AppError::InUse`].
pub async fn delete<T: Table>(state: &State, actor: &str, id: i64, version: i64) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let before: Entry<T> = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if before.uses > 0 {
        return Err(AppError::InUse { uses: before.uses });
    }
    match store::delete::<T>(&mut tx, id, version).await {
        Ok(true) => {}
        Ok(false) => return Err(AppError::Conflict),
        // Somebody began to use it just now.
        Err(error) if error.is_foreign_key_violation() => return Err(AppError::InUse { uses: 1 }),
        Err(error) => return Err(error.into()),
    }
    note(&mut tx, state, actor, id, Some(&before.value), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts an entry before or behind its neighbor; refused at the ends of the list.
pub async fn shift<T: Table>(state: &State, actor: &str, id: i64, direction: Direction) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let entry: Entry<T> = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if !T::KIND.is_ordered() {
        return Err(AppError::NoSuchPlace);
    }
    let (before, after) = store::shift::<T>(&mut tx, id, direction).await?.ok_or(AppError::NoSuchPlace)?;
    let subject = Subject::new(T::KIND.subject(), id, entry.value.name());
    audit::note_place(&mut tx, state.clock.now(), actor, subject, before, after).await?;
    tx.commit().await?;
    Ok(())
}

async fn note<T: Reference>(
    tx: &mut Tx,
    state: &State,
    actor: &str,
    id: i64,
    before: Option<&T>,
    after: Option<&T>,
) -> Result<(), AppError> {
    let name = after.or(before).map(T::name).unwrap_or_default();
    let subject = Subject::new(T::KIND.subject(), id, name);
    Ok(audit::note(tx, state.clock.now(), actor, subject, before, after).await?)
}

/// What the schema refuses because of what is stored is the caller's to correct.
fn refusal<T: Table>(error: StoreError) -> AppError {
    if error.violates(T::SLUG_KEY, &format!("{}.slug", T::NAME)) {
        AppError::field("slug", Problem::AlreadyTaken)
    } else if error.is_foreign_key_violation() {
        AppError::field("size_system", Problem::UnknownChoice)
    } else {
        error.into()
    }
}
