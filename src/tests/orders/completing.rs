//! The end of an order: parcels arrive, or nobody hears otherwise for long enough.

use super::{buy, ship, staff_order};
use crate::support::{Answer, Client, Placed, TestShop};
use serde_json::{Value, json};
use tradewind::{
    domain::{
        access::Permission,
        ids::ShipmentId,
        order::{OrderEventKind, OrderStatus},
        staff::quantity_field,
    },
    server::{jobs::Job, services::check::check, store::db::execute},
};

const DAY: i64 = 24 * 60;

async fn deliver(staff: &Client, placed: &Placed, shipment: ShipmentId) -> Answer {
    let (number, shipment) = (placed.number.to_string(), shipment.to_string());
    staff.post_action("admin/mark_delivered", &[("number", &number), ("shipment", &shipment)]).await
}

/// Runs the job that completes orders, as the schedule does.
async fn complete(shop: &TestShop) {
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    Job::CompleteOrders.enqueue(&mut tx, shop.clock.now()).await.expect("queued");
    tx.commit().await.expect("committed");
    shop.run_jobs().await;
}

async fn status(shop: &TestShop, placed: &Placed) -> OrderStatus {
    staff_order(&shop.staff().await, placed).await.detail.status
}

async fn set_days(shop: &TestShop, days: &str) -> Answer {
    let owner = shop.owner().await;
    owner.post_action("admin/save_order_settings", &[("complete_after_days", days), ("customers_cancel", "true")]).await
}

