//! The history of orders.

use super::account;
use crate::support::Buyer;
use tradewind::{
    domain::{account::OwnOrders, order::OrderStatus},
    server::store::db::execute,
};

on_both! {
    async fn it_shows_what_the_account_ordered_and_leads_there(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.buy(&shop, mug, "2").await;
        let history: OwnOrders = customer.client.get_action("account/orders", &[]).await.expect(200).json();
        let order = &history.orders[0];
        assert_eq!((order.number, order.status, order.units), (placed.number, OrderStatus::Paid, 2));
        assert_eq!(order.total.minor, 3_800 + 490);
        let page = customer.client.get("/account/orders").await.expect(200).body;
        assert!(page.contains(&format!(r#"href="/orders/{}""#, placed.number)) && page.contains("€42.90"), "{page}");
        customer.client.get(&format!("/orders/{}", placed.number)).await.expect(200);
    }

    async fn nobody_finds_anothers_orders_in_it(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (ada, eve) = (Buyer { client: shop.customer().await }, Buyer { client: shop.customer().await });
        let placed = ada.order(&shop, mug, "1").await;
        // Ordered by a guest, with the e-mail of nobody's account.
        Buyer::guest(&shop).order(&shop, mug, "1").await;
        let history: OwnOrders = eve.client.get_action("account/orders", &[]).await.expect(200).json();
        assert!(history.orders.is_empty());
        eve.client.get(&format!("/orders/{}", placed.number)).await.expect(404);
        let arguments = [("number", placed.number.to_string())];
        let arguments: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        eve.client.get_action("orders/load", &arguments).await.expect(404);
        eve.client.post_action("orders/retry_payment", &arguments).await.expect(404);
    }

    async fn it_is_paged(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 99).await;
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.order(&shop, mug, "1").await;
        let copy = "INSERT INTO orders (account_id, email, status, currency, shipping_address, billing_address, shipping_method,
                item_total_minor, shipping_total_minor, included_tax_total_minor, additional_tax_total_minor, total_minor,
                idempotency_key, placed_at, payment_due_at, updated_at)
            SELECT account_id, email, status, currency, shipping_address, billing_address, shipping_method,
                item_total_minor, shipping_total_minor, included_tax_total_minor, additional_tax_total_minor, total_minor,
                $2, placed_at, payment_due_at, updated_at FROM orders WHERE id = $1";
        for number in 0..29 {
            execute(&shop.state.db, copy).bind(placed.number.0).bind(format!("copy {number}")).run().await.expect("a copy");
        }
        let load = async |arguments: &[(&str, &str)]| -> OwnOrders {
            customer.client.get_action("account/orders", arguments).await.expect(200).json()
        };
        let first = load(&[]).await;
        let older = first.pages.older.expect("more").to_string();
        let second = load(&[("older", &older)]).await;
        assert_eq!((first.orders.len(), second.orders.len()), (25, 5));
        assert_eq!(second.orders.last().map(|order| order.number), Some(placed.number));
        let newer = second.pages.newer.expect("a way back").to_string();
        assert_eq!(load(&[("newer", &newer)]).await.orders, first.orders);
        let page = customer.client.get("/account/orders").await.expect(200).body;
        assert!(page.contains(&format!("/account/orders?older={older}")));
        assert!(account(&customer.client).0.0 > 0);
    }
}
