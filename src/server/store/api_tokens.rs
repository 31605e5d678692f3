//! API tokens. What opens something is never stored: a token is found by its hash.

use super::{
    Conn, StoreResult,
    accounts::{Account, COLUMNS, WITH_ROLE},
    db::{execute, select},
};
use crate::domain::{
    api_token::{Scopes, TokenSummary},
    ids::{AccountId, ApiTokenId},
    timestamp::Timestamp,
};

/// A token that works, and whose it is.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LiveToken {
    pub token_id: ApiTokenId,
    pub scopes: Scopes,
    pub last_used_at: Option<Timestamp>,
    #[sqlx(flatten)]
    pub account: Account,
}

/// The token with this hash, unless it expired or nobody can log in to its account.
pub async fn find_live(on: impl Into<Conn<'_>>, token_hash: &str, now: Timestamp) -> StoreResult<Option<LiveToken>> {
    let text = format!(
        "SELECT api_token.id AS token_id, api_token.scopes, api_token.last_used_at, {COLUMNS}
         FROM api_token JOIN account ON account.id = api_token.account_id {WITH_ROLE}
         WHERE api_token.token_hash = $1 AND (api_token.expires_at IS NULL OR api_token.expires_at > $2)
           AND account.disabled_at IS NULL"
    );
    select(on, text).bind(token_hash).bind(now).optional().await
}

/// Notes a use, unless one was noted since `before`, whoever else does so at the same time.
pub async fn note_use(on: impl Into<Conn<'_>>, id: ApiTokenId, now: Timestamp, before: Timestamp) -> StoreResult<()> {
    execute(
        on,
        "UPDATE api_token SET last_used_at = $2
         WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)",
    )
    .bind(id)
    .bind(now)
    .bind(before)
    .run()
    .await?;
    Ok(())
}

/// Adds a token: its name, hash and hint.
pub async fn insert(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    (name, token_hash, hint): (&str, &str, &str),
    scopes: Scopes,
    (now, expires_at): (Timestamp, Option<Timestamp>),
) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO api_token (account_id, name, token_hash, hint, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(account)
    .bind(name)
    .bind(token_hash)
    .bind(hint)
    .bind(scopes)
    .bind(now)
    .bind(expires_at)
    .run()
    .await?;
    Ok(())
}

pub async fn count(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<i64> {
    let (count,): (i64,) =
        select(on, "SELECT CAST(COUNT(*) AS BIGINT) FROM api_token WHERE account_id = $1").bind(account).one().await?;
    Ok(count)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ApiTokenId,
    name: String,
    hint: String,
    scopes: Scopes,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    last_used_at: Option<Timestamp>,
}

/// All tokens of an account, the newest first.
pub async fn list(on: impl Into<Conn<'_>>, account: AccountId, now: Timestamp) -> StoreResult<Vec<TokenSummary>> {
    let rows: Vec<Row> = select(
        on,
        "SELECT id, name, hint, scopes, created_at, expires_at, last_used_at
         FROM api_token WHERE account_id = $1 ORDER BY id DESC",
    )
    .bind(account)
    .all()
    .await?;
    let summary = |row: Row| TokenSummary {
        id: row.id,
        name: row.name,
        hint: row.hint,
        scopes: row.scopes,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
        expired: row.expires_at.is_some_and(|end| end <= now),
    };
    Ok(rows.into_iter().map(summary).collect())
}

/// Revokes a token of an account; `false` when it has none with this id.
pub async fn delete(on: impl Into<Conn<'_>>, account: AccountId, id: ApiTokenId) -> StoreResult<bool> {
    let deleted =
        execute(on, "DELETE FROM api_token WHERE id = $1 AND account_id = $2").bind(id).bind(account).run().await?;
    Ok(deleted > 0)
}

/// Revokes every token of an account.
pub async fn delete_all(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<u64> {
    execute(on, "DELETE FROM api_token WHERE account_id = $1").bind(account).run().await
}

/// Forgets tokens that expired before an instant; until then their owners see that they did.
pub async fn delete_expired(on: impl Into<Conn<'_>>, before: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM api_token WHERE expires_at <= $1").bind(before).run().await
}
