//! Placing the order.

use crate::support::{Buyer, Placed, TestShop, address_with, at_once};
use futures::future::FutureExt;
use reqwest::{Method, header};
use tradewind::{
    domain::{
        cart::CartNotice,
        order::{OrderEventKind, OrderStatus},
        pricing::Totals,
    },
    error::AppError,
    server::store::db::{execute, select},
};

/// A buyer on the review page, with a mug of three in the cart.
async fn buyer_at_review(shop: &TestShop) -> Buyer {
    let mug = shop.sell("Mug", 1_900, 3).await;
    let buyer = Buyer::guest(shop);
    buyer.add(mug, "1").await.expect(200);
    buyer.fill_checkout().await;
    buyer
}

async fn journal(shop: &TestShop) -> Vec<(String, i64)> {
    let text =
        "SELECT account, CAST(SUM(amount_minor) AS BIGINT) FROM journal_posting GROUP BY account ORDER BY account";
    select(&shop.state.db, text).all().await.expect("the books")
}

on_both! {
    async fn an_order_is_what_the_review_showed(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 3).await, shop.sell("Lamp", 4_999, 1).await);
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "2").await.expect(200);
        buyer.add(lamp, "1").await.expect(200);
        buyer.fill_checkout().await;
        let shown = buyer.checkout().await;
        let payment: String = buyer.place_shown(&shown).await.expect(200).json();
        let placed = Placed::behind(&shop, &payment).await;
        let order = buyer.load(&placed).await;
        // 607 + 798 + 78: 19 % within 38.00, 49.99 and 4.90, each rounded once.
        let totals = Totals {
            item_total: 8_799,
            shipping_total: 490,
            discount_total: 0,
            included_tax_total: 1_483,
            additional_tax_total: 0,
            total: 9_289,
        };
        assert_eq!((order.totals, shown.cart.totals.amounts), (totals, totals));
        assert_eq!(
            order.taxes.iter().map(|tax| (tax.label.as_str(), tax.amount_minor)).collect::<Vec<_>>(),
            [("VAT 19 %", 1_483)]
        );
        let lines: Vec<_> =
            order.lines.iter().map(|line| (line.sku.as_str(), line.quantity, line.total.minor)).collect();
        assert_eq!(lines, [("MUG", 2, 3_800), ("LAMP", 1, 4_999)]);
        assert_eq!((order.status, order.email.as_str()), (OrderStatus::PendingPayment, "ada@example.com"));
        assert_eq!(order.shipping_address.lines(), ["Ada Byron", "Hafenstraße 1", "20095 Hamburg", "Germany"]);
        assert_eq!(
            (order.shipping_method.as_str(), order.billing_address),
            ("Standard", order.shipping_address.clone())
        );
        assert_eq!(order.payment_due_at, shop.clock.now().plus_minutes(60));
        assert_eq!(order.events.iter().map(|event| event.kind).collect::<Vec<_>>(), [OrderEventKind::Placed]);
        assert_eq!(order.events[0].status, Some(OrderStatus::PendingPayment));
        let books = [("receivable", 9_289), ("sales", -7_394), ("shipping", -412), ("tax", -1_483)];
        assert_eq!(journal(&shop).await, books.map(|(account, amount)| (account.to_owned(), amount)));
        shop.assert_consistent().await;
    }

    async fn placing_reserves_the_stock_and_empties_the_cart(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let buyer = Buyer::guest(&shop);
        buyer.order(&shop, mug, "2").await;
        assert_eq!(shop.stock(mug).await, (3, 2));
        assert!(buyer.cart().await.lines.is_empty());
        assert_eq!(buyer.client.cookie("cart_items").as_deref(), Some("0"));
        assert_eq!(buyer.client.get("/checkout/review").await.expect(302).location().as_deref(), Some("/cart"));
        assert_eq!(shop.count("checkout").await, 0, "the address is not kept with the cart");
        shop.assert_consistent().await;
    }

    async fn shipping_is_free_from_its_threshold_on(shop: TestShop) {
        let mug = shop.sell("Mug", 2_500, 9).await;
        let buyer = Buyer::guest(&shop);
        let placed = buyer.order(&shop, mug, "4").await;
        let totals = buyer.load(&placed).await.totals;
        assert_eq!((totals.shipping_total, totals.total, totals.included_tax_total), (0, 10_000, 1_597));
        shop.assert_consistent().await;
    }

    async fn tax_is_added_where_prices_do_not_contain_it(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let buyer = Buyer::guest(&shop);
        for (country, postcode, region, tax) in [("GB", "SW1A 1AA", "", 380 + 498), ("US", "97201", "Oregon", 0)] {
            buyer.add(mug, "1").await.expect(200);
            let address = [("shipping_country", country), ("shipping_postcode", postcode), ("shipping_region", region)];
            buyer.fill_checkout_with("ada@example.com", &address_with(&address)).await;
            let payment: String = buyer.place().await.expect(200).json();
            let totals = buyer.load(&Placed::behind(&shop, &payment).await).await.totals;
            assert_eq!((totals.included_tax_total, totals.additional_tax_total), (0, tax), "{country}");
            assert_eq!(totals.total, 1_900 + 2_490 + tax, "{country}");
        }
        shop.assert_consistent().await;
    }

    async fn an_order_is_frozen(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let buyer = Buyer::guest(&shop);
        let placed = buyer.order(&shop, mug, "1").await;
        let before = buyer.load(&placed).await;
        shop.reprice(mug, 9_900).await;
        execute(&shop.state.db, "UPDATE product SET title = 'Cup', status = 'archived'").run().await.expect("edited");
        execute(&shop.state.db, "UPDATE tax_rate SET rate_ppm = 0").run().await.expect("a tax reform");
        execute(&shop.state.db, "UPDATE shipping_method SET name = 'Snail'").run().await.expect("renamed");
        assert_eq!(buyer.load(&placed).await, before);
    }

    async fn pressing_place_order_many_times_at_once_makes_one_order(shop: TestShop) {
        let buyer = buyer_at_review(&shop).await;
        let shown = buyer.checkout().await;
        let presses = (0..8).map(|_| {
            let (tab, shown) = (buyer.clone(), shown.clone());
            async move { tab.place_shown(&shown).await.expect(200).json::<String>() }.boxed()
        });
        let mut answers = at_once(presses).await;
        answers.dedup();
        assert_eq!(answers.len(), 1, "every press leads to the same page: {answers:?}");
        assert_eq!(
            (shop.count("orders").await, shop.count("payment").await, shop.count("sandbox_payment").await),
            (1, 1, 1)
        );
        assert_eq!(buyer.place_shown(&shown).await.expect(200).json::<String>(), answers[0], "also much later");
        shop.assert_consistent().await;
    }

    async fn two_review_pages_of_one_cart_make_one_order(shop: TestShop) {
        let buyer = buyer_at_review(&shop).await;
        let version = buyer.checkout().await.cart.version.to_string();
        let presses = (0..6).map(|tab| {
            let (buyer, version) = (buyer.clone(), version.clone());
            async move { buyer.place_with(&version, &format!("tab-{tab}")).await }.boxed()
        });
        let answers = at_once(presses).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        for refused in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!((refused.status, refused.error()), (409, AppError::CartChanged));
        }
        assert_eq!(shop.count("orders").await, 1);
    }

    async fn a_key_of_another_visitor_opens_nothing(shop: TestShop) {
        let buyer = buyer_at_review(&shop).await;
        let shown = buyer.checkout().await;
        buyer.place_shown(&shown).await.expect(200);
        let stranger = Buyer::guest(&shop);
        assert_eq!(stranger.place_shown(&shown).await.expect(422).error(), AppError::CartEmpty);
        let tea = shop.sell("Tea", 500, 3).await;
        stranger.add(tea, "1").await.expect(200);
        assert_eq!(stranger.place_shown(&shown).await.expect(409).error(), AppError::CartChanged);
        assert_eq!(shop.count("orders").await, 1);
    }

    async fn a_cart_that_changed_since_the_review_is_not_ordered(shop: TestShop) {
        let buyer = buyer_at_review(&shop).await;
        let shown = buyer.checkout().await;
        buyer.set_quantity(shown.cart.lines[0].id, "3").await.expect(200);
        assert_eq!(buyer.place_shown(&shown).await.expect(409).error(), AppError::CartChanged);
        for version in ["0", "-1", "9223372036854775807"] {
            assert_eq!(buyer.place_with(version, "key").await.expect(409).error(), AppError::CartChanged, "{version}");
        }
        assert_eq!((shop.count("orders").await, shop.count("job").await), (0, 0));
        assert_eq!(buyer.cart().await.items(), 3);
        buyer.place().await.expect(200);
    }

    async fn a_price_that_was_not_seen_is_not_charged(shop: TestShop) {
        let buyer = buyer_at_review(&shop).await;
        let mug = buyer.cart().await.lines[0].variant_id;
        shop.reprice(mug, 2_500).await;
        assert_eq!(buyer.place().await.expect(409).error(), AppError::CartChanged);
        assert!(matches!(buyer.checkout().await.cart.notices[..], [CartNotice::PriceChanged { .. }]));
        assert_eq!(shop.stock(mug).await, (3, 0));
        buyer.client.post_action("cart/accept_prices", &[]).await.expect(200);
        let payment: String = buyer.place().await.expect(200).json();
        assert_eq!(buyer.load(&Placed::behind(&shop, &payment).await).await.totals.item_total, 2_500);
    }

    async fn an_incomplete_checkout_is_not_ordered(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let buyer = Buyer::guest(&shop);
        assert_eq!(buyer.place_with("1", "key").await.expect(422).error(), AppError::CartEmpty);
        buyer.add(mug, "1").await.expect(200);
        assert_eq!(buyer.place().await.expect(422).error(), AppError::CheckoutIncomplete);
        buyer.save("payment", &[("gateway", "sandbox")]).await.expect(200);
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        assert_eq!(buyer.place().await.expect(422).error(), AppError::CheckoutIncomplete);
        buyer.save("address", &address_with(&[])).await.expect(200);
        assert_eq!(buyer.place().await.expect(422).error(), AppError::CheckoutIncomplete);
        buyer.choose_shipping("standard").await.expect(200);
        buyer.save("contact", &[("email", "")]).await.expect(422);
        assert_eq!(buyer.place().await.expect(422).error(), AppError::CheckoutIncomplete);
        assert_eq!((shop.count("orders").await, shop.stock(mug).await), (0, (3, 0)));
        assert_eq!(buyer.cart().await.items(), 1);
    }

    async fn an_order_is_never_placed_by_a_link_or_from_another_site(shop: TestShop) {
        let buyer = buyer_at_review(&shop).await;
        let shown = buyer.checkout().await;
        let (version, key) = (shown.cart.version.to_string(), shown.idempotency_key);
        let fields = [("cart_version", version.as_str()), ("idempotency_key", key.as_str())];
        let status = buyer.client.get_action("checkout/place_order", &fields).await.status;
        assert!((400..500).contains(&status), "{status}");
        let foreign =
            buyer.client.request(Method::POST, "/actions/checkout/place_order").header("sec-fetch-site", "cross-site");
        let foreign = foreign.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        buyer.client.send(foreign.body(format!("cart_version={version}&idempotency_key={key}"))).await.expect(403);
        assert_eq!(shop.count("orders").await, 0);
    }

    async fn placing_works_without_scripts(shop: TestShop) {
        let buyer = buyer_at_review(&shop).await;
        let shown = buyer.checkout().await;
        let (version, key) = (shown.cart.version.to_string(), shown.idempotency_key);
        let review = buyer.client.get("/checkout/review").await.expect(200).body;
        assert!(review.contains(&key), "the form carries the key");
        let fields = [("cart_version", version.as_str()), ("idempotency_key", key.as_str())];
        let mug = shown.cart.lines[0].variant_id;
        let quick = Buyer::guest(&shop);
        quick.order(&shop, mug, "3").await;
        let answer =
            buyer.client.post_form_from("/checkout/review", "/actions/checkout/place_order", &fields).await.expect(302);
        let page = answer.location().expect("back to the review");
        let page = buyer.client.get(page.strip_prefix(&shop.url).expect("to the shop")).await.expect(200).body;
        assert!(page.contains("Mug is sold out."), "{page}");
        let tea = shop.sell("Tea", 500, 3).await;
        buyer.remove(shown.cart.lines[0].id).await.expect(200);
        buyer.add(tea, "1").await.expect(200);
        let version = buyer.checkout().await.cart.version.to_string();
        let fields = [("cart_version", version.as_str()), ("idempotency_key", "another")];
        let answer =
            buyer.client.post_form_from("/checkout/review", "/actions/checkout/place_order", &fields).await.expect(302);
        assert!(answer.location().is_some_and(|page| page.starts_with("/sandbox/pay/")), "{answer:?}");
    }
}
