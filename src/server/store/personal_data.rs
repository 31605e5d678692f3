//! Everything the shop knows about the owner of an account, in the shape in which they get it as a file.

mod orders;

pub use orders::{KeptOrder, orders};

use super::{Conn, StoreResult, db::select, orders::OF_ACCOUNT};
use crate::domain::{
    ids::{AccountId, CartId, OutboxMailId},
    timestamp::Timestamp,
};
use serde::{Serialize, Serializer};

/// Whose data: an account, and its e-mail if that is known to be read by its owner.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: AccountId,
    pub email: String,
    pub email_verified: bool,
}

fn iso<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&at.iso())
}

fn iso_if_any<S: Serializer>(at: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
    at.map(Timestamp::iso).serialize(to)
}

/// JSON that is kept as text, put in as it is.
fn json<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => value.serialize(to),
        Err(_) => to.serialize_none(),
    }
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptAddress {
    #[serde(serialize_with = "json")]
    address: String,
    default_shipping: bool,
    default_billing: bool,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
    #[serde(serialize_with = "iso")]
    updated_at: Timestamp,
}

pub async fn addresses(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<KeptAddress>> {
    let text = "SELECT address, default_shipping, default_billing, created_at, updated_at FROM account_address
                WHERE account_id = $1 ORDER BY id";
    select(on, text).bind(account).all().await
}

/// A card; what its gateway calls it is nobody's business.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptPaymentMethod {
    gateway: String,
    brand: String,
    last4: String,
    expiry_month: i64,
    expiry_year: i64,
    is_default: bool,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
    #[serde(serialize_with = "iso_if_any")]
    removed_at: Option<Timestamp>,
}

