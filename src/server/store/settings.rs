//! Named values that a shop keeps, such as its signing key.

use super::{
    Conn, Db, StoreResult,
    db::{execute, select},
};

pub async fn find(on: impl Into<Conn<'_>>, name: &str) -> StoreResult<Option<String>> {
    let row: Option<(String,)> = select(on, "SELECT value FROM setting WHERE name = $1").bind(name).optional().await?;
    Ok(row.map(|(value,)| value))
}

/// The stored value, or the given one, stored now; nodes that start at once agree on one.
pub async fn get_or_insert(db: &Db, name: &str, value: &str) -> StoreResult<String> {
    if let Some(stored) = find(db, name).await? {
        return Ok(stored);
    }
    execute(db, "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
        .bind(name)
        .bind(value)
        .run()
        .await?;
    Ok(find(db, name).await?.unwrap_or_else(|| value.to_owned()))
}

pub async fn set(on: impl Into<Conn<'_>>, name: &str, value: &str) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .run()
    .await?;
    Ok(())
}
