//! Two entries of a model that are the same thing, as imports make them: one takes the other's place.

use super::audit::{self, Subject};
use crate::{
    domain::{
        forms::Problem,
        ids::BrandId,
        references::{Entry, ReferenceKind},
    },
    error::AppError,
    server::{
        state::State,
        store::references::{
            self as store, Table,
            merge::{place, promote_instead, refer, share_an_option},
        },
    },
};
use serde::Serialize;

/// What the log has of the entry that stays.
#[derive(Serialize)]
struct Merged {
    merged: String,
}

/// Refers everything that refers to an entry to another one and deletes it, in one transaction.
///
/// Refuses as `into` what does not exist, and a color or size that an option of a product has beside the first one.
/// [`AppError::Conflict`] if the entry no longer has the version; [`AppError::NotFound`] for models of which no two are
/// the same.
pub async fn merge<T: Table>(state: &State, actor: &str, (id, version): (i64, i64), into: i64) -> Result<(), AppError> {
    let place = place(T::KIND).ok_or(AppError::NotFound)?;
    let wrong = |problem| AppError::field("into", problem);
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let gone: Entry<T> = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    let kept: Option<Entry<T>> = store::find(&mut tx, into).await?;
    let kept = kept.filter(|_| into != id).ok_or_else(|| wrong(Problem::UnknownChoice))?;
    if gone.version != version {
        return Err(AppError::Conflict);
    }
    if share_an_option(&mut tx, place, id, into).await? {
        return Err(wrong(Problem::AlreadyTaken));
    }
    refer(&mut tx, place, id, into, now).await?;
    if T::KIND == ReferenceKind::Brand {
        promote_instead(&mut tx, BrandId(id), BrandId(into), now).await?;
    }
    match store::delete::<T>(&mut tx, id, version).await {
        Ok(true) => {}
        // Changed just now, or used by something new.
        Ok(false) => return Err(AppError::Conflict),
        Err(error) if error.is_foreign_key_violation() => return Err(AppError::Conflict),
        Err(error) => return Err(error.into()),
    }
    let subject = |id, name: &str| Subject::new(T::KIND.subject(), id, name);
    audit::note(&mut tx, now, actor, subject(id, gone.value.name()), Some(&gone.value), None).await?;
    let (before, after) = (String::new(), format!("{} ({})", gone.value.name(), gone.value.input().slug));
    let (before, after) = (Merged { merged: before }, Merged { merged: after });
    audit::note(&mut tx, now, actor, subject(into, kept.value.name()), Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(())
}
