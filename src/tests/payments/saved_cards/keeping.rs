//! Whose kept cards are, who reaches them, and when they are forgotten.

use super::{buy_and_keep, fill, keeper, methods, order_with_card, pay_with};
use crate::{
    payments::{found, staff::ship},
    support::{Buyer, TestShop, card},
};
use serde_json::{Value, json};
use tradewind::{
    error::AppError,
    server::{
        jobs::Job,
        services,
        store::db::{execute, select},
    },
};

async fn token_of(shop: &TestShop) -> String {
    let (token,): (String,) =
        select(&shop.state.db, "SELECT token FROM saved_payment_method").one().await.expect("one card");
    token
}

on_both! {
    async fn a_removed_card_is_forgotten_at_the_gateway_and_charges_nothing(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        buy_and_keep(&shop, &buyer, lamp, card::WEBHOOK_TWICE).await;
        let kept = methods(&buyer).await;
        let (first, second) = (kept[0].id.to_string(), kept[1].id.to_string());
        buyer.client.post_action("account/set_default_payment_method", &[("id", &second)]).await.expect(200);
        assert_eq!(methods(&buyer).await[0].id, kept[1].id);
        fill(&buyer, lamp, &kept[1]).await;
        let shown = buyer.checkout().await;
        // Without scripts.
        let removed = buyer.client.post_form("/actions/account/remove_payment_method", &[("id", &second)]).await.expect(302);
        assert_eq!(removed.location().as_deref(), Some("/account/payment-methods?done=removed"));
        let left = methods(&buyer).await;
        assert_eq!((left.len(), left[0].id, left[0].is_default), (1, kept[0].id, true));
        assert_eq!(buyer.place_shown(&shown).await.error(), AppError::CheckoutIncomplete);
        shop.run_jobs().await;
        assert_eq!(shop.count("gateway_erasure").await, 0);
        let (detached,): (i64,) = select(&shop.state.db, "SELECT CAST(COUNT(*) AS BIGINT) FROM sandbox_card WHERE detached_at IS NOT NULL")
            .one().await.expect("a count");
        assert_eq!(detached, 1);
        // Told of again by a job that ran late, it does not come back.
        let payments: Vec<(tradewind::domain::ids::PaymentId,)> = select(&shop.state.db, "SELECT id FROM payment").all().await.expect("payments");
        for (payment,) in payments {
            services::saved_payment_methods::keep(&shop.state, payment).await.expect("asked");
        }
        assert_eq!(methods(&buyer).await.len(), 1);
        buyer.client.post_action("account/remove_payment_method", &[("id", &second)]).await.expect(404);
        buyer.client.post_action("account/remove_payment_method", &[("id", &first)]).await.expect(200);
        let page = buyer.client.get("/account/payment-methods").await.expect(200).body;
        assert!(page.contains("No card kept yet"), "{page}");
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_card_that_is_gone_at_the_gateway_or_removed_meanwhile_is_a_refusal(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        execute(&shop.state.db, "UPDATE sandbox_card SET detached_at = 1").run().await.expect("gone");
        let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
        let order = buyer.load(&placed).await;
        assert_eq!(order.payment_problem.as_deref(), Some("The saved card cannot be used any more."));
        shop.run_jobs().await;
        let url: String = pay_with(&buyer, &placed, "").await.expect(200).json();
        assert!(url.starts_with("/sandbox/pay/"), "{url}");
        shop.assert_consistent().await;
    }

    async fn nobody_reaches_the_card_of_another_customer(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let method = methods(&buyer).await.remove(0);
        let (id, way) = (method.id.to_string(), format!("saved-{}", method.id));
        let (eve, guest) = (Buyer { client: shop.customer().await }, Buyer::guest(&shop));
        for thief in [&eve, &guest] {
            thief.add(lamp, "1").await.expect(200);
            thief.fill_checkout().await;
            assert_eq!(thief.save("payment", &[("gateway", &way)]).await.expect(404).error(), AppError::NotFound);
        }
        // Also not where it slipped into the checkout otherwise.
        execute(&shop.state.db, "UPDATE checkout SET saved_payment_method_id = $1").bind(method.id).run().await.expect("slipped in");
        for thief in [&eve, &guest] {
            assert_eq!(thief.place().await.error(), AppError::CheckoutIncomplete);
        }
        for action in ["account/remove_payment_method", "account/set_default_payment_method"] {
            eve.client.post_action(action, &[("id", &id)]).await.expect(404);
            guest.client.post_action(action, &[("id", &id)]).await.expect(401);
        }
        // Whoever has the link of an order may pay it, but not with its owner's card.
        let placed = buyer.order(&shop, lamp, "1").await;
        for thief in [&eve, &guest] {
            assert_eq!(pay_with(thief, &placed, &way).await.expect(404).error(), AppError::NotFound);
            let seen = thief.load(&placed).await;
            assert!(seen.ways_to_pay.iter().all(|way| way.value == "sandbox"), "{:?}", seen.ways_to_pay);
        }
        assert_eq!(methods(&buyer).await.len(), 1);
        shop.assert_consistent().await;
    }

    async fn an_expired_card_is_shown_and_not_offered(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        execute(&shop.state.db, "UPDATE saved_payment_method SET expiry_year = 2026, expiry_month = 10").run().await.expect("expired");
        let method = methods(&buyer).await.remove(0);
        assert!(method.is_expired && buyer.client.get("/account/payment-methods").await.expect(200).body.contains("Expired"));
        buyer.add(lamp, "1").await.expect(200);
        buyer.fill_checkout().await;
        assert!(buyer.checkout().await.saved_methods.is_empty());
        buyer.save("payment", &[("gateway", &format!("saved-{}", method.id))]).await.expect(422);
    }

    async fn the_token_stays_on_the_server(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let token = token_of(&shop).await;
        let (placed, next) = order_with_card(&shop, &buyer, lamp).await;
        let staff = shop.owner().await;
        let number = placed.number.to_string();
        let pages = [
            buyer.client.get("/account/payment-methods").await.body,
            buyer.client.get("/checkout/payment").await.body,
            buyer.client.get(&next).await.body,
            buyer.client.get_action("account/payment_methods", &[]).await.body,
            buyer.client.get_action("checkout/load", &[]).await.body,
            buyer.client.post_form("/account/data/export", &[]).await.expect(200).body,
            staff.get(&format!("/admin/orders/{number}")).await.expect(200).body,
            staff.get_action("admin/get_order", &[("number", &number)]).await.expect(200).body,
        ];
        buyer.client.post_action("account/remove_payment_method", &[("id", &methods(&buyer).await[0].id.to_string())]).await.expect(200);
        let jobs: Vec<String> = shop.jobs().await.iter().map(|job: &Job| format!("{job:?}")).collect();
        assert!(!jobs.join("\n").contains(&token));
        for page in &pages {
            assert!(!page.contains(&token), "{page}");
        }
        let told: Value = serde_json::from_str(&pages[5]).expect("JSON");
        assert_eq!(told["payment_methods"][0]["last4"], "4242");
        assert!(told["payment_methods"][0].get("token").is_none());
    }

    async fn the_cards_of_a_deleted_account_are_forgotten_everywhere(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 50).await;
        let buyer = Buyer { client: shop.customer().await };
        let placed = buy_and_keep(&shop, &buyer, lamp, card::SUCCESS).await;
        ship(&shop, &placed).await;
        shop.run_jobs().await;
        buyer.client.post_action("account/delete", &[("password", crate::support::PASSWORD)]).await.expect(200);
        assert_eq!((shop.count("saved_payment_method").await, shop.count("gateway_customer").await), (0, 0));
        assert_eq!(shop.count("gateway_erasure").await, 2);
        shop.run_jobs().await;
        assert_eq!(shop.count("gateway_erasure").await, 0);
        let open = "SELECT CAST(COUNT(*) AS BIGINT) FROM sandbox_card WHERE detached_at IS NULL";
        let (open,): (i64,) = select(&shop.state.db, open).one().await.expect("a count");
        assert_eq!(open, 0);
        shop.assert_consistent().await;
    }

    async fn the_check_tells_of_a_charge_to_a_strangers_card_and_of_what_was_not_forgotten(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        order_with_card(&shop, &buyer, lamp).await;
        shop.run_jobs().await;
        let eve = shop.customer().await.account.expect("an account").id;
        execute(&shop.state.db, "UPDATE saved_payment_method SET account_id = $1").bind(eve).run().await.expect("moved");
        execute(&shop.state.db, "INSERT INTO gateway_erasure (gateway, kind, reference, created_at) VALUES ('sandbox', 'method', 'x', 1)")
            .run().await.expect("old");
        let found = found(&shop).await;
        assert!(found.iter().any(|told| told.contains("charged to a card that is not the customer's")), "{found:?}");
        assert!(found.iter().any(|told| told.contains("is still kept there")), "{found:?}");
    }

    async fn a_program_lists_chooses_pays_with_and_removes_cards(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let client = &buyer.client;
        let listed: Value = client.send(client.request(reqwest::Method::GET, "/api/v1/users/me/payment-methods")).await.expect(200).json();
        let method = &listed["items"][0];
        assert_eq!((&method["brand"], &method["last4"], &method["default"]), (&json!("visa"), &json!("4242"), &json!(true)));
        assert!(!listed.to_string().contains("token"), "{listed}");
        let path = format!("/api/v1/users/me/payment-methods/{}", method["id"]);
        let put = |path: String, body: Value| client.send(client.request(reqwest::Method::PUT, &path).json(&body));
        put(format!("{path}/default"), json!({})).await.expect(200);
        let eve = shop.customer().await;
        for method in [reqwest::Method::GET, reqwest::Method::DELETE] {
            eve.send(eve.request(method, &path)).await.expect(404);
        }
        buyer.add(lamp, "1").await.expect(200);
        buyer.fill_checkout().await;
        let step = "/api/v1/carts/mine/checkout/payment-method";
        put(step.into(), json!({"saved_payment_method_id": 999})).await.expect(404);
        put(step.into(), json!({"payment_method": "sandbox", "saved_payment_method_id": method["id"]})).await.expect(422);
        put(step.into(), json!({})).await.expect(422);
        let ready: Value = put(step.into(), json!({"saved_payment_method_id": method["id"]})).await.expect(200).json();
        assert_eq!((&ready["saved_payment_method_id"], &ready["payment_method"]), (&method["id"], &json!("sandbox")));
        let order = json!({"expected_total": ready["cart"]["totals"]["total"]});
        let request = client.request(reqwest::Method::POST, "/api/v1/carts/mine/order").header("idempotency-key", "one-order");
        let placed: Value = client.send(request.json(&order)).await.expect(201).json();
        assert_eq!((&placed["order"]["status"], &placed["payment_url"]), (&json!("paid"), &Value::Null));
        client.send(client.request(reqwest::Method::DELETE, &path)).await.expect(204);
        client.send(client.request(reqwest::Method::GET, &path)).await.expect(404);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}

#[tokio::test]
async fn two_defaults_and_a_removed_default_are_refused_by_the_schema() {
    let shop = TestShop::sqlite().await;
    let account = shop.customer().await.account.expect("an account").id;
    let insert = |token: &'static str, removed: &'static str| {
        let db = shop.state.db.clone();
        async move {
            let text = format!(
                "INSERT INTO saved_payment_method (account_id, gateway, token, brand, last4, expiry_month, expiry_year, is_default,
                    created_at, removed_at) VALUES ($1, 'sandbox', '{token}', 'visa', '4242', 1, 2030, TRUE, 0, {removed})"
            );
            execute(&db, text).bind(account).run().await.is_ok()
        }
    };
    assert!(insert("one", "NULL").await);
    assert!(!insert("two", "NULL").await);
    assert!(!insert("three", "5").await);
}
