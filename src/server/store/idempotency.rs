//! Requests under keys of their senders: who does one, and what was answered.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::timestamp::Timestamp;

/// A request that wants to be done.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub principal: &'a str,
    pub key: &'a str,
    pub fingerprint: &'a str,
    /// Names the run that asks.
    pub holder: &'a str,
    /// Whether it may be done once more where nobody knows what became of it.
    pub repeatable: bool,
    pub now: Timestamp,
    pub lease_until: Timestamp,
    /// What is older is forgotten.
    pub forget_before: Timestamp,
}

/// A request as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    pub fingerprint: String,
    pub lease_until: Timestamp,
    pub status: Option<i64>,
    pub headers: String,
    pub body: String,
}

/// Claims a request for a run: a new one, or one whose run died. The answer says whether it had been checked by then;
/// `None`: it is somebody else's, or answered.
pub async fn claim(tx: &mut Tx, wanted: &Wanted<'_>) -> StoreResult<Option<bool>> {
    execute(
        &mut *tx,
        "DELETE FROM idempotent_request WHERE principal = $1 AND idempotency_key = $2 AND created_at < $3",
    )
    .bind(wanted.principal)
    .bind(wanted.key)
    .bind(wanted.forget_before)
    .run()
    .await?;
    let row: Option<(bool,)> = select(
        tx,
        "INSERT INTO idempotent_request (principal, idempotency_key, fingerprint, holder, lease_until, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (principal, idempotency_key) DO UPDATE
         SET holder = excluded.holder, lease_until = excluded.lease_until
         WHERE idempotent_request.status IS NULL AND idempotent_request.lease_until <= $6
           AND idempotent_request.fingerprint = excluded.fingerprint AND CAST($7 AS BOOLEAN)
         RETURNING checked",
    )
    .bind(wanted.principal)
    .bind(wanted.key)
    .bind(wanted.fingerprint)
    .bind(wanted.holder)
    .bind(wanted.lease_until)
    .bind(wanted.now)
    .bind(wanted.repeatable)
    .optional()
    .await?;
    Ok(row.map(|(checked,)| checked))
}

pub async fn find(on: impl Into<Conn<'_>>, principal: &str, key: &str) -> StoreResult<Option<Kept>> {
    let text = "SELECT fingerprint, lease_until, status, headers, body FROM idempotent_request
                WHERE principal = $1 AND idempotency_key = $2";
    select(on, text).bind(principal).bind(key).optional().await
}

/// Notes that what a run does was allowed when it began.
pub async fn set_checked(on: impl Into<Conn<'_>>, holder: &str) -> StoreResult<bool> {
    let text = "UPDATE idempotent_request SET checked = TRUE WHERE holder = $1 AND status IS NULL";
    Ok(execute(on, text).bind(holder).run().await? == 1)
}

/// Keeps the answer of a run that still holds its request.
pub async fn answer(
    on: impl Into<Conn<'_>>,
    holder: &str,
    (status, headers, body): (i64, &str, &str),
) -> StoreResult<()> {
    let text =
        "UPDATE idempotent_request SET status = $2, headers = $3, body = $4 WHERE holder = $1 AND status IS NULL";
    execute(on, text).bind(holder).bind(status).bind(headers).bind(body).run().await?;
    Ok(())
}

/// Ends a lease at once: nobody knows what became of it.
pub async fn let_go(on: impl Into<Conn<'_>>, holder: &str) -> StoreResult<()> {
    let text = "UPDATE idempotent_request SET lease_until = 0 WHERE holder = $1 AND status IS NULL";
    execute(on, text).bind(holder).run().await?;
    Ok(())
}

/// Forgets a request that was refused: nothing was done.
pub async fn forget(on: impl Into<Conn<'_>>, holder: &str) -> StoreResult<()> {
    execute(on, "DELETE FROM idempotent_request WHERE holder = $1 AND status IS NULL").bind(holder).run().await?;
    Ok(())
}

pub async fn delete_older(on: impl Into<Conn<'_>>, than: Timestamp) -> StoreResult<u64> {
    execute(on, "DELETE FROM idempotent_request WHERE created_at < $1").bind(than).run().await
}
