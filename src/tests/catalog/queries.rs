//! What pages cost the database: the same number of statements, however much is in it.

use crate::support::TestShop;
use tradewind::server::{demo::bulk, services::add_product::NewProduct};

/// Statements that a page runs once the menu is remembered.
async fn queries(shop: &TestShop, path: &str) -> u64 {
    let visitor = shop.visitor();
    visitor.get("/").await.expect(200);
    let before = shop.state.db.queries();
    visitor.get(path).await.expect(200);
    shop.state.db.queries() - before
}

const PAGES: [(&str, u64); 6] = [
    ("/", 5),
    ("/c/bulk-1", 6),
    ("/c/bulk-1?color=bulk-red&size=bulk-m&min=20&sort=price-asc&page=2", 6),
    ("/search?q=lamp", 5),
    ("/p/bulk-1", 7),
    ("/cart", 0),
];

on_both! {
    async fn pages_run_a_fixed_number_of_queries_on_ten_thousand_products(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 60, &|_| ()).await.expect("sixty products");
        for (page, expected) in PAGES {
            assert_eq!(queries(&shop, page).await, expected, "{page} with sixty products");
        }
        bulk::add_bulk_catalog(&shop.state, 10_000, &|_| ()).await.expect("ten thousand products");
        for (page, expected) in PAGES {
            assert_eq!(queries(&shop, page).await, expected, "{page} with ten thousand products");
        }
    }

    async fn a_full_cart_costs_as_many_queries_as_one_line(shop: TestShop) {
        let visitor = shop.visitor();
        visitor.get("/").await.expect(200);
        let mut costs = Vec::new();
        for number in 0..12 {
            let variant = shop.sell_product(NewProduct::simple(&format!("Thing {number}"), 1_000, 5)).await;
            visitor.post_action("cart/add_line", &[("variant_id", &variant.to_string()), ("quantity", "1")]).await.expect(200);
            let before = shop.state.db.queries();
            visitor.get("/cart").await.expect(200);
            costs.push(shop.state.db.queries() - before);
        }
        assert_eq!(costs.first(), costs.last(), "{costs:?}");
    }
}
