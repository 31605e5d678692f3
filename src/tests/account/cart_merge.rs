//! The guest's cart and the account's become one at login, and no line is lost.

use super::account;
use crate::support::{Buyer, at_once};
use futures::FutureExt;
use tradewind::domain::{
    cart::{MAX_LINES, MAX_QUANTITY},
    ids::VariantId,
};

/// Quantities by title, in no certain order.
async fn quantities(buyer: &Buyer) -> Vec<(String, i64)> {
    let mut lines: Vec<_> = buyer.cart().await.lines.into_iter().map(|line| (line.title, line.quantity)).collect();
    lines.sort();
    lines
}

on_both! {
    async fn the_same_thing_in_both_carts_adds_up(shop: TestShop) {
        let (mug, pan) = (shop.sell("Mug", 1_900, 20).await, shop.sell("Pan", 4_900, 20).await);
        let customer = Buyer { client: shop.customer().await };
        customer.add(mug, "2").await.expect(200);
        let guest = Buyer::guest(&shop);
        guest.add(mug, "3").await.expect(200);
        guest.add(pan, "1").await.expect(200);
        guest.log_in(&account(&customer.client).1).await;
        let both = [("Mug".to_owned(), 5), ("Pan".to_owned(), 1)];
        assert_eq!(quantities(&guest).await, both);
        assert_eq!(quantities(&customer).await, both, "it is one cart on every device");
        assert_eq!(shop.count("cart").await, 1);
    }

    async fn more_than_a_line_holds_becomes_what_it_holds(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 500).await;
        let customer = Buyer { client: shop.customer().await };
        customer.add(mug, "60").await.expect(200);
        let guest = Buyer::guest(&shop);
        guest.add(mug, "60").await.expect(200);
        guest.log_in(&account(&customer.client).1).await;
        assert_eq!(quantities(&guest).await, [("Mug".to_owned(), MAX_QUANTITY)]);
    }

    async fn more_than_there_is_stays_and_says_so(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 4).await;
        let customer = Buyer { client: shop.customer().await };
        customer.add(mug, "3").await.expect(200);
        let guest = Buyer::guest(&shop);
        guest.add(mug, "3").await.expect(200);
        guest.log_in(&account(&customer.client).1).await;
        assert_eq!(quantities(&guest).await, [("Mug".to_owned(), 6)]);
        assert!(!guest.cart().await.notices.is_empty(), "that there are only 4 is shown");
    }

    async fn two_full_carts_lose_no_line(shop: TestShop) {
        let mut variants: Vec<VariantId> = Vec::new();
        for number in 0..MAX_LINES + 2 {
            variants.push(shop.sell(&format!("Thing {number}"), 100, 5).await);
        }
        let customer = Buyer { client: shop.customer().await };
        let guest = Buyer::guest(&shop);
        for variant in &variants[..MAX_LINES as usize] {
            customer.add(*variant, "1").await.expect(200);
        }
        for variant in &variants[MAX_LINES as usize..] {
            guest.add(*variant, "1").await.expect(200);
        }
        guest.log_in(&account(&customer.client).1).await;
        assert_eq!(guest.cart().await.lines.len(), variants.len());
    }

    async fn two_logins_at_once_keep_the_lines_of_all(shop: TestShop) {
        let things = [shop.sell("Mug", 1_900, 9).await, shop.sell("Pan", 4_900, 9).await, shop.sell("Lamp", 9_900, 9).await];
        let customer = Buyer { client: shop.customer().await };
        let email = account(&customer.client).1;
        customer.add(things[0], "1").await.expect(200);
        let mut guests = Vec::new();
        for thing in &things[1..] {
            let guest = Buyer::guest(&shop);
            guest.add(*thing, "1").await.expect(200);
            guests.push(guest);
        }
        at_once(guests.clone().into_iter().map(|guest| {
            let email = email.clone();
            async move { guest.log_in(&email).await }.boxed()
        })).await;
        let all = [("Lamp".to_owned(), 1), ("Mug".to_owned(), 1), ("Pan".to_owned(), 1)];
        for buyer in guests.iter().chain([&customer]) {
            assert_eq!(quantities(buyer).await, all);
        }
        assert_eq!(shop.count("cart").await, 1);
    }
}
