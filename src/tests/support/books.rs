//! What is true of a shop at any time: stock, movements, orders, payments and books agree.

use super::TestShop;
use tradewind::server::{services::check::check, store::db::select};

impl TestShop {
    /// Fails unless everything agrees with everything else.
    pub async fn assert_consistent(&self) {
        let found: Vec<String> = check(&self.state).await.expect("a check").iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// What an account of the books holds; of what gateways hold, their fees are a part.
pub async fn balance(shop: &TestShop, account: &str) -> i64 {
    let text = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM journal_posting
                WHERE account = $1 OR ($1 = 'gateway' AND account = 'fee')";
    let (sum,): (i64,) = select(&shop.state.db, text).bind(account.to_owned()).one().await.expect("a balance");
    sum
}
