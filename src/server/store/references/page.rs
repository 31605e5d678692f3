//! The simple models, slice by slice, for programs.

use super::Table;
use crate::server::store::{
    Conn, StoreResult,
    db::select,
    slice::{Position, Slice, Sliced},
};

/// A stored model without the number of its uses, which is dear to count.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Stored<T> {
    pub id: i64,
    pub version: i64,
    /// Its place in the order of the shop; of models without one, its id.
    place: i64,
    #[sqlx(flatten)]
    pub value: T,
}

/// What entries are narrowed by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    pub slug: Option<&'a str>,
    /// The value of the column that entries are ordered within, such as a size's system.
    pub within: Option<i64>,
}

fn place<T: Table>() -> &'static str {
    if T::KIND.is_ordered() { "entry.position" } else { "entry.id" }
}

fn select_from<T: Table>() -> String {
    let own: String = T::COLUMNS.iter().map(|column| format!(", entry.{column}")).collect();
    format!("SELECT entry.id, entry.version, {} AS place{own} FROM {} AS entry", place::<T>(), T::NAME)
}

/// A slice of the entries in the order of the shop.
pub async fn page<T: Table>(
    on: impl Into<Conn<'_>>,
    filter: Filter<'_>,
    slice: Slice,
) -> StoreResult<Sliced<Stored<T>>> {
    let within = T::ORDERED_WITHIN.map(|column| format!("AND ($2 = 0 OR entry.{column} = $2)"));
    let text = format!(
        "{} WHERE ($1 = '' OR entry.slug = $1) {} AND {} {}",
        select_from::<T>(),
        within.as_deref().unwrap_or("AND $2 = $2"),
        slice.condition(place::<T>(), "entry.id", ("$3", "$4")),
        slice.tail(place::<T>(), "entry.id")
    );
    let (key, id) = slice.bounds();
    let statement = select(on, text).bind(filter.slug.unwrap_or_default().to_owned());
    let rows: Vec<Stored<T>> = statement.bind(filter.within.unwrap_or(0)).bind(key).bind(id).all().await?;
    Ok(slice.finish(rows, |row| Position { key: row.place, id: row.id }))
}

/// An entry by id or, failing that, by slug.
pub async fn find<T: Table>(on: impl Into<Conn<'_>>, id: Option<i64>, slug: &str) -> StoreResult<Option<Stored<T>>> {
    let text = format!(
        "{} WHERE entry.id = $1 OR entry.slug = $2 ORDER BY CASE WHEN entry.id = $1 THEN 0 ELSE 1 END LIMIT 1",
        select_from::<T>()
    );
    select(on, text).bind(id.unwrap_or(0)).bind(slug.to_owned()).optional().await
}
