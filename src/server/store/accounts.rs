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
    /// Whether the owner requires a second factor of staff and this one has none: then nothing of the administration
    /// is open until there is one.
    pub lacks_second_factor: bool,
}

impl Account {
    /// Whether somebody may enter a part of the shop's administration.
    pub const fn allows(&self, permission: Permission) -> bool {
        !self.lacks_second_factor && self.role.lets_into(self.permissions, permission)
    }
}

/// Columns of an [`Account`]; `staff_role` is joined.
pub(super) const COLUMNS: &str = "account.id, account.email, account.name, account.role,
    COALESCE(staff_role.permissions, 0) AS permissions, account.email_verified_at IS NOT NULL AS email_verified,
    account.totp_enabled_at IS NOT NULL AS has_second_factor,
    (account.role <> 'customer' AND account.totp_enabled_at IS NULL AND EXISTS
        (SELECT 1 FROM setting WHERE name = 'staff_second_factor' AND value = 'required')) AS lacks_second_factor";

/// Name of the setting that makes staff have a second factor, and its value then; [`COLUMNS`] reads it.
pub const STAFF_SECOND_FACTOR: (&str, &str) = ("staff_second_factor", "required");
pub(super) const WITH_ROLE: &str = "LEFT JOIN staff_role ON staff_role.id = account.staff_role_id";

/// An account with what proves its password; as that is secret, it has no `Debug`.
#[derive(sqlx::FromRow)]
pub struct Credentials {
    #[sqlx(flatten)]
    pub account: Account,
    pub password_hash: String,
    pub is_disabled: bool,
}

pub async fn find_credentials(on: impl Into<Conn<'_>>, email: &str) -> StoreResult<Option<Credentials>> {
    let text = format!(
        "SELECT {COLUMNS}, password_hash, disabled_at IS NOT NULL AS is_disabled FROM account {WITH_ROLE} WHERE email = $1"
    );
    select(on, text).bind(email).optional().await
}

/// The same by id.
pub async fn find_credentials_by_id(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Option<Credentials>> {
    let text = format!(
        "SELECT {COLUMNS}, password_hash, disabled_at IS NOT NULL AS is_disabled FROM account {WITH_ROLE}
         WHERE account.id = $1"
    );
    select(on, text).bind(account).optional().await
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

/// A session that has not expired.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenSession {
    #[sqlx(flatten)]
    pub account: Account,
    pub remembered: bool,
    /// When it was last noted that the session is in use.
    pub seen_at: Timestamp,
    /// When the password was last given in it.
    pub confirmed_at: Timestamp,
}

pub async fn find_by_session(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    now: Timestamp,
) -> StoreResult<Option<OpenSession>> {
    let text = format!(
        "SELECT {COLUMNS}, session.remembered, session.seen_at, session.confirmed_at
         FROM session JOIN account ON account.id = session.account_id {WITH_ROLE}
         WHERE session.token_hash = $1 AND session.expires_at > $2 AND account.disabled_at IS NULL"
    );
    select(on, text).bind(token_hash).bind(now).optional().await
}

/// A session that is opened just after the password was given.
#[derive(Clone, Copy, Debug)]
pub struct NewSession<'a> {
    pub token_hash: &'a str,
    pub account: AccountId,
    pub user_agent: &'a str,
    /// The network that it is opened from, for its owner to recognize.
    pub address: &'a str,
    pub remembered: bool,
    pub opened_at: Timestamp,
    pub expires_at: Timestamp,
}

pub async fn insert_session(on: impl Into<Conn<'_>>, session: NewSession<'_>) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO session (token_hash, account_id, user_agent, address, remembered, created_at, seen_at, confirmed_at,
                              expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $6, $7)",
    )
    .bind(session.token_hash)
    .bind(session.account)
    .bind(session.user_agent)
    .bind(session.address)
    .bind(session.remembered)
    .bind(session.opened_at)
    .bind(session.expires_at)
    .run()
    .await?;
    Ok(())
}

/// Ends every session of an account.
pub async fn delete_sessions_of(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<u64> {
    execute(on, "DELETE FROM session WHERE account_id = $1").bind(account).run().await
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
