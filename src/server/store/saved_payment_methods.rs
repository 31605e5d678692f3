//! Cards that customers keep at gateways. Every statement names the account, so that nobody reaches another's.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    account::SavedPaymentMethod,
    ids::{AccountId, OrderId, PaymentId, SavedPaymentMethodId},
    timestamp::Timestamp,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: SavedPaymentMethodId,
    gateway: String,
    brand: String,
    last4: String,
    expiry_month: i64,
    expiry_year: i64,
    is_default: bool,
}

impl Row {
    fn shown(self, now: Timestamp) -> SavedPaymentMethod {
        let Self { id, gateway, brand, last4, expiry_month, expiry_year, is_default } = self;
        let is_expired = SavedPaymentMethod::has_expired(now, expiry_month, expiry_year);
        SavedPaymentMethod { id, gateway, brand, last4, expiry_month, expiry_year, is_default, is_expired }
    }
}

/// A card to be kept, by what its gateway says of it; without `Debug`, as the token is secret.
pub struct NewMethod<'a> {
    pub gateway: &'a str,
    pub token: &'a str,
    pub brand: &'a str,
    pub last4: &'a str,
    pub expiry_month: i64,
    pub expiry_year: i64,
}

/// What a gateway needs to charge a kept card; without `Debug`, as it is secret.
#[derive(sqlx::FromRow)]
pub struct KeptToken {
    pub token: String,
    /// The gateway's name for the owner.
    pub customer: String,
}

/// Whom a gateway keeps cards for.
#[derive(sqlx::FromRow)]
pub struct GatewayCustomer {
    pub idempotency_key: String,
    /// Empty until the gateway has answered.
    pub reference: String,
}

const COLUMNS: &str =
    "SELECT id, gateway, brand, last4, expiry_month, expiry_year, is_default FROM saved_payment_method";

/// The cards of an account, the default first, then the newest.
pub async fn list(on: impl Into<Conn<'_>>, account: AccountId, now: Timestamp) -> StoreResult<Vec<SavedPaymentMethod>> {
    let text = format!(
        "{COLUMNS} WHERE account_id = $1 AND removed_at IS NULL ORDER BY CASE WHEN is_default THEN 0 ELSE 1 END, id DESC"
    );
    let rows: Vec<Row> = select(on, text).bind(account).all().await?;
    Ok(rows.into_iter().map(|row| row.shown(now)).collect())
}

pub async fn find(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    id: SavedPaymentMethodId,
    now: Timestamp,
) -> StoreResult<Option<SavedPaymentMethod>> {
    let text = format!("{COLUMNS} WHERE account_id = $1 AND id = $2 AND removed_at IS NULL");
    let row: Option<Row> = select(on, text).bind(account).bind(id).optional().await?;
    Ok(row.map(|row| row.shown(now)))
}

