//! Stock that staff change: received, adjusted, counted, moved.

use super::{buy, buyer_with};
use crate::support::{Answer, Client, at_once};
use futures::future::FutureExt;
use tradewind::{
    domain::{
        forms::Problem,
        ids::{FulfillmentCenterId, InventoryItemId},
        staff::{InventoryDetail, MovementKind},
    },
    error::AppError,
};

async fn send(staff: &Client, what: &str, item: InventoryItemId, fields: &[(&str, &str)]) -> Answer {
    let id = item.to_string();
    let mut all = vec![("id", id.as_str())];
    all.extend_from_slice(fields);
    staff.post_action(&format!("admin/{what}"), &all).await
}

async fn transfer(staff: &Client, item: InventoryItemId, to: FulfillmentCenterId, quantity: &str) -> Answer {
    send(staff, "transfer_stock", item, &[("transfer_to", &to.to_string()), ("transfer_quantity", quantity)]).await
}

async fn open(staff: &Client, item: InventoryItemId) -> InventoryDetail {
    let id = item.to_string();
    let fields = [("id", id.as_str()), ("older", ""), ("newer", "")];
    staff.get_action("admin/get_inventory_item", &fields).await.expect(200).json()
}

on_both! {
    async fn every_change_is_a_movement_with_who_and_why(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 3).await, shop.staff().await);
        let main = shop.center("Main").await;
        let item = shop.item_at(mug, main).await;
        send(&staff, "receive_stock", item, &[("receive_quantity", "4"), ("receive_reason", "PO 17")]).await.expect(200);
        send(&staff, "adjust_stock", item, &[("adjust_change", "-2"), ("adjust_reason", "Broken")]).await.expect(200);
        send(&staff, "count_stock", item, &[("counted", "6")]).await.expect(200);
        send(&staff, "set_reorder_level", item, &[("reorder_level", "2")]).await.expect(200);
        assert_eq!(shop.stock_at(mug, main).await, (6, 0));
        let detail = open(&staff, item).await;
        let told: Vec<_> =
            detail.movements.iter().map(|row| (row.kind, row.on_hand_change, row.reason.as_str())).collect();
        assert_eq!(
            told,
            [
                (MovementKind::Count, 1, ""),
                (MovementKind::Adjust, -2, "Broken"),
                (MovementKind::Receive, 4, "PO 17"),
                (MovementKind::Receive, 3, ""),
            ]
        );
        assert_eq!(detail.item.reorder_level, Some(2));
        assert!(detail.movements[..3].iter().all(|row| row.actor.starts_with("staff-")));
        assert_eq!(shop.count("audit_entry").await, 5, "one for the product, four for the stock");
        let page = staff.get(&format!("/admin/stock/{item}")).await.expect(200).body;
        assert!(page.contains("Broken") && page.contains("PO 17"));
        shop.assert_consistent().await;
    }

    async fn what_is_promised_cannot_be_taken_away(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 3).await, shop.staff().await);
        let south = shop.add_center("South", "NL", 5).await;
        let item = shop.item_at(mug, shop.center("Main").await).await;
        buy(&shop, &[(mug, "2")]).await;
        let refused = send(&staff, "count_stock", item, &[("counted", "1")]).await.error();
        assert_eq!(refused, AppError::field("counted", Problem::BelowReserved(2)));
        let refused = send(&staff, "adjust_stock", item, &[("adjust_change", "-2"), ("adjust_reason", "x")]).await.error();
        assert_eq!(refused, AppError::field("adjust_change", Problem::BelowReserved(2)));
        let refused = transfer(&staff, item, south, "2").await.error();
        assert_eq!(refused, AppError::field("transfer_quantity", Problem::OutOfRange(1, 1)));
        for (what, fields) in [
            ("adjust_stock", [("adjust_change", "-1"), ("adjust_reason", "")]),
            ("receive_stock", [("receive_quantity", "0"), ("receive_reason", "")]),
            ("transfer_stock", [("transfer_to", "999"), ("transfer_quantity", "1")]),
        ] {
            assert_eq!(send(&staff, what, item, &fields).await.status, 422, "{what}");
        }
        assert_eq!(shop.count("stock_transfer").await, 0);
        send(&staff, "count_stock", item, &[("counted", "2")]).await.expect(200);
        shop.assert_consistent().await;
    }

    async fn a_transfer_takes_out_of_one_center_what_it_puts_into_another(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 5).await, shop.staff().await);
        let (main, south) = (shop.center("Main").await, shop.add_center("South", "NL", 5).await);
        let item = shop.item_at(mug, main).await;
        transfer(&staff, item, south, "3").await.expect(200);
        assert_eq!((shop.stock_at(mug, main).await, shop.stock_at(mug, south).await), ((2, 0), (3, 0)));
        // And back, at once with others that cross it.
        let back = shop.item_at(mug, south).await;
        let crossing = (0..6).map(|number| {
            let staff = staff.clone();
            let (from, to) = if number % 2 == 0 { (back, main) } else { (item, south) };
            async move { transfer(&staff, from, to, "1").await.status }.boxed()
        });
        let answers = at_once(crossing).await;
        assert!(answers.iter().all(|status| [200, 422].contains(status)), "{answers:?}");
        let (main, south) = (shop.stock_at(mug, main).await, shop.stock_at(mug, south).await);
        assert_eq!(main.0 + south.0, 5);
        shop.assert_consistent().await;
    }

    async fn a_transfer_and_a_sale_at_once_do_not_take_the_same_units(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 4).await, shop.staff().await);
        let (main, south) = (shop.center("Main").await, shop.add_center("South", "NL", 5).await);
        let item = shop.item_at(mug, main).await;
        let mut happening = Vec::new();
        for _ in 0..6 {
            let buyer = buyer_with(&shop, &[(mug, "1")]).await;
            let shown = buyer.checkout().await;
            happening.push(async move { buyer.place_shown(&shown).await.status }.boxed());
            let staff = staff.clone();
            happening.push(async move { transfer(&staff, item, south, "1").await.status }.boxed());
        }
        let answers = at_once(happening).await;
        let sold = answers.iter().step_by(2).filter(|status| **status == 200).count();
        let moved = answers.iter().skip(1).step_by(2).filter(|status| **status == 200).count();
        assert_eq!(sold, 4, "whatever moves, four are for sale: {answers:?}");
        // Where everything was sold before anything moved, the other center never had any.
        let there = if moved == 0 { (0, 0) } else { shop.stock_at(mug, south).await };
        let here = shop.stock_at(mug, main).await;
        assert_eq!((here.0 + there.0, here.1 + there.1, there.0), (4, 4, i64::try_from(moved).expect("few")));
        shop.assert_consistent().await;
    }
}