pub async fn payment_methods(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<KeptPaymentMethod>> {
    let text = "SELECT gateway, brand, last4, expiry_month, expiry_year, is_default, created_at, removed_at
                FROM saved_payment_method WHERE account_id = $1 ORDER BY id";
    select(on, text).bind(account).all().await
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptSession {
    user_agent: String,
    address: String,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
    #[serde(serialize_with = "iso")]
    seen_at: Timestamp,
    #[serde(serialize_with = "iso")]
    expires_at: Timestamp,
}

pub async fn sessions(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<KeptSession>> {
    let text = "SELECT user_agent, address, created_at, seen_at, expires_at FROM session
                WHERE account_id = $1 ORDER BY created_at, token_hash";
    select(on, text).bind(account).all().await
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptChoice {
    kind: String,
    by_mail: bool,
    #[serde(serialize_with = "iso_if_any")]
    agreed_at: Option<Timestamp>,
}

pub async fn choices(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<KeptChoice>> {
    let text = "SELECT kind, by_mail, agreed_at FROM notification_choice WHERE account_id = $1 ORDER BY kind";
    select(on, text).bind(account).all().await
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptToken {
    name: String,
    hint: String,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
    #[serde(serialize_with = "iso_if_any")]
    expires_at: Option<Timestamp>,
    #[serde(serialize_with = "iso_if_any")]
    last_used_at: Option<Timestamp>,
}

pub async fn tokens(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<KeptToken>> {
    let text =
        "SELECT name, hint, created_at, expires_at, last_used_at FROM api_token WHERE account_id = $1 ORDER BY id";
    select(on, text).bind(account).all().await
}

/// Something that its owner wants to hear of when it is back.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptRequest {
    sku: String,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
    #[serde(serialize_with = "iso_if_any")]
    notified_at: Option<Timestamp>,
}

/// Only of an e-mail that is known to be read by the account's owner.
pub async fn back_in_stock_requests(on: impl Into<Conn<'_>>, person: &Person) -> StoreResult<Vec<KeptRequest>> {
    let text = "SELECT variant.sku, request.created_at, request.notified_at
                FROM back_in_stock_request request JOIN variant ON variant.id = request.variant_id
                WHERE request.email = $1 AND $2 ORDER BY request.id";
    select(on, text).bind(&person.email).bind(person.email_verified).all().await
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptCart {
    #[serde(skip)]
    id: CartId,
    #[serde(serialize_with = "iso")]
    updated_at: Timestamp,
    /// What was entered at its checkout.
    email: Option<String>,
    #[serde(serialize_with = "json_if_any")]
    shipping_address: Option<String>,
    #[serde(serialize_with = "json_if_any")]
    billing_address: Option<String>,
    #[sqlx(skip)]
    lines: Vec<KeptCartLine>,
    #[sqlx(skip)]
    saved_for_later: Vec<KeptSavedLine>,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptCartLine {
    #[serde(skip)]
    cart_id: CartId,
    sku: String,
    quantity: i64,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptSavedLine {
    #[serde(skip)]
    cart_id: CartId,
    title: String,
    sku: Option<String>,
    quantity: i64,
    #[serde(serialize_with = "iso")]
    saved_at: Timestamp,
}

fn json_if_any<S: Serializer>(text: &Option<String>, to: S) -> Result<S::Ok, S::Error> {
    json(text.as_deref().unwrap_or_default(), to)
}

pub async fn carts(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<KeptCart>> {
    let mut on = on.into();
    let mut carts: Vec<KeptCart> = select(
        on.again(),
        "SELECT cart.id, cart.updated_at, checkout.email, checkout.shipping_address, checkout.billing_address
         FROM cart LEFT JOIN checkout ON checkout.cart_id = cart.id WHERE cart.account_id = $1 ORDER BY cart.id",
    )
    .bind(account)
    .all()
    .await?;
    let lines: Vec<KeptCartLine> = select(
        on.again(),
        "SELECT cart_line.cart_id, variant.sku, cart_line.quantity FROM cart_line
         JOIN cart ON cart.id = cart_line.cart_id JOIN variant ON variant.id = cart_line.variant_id
         WHERE cart.account_id = $1 ORDER BY cart_line.id",
    )
    .bind(account)
    .all()
    .await?;
    for line in lines {
        if let Some(cart) = carts.iter_mut().find(|cart| cart.id == line.cart_id) {
            cart.lines.push(line);
        }
    }
    let saved: Vec<KeptSavedLine> = select(
        on,
        "SELECT saved_line.cart_id, saved_line.title, variant.sku, saved_line.quantity, saved_line.saved_at FROM saved_line
         JOIN cart ON cart.id = saved_line.cart_id LEFT JOIN variant ON variant.id = saved_line.variant_id
         WHERE cart.account_id = $1 ORDER BY saved_line.id",
    )
    .bind(account)
    .all()
    .await?;
    for line in saved {
        if let Some(cart) = carts.iter_mut().find(|cart| cart.id == line.cart_id) {
            cart.saved_for_later.push(line);
        }
    }
    Ok(carts)
}

/// Conditions on `outbox_mail` that choose those to a [`Person`], bound as for [`OF_ACCOUNT`].
pub(super) fn mails_of_account() -> String {
    format!(
        "(order_id IN (SELECT orders.id FROM orders WHERE {OF_ACCOUNT})
          OR (recipient = $2 AND (order_id IS NULL OR $3)))"
    )
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptMail {
    #[serde(skip)]
    pub id: OutboxMailId,
    recipient: String,
    subject: String,
    /// Only of mails about orders: others may have links in them that prove who reads the mailbox, and whoever is merely
    /// logged in must not get at those.
    body: Option<String>,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
    #[serde(serialize_with = "iso_if_any")]
    sent_at: Option<Timestamp>,
}

/// Mails after one, oldest first, at most so many.
pub async fn mails(
    on: impl Into<Conn<'_>>,
    person: &Person,
    after: OutboxMailId,
    most: i64,
) -> StoreResult<Vec<KeptMail>> {
    let text = format!(
        "SELECT id, recipient, subject, CASE WHEN order_id IS NOT NULL THEN body_text END AS body, created_at, sent_at
         FROM outbox_mail WHERE {} AND id > $4 ORDER BY id LIMIT $5",
        mails_of_account()
    );
    select(on, text)
        .bind(person.account)
        .bind(&person.email)
        .bind(person.email_verified)
        .bind(after)
        .bind(most)
        .all()
        .await
}
