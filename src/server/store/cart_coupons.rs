//! The coupon codes of carts.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    ids::{CartId, CouponCodeId, PromotionId},
    timestamp::Timestamp,
};

/// A code and the promotion that it stands for.
pub async fn find(on: impl Into<Conn<'_>>, code: &str) -> StoreResult<Option<(CouponCodeId, PromotionId)>> {
    select(on, "SELECT id, promotion_id FROM coupon_code WHERE code = $1").bind(code).optional().await
}

pub async fn count(on: impl Into<Conn<'_>>, cart: CartId) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM cart_coupon WHERE cart_id = $1";
    let (count,): (i64,) = select(on, text).bind(cart).one().await?;
    Ok(count)
}

/// Puts a code into a cart, in place of another one of the same promotion.
pub async fn put(
    tx: &mut Tx,
    cart: CartId,
    (code, promotion): (CouponCodeId, PromotionId),
    now: Timestamp,
) -> StoreResult<()> {
    execute(
        &mut *tx,
        "DELETE FROM cart_coupon WHERE cart_id = $1 AND coupon_code_id IN (SELECT id FROM coupon_code WHERE promotion_id = $2)",
    )
    .bind(cart)
    .bind(promotion)
    .run()
    .await?;
    execute(tx, "INSERT INTO cart_coupon (cart_id, coupon_code_id, added_at) VALUES ($1, $2, $3)")
        .bind(cart)
        .bind(code)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Takes a code out; `false` when the cart does not have it.
pub async fn delete(tx: &mut Tx, cart: CartId, code: &str) -> StoreResult<bool> {
    let text =
        "DELETE FROM cart_coupon WHERE cart_id = $1 AND coupon_code_id IN (SELECT id FROM coupon_code WHERE code = $2)";
    Ok(execute(tx, text).bind(cart).bind(code).run().await? > 0)
}
