//! Buying by program, from the empty cart to the paid order.

use super::{
    conventions::problem,
    shopper::{Program, address},
    tokens::token,
};
use crate::support::{Buyer, Placed, card};
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::domain::api_token::Scope;

on_both! {
    async fn a_program_buys_without_an_account(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let program = Program::of_nobody(&shop);
        let (cart, total) = program.fill(mug, 2, "sandbox").await;
        assert_eq!(total, json!({"amount": 4_290, "currency": "EUR"}));
        let body = json!({"expected_total": total});
        let answer = program.post_once(&format!("{cart}/order"), "k", body).await.expect(201);
        let placed: Value = answer.json();
        assert_eq!((&placed["order"]["status"], &placed["order"]["total"]), (&json!("pending_payment"), &total));
        let path = answer.location().expect("a location");
        let path = path.strip_prefix("/api/v1").expect("below the API").to_owned();
        // Paid on the gateway's page, as its customer would.
        let page = placed["payment_url"].as_str().expect("where to pay").strip_prefix(&shop.url).expect("the sandbox");
        let pay: Value = program.send(Method::POST, &format!("{path}/payment"), "p", None).await.expect(200).json();
        assert_eq!(pay["payment_url"], placed["payment_url"]);
        let buyer = Buyer::guest(&shop);
        let order = Placed::behind(&shop, page).await;
        buyer.pay(&order, card::SUCCESS).await.expect(303);
        buyer.client.follow(&order.back).await.expect(200);
        shop.run_jobs().await;
        let seen: Value = program.get(&path).await.expect(200).json();
        assert_eq!(seen["order"]["status"], "paid");
        problem(&program.send(Method::POST, &format!("{path}/payment"), "q", None).await, 409);
        // Another link opens nothing, and the cart is empty.
        let (known, last) = path.split_at(path.len() - 1);
        let other = if last == "0" { "1" } else { "0" };
        problem(&program.get(&format!("{known}{other}")).await, 404);
        let left: Value = program.get(&cart).await.expect(200).json();
        assert_eq!(left["lines"], json!([]));
        shop.assert_consistent().await;
    }

    async fn a_cart_is_what_the_shop_says(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let program = Program::of_nobody(&shop);
        let made: Value = program.send(Method::POST, "/carts", "", None).await.expect(201).json();
        let cart = format!("/carts/{}", made["token"].as_str().expect("a token"));
        let lines = format!("{cart}/lines");
        let line = |quantity: i64| json!({"variant_id": mug.0, "quantity": quantity});
        assert_eq!(problem(&program.post(&lines, line(0)).await, 422)["errors"][0]["field"], "quantity");
        assert_eq!(problem(&program.post(&lines, line(4)).await, 409)["type"], "urn:tradewind:problem:out-of-stock");
        let priced = json!({"variant_id": mug.0, "quantity": 1, "price": 1});
        assert_eq!(problem(&program.post(&lines, priced).await, 422)["errors"][0]["field"], "price");
        let unknown = json!({"variant_id": 999, "quantity": 1});
        assert_eq!(problem(&program.post(&lines, unknown).await, 422)["errors"][0]["field"], "variant_id");
        let filled: Value = program.post(&lines, line(2)).await.expect(200).json();
        let id = filled["lines"][0]["id"].to_string();
        let fewer: Value = program.put(&format!("{lines}/{id}"), json!({"quantity": 1})).await.expect(200).json();
        assert_eq!(fewer["totals"]["items"]["amount"], 1_900);
        shop.reprice(mug, 2_000).await;
        let told: Value = program.get(&cart).await.expect(200).json();
        assert_eq!((&told["notices"][0]["kind"], &told["notices"][0]["now"]["amount"]), (&json!("price_changed"), &json!(2_000)));
        let seen: Value = program.send(Method::POST, &format!("{cart}/accept-prices"), "", None).await.expect(200).json();
        assert_eq!(seen["notices"], json!([]));
        let coupon = program.post(&format!("{cart}/coupons"), json!({"code": "NOBODYS"})).await;
        assert_eq!(problem(&coupon, 422)["errors"][0]["field"], "code");
        let empty: Value = program.send(Method::DELETE, &format!("{lines}/{id}"), "", None).await.expect(200).json();
        assert_eq!(empty["lines"], json!([]));
        // Guesses open nothing.
        problem(&program.get(&format!("/carts/{}", "0".repeat(64))).await, 404);
        problem(&program.get("/carts/1").await, 404);
        problem(&program.get("/carts/mine").await, 401);
    }

    async fn a_program_saves_for_later(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 3).await, shop.sell("Lamp", 4_999, 3).await);
        let program = Program::of_nobody(&shop);
        let (cart, total) = program.fill(mug, 1, "sandbox").await;
        let body = json!({"variant_id": lamp.0, "quantity": 2});
        let filled: Value = program.post(&format!("{cart}/lines"), body).await.expect(200).json();
        assert_eq!(filled["saved"], json!([]));
        let save = format!("{cart}/lines/{}/save-for-later", filled["lines"][1]["id"]);
        let kept: Value = program.send(Method::POST, &save, "", None).await.expect(200).json();
        assert_eq!((&kept["lines"].as_array().map(Vec::len), &kept["totals"]["total"]), (&Some(1), &total));
        let line = &kept["saved"][0];
        assert_eq!((&line["variant_id"], &line["quantity"], &line["price_before"]), (&json!(lamp.0), &json!(2), &Value::Null));
        assert_eq!((&line["unit_price"]["amount"], &line["availability"]["units"]), (&json!(4_999), &json!(3)));
        let again: Value = program.send(Method::POST, &save, "", None).await.expect(200).json();
        assert_eq!(again, kept, "what is saved already stays as it is");
        let body = json!({"expected_total": total, "cart_version": kept["version"]});
        program.post_once(&format!("{cart}/order"), "k", body).await.expect(201);
        shop.reprice(lamp, 3_999).await;
        let next: Value = program.get(&cart).await.expect(200).json();
        assert_eq!((&next["lines"], &next["saved"][0]["price_before"]["amount"]), (&json!([]), &json!(4_999)));
        let saved = format!("{cart}/saved/{}", line["id"]);
        let back: Value =
            program.send(Method::POST, &format!("{saved}/move-to-cart"), "", None).await.expect(200).json();
        assert_eq!((&back["lines"][0]["quantity"], &back["saved"]), (&json!(2), &json!([])));
        let save = format!("{cart}/lines/{}/save-for-later", back["lines"][0]["id"]);
        let kept: Value = program.send(Method::POST, &save, "", None).await.expect(200).json();
        Buyer::guest(&shop).order(&shop, lamp, "3").await;
        let saved = format!("{cart}/saved/{}", kept["saved"][0]["id"]);
        let short = program.send(Method::POST, &format!("{saved}/move-to-cart"), "", None).await;
        assert_eq!(problem(&short, 409)["type"], "urn:tradewind:problem:out-of-stock");
        let gone: Value = program.send(Method::DELETE, &saved, "", None).await.expect(200).json();
        assert_eq!(gone["saved"], json!([]));
        problem(&program.send(Method::POST, &format!("{cart}/saved/x/move-to-cart"), "", None).await, 404);
        let nobodys = format!("/carts/{}/saved/1", "0".repeat(64));
        problem(&program.send(Method::DELETE, &nobodys, "", None).await, 404);
        problem(&program.send(Method::DELETE, "/carts/mine/saved/1", "", None).await, 401);
        shop.assert_consistent().await;
    }

    async fn every_step_of_the_checkout_names_what_is_wrong(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let program = Program::of_nobody(&shop);
        let (cart, total) = program.fill(mug, 1, "sandbox").await;
        let field = |answer: &crate::support::Answer| problem(answer, 422)["errors"][0]["field"].clone();
        let at = |step: &str| format!("{cart}/checkout/{step}");
        assert_eq!(field(&program.put(&at("contact"), json!({"email": "nobody"})).await), "email");
        let mut nowhere = address();
        nowhere["postcode"] = json!("1");
        assert_eq!(field(&program.put(&at("addresses"), json!({"shipping": nowhere})).await), "shipping.postcode");
        assert_eq!(field(&program.put(&at("shipping-method"), json!({"shipping_method_id": 99})).await), "shipping_method_id");
        assert_eq!(field(&program.put(&at("payment-method"), json!({"payment_method": "shells"})).await), "payment_method");
        // The last valid entries were overwritten, so nothing can be ordered.
        let refused = program.post_once(&format!("{cart}/order"), "k", json!({"expected_total": total})).await;
        assert_eq!(problem(&refused, 422)["type"], "urn:tradewind:problem:checkout-incomplete");
    }

    async fn an_account_has_a_cart_of_its_own(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (ada, jonas) = (shop.customer().await, shop.customer().await);
        let own = async |client: &crate::support::Client, scopes: &[Scope]| {
            let account = client.account.clone().expect("an account");
            Program::with_token(&shop, token(&shop, &account, scopes).await)
        };
        let program = own(&ada, &[Scope::OrdersWrite, Scope::OrdersRead]).await;
        let (cart, total) = program.fill(mug, 1, "sandbox").await;
        assert_eq!(cart, "/carts/mine");
        let reader = own(&ada, &[Scope::OrdersRead]).await;
        assert_eq!(problem(&reader.get(&cart).await, 403)["type"], "urn:tradewind:problem:insufficient-scope");
        let others: Value = own(&jonas, &[Scope::OrdersWrite]).await.get(&cart).await.expect(200).json();
        assert_eq!(others["lines"], json!([]));
        let placed: Value =
            program.post_once("/carts/mine/order", "k", json!({"expected_total": total})).await.expect(201).json();
        let number = placed["order"]["number"].as_str().expect("a number").to_owned();
        program.get(&format!("/users/me/orders/{number}")).await.expect(200);
        let pay = format!("/users/me/orders/{number}/payment");
        let paid: Value = program.send(Method::POST, &pay, "p", None).await.expect(200).json();
        assert_eq!(paid["payment_url"], placed["payment_url"]);
        let stranger = own(&jonas, &[Scope::OrdersWrite]).await;
        problem(&stranger.send(Method::POST, &pay, "p", None).await, 404);
        shop.assert_consistent().await;
    }
}
