//! Counting uses exactly. A promotion without a limit touches no shared row; one with a limit is claimed by a guarded
//! update whose row stays locked until the order commits, so claim last.
//!
//! Whoever counts goes from the promotion to its code to its customer, and counts before it refers to them: so do claims,
//! releases and staff who save a promotion, and none of them waits for another in a circle.

use crate::{
    domain::{
        ids::{CouponCodeId, OrderId, PromotionId},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreError, StoreResult, Tx,
        db::{execute, select},
        multi_row::insert_rows,
        sql,
    },
};

/// One promotion of an order.
#[derive(Clone, Debug)]
pub struct Claim {
    pub promotion: PromotionId,
    pub coupon: Option<CouponCodeId>,
    pub amount_minor: i64,
    pub counted: bool,
    pub code_counted: bool,
    pub customer_counted: bool,
}

/// Most uses by one customer: a first order is the first.
const CUSTOMER_LIMIT: &str = "(SELECT CASE WHEN promotion.first_order THEN 1 ELSE promotion.customer_limit END
    FROM promotion WHERE promotion.id = promotion_customer.promotion_id)";

/// Claims promotions for an order by a customer of these names (see [`super::customer_keys`]); `false` where one of them,
/// its code or this customer has reached a limit, and then the transaction must not be committed.
pub async fn claim(
    tx: &mut Tx,
    order: OrderId,
    claims: &[Claim],
    customer: &[String],
    now: Timestamp,
) -> StoreResult<bool> {
    if claims.is_empty() {
        return Ok(true);
    }
    if !count_up(tx, claims, customer).await? {
        return Ok(false);
    }
    let (account_key, email_key) = named(customer);
    let into = "promotion_claim (promotion_id, order_id, coupon_code_id, amount_minor, counted, code_counted,
        customer_counted, account_key, email_key, created_at)";
    insert_rows(tx, into, claims, "", |statement, claim: &Claim| {
        statement
            .bind(claim.promotion)
            .bind(order)
            .bind(claim.coupon)
            .bind(claim.amount_minor)
            .bind(claim.counted)
            .bind(claim.code_counted)
            .bind(claim.customer_counted)
            .bind(account_key.clone())
            .bind(email_key.clone())
            .bind(now)
    })
    .await?;
    Ok(true)
}

/// Account and e-mail among a customer's names.
fn named(customer: &[String]) -> (Option<String>, Option<String>) {
    let of = |kind: &str| customer.iter().find(|key| key.starts_with(kind)).cloned();
    (of("account:"), of("email:"))
}

async fn count_up(tx: &mut Tx, claims: &[Claim], customer: &[String]) -> StoreResult<bool> {
    let ids = |counted: fn(&Claim) -> Option<i64>| -> Vec<i64> {
        let mut ids: Vec<i64> = claims.iter().filter_map(counted).collect();
        ids.sort_unstable();
        ids
    };
    let codes = ids(|claim| claim.coupon.filter(|_| claim.code_counted).map(|code| code.0));
    let promotions = ids(|claim| claim.counted.then_some(claim.promotion.0));
    let by_customer = ids(|claim| claim.customer_counted.then_some(claim.promotion.0));
    Ok(guarded(tx, "promotion", &promotions).await?
        && guarded(tx, "coupon_code", &codes).await?
        && count_customer(tx, &by_customer, customer).await?)
}

/// Counts rows up, none beyond its limit; `false` if one is there already.
async fn guarded(tx: &mut Tx, table: &str, ids: &[i64]) -> StoreResult<bool> {
    if ids.is_empty() {
        return Ok(true);
    }
    lock(tx, table, ids).await?;
    let text = format!(
        "UPDATE {table} SET used = used + 1 WHERE id IN ({}) AND (usage_limit IS NULL OR used < usage_limit)",
        sql::list(1, ids.len())
    );
    let counted = execute(tx, text).bind_all(ids.iter().copied()).run().await?;
    Ok(counted == ids.len() as u64)
}

/// In the order of their ids, so that two orders with the same two promotions wait for each other instead of
/// deadlocking. A single row needs no order.
async fn lock(tx: &mut Tx, table: &str, ids: &[i64]) -> StoreResult<()> {
    if ids.len() < 2 {
        return Ok(());
    }
    let for_update = Conn::from(&mut *tx).dialect().for_update();
    let text = format!("SELECT id FROM {table} WHERE id IN ({}) ORDER BY id {for_update}", sql::list(1, ids.len()));
    let _: Vec<(i64,)> = select(tx, text).bind_all(ids.iter().copied()).all().await?;
    Ok(())
}

async fn count_customer(tx: &mut Tx, promotions: &[i64], customer: &[String]) -> StoreResult<bool> {
    let rows: Vec<(i64, &String)> =
        promotions.iter().flat_map(|promotion| customer.iter().map(|key| (*promotion, key))).collect();
    if rows.is_empty() {
        return Ok(true);
    }
    let tail = format!(
        "ON CONFLICT (promotion_id, customer) DO UPDATE SET used = promotion_customer.used + 1
         WHERE {CUSTOMER_LIMIT} IS NULL OR promotion_customer.used < {CUSTOMER_LIMIT}"
    );
    let into = "promotion_customer (promotion_id, customer, used)";
    let counted = insert_rows(tx, into, &rows, &tail, |statement, (promotion, key): &(i64, &String)| {
        statement.bind(*promotion).bind(*key).bind(1_i64)
    })
    .await?;
    Ok(counted == rows.len() as u64)
}

