//! How many there are of what a shop may have so many of.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};

/// The rows of a table, to which nobody else adds before the transaction ends: of two who would add the last one at the same
/// moment, one comes too late.
pub async fn count_locked(tx: &mut Tx, table: &str) -> StoreResult<i64> {
    if let Some(lock) = Conn::from(&mut *tx).dialect().lock_table(table) {
        execute(&mut *tx, lock).run().await?;
    }
    let (count,): (i64,) = select(tx, format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).one().await?;
    Ok(count)
}
