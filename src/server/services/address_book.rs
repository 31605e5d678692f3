//! Addresses that customers keep, to choose from at the checkout.

use crate::{
    domain::{
        account::{ADDRESSES, AddressUse, SavedAddress},
        address::Address,
        ids::{AccountAddressId, AccountId},
    },
    error::AppError,
    server::{
        state::State,
        store::{StoreResult, Tx, address_book as store, carts},
    },
};

/// Which defaults an address is to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    pub shipping: bool,
    pub billing: bool,
}

pub async fn list(state: &State, account: AccountId) -> Result<Vec<SavedAddress>, AppError> {
    Ok(store::list(&state.db, account).await?)
}

/// An address of this account; another's does not exist for it.
pub async fn find(state: &State, account: AccountId, id: AccountAddressId) -> Result<SavedAddress, AppError> {
    store::find(&state.db, account, id).await?.ok_or(AppError::NotFound)
}

/// Adds an address. The first of an account is the default for everything.
///
/// # Errors
/// `Invalid` by field, `AddressBookFull` beyond [`ADDRESSES`].
pub async fn add(
    state: &State,
    account: AccountId,
    address: &Address,
    defaults: Defaults,
) -> Result<AccountAddressId, AppError> {
    let address = address.check("")?;
    let mut tx = state.db.begin().await?;
    // Counted by one request at a time.
    carts::lock_account(&mut tx, account).await?;
    let known = store::list(&mut tx, account).await?;
    if known.len() >= ADDRESSES as usize {
        return Err(AppError::AddressBookFull(ADDRESSES));
    }
    let id = store::insert(&mut tx, account, &address, state.clock.now()).await?;
    let is_first = known.is_empty();
    let defaults = Defaults { shipping: defaults.shipping || is_first, billing: defaults.billing || is_first };
    set_defaults(&mut tx, account, id, defaults).await?;
    tx.commit().await?;
    Ok(id)
}

/// Keeps an address that was entered elsewhere, unless the account has it already or has room for no more: then nothing
/// happens, as the address has done its work there.
pub async fn keep(state: &State, account: AccountId, address: &Address) -> Result<(), AppError> {
    let address = address.check("")?;
    if list(state, account).await?.iter().any(|known| known.address == address) {
        return Ok(());
    }
    match add(state, account, &address, Defaults::default()).await {
        Err(AppError::AddressBookFull(_)) => Ok(()),
        other => other.map(drop),
    }
}

/// Changes an address. A default that it is not to be any more is then none's.
pub async fn save(
    state: &State,
    account: AccountId,
    id: AccountAddressId,
    address: &Address,
    defaults: Defaults,
) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    carts::lock_account(&mut tx, account).await?;
    let before = store::find(&mut tx, account, id).await?.ok_or(AppError::NotFound)?;
    let address = address.check("")?;
    store::update(&mut tx, account, id, &address, state.clock.now()).await?;
    for (usage, was, is) in [
        (AddressUse::Shipping, before.default_shipping, defaults.shipping),
        (AddressUse::Billing, before.default_billing, defaults.billing),
    ] {
        if was != is {
            store::set_default(&mut tx, account, usage, is.then_some(id)).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Makes an address of this account the default for something.
pub async fn set_default(
    state: &State,
    account: AccountId,
    id: AccountAddressId,
    usage: AddressUse,
) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    carts::lock_account(&mut tx, account).await?;
    if !store::set_default(&mut tx, account, usage, Some(id)).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// Deletes an address. Orders and checkouts have copies and keep them.
pub async fn delete(state: &State, account: AccountId, id: AccountAddressId) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    if !store::delete(&mut tx, account, id).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

async fn set_defaults(tx: &mut Tx, account: AccountId, id: AccountAddressId, defaults: Defaults) -> StoreResult<()> {
    for (usage, wanted) in [(AddressUse::Shipping, defaults.shipping), (AddressUse::Billing, defaults.billing)] {
        if wanted {
            store::set_default(tx, account, usage, Some(id)).await?;
        }
    }
    Ok(())
}
