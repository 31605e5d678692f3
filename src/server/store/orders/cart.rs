//! What placing an order does to the cart it comes from.

use crate::{
    domain::{ids::CartId, timestamp::Timestamp},
    server::store::{StoreResult, Tx, db::execute},
};

/// Claims a cart at the version that the shopper saw, for as long as the transaction lasts.
///
/// Of two requests that name the same version, one is answered with `true`.
pub async fn claim_cart(tx: &mut Tx, cart: CartId, version: i64, now: Timestamp) -> StoreResult<bool> {
    let changed = execute(tx, "UPDATE cart SET version = version + 1, updated_at = $3 WHERE id = $1 AND version = $2")
        .bind(cart)
        .bind(version)
        .bind(now)
        .run()
        .await?;
    Ok(changed == 1)
}

/// Takes everything out of a cart, coupons too, and forgets what was entered at its checkout. What is saved for later
/// stays beside it.
pub async fn empty_cart(tx: &mut Tx, cart: CartId) -> StoreResult<()> {
    execute(&mut *tx, "DELETE FROM cart_line WHERE cart_id = $1").bind(cart).run().await?;
    execute(&mut *tx, "DELETE FROM cart_coupon WHERE cart_id = $1").bind(cart).run().await?;
    execute(tx, "DELETE FROM checkout WHERE cart_id = $1").bind(cart).run().await?;
    Ok(())
}
