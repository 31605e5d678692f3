//! What pages cost the database: the same number of statements, however much is in it.

use crate::support::TestShop;
use tradewind::server::{demo::bulk, services::add_product::NewProduct};

/// Statements that a page runs once the menu is remembered.
async fn queries(shop: &TestShop, path: &str) -> u64 {
    let visitor = shop.visitor();
    visitor.get("/").await.expect(200);
    let before = shop.state.db.queries();
    match path.strip_prefix("/actions/").and_then(|action| action.split_once("?typed=")) {
        Some((action, typed)) => visitor.get_action(action, &[("typed", typed)]).await,
        None => visitor.get(path).await,
    }
    .expect(200);
    shop.state.db.queries() - before
}

/// What each page costs while the search index finds products, and while the database does.
const PAGES: [(&str, u64, u64); 8] = [
    ("/", 5, 5),
    ("/c/bulk-1", 5, 7),
    ("/c/bulk-1?color=bulk-red&size=bulk-m&min=20&sort=price-asc&page=2", 5, 7),
    ("/c/bulk-1?rating=1&stock=in&spec-bulk-weight-min=0&sort=rating&after=-9000.1", 5, 7),
    ("/search?q=lamp", 4, 6),
    ("/actions/catalog/suggest?typed=lam", 1, 1),
    ("/p/bulk-1", 7, 7),
    ("/cart", 0, 0),
];

async fn check(shop: &TestShop, products: &str, by_index: bool) {
    for (page, with_index, without) in PAGES {
        let expected = if by_index { with_index } else { without };
        assert_eq!(queries(shop, page).await, expected, "{page} with {products} products, index: {by_index}");
    }
}

on_both! {
    async fn pages_run_a_fixed_number_of_queries_on_ten_thousand_products(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 60, &|_| ()).await.expect("sixty products");
        check(&shop, "sixty", false).await;
        shop.catch_up().await;
        check(&shop, "sixty", true).await;
        bulk::add_bulk_catalog(&shop.state, 10_000, &|_| ()).await.expect("ten thousand products");
        shop.catch_up().await;
        check(&shop, "ten thousand", true).await;
    }

    async fn without_an_index_pages_run_a_fixed_number_of_queries_too(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 10_000, &|_| ()).await.expect("ten thousand products");
        check(&shop, "ten thousand", false).await;
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
