//! What is saved for later follows its customer: through logins and logouts, into the file of their data, and out.

use super::account;
use crate::support::{Buyer, PASSWORD, at_once};
use futures::FutureExt;
use serde_json::{Value, json};
use tradewind::{
    domain::cart::{Cart, MAX_QUANTITY, MAX_SAVED_LINES},
    error::AppError,
    server::store::db::execute,
};

/// Quantities of what is saved by title, in no certain order.
async fn saved(buyer: &Buyer) -> Vec<(String, i64)> {
    let mut saved: Vec<_> = buyer.cart().await.saved.into_iter().map(|line| (line.title, line.quantity)).collect();
    saved.sort();
    saved
}

on_both! {
    async fn a_login_joins_what_is_saved_in_both_carts(shop: TestShop) {
        let (mug, pan, lamp) =
            (shop.sell("Mug", 1_900, 200).await, shop.sell("Pan", 4_900, 20).await, shop.sell("Lamp", 9_900, 90).await);
        let customer = Buyer { client: shop.customer().await };
        customer.add_for_later(mug, "2").await;
        customer.add_for_later(lamp, "60").await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "3").await;
        guest.add_for_later(lamp, "60").await;
        guest.add_for_later(pan, "1").await;
        guest.add(mug, "1").await.expect(200);
        guest.log_in(&account(&customer.client).1).await;
        let all = [("Lamp".to_owned(), MAX_QUANTITY), ("Mug".to_owned(), 5), ("Pan".to_owned(), 1)];
        assert_eq!(saved(&guest).await, all);
        assert_eq!(saved(&customer).await, all, "it is one cart on every device");
        assert_eq!(guest.cart().await.items(), 1, "what is in the cart and saved stays both");
        assert_eq!(shop.count("cart").await, 1);
    }

    async fn a_login_loses_nothing_that_is_saved_however_much_it_is(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 20).await;
        let customer = Buyer { client: shop.customer().await };
        let guest = Buyer::guest(&shop);
        customer.add(mug, "1").await.expect(200);
        guest.add(mug, "1").await.expect(200);
        // In both carts, things that were deleted since.
        for number in 0..MAX_SAVED_LINES {
            let text = "INSERT INTO saved_line (cart_id, variant_id, title, quantity, seen_price_minor, saved_at)
                        SELECT id, NULL, $1, 1, 100, 0 FROM cart";
            execute(&shop.state.db, text).bind(format!("Thing {number}")).run().await.expect("saved lines");
        }
        guest.log_in(&account(&customer.client).1).await;
        let joined = guest.cart().await;
        assert_eq!(joined.saved.len() as i64, 2 * MAX_SAVED_LINES);
        let refused = guest.save_for_later(joined.lines[0].id).await.expect(422).error();
        assert_eq!(refused, AppError::SavedFull(MAX_SAVED_LINES), "but no more fits");
        let fewer: Cart = guest.remove_saved(joined.saved[0].id).await.expect(200).json();
        assert_eq!(fewer.saved.len() as i64, 2 * MAX_SAVED_LINES - 1);
    }

    async fn logins_at_once_keep_what_each_guest_saved(shop: TestShop) {
        let things = [shop.sell("Mug", 1_900, 9).await, shop.sell("Pan", 4_900, 9).await, shop.sell("Lamp", 9_900, 9).await];
        let customer = Buyer { client: shop.customer().await };
        let email = account(&customer.client).1;
        customer.add_for_later(things[0], "1").await;
        let mut guests = Vec::new();
        for thing in &things[1..] {
            let guest = Buyer::guest(&shop);
            guest.add_for_later(*thing, "1").await;
            guests.push(guest);
        }
        at_once(guests.clone().into_iter().map(|guest| {
            let email = email.clone();
            async move { guest.log_in(&email).await }.boxed()
        })).await;
        let all = [("Lamp".to_owned(), 1), ("Mug".to_owned(), 1), ("Pan".to_owned(), 1)];
        for buyer in guests.iter().chain([&customer]) {
            assert_eq!(saved(buyer).await, all);
        }
    }

    async fn it_stays_with_the_account_after_a_logout(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        customer.add_for_later(mug, "2").await;
        let email = account(&customer.client).1;
        customer.client.post_action("accounts/logout", &[]).await.expect(200);
        assert!(customer.cart().await.saved.is_empty(), "whoever uses the browser next does not see it");
        customer.log_in(&email).await;
        assert_eq!(saved(&customer).await, [("Mug".to_owned(), 2)]);
    }

    async fn it_is_in_the_file_of_ones_data(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Lamp", 4_999, 9).await);
        let customer = Buyer { client: shop.customer().await };
        customer.add_for_later(mug, "2").await;
        customer.add_for_later(lamp, "1").await;
        execute(&shop.state.db, "DELETE FROM variant WHERE id = $1").bind(lamp).run().await.expect("deleted");
        let answer = customer.client.post_form_from("/account/data", "/account/data/export", &[]).await.expect(200);
        let data: Value = answer.json();
        let saved_at = "2026-11-22T10:06:40Z";
        let expected = json!([
            {"title": "Mug", "sku": "MUG", "quantity": 2, "saved_at": saved_at},
            {"title": "Lamp", "sku": null, "quantity": 1, "saved_at": saved_at},
        ]);
        assert_eq!(data["carts"][0]["saved_for_later"], expected);
        assert_eq!(data["carts"][0]["lines"], json!([]));
    }

    async fn it_goes_with_the_account(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (customer, other) = (Buyer { client: shop.customer().await }, Buyer { client: shop.customer().await });
        customer.add_for_later(mug, "2").await;
        other.add_for_later(mug, "1").await;
        customer.client.post_action("account/delete", &[("password", PASSWORD)]).await.expect(200);
        assert_eq!(shop.count("saved_line").await, 1);
        assert_eq!(saved(&other).await, [("Mug".to_owned(), 1)]);
    }
}
