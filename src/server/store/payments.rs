//! Payments, the ledger of what gateways did, and the books.

mod amounts;

pub use amounts::{
    add_authorized, add_captured, add_unallocated, add_voided, ask_for, begin_refund, close, end_refund, lower, replace,
};

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    sql,
};
use crate::domain::{
    ids::{OrderId, PaymentId, SavedPaymentMethodId},
    payment::GatewayKind,
    timestamp::Timestamp,
};

/// Where one attempt to collect money stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum PaymentStatus {
    /// Nobody has paid yet.
    Pending,
    /// Promised by the gateway, and nothing of it taken yet.
    Authorized,
    Captured,
    /// Captured, and all of it given back.
    Refunded,
    Failed,
    /// Closed before anything was taken.
    Canceled,
}

impl PaymentStatus {
    /// Stable text, as the database has it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Authorized => "authorized",
            Self::Captured => "captured",
            Self::Refunded => "refunded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }
}

/// One attempt to collect an order's money.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Payment {
    pub id: PaymentId,
    pub order_id: OrderId,
    pub gateway: String,
    pub reference: String,
    pub redirect_url: String,
    pub amount_minor: i64,
    pub authorized_minor: i64,
    pub captured_minor: i64,
    pub voided_minor: i64,
    pub refunded_minor: i64,
    /// Asked back from the gateway and not given yet.
    pub refunding_minor: i64,
    /// Captured, of no use to the order, and not asked back yet.
    pub unallocated_minor: i64,
    pub capture_later: bool,
    /// Another one took its place before it was paid.
    pub replaced: bool,
    /// The customer's card that it is charged to; without one, the gateway's page asks.
    pub saved_payment_method_id: Option<SavedPaymentMethodId>,
    pub status: PaymentStatus,
    pub created_at: Timestamp,
}

impl Payment {
    /// What can still be taken of what the gateway promised.
    pub const fn capturable(&self) -> i64 {
        self.authorized_minor - self.captured_minor - self.voided_minor
    }

    /// What the order holds of this payment and has not asked back.
    pub const fn refundable(&self) -> i64 {
        self.captured_minor - self.refunded_minor - self.refunding_minor - self.unallocated_minor
    }

    /// What could still come in through this payment.
    pub const fn outstanding(&self) -> i64 {
        self.amount_minor - self.captured_minor - self.voided_minor
    }

    /// Whether the shopper is sent to its page, or expected to pay it by other means.
    pub fn is_waiting(&self) -> bool {
        let is_open = match self.status {
            PaymentStatus::Pending => true,
            PaymentStatus::Captured | PaymentStatus::Refunded => {
                GatewayKind::of(&self.gateway).is_manual() && self.outstanding() > 0
            }
            _ => false,
        };
        is_open && !self.replaced
    }

    /// Whether the gateway may still do something about it by itself.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, PaymentStatus::Pending | PaymentStatus::Authorized)
    }
}

/// What happened, for the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum TransactionKind {
    Authorize,
    Capture,
    Void,
    Refund,
}

const COLUMNS: &str =
    "SELECT id, order_id, gateway, reference, redirect_url, amount_minor, authorized_minor, captured_minor,
    voided_minor, refunded_minor, refunding_minor, unallocated_minor, capture_later, replaced, saved_payment_method_id,
    status, created_at
    FROM payment";

pub async fn insert(
    tx: &mut Tx,
    order: OrderId,
    gateway: &str,
    (amount_minor, capture_later): (i64, bool),
    now: Timestamp,
) -> StoreResult<PaymentId> {
    let (id,): (PaymentId,) = select(
        tx,
        "INSERT INTO payment (order_id, gateway, amount_minor, capture_later, status, created_at)
         VALUES ($1, $2, $3, $4, 'pending', $5) RETURNING id",
    )
    .bind(order)
    .bind(gateway)
    .bind(amount_minor)
    .bind(capture_later)
    .bind(now)
    .one()
    .await?;
    Ok(id)
}