/// Gives back what an order that is called off had claimed.
pub async fn release(tx: &mut Tx, order: OrderId, now: Timestamp) -> StoreResult<()> {
    let claims = of_order(tx, order, "released_at IS NULL").await?;
    if claims.is_empty() {
        return Ok(());
    }
    let ids = |counted: fn(&KeptClaim) -> Option<i64>| -> Vec<i64> { claims.iter().filter_map(counted).collect() };
    let codes = ids(|claim| claim.coupon_code_id.filter(|_| claim.code_counted).map(|code| code.0));
    let promotions = ids(|claim| claim.counted.then_some(claim.promotion_id.0));
    for (table, ids) in [("promotion", promotions), ("coupon_code", codes)] {
        if !ids.is_empty() {
            lock(tx, table, &ids).await?;
            let text = format!("UPDATE {table} SET used = used - 1 WHERE id IN ({})", sql::list(1, ids.len()));
            execute(&mut *tx, text).bind_all(ids).run().await?;
        }
    }
    let keys = "SELECT promotion_id, account_key FROM promotion_claim
                WHERE order_id = $1 AND customer_counted AND released_at IS NULL AND account_key IS NOT NULL
                UNION ALL SELECT promotion_id, email_key FROM promotion_claim
                WHERE order_id = $1 AND customer_counted AND released_at IS NULL AND email_key IS NOT NULL";
    let text = format!("UPDATE promotion_customer SET used = used - 1 WHERE (promotion_id, customer) IN ({keys})");
    execute(&mut *tx, text).bind(order).run().await?;
    execute(tx, "UPDATE promotion_claim SET released_at = $2 WHERE order_id = $1 AND released_at IS NULL")
        .bind(order)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Whether nobody has used up meanwhile what [`release`] gave back.
pub async fn can_reclaim(tx: &mut Tx, order: OrderId) -> StoreResult<bool> {
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM promotion_claim
         JOIN promotion ON promotion.id = promotion_claim.promotion_id
         LEFT JOIN coupon_code ON coupon_code.id = promotion_claim.coupon_code_id
         WHERE promotion_claim.order_id = $1 AND promotion_claim.released_at IS NOT NULL AND (
             (promotion_claim.counted AND promotion.used >= promotion.usage_limit)
             OR (promotion_claim.code_counted AND coupon_code.used >= coupon_code.usage_limit)
             OR (promotion_claim.customer_counted AND EXISTS (
                 SELECT 1 FROM promotion_customer
                 WHERE promotion_customer.promotion_id = promotion.id AND promotion_customer.used >= {CUSTOMER_LIMIT}
                   AND promotion_customer.customer IN (promotion_claim.account_key, promotion_claim.email_key))))"
    );
    let (used_up,): (i64,) = select(tx, text).bind(order).one().await?;
    Ok(used_up == 0)
}

/// Claims again what [`release`] gave back, for an order that is paid after all; ask [`can_reclaim`] first.
///
/// # Errors
/// Where somebody else has used it up just now: then nothing may be committed.
pub async fn reclaim(tx: &mut Tx, order: OrderId) -> StoreResult<()> {
    let kept = of_order(tx, order, "released_at IS NOT NULL").await?;
    let Some(first) = kept.first() else { return Ok(()) };
    let customer: Vec<String> = [&first.account_key, &first.email_key].into_iter().flatten().cloned().collect();
    let claims: Vec<Claim> = kept.iter().map(KeptClaim::claim).collect();
    if !count_up(tx, &claims, &customer).await? {
        return Err(StoreError::Inconsistent(format!("a promotion of order {order} was used up just now")));
    }
    execute(tx, "UPDATE promotion_claim SET released_at = NULL WHERE order_id = $1").bind(order).run().await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct KeptClaim {
    promotion_id: PromotionId,
    coupon_code_id: Option<CouponCodeId>,
    amount_minor: i64,
    counted: bool,
    code_counted: bool,
    customer_counted: bool,
    account_key: Option<String>,
    email_key: Option<String>,
}

impl KeptClaim {
    const fn claim(&self) -> Claim {
        Claim {
            promotion: self.promotion_id,
            coupon: self.coupon_code_id,
            amount_minor: self.amount_minor,
            counted: self.counted,
            code_counted: self.code_counted,
            customer_counted: self.customer_counted,
        }
    }
}

async fn of_order(tx: &mut Tx, order: OrderId, which: &str) -> StoreResult<Vec<KeptClaim>> {
    let text = format!(
        "SELECT promotion_id, coupon_code_id, amount_minor, counted, code_counted, customer_counted, account_key, email_key
         FROM promotion_claim WHERE order_id = $1 AND {which} ORDER BY promotion_id"
    );
    select(tx, text).bind(order).all().await
}
