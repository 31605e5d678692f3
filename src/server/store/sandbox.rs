//! The sandbox gateway's own records.

use super::{
    Conn, StoreResult, Tx,
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
    /// Whether the shop takes the money by a later call.
    pub capture_later: bool,
    pub authorized_minor: i64,
    pub captured_minor: i64,
    pub voided_minor: i64,
    /// Whose payment it is; empty for guests.
    pub customer: String,
    /// The last four digits of the card that its owner wants kept once it paid.
    pub saves: String,
    /// Token of the card that was kept.
    pub card: String,
    /// Why a kept card was refused, for good.
    pub declined: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum SandboxStatus {
    Open,
    /// Waits for the shopper to pass the 3-D Secure challenge.
    Challenge,
    /// The shopper did their part; the sandbox takes its time.
    Processing,
    Authorized,
    Captured,
    Canceled,
    Refunded,
}

impl SandboxStatus {
    /// Whether the shopper may still pay.
    pub const fn is_payable(self) -> bool {
        matches!(self, Self::Open | Self::Challenge)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum MovementKind {
    Authorize,
    Capture,
    Void,
    Refund,
}

/// Something that the sandbox did with a payment's money.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Movement {
    pub reference: String,
    pub kind: MovementKind,
    pub amount_minor: i64,
    pub event_id: String,
    /// Given by whoever asked: the same again is the same movement.
    pub idempotency_key: String,
    pub created_at: Timestamp,
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
            (reference, idempotency_key, amount_minor, currency, description, return_url, status, capture_later, customer,
             created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9) ON CONFLICT (idempotency_key) DO NOTHING",
    )
    .bind(&payment.reference)
    .bind(idempotency_key)
    .bind(payment.amount_minor)
    .bind(&payment.currency)
    .bind(&payment.description)
    .bind(&payment.return_url)
    .bind(payment.capture_later)
    .bind(&payment.customer)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

const COLUMNS: &str = "SELECT reference, amount_minor, currency, description, return_url, status, capture_later,
    authorized_minor, captured_minor, voided_minor, customer, saves, card, declined FROM sandbox_payment";

pub async fn find(on: impl Into<Conn<'_>>, reference: &str) -> StoreResult<Option<SandboxPayment>> {
    select(on, format!("{COLUMNS} WHERE reference = $1")).bind(reference).optional().await
}

/// A payment that nobody else changes before the transaction ends.
pub async fn lock(tx: &mut Tx, reference: &str) -> StoreResult<Option<SandboxPayment>> {
    let text = format!("{COLUMNS} WHERE reference = $1 {}", Conn::from(&mut *tx).dialect().for_update());
    select(tx, text).bind(reference).optional().await
}

pub async fn find_by_key(on: impl Into<Conn<'_>>, idempotency_key: &str) -> StoreResult<Option<SandboxPayment>> {
    select(on, format!("{COLUMNS} WHERE idempotency_key = $1")).bind(idempotency_key).optional().await
}

pub async fn set_status(tx: &mut Tx, reference: &str, status: SandboxStatus) -> StoreResult<()> {
    let text = "UPDATE sandbox_payment SET status = $2 WHERE reference = $1";
    execute(tx, text).bind(reference).bind(status).run().await?;
    Ok(())
}

/// Promises money that is taken in the same moment, so that nobody is told of the promise.
pub async fn promise(tx: &mut Tx, reference: &str, amount_minor: i64) -> StoreResult<()> {
    let text = "UPDATE sandbox_payment SET authorized_minor = $2 WHERE reference = $1";
    execute(tx, text).bind(reference).bind(amount_minor).run().await?;
    Ok(())
}

/// Moves money of a payment; `false` if there is not so much of it.
pub async fn move_money(tx: &mut Tx, movement: &Movement) -> StoreResult<bool> {
    let text = match movement.kind {
        MovementKind::Authorize => {
            "UPDATE sandbox_payment SET authorized_minor = authorized_minor + $2, status = 'authorized'
             WHERE reference = $1 AND authorized_minor + $2 <= amount_minor"
        }
        MovementKind::Capture => {
            "UPDATE sandbox_payment SET captured_minor = captured_minor + $2, status = 'captured'
             WHERE reference = $1 AND captured_minor + voided_minor + $2 <= authorized_minor"
        }
        MovementKind::Void => {
            "UPDATE sandbox_payment
             SET voided_minor = voided_minor + $2, status = CASE WHEN captured_minor = 0 THEN 'canceled' ELSE status END
             WHERE reference = $1 AND captured_minor + voided_minor + $2 <= authorized_minor"
        }
        MovementKind::Refund => {
            "UPDATE sandbox_payment
             SET refunded_minor = refunded_minor + $2,
                 status = CASE WHEN refunded_minor + $2 = captured_minor THEN 'refunded' ELSE status END
             WHERE reference = $1 AND refunded_minor + $2 <= captured_minor"
        }
    };
    let changed = execute(&mut *tx, text).bind(&movement.reference).bind(movement.amount_minor).run().await?;
    if changed == 0 {
        return Ok(false);
    }
    execute(
        tx,
        "INSERT INTO sandbox_movement (reference, kind, amount_minor, event_id, idempotency_key, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&movement.reference)
    .bind(movement.kind)
    .bind(movement.amount_minor)
    .bind(&movement.event_id)
    .bind(&movement.idempotency_key)
    .bind(movement.created_at)
    .run()
    .await?;
    Ok(true)
}

const MOVEMENTS: &str =
    "SELECT reference, kind, amount_minor, event_id, idempotency_key, created_at FROM sandbox_movement";

/// The movements of a payment, oldest first.
pub async fn movements(on: impl Into<Conn<'_>>, reference: &str) -> StoreResult<Vec<Movement>> {
    select(on, format!("{MOVEMENTS} WHERE reference = $1 ORDER BY id")).bind(reference).all().await
}

pub async fn find_movement(on: impl Into<Conn<'_>>, idempotency_key: &str) -> StoreResult<Option<Movement>> {
    select(on, format!("{MOVEMENTS} WHERE idempotency_key = $1")).bind(idempotency_key).optional().await
}

/// A card that the sandbox keeps for a customer.
#[derive(sqlx::FromRow)]
pub struct SandboxCard {
    pub token: String,
    pub customer: String,
    pub last4: String,
}

/// Notes that the card with these last digits is to be kept once it paid; none of them: no card is.
pub async fn set_saves(tx: &mut Tx, reference: &str, last4: &str) -> StoreResult<()> {
    let text = "UPDATE sandbox_payment SET saves = $2 WHERE reference = $1";
    execute(tx, text).bind(reference).bind(last4).run().await?;
    Ok(())
}

/// Keeps the card that a payment was made with, as the one with this token.
pub async fn keep_card(tx: &mut Tx, payment: &SandboxPayment, token: &str, now: Timestamp) -> StoreResult<()> {
    execute(&mut *tx, "INSERT INTO sandbox_card (token, customer, last4, created_at) VALUES ($1, $2, $3, $4)")
        .bind(token)
        .bind(&payment.customer)
        .bind(&payment.saves)
        .bind(now)
        .run()
        .await?;
    set_card(tx, &payment.reference, token).await
}

/// Says which kept card a payment was made with.
pub async fn set_card(tx: &mut Tx, reference: &str, token: &str) -> StoreResult<()> {
    let text = "UPDATE sandbox_payment SET card = $2, saves = '' WHERE reference = $1";
    execute(tx, text).bind(reference).bind(token).run().await?;
    Ok(())
}

/// A card that can be charged.
pub async fn find_card(on: impl Into<Conn<'_>>, token: &str) -> StoreResult<Option<SandboxCard>> {
    let text = "SELECT token, customer, last4 FROM sandbox_card WHERE token = $1 AND detached_at IS NULL";
    select(on, text).bind(token).optional().await
}

/// The card of a customer with these last digits, if it was kept before.
pub async fn find_card_of(on: impl Into<Conn<'_>>, customer: &str, last4: &str) -> StoreResult<Option<SandboxCard>> {
    let text = "SELECT token, customer, last4 FROM sandbox_card
                WHERE customer = $1 AND last4 = $2 AND detached_at IS NULL ORDER BY created_at LIMIT 1";
    select(on, text).bind(customer).bind(last4).optional().await
}

/// Forgets a card, or all cards of a customer.
pub async fn detach_cards(on: impl Into<Conn<'_>>, token_or_customer: &str, now: Timestamp) -> StoreResult<()> {
    let text = "UPDATE sandbox_card SET detached_at = $2 WHERE detached_at IS NULL AND (token = $1 OR customer = $1)";
    execute(on, text).bind(token_or_customer).bind(now).run().await?;
    Ok(())
}

/// Refuses a kept card for good: the payment is over.
pub async fn decline(tx: &mut Tx, reference: &str, reason: &str) -> StoreResult<()> {
    let text = "UPDATE sandbox_payment SET declined = $2, status = 'canceled' WHERE reference = $1";
    execute(tx, text).bind(reference).bind(reason).run().await?;
    Ok(())
}
