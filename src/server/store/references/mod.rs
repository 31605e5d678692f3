//! The simple models that products refer to: one set of statements for all of them.

pub mod merge;
pub mod page;
mod tables;

use super::{
    Conn, StoreResult, Tx,
    admin::{contains, order_and_limit_by},
    db::{Record, Statement, execute, select},
};
use crate::domain::{
    references::{Direction, Entry, Reference, Sort},
    staff::{PageLinks, PageRequest},
};

/// A model with a table: columns `id` and `version`, and those of its value.
pub trait Table: Reference + Record {
    const NAME: &'static str;
    /// The columns of the value, in the order of [`Table::bind`].
    const COLUMNS: &'static [&'static str];
    /// How many things refer to the row `entry`, as an expression.
    const USES: &'static str;
    /// The UNIQUE constraint of the slug.
    const SLUG_KEY: &'static str;
    /// The column whose rows are put in order together; without one, all rows are.
    const ORDERED_WITHIN: Option<&'static str> = None;

    /// Gives the next placeholders the value's columns.
    fn bind<'c, R>(&self, statement: Statement<'c, R>) -> Statement<'c, R>;
}

fn columns<T: Table>() -> String {
    let own: String = T::COLUMNS.iter().map(|column| format!(", entry.{column}")).collect();
    format!("entry.id, entry.version, CAST({} AS BIGINT) AS uses{own}", T::USES)
}

/// A page of the entries whose name or slug fits a search.
pub async fn list<T: Table>(
    on: impl Into<Conn<'_>>,
    query: &str,
    sort: Sort,
    page: PageRequest,
) -> StoreResult<(Vec<Entry<T>>, PageLinks)> {
    // Every order ends with the id, so that rows have one place each and a page can begin behind any.
    let (key, is_descending) = match sort {
        Sort::Position if T::KIND.is_ordered() => ("position, id", false),
        Sort::Name | Sort::Position => ("name, id", false),
        Sort::Newest => ("id", true),
    };
    let entry_key: Vec<String> = key.split(", ").map(|column| format!("entry.{column}")).collect();
    let sign = if page.is_upward() == is_descending { ">" } else { "<" };
    let (bound, id) = match page {
        PageRequest::Newest => (String::new(), 0),
        PageRequest::OlderThan(id) | PageRequest::NewerThan(id) => {
            (format!("AND ({}) {sign} (SELECT {key} FROM {} WHERE id = $2)", entry_key.join(", "), T::NAME), id)
        }
    };
    let text = format!(
        "SELECT {} FROM {} AS entry
         WHERE ($1 = '' OR LOWER(entry.name) LIKE LOWER($1) ESCAPE '\\' OR entry.slug LIKE LOWER($1) ESCAPE '\\')
           AND $2 = $2 {bound} {}",
        columns::<T>(),
        T::NAME,
        order_and_limit_by(&entry_key, page.is_upward() != is_descending)
    );
    let rows: Vec<Entry<T>> = select(on, text).bind(contains(query)).bind(id).all().await?;
    Ok(page.finish(rows, |entry| entry.id))
}

/// How many entries fit a search.
pub async fn count<T: Table>(on: impl Into<Conn<'_>>, query: &str) -> StoreResult<i64> {
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM {} AS entry
         WHERE $1 = '' OR LOWER(entry.name) LIKE LOWER($1) ESCAPE '\\' OR entry.slug LIKE LOWER($1) ESCAPE '\\'",
        T::NAME
    );
    let (count,): (i64,) = select(on, text).bind(contains(query)).one().await?;
    Ok(count)
}

/// All entries under one value of the column they are ordered within, in their order.
pub async fn all_within<T: Table>(on: impl Into<Conn<'_>>, within: i64) -> StoreResult<Vec<Entry<T>>> {
    let condition = T::ORDERED_WITHIN.map_or("$1 = $1".to_owned(), |column| format!("entry.{column} = $1"));
    let order = if T::KIND.is_ordered() { "entry.position, entry.id" } else { "entry.name, entry.id" };
    let text = format!("SELECT {} FROM {} AS entry WHERE {condition} ORDER BY {order}", columns::<T>(), T::NAME);
    select(on, text).bind(within).all().await
}

pub async fn find<T: Table>(on: impl Into<Conn<'_>>, id: i64) -> StoreResult<Option<Entry<T>>> {
    let text = format!("SELECT {} FROM {} AS entry WHERE entry.id = $1", columns::<T>(), T::NAME);
    select(on, text).bind(id).optional().await
}

/// Adds an entry, last in its order.
pub async fn insert<T: Table>(tx: &mut Tx, value: &T) -> StoreResult<i64> {
    let mut names = T::COLUMNS.join(", ");
    let mut values = (1..=T::COLUMNS.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    if T::KIND.is_ordered() {
        names.push_str(", position");
        let within = T::ORDERED_WITHIN.and_then(|column| T::COLUMNS.iter().position(|own| *own == column));
        let condition = match (T::ORDERED_WITHIN, within) {
            (Some(column), Some(index)) => format!("WHERE {column} = ${}", index + 1),
            _ => String::new(),
        };
        values.push_str(&format!(", (SELECT COALESCE(MAX(position) + 1, 0) FROM {} {condition})", T::NAME));
    }
    let text = format!("INSERT INTO {} ({names}) VALUES ({values}) RETURNING id", T::NAME);
    let (id,): (i64,) = value.bind(select(tx, text)).one().await?;
    Ok(id)
}

/// Changes an entry if it still has the version; tells whether it had.
pub async fn update<T: Table>(tx: &mut Tx, id: i64, version: i64, value: &T) -> StoreResult<bool> {
    let sets: String = (1..).zip(T::COLUMNS).map(|(number, column)| format!("{column} = ${number}, ")).collect();
    let next = T::COLUMNS.len() + 1;
    let text =
        format!("UPDATE {} SET {sets}version = version + 1 WHERE id = ${next} AND version = ${}", T::NAME, next + 1);
    Ok(value.bind(execute(tx, text)).bind(id).bind(version).run().await? == 1)
}

/// Deletes an entry if it still has the version; tells whether it had.
pub async fn delete<T: Table>(tx: &mut Tx, id: i64, version: i64) -> StoreResult<bool> {
    let text = format!("DELETE FROM {} WHERE id = $1 AND version = $2", T::NAME);
    Ok(execute(tx, text).bind(id).bind(version).run().await? == 1)
}

/// Puts an entry before or behind its neighbor, if there is one; tells its place before and after.
pub async fn shift<T: Table>(tx: &mut Tx, id: i64, direction: Direction) -> StoreResult<Option<(i64, i64)>> {
    super::ordering::shift(tx, T::NAME, T::ORDERED_WITHIN, id, direction).await
}
