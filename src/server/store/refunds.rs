//! Refunds: written down before a gateway is asked, settled when it has answered.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    ids::{OrderId, PaymentId, RefundId},
    timestamp::Timestamp,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum RefundStatus {
    /// Asked for, and not known to have happened.
    Pending,
    Succeeded,
    Failed,
}

impl RefundStatus {
    /// Stable text, as the database has it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }
}

/// Whose money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum RefundSource {
    /// What the order holds.
    Order,
    /// What came in and the order cannot use.
    Unallocated,
}

impl RefundSource {
    /// Stable text, as the database has it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Unallocated => "unallocated",
        }
    }

    pub fn is_unallocated(self) -> bool {
        self == Self::Unallocated
    }
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Refund {
    pub id: RefundId,
    pub payment_id: PaymentId,
    pub amount_minor: i64,
    pub source: RefundSource,
    pub reason: String,
    pub idempotency_key: String,
    pub status: RefundStatus,
    /// The gateway's name for it; empty until it has answered.
    pub reference: String,
    /// Why the gateway refused.
    pub failure: String,
    pub actor: String,
    pub created_at: Timestamp,
}

/// A refund to be written down.
#[derive(Clone, Debug)]
pub struct NewRefund<'a> {
    pub amount_minor: i64,
    pub source: RefundSource,
    pub reason: &'a str,
    /// The same key again is the same refund.
    pub idempotency_key: &'a str,
    pub actor: &'a str,
}

const COLUMNS: &str =
    "SELECT refund.id, payment_id, refund.amount_minor, source, reason, idempotency_key, refund.status,
    refund.reference, failure, actor, refund.created_at FROM refund";

/// Writes a refund down; nothing if one with its key is there already.
pub async fn insert(
    tx: &mut Tx,
    payment: PaymentId,
    refund: &NewRefund<'_>,
    now: Timestamp,
) -> StoreResult<Option<RefundId>> {
    let row: Option<(RefundId,)> = select(
        tx,
        "INSERT INTO refund (payment_id, amount_minor, source, reason, idempotency_key, status, actor, created_at)
         VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7) ON CONFLICT (idempotency_key) DO NOTHING RETURNING id",
    )
    .bind(payment)
    .bind(refund.amount_minor)
    .bind(refund.source)
    .bind(refund.reason)
    .bind(refund.idempotency_key)
    .bind(refund.actor)
    .bind(now)
    .optional()
    .await?;
    Ok(row.map(|(id,)| id))
}

pub async fn find(on: impl Into<Conn<'_>>, refund: RefundId) -> StoreResult<Option<Refund>> {
    select(on, format!("{COLUMNS} WHERE id = $1")).bind(refund).optional().await
}

pub async fn find_by_key(on: impl Into<Conn<'_>>, key: &str) -> StoreResult<Option<Refund>> {
    select(on, format!("{COLUMNS} WHERE idempotency_key = $1")).bind(key).optional().await
}

/// How many refunds of a payment there are, whatever became of them.
pub async fn count(on: impl Into<Conn<'_>>, payment: PaymentId) -> StoreResult<i64> {
    let (count,): (i64,) =
        select(on, "SELECT CAST(COUNT(*) AS BIGINT) FROM refund WHERE payment_id = $1").bind(payment).one().await?;
    Ok(count)
}

/// Refunds of all payments of an order, oldest first.
pub async fn list(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<Refund>> {
    let text = format!(
        "{COLUMNS} JOIN payment ON payment.id = refund.payment_id WHERE payment.order_id = $1 ORDER BY refund.id"
    );
    select(on, text).bind(order).all().await
}

/// What was asked back of the money that an order holds and is not known to be given.
pub async fn pending_of_order(tx: &mut Tx, order: OrderId) -> StoreResult<i64> {
    let (sum,): (i64,) = select(
        tx,
        "SELECT CAST(COALESCE(SUM(refund.amount_minor), 0) AS BIGINT) FROM refund
         JOIN payment ON payment.id = refund.payment_id
         WHERE payment.order_id = $1 AND refund.status = 'pending' AND source = 'order'",
    )
    .bind(order)
    .one()
    .await?;
    Ok(sum)
}

/// Ends a pending refund; `false` if it has ended already.
pub async fn settle(
    tx: &mut Tx,
    refund: RefundId,
    status: RefundStatus,
    (reference, failure): (&str, &str),
    now: Timestamp,
) -> StoreResult<bool> {
    let text = "UPDATE refund SET status = $2, reference = $3, failure = $4, settled_at = $5
         WHERE id = $1 AND status = 'pending'";
    let changed = execute(tx, text).bind(refund).bind(status).bind(reference).bind(failure).bind(now).run().await?;
    Ok(changed == 1)
}
