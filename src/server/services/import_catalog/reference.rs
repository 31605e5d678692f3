//! Rows of what is no product: made, changed, or found to be as they say already.

use super::{
    draft::{ReferenceDraft, reason, refused, warning, with_value},
    known::{Author, Known, MakeError, NAME, created, id_of},
};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::{Problem, optional_line, optional_text, required_line},
        ids::{BrandId, CategoryId, ColorId, SizeId, SpecificationId},
        product::SpecificationKind,
        staff::ImportLine,
    },
    server::{
        services::{
            audit::{self, Subject},
            catalog_csv::RowType,
        },
        store::{
            StoreError, Tx,
            catalog_references::{
                self as store, BrandRecord, CategoryRecord, ColorRecord, GroupRecord, NamedRecord, NamedTable,
                SizeRecord, SpecificationRecord,
            },
        },
    },
};
use serde::Serialize;

const DESCRIPTION: u32 = 2_000;
const CHOICES: usize = 200;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Added,
    Changed,
    Unchanged,
    Refused,
}

/// Why a row was refused: which field, and the reason.
struct Refusal(&'static str, String);

enum SaveError {
    Refused(Refusal),
    Store(StoreError),
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn wrong(field: &'static str) -> impl Fn(Problem) -> SaveError {
    move |problem| SaveError::Refused(Refusal(field, reason(problem)))
}

/// Does what a row says. `picture` is the hash of its picture, where it has one that the shop has.
pub async fn save(
    tx: &mut Tx,
    by: Author<'_>,
    known: &mut Known,
    draft: &ReferenceDraft,
    picture: Option<Option<String>>,
    notes: &mut Vec<ImportLine>,
) -> Result<Outcome, StoreError> {
    let saved = match draft.row_type {
        RowType::Category => category(tx, by, known, draft, picture, notes).await,
        RowType::Brand => brand(tx, by, known, draft).await,
        RowType::Color => color(tx, by, known, draft).await,
        RowType::SizeSystem => named(tx, by, known, draft, NamedTable::SizeSystem).await,
        RowType::Material => named(tx, by, known, draft, NamedTable::Material).await,
        RowType::TaxCategory => named(tx, by, known, draft, NamedTable::TaxCategory).await,
        RowType::Size => size(tx, by, known, draft).await,
        RowType::SpecificationGroup => group(tx, by, known, draft).await,
        RowType::Specification => specification(tx, by, known, draft).await,
        RowType::Product | RowType::Variant | RowType::Image | RowType::Related => Ok(Outcome::Unchanged),
    };
    match saved {
        Ok(outcome) => Ok(outcome),
        Err(SaveError::Refused(Refusal(field, why))) => {
            let value = match field {
                "name" => draft.name.as_deref(),
                "parent" => draft.parent.as_deref(),
                "hex" => draft.hex.as_deref(),
                _ => None,
            };
            notes.push(with_value(refused(draft.line, &draft.slug, field, why), value.unwrap_or_default()));
            Ok(Outcome::Refused)
        }
        Err(SaveError::Store(error)) => Err(error),
    }
}

/// The name that a row gives, else the one that is stored.
fn name(draft: &ReferenceDraft, stored: Option<&str>) -> Result<String, SaveError> {
    required_line(draft.name.as_deref().or(stored).unwrap_or_default(), NAME).map_err(wrong("name"))
}

fn description(draft: &ReferenceDraft, stored: Option<&str>) -> Result<String, SaveError> {
    let text = draft.description.as_deref().or(stored).unwrap_or_default();
    optional_text(text, DESCRIPTION).map_err(wrong("description"))
}

/// Notes the change, and says what it was.
async fn noted<T: Serialize + PartialEq>(
    tx: &mut Tx,
    by: Author<'_>,
    subject: Subject,
    before: Option<&T>,
    after: &T,
) -> Result<Outcome, SaveError> {
    match before {
        None => created(tx, by, subject, after).await?,
        Some(before) => audit::note(tx, by.now, by.actor, subject, Some(before), Some(after)).await?,
    }
    Ok(if before.is_some() { Outcome::Changed } else { Outcome::Added })
}

/// Puts a record in the place of the one it was, or behind the others.
fn put<T: Clone>(records: &mut Vec<T>, is_it: impl Fn(&T) -> bool, record: T) {
    match records.iter_mut().find(|known| is_it(known)) {
        Some(known) => *known = record,
        None => records.push(record),
    }
}

async fn category(
    tx: &mut Tx,
    by: Author<'_>,
    known: &mut Known,
    draft: &ReferenceDraft,
    picture: Option<Option<String>>,
    notes: &mut Vec<ImportLine>,
) -> Result<Outcome, SaveError> {
    let before = known.refs.categories.iter().find(|category| category.slug == draft.slug).cloned();
    let parent = match draft.parent.as_deref() {
        None => before.as_ref().and_then(|category| category.parent_id),
        Some("") => None,
        Some(slug) => Some(known.category(slug).ok_or_else(|| wrong("parent")(Problem::UnknownChoice))?),
    };
    let groups = groups(known, draft)?;
    let stored = before.as_ref();
    let category = CategoryRecord {
        id: stored.map_or(CategoryId(0), |category| category.id),
        parent_id: stored.map_or(parent, |category| category.parent_id),
        slug: draft.slug.clone(),
        name: name(draft, stored.map(|category| category.name.as_str()))?,
        description: description(draft, stored.map(|category| category.description.as_str()))?,
        visible: draft.visible.or(stored.map(|category| category.visible)).unwrap_or(true),
        picture: picture.unwrap_or_else(|| stored.and_then(|category| category.picture.clone())),
    };
    let Some(before) = before else {
        let id = known.add_category(tx, by, category).await.map_err(|error| match error {
            MakeError::Wrong(problem) => wrong("parent")(problem),
            MakeError::Store(error) => SaveError::Store(error),
        })?;
        save_groups(tx, known, id, groups).await?;
        return Ok(Outcome::Added);
    };
    if draft.parent.is_some() && parent != before.parent_id {
        let why = "The category is elsewhere in the tree and stays there: move it in the admin.";
        let line = warning(draft.line, &draft.slug, "parent", why);
        notes.push(with_value(line, draft.parent.as_deref().unwrap_or_default()));
    }
    let moved = save_groups(tx, known, before.id, groups).await?;
    if category == before {
        return Ok(if moved { Outcome::Changed } else { Outcome::Unchanged });
    }
    store::update_category(tx, &category).await?;
    let subject = Subject::new(AuditSubject::Category, category.id.0, &category.name);
    let outcome = noted(tx, by, subject, Some(&before), &category).await?;
    put(&mut known.refs.categories, |one| one.id == category.id, category.clone());
    Ok(outcome)
}

fn groups(known: &Known, draft: &ReferenceDraft) -> Result<Option<Vec<i64>>, SaveError> {
    let Some(slugs) = &draft.groups else { return Ok(None) };
    let id = |slug: &String| known.refs.groups.iter().find(|group| group.slug == *slug).map(|group| group.id);
    let ids: Option<Vec<i64>> = slugs.iter().map(id).collect();
    let mut ids = ids.ok_or_else(|| wrong("specification_groups")(Problem::UnknownChoice))?;
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(ids))
}

async fn save_groups(
    tx: &mut Tx,
    known: &mut Known,
    category: CategoryId,
    groups: Option<Vec<i64>>,
) -> Result<bool, SaveError> {
    let Some(groups) = groups else { return Ok(false) };
    let mut before: Vec<i64> =
        known.refs.category_groups.iter().filter(|(id, _)| *id == category).map(|(_, group)| *group).collect();
    before.sort_unstable();
    if before == groups {
        return Ok(false);
    }
    store::set_category_groups(tx, category, &groups).await?;
    known.refs.category_groups.retain(|(id, _)| *id != category);
    known.refs.category_groups.extend(groups.into_iter().map(|group| (category, group)));
    Ok(true)
}

async fn brand(tx: &mut Tx, by: Author<'_>, known: &mut Known, draft: &ReferenceDraft) -> Result<Outcome, SaveError> {
    let before = known.refs.brands.iter().find(|brand| brand.slug == draft.slug).cloned();
    let stored = before.as_ref();
    let mut brand = BrandRecord {
        id: stored.map_or(BrandId(0), |brand| brand.id),
        slug: draft.slug.clone(),
        name: name(draft, stored.map(|brand| brand.name.as_str()))?,
        description: description(draft, stored.map(|brand| brand.description.as_str()))?,
    };
    if Some(&brand) == stored {
        return Ok(Outcome::Unchanged);
    }
    brand.id = store::save_brand(tx, &brand).await?;
    let subject = Subject::new(AuditSubject::Brand, brand.id.0, &brand.name);
    let outcome = noted(tx, by, subject, stored, &brand).await?;
    put(&mut known.refs.brands, |one| one.id == brand.id, brand.clone());
    Ok(outcome)
}

async fn color(tx: &mut Tx, by: Author<'_>, known: &mut Known, draft: &ReferenceDraft) -> Result<Outcome, SaveError> {
    let before = known.refs.colors.iter().find(|color| color.slug == draft.slug).cloned();
    let stored = before.as_ref();
    let hex = draft.hex.as_deref().or(stored.map(|color| color.hex.as_str())).unwrap_or_default().to_lowercase();
    let is_hex =
        hex.strip_prefix('#').is_some_and(|rgb| rgb.len() == 6 && rgb.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if !is_hex {
        return Err(SaveError::Refused(Refusal("hex", "A color like #22262b.".into())));
    }
    let last = known.refs.colors.iter().map(|color| color.position + 1).max().unwrap_or(0);
    let mut color = ColorRecord {
        id: stored.map_or(ColorId(0), |color| color.id),
        slug: draft.slug.clone(),
        name: name(draft, stored.map(|color| color.name.as_str()))?,
        hex,
        position: draft.position.or(stored.map(|color| color.position)).unwrap_or(last),
    };
    if Some(&color) == stored {
        return Ok(Outcome::Unchanged);
    }
    color.id = store::save_color(tx, &color).await?;
    let subject = Subject::new(AuditSubject::Color, color.id.0, &color.name);
    let outcome = noted(tx, by, subject, stored, &color).await?;
    put(&mut known.refs.colors, |one| one.id == color.id, color.clone());
    Ok(outcome)
}

async fn named(
    tx: &mut Tx,
    by: Author<'_>,
    known: &mut Known,
    draft: &ReferenceDraft,
    table: NamedTable,
) -> Result<Outcome, SaveError> {
    let (records, subject) = match table {
        NamedTable::SizeSystem => (&mut known.refs.size_systems, AuditSubject::SizeSystem),
        NamedTable::Material => (&mut known.refs.materials, AuditSubject::Material),
        NamedTable::TaxCategory => (&mut known.refs.tax_categories, AuditSubject::TaxCategory),
    };
    let before = records.iter().find(|record| record.slug == draft.slug).cloned();
    let name = name(draft, before.as_ref().map(|record| record.name.as_str()))?;
    let mut record = NamedRecord { id: before.as_ref().map_or(0, |record| record.id), slug: draft.slug.clone(), name };
    if Some(&record) == before.as_ref() {
        return Ok(Outcome::Unchanged);
    }
    record.id = store::save_named(tx, table, &record).await?;
    let outcome = noted(tx, by, Subject::new(subject, record.id, &record.name), before.as_ref(), &record).await?;
    put(records, |one| one.id == record.id, record.clone());
    Ok(outcome)
}

async fn size(tx: &mut Tx, by: Author<'_>, known: &mut Known, draft: &ReferenceDraft) -> Result<Outcome, SaveError> {
    let before = known.refs.sizes.iter().find(|size| size.slug == draft.slug).cloned();
    let stored = before.as_ref();
    let system = match draft.parent.as_deref().filter(|slug| !slug.is_empty()) {
        Some(slug) => id_of(&known.refs.size_systems, slug),
        None => stored.map(|size| size.size_system_id),
    };
    let system = system.ok_or_else(|| wrong("parent")(Problem::UnknownChoice))?;
    let of_system = known.refs.sizes.iter().filter(|size| size.size_system_id == system);
    let last = of_system.map(|size| size.position + 1).max().unwrap_or(0);
    let mut size = SizeRecord {
        id: stored.map_or(SizeId(0), |size| size.id),
        size_system_id: system,
        slug: draft.slug.clone(),
        name: name(draft, stored.map(|size| size.name.as_str()))?,
        position: draft.position.or(stored.map(|size| size.position)).unwrap_or(last),
    };
    if Some(&size) == stored {
        return Ok(Outcome::Unchanged);
    }
    size.id = store::save_size(tx, &size).await?;
    let outcome = noted(tx, by, Subject::new(AuditSubject::Size, size.id.0, &size.name), stored, &size).await?;
    put(&mut known.refs.sizes, |one| one.id == size.id, size.clone());
    Ok(outcome)
}

async fn group(tx: &mut Tx, by: Author<'_>, known: &mut Known, draft: &ReferenceDraft) -> Result<Outcome, SaveError> {
    let before = known.refs.groups.iter().find(|group| group.slug == draft.slug).cloned();
    let stored = before.as_ref();
    let last = known.refs.groups.iter().map(|group| group.position + 1).max().unwrap_or(0);
    let mut group = GroupRecord {
        id: stored.map_or(0, |group| group.id),
        slug: draft.slug.clone(),
        name: name(draft, stored.map(|group| group.name.as_str()))?,
        position: draft.position.or(stored.map(|group| group.position)).unwrap_or(last),
    };
    if Some(&group) == stored {
        return Ok(Outcome::Unchanged);
    }
    group.id = store::save_group(tx, &group).await?;
    let subject = Subject::new(AuditSubject::SpecificationGroup, group.id, &group.name);
    let outcome = noted(tx, by, subject, stored, &group).await?;
    put(&mut known.refs.groups, |one| one.id == group.id, group.clone());
    Ok(outcome)
}

async fn specification(
    tx: &mut Tx,
    by: Author<'_>,
    known: &mut Known,
    draft: &ReferenceDraft,
) -> Result<Outcome, SaveError> {
    let before = known.specification(&draft.slug).cloned();
    let stored = before.as_ref();
    let kind = draft.kind.or(stored.map(|known| known.kind)).ok_or_else(|| wrong("kind")(Problem::Required))?;
    if stored.is_some_and(|known| known.kind != kind) {
        let why = "Products have values of another kind: the kind of a specification cannot change.";
        return Err(SaveError::Refused(Refusal("kind", why.into())));
    }
    let group = match draft.parent.as_deref() {
        None => stored.and_then(|known| known.group),
        Some("") => None,
        Some(slug) => {
            let group = known.refs.groups.iter().find(|group| group.slug == slug);
            Some(group.ok_or_else(|| wrong("parent")(Problem::UnknownChoice))?.id)
        }
    };
    let unit = draft.unit.as_deref().or(stored.map(|known| known.unit.as_str())).unwrap_or_default();
    let last = known.refs.specifications.iter().map(|known| known.position + 1).max().unwrap_or(0);
    let mut specification = SpecificationRecord {
        id: stored.map_or(SpecificationId(0), |known| known.id),
        group,
        slug: draft.slug.clone(),
        name: name(draft, stored.map(|known| known.name.as_str()))?,
        kind,
        unit: optional_line(unit, 20).map_err(wrong("unit"))?,
        filterable: draft.filterable.or(stored.map(|known| known.filterable)).unwrap_or(false),
        comparable: draft.comparable.or(stored.map(|known| known.comparable)).unwrap_or(true),
        position: draft.position.or(stored.map(|known| known.position)).unwrap_or(last),
        choices: choices(draft, stored)?,
    };
    if Some(&specification) == stored {
        return Ok(Outcome::Unchanged);
    }
    specification.id = store::save_specification(tx, &specification).await?;
    let subject = Subject::new(AuditSubject::Specification, specification.id.0, &specification.name);
    let outcome = noted(tx, by, subject, stored, &specification).await?;
    put(&mut known.refs.specifications, |one| one.id == specification.id, specification.clone());
    Ok(outcome)
}

/// Those of the row in its order, then those that only the shop has: products may have them.
fn choices(draft: &ReferenceDraft, stored: Option<&SpecificationRecord>) -> Result<Vec<String>, SaveError> {
    let before = stored.map(|known| known.choices.clone()).unwrap_or_default();
    let Some(named) = &draft.choices else { return Ok(before) };
    let mut choices: Vec<String> = Vec::new();
    let is_choice = stored.map(|known| known.kind).or(draft.kind) == Some(SpecificationKind::Choice);
    for name in named.iter().filter(|_| is_choice) {
        let name = required_line(name, NAME).map_err(wrong("choices"))?;
        if !choices.contains(&name) {
            choices.push(name);
        }
    }
    for name in before {
        if !choices.contains(&name) {
            choices.push(name);
        }
    }
    if choices.len() > CHOICES {
        return Err(wrong("choices")(Problem::OutOfRange(0, CHOICES as i64)));
    }
    Ok(choices)
}
