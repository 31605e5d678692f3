//! Cards that customers keep: ticked at the gateway, charged without its page, refused, challenged, told of late, removed.

use super::{capture_at_shipment, payment_of, staff::ship};
use crate::support::{ADDRESS, Answer, Buyer, Placed, TestShop, at_once, card};
use futures::FutureExt;
use serde_json::{Value, json};
use tradewind::{
    domain::{
        account::SavedPaymentMethod,
        ids::{OrderId, VariantId},
        order::{OrderDetail, OrderEventKind, OrderNumber, OrderStatus},
    },
    error::AppError,
    server::{
        jobs::Job,
        services::{self, orders::order_token},
        store::db::{execute, select},
    },
};

pub(super) async fn methods(buyer: &Buyer) -> Vec<SavedPaymentMethod> {
    buyer.client.get_action("account/payment_methods", &[]).await.expect(200).json()
}

/// Orders a lamp for 100.00, pays it on the gateway's page, and ticks "save this card".
async fn buy_and_keep(shop: &TestShop, buyer: &Buyer, lamp: VariantId, number: &str) -> Placed {
    let placed = buyer.order(shop, lamp, "1").await;
    let page = buyer.client.get(&placed.payment).await.expect(200).body;
    assert!(page.contains("Save this card for the next time"), "{page}");
    buyer.client.post_form(&placed.payment, &[("number", number), ("save", "true")]).await.expect(303);
    if number == card::CHALLENGE {
        buyer.answer_challenge(&placed, "approve").await.expect(303);
    }
    buyer.client.follow(&placed.back).await.expect(200);
    shop.run_jobs().await;
    placed
}

/// A customer who keeps a card; the shop sells lamps.
async fn keeper(shop: &TestShop, number: &str) -> (Buyer, VariantId) {
    let lamp = shop.sell("Lamp", 10_000, 50).await;
    let buyer = Buyer { client: shop.customer().await };
    buy_and_keep(shop, &buyer, lamp, number).await;
    (buyer, lamp)
}

/// Fills in the checkout to pay with a kept card.
pub(super) async fn fill(buyer: &Buyer, lamp: VariantId, method: &SavedPaymentMethod) {
    buyer.add(lamp, "1").await.expect(200);
    buyer.fill_checkout_to_pay_with(&format!("saved-{}", method.id), "ada@example.com", &ADDRESS).await;
}

/// The newest order.
pub(super) async fn newest(shop: &TestShop) -> Placed {
    let text = "SELECT id FROM orders ORDER BY id DESC LIMIT 1";
    let (id,): (OrderId,) = select(&shop.state.db, text).one().await.expect("an order");
    let token = order_token(&shop.state, id);
    let number = OrderNumber(id);
    Placed { number, back: format!("/orders/{number}/return?token={token}"), token, payment: String::new() }
}

/// Orders with the customer's default card; the answer is where the customer goes next.
async fn order_with_card(shop: &TestShop, buyer: &Buyer, lamp: VariantId) -> (Placed, String) {
    let method = methods(buyer).await.remove(0);
    fill(buyer, lamp, &method).await;
    let next: String = buyer.place().await.expect(200).json();
    (newest(shop).await, next)
}

pub(super) fn count(order: &OrderDetail, kind: OrderEventKind) -> usize {
    order.events.iter().filter(|event| event.kind == kind).count()
}

async fn movements(shop: &TestShop) -> Vec<(String, String)> {
    let text = "SELECT kind, status FROM payment_transaction ORDER BY id";
    select(&shop.state.db, text).all().await.expect("the ledger")
}

async fn token_of(shop: &TestShop) -> String {
    let (token,): (String,) =
        select(&shop.state.db, "SELECT token FROM saved_payment_method").one().await.expect("one card");
    token
}

pub(super) async fn pay_with(buyer: &Buyer, placed: &Placed, way: &str) -> Answer {
    let (number, token) = (placed.number.to_string(), placed.token.as_str());
    let fields = [("number", number.as_str()), ("token", token), ("pay_with", way)];
    buyer.client.post_action("orders/retry_payment", &fields).await
}

