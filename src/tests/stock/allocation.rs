//! Orders over several centers.

use super::{buy, buyer_with, staff_order};
use crate::support::{Buyer, Placed, TestShop, address_with, card, place_all};
use futures::future::join_all;
use tradewind::{
    domain::{ids::VariantId, order::OrderStatus},
    error::AppError,
    server::{jobs::worker, store::db::select},
};

/// Lines with their shares: line's SKU, center, quantity.
async fn shares(shop: &TestShop) -> Vec<(String, String, i64)> {
    let text = "SELECT order_line.sku, fulfillment_center.name, order_allocation.quantity FROM order_allocation
                JOIN order_line ON order_line.id = order_allocation.order_line_id
                JOIN inventory_item ON inventory_item.id = order_allocation.inventory_item_id
                JOIN fulfillment_center ON fulfillment_center.id = inventory_item.fulfillment_center_id
                ORDER BY order_line.order_id, order_line.sku, fulfillment_center.name";
    select(&shop.state.db, text).all().await.expect("allocations")
}

fn share(sku: &str, center: &str, quantity: i64) -> (String, String, i64) {
    (sku.to_owned(), center.to_owned(), quantity)
}

async fn two_centers(shop: &TestShop, title: &str, stock: (i64, i64)) -> VariantId {
    let variant = shop.sell(title, 1_900, stock.0).await;
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM fulfillment_center WHERE name = 'South'";
    let (known,): (i64,) = select(&shop.state.db, text).one().await.expect("a number");
    let south = if known == 0 { shop.add_center("South", "NL", 5).await } else { shop.center("South").await };
    shop.put(variant, south, stock.1).await;
    variant
}

on_both! {
    async fn units_of_all_centers_are_for_sale_and_a_line_is_split_when_it_must_be(shop: TestShop) {
        let mug = two_centers(&shop, "Mug", (2, 3)).await;
        let (buyer, placed) = buy(&shop, &[(mug, "4")]).await;
        assert_eq!(shares(&shop).await, [share("MUG", "Main", 1), share("MUG", "South", 3)]);
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        let refused = Buyer::guest(&shop).add(mug, "2").await.error();
        assert_eq!(refused, AppError::OutOfStock { sku: "MUG".into(), available: 1 });
        shop.assert_consistent().await;
    }

    async fn one_parcel_goes_before_the_first_center(shop: TestShop) {
        let mug = two_centers(&shop, "Mug", (5, 5)).await;
        let lamp = two_centers(&shop, "Lamp", (0, 5)).await;
        buy(&shop, &[(mug, "1"), (lamp, "1")]).await;
        assert_eq!(shares(&shop).await, [share("LAMP", "South", 1), share("MUG", "South", 1)]);
        shop.assert_consistent().await;
    }

    async fn of_equal_centers_the_one_in_the_country_of_the_parcel_sends(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 5).await;
        let near = shop.add_center("Vienna", "AT", 0).await;
        shop.put(mug, near, 5).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        let vienna = [("shipping_country", "AT"), ("shipping_postcode", "1010"), ("shipping_city", "Wien")];
        buyer.fill_checkout_with("ada@example.com", &address_with(&vienna)).await;
        buyer.place().await.expect(200);
        assert_eq!(shares(&shop).await, [share("MUG", "Vienna", 1)]);
        shop.assert_consistent().await;
    }

    async fn the_last_unit_over_two_centers_is_sold_once(shop: TestShop) {
        let mug = two_centers(&shop, "Mug", (0, 1)).await;
        let lines = [(mug, "1")];
        let buyers = join_all((0..12).map(|_| buyer_with(&shop, &lines))).await;
        let refusals = place_all(&buyers).await;
        let sold_out = AppError::OutOfStock { sku: "MUG".into(), available: 0 };
        assert_eq!(refusals.iter().filter(|refusal| refusal.is_none()).count(), 1);
        assert_eq!(refusals.iter().filter(|refusal| **refusal == Some(sold_out.clone())).count(), 11, "{refusals:?}");
        assert_eq!(shop.stock_at(mug, shop.center("South").await).await, (1, 1));
        shop.assert_consistent().await;
    }

    async fn buyers_at_once_get_what_the_centers_have_together(shop: TestShop) {
        for round in 0..4 {
            let title = format!("Mug {round}");
            let mug = two_centers(&shop, &title, (1, 1)).await;
            let buyers = [buyer_with(&shop, &[(mug, "1")]).await, buyer_with(&shop, &[(mug, "1")]).await];
            assert_eq!(place_all(&buyers).await, [None, None], "{title}");
        }
        // Some want what two centers have together, so that their lines are split.
        let lamp = two_centers(&shop, "Lamp", (10, 11)).await;
        let lines = [(lamp, "3")];
        let buyers = join_all((0..8).map(|_| buyer_with(&shop, &lines))).await;
        let refusals = place_all(&buyers).await;
        assert_eq!(refusals.iter().filter(|refusal| refusal.is_none()).count(), 7, "{refusals:?}");
        let south = shop.center("South").await;
        assert_eq!((shop.stock_at(lamp, shop.center("Main").await).await.1, shop.stock_at(lamp, south).await.1), (10, 11));
        shop.assert_consistent().await;
    }

    async fn what_is_canceled_goes_back_to_where_it_came_from(shop: TestShop) {
        let (mug, staff) = (two_centers(&shop, "Mug", (2, 3)).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, "4")]).await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(shop.stock_at(mug, shop.center("Main").await).await, (2, 0));
        assert_eq!(shop.stock_at(mug, shop.center("South").await).await, (3, 0));
        assert!(shares(&shop).await.is_empty() && staff_order(&staff, &placed).await.open.is_empty());
        shop.assert_consistent().await;
    }

    async fn an_expired_order_that_is_paid_late_is_served_by_whoever_has_it_now(shop: TestShop) {
        let mug = two_centers(&shop, "Mug", (1, 0)).await;
        let buyer = buyer_with(&shop, &[(mug, "1")]).await;
        let payment: String = buyer.place().await.expect(200).json();
        let placed = Placed::behind(&shop, &payment).await;
        // The time runs out; the gateway does not know yet, so that the shopper still pays.
        shop.clock.advance_minutes(60);
        worker::run_due(&shop.state).await.expect("the queue answers");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
        // What the order held is sold to somebody else, and the other center gets one.
        buyer_with(&shop, &[(mug, "1")]).await.place().await.expect(200);
        shop.put(mug, shop.center("South").await, 1).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        assert_eq!(shares(&shop).await, [share("MUG", "South", 1), share("MUG", "Main", 1)]);
        shop.assert_consistent().await;
    }
}
