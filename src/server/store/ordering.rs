//! Rows that staff put in order: a column `position`, counted from 0.

use super::{
    StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::references::Direction;

/// Exchanges a row with its neighbor and tells its place before and after; `None` if there is no neighbor there.
///
/// Rows with the same value in the column `within` are in order together; without one, all rows of the table are. All of
/// them are numbered anew, so that positions that were equal, or had gaps, are right afterwards.
pub async fn shift(
    tx: &mut Tx,
    table: &str,
    within: Option<&str>,
    id: i64,
    direction: Direction,
) -> StoreResult<Option<(i64, i64)>> {
    let condition = match within {
        // NULL is a place of its own.
        Some(column) => format!("COALESCE({column}, 0) = (SELECT COALESCE({column}, 0) FROM {table} WHERE id = $1)"),
        None => "$1 = $1".to_owned(),
    };
    let text = format!("SELECT id, position FROM {table} WHERE {condition} ORDER BY position, id");
    let mut rows: Vec<(i64, i64)> = select(&mut *tx, text).bind(id).all().await?;
    let Some(place) = rows.iter().position(|(row, _)| *row == id) else { return Ok(None) };
    let other = match direction {
        Direction::Up => place.checked_sub(1),
        Direction::Down => Some(place + 1).filter(|other| *other < rows.len()),
    };
    let Some(other) = other else { return Ok(None) };
    rows.swap(place, other);
    let moved: Vec<(i64, i64)> = (0_i64..)
        .zip(rows)
        .filter(|(position, (_, before))| position != before)
        .map(|(position, (row, _))| (row, position))
        .collect();
    for part in moved.chunks(1_000) {
        set_positions(tx, table, part).await?;
    }
    let count = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
    Ok(Some((count(place), count(other))))
}

/// Gives rows their positions, in one statement.
async fn set_positions(tx: &mut Tx, table: &str, rows: &[(i64, i64)]) -> StoreResult<()> {
    let cases: String = (0..rows.len()).map(|row| format!(" WHEN ${} THEN ${}", row * 2 + 1, row * 2 + 2)).collect();
    let ids: Vec<String> = (0..rows.len()).map(|row| format!("${}", row * 2 + 1)).collect();
    let text = format!(
        "UPDATE {table} SET position = CAST(CASE id{cases} ELSE position END AS BIGINT) WHERE id IN ({})",
        ids.join(", ")
    );
    let values = rows.iter().flat_map(|(id, position)| [*id, *position]);
    execute(tx, text).bind_all(values).run().await?;
    Ok(())
}
