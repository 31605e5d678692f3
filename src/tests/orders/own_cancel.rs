//! Customers who cancel what has not shipped.

use super::{buy, order, ship, staff_order};
use crate::support::{Answer, Buyer, Client, Placed, TestShop, at_once, card};
use futures::future::FutureExt;
use serde_json::{Value, json};
use tradewind::{
    domain::{
        order::{OrderEventKind, OrderStatus},
        staff::quantity_field,
    },
    error::AppError,
};

async fn cancel_as(client: &Client, placed: &Placed, token: &str) -> Answer {
    client.post_action("orders/cancel", &[("number", &placed.number.to_string()), ("token", token)]).await
}

async fn cancel(buyer: &Buyer, placed: &Placed) -> Answer {
    cancel_as(&buyer.client, placed, &placed.token).await
}

async fn forbid(shop: &TestShop) {
    shop.owner().await.post_action("admin/save_order_settings", &[("complete_after_days", "14")]).await.expect(200);
}

on_both! {
    async fn a_guest_cancels_a_paid_order_by_its_link_and_the_money_goes_back(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        assert_eq!(shop.stock(mug).await, (9, 2));
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("Cancel order…"), "{page}");
        let question = buyer.client.get(&format!("{}&confirm=cancel", placed.page())).await.expect(200).body;
        assert!(question.contains(&format!("Cancel order {}?", placed.number)) && question.contains("goes back"), "{question}");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid, "to be asked changes nothing");
        for _ in 0..2 {
            cancel(&buyer, &placed).await.expect(200);
        }
        shop.run_jobs().await;
        let told = buyer.load(&placed).await;
        assert_eq!((told.status, told.refunded), (OrderStatus::Refunded, told.captured));
        assert_eq!(shop.stock(mug).await, (9, 0));
        let staff = shop.staff().await;
        let order = staff_order(&staff, &placed).await.detail;
        let event = order.events.iter().find(|event| event.kind == OrderEventKind::CanceledByCustomer).expect("an event");
        assert_eq!(event.actor, "shopper");
        let page = staff.get(&format!("/admin/orders/{}", placed.number)).await.expect(200).body;
        assert!(page.contains("Canceled by the customer"));
        let subjects = shop.subjects().await;
        let told = format!("Your order {} is canceled", placed.number);
        assert_eq!(subjects.iter().filter(|subject| **subject == told).count(), 1, "{subjects:?}");
        shop.assert_consistent().await;
    }

    async fn an_order_that_waits_for_its_money_is_canceled_and_not_paid_any_more(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (buyer, placed) = order(&shop, &[(mug, 1)]).await;
        cancel(&buyer, &placed).await.expect(200);
        shop.run_jobs().await;
        buyer.pay(&placed, card::SUCCESS).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert!(matches!(order.status, OrderStatus::Canceled | OrderStatus::Refunded), "{:?}", order.status);
        assert_eq!((order.captured, shop.stock(mug).await), (order.refunded, (9, 0)));
        shop.assert_consistent().await;
    }

    async fn an_account_cancels_its_own_order_and_nobody_elses(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let buyer = Buyer { client: shop.customer().await };
        let placed = buyer.buy(&shop, mug, "1").await;
        let path = format!("/api/v1/users/me/orders/{}/cancel", placed.number);
        let other = shop.customer().await;
        cancel_as(&other, &placed, "").await.expect(404);
        other.post_json(&path, &json!({})).await.expect(404);
        shop.visitor().post_json(&path, &json!({})).await.expect(401);
        let staff = shop.staff().await;
        cancel_as(&staff, &placed, "").await.expect(404);
        cancel_as(&shop.visitor(), &placed, &"0".repeat(64)).await.expect(404);
        let page = staff.get(&format!("/orders/{}", placed.number)).await.expect(200).body;
        assert!(!page.contains("Cancel order…"), "staff have a page of their own for that");
        let canceled: Value = buyer.client.post_json(&path, &json!({})).await.expect(200).json();
        assert_eq!(canceled["status"], "canceled");
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_program_cancels_by_the_link(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        let path = |link: &str| format!("/api/v1/orders/{}/links/{link}/cancel", placed.number);
        let visitor = shop.visitor();
        visitor.post_json(&path(&"0".repeat(64)), &json!({})).await.expect(404);
        let canceled: Value = visitor.post_json(&path(&placed.token), &json!({})).await.expect(200).json();
        assert_eq!(canceled["order"]["status"], "canceled");
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn what_left_in_part_or_as_a_whole_is_not_canceled(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        let line = quantity_field(buyer.load(&placed).await.lines[0].id);
        ship(&staff, &placed, &[(&line, "1")]).await.expect(200);
        assert_eq!(cancel(&buyer, &placed).await.expect(409).error(), AppError::NotCancelable);
        ship(&staff, &placed, &[]).await.expect(200);
        assert_eq!(cancel(&buyer, &placed).await.expect(409).error(), AppError::NotCancelable);
        let page = buyer.client.get(&format!("{}&confirm=cancel", placed.page())).await.expect(200).body;
        assert!(!page.contains("Cancel order"), "{page}");
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn the_owner_can_forbid_it(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        forbid(&shop).await;
        assert!(!buyer.load(&placed).await.may_cancel);
        assert!(!buyer.client.get(&placed.page()).await.expect(200).body.contains("Cancel order…"));
        assert_eq!(cancel(&buyer, &placed).await.expect(409).error(), AppError::NotCancelable);
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
    }

    async fn an_order_is_canceled_by_its_customer_or_ships_and_never_both(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 30).await, shop.staff().await);
        for _ in 0..4 {
            let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
            let before = shop.stock(mug).await.0;
            let (customer, own, crew, order) = (buyer.clone(), placed.clone(), staff.clone(), placed.clone());
            let canceled = async move { cancel(&customer, &own).await.status }.boxed();
            let shipped = async move { ship(&crew, &order, &[]).await.status }.boxed();
            let answers = at_once([canceled, shipped]).await;
            shop.run_jobs().await;
            let told = buyer.load(&placed).await;
            match answers.as_slice() {
                [200, 409] => assert_eq!((told.shipments.len(), shop.stock(mug).await), (0, (before, 0))),
                [409, 200] => assert_eq!((told.shipments.len(), told.status), (1, OrderStatus::Fulfilled)),
                other => panic!("canceling and shipping answered {other:?}"),
            }
            shop.assert_consistent().await;
        }
    }

    async fn the_form_works_without_scripts_and_says_when_it_is_too_late(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        let (_, late) = buy(&shop, &[(mug, 1)]).await;
        let question = |placed: &Placed| format!("{}&confirm=cancel", placed.page());
        let fields = |placed: &Placed| [("number", placed.number.to_string()), ("token", placed.token.clone())];
        let post = async |placed: &Placed| {
            let fields = fields(placed);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            buyer.client.post_form_from(&question(placed), "/actions/orders/cancel", &fields).await.expect(302)
        };
        let location = post(&placed).await.location().expect("a way on");
        assert!(location.starts_with(&format!("/orders/{}?token={}&done=canceled", placed.number, placed.token)), "{location}");
        let page = buyer.client.get(&location).await.expect(200).body;
        assert!(page.contains("is canceled"), "{page}");
        ship(&staff, &late, &[]).await.expect(200);
        let location = post(&late).await.location().expect("a way on");
        let back = location.strip_prefix(&shop.url).unwrap_or(&location).to_owned();
        let page = buyer.client.get(&back).await.expect(200).body;
        assert!(page.contains("cannot be canceled here any more"), "{page}");
    }
}
