//! Addresses that customers keep. Every statement names the account, so that nobody reaches another's.

use super::{
    Conn, StoreError, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    account::{AddressUse, SavedAddress},
    address::Address,
    ids::{AccountAddressId, AccountId},
    timestamp::Timestamp,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: AccountAddressId,
    address: String,
    default_shipping: bool,
    default_billing: bool,
}

impl TryFrom<Row> for SavedAddress {
    type Error = StoreError;
    fn try_from(row: Row) -> StoreResult<Self> {
        let address = serde_json::from_str(&row.address)
            .map_err(|error| StoreError::Inconsistent(format!("address {}: {error}", row.id)))?;
        let Row { id, default_shipping, default_billing, .. } = row;
        Ok(Self { id, address, default_shipping, default_billing })
    }
}

fn json(address: &Address) -> StoreResult<String> {
    serde_json::to_string(address).map_err(|error| StoreError::Inconsistent(format!("address: {error}")))
}

/// All addresses of an account, defaults first, then as they were added.
pub async fn list(on: impl Into<Conn<'_>>, account: AccountId) -> StoreResult<Vec<SavedAddress>> {
    let rows: Vec<Row> = select(
        on,
        "SELECT id, address, default_shipping, default_billing FROM account_address WHERE account_id = $1
         ORDER BY CASE WHEN default_shipping THEN 0 WHEN default_billing THEN 1 ELSE 2 END, id",
    )
    .bind(account)
    .all()
    .await?;
    rows.into_iter().map(SavedAddress::try_from).collect()
}

pub async fn find(
    on: impl Into<Conn<'_>>,
    account: AccountId,
    id: AccountAddressId,
) -> StoreResult<Option<SavedAddress>> {
    let row: Option<Row> = select(
        on,
        "SELECT id, address, default_shipping, default_billing FROM account_address WHERE account_id = $1 AND id = $2",
    )
    .bind(account)
    .bind(id)
    .optional()
    .await?;
    row.map(SavedAddress::try_from).transpose()
}

pub async fn insert(
    tx: &mut Tx,
    account: AccountId,
    address: &Address,
    now: Timestamp,
) -> StoreResult<AccountAddressId> {
    let (id,): (AccountAddressId,) = select(
        tx,
        "INSERT INTO account_address (account_id, address, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id",
    )
    .bind(account)
    .bind(json(address)?)
    .bind(now)
    .one()
    .await?;
    Ok(id)
}

/// `false` when the account has no such address.
pub async fn update(
    tx: &mut Tx,
    account: AccountId,
    id: AccountAddressId,
    address: &Address,
    now: Timestamp,
) -> StoreResult<bool> {
    let changed =
        execute(tx, "UPDATE account_address SET address = $3, updated_at = $4 WHERE account_id = $1 AND id = $2")
            .bind(account)
            .bind(id)
            .bind(json(address)?)
            .bind(now)
            .run()
            .await?;
    Ok(changed == 1)
}

/// `false` when the account has no such address.
pub async fn delete(tx: &mut Tx, account: AccountId, id: AccountAddressId) -> StoreResult<bool> {
    let text = "DELETE FROM account_address WHERE account_id = $1 AND id = $2";
    Ok(execute(tx, text).bind(account).bind(id).run().await? == 1)
}

/// Makes an address the default, or `None` of them. `false` when the account has no such address.
pub async fn set_default(
    tx: &mut Tx,
    account: AccountId,
    usage: AddressUse,
    id: Option<AccountAddressId>,
) -> StoreResult<bool> {
    let column = match usage {
        AddressUse::Shipping => "default_shipping",
        AddressUse::Billing => "default_billing",
    };
    // First none, then one: the index allows no two, not even within a statement.
    let text = format!("UPDATE account_address SET {column} = FALSE WHERE account_id = $1 AND {column}");
    execute(&mut *tx, text).bind(account).run().await?;
    let Some(id) = id else { return Ok(true) };
    let text = format!("UPDATE account_address SET {column} = TRUE WHERE account_id = $1 AND id = $2");
    Ok(execute(tx, text).bind(account).bind(id).run().await? == 1)
}
