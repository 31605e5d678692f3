//! Prices shown with tax or without: on every page, and never in what is charged.

use crate::support::{Buyer, Client, TestShop};
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::{access::Permission, cart::Cart},
    server::store::db::execute,
};

async fn show(shop: &TestShop, display: &str) {
    let staff = shop.staff_with(&[Permission::Settings]).await;
    staff.get("/admin/tax-rates").await.expect(200);
    let fields = [("show", display)];
    let saved =
        staff.post_form_from("/admin/tax-rates", "/actions/admin/save_price_display", &fields).await.expect(302);
    assert_eq!(saved.location().as_deref(), Some("/admin/tax-rates?done=shown"));
}

async fn page(client: &Client, path: &str) -> String {
    client.get(path).await.expect(200).body
}

async fn read(client: &Client, path: &str) -> Value {
    client.send(client.request(Method::GET, path)).await.expect(200).json()
}

fn shown(cart: &Cart) -> (i64, i64, &str) {
    (cart.lines[0].shown_unit_price.minor, cart.lines[0].shown_total.minor, cart.tax_note.as_str())
}

on_both! {
    async fn every_page_shows_prices_as_the_shop_set_it(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let visitor = shop.visitor();
        let with = page(&visitor, "/p/mug").await;
        assert!(with.contains("€19.00") && with.contains("incl. VAT, plus shipping"), "{with}");
        assert!(with.contains(r#""valueAddedTaxIncluded":true"#), "structured data says the same");
        show(&shop, "without_tax").await;
        let without = page(&visitor, "/p/mug").await;
        assert!(without.contains("€15.97") && without.contains("excl. VAT, plus shipping"), "{without}");
        assert!(!without.contains("€19.00") && without.contains(r#""price":"15.97""#), "{without}");
        assert!(without.contains(r#""valueAddedTaxIncluded":false"#));
        for path in ["/", "/search?q=mug", "/compare?p=mug"] {
            let body = page(&visitor, path).await;
            assert!(body.contains("€15.97") && !body.contains("€19.00"), "{path}");
        }
        let suggested: Value = visitor.get_action("catalog/suggest", &[("typed", "mu")]).await.expect(200).json();
        assert_eq!(suggested["products"][0]["price"]["minor"], 1_597, "{suggested}");

        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "2").await.expect(200);
        assert_eq!(shown(&buyer.cart().await), (1_597, 3_193, "excl. VAT"), "a line is rounded once");
        let cart = page(&buyer.client, "/cart").await;
        assert!(cart.contains("€31.93") && cart.contains("€38.00"), "the line, and what it is charged with");
    }

    async fn what_is_charged_never_depends_on_it(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "2").await.expect(200);
        buyer.fill_checkout().await;
        let before = buyer.checkout().await;
        show(&shop, "without_tax").await;
        let after = buyer.checkout().await;
        assert_eq!(before.cart.totals, after.cart.totals);
        buyer.place_shown(&before).await.expect(200);
        shop.assert_consistent().await;
    }

    async fn the_price_filter_looks_for_what_is_shown(shop: TestShop) {
        shop.sell("Mug", 1_900, 9).await;
        show(&shop, "without_tax").await;
        for indexed in [false, true] {
            if indexed {
                shop.catch_up().await;
            }
            let visitor = shop.visitor();
            let finds = async |bounds: &str| page(&visitor, &format!("/search?q=mug&{bounds}")).await.contains("/p/mug");
            assert!(finds("min=15.97&max=15.97").await, "index: {indexed}");
            assert!(!finds("min=15.98").await && !finds("max=15.96").await, "index: {indexed}");
        }
    }

    async fn taxes_that_come_on_top_are_shown_where_the_shop_wants_them(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let added = "UPDATE tax_rate SET included = FALSE WHERE country = 'DE'";
        execute(&shop.state.db, added).run().await.expect("taxes are added");
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        assert_eq!(shown(&buyer.cart().await), (2_261, 2_261, "incl. VAT"));
        show(&shop, "without_tax").await;
        assert_eq!(shown(&buyer.cart().await), (1_900, 1_900, "excl. VAT"));
    }

    async fn the_api_gives_prices_both_ways(shop: TestShop) {
        shop.sell("Mug", 1_900, 9).await;
        show(&shop, "without_tax").await;
        let visitor = shop.visitor();
        let euro = |amount: i64| json!({"amount": amount, "currency": "EUR"});
        let taxed = json!({"with_tax": euro(1_900), "without_tax": euro(1_597)});
        let product = read(&visitor, "/api/v1/products/mug?include=variants").await;
        let found = read(&visitor, "/api/v1/search?q=mug&min_price=1900").await;
        for priced in [&product, &product["variants"][0], &found["items"][0]] {
            assert_eq!((&priced["price"], &priced["taxed_price"]), (&euro(1_900), &taxed), "{priced}");
        }
    }

    async fn only_the_two_ways_are_known(shop: TestShop) {
        let staff = shop.staff_with(&[Permission::Settings]).await;
        let refused = staff.post_action("admin/save_price_display", &[("show", "both")]).await.expect(422);
        assert!(refused.error().field_message("show").is_some());
        staff.post_action("admin/save_price_display", &[("show", "without_tax")]).await.expect(200);
        assert_eq!(shop.count("audit_entry").await, 1);
    }
}
