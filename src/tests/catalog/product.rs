//! A product's page.

use super::{add, category, small_catalog};
use tradewind::{
    domain::product::ProductStatus,
    server::{
        services::add_product::{NewProduct, add_product},
        store::db::execute,
    },
};

on_both! {
    async fn an_address_chooses_the_variant(shop: TestShop) {
        small_catalog(&shop).await;
        let page = shop.visitor().get("/p/field-tee?color=oat&size=m").await.expect(200).body;
        assert!(page.contains("FIELD-TEE-OAT-M") && page.contains("€52.00"), "{page}");
        let page = shop.visitor().get("/p/field-tee?color=navy&size=s").await.expect(200).body;
        assert!(page.contains("FIELD-TEE-NAVY-S") && page.contains("€49.00"), "{page}");
    }

    async fn what_is_not_for_sale_is_not_found(shop: TestShop) {
        let draft = NewProduct { status: ProductStatus::Draft, ..NewProduct::simple("Secret Bag", 100, 1) };
        add(&shop, draft).await;
        let later = Some(shop.clock.now().plus_days(1));
        add(&shop, NewProduct { published_at: later, ..NewProduct::simple("Future Bag", 100, 1) }).await;
        for slug in ["secret-bag", "future-bag", "nowhere", "%00", "..%2F..%2Fetc"] {
            let status = shop.visitor().get(&format!("/p/{slug}")).await.status;
            assert!([400, 404].contains(&status), "{slug} answers {status}");
        }
        shop.clock.advance_minutes(2 * 24 * 60);
        shop.visitor().get("/p/future-bag").await.expect(200);
    }

    async fn texts_of_editors_cannot_run(shop: TestShop) {
        let product = NewProduct {
            summary: "<b>Bold</b><script>alert(1)</script>".into(),
            description: "**Good** <script>alert(2)</script><img src=x onerror=alert(3)>".into(),
            title: "Bag</title><script>alert(4)</script>".into(),
            ..NewProduct::simple("Plain Bag", 100, 1)
        };
        add(&shop, product).await;
        let page = shop.visitor().get("/p/plain-bag").await.expect(200).body;
        assert!(page.contains("<strong>Good</strong>"));
        for bad in ["<script>alert(", "<img src=x", "<b>Bold</b>", "Bag</title>"] {
            // What the page hands to its own scripts is JSON with "<" escaped.
            assert!(!page.contains(bad), "{bad} in {page}");
        }
    }

    async fn what_staff_relate_comes_before_others_of_the_category(shop: TestShop) {
        let categories = vec![category(&shop, "bags", None).await];
        let bag = |title: &str, sold| NewProduct { categories: categories.clone(), sold, ..NewProduct::simple(title, 100, 1) };
        let second = add(&shop, NewProduct::simple("Umbrella", 100, 1)).await;
        let first = add(&shop, bag("Slow Bag", 1)).await;
        add(&shop, bag("Fast Bag", 9)).await;
        add(&shop, NewProduct { related: vec![first, second], ..bag("Main Bag", 0) }).await;
        let page = shop.visitor().get("/p/main-bag").await.expect(200).body;
        let shelf = page.split_once("From the same shelf").expect("related products").1;
        let place = |path: &str| shelf.find(path).unwrap_or_else(|| panic!("{path} is missing"));
        assert!(place("/p/slow-bag") < place("/p/umbrella") && place("/p/umbrella") < place("/p/fast-bag"));
    }

    async fn products_looked_at_before_are_shown_while_they_are_for_sale(shop: TestShop) {
        for title in ["Bag", "Mug", "Lamp"] {
            add(&shop, NewProduct::simple(title, 100, 1)).await;
        }
        let visitor = shop.visitor();
        assert!(!visitor.get("/p/bag").await.expect(200).body.contains("Recently viewed"));
        visitor.get("/p/mug").await.expect(200);
        let page = visitor.get("/p/lamp").await.expect(200).body;
        let row = page.split_once("Recently viewed").expect("a row").1;
        assert!(row.find("/p/mug").expect("the mug") < row.find("/p/bag").expect("the bag"));
        execute(&shop.state.db, "UPDATE product SET status = 'archived' WHERE slug = 'mug'").run().await.expect("archived");
        let page = visitor.get("/p/lamp").await.expect(200).body;
        let row = page.split_once("Recently viewed").expect("a row").1;
        assert!(row.contains("/p/bag") && !row.contains("/p/mug") && !row.contains("/p/lamp"));
        assert!(!shop.visitor().get("/p/lamp").await.expect(200).body.contains("Recently viewed"), "somebody else");
    }

    async fn a_product_that_exists_is_not_added_again(shop: TestShop) {
        add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let again = add_product(&shop.state, "test", NewProduct::simple("Bag", 100, 1)).await;
        assert!(again.is_err_and(|error| format!("{error}").contains("AlreadyTaken")));
    }
}
