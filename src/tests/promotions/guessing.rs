//! Guessing coupon codes.

use super::{add, by_code, carts::enter};
use crate::support::Buyer;
use reqwest::Method;
use serde_json::json;
use tradewind::{
    domain::forms::Problem,
    error::AppError,
    server::{services::carts, sessions::Identity},
};

async fn guess(buyer: &Buyer, tries: usize) {
    for number in 0..tries {
        let refused = enter(buyer, &format!("GUESS-{number}")).await.expect(422).error();
        assert_eq!(refused, AppError::field("code", Problem::UnknownCoupon));
    }
}

on_both! {
    async fn who_guesses_at_a_cart_has_to_wait(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &by_code()).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        guess(&buyer, 10).await;
        assert_eq!(enter(&buyer, "TENTH").await.expect(429).error(), AppError::TooManyTries);
        // The same by a program that has the cart's token.
        let token = buyer.client.cookie("cart").expect("a cart");
        let coupons = format!("/api/v1/carts/{token}/coupons");
        shop.visitor().post_json(&coupons, &json!({"code": "TENTH"})).await.expect(429);
        let back = buyer.client.post_form_from("/cart", "/actions/cart/add_coupon", &[("code", "TENTH")]).await;
        let page = back.expect(302).location().expect("back to the cart");
        let path = page.strip_prefix(&shop.url).unwrap_or(&page);
        assert!(buyer.client.get(path).await.body.contains("Too many codes were tried"), "the page says so");
        shop.clock.advance_minutes(16);
        enter(&buyer, "TENTH").await.expect(200);
    }

    async fn good_codes_and_slips_of_the_pen_are_no_guesses(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &by_code()).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        for _ in 0..12 {
            enter(&buyer, "TENTH").await.expect(200);
            enter(&buyer, "x").await.expect(422);
        }
        guess(&buyer, 10).await;
    }

    async fn another_cart_is_no_way_around_it(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &by_code()).await;
        let from = "203.0.113.9".parse().ok();
        let mut answers = Vec::new();
        for cart in 0..4 {
            let program = shop.visitor();
            let made: serde_json::Value = program.send(program.request(Method::POST, "/api/v1/carts")).await.expect(201).json();
            let token = made["token"].as_str().expect("a token").to_owned();
            let line = json!({"variant_id": mug.0, "quantity": 1});
            program.post_json(&format!("/api/v1/carts/{token}/lines"), &line).await.expect(200);
            let identity = Identity { cart_token: Some(token), ..Identity::default() };
            for number in 0..8 {
                let code = format!("GUESS-{cart}-{number}");
                answers.push(carts::add_coupon(&shop.state, &identity, &code, from).await.expect_err("a guess"));
            }
        }
        let refused = answers.iter().filter(|answer| **answer == AppError::TooManyTries).count();
        assert_eq!(refused, 2, "{answers:?}");
    }
}
