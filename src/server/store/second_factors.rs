//! The second factor of an account: its secret, its recovery codes, and logins that wait for it.

use super::{
    Conn, StoreResult,
    db::{execute, select},
};
use crate::domain::{ids::AccountId, timestamp::Timestamp};

/// The state of an account's second factor.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SecondFactor {
    pub totp_secret: Option<String>,
    pub totp_enabled_at: Option<Timestamp>,
    pub recovery_codes: i64,
}

pub async fn find(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Option<SecondFactor>> {
    select(
        on,
        "SELECT totp_secret, totp_enabled_at,
                (SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_code WHERE account_id = account.id) AS recovery_codes
         FROM account WHERE id = $1",
    )
    .bind(account)
    .optional()
    .await
}

/// Keeps a secret that is being set up; one that is in use stays.
pub async fn begin(on: impl Into<Conn<'_>>, account: AccountId, secret: &str) -> StoreResult<bool> {
    let changed = execute(on, "UPDATE account SET totp_secret = $2 WHERE id = $1 AND totp_enabled_at IS NULL")
        .bind(account)
        .bind(secret)
        .run()
        .await?;
    Ok(changed == 1)
}

/// Switches the second factor on with the secret that a code of `step` proved.
pub async fn enable(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    (secret, step): (&str, i64),
    now: Timestamp,
) -> StoreResult<bool> {
    let changed = execute(
        on,
        "UPDATE account SET totp_enabled_at = $4, totp_step = $3, version = version + 1
         WHERE id = $1 AND totp_secret = $2 AND totp_enabled_at IS NULL",
    )
    .bind(account)
    .bind(secret)
    .bind(step)
    .bind(now)
    .run()
    .await?;
    Ok(changed == 1)
}

pub async fn disable(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<bool> {
    let mut conn = on.into();
    execute(conn.again(), "DELETE FROM recovery_code WHERE account_id = $1").bind(account).run().await?;
    let changed = execute(
        conn,
        "UPDATE account SET totp_secret = NULL, totp_enabled_at = NULL, totp_step = 0, version = version + 1
         WHERE id = $1 AND totp_enabled_at IS NOT NULL",
    )
    .bind(account)
    .run()
    .await?;
    Ok(changed == 1)
}

/// Uses up a time step: of two codes of the same step, or of an earlier one, the second is refused.
pub async fn use_step(on: impl Into<Conn<'_>>, account: AccountId, step: i64) -> StoreResult<bool> {
    let changed = execute(
        on,
        "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2 AND totp_enabled_at IS NOT NULL",
    )
    .bind(account)
    .bind(step)
    .run()
    .await?;
    Ok(changed == 1)
}

/// Replaces all recovery codes of an account.
pub async fn replace_recovery_codes(on: impl Into<Conn<'_>>, account: AccountId, hashes: &[String]) -> StoreResult<()> {
    let mut conn = on.into();
    execute(conn.again(), "DELETE FROM recovery_code WHERE account_id = $1").bind(account).run().await?;
    let rows: Vec<String> = (2..hashes.len() + 2).map(|place| format!("($1, ${place})")).collect();
    let text = format!("INSERT INTO recovery_code (account_id, code_hash) VALUES {}", rows.join(", "));
    let mut insert = execute(conn, text).bind(account);
    for hash in hashes {
        insert = insert.bind(hash);
    }
    insert.run().await?;
    Ok(())
}

/// Uses a recovery code up; tells whether there was such a one.
pub async fn use_recovery_code(on: impl Into<Conn<'_>>, account: AccountId, hash: &str) -> StoreResult<bool> {
    let changed = execute(on, "DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2")
        .bind(account)
        .bind(hash)
        .run()
        .await?;
    Ok(changed == 1)
}

/// A login that waits for its second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LoginChallenge {
    pub account_id: AccountId,
    pub remembered: bool,
}

pub async fn insert_challenge(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    challenge: LoginChallenge,
    expires_at: Timestamp,
) -> StoreResult<()> {
    execute(on, "INSERT INTO login_challenge (token_hash, account_id, remembered, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token_hash)
        .bind(challenge.account_id)
        .bind(challenge.remembered)
        .bind(expires_at)
        .run()
        .await?;
    Ok(())
}

pub async fn find_challenge(
    on: impl Into<Conn<'_>>,
    token_hash: &str,
    now: Timestamp,
) -> StoreResult<Option<LoginChallenge>> {
    select(on, "SELECT account_id, remembered FROM login_challenge WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash)
        .bind(now)
        .optional()
        .await
}

/// Ends a challenge; tells whether it was still there.
pub async fn delete_challenge(on: impl Into<Conn<'_>>, token_hash: &str) -> StoreResult<bool> {
    let deleted = execute(on, "DELETE FROM login_challenge WHERE token_hash = $1").bind(token_hash).run().await?;
    Ok(deleted == 1)
}

/// Ends every login of an account that waits: its password is another one now.
pub async fn delete_challenges_of(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<()> {
    execute(on, "DELETE FROM login_challenge WHERE account_id = $1").bind(account).run().await?;
    Ok(())
}

pub async fn delete_expired_challenges(on: impl Into<Conn<'_>>, now: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM login_challenge WHERE expires_at <= $1").bind(now).run().await
}
