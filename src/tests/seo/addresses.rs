//! An address that something had leads to the one it has.

use super::{add, category, rename};
use tradewind::server::{
    services::add_product::NewProduct,
    store::{db::execute, slugs::Named},
};

on_both! {
    async fn a_former_address_leads_to_the_present_one_in_a_single_step(shop: TestShop) {
        let bag = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        rename(&shop, Named::Product(bag), "bag", "tote").await;
        rename(&shop, Named::Product(bag), "tote", "harbor-tote").await;
        for old in ["bag", "tote"] {
            let moved = shop.visitor().get(&format!("/p/{old}?color=navy")).await.expect(301);
            assert_eq!(moved.location().as_deref(), Some("/p/harbor-tote?color=navy"));
        }
        shop.visitor().get("/p/harbor-tote").await.expect(200);
        let clothing = category(&shop, "clothing", None).await;
        rename(&shop, Named::Category(clothing), "clothing", "clothes").await;
        let moved = shop.visitor().get("/c/clothing?page=2").await.expect(301);
        assert_eq!(moved.location().as_deref(), Some("/c/clothes?page=2"));
    }

    async fn a_name_that_went_back_and_forth_ends_nowhere_else(shop: TestShop) {
        let bag = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        rename(&shop, Named::Product(bag), "bag", "tote").await;
        rename(&shop, Named::Product(bag), "tote", "bag").await;
        shop.visitor().get("/p/bag").await.expect(200);
        assert_eq!(shop.visitor().get("/p/tote").await.expect(301).location().as_deref(), Some("/p/bag"));
    }

    async fn who_has_a_slug_now_comes_before_who_had_it(shop: TestShop) {
        let old = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        rename(&shop, Named::Product(old), "bag", "old-bag").await;
        let mut again = NewProduct::simple("Bag", 200, 1);
        again.variants[0].sku = "BAG-2".into();
        let new = add(&shop, again).await;
        assert!(shop.visitor().get("/p/bag").await.expect(200).body.contains("€2.00"));
        // And who had it last, before who had it first.
        rename(&shop, Named::Product(new), "bag", "new-bag").await;
        assert_eq!(shop.visitor().get("/p/bag").await.expect(301).location().as_deref(), Some("/p/new-bag"));
    }

    async fn what_shoppers_may_not_see_is_not_given_away(shop: TestShop) {
        let bag = add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        rename(&shop, Named::Product(bag), "bag", "secret-bag").await;
        execute(&shop.state.db, "UPDATE product SET status = 'archived'").run().await.expect("archived");
        for path in ["/p/bag", "/p/secret-bag"] {
            let missing = shop.visitor().get(path).await.expect(404);
            assert!(!missing.body.contains("secret-bag\"") || path.contains("secret"), "{path}");
        }
        let above = category(&shop, "above", None).await;
        let below = category(&shop, "below", Some(above)).await;
        rename(&shop, Named::Category(below), "below", "under").await;
        execute(&shop.state.db, "UPDATE category SET visible = FALSE WHERE id = $1").bind(above).run().await.expect("hidden");
        shop.visitor().get("/c/below").await.expect(404);
    }

    async fn a_slash_too_many_is_taken_off_and_never_leads_away(shop: TestShop) {
        add(&shop, NewProduct::simple("Bag", 100, 1)).await;
        let visitor = shop.visitor();
        assert_eq!(visitor.get("/p/bag/?color=navy").await.expect(301).location().as_deref(), Some("/p/bag?color=navy"));
        for path in ["//evil.example/", "/%5cevil.example/", "/p//evil/"] {
            let answer = visitor.get(path).await;
            let away = answer.location().filter(|location| location.starts_with("//") || location.contains('\\'));
            assert_eq!(away, None, "{path} leads away");
        }
        let head = visitor.request(reqwest::Method::HEAD, "/p/bag");
        let head = visitor.send(head).await.expect(200);
        assert_eq!(head.body, "");
        visitor.get("/p/nothing").await.expect(404);
    }
}
