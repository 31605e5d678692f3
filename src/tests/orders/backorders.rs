//! What is sold before it is there, and how long delivery was said to take.

use super::{ship, staff_order};
use crate::support::{Buyer, Client, Placed, TestShop, card};
use reqwest::Method;
use serde_json::Value;
use tradewind::{
    domain::{cart::Availability, ids::VariantId, product::StockPolicy},
    server::services::add_product::{NewProduct, NewVariant},
};

const NOTE: &str = "Sold out for now: you can order it, it leaves when it is back";

/// A product that may be backordered, with so many units.
async fn backorderable(shop: &TestShop, title: &str, stock: i64) -> VariantId {
    let simple = NewProduct::simple(title, 1_900, stock);
    let variants = simple.variants.iter().cloned();
    let variants: Vec<NewVariant> =
        variants.map(|variant| NewVariant { stock_policy: StockPolicy::Backorder, ..variant }).collect();
    shop.sell_product(NewProduct { variants, ..simple }).await
}

async fn untracked(shop: &TestShop, title: &str) -> VariantId {
    let simple = NewProduct::simple(title, 1_900, 0);
    let variants: Vec<NewVariant> =
        simple.variants.iter().cloned().map(|variant| NewVariant { untracked: true, ..variant }).collect();
    shop.sell_product(NewProduct { variants, ..simple }).await
}

/// Orders and pays; what the gateway tells has arrived.
async fn buy(shop: &TestShop, variant: VariantId, quantity: &str) -> (Buyer, Placed) {
    let buyer = Buyer::guest(shop);
    let placed = buyer.order(shop, variant, quantity).await;
    buyer.pay(&placed, card::SUCCESS).await.expect(303);
    shop.run_jobs().await;
    (buyer, placed)
}

/// What the API answers.
async fn read(client: &Client, path: &str) -> Value {
    client.send(client.request(Method::GET, path)).await.expect(200).json()
}

/// What the API says of the availability of a variant.
async fn told(shop: &TestShop, variant: VariantId) -> (String, bool, Value) {
    let answer = read(&shop.visitor(), &format!("/api/v1/variants/{variant}")).await;
    let availability = &answer["availability"];
    let status = availability["status"].as_str().expect("a status").to_owned();
    (status, availability["in_stock"] == true, availability["units"].clone())
}

/// How many the facet "In stock" counts, and what it finds, which is the same by the index and by the database.
async fn in_stock(shop: &TestShop) -> i64 {
    shop.catch_up().await;
    let found = read(&shop.visitor(), "/api/v1/search?q=mug&in_stock=true").await;
    i64::try_from(found["items"].as_array().expect("items").len()).expect("a number")
}

