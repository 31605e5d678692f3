//! What the check of the shop finds.

use super::buy;
use crate::support::TestShop;
use tradewind::server::{services::check::check, store::db::execute};

async fn found_after(shop: &TestShop, text: &'static str) -> String {
    let changed = execute(&shop.state.db, text).run().await.expect("changed by hand");
    assert!(changed > 0, "{text}");
    let found = check(&shop.state).await.expect("a check");
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

on_both! {
    async fn what_orders_hold_is_checked_against_levels_and_lines(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        buy(&shop, &[(mug, "2")]).await;
        shop.assert_consistent().await;
        let found = found_after(&shop, "UPDATE order_allocation SET quantity = 1").await;
        assert!(found.contains("SKU MUG at Main") && found.contains("1 are allocated"), "{found}");
        let found = found_after(&shop, "UPDATE order_allocation SET quantity = 2, shipped = 1").await;
        assert!(found.contains("1 of them shipped"), "{found}");
    }

    async fn a_transfer_with_one_end_is_found(shop: TestShop) {
        shop.sell("Mug", 1_900, 3).await;
        let found = found_after(
            &shop,
            "INSERT INTO stock_transfer (variant_id, quantity, created_at) SELECT id, 2, 0 FROM variant",
        )
        .await;
        assert!(found.contains("transfer 1 of SKU MUG"), "{found}");
    }
}