pub async fn find(on: impl Into<Conn<'_>>, payment: PaymentId) -> StoreResult<Option<Payment>> {
    select(on, format!("{COLUMNS} WHERE id = $1")).bind(payment).optional().await
}

pub async fn find_by_reference(
    on: impl Into<Conn<'_>>,
    gateway: &str,
    reference: &str,
) -> StoreResult<Option<Payment>> {
    select(on, format!("{COLUMNS} WHERE gateway = $1 AND reference = $2 AND reference <> ''"))
        .bind(gateway)
        .bind(reference)
        .optional()
        .await
}

/// Payments of an order, newest first.
pub async fn list(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<Payment>> {
    select(on, format!("{COLUMNS} WHERE order_id = $1 ORDER BY id DESC")).bind(order).all().await
}

/// Notes what the gateway answered.
pub async fn set_reference(
    on: impl Into<Conn<'_>>,
    payment: PaymentId,
    reference: &str,
    redirect_url: &str,
) -> StoreResult<()> {
    execute(on, "UPDATE payment SET reference = $2, redirect_url = $3 WHERE id = $1")
        .bind(payment)
        .bind(reference)
        .bind(redirect_url)
        .run()
        .await?;
    Ok(())
}

/// Payments that a gateway may have news of, created within a time; those never or longest ago asked about come first.
pub async fn list_open(
    on: impl Into<Conn<'_>>,
    (from, until): (Timestamp, Timestamp),
    most: i64,
) -> StoreResult<Vec<Payment>> {
    let text = format!(
        "{COLUMNS} WHERE status IN ('pending', 'authorized') AND created_at >= $1 AND created_at <= $2
           AND (reference <> '' OR saved_payment_method_id IS NOT NULL)
         ORDER BY asked_at, id LIMIT $3"
    );
    select(on, text).bind(from).bind(until).bind(most).all().await
}

/// Notes that a gateway is asked about a payment.
pub async fn set_asked(on: impl Into<Conn<'_>>, payment: PaymentId, now: Timestamp) -> StoreResult<()> {
    execute(on, "UPDATE payment SET asked_at = $2 WHERE id = $1").bind(payment).bind(now).run().await?;
    Ok(())
}

/// The newest payments that their gateways know, created from an instant on.
pub async fn list_newest(on: impl Into<Conn<'_>>, from: Timestamp, most: i64) -> StoreResult<Vec<Payment>> {
    let text = format!("{COLUMNS} WHERE created_at >= $1 AND reference <> '' ORDER BY id DESC LIMIT $2");
    select(on, text).bind(from).bind(most).all().await
}

/// Adds a movement to the ledger; `false` if the gateway's event is in it already.
pub async fn insert_transaction(
    tx: &mut Tx,
    payment: &Payment,
    (kind, succeeded): (TransactionKind, bool),
    amount_minor: i64,
    (event_id, message): (&str, &str),
    now: Timestamp,
) -> StoreResult<bool> {
    let added = execute(
        tx,
        "INSERT INTO payment_transaction (payment_id, kind, status, amount_minor, gateway, event_id, message, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (gateway, event_id) DO NOTHING",
    )
    .bind(payment.id)
    .bind(kind)
    .bind(if succeeded { "succeeded" } else { "failed" })
    .bind(amount_minor)
    .bind(&payment.gateway)
    .bind(event_id)
    .bind(message)
    .bind(now)
    .run()
    .await?;
    Ok(added == 1)
}

/// Notes what the gateway kept of a capture; `false` if that is known already, or there is no such capture.
pub async fn set_fee(tx: &mut Tx, payment: PaymentId, event_id: &str, fee_minor: i64) -> StoreResult<bool> {
    let text = "UPDATE payment_transaction SET fee_minor = $3
                WHERE payment_id = $1 AND event_id = $2 AND kind = 'capture' AND status = 'succeeded' AND fee_minor IS NULL";
    Ok(execute(tx, text).bind(payment).bind(event_id).bind(fee_minor).run().await? == 1)
}

/// What was captured of a payment once so much of it had been captured, in minor units; `None` if nothing was then.
pub async fn capture_after(
    on: impl Into<Conn<'_>>,
    payment: PaymentId,
    captured_minor: i64,
) -> StoreResult<Option<i64>> {
    let row: Option<(i64,)> = select(
        on,
        "SELECT amount_minor FROM payment_transaction movement
         WHERE payment_id = $1 AND kind = 'capture' AND status = 'succeeded' AND $2 = (
            SELECT CAST(COALESCE(SUM(earlier.amount_minor), 0) AS BIGINT) FROM payment_transaction earlier
            WHERE earlier.payment_id = $1 AND earlier.kind = 'capture' AND earlier.status = 'succeeded'
              AND earlier.id < movement.id)",
    )
    .bind(payment)
    .bind(captured_minor)
    .optional()
    .await?;
    Ok(row.map(|(amount,)| amount))
}

/// Whether a movement is in the ledger.
pub async fn has_transaction(on: impl Into<Conn<'_>>, gateway: &str, event_id: &str) -> StoreResult<bool> {
    let text = "SELECT id FROM payment_transaction WHERE gateway = $1 AND event_id = $2";
    let row: Option<(i64,)> = select(on, text).bind(gateway).bind(event_id).optional().await?;
    Ok(row.is_some())
}

/// An account of the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum Account {
    /// What customers owe.
    Receivable,
    /// What gateways hold for the shop.
    Gateway,
    Sales,
    Shipping,
    Tax,
    /// What came in and no order can use; it is the customers' until it went back.
    Unallocated,
    /// What gateways keep for themselves.
    Fee,
}

