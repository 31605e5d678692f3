//! What shoppers entered at the checkout so far.

use super::{
    Conn, StoreError, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    address::Address,
    ids::{AccountId, CartId, SavedPaymentMethodId, ShippingMethodId},
    timestamp::Timestamp,
};

/// A checkout as it was entered, valid or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    pub email: String,
    pub shipping_address: Address,
    /// `None`: the same as the shipping address.
    pub billing_address: Option<Address>,
    pub shipping_method: Option<ShippingMethodId>,
    /// Slug of the payment gateway; empty until chosen.
    pub gateway: String,
    /// The customer's card at that gateway that is charged.
    pub saved_method: Option<SavedPaymentMethodId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    email: String,
    shipping_address: String,
    billing_address: String,
    shipping_method_id: Option<ShippingMethodId>,
    payment_gateway: String,
    saved_payment_method_id: Option<SavedPaymentMethodId>,
}

impl TryFrom<Row> for Entered {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let billing = row.billing_address.as_str();
        Ok(Self {
            email: row.email,
            shipping_address: address(&row.shipping_address)?,
            billing_address: if billing.is_empty() { None } else { Some(address(billing)?) },
            shipping_method: row.shipping_method_id,
            gateway: row.payment_gateway,
            saved_method: row.saved_payment_method_id,
        })
    }
}

fn address(json: &str) -> StoreResult<Address> {
    serde_json::from_str(json).map_err(|error| StoreError::Inconsistent(format!("address: {error}")))
}

fn json(address: &Address) -> StoreResult<String> {
    serde_json::to_string(address).map_err(|error| StoreError::Inconsistent(format!("address: {error}")))
}

pub async fn find(on: impl Into<Conn<'_>>, cart: CartId) -> StoreResult<Option<Entered>> {
    let row: Option<Row> = select(
        on,
        "SELECT email, shipping_address, billing_address, shipping_method_id, payment_gateway, saved_payment_method_id
         FROM checkout WHERE cart_id = $1",
    )
    .bind(cart)
    .optional()
    .await?;
    row.map(Entered::try_from).transpose()
}

/// When a cart was begun: with its id it names the cart for good, as SQLite gives ids of deleted rows out again.
pub async fn cart_created_at(on: impl Into<Conn<'_>>, cart: CartId) -> StoreResult<Timestamp> {
    let (created_at,): (Timestamp,) = select(on, "SELECT created_at FROM cart WHERE id = $1").bind(cart).one().await?;
    Ok(created_at)
}

pub async fn save_email(tx: &mut Tx, cart: CartId, email: &str, now: Timestamp) -> StoreResult<()> {
    execute(
        tx,
        "INSERT INTO checkout (cart_id, email, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (cart_id) DO UPDATE SET email = excluded.email, updated_at = excluded.updated_at",
    )
    .bind(cart)
    .bind(email)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Without a billing address, the invoice goes where the parcel goes.
pub async fn save_addresses(
    tx: &mut Tx,
    cart: CartId,
    shipping: &Address,
    billing: Option<&Address>,
    now: Timestamp,
) -> StoreResult<()> {
    let billing = billing.map(json).transpose()?.unwrap_or_default();
    execute(
        tx,
        "INSERT INTO checkout (cart_id, shipping_address, billing_address, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (cart_id) DO UPDATE SET shipping_address = excluded.shipping_address,
            billing_address = excluded.billing_address, updated_at = excluded.updated_at",
    )
    .bind(cart)
    .bind(json(shipping)?)
    .bind(billing)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub async fn save_shipping_method(
    tx: &mut Tx,
    cart: CartId,
    method: ShippingMethodId,
    now: Timestamp,
) -> StoreResult<()> {
    execute(
        tx,
        "INSERT INTO checkout (cart_id, shipping_method_id, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (cart_id) DO UPDATE SET shipping_method_id = excluded.shipping_method_id,
            updated_at = excluded.updated_at",
    )
    .bind(cart)
    .bind(method)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// With a card of the customer, the gateway is the one that keeps it.
pub async fn save_gateway(
    tx: &mut Tx,
    cart: CartId,
    (gateway, saved_method): (&str, Option<SavedPaymentMethodId>),
    now: Timestamp,
) -> StoreResult<()> {
    execute(
        tx,
        "INSERT INTO checkout (cart_id, payment_gateway, saved_payment_method_id, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (cart_id) DO UPDATE SET payment_gateway = excluded.payment_gateway,
            saved_payment_method_id = excluded.saved_payment_method_id, updated_at = excluded.updated_at",
    )
    .bind(cart)
    .bind(gateway)
    .bind(saved_method)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Where an account's last order went to, and where its invoice went if elsewhere.
pub async fn last_addresses(
    on: impl Into<Conn<'_>>,
    account: AccountId,
) -> StoreResult<Option<(Address, Option<Address>)>> {
    let row: Option<(String, String)> = select(
        on,
        "SELECT shipping_address, billing_address FROM orders WHERE account_id = $1 ORDER BY id DESC LIMIT 1",
    )
    .bind(account)
    .optional()
    .await?;
    let Some((shipping, billing)) = row else { return Ok(None) };
    let (shipping, billing) = (address(&shipping)?, address(&billing)?);
    let elsewhere = (billing != shipping).then_some(billing);
    Ok(Some((shipping, elsewhere)))
}
