//! Orders that are picked up.

use super::{flat, named};
use crate::support::{Buyer, Placed, TestShop, address_with, card};
use tradewind::domain::{
    order::{OrderEventKind, OrderStatus},
    shipping::MethodInput,
    staff::StaffOrder,
};

async fn add_pickup(shop: &TestShop, center: tradewind::domain::ids::FulfillmentCenterId) {
    let pickup = MethodInput {
        kind: "pickup".into(),
        center: center.to_string(),
        pickup_place: "Kai 7\nMonday to Friday".into(),
        ..named("Pickup")
    };
    shop.add_method(pickup, "germany", &flat("0")).await;
}

async fn slugs(buyer: &Buyer) -> Vec<String> {
    buyer.checkout().await.offers.into_iter().map(|offer| offer.slug).collect()
}

on_both! {
    async fn it_is_offered_where_one_center_of_the_country_has_all_of_the_cart(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 9).await;
        let harbor = shop.add_center("Harbor", "DE", 5).await;
        add_pickup(&shop, harbor).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "3").await.expect(200);
        buyer.fill_checkout().await;
        assert!(!slugs(&buyer).await.contains(&"pickup".to_owned()), "nothing is there");
        shop.put(mug, harbor, 2).await;
        assert!(!slugs(&buyer).await.contains(&"pickup".to_owned()), "not all is there");
        shop.put(mug, harbor, 1).await;
        assert!(slugs(&buyer).await.contains(&"pickup".to_owned()));
        let abroad = [("shipping_country", "AT"), ("shipping_postcode", "1010")];
        buyer.save("address", &address_with(&abroad)).await.expect(200);
        assert!(!slugs(&buyer).await.contains(&"pickup".to_owned()), "another country");
    }

    async fn it_is_held_at_its_center_told_and_handed_over_without_a_number(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 9).await;
        let harbor = shop.add_center("Harbor", "DE", 5).await;
        add_pickup(&shop, harbor).await;
        shop.put(mug, harbor, 4).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "3").await.expect(200);
        buyer.fill_checkout().await;
        buyer.choose_shipping("pickup").await.expect(200);
        let payment: String = buyer.place().await.expect(200).json();
        let placed = Placed::behind(&shop, &payment).await;
        assert_eq!(shop.stock_at(mug, harbor).await, (4, 3));
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        assert!(shop.mails().await.pop().expect("a mail").body_text.contains("Kai 7"));
        assert!(shop.visitor().get(&placed.page()).await.expect(200).body.contains("Kai 7"));
        let staff = shop.staff().await;
        let number = placed.number.to_string();
        let opened: StaffOrder = staff.get_action("admin/get_order", &[("number", &number)]).await.expect(200).json();
        let carrier = opened.carrier.expect("a carrier").to_string();
        staff.post_action("admin/ship_order", &[("number", &number), ("carrier", &carrier)]).await.expect(200);
        shop.run_jobs().await;
        let mail = shop.mails().await.pop().expect("a mail");
        assert_eq!(mail.subject, format!("Your order {number} is ready to be picked up"));
        assert!(mail.body_text.contains("Kai 7") && !mail.body_text.contains("Tracking number"));
        let page = shop.visitor().get(&placed.page()).await.expect(200).body;
        assert!(page.contains("ready to be picked up"));
        assert!(staff.get(&format!("/admin/orders/{number}")).await.expect(200).body.contains("Mark as picked up"));
        for _ in 0..2 {
            staff.post_action("admin/mark_picked_up", &[("number", &number)]).await.expect(200);
        }
        let order = buyer.load(&placed).await;
        assert_eq!(order.status, OrderStatus::Completed);
        let kinds: Vec<_> = order.events.iter().map(|event| event.kind).collect();
        assert!(kinds.ends_with(&[OrderEventKind::ReadyForPickup, OrderEventKind::PickedUp]), "{kinds:?}");
        shop.assert_consistent().await;
    }

    async fn an_order_that_is_sent_cannot_be_picked_up(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 9).await;
        let buyer = Buyer::guest(&shop);
        let placed = buyer.buy(&shop, mug, "1").await;
        let staff = shop.staff().await;
        staff.post_action("admin/mark_picked_up", &[("number", &placed.number.to_string())]).await.expect(409);
        shop.customer().await.post_action("admin/mark_picked_up", &[("number", &placed.number.to_string())]).await.expect(403);
    }
}
