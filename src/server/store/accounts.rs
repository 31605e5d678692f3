//! Accounts and their sessions.

use super::{
    Conn, StoreResult,
    db::{execute, select},
};
use crate::domain::{access::Role, ids::AccountId, timestamp::Timestamp};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub role: Role,
}

/// An account with what proves its password.
#[derive(Debug, sqlx::FromRow)]
pub struct Credentials {
    #[sqlx(flatten)]
    pub account: Account,
    pub password_hash: String,
}

pub async fn find_credentials(on: impl Into<Conn<'_>>, email: &str) -> StoreResult<Option<Credentials>> {
    select(on, "SELECT id, email, name, role, password_hash FROM account WHERE email = $1").bind(email).optional().await
}

/// Adds an account, or nothing when the e-mail is taken: then the answer is `None`.
pub async fn insert(
    on: impl Into<Conn<'_>>,
    (email, name, password_hash): (&str, &str, &str),
    role: Role,
    now: Timestamp,
) -> StoreResult<Option<AccountId>> {
    let row: Option<(AccountId,)> = select(
        on,
        "INSERT INTO account (email, name, password_hash, role, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (email) DO NOTHING RETURNING id",
    )
    .bind(email)
    .bind(name)
    .bind(password_hash)
    .bind(role)
    .bind(now)
    .optional()
    .await?;
    Ok(row.map(|(id,)| id))
}

/// The account of a session that has not expired.
pub async fn find_by_session(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    now: Timestamp,
) -> StoreResult<Option<Account>> {
    select(
        on,
        "SELECT account.id, account.email, account.name, account.role
         FROM session JOIN account ON account.id = session.account_id
         WHERE session.token_hash = $1 AND session.expires_at > $2",
    )
    .bind(token_hash)
    .bind(now)
    .optional()
    .await
}

pub async fn insert_session(
    on: impl Into<Conn<'_>>,
    (token_hash, user_agent): (&str, &str),
    account: AccountId,
    now: Timestamp,
    expires_at: Timestamp,
) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO session (token_hash, account_id, user_agent, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $4, $5)",
    )
    .bind(token_hash)
    .bind(account)
    .bind(user_agent)
    .bind(now)
    .bind(expires_at)
    .run()
    .await?;
    Ok(())
}

pub async fn delete_session(on: impl Into<Conn<'_>>, token_hash: &str) -> StoreResult<()> {
    execute(on, "DELETE FROM session WHERE token_hash = $1").bind(token_hash).run().await?;
    Ok(())
}

pub async fn delete_expired_sessions(on: impl Into<Conn<'_>>, now: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM session WHERE expires_at <= $1").bind(now).run().await
}

/// Counts one more try of a subject and tells how many there were since the window began.
pub async fn count_login_try(
    on: impl Into<Conn<'_>>,
    subject: &str,
    now: Timestamp,
    window_start: Timestamp,
) -> StoreResult<i64> {
    let (failures,): (i64,) = select(
        on,
        "INSERT INTO login_throttle (subject, failures, window_started_at) VALUES ($1, 1, $2)
         ON CONFLICT (subject) DO UPDATE SET
            failures = CASE WHEN login_throttle.window_started_at < $3 THEN 1 ELSE login_throttle.failures + 1 END,
            window_started_at = CASE WHEN login_throttle.window_started_at < $3 THEN $2 ELSE login_throttle.window_started_at END
         RETURNING failures",
    )
    .bind(subject)
    .bind(now)
    .bind(window_start)
    .one()
    .await?;
    Ok(failures)
}

pub async fn clear_login_tries(on: impl Into<Conn<'_>>, subject: &str) -> StoreResult<()> {
    execute(on, "DELETE FROM login_throttle WHERE subject = $1").bind(subject).run().await?;
    Ok(())
}

/// Uncounts a try that turned out well, without forgetting the others.
pub async fn take_back_login_try(on: impl Into<Conn<'_>>, subject: &str) -> StoreResult<()> {
    execute(on, "UPDATE login_throttle SET failures = failures - 1 WHERE subject = $1 AND failures > 0")
        .bind(subject)
        .run()
        .await?;
    Ok(())
}
