//! Orders that leave in parts.

use super::{buy, ship, staff_order};
use crate::support::{Client, Placed, TestShop, at_once};
use futures::future::FutureExt;
use tradewind::{
    domain::{forms::Problem, ids::VariantId, order::OrderStatus, staff::quantity_field},
    error::AppError,
};

/// Six mugs, two of them in the first center and four in the second.
async fn split(shop: &TestShop) -> VariantId {
    let mug = shop.sell("Mug", 1_900, 2).await;
    let south = shop.add_center("South", "NL", 5).await;
    shop.put(mug, south, 4).await;
    mug
}

async fn status(shop: &TestShop, staff: &Client, placed: &Placed) -> OrderStatus {
    shop.run_jobs().await;
    staff_order(staff, placed).await.detail.status
}

on_both! {
    async fn parcels_add_up_to_the_order(shop: TestShop) {
        let (mug, staff) = (split(&shop).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, "6")]).await;
        let order = staff_order(&staff, &placed).await;
        let open: Vec<_> = order.open.iter().map(|open| (open.name.as_str(), open.lines[0].quantity)).collect();
        assert_eq!(open, [("Main", 2), ("South", 4)]);
        let line = quantity_field(order.open[0].lines[0].line);
        let [main, south] = [order.open[0].center.to_string(), order.open[1].center.to_string()];
        // Of several centers, one must be named.
        let refused = ship(&staff, &placed, &[]).await.error();
        assert_eq!(refused, AppError::field("center", Problem::Required));
        ship(&staff, &placed, &[("center", &south), (&line, "3"), ("seen", "0")]).await.expect(200);
        assert_eq!(status(&shop, &staff, &placed).await, OrderStatus::PartlyFulfilled);
        // Whoever still sees the page as it was ships nothing twice.
        let refused = ship(&staff, &placed, &[("center", &south), (&line, "1"), ("seen", "0")]).await;
        assert_eq!(refused.error(), AppError::Conflict);
        let refused = ship(&staff, &placed, &[("center", &south), (&line, "2")]).await.error();
        assert_eq!(refused, AppError::field(&line, Problem::OutOfRange(0, 1)));
        let refused = ship(&staff, &placed, &[("center", &south), (&line, "0")]).await.error();
        assert_eq!(refused, AppError::field(&line, Problem::Required));
        shop.assert_consistent().await;
        ship(&staff, &placed, &[("center", &main)]).await.expect(200);
        assert_eq!(status(&shop, &staff, &placed).await, OrderStatus::PartlyFulfilled);
        ship(&staff, &placed, &[("seen", "2")]).await.expect(200);
        assert_eq!(status(&shop, &staff, &placed).await, OrderStatus::Fulfilled);
        assert_eq!(ship(&staff, &placed, &[]).await.error(), AppError::OrderMovedOn);
        let order = buyer.load(&placed).await;
        let parcels: Vec<_> = order.shipments.iter().map(|parcel| (parcel.units, parcel.lines.len())).collect();
        assert_eq!((parcels, order.open_units()), (vec![(3, 1), (2, 1), (1, 1)], 0));
        assert!(order.shipments.iter().all(|parcel| parcel.center.is_empty()), "where it lay is not the customer's to know");
        let mails = shop.mails().await;
        let parts: Vec<_> = mails.iter().filter(|mail| mail.subject.starts_with("A part")).collect();
        assert!(!parts.is_empty() && parts[0].body_text.contains("3 x Mug"), "{parts:?}");
        assert_eq!(mails.iter().filter(|mail| mail.subject.contains("on its way")).count(), 3);
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert_eq!(page.matches("1 × Mug").count(), 1, "the parcels say what is in them");
        assert_eq!((shop.stock_at(mug, shop.center("Main").await).await, shop.stock_at(mug, shop.center("South").await).await), ((0, 0), (0, 0)));
        shop.assert_consistent().await;
    }

    async fn two_who_ship_the_same_at_once_send_one_parcel(shop: TestShop) {
        let (mug, staff) = (split(&shop).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, "5")]).await;
        let order = staff_order(&staff, &placed).await;
        let (center, line) = (order.open[0].center.to_string(), quantity_field(order.open[0].lines[0].line));
        let presses = (0..4).map(|_| {
            let (staff, placed, center, line) = (staff.clone(), placed.clone(), center.clone(), line.clone());
            async move { ship(&staff, &placed, &[("center", &center), (&line, "1"), ("seen", "0")]).await.status }.boxed()
        });
        let mut answers = at_once(presses).await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 409, 409, 409]);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.shipments.len(), order.open_units()), (1, 4));
        shop.assert_consistent().await;
    }

    async fn a_part_is_shipped_or_the_order_canceled_and_nothing_is_lost(shop: TestShop) {
        let (mug, staff) = (split(&shop).await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed) = buy(&shop, &[(mug, "2")]).await;
            let order = staff_order(&staff, &placed).await;
            let (center, line) = (order.open[0].center.to_string(), quantity_field(order.open[0].lines[0].line));
            let (shipper, canceler, other) = (staff.clone(), staff.clone(), placed.clone());
            let ships = async move { ship(&shipper, &other, &[("center", &center), (&line, "1")]).await.status }.boxed();
            let number = placed.number.to_string();
            let cancels =
                async move { canceler.post_action("admin/cancel_order", &[("number", &number)]).await.status }.boxed();
            let answers = at_once([ships, cancels]).await;
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            match answers.as_slice() {
                [200, 409] => assert_eq!((order.status, order.shipments.len()), (OrderStatus::PartlyFulfilled, 1)),
                [409, 200] => assert_eq!((order.status, order.shipments.len()), (OrderStatus::Refunded, 0)),
                other => panic!("shipping and canceling answered {other:?}"),
            }
            shop.assert_consistent().await;
        }
    }

    async fn pick_lists_and_packing_slips_say_what_is_to_be_done(shop: TestShop) {
        let (mug, staff) = (split(&shop).await, shop.staff().await);
        let (_, first) = buy(&shop, &[(mug, "2")]).await;
        let (_, second) = buy(&shop, &[(mug, "3")]).await;
        let lists: tradewind::domain::staff::Fulfillment =
            staff.get_action("admin/get_pick_lists", &[]).await.expect(200).json();
        let bins: Vec<_> = lists.centers.iter().map(|list| (list.name.as_str(), list.orders, list.bins[0].orders.clone())).collect();
        assert_eq!(bins, [("Main", 1, vec![(first.number, 2)]), ("South", 1, vec![(second.number, 3)])]);
        let page = staff.get("/admin/fulfillment").await.expect(200).body;
        assert!(page.contains("MUG") && page.contains(&second.number.to_string()));
        let line = quantity_field(staff_order(&staff, &second).await.open[0].lines[0].line);
        ship(&staff, &second, &[(&line, "2")]).await.expect(200);
        let shipment = staff_order(&staff, &second).await.detail.shipments[0].id;
        let slip = staff.get(&format!("/admin/shipments/{shipment}/slip")).await.expect(200).body;
        assert!(slip.contains("Ada Byron") && slip.contains("MUG"), "{slip}");
        staff.get("/admin/shipments/999/slip").await.expect(404);
        assert_eq!(shop.visitor().get(&format!("/admin/shipments/{shipment}/slip")).await.status / 100, 3);
    }
}