on_both! {
    async fn a_card_is_kept_at_the_first_order_and_pays_the_second_without_the_page(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let kept = methods(&buyer).await;
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].title().as_str(), kept[0].is_default, kept[0].is_expired), ("Visa ending in 4242", true, false));
        // The checkout has it chosen before anything is.
        buyer.add(lamp, "1").await.expect(200);
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        buyer.save("address", &ADDRESS).await.expect(200);
        buyer.choose_shipping("standard").await.expect(200);
        let page = buyer.client.get("/checkout/payment").await.expect(200).body;
        let chosen = format!(r#"value="saved-{}" checked"#, kept[0].id);
        assert!(page.contains("Visa ending in 4242") && page.contains(&chosen), "{page}");
        buyer.save("payment", &[("gateway", &format!("saved-{}", kept[0].id))]).await.expect(200);
        let review = buyer.client.get("/checkout/review").await.expect(200).body;
        assert!(review.contains("Your card is charged now") && review.contains("Visa ending in 4242"), "{review}");
        let next: String = buyer.place().await.expect(200).json();
        let placed = newest(&shop).await;
        assert_eq!(next, format!("{}&placed=1", placed.page()));
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
        shop.run_jobs().await;
        assert_eq!((count(&buyer.load(&placed).await, OrderEventKind::Paid), methods(&buyer).await.len()), (1, 1));
        shop.assert_consistent().await;
    }

    async fn guests_and_those_who_do_not_tick_keep_nothing(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 9).await;
        let guest = Buyer::guest(&shop);
        let placed = guest.order(&shop, lamp, "1").await;
        assert!(!guest.client.get(&placed.payment).await.expect(200).body.contains("Save this card"));
        guest.client.post_form(&placed.payment, &[("number", card::SUCCESS), ("save", "true")]).await.expect(303);
        let customer = Buyer { client: shop.customer().await };
        customer.buy(&shop, lamp, "1").await;
        assert_eq!(shop.count("saved_payment_method").await, 0);
        assert_eq!(shop.count("sandbox_card").await, 0);
    }

    async fn a_card_is_kept_once_however_often_its_owner_ticks(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let placed = buy_and_keep(&shop, &buyer, lamp, card::SUCCESS).await;
        let payment = payment_of(&shop, &placed).await;
        for _ in 0..2 {
            services::saved_payment_methods::keep(&shop.state, payment.id).await.expect("kept");
        }
        assert_eq!(methods(&buyer).await.len(), 1);
        buy_and_keep(&shop, &buyer, lamp, card::WEBHOOK_LATE).await;
        let kept = methods(&buyer).await;
        let told: Vec<_> = kept.iter().map(|method| (method.last4.as_str(), method.is_default)).collect();
        assert_eq!(told, [("4242", true), ("0341", false)]);
    }

    async fn pressing_twice_and_at_once_charges_once(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        fill(&buyer, lamp, &methods(&buyer).await[0]).await;
        let shown = buyer.checkout().await;
        let presses = (0..6).map(|_| {
            let (buyer, shown) = (buyer.clone(), shown.clone());
            async move { buyer.place_shown(&shown).await.status }.boxed()
        });
        let statuses = at_once(presses).await;
        assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
        let placed = newest(&shop).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, shop.count("orders").await), (OrderStatus::Paid, 10_000, 2));
        assert_eq!(count(&order, OrderEventKind::Paid), 1);
        assert_eq!(shop.count("sandbox_payment").await, 2);
        shop.assert_consistent().await;
    }

    async fn a_refused_card_says_why_and_the_customer_pays_otherwise(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        execute(&shop.state.db, "UPDATE sandbox_card SET last4 = '9995'").run().await.expect("another card");
        fill(&buyer, lamp, &methods(&buyer).await[0]).await;
        let shown = buyer.checkout().await;
        let next: String = buyer.place_shown(&shown).await.expect(200).json();
        assert!(next.starts_with("/orders/"), "{next}");
        let placed = newest(&shop).await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.payment_problem.as_deref()), (OrderStatus::PendingPayment, Some("The card has not enough funds.")));
        // Its webhook tells the same once more, and the press of the button, too.
        shop.run_jobs().await;
        let again: String = buyer.place_shown(&shown).await.expect(200).json();
        assert!(again.starts_with("/orders/"), "{again}");
        let order = buyer.load(&placed).await;
        assert_eq!(count(&order, OrderEventKind::PaymentFailed), 1);
        let page = buyer.client.get(&next).await.expect(200).body;
        assert!(page.contains("The card has not enough funds.") && page.contains("Pay with"), "{page}");
        let ways: Vec<&str> = order.ways_to_pay.iter().map(|way| way.value.as_str()).collect();
        let method = methods(&buyer).await.remove(0);
        assert_eq!(ways, ["sandbox", &format!("saved-{}", method.id)]);
        let url: String = pay_with(&buyer, &placed, "sandbox").await.expect(200).json();
        let placed = Placed { payment: url, ..placed };
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.assert_consistent().await;
    }

    async fn another_kept_card_pays_after_a_refusal_and_closes_a_page_that_was_opened(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        let method = methods(&buyer).await.remove(0);
        let placed = buyer.order(&shop, lamp, "1").await;
        let way = format!("saved-{}", method.id);
        for _ in 0..2 {
            let next = pay_with(&buyer, &placed, &way).await;
            assert!(next.status == 200 || next.error() == AppError::OrderMovedOn, "{}", next.body);
        }
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        // The page that was open before takes nothing any more.
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.captured.minor, order.refunded.minor), (10_000, 0));
        shop.assert_consistent().await;
    }

    async fn a_card_whose_bank_asks_leads_to_the_question(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::CHALLENGE).await;
        let (placed, next) = order_with_card(&shop, &buyer, lamp).await;
        let again: String = pay_with(&buyer, &placed, "").await.expect(200).json();
        assert_eq!(next, again);
        assert!(buyer.client.get(&next).await.expect(200).body.contains("Confirm your payment"));
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        let placed = Placed { payment: next, ..placed };
        let back = buyer.answer_challenge(&placed, "approve").await.expect(303).location().expect("a way back");
        buyer.client.follow(back.strip_prefix(&shop.url).expect("to the shop")).await.expect(200);
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn awkward_cards_stay_awkward_and_are_counted_once(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 50).await;
        for number in [card::WEBHOOK_TWICE, card::WEBHOOK_LATE, card::WEBHOOK_LOST, card::OUT_OF_ORDER] {
            let buyer = Buyer { client: shop.customer().await };
            buy_and_keep(&shop, &buyer, lamp, number).await;
            let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
            shop.run_jobs().await;
            shop.clock.advance_minutes(1);
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            assert_eq!((order.status, count(&order, OrderEventKind::Paid)), (OrderStatus::Paid, 1), "{number}");
        }
        let buyer = Buyer { client: shop.customer().await };
        let slow = buyer.order(&shop, lamp, "1").await;
        buyer.client.post_form(&slow.payment, &[("number", card::DELAYED), ("save", "true")]).await.expect(303);
        shop.clock.advance_minutes(3);
        shop.run_jobs().await;
        let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        shop.clock.advance_minutes(3);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.assert_consistent().await;
    }

    async fn a_lost_answer_is_found_again_and_not_charged_twice(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::WEBHOOK_LOST).await;
        let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
        // As if the shop had died while the gateway answered: what it did is forgotten here, and not there.
        let payment = payment_of(&shop, &placed).await;
        for text in [
            "DELETE FROM payment_transaction WHERE payment_id = $1",
            "UPDATE payment SET reference = '', status = 'pending', captured_minor = 0, authorized_minor = 0 WHERE id = $1",
            "DELETE FROM order_event WHERE kind = 'paid' AND order_id = (SELECT order_id FROM payment WHERE id = $1)",
            "UPDATE orders SET status = 'pending_payment', captured_minor = 0 WHERE id = (SELECT order_id FROM payment WHERE id = $1)",
            "DELETE FROM journal_posting WHERE journal_entry_id IN (SELECT id FROM journal_entry
                WHERE description = 'payment captured' AND order_id = (SELECT order_id FROM payment WHERE id = $1))",
            "DELETE FROM journal_entry
                WHERE description = 'payment captured' AND order_id = (SELECT order_id FROM payment WHERE id = $1)",
            "DELETE FROM invoice WHERE order_id = (SELECT order_id FROM payment WHERE id = $1)",
        ] {
            execute(&shop.state.db, text).bind(payment.id).run().await.expect("forgotten");
        }
        services::payments::look_up(&shop.state, placed.number.0).await.expect("asked");
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
        assert_eq!(shop.count("sandbox_payment").await, 2, "nothing is charged anew");
    }

    async fn money_is_taken_when_the_order_ships_if_the_owner_wants_it_so(shop: TestShop) {
        let (buyer, lamp) = keeper(&shop, card::SUCCESS).await;
        capture_at_shipment(&shop).await;
        let (placed, _) = order_with_card(&shop, &buyer, lamp).await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 0));
        ship(&shop, &placed).await;
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.captured.minor, 10_000);
        assert_eq!(movements(&shop).await.iter().filter(|(kind, _)| kind == "authorize").count(), 1);
        shop.assert_consistent().await;
    }

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
        let found = super::found(&shop).await;
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
