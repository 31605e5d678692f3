//! What links in mails prove, once.

use super::{
    Conn, StoreResult,
    db::{execute, select},
};
use crate::domain::{ids::AccountId, timestamp::Timestamp};

/// What a link is for; a token for one thing does nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum TokenPurpose {
    VerifyEmail,
    ChangeEmail,
    ResetPassword,
}

/// A token that has not expired: whose it is, and the address that its mail went to.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KnownToken {
    pub account_id: AccountId,
    pub email: String,
}

/// Keeps a token for a mail to an address.
pub async fn insert(
    on: impl Into<Conn<'_>>,
    (account, email): (AccountId, &str),
    (purpose, token_hash): (TokenPurpose, &str),
    now: Timestamp,
    expires_at: Timestamp,
) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO account_token (token_hash, account_id, purpose, email, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token_hash)
    .bind(account)
    .bind(purpose)
    .bind(email)
    .bind(now)
    .bind(expires_at)
    .run()
    .await?;
    Ok(())
}

/// Looks at a token without using it.
pub async fn find(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    purpose: TokenPurpose,
    now: Timestamp,
) -> StoreResult<Option<KnownToken>> {
    select(on, "SELECT account_id, email FROM account_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3")
        .bind(token_hash)
        .bind(purpose)
        .bind(now)
        .optional()
        .await
}

/// Uses a token: of two that try at once, one gets it. Runs in a transaction.
pub async fn take(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    purpose: TokenPurpose,
    now: Timestamp,
) -> StoreResult<Option<KnownToken>> {
    select(
        on,
        "DELETE FROM account_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3
         RETURNING account_id, email",
    )
    .bind(token_hash)
    .bind(purpose)
    .bind(now)
    .optional()
    .await
}

/// Makes the links void that were mailed for one purpose.
pub async fn delete_for(on: impl Into<Conn<'_>>, account: AccountId, purpose: TokenPurpose) -> StoreResult<()> {
    execute(on, "DELETE FROM account_token WHERE account_id = $1 AND purpose = $2")
        .bind(account)
        .bind(purpose)
        .run()
        .await?;
    Ok(())
}

/// Makes every link void that was mailed about an account.
pub async fn delete_of(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<()> {
    execute(on, "DELETE FROM account_token WHERE account_id = $1").bind(account).run().await?;
    Ok(())
}

pub async fn delete_expired(on: impl Into<Conn<'_>>, now: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM account_token WHERE expires_at <= $1").bind(now).run().await
}
