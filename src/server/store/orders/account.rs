//! Orders by the account that they belong to.

use crate::{
    domain::ids::AccountId,
    server::store::{StoreResult, Tx, db::execute},
};

/// Gives an account the orders with an e-mail that belong to none.
pub async fn claim_of_guests(tx: &mut Tx, account: AccountId, email: &str) -> StoreResult<u64> {
    execute(tx, "UPDATE orders SET account_id = $1 WHERE email = $2 AND account_id IS NULL")
        .bind(account)
        .bind(email)
        .run()
        .await
}
