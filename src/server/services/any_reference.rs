//! The simple models by their kind, for pages that are the same for all of them.

use super::references;
use crate::{
    domain::{
        references::{
            Brand, Color, Direction, Entry, Material, Reference, ReferenceEditor, ReferenceInput, ReferenceKind,
            References, Size, SizeSystem, Sort, SpecificationGroup, TaxCategory,
        },
        staff::PageRequest,
    },
    error::AppError,
    server::{
        state::State,
        store::references::{self as store, Table},
    },
};

/// Calls a function that is generic over the model with the model of a kind.
macro_rules! by_kind {
    ($kind:expr, $function:ident($($argument:expr),*)) => {
        match $kind {
            ReferenceKind::Brand => $function::<Brand>($($argument),*).await,
            ReferenceKind::Color => $function::<Color>($($argument),*).await,
            ReferenceKind::SizeSystem => $function::<SizeSystem>($($argument),*).await,
            ReferenceKind::Size => $function::<Size>($($argument),*).await,
            ReferenceKind::Material => $function::<Material>($($argument),*).await,
            ReferenceKind::TaxCategory => $function::<TaxCategory>($($argument),*).await,
            ReferenceKind::SpecificationGroup => $function::<SpecificationGroup>($($argument),*).await,
        }
    };
}

/// A page of the entries whose name or slug fits a search.
pub async fn list(
    state: &State,
    kind: ReferenceKind,
    query: &str,
    sort: Sort,
    page: PageRequest,
) -> Result<References<ReferenceInput>, AppError> {
    by_kind!(kind, list_of(state, query, sort, page))
}

/// An entry as its edit page starts with it; a size system with its sizes.
pub async fn open(state: &State, kind: ReferenceKind, id: i64) -> Result<ReferenceEditor, AppError> {
    let entry = by_kind!(kind, find_of(state, id))?;
    let sizes = match kind {
        ReferenceKind::SizeSystem => references::all_within::<Size>(state, id).await?.into_iter().map(plain).collect(),
        _ => Vec::new(),
    };
    let others = store::merge::others(&state.db, kind, id).await?;
    Ok(ReferenceEditor { entry, sizes, others })
}

/// See [`references::add`].
pub async fn add(state: &State, kind: ReferenceKind, actor: &str, input: &ReferenceInput) -> Result<i64, AppError> {
    use references::add;
    by_kind!(kind, add(state, actor, input))
}

/// See [`references::update`].
pub async fn update(
    state: &State,
    kind: ReferenceKind,
    actor: &str,
    (id, version): (i64, i64),
    input: &ReferenceInput,
) -> Result<i64, AppError> {
    use references::update;
    by_kind!(kind, update(state, actor, id, version, input))
}

/// See [`references::delete`].
pub async fn delete(
    state: &State,
    kind: ReferenceKind,
    actor: &str,
    (id, version): (i64, i64),
) -> Result<(), AppError> {
    use references::delete;
    by_kind!(kind, delete(state, actor, id, version))
}

/// See [`merge_references::merge`](super::merge_references::merge).
pub async fn merge(
    state: &State,
    kind: ReferenceKind,
    actor: &str,
    (id, version): (i64, i64),
    into: i64,
) -> Result<(), AppError> {
    use super::merge_references::merge;
    by_kind!(kind, merge(state, actor, (id, version), into))
}

/// See [`references::shift`].
pub async fn shift(
    state: &State,
    kind: ReferenceKind,
    actor: &str,
    id: i64,
    direction: Direction,
) -> Result<(), AppError> {
    use references::shift;
    by_kind!(kind, shift(state, actor, id, direction))
}

async fn list_of<T: Table>(
    state: &State,
    query: &str,
    sort: Sort,
    page: PageRequest,
) -> Result<References<ReferenceInput>, AppError> {
    let list = references::list::<T>(state, query, sort, page).await?;
    Ok(References { entries: list.entries.into_iter().map(plain).collect(), total: list.total, pages: list.pages })
}

async fn find_of<T: Table>(state: &State, id: i64) -> Result<Entry<ReferenceInput>, AppError> {
    Ok(plain(references::find::<T>(state, id).await?))
}

fn plain<T: Reference>(entry: Entry<T>) -> Entry<ReferenceInput> {
    Entry { id: entry.id, version: entry.version, uses: entry.uses, value: entry.value.input() }
}
