//! Customers who order the same once more.

use super::{buy, order};
use crate::support::{Answer, Buyer, Client, Placed, TestShop, at_once};
use futures::future::FutureExt;
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::{
        cart::Cart,
        ids::VariantId,
        reorder::{Reordered, WhyLeft},
    },
    server::store::db::execute,
};

async fn again_as(client: &Client, placed: &Placed, token: &str) -> Answer {
    client.post_action("orders/reorder", &[("number", &placed.number.to_string()), ("token", token)]).await
}

/// Presses the button; what the order's page is led to say.
async fn again(buyer: &Buyer, placed: &Placed) -> (String, Reordered) {
    let page = again_as(&buyer.client, placed, &placed.token).await.expect(200).location().expect("the order's page");
    let query = page.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
    let value = |name: &str| {
        let found = query.split('&').find_map(|part| part.strip_prefix(&format!("{name}=")));
        found.unwrap_or_default().to_owned()
    };
    let told = Reordered::read(&value("again"), &value("left")).unwrap_or_else(|| panic!("{page} says nothing"));
    (page, told)
}

fn units(cart: &Cart) -> Vec<(VariantId, i64)> {
    let mut units: Vec<_> = cart.lines.iter().map(|line| (line.variant_id, line.quantity)).collect();
    units.sort_unstable();
    units
}

async fn archive(shop: &TestShop, variant: VariantId) {
    let text = "UPDATE product SET status = 'archived' WHERE id = (SELECT product_id FROM variant WHERE id = $1)";
    execute(&shop.state.db, text).bind(variant).run().await.expect("archived");
}

