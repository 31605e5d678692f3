//! Stocktaking while goods come and go.

use super::{buy, buyer_with, ship};
use crate::support::{Client, at_once};
use futures::future::{BoxFuture, FutureExt};
use serde_json::{Value, json};
use tradewind::{
    domain::{forms::Problem, ids::InventoryItemId},
    error::AppError,
};

fn count(
    staff: &Client,
    item: InventoryItemId,
    (counted, seen): (i64, i64),
) -> BoxFuture<'static, (&'static str, u16)> {
    let staff = staff.clone();
    async move {
        let fields = [("id", item.to_string()), ("counted", counted.to_string()), ("count_seen", seen.to_string())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ("count", staff.post_action("admin/count_stock", &fields).await.status)
    }
    .boxed()
}

fn receive(staff: &Client, item: InventoryItemId, units: i64) -> BoxFuture<'static, (&'static str, u16)> {
    let staff = staff.clone();
    async move {
        let fields = [("id", item.to_string()), ("receive_quantity", units.to_string())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ("receive", staff.post_action("admin/receive_stock", &fields).await.status)
    }
    .boxed()
}

on_both! {
    async fn a_count_of_a_level_that_has_changed_is_refused_and_says_so(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 10).await, shop.staff().await);
        let item = shop.item_at(mug, shop.center("Main").await).await;
        let page = staff.get(&format!("/admin/stock/{item}")).await.expect(200).body;
        assert!(page.contains("name=\"count_seen\"") && page.contains("value=\"10\""), "the form has what it showed");
        receive(&staff, item, 5).await;
        let id = item.to_string();
        let fields = [("id", id.as_str()), ("counted", "9"), ("count_seen", "10")];
        let refused = staff.post_action("admin/count_stock", &fields).await.expect(422).error();
        assert_eq!(refused, AppError::field("counted", Problem::LevelChanged(15)));
        assert_eq!(shop.stock(mug).await, (15, 0), "what came in is not counted away");
        let fields = [("id", id.as_str()), ("counted", "14"), ("count_seen", "15")];
        staff.post_action("admin/count_stock", &fields).await.expect(200);
        assert_eq!(shop.stock(mug).await, (14, 0));

        let program = crate::api::selling::of_staff(&shop).await;
        let path = format!("/inventory-items/{item}/count");
        let refused: Value = program.post_once(&path, "n1", json!({"counted": 9, "on_hand_seen": 15})).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], "counted", "{refused}");
        program.post_once(&path, "n2", json!({"counted": 13, "on_hand_seen": 14})).await.expect(200);
        assert_eq!(shop.stock(mug).await, (13, 0));
        shop.assert_consistent().await;
    }

    async fn a_count_undoes_nothing_that_came_or_left_meanwhile(shop: TestShop) {
        let staff = shop.staff().await;
        for round in 0..4 {
            let mug = shop.sell(&format!("Mug {round}"), 1_900, 10).await;
            let item = shop.item_at(mug, shop.center("Main").await).await;
            let mut parcels = Vec::new();
            for _ in 0..4 {
                parcels.push(buy(&shop, &[(mug, "1")]).await.1);
            }
            let mut happening = vec![receive(&staff, item, 5), count(&staff, item, (10, 10))];
            happening.extend(parcels.into_iter().map(|placed| {
                let staff = staff.clone();
                async move { ("ship", ship(&staff, &placed, &[]).await.status) }.boxed()
            }));
            let answers = at_once(happening).await;
            for (what, status) in &answers {
                assert!(*status == 200 || (*what == "count" && *status == 422), "{answers:?}");
            }
            assert_eq!(shop.stock(mug).await, (11, 0), "{answers:?}");
            shop.assert_consistent().await;
        }
    }

    async fn a_count_that_crosses_sales_leaves_no_order_without_its_units(shop: TestShop) {
        let staff = shop.staff().await;
        for round in 0..4 {
            let mug = shop.sell(&format!("Mug {round}"), 1_900, 10).await;
            let item = shop.item_at(mug, shop.center("Main").await).await;
            let mut happening = vec![count(&staff, item, (3, 10)), receive(&staff, item, 2)];
            for _ in 0..6 {
                let buyer = buyer_with(&shop, &[(mug, "1")]).await;
                let shown = buyer.checkout().await;
                happening.push(async move { ("sale", buyer.place_shown(&shown).await.status) }.boxed());
            }
            let answers = at_once(happening).await;
            let allowed = |(what, status): &(&str, u16)| match *what {
                "count" => [200, 422].contains(status),
                "sale" => [200, 409].contains(status),
                _ => *status == 200,
            };
            assert!(answers.iter().all(allowed), "{answers:?}");
            let sold = answers.iter().filter(|answer| **answer == ("sale", 200)).count();
            let counted = answers.contains(&("count", 200));
            let (on_hand, reserved) = shop.stock(mug).await;
            assert_eq!((on_hand, reserved), (if counted { 5 } else { 12 }, i64::try_from(sold).expect("few")), "{answers:?}");
            assert!(reserved <= on_hand);
            shop.assert_consistent().await;
        }
    }
}