/// Posts an entry; debits are positive, credits negative.
///
/// # Errors
/// An entry that does not balance is refused.
pub async fn post(
    tx: &mut Tx,
    order: OrderId,
    description: &str,
    postings: &[(Account, i64)],
    now: Timestamp,
) -> StoreResult<()> {
    let postings: Vec<_> = postings.iter().filter(|(_, amount)| *amount != 0).collect();
    if postings.iter().map(|(_, amount)| amount).sum::<i64>() != 0 {
        return Err(super::StoreError::Inconsistent(format!(
            "the entry {description:?} of order {order} does not balance"
        )));
    }
    if postings.is_empty() {
        return Ok(());
    }
    let (entry,): (i64,) = select(
        &mut *tx,
        "INSERT INTO journal_entry (order_id, description, created_at) VALUES ($1, $2, $3) RETURNING id",
    )
    .bind(order)
    .bind(description)
    .bind(now)
    .one()
    .await?;
    let text = format!(
        "INSERT INTO journal_posting (journal_entry_id, account, amount_minor) VALUES {}",
        sql::rows(postings.len(), 3)
    );
    let mut statement = execute(tx, text);
    for (account, amount) in postings {
        statement = statement.bind(entry).bind(*account).bind(*amount);
    }
    statement.run().await?;
    Ok(())
}

/// What an order's sale was posted as, with the signs of the sale.
pub async fn sale_postings(tx: &mut Tx, order: OrderId) -> StoreResult<Vec<(Account, i64)>> {
    let (items, shipping, discount, included, additional, total): (i64, i64, i64, i64, i64, i64) = select(
        &mut *tx,
        "SELECT item_total_minor, shipping_total_minor, discount_total_minor, included_tax_total_minor,
                additional_tax_total_minor, total_minor FROM orders WHERE id = $1",
    )
    .bind(order)
    .one()
    .await?;
    let (shipping_tax, shipping_discount): (i64, i64) = select(
        tx,
        "SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'tax' AND included THEN amount_minor ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN kind = 'discount' THEN -amount_minor ELSE 0 END), 0) AS BIGINT)
         FROM adjustment WHERE order_id = $1 AND order_line_id IS NULL",
    )
    .bind(order)
    .one()
    .await?;
    Ok(vec![
        (Account::Receivable, total),
        (Account::Sales, -(items - (discount - shipping_discount) - (included - shipping_tax))),
        (Account::Shipping, -(shipping - shipping_discount - shipping_tax)),
        (Account::Tax, -(included + additional)),
    ])
}