on_both! {
    async fn what_is_sold_out_but_may_be_ordered_says_so_from_the_product_to_the_order(shop: TestShop) {
        let mug = backorderable(&shop, "Mug", 0).await;
        let page = shop.visitor().get("/p/mug").await.expect(200).body;
        assert!(page.contains(NOTE) && page.contains("https://schema.org/BackOrder"), "{page}");
        assert!(!page.contains("In stock, leaves") && page.contains("Add to cart"), "{page}");
        assert_eq!(told(&shop, mug).await, ("backorder".into(), false, Value::Null));
        assert_eq!(in_stock(&shop).await, 0);
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "2").await.expect(200);
        let cart = buyer.cart().await;
        assert_eq!((cart.lines[0].availability, cart.is_buyable()), (Availability::Backorder(0), true));
        assert!(buyer.client.get("/cart").await.expect(200).body.contains(NOTE));
        buyer.fill_checkout().await;
        assert!(buyer.client.get("/checkout/review").await.expect(200).body.contains(NOTE));
        let payment: String = buyer.place().await.expect(200).json();
        let placed = Placed::behind(&shop, &payment).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.lines[0].backordered, 2);
        let note = "Sold out when it was ordered: it leaves when it is back.";
        assert!(buyer.client.get(&placed.page()).await.expect(200).body.contains(note));
        let mail = shop.mails().await.pop().expect("a mail");
        assert!(mail.body_text.contains(note) && mail.body_html.contains(note), "{}", mail.body_text);
        let staff = shop.staff().await;
        let number = placed.number;
        let body = read(&staff, &format!("/api/v1/orders/{number}")).await;
        assert_eq!(body["lines"][0]["backordered"], 2);
        assert!(staff.get(&format!("/admin/orders/{number}")).await.expect(200).body.contains("2 backordered"));
        shop.assert_consistent().await;
    }

    async fn only_what_is_not_there_is_backordered(shop: TestShop) {
        let mug = backorderable(&shop, "Mug", 3).await;
        assert_eq!(told(&shop, mug).await, ("in_stock".into(), true, Value::Null));
        assert_eq!(in_stock(&shop).await, 1);
        let (first, placed) = buy(&shop, mug, "2").await;
        assert_eq!(first.load(&placed).await.lines[0].backordered, 0);
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "3").await.expect(200);
        assert!(buyer.client.get("/cart").await.expect(200).body.contains("1 in stock, 2 more when it is back."));
        let (second, placed) = buy(&shop, mug, "3").await;
        assert_eq!(second.load(&placed).await.lines[0].backordered, 2);
        let (third, placed) = buy(&shop, mug, "4").await;
        assert_eq!(third.load(&placed).await.lines[0].backordered, 4, "none of them is there");
        assert_eq!(told(&shop, mug).await, ("backorder".into(), false, Value::Null));
        assert_eq!(in_stock(&shop).await, 0);
        shop.put(mug, shop.center("Main").await, 9).await;
        assert_eq!(told(&shop, mug).await.0, "in_stock");
        assert_eq!(in_stock(&shop).await, 1);
        shop.assert_consistent().await;
    }

    async fn what_nobody_counts_is_in_stock_and_nothing_of_it_is_backordered(shop: TestShop) {
        let mug = untracked(&shop, "Mug").await;
        let page = shop.visitor().get("/p/mug").await.expect(200).body;
        assert!(page.contains("https://schema.org/InStock") && !page.contains(NOTE), "{page}");
        assert_eq!(told(&shop, mug).await, ("in_stock".into(), true, Value::Null));
        assert_eq!(in_stock(&shop).await, 1);
        let (buyer, placed) = buy(&shop, mug, "2").await;
        assert_eq!(buyer.load(&placed).await.lines[0].backordered, 0);
    }

    async fn the_delivery_estimate_of_the_checkout_stays_with_the_order(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        buyer.fill_checkout().await;
        let offers = buyer.checkout().await.offers;
        let said = offers.iter().find(|offer| offer.slug == "standard").expect("the method").estimate();
        let payment: String = buyer.place().await.expect(200).json();
        let placed = Placed::behind(&shop, &payment).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let changed = "UPDATE shipping_method SET days_min = 30, days_max = 60";
        tradewind::server::store::db::execute(&shop.state.db, changed).run().await.expect("slower from now on");
        assert_eq!(buyer.load(&placed).await.delivery_estimate, said);
        assert!(buyer.client.get(&placed.page()).await.expect(200).body.contains(&said));
        let mail = shop.mails().await.pop().expect("a mail");
        assert!(mail.body_text.contains(&format!("Delivery time: {said}")) && mail.body_html.contains(&said), "{}", mail.body_text);
        let staff = shop.staff().await;
        assert!(staff.get(&format!("/admin/orders/{}", placed.number)).await.expect(200).body.contains(&said));
        let body = read(&staff, &format!("/api/v1/orders/{}", placed.number)).await;
        assert_eq!(body["delivery_estimate"], said.as_str());
        ship(&staff, &placed, &[]).await.expect(200);
        shop.run_jobs().await;
        assert!(!shop.mails().await.pop().expect("a mail").body_text.contains("Delivery time"), "it is on its way");
        assert_eq!(staff_order(&staff, &placed).await.detail.delivery_estimate, said);
    }
}
