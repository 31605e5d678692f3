//! Accounts and their sessions.

use super::{
    Conn, StoreResult,
    db::{execute, select},
};
use crate::domain::{
    access::{Permission, Permissions, Role},
    ids::AccountId,
    timestamp::Timestamp,
};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub role: Role,
    /// What the role among the staff lets somebody into; ask [`Account::allows`].
    pub permissions: Permissions,
    pub email_verified: bool,
    pub has_second_factor: bool,
}

impl Account {
    /// Whether somebody may enter a part of the shop's administration.
    pub const fn allows(&self, permission: Permission) -> bool {
        self.role.lets_into(self.permissions, permission)
    }
}

/// Columns of an [`Account`]; `staff_role` is joined.
const COLUMNS: &str = "account.id, account.email, account.name, account.role,
    COALESCE(staff_role.permissions, 0) AS permissions, account.email_verified_at IS NOT NULL AS email_verified,
    account.totp_enabled_at IS NOT NULL AS has_second_factor";
const WITH_ROLE: &str = "LEFT JOIN staff_role ON staff_role.id = account.staff_role_id";

/// An account with what proves its password.
#[derive(Debug, sqlx::FromRow)]
pub struct Credentials {
    #[sqlx(flatten)]
    pub account: Account,
    pub password_hash: String,
}

pub async fn find_credentials(on: impl Into<Conn<'_>>, email: &str) -> StoreResult<Option<Credentials>> {
    let text = format!("SELECT {COLUMNS}, password_hash FROM account {WITH_ROLE} WHERE email = $1");
    select(on, text).bind(email).optional().await
}

/// Adds an account, or nothing when the e-mail is taken: then the answer is `None`. Staff get the first role there is.
pub async fn insert(
    on: impl Into<Conn<'_>>,
    (email, name, password_hash): (&str, &str, &str),
    role: Role,
    now: Timestamp,
) -> StoreResult<Option<AccountId>> {
    let row: Option<(AccountId,)> = select(
        on,
        "INSERT INTO account (email, name, password_hash, role, created_at, password_changed_at, staff_role_id)
         VALUES ($1, $2, $3, $4, $5, $5, CASE WHEN $4 = 'staff' THEN (SELECT MIN(id) FROM staff_role) END)
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
    let text = format!(
        "SELECT {COLUMNS} FROM session JOIN account ON account.id = session.account_id {WITH_ROLE}
         WHERE session.token_hash = $1 AND session.expires_at > $2 AND account.disabled_at IS NULL"
    );
    select(on, text).bind(token_hash).bind(now).optional().await
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
