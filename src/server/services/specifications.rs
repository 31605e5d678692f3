//! Specifications as staff keep them up. Every change is noted in the audit log.

use super::audit::{self, Subject};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::{FieldErrors, Problem},
        ids::{SpecificationGroupId, SpecificationId},
        product::SpecificationKind,
        references::{
            Direction, Entry, GroupLink, SpecificationBoard, SpecificationEditor, SpecificationEntry,
            SpecificationForm, SpecificationGroup, SpecificationValue, UsedChoice,
        },
    },
    error::AppError,
    server::{
        state::State,
        store::{StoreError, references, specifications as store},
    },
};
use serde::Serialize;
use std::collections::HashSet;

/// All specifications in the order of the shop, with the number of products that have them, without their choices.
pub async fn list(state: &State) -> Result<Vec<SpecificationEntry>, AppError> {
    Ok(store::all(&state.db).await?)
}

/// All specifications under their groups.
pub async fn board(state: &State) -> Result<SpecificationBoard, AppError> {
    Ok(SpecificationBoard { groups: groups(state).await?, specifications: list(state).await? })
}

/// What the edit page of a specification, or of a new one, starts with.
pub async fn open(state: &State, id: Option<SpecificationId>) -> Result<SpecificationEditor, AppError> {
    let entry = match id {
        Some(id) => Some(find(state, id).await?),
        None => None,
    };
    Ok(SpecificationEditor { entry, groups: groups(state).await? })
}

async fn groups(state: &State) -> Result<Vec<GroupLink>, AppError> {
    let groups = references::all_within::<SpecificationGroup>(&state.db, 0).await?;
    let link = |group: Entry<SpecificationGroup>| GroupLink {
        id: SpecificationGroupId(group.id),
        slug: group.value.slug,
        name: group.value.name,
    };
    Ok(groups.into_iter().map(link).collect())
}

/// A specification with its choices.
pub async fn find(state: &State, id: SpecificationId) -> Result<SpecificationEntry, AppError> {
    store::find(&state.db, id).await?.ok_or(AppError::NotFound)
}

/// Adds a specification, last in its group, and answers with its id. Refuses wrong fields by name.
pub async fn add(state: &State, actor: &str, form: &SpecificationForm) -> Result<SpecificationId, AppError> {
    let value = form.check()?;
    check_choices(form, &[])?;
    let mut tx = state.db.begin().await?;
    let id = store::insert(&mut tx, &value).await.map_err(refusal)?;
    store::set_choices(&mut tx, id, &[], &value.choices).await?;
    let subject = Subject::new(AuditSubject::Specification, id.0, &value.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, None, Some(&noted(&value))).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a specification and answers with its new version.
///
/// Refuses wrong fields by name: another kind once products have values, and choices left out that products have. Refuses
/// with [`AppError::Conflict`] if it no longer has the version.
pub async fn update(
    state: &State,
    actor: &str,
    id: SpecificationId,
    version: i64,
    form: &SpecificationForm,
) -> Result<i64, AppError> {
    let value = form.check()?;
    let mut tx = state.db.begin().await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if before.version != version {
        return Err(AppError::Conflict);
    }
    if before.kind != value.kind && before.uses > 0 {
        return Err(AppError::field("kind", Problem::Settled(before.uses)));
    }
    check_choices(form, &before.choices)?;
    let left_out = |choice: &&UsedChoice| value.choices.iter().all(|(known, _)| *known != choice.id);
    let uses: i64 = before.choices.iter().filter(left_out).map(|choice| choice.uses).sum();
    if uses > 0 {
        return Err(AppError::field("choices", Problem::InUse(uses)));
    }
    if !store::update(&mut tx, id, version, &value).await.map_err(refusal)? {
        return Err(AppError::Conflict);
    }
    store::set_choices(&mut tx, id, &before.choices, &value.choices).await?;
    let subject = Subject::new(AuditSubject::Specification, id.0, &value.name);
    let (old, new) = (noted(&before.value()), noted(&value));
    audit::note(&mut tx, state.clock.now(), actor, subject, Some(&old), Some(&new)).await?;
    tx.commit().await?;
    Ok(version + 1)
}

/// Deletes a specification that no product has; refuses others with [`AppError::InUse`].
pub async fn delete(state: &State, actor: &str, id: SpecificationId, version: i64) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if before.uses > 0 {
        return Err(AppError::InUse { uses: before.uses });
    }
    if !store::delete(&mut tx, id, version).await? {
        return Err(AppError::Conflict);
    }
    let subject = Subject::new(AuditSubject::Specification, id.0, &before.name);
    audit::note(&mut tx, state.clock.now(), actor, subject, Some(&noted(&before.value())), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a specification before or behind its neighbor of the same group; refused at the ends.
pub async fn shift(state: &State, actor: &str, id: SpecificationId, direction: Direction) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let entry = store::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    let (before, after) = store::shift(&mut tx, id, direction).await?.ok_or(AppError::NoSuchPlace)?;
    let subject = Subject::new(AuditSubject::Specification, id.0, entry.name);
    audit::note_place(&mut tx, state.clock.now(), actor, subject, before, after).await?;
    tx.commit().await?;
    Ok(())
}

/// Every choice that claims to be known must be one of the specification's own.
fn check_choices(form: &SpecificationForm, known: &[UsedChoice]) -> Result<(), AppError> {
    let mut errors = FieldErrors::default();
    let mut seen = HashSet::new();
    for (index, choice) in form.choices.iter().enumerate().filter(|(_, choice)| choice.id != 0) {
        if known.iter().all(|known| known.id != choice.id) || !seen.insert(choice.id) {
            errors.add(&SpecificationForm::choice_field(index), Problem::UnknownChoice);
        }
    }
    Ok(errors.into_result()?)
}

/// As the log has it: choices by name.
#[derive(Serialize)]
struct Noted {
    name: String,
    slug: String,
    group: Option<SpecificationGroupId>,
    kind: SpecificationKind,
    unit: String,
    filterable: bool,
    comparable: bool,
    choices: Vec<String>,
}

fn noted(value: &SpecificationValue) -> Noted {
    Noted {
        name: value.name.clone(),
        slug: value.slug.clone(),
        group: value.group,
        kind: value.kind,
        unit: value.unit.clone(),
        filterable: value.filterable,
        comparable: value.comparable,
        choices: value.choices.iter().map(|(_, name)| name.clone()).collect(),
    }
}

/// What the schema refuses because of what is stored is the editor's to correct.
fn refusal(error: StoreError) -> AppError {
    if error.violates("specification_slug_key", "specification.slug") {
        AppError::field("slug", Problem::AlreadyTaken)
    } else if error.is_foreign_key_violation() {
        AppError::field("group", Problem::UnknownChoice)
    } else {
        error.into()
    }
}
