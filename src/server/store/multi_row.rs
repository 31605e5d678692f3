//! Many rows in one statement.
//!
//! A row at a time is a round trip at a time. Both databases limit the values of a statement
//! (SQLite to 32 766, PostgreSQL to 65 535), so that long lists go in several statements.

use super::{
    StoreResult, Tx,
    db::{Record, Statement, execute, select},
};
use std::fmt::Write as _;

/// Most values of one statement; longer statements gain nothing any more.
const VALUES: usize = 8_000;

/// Inserts rows; `bind` gives each of the `columns`, in order, its value.
///
/// `into` is the table with its columns: `"color (slug, name)"`. `tail` is what follows the
/// values, such as `ON CONFLICT (slug) DO NOTHING`. Tells how many rows were inserted.
pub async fn insert_rows<R, F>(tx: &mut Tx, into: &str, rows: &[R], tail: &str, bind: F) -> StoreResult<u64>
where
    F: for<'c> Fn(Statement<'c, ()>, &R) -> Statement<'c, ()>,
{
    let columns = columns(into);
    let mut inserted = 0;
    for part in rows.chunks((VALUES / columns).max(1)) {
        let statement = execute(&mut *tx, insert_text(into, columns, part.len(), tail));
        inserted += part.iter().fold(statement, &bind).run().await?;
    }
    Ok(inserted)
}

/// Inserts rows and reads what `tail`, a RETURNING clause, asks for.
///
/// The answers come in no certain order: ask for the columns that tell rows apart.
pub async fn insert_rows_returning<T, R, F>(
    tx: &mut Tx,
    into: &str,
    rows: &[R],
    tail: &str,
    bind: F,
) -> StoreResult<Vec<T>>
where
    T: Record,
    F: for<'c> Fn(Statement<'c, T>, &R) -> Statement<'c, T>,
{
    let columns = columns(into);
    let mut answers = Vec::with_capacity(rows.len());
    for part in rows.chunks((VALUES / columns).max(1)) {
        let statement = select(&mut *tx, insert_text(into, columns, part.len(), tail));
        answers.extend(part.iter().fold(statement, &bind).all().await?);
    }
    Ok(answers)
}

fn columns(into: &str) -> usize {
    into.matches(',').count() + 1
}

fn insert_text(into: &str, columns: usize, rows: usize, tail: &str) -> String {
    let mut text = format!("INSERT INTO {into} VALUES ");
    for row in 0..rows {
        for column in 0..columns {
            let before = match (row, column) {
                (0, 0) => "(",
                (_, 0) => ",(",
                _ => ",",
            };
            // Writing to a String cannot fail.
            let _ = write!(text, "{before}${}", row * columns + column + 1);
        }
        text.push(')');
    }
    text.push(' ');
    text.push_str(tail);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_count_through_all_rows() {
        let into = "color (slug, name)";
        assert_eq!(columns(into), 2);
        assert_eq!(
            insert_text(into, 2, 2, "RETURNING id"),
            "INSERT INTO color (slug, name) VALUES ($1,$2),($3,$4) RETURNING id"
        );
    }
}
