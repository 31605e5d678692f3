//! What is true of a shop at any time: stock, movements, orders, payments and books agree.

use super::TestShop;
use tradewind::server::services::check::check;

impl TestShop {
    /// Fails unless everything agrees with everything else.
    pub async fn assert_consistent(&self) {
        let found: Vec<String> = check(&self.state).await.expect("a check").iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
