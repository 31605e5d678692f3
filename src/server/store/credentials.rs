//! What an account logs in with: its password and its e-mail.

use super::{Conn, StoreError, StoreResult, db::execute};
use crate::domain::{ids::AccountId, timestamp::Timestamp};

/// Sets another password.
pub async fn set_password(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    password_hash: &str,
    now: Timestamp,
) -> StoreResult<()> {
    execute(on, "UPDATE account SET password_hash = $2, password_changed_at = $3, version = version + 1 WHERE id = $1")
        .bind(account)
        .bind(password_hash)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Keeps the same password at another cost, unless it was changed meanwhile.
pub async fn rehash(on: impl Into<Conn<'_>>, account: AccountId, (old, new): (&str, &str)) -> StoreResult<()> {
    execute(on, "UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2")
        .bind(account)
        .bind(old)
        .bind(new)
        .run()
        .await?;
    Ok(())
}

/// Notes that mail to the account's address is read, if it still has that one; tells whether that was news.
pub async fn verify_email(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    email: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let changed = execute(
        on,
        "UPDATE account SET email_verified_at = $3, version = version + 1
         WHERE id = $1 AND email = $2 AND email_verified_at IS NULL",
    )
    .bind(account)
    .bind(email)
    .bind(now)
    .run()
    .await?;
    Ok(changed == 1)
}

/// Gives an account another address, which mail was read at; `false` when it is another account's.
pub async fn change_email(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    email: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let changed =
        execute(on, "UPDATE account SET email = $2, email_verified_at = $3, version = version + 1 WHERE id = $1")
            .bind(account)
            .bind(email)
            .bind(now)
            .run()
            .await;
    match changed {
        Ok(_) => Ok(true),
        Err(error) if is_taken(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Forgets customers who registered before an instant and never proved their e-mail: the address may be somebody else's.
pub async fn delete_unverified(on: impl Into<Conn<'_>>, before: Timestamp) -> StoreResult<u64> {
    execute(
        on,
        "DELETE FROM account
         WHERE role = 'customer' AND email_verified_at IS NULL AND disabled_at IS NULL AND created_at < $1",
    )
    .bind(before)
    .run()
    .await
}

fn is_taken(error: &StoreError) -> bool {
    error.violates("account_email_key", "account.email")
}
