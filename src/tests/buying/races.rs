//! Many at once: nothing is sold twice, paid twice, shipped twice or lost.

use crate::support::{Buyer, Client, Placed, TestShop, at_once, card, place_all, ship_as};
use futures::future::{FutureExt, join_all};
use tradewind::{
    domain::{
        cart::CartNotice,
        ids::{RefundId, VariantId},
        order::OrderStatus,
    },
    error::AppError,
    server::{jobs::worker, services::refunds, store::db::select},
};

/// Somebody on the review page with one unit of each variant in the cart, added in this order.
async fn buyer_at_review(shop: &TestShop, variants: &[VariantId]) -> Buyer {
    let buyer = Buyer::guest(shop);
    for variant in variants {
        buyer.add(*variant, "1").await.expect(200);
    }
    buyer.fill_checkout().await;
    buyer
}

fn sorted(mut answers: Vec<u16>) -> Vec<u16> {
    answers.sort_unstable();
    answers
}

async fn cancel(staff: &Client, placed: &Placed) -> u16 {
    staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.status
}

async fn ship(staff: &Client, placed: &Placed, tracking: &str) -> u16 {
    ship_as(staff, placed, tracking, &[]).await.status
}

on_both! {
    /// Vendure #1738, Medusa #16825: two buyers got the last unit.
    async fn of_fifty_buyers_of_the_last_three_units_three_get_one(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let mugs = [mug];
        let buyers = join_all((0..50).map(|_| buyer_at_review(&shop, &mugs))).await;
        let refusals = place_all(&buyers).await;
        let sold_out = AppError::OutOfStock { sku: "MUG".into(), available: 0 };
        assert_eq!(refusals.iter().filter(|refusal| refusal.is_none()).count(), 3);
        assert_eq!(refusals.iter().filter(|refusal| **refusal == Some(sold_out.clone())).count(), 47, "{refusals:?}");
        assert_eq!(shop.stock(mug).await, (3, 3));
        assert_eq!((shop.count("orders").await, shop.count("payment").await), (3, 3));
        let refused = buyers.iter().zip(&refusals).filter(|(_, refusal)| refusal.is_some()).map(|(buyer, _)| buyer);
        for buyer in refused {
            let shown = buyer.checkout().await;
            assert_eq!(
                (shown.cart.items(), shown.email.as_str()),
                (1, "ada@example.com"),
                "nothing that was entered is lost"
            );
            assert_eq!(shown.cart.notices, [CartNotice::SoldOut { title: "Mug".into() }]);
        }
        shop.assert_consistent().await;
    }

    async fn carts_with_the_same_things_in_any_order_do_not_block_each_other(shop: TestShop) {
        let (mug, lamp, tea) =
            (shop.sell("Mug", 1_900, 9).await, shop.sell("Lamp", 4_999, 6).await, shop.sell("Tea", 500, 50).await);
        let carts = [[mug, lamp, tea], [tea, lamp, mug], [lamp, tea, mug], [lamp, mug, tea]];
        let buyers = join_all((0..16).map(|number| buyer_at_review(&shop, &carts[number % carts.len()]))).await;
        let refusals = place_all(&buyers).await;
        let sold_out = AppError::OutOfStock { sku: "LAMP".into(), available: 0 };
        assert_eq!(refusals.iter().filter(|refusal| refusal.is_none()).count(), 6);
        assert_eq!(refusals.iter().filter(|refusal| **refusal == Some(sold_out.clone())).count(), 10, "{refusals:?}");
        assert_eq!((shop.stock(mug).await, shop.stock(lamp).await, shop.stock(tea).await), ((9, 6), (6, 6), (50, 6)));
        shop.assert_consistent().await;
    }

    async fn orders_of_the_same_things_are_paid_at_once(shop: TestShop) {
        let things =
            [shop.sell("Mug", 1_900, 50).await, shop.sell("Lamp", 4_999, 50).await, shop.sell("Tea", 500, 50).await];
        let mut orders = Vec::new();
        for number in 0..16 {
            let mut cart = things;
            cart.rotate_left(number % things.len());
            let buyer = buyer_at_review(&shop, &cart).await;
            let payment: String = buyer.place().await.expect(200).json();
            let placed = Placed::behind(&shop, &payment).await;
            buyer.pay(&placed, card::SUCCESS).await.expect(303);
            orders.push((buyer, placed));
        }
        let returns = orders
            .iter()
            .cloned()
            .map(|(buyer, placed)| async move { buyer.client.get(&placed.back).await.expect(303).status }.boxed());
        at_once(returns).await;
        for (buyer, placed) in &orders {
            assert_eq!(buyer.load(placed).await.status, OrderStatus::Paid, "without waiting for the webhook");
        }
        let sold: Vec<(i64,)> = select(&shop.state.db, "SELECT sold FROM product").all().await.expect("products");
        assert_eq!(sold, [(16,), (16,), (16,)]);
        shop.assert_consistent().await;
    }

    async fn a_cancellation_that_crosses_a_payment_is_final_and_the_money_goes_back(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 8).await, shop.staff().await);
        let mut orders = Vec::new();
        for _ in 0..8 {
            let buyer = Buyer::guest(&shop);
            let placed = buyer.order(&shop, mug, "1").await;
            buyer.pay(&placed, card::SUCCESS).await.expect(303);
            orders.push((buyer, placed));
        }
        let crossing = orders.iter().cloned().flat_map(|(buyer, placed)| {
            let (staff, of_staff) = (staff.clone(), placed.clone());
            let cancels = async move { cancel(&staff, &of_staff).await }.boxed();
            let pays = async move { buyer.client.get(&placed.back).await.status }.boxed();
            [cancels, pays]
        });
        assert_eq!(at_once(crossing).await, [200, 303].repeat(8));
        shop.run_jobs().await;
        let text = "SELECT captured_minor, refunded_minor FROM payment";
        let paid: Vec<(i64, i64)> = select(&shop.state.db, text).all().await.expect("the payments");
        assert_eq!(paid, [(2_390, 2_390); 8], "all of it came, and all of it went back");
        for (buyer, placed) in &orders {
            let order = buyer.load(placed).await;
            // Canceled first, the order never had the money.
            let is_final = matches!(order.status, OrderStatus::Refunded | OrderStatus::Canceled);
            assert!(is_final && order.refunded == order.captured, "{:?}", order.events);
            assert_eq!(order.status == OrderStatus::Refunded, order.captured.minor == order.totals.total);
        }
        assert_eq!(shop.stock(mug).await, (8, 0));
        shop.assert_consistent().await;
    }

    async fn an_order_is_canceled_once(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 3).await, shop.staff().await);
        let buyer = Buyer::guest(&shop);
        let placed = buyer.buy(&shop, mug, "2").await;
        let presses = (0..6).map(|_| {
            let (staff, placed) = (staff.clone(), placed.clone());
            async move { cancel(&staff, &placed).await }.boxed()
        });
        let answers = at_once(presses).await;
        assert_eq!(sorted(answers), [200, 409, 409, 409, 409, 409]);
        shop.run_jobs().await;
        assert_eq!(shop.stock(mug).await, (3, 0));
        shop.assert_consistent().await;
    }

    async fn an_order_is_shipped_once(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 3).await, shop.staff().await);
        let buyer = Buyer::guest(&shop);
        let placed = buyer.buy(&shop, mug, "2").await;
        let presses = (0..6).map(|press| {
            let (staff, placed) = (staff.clone(), placed.clone());
            async move { ship(&staff, &placed, &format!("PARCEL-{press}")).await }.boxed()
        });
        let answers = at_once(presses).await;
        assert_eq!(sorted(answers), [200, 409, 409, 409, 409, 409]);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.shipments.len(), order.shipments[0].units, order.open_units()), (1, 2, 0));
        assert_eq!(shop.stock(mug).await, (1, 0));
        assert_eq!(shop.subjects().await.iter().filter(|subject| subject.contains("on its way")).count(), 1);
        shop.assert_consistent().await;
    }

    async fn an_order_is_shipped_or_canceled_never_both(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 6).await, shop.staff().await);
        let buyer = Buyer::guest(&shop);
        let mut orders = Vec::new();
        for _ in 0..6 {
            orders.push(buyer.buy(&shop, mug, "1").await);
        }
        let crossing = orders.iter().cloned().flat_map(|placed| {
            let (shipper, canceler, other) = (staff.clone(), staff.clone(), placed.clone());
            let ships = async move { ship(&shipper, &placed, "PARCEL").await }.boxed();
            let cancels = async move { cancel(&canceler, &other).await }.boxed();
            [ships, cancels]
        });
        let answers = at_once(crossing).await;
        shop.run_jobs().await;
        for (answers, placed) in answers.chunks(2).zip(&orders) {
            let order = buyer.load(placed).await;
            match answers {
                [200, 409] => assert_eq!((order.status, order.shipments.len()), (OrderStatus::Fulfilled, 1)),
                [409, 200] => assert_eq!((order.status, order.shipments.len()), (OrderStatus::Refunded, 0)),
                other => panic!("shipping and canceling answered {other:?}"),
            }
        }
        let shipped = answers.chunks(2).filter(|answers| answers[0] == 200).count();
        assert_eq!(shop.stock(mug).await, (6 - i64::try_from(shipped).expect("few"), 0));
        shop.assert_consistent().await;
    }

    async fn a_refund_that_many_workers_send_at_once_is_given_once(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 3).await, shop.staff().await);
        let buyer = Buyer::guest(&shop);
        let placed = buyer.buy(&shop, mug, "1").await;
        assert_eq!(cancel(&staff, &placed).await, 200);
        let (refund,): (RefundId,) = select(&shop.state.db, "SELECT id FROM refund").one().await.expect("a refund");
        let refunds = (0..8).map(|_| {
            let state = shop.state.clone();
            async move { refunds::send(&state, refund).await.expect("refunded") }.boxed()
        });
        at_once(refunds).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.refunded), (OrderStatus::Refunded, order.captured));
        assert_eq!(shop.count("payment_transaction").await, 2);
        assert_eq!(shop.subjects().await.iter().filter(|subject| subject.starts_with("Refund")).count(), 1);
        shop.assert_consistent().await;
    }

    async fn several_workers_do_every_job_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 12).await;
        for _ in 0..12 {
            let buyer = Buyer::guest(&shop);
            let placed = buyer.order(&shop, mug, "1").await;
            buyer.pay(&placed, card::SUCCESS).await.expect(303);
        }
        let workers = (0..4).map(|_| {
            let state = shop.state.clone();
            async move {
                let mut done = 0;
                loop {
                    match worker::run_due(&state).await.expect("the queue answers") {
                        0 => break done,
                        jobs => done += jobs,
                    }
                }
            }
            .boxed()
        });
        let done: usize = at_once(workers).await.into_iter().sum();
        // A worker that finds nothing ends, also while another is about to add the mail that follows.
        shop.run_jobs().await;
        assert!((12..=24).contains(&done), "{done}");
        let text = "SELECT attempts FROM job WHERE kind <> 'expire_order'";
        let attempts: Vec<(i64,)> = select(&shop.state.db, text).all().await.expect("the jobs");
        assert_eq!(attempts, [(1,); 24]);
        assert_eq!(shop.mails().await.len(), 12);
        shop.assert_consistent().await;
    }
}
