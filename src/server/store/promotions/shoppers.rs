//! What promotions know of whoever buys.

use crate::{
    domain::{
        ids::{AccountId, CustomerGroupId, PromotionId},
        promotion::Shopper,
    },
    server::{
        random,
        store::{Conn, StoreResult, db::select, sql},
    },
};
use std::collections::HashMap;

/// The names under which a customer's uses are counted: account and e-mail, each once. The e-mail as a hash, as it is
/// kept when the order is long anonymous.
pub fn customer_keys(account: Option<AccountId>, email: &str) -> Vec<String> {
    let email = email.trim().to_lowercase();
    let by_email = (!email.is_empty()).then(|| format!("email:{}", random::token_hash(&email)));
    account.map(|account| format!("account:{account}")).into_iter().chain(by_email).collect()
}

/// How often a customer used each promotion that counts it: of several names, the most.
pub async fn uses(on: impl Into<Conn<'_>>, keys: &[String]) -> StoreResult<HashMap<PromotionId, i64>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT promotion_id, MAX(used) FROM promotion_customer WHERE customer IN ({}) GROUP BY promotion_id",
        sql::list(1, keys.len())
    );
    let rows: Vec<(PromotionId, i64)> = select(on, text).bind_all(keys.iter().cloned()).all().await?;
    Ok(rows.into_iter().collect())
}

/// Groups, and whether there is an order that was not called off.
pub async fn shopper(on: impl Into<Conn<'_>>, account: Option<AccountId>, email: &str) -> StoreResult<Shopper> {
    let mut on = on.into();
    let email = email.trim().to_lowercase();
    if account.is_none() && email.is_empty() {
        return Ok(Shopper::default());
    }
    let text = "SELECT id FROM orders WHERE account_id = $1 AND status <> 'canceled'
                UNION ALL SELECT id FROM orders WHERE email = $2 AND email <> '' AND status <> 'canceled' LIMIT 1";
    let order: Option<(i64,)> = select(on.again(), text).bind(account).bind(email).optional().await?;
    let groups: Vec<(CustomerGroupId,)> =
        select(on, "SELECT customer_group_id FROM customer_group_member WHERE account_id = $1")
            .bind(account)
            .all()
            .await?;
    Ok(Shopper { groups: groups.into_iter().map(|(group,)| group).collect(), has_ordered: order.is_some() })
}
