//! The sessions of an account, as its owner sees them.

use super::{
    Conn, StoreResult,
    db::{execute, select},
};
use crate::domain::{
    account::{DEVICE_KEY_LENGTH, Device, device_name},
    ids::AccountId,
    timestamp::Timestamp,
};

/// Newest sessions that are shown; nobody logs in in so many places.
const SHOWN: i64 = 100;

#[derive(sqlx::FromRow)]
struct Row {
    token_hash: String,
    user_agent: String,
    address: String,
    created_at: Timestamp,
    seen_at: Timestamp,
}

/// The open sessions of an account, those seen last first; `present` is the token hash of the one that asks.
pub async fn list(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    present: &str,
    now: Timestamp,
) -> StoreResult<Vec<Device>> {
    let rows: Vec<Row> = select(
        on,
        "SELECT token_hash, user_agent, address, created_at, seen_at FROM session
         WHERE account_id = $1 AND expires_at > $2
         ORDER BY CASE WHEN token_hash = $3 THEN 0 ELSE 1 END, seen_at DESC, token_hash LIMIT $4",
    )
    .bind(account)
    .bind(now)
    .bind(present)
    .bind(SHOWN)
    .all()
    .await?;
    let device = |row: Row| Device {
        is_present: row.token_hash == present,
        key: row.token_hash.chars().take(DEVICE_KEY_LENGTH).collect(),
        name: device_name(&row.user_agent),
        address: row.address,
        first_seen: row.created_at,
        last_seen: row.seen_at,
    };
    Ok(rows.into_iter().map(device).collect())
}

/// Ends a session of an account by its key; `false` when the account has none by that key.
pub async fn close(on: impl Into<Conn<'_>>, account: AccountId, key: &str) -> StoreResult<bool> {
    let text = format!("DELETE FROM session WHERE account_id = $1 AND SUBSTR(token_hash, 1, {DEVICE_KEY_LENGTH}) = $2");
    Ok(execute(on, text).bind(account).bind(key).run().await? > 0)
}

/// Ends all sessions of an account but one, and tells how many there were.
pub async fn close_others(on: impl Into<Conn<'_>>, account: AccountId, present: &str) -> StoreResult<u64> {
    let text = "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2";
    execute(on, text).bind(account).bind(present).run().await
}

/// Notes that a session is in use, unless that was noted after `unless_since`.
pub async fn note_seen(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    now: Timestamp,
    unless_since: Timestamp,
) -> StoreResult<()> {
    execute(on, "UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $3")
        .bind(token_hash)
        .bind(now)
        .bind(unless_since)
        .run()
        .await?;
    Ok(())
}