/// Keeps a card. One that the account has, or had and removed, stays as it is: then the answer is `None`.
pub async fn insert(
    tx: &mut Tx,
    account: AccountId,
    method: &NewMethod<'_>,
    now: Timestamp,
) -> StoreResult<Option<SavedPaymentMethodId>> {
    let row: Option<(SavedPaymentMethodId,)> = select(
        tx,
        "INSERT INTO saved_payment_method
            (account_id, gateway, token, brand, last4, expiry_month, expiry_year, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (account_id, gateway, token) DO NOTHING RETURNING id",
    )
    .bind(account)
    .bind(method.gateway)
    .bind(method.token)
    .bind(method.brand)
    .bind(method.last4)
    .bind(method.expiry_month)
    .bind(method.expiry_year)
    .bind(now)
    .optional()
    .await?;
    Ok(row.map(|(id,)| id))
}

/// Makes a card the default. `false` when the account has no such card.
pub async fn set_default(tx: &mut Tx, account: AccountId, id: SavedPaymentMethodId) -> StoreResult<bool> {
    // First none, then one: the index allows no two, not even within a statement.
    let text = "UPDATE saved_payment_method SET is_default = FALSE WHERE account_id = $1 AND is_default";
    execute(&mut *tx, text).bind(account).run().await?;
    let text = "UPDATE saved_payment_method SET is_default = TRUE
                WHERE account_id = $1 AND id = $2 AND removed_at IS NULL";
    Ok(execute(tx, text).bind(account).bind(id).run().await? == 1)
}

/// Takes a card out of the account's. `false` when the account has no such card.
pub async fn remove(tx: &mut Tx, account: AccountId, id: SavedPaymentMethodId, now: Timestamp) -> StoreResult<bool> {
    let text = "UPDATE saved_payment_method SET removed_at = $3, is_default = FALSE
                WHERE account_id = $1 AND id = $2 AND removed_at IS NULL";
    Ok(execute(tx, text).bind(account).bind(id).bind(now).run().await? == 1)
}

/// What a payment is charged to; `None` once its card was removed.
pub async fn token_of_payment(on: impl Into<Conn<'_>>, payment: PaymentId) -> StoreResult<Option<KeptToken>> {
    select(
        on,
        "SELECT method.token, gateway_customer.reference AS customer
         FROM payment JOIN saved_payment_method AS method ON method.id = payment.saved_payment_method_id
         JOIN gateway_customer ON gateway_customer.account_id = method.account_id AND gateway_customer.gateway = method.gateway
         WHERE payment.id = $1 AND method.removed_at IS NULL AND method.gateway = payment.gateway",
    )
    .bind(payment)
    .optional()
    .await
}

/// Says that a payment is charged to a card.
pub async fn set_of_payment(tx: &mut Tx, payment: PaymentId, method: SavedPaymentMethodId) -> StoreResult<()> {
    let text = "UPDATE payment SET saved_payment_method_id = $2 WHERE id = $1";
    execute(tx, text).bind(payment).bind(method).run().await?;
    Ok(())
}

pub async fn find_customer(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    gateway: &str,
) -> StoreResult<Option<GatewayCustomer>> {
    let text = "SELECT idempotency_key, reference FROM gateway_customer WHERE account_id = $1 AND gateway = $2";
    select(on, text).bind(account).bind(gateway).optional().await
}

/// Notes that a gateway is about to be asked for a customer. Whoever comes second finds the first one's key.
pub async fn begin_customer(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    gateway: &str,
    idempotency_key: &str,
    now: Timestamp,
) -> StoreResult<()> {
    execute(
        on,
        "INSERT INTO gateway_customer (account_id, gateway, idempotency_key, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, gateway) DO NOTHING",
    )
    .bind(account)
    .bind(gateway)
    .bind(idempotency_key)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub async fn set_customer_reference(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    gateway: &str,
    reference: &str,
) -> StoreResult<()> {
    let text = "UPDATE gateway_customer SET reference = $3 WHERE account_id = $1 AND gateway = $2";
    execute(on, text).bind(account).bind(gateway).bind(reference).run().await?;
    Ok(())
}

/// Whose order it is, if the gateway knows its owner.
pub async fn owner_at_gateway(
    on: impl Into<Conn<'_>>,
    order: OrderId,
    gateway: &str,
) -> StoreResult<Option<(AccountId, String)>> {
    select(
        on,
        "SELECT gateway_customer.account_id, gateway_customer.reference
         FROM orders JOIN gateway_customer ON gateway_customer.account_id = orders.account_id
         WHERE orders.id = $1 AND gateway_customer.gateway = $2 AND gateway_customer.reference <> ''",
    )
    .bind(order)
    .bind(gateway)
    .optional()
    .await
}

/// Something that a gateway is to forget; without `Debug`, as it is secret.
#[derive(sqlx::FromRow)]
pub struct Erasure {
    pub gateway: String,
    pub kind: ErasureKind,
    pub reference: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case", type_name = "TEXT")]
pub enum ErasureKind {
    /// A card.
    Method,
    /// A customer with all cards.
    Customer,
}

/// Has a card be forgotten; the answer is the entry to be worked off.
pub async fn erase_method(tx: &mut Tx, id: SavedPaymentMethodId, now: Timestamp) -> StoreResult<i64> {
    let (erasure,): (i64,) = select(
        tx,
        "INSERT INTO gateway_erasure (gateway, kind, reference, created_at)
         SELECT gateway, 'method', token, CAST($2 AS BIGINT) FROM saved_payment_method WHERE id = $1 RETURNING id",
    )
    .bind(id)
    .bind(now)
    .one()
    .await?;
    Ok(erasure)
}

/// Has everything be forgotten that gateways keep for an account. Cards come before their owners.
pub async fn erase_account(tx: &mut Tx, account: AccountId, now: Timestamp) -> StoreResult<Vec<i64>> {
    let methods: Vec<(i64,)> = select(
        &mut *tx,
        "INSERT INTO gateway_erasure (gateway, kind, reference, created_at)
         SELECT gateway, 'method', token, CAST($2 AS BIGINT) FROM saved_payment_method
         WHERE account_id = $1 AND removed_at IS NULL RETURNING id",
    )
    .bind(account)
    .bind(now)
    .all()
    .await?;
    let customers: Vec<(i64,)> = select(
        tx,
        "INSERT INTO gateway_erasure (gateway, kind, reference, created_at)
         SELECT gateway, 'customer', reference, CAST($2 AS BIGINT) FROM gateway_customer
         WHERE account_id = $1 AND reference <> '' RETURNING id",
    )
    .bind(account)
    .bind(now)
    .all()
    .await?;
    Ok(methods.into_iter().chain(customers).map(|(id,)| id).collect())
}

pub async fn find_erasure(on: impl Into<Conn<'_>>, erasure: i64) -> StoreResult<Option<Erasure>> {
    let text = "SELECT gateway, kind, reference FROM gateway_erasure WHERE id = $1";
    select(on, text).bind(erasure).optional().await
}

pub async fn delete_erasure(on: impl Into<Conn<'_>>, erasure: i64) -> StoreResult<()> {
    execute(on, "DELETE FROM gateway_erasure WHERE id = $1").bind(erasure).run().await?;
    Ok(())
}
