//! The sandbox gateway's own records.

use super::{
    Conn, StoreResult,
    db::{execute, select},
};
use crate::domain::timestamp::Timestamp;

/// A payment as the sandbox knows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SandboxPayment {
    pub reference: String,
    pub amount_minor: i64,
    pub currency: String,
    pub description: String,
    pub return_url: String,
    pub status: SandboxStatus,
    /// Id of the capture's event; empty before.
    pub event_id: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum SandboxStatus {
    Open,
    /// Waits for the shopper to pass the 3-D Secure challenge.
    Challenge,
    Captured,
    Canceled,
    Refunded,
}

/// Adds a payment; the same key again finds the one there is.
pub async fn insert(
    on: impl Into<Conn<'_>>,
    payment: &SandboxPayment,
    idempotency_key: &str,
    now: Timestamp,
) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO sandbox_payment
            (reference, idempotency_key, amount_minor, currency, description, return_url, status, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'open', $7) ON CONFLICT (idempotency_key) DO NOTHING",
    )
    .bind(&payment.reference)
    .bind(idempotency_key)
    .bind(payment.amount_minor)
    .bind(&payment.currency)
    .bind(&payment.description)
    .bind(&payment.return_url)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

const COLUMNS: &str =
    "SELECT reference, amount_minor, currency, description, return_url, status, event_id FROM sandbox_payment";

pub async fn find(on: impl Into<Conn<'_>>, reference: &str) -> StoreResult<Option<SandboxPayment>> {
    select(on, format!("{COLUMNS} WHERE reference = $1")).bind(reference).optional().await
}

pub async fn find_by_key(on: impl Into<Conn<'_>>, idempotency_key: &str) -> StoreResult<Option<SandboxPayment>> {
    select(on, format!("{COLUMNS} WHERE idempotency_key = $1")).bind(idempotency_key).optional().await
}

/// Moves a payment from one status to another; `false` if it was in neither of the first ones.
pub async fn advance(
    on: impl Into<Conn<'_>>,
    reference: &str,
    from: [SandboxStatus; 2],
    to: SandboxStatus,
    event_id: &str,
) -> StoreResult<bool> {
    let text = "UPDATE sandbox_payment SET status = $2, event_id = CASE WHEN $3 = '' THEN event_id ELSE $3 END
         WHERE reference = $1 AND status IN ($4, $5)";
    let [first, second] = from;
    let changed = execute(on, text).bind(reference).bind(to).bind(event_id).bind(first).bind(second).run().await?;
    Ok(changed == 1)
}
