//! The coupon codes of promotions.

use crate::{
    domain::ids::{CouponCodeId, PromotionId},
    server::store::{
        Conn, StoreResult, Tx,
        db::{execute, select},
        multi_row::insert_rows,
        slice::{Position, Slice, Sliced},
        sql,
    },
};

/// A code and the orders that hold it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CouponCount {
    pub code: String,
    pub uses: i64,
}

/// A code as programs list it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Coupon {
    pub id: CouponCodeId,
    pub code: String,
    /// Orders that hold it.
    pub uses: i64,
    pub usage_limit: Option<i64>,
}

const COUPONS: &str = "SELECT id, code, CAST((SELECT COUNT(*) FROM promotion_claim
    WHERE coupon_code_id = coupon_code.id AND released_at IS NULL) AS BIGINT) AS uses, usage_limit FROM coupon_code";

/// A slice of a promotion's codes, by id.
pub async fn coupons(on: impl Into<Conn<'_>>, promotion: PromotionId, slice: Slice) -> StoreResult<Sliced<Coupon>> {
    let (key, id) = slice.bounds();
    let text = format!(
        "{COUPONS} WHERE promotion_id = $1 AND {} {}",
        slice.condition("id", "id", ("$2", "$3")),
        slice.tail("id", "id")
    );
    let rows: Vec<Coupon> = select(on, text).bind(promotion).bind(key).bind(id).all().await?;
    Ok(slice.finish(rows, |row| Position::of_id(row.id.0)))
}

pub async fn find_coupon(
    on: impl Into<Conn<'_>>,
    promotion: PromotionId,
    id: CouponCodeId,
) -> StoreResult<Option<Coupon>> {
    let text = format!("{COUPONS} WHERE promotion_id = $1 AND id = $2");
    select(on, text).bind(promotion).bind(id).optional().await
}

/// Codes of a promotion by their words, in the order of their ids.
pub async fn coupons_named(
    on: impl Into<Conn<'_>>,
    promotion: PromotionId,
    codes: &[String],
) -> StoreResult<Vec<Coupon>> {
    let text = format!("{COUPONS} WHERE promotion_id = $1 AND code IN ({}) ORDER BY id", sql::list(2, codes.len()));
    select(on, text).bind(promotion).bind_all(codes.iter().cloned()).all().await
}

pub async fn count_codes(on: impl Into<Conn<'_>>, promotion: PromotionId) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM coupon_code WHERE promotion_id = $1";
    let (count,): (i64,) = select(on, text).bind(promotion).one().await?;
    Ok(count)
}

/// All codes of a promotion, by the alphabet.
pub async fn codes(on: impl Into<Conn<'_>>, id: PromotionId) -> StoreResult<Vec<CouponCount>> {
    select(
        on,
        "SELECT code, CAST((SELECT COUNT(*) FROM promotion_claim
                            WHERE coupon_code_id = coupon_code.id AND released_at IS NULL) AS BIGINT) AS uses
         FROM coupon_code WHERE promotion_id = $1 ORDER BY code",
    )
    .bind(id)
    .all()
    .await
}

/// Adds codes to a promotion.
pub async fn add_codes(tx: &mut Tx, id: PromotionId, codes: &[String], limit: Option<i64>) -> StoreResult<()> {
    let into = "coupon_code (promotion_id, code, usage_limit)";
    insert_rows(tx, into, codes, "", |statement, code: &String| statement.bind(id).bind(code).bind(limit)).await?;
    Ok(())
}

/// Deletes codes of a promotion; orders keep what they had by them.
pub async fn delete_codes(tx: &mut Tx, id: PromotionId, codes: &[String]) -> StoreResult<()> {
    if codes.is_empty() {
        return Ok(());
    }
    let text = format!("DELETE FROM coupon_code WHERE promotion_id = $1 AND code IN ({})", sql::list(2, codes.len()));
    execute(tx, text).bind(id).bind_all(codes.iter().cloned()).run().await?;
    Ok(())
}
