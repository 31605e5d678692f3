//! Orders of others.

use crate::support::{Answer, Buyer, Client, Placed, TestShop};
use tradewind::{domain::order::OrderStatus, error::AppError};

async fn load(client: &Client, number: &str, token: &str) -> Answer {
    client.get_action("orders/load", &[("number", number), ("token", token)]).await
}

/// An order of a guest, and one of another guest.
async fn two_orders(shop: &TestShop) -> (Placed, Placed) {
    let mug = shop.sell("Mug", 1_900, 9).await;
    (Buyer::guest(shop).order(shop, mug, "1").await, Buyer::guest(shop).order(shop, mug, "1").await)
}

on_both! {
    async fn an_order_is_shown_to_whoever_has_its_link(shop: TestShop) {
        let (placed, _) = two_orders(&shop).await;
        let fresh = shop.visitor();
        let page = fresh.get(&placed.page()).await.expect(200).body;
        assert!(page.contains(&placed.number.to_string()) && page.contains("Ada Byron"));
        let lower_case = placed.page().replacen("/orders/T", "/orders/t", 1);
        fresh.get(&lower_case).await.expect(200);
        assert_eq!(fresh.cookie("session"), None);
    }

    async fn without_its_link_an_order_does_not_exist(shop: TestShop) {
        let (placed, other) = two_orders(&shop).await;
        let number = placed.number.to_string();
        let mut flipped = placed.token.clone();
        let last = if flipped.ends_with('0') { "1" } else { "0" };
        flipped.replace_range(flipped.len() - 1.., last);
        let unknown = load(&shop.visitor(), "T999999", &placed.token).await.expect(404);
        for token in ["", "0", &"0".repeat(64), &other.token, &flipped, &placed.token[..62], "' OR 1=1 --", "\0", "%"] {
            let stranger = shop.visitor();
            let refused = load(&stranger, &number, token).await.expect(404);
            assert_eq!(refused.error(), AppError::NotFound, "{token}");
            assert_eq!(refused.body, unknown.body, "the answer tells nothing about the order");
            let pay = [("number", number.as_str()), ("token", token)];
            assert_eq!(
                stranger.post_action("orders/retry_payment", &pay).await.expect(404).error(),
                AppError::NotFound
            );
        }
        for path in [
            format!("/orders/{number}"),
            format!("/orders/{number}?token="),
            format!("/orders/{number}?token={}", other.token),
        ] {
            let page = shop.visitor().get(&path).await.expect(404).body;
            assert!(!page.contains("Ada") && !page.contains("Hafenstraße"), "{path} shows the address");
        }
    }

    async fn having_bought_in_this_browser_opens_no_other_order(shop: TestShop) {
        let (placed, other) = two_orders(&shop).await;
        let mug = shop.sell("Cup", 1_900, 9).await;
        let buyer = Buyer::guest(&shop);
        let own = buyer.order(&shop, mug, "1").await;
        for foreign in [&placed, &other] {
            load(&buyer.client, &foreign.number.to_string(), &own.token).await.expect(404);
        }
        load(&buyer.client, &own.number.to_string(), "").await.expect(404);
        load(&buyer.client, &own.number.to_string(), &own.token).await.expect(200);
    }

    async fn a_customers_order_is_theirs_and_the_staffs(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.buy(&shop, mug, "1").await;
        let number = placed.number.to_string();
        load(&customer.client, &number, "").await.expect(200);
        load(&customer.client, &number, "wrong").await.expect(200);
        assert!(customer.client.get(&format!("/orders/{number}")).await.expect(200).body.contains("Ada Byron"));
        load(&shop.staff().await, &number, "").await.expect(200);
        for stranger in [shop.visitor(), shop.customer().await] {
            load(&stranger, &number, "").await.expect(404);
            stranger.get(&format!("/orders/{number}")).await.expect(404);
        }
        let guest = Buyer::guest(&shop).order(&shop, mug, "1").await;
        load(&customer.client, &guest.number.to_string(), "").await.expect(404);
    }

    async fn a_broken_session_counts_as_none(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.buy(&shop, mug, "1").await;
        let number = placed.number.to_string();
        let session = customer.client.cookie("session").expect("a session");
        for broken in ["", "x", &"0".repeat(64), &session[..63], &format!("{session}0"), "' OR 1=1 --", "%00"] {
            let stranger = shop.visitor();
            stranger.set_cookie(&format!("session={broken}"));
            load(&stranger, &number, "").await.expect(404);
            load(&stranger, &number, &placed.token).await.expect(200);
        }
        customer.client.post_action("accounts/logout", &[]).await.expect(200);
        load(&customer.client, &number, "").await.expect(404);
    }

    async fn shoppers_never_learn_who_of_the_staff_worked_on_their_order(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (buyer, staff) = (Buyer::guest(&shop), shop.staff().await);
        let placed = buyer.buy(&shop, mug, "1").await;
        let number = placed.number.to_string();
        staff.post_action("admin/cancel_order", &[("number", &number)]).await.expect(200);
        let order = buyer.load(&placed).await;
        assert_eq!(order.status, OrderStatus::Canceled);
        assert!(order.events.iter().all(|event| event.actor.is_empty()), "{:?}", order.events);
        let email = staff.account.as_ref().expect("an account").email.clone();
        assert!(!buyer.client.get(&placed.page()).await.expect(200).body.contains(&email));
    }

    async fn numbers_that_are_none_are_not_found(shop: TestShop) {
        let (placed, _) = two_orders(&shop).await;
        let id = placed.number.0.to_string();
        for number in [
            "",
            "T",
            "T0",
            "T100000",
            "T-1",
            "x",
            &id,
            "T9223372036854775807",
            "T99999999999999999999",
            "T100001 OR 1=1",
            "T100001\0",
        ] {
            assert_eq!(
                load(&shop.visitor(), number, &placed.token).await.expect(404).error(),
                AppError::NotFound,
                "{number}"
            );
        }
        for path in [
            "/orders/T",
            "/orders/%00",
            "/orders/T100001%00",
            "/orders/%27",
            "/orders/T9223372036854775807",
            "/orders/..%2fadmin",
        ] {
            let status = shop.visitor().get(path).await.status;
            assert_eq!(status, 404, "{path}");
        }
    }
}