on_both! {
    async fn an_order_is_complete_once_all_of_it_has_left_and_every_parcel_arrived(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 3)]).await;
        let line = quantity_field(staff_order(&staff, &placed).await.detail.lines[0].id);
        ship(&staff, &placed, &[(&line, "2")]).await.expect(200);
        let first = staff_order(&staff, &placed).await.detail.shipments[0].id;
        for _ in 0..2 {
            deliver(&staff, &placed, first).await.expect(200);
        }
        let order = staff_order(&staff, &placed).await.detail;
        assert_eq!(order.status, OrderStatus::PartlyFulfilled, "a unit has not left");
        let noted = order.events.iter().filter(|event| event.kind == OrderEventKind::Delivered);
        assert_eq!(noted.count(), 1, "twice is once");
        ship(&staff, &placed, &[]).await.expect(200);
        let order = staff_order(&staff, &placed).await.detail;
        let second = order.shipments[1].id;
        assert_eq!(order.status, OrderStatus::Fulfilled, "a parcel is under way");
        let page = staff.get(&format!("/admin/orders/{}", placed.number)).await.expect(200).body;
        assert_eq!(page.matches("Mark delivered").count(), 1, "one has arrived already");
        deliver(&staff, &placed, second).await.expect(200);
        let order = staff_order(&staff, &placed).await.detail;
        let last = order.events.last().expect("an event");
        assert_eq!((order.status, last.kind, last.status), (OrderStatus::Completed, OrderEventKind::Delivered, Some(OrderStatus::Completed)));
        assert_eq!((last.at, last.actor.contains('@')), (shop.clock.now(), true), "who and when");
        shop.run_jobs().await;
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("is complete") && page.contains("delivered on") && page.contains("Return items"), "{page}");
        shop.assert_consistent().await;
    }

    async fn only_parcels_of_the_order_arrive_and_only_staff_say_so(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        let (_, other) = buy(&shop, &[(mug, 1)]).await;
        ship(&staff, &placed, &[]).await.expect(200);
        let shipment = staff_order(&staff, &placed).await.detail.shipments[0].id;
        deliver(&staff, &other, shipment).await.expect(404);
        deliver(&staff, &placed, ShipmentId(999)).await.expect(404);
        deliver(&buyer.client, &placed, shipment).await.expect(401);
        deliver(&shop.staff_with(&[Permission::Catalog]).await, &placed, shipment).await.expect(403);
        assert_eq!(status(&shop, &placed).await, OrderStatus::Fulfilled);
    }

    async fn the_check_finds_an_order_that_is_complete_and_not_shipped(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (_, placed) = buy(&shop, &[(mug, 2)]).await;
        let text = "UPDATE orders SET status = 'completed' WHERE id = $1";
        execute(&shop.state.db, text).bind(placed.number.0).run().await.expect("tampered with");
        let found = check(&shop.state).await.expect("an answer");
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|told| told.contains("2 units are still to ship")), "{told:?}");
    }

    async fn programs_say_that_a_parcel_arrived(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        ship(&staff, &placed, &[]).await.expect(200);
        let shipment = staff_order(&staff, &placed).await.detail.shipments[0].id;
        let path = |shipment: &str| format!("/api/v1/orders/{}/shipments/{shipment}/delivered", placed.number);
        for _ in 0..2 {
            let parcels: Value = staff.post_json(&path(&shipment.to_string()), &json!({})).await.expect(200).json();
            assert!(parcels["items"][0]["received_at"].is_string(), "{parcels}");
        }
        for unknown in ["999", "x"] {
            staff.post_json(&path(unknown), &json!({})).await.expect(404);
        }
        assert_eq!(status(&shop, &placed).await, OrderStatus::Completed);
        shop.assert_consistent().await;
    }

    async fn a_shipped_order_is_complete_by_itself_after_the_days_of_the_settings(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        ship(&staff, &placed, &[]).await.expect(200);
        shop.run_jobs().await;
        shop.clock.advance_minutes(14 * DAY);
        complete(&shop).await;
        assert_eq!(status(&shop, &placed).await, OrderStatus::Fulfilled, "the fourteenth day is not over");
        shop.clock.advance_minutes(1);
        complete(&shop).await;
        let order = staff_order(&shop.staff().await, &placed).await.detail;
        let last = order.events.last().expect("an event");
        assert_eq!((order.status, last.kind, last.actor.as_str()), (OrderStatus::Completed, OrderEventKind::Completed, "worker"));
        assert!(buyer.load(&placed).await.returnable_until.is_some(), "it can still be sent back");
        complete(&shop).await;
        let staff = shop.staff().await;
        assert_eq!(staff_order(&staff, &placed).await.detail.events.len(), order.events.len());
        deliver(&staff, &placed, order.shipments[0].id).await.expect(200);
        let order = staff_order(&staff, &placed).await.detail;
        let last = order.events.last().expect("an event");
        assert_eq!((order.status, last.kind, last.status), (OrderStatus::Completed, OrderEventKind::Delivered, None));
        shop.assert_consistent().await;
    }

    async fn the_days_are_the_owners_to_set_and_to_switch_off(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        ship(&staff, &placed, &[]).await.expect(200);
        for days in ["0", "91", "-1", "soon"] {
            let errors = set_days(&shop, days).await.expect(422).body;
            assert!(errors.contains("complete_after_days"), "{days}: {errors}");
        }
        staff.post_action("admin/save_order_settings", &[("complete_after_days", "1")]).await.expect(403);
        set_days(&shop, "").await.expect(200);
        shop.clock.advance_minutes(90 * DAY);
        complete(&shop).await;
        assert_eq!(status(&shop, &placed).await, OrderStatus::Fulfilled, "never by itself");
        set_days(&shop, "2").await.expect(200);
        complete(&shop).await;
        assert_eq!(status(&shop, &placed).await, OrderStatus::Completed, "orders of before count, too");
        let owner = shop.owner().await;
        let page = owner.get("/admin/settings/orders").await.expect(200).body;
        assert!(page.contains("value=\"2\""), "{page}");
        assert!(owner.get("/admin/audit").await.expect(200).body.contains("/admin/settings/orders"));
    }

    async fn an_order_that_is_not_paid_or_not_fetched_is_not_complete_by_itself(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff().await);
        let (_, placed) = super::packing::at_the_door(&shop, mug).await;
        ship(&staff, &placed, &[]).await.expect(200);
        shop.run_jobs().await;
        shop.clock.advance_minutes(60 * DAY);
        complete(&shop).await;
        assert_eq!(status(&shop, &placed).await, OrderStatus::Fulfilled, "its money has not come");
        shop.assert_consistent().await;
    }
}