on_both! {
    async fn what_can_be_bought_goes_into_the_cart_and_the_rest_is_told(shop: TestShop) {
        let (mug, tea, lamp, bag) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Tea", 500, 4).await, shop.sell("Lamp", 4_900, 1).await, shop.sell("Bag", 9_900, 9).await);
        let (buyer, placed) = buy(&shop, &[(mug, 2), (tea, 3), (lamp, 1), (bag, 1)]).await;
        archive(&shop, bag).await;
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("Order again") && page.contains("/actions/orders/reorder"), "{page}");
        let (page, told) = again(&buyer, &placed).await;
        assert_eq!(units(&buyer.cart().await), [(mug, 2), (tea, 1)], "of the tea, the order has three of four");
        let why: Vec<_> = told.left_out.iter().map(|left| (left.units, left.why)).collect();
        assert_eq!((told.units, why), (3, vec![(2, WhyLeft::Fewer), (1, WhyLeft::SoldOut), (1, WhyLeft::Gone)]));
        let shown = buyer.client.get(&page).await.expect(200).body;
        for text in ["3 pieces of this order are in your cart", "Tea: 2 fewer than you had", "Lamp: sold out", "Bag: not for sale any more", "href=\"/cart\""] {
            assert!(shown.contains(text), "no {text}: {shown}");
        }
        // Pressed again, the cart has it once.
        again(&buyer, &placed).await;
        assert_eq!(units(&buyer.cart().await), [(mug, 2), (tea, 1)]);
        buyer.fill_checkout().await;
        buyer.place().await.expect(200);
        shop.assert_consistent().await;
    }

    async fn it_costs_what_it_costs_today_and_adds_to_what_is_there(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Tea", 500, 9).await);
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        execute(&shop.state.db, "UPDATE variant SET price_minor = 2100 WHERE id = $1").bind(mug).run().await.expect("dearer");
        buyer.add(tea, "1").await.expect(200);
        let (_, told) = again(&buyer, &placed).await;
        assert_eq!((told.units, told.left_out.len()), (2, 0));
        let cart = buyer.cart().await;
        assert_eq!(units(&cart), [(mug, 2), (tea, 1)]);
        assert_eq!(cart.totals.amounts.item_total, 4_700);
        assert!(cart.notices.is_empty(), "the price of now is the one that is agreed to: {:?}", cart.notices);
    }

    async fn an_order_of_which_nothing_is_left_makes_no_cart(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 2).await;
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        let stranger = shop.visitor();
        let carts = shop.count("cart").await;
        let answer = again_as(&stranger, &placed, &placed.token).await.expect(200);
        let page = answer.location().expect("a page");
        assert!(page.contains("again=0"), "{page}");
        assert_eq!(shop.count("cart").await, carts, "the holder of the link has no cart for that");
        let shown = buyer.client.get(&page).await.expect(200).body;
        assert!(shown.contains("Nothing of this order can be bought right now") && !shown.contains("Go to the cart"), "{shown}");
    }

    async fn a_canceled_order_can_be_ordered_again_as_it_was(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Tea", 500, 9).await);
        let (buyer, placed) = order(&shop, &[(mug, 2), (tea, 1)]).await;
        buyer.client.post_action("orders/cancel", &[("number", &placed.number.to_string()), ("token", &placed.token)]).await.expect(200);
        shop.run_jobs().await;
        again(&buyer, &placed).await;
        assert_eq!(units(&buyer.cart().await), [(mug, 2), (tea, 1)]);
    }

    async fn only_its_customer_orders_an_order_again_also_without_scripts(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        let others = [shop.visitor(), shop.customer().await, shop.staff().await];
        for other in &others {
            again_as(other, &placed, "").await.expect(404);
            again_as(other, &placed, "guessed").await.expect(404);
        }
        let page = others[2].get(&format!("/orders/{}", placed.number)).await.expect(200).body;
        assert!(!page.contains("/actions/orders/reorder"), "staff look at it as staff");
        let fields = [("number", placed.number.to_string()), ("token", placed.token.clone())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = buyer.client.post_form_from(&placed.page(), "/actions/orders/reorder", &fields).await;
        let shown = buyer.client.get(&answer.location().expect("the order's page")).await.expect(200).body;
        assert!(shown.contains("2 pieces of this order are in your cart"), "{shown}");
        assert_eq!(buyer.cart().await.items(), 2);
    }

    async fn pressed_many_times_at_once_it_fills_one_cart_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = shop.customer().await;
        let buyer = Buyer { client: customer };
        buyer.add(mug, "2").await.expect(200);
        buyer.fill_checkout().await;
        let payment: String = buyer.place().await.expect(200).json();
        let placed = Placed::behind(&shop, &payment).await;
        let presses = (0..6).map(|_| {
            let (client, placed) = (buyer.client.clone(), placed.clone());
            async move { again_as(&client, &placed, "").await.status }.boxed()
        });
        assert_eq!(at_once(presses).await, [200; 6]);
        assert_eq!(units(&buyer.cart().await), [(mug, 2)]);
    }

    async fn programs_order_again_for_their_account(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Tea", 500, 2).await);
        let buyer = Buyer { client: shop.customer().await };
        buyer.add(mug, "2").await.expect(200);
        buyer.add(tea, "2").await.expect(200);
        buyer.fill_checkout().await;
        let payment: String = buyer.place().await.expect(200).json();
        let placed = Placed::behind(&shop, &payment).await;
        let path = format!("/api/v1/users/me/orders/{}/reorder", placed.number);
        for _ in 0..2 {
            let answer = buyer.client.send(buyer.client.request(Method::POST, &path)).await.expect(200);
            let body: Value = answer.json();
            assert_eq!(body["units"], json!(2), "{body}");
            assert_eq!((&body["left_out"][0]["sku"], &body["left_out"][0]["reason"]), (&json!("TEA"), &json!("sold_out")), "{body}");
            assert_eq!(body["cart"]["lines"][0]["quantity"], json!(2), "{body}");
        }
        let other = shop.customer().await;
        other.send(other.request(Method::POST, &path)).await.expect(404);
        shop.visitor().send(shop.visitor().request(Method::POST, &path)).await.expect(401);
    }
}
