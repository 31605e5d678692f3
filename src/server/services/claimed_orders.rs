//! Orders that somebody placed as a guest and later finds in their account.

use crate::{
    domain::ids::AccountId,
    server::store::{StoreResult, Tx, orders},
};

/// Gives an account the orders that guests placed with its e-mail, and tells how many there were.
///
/// Only for an address that was just proven to be read by the account's owner: whoever could claim without that would
/// read the address of a stranger. Orders of another account stay with it, whatever address they name.
pub async fn claim(tx: &mut Tx, account: AccountId, email: &str) -> StoreResult<u64> {
    orders::claim_of_guests(tx, account, email).await
}
