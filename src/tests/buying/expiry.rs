//! Orders that are not paid in time.

use crate::support::{Buyer, Placed, TestShop, at_once, card};
use futures::future::FutureExt;
use tradewind::{
    domain::{
        ids::VariantId,
        order::{OrderEventKind, OrderStatus},
    },
    error::AppError,
    server::jobs::worker,
};

/// How often a payment and an expiry are let loose on each other.
const ROUNDS: usize = 24;

/// Two of three mugs, ordered and not paid.
async fn order_two_mugs(shop: &TestShop) -> (Buyer, Placed, VariantId) {
    let mug = shop.sell("Mug", 1_900, 3).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order(shop, mug, "2").await;
    (buyer, placed, mug)
}

/// Lets the time to pay run out; the gateway does not know yet.
async fn expire(shop: &TestShop) {
    shop.clock.advance_minutes(60);
    worker::run_due(&shop.state).await.expect("the queue answers");
}

on_both! {
    async fn an_unpaid_order_expires_and_releases_its_stock(shop: TestShop) {
        let (buyer, placed, mug) = order_two_mugs(&shop).await;
        shop.clock.advance_minutes(59);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        assert_eq!(shop.stock(mug).await, (3, 2));
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Canceled, 0));
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::Expired));
        assert_eq!(shop.stock(mug).await, (3, 0));
        assert_eq!(shop.subjects().await, [format!("Your order {} was canceled", placed.number)]);
        assert!(buyer.client.get(&placed.page()).await.expect(200).body.contains("Canceled"));
        Buyer::guest(&shop).order(&shop, mug, "3").await;
        shop.assert_consistent().await;
    }

    async fn an_expired_order_can_no_longer_be_paid(shop: TestShop) {
        let (buyer, placed, _) = order_two_mugs(&shop).await;
        shop.clock.advance_minutes(60);
        shop.run_jobs().await;
        buyer.client.get(&placed.payment).await.expect(303);
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
        let again = [("number", placed.number.to_string()), ("token", placed.token.clone())];
        let again: Vec<_> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(
            buyer.client.post_action("orders/retry_payment", &again).await.expect(409).error(),
            AppError::OrderMovedOn
        );
        assert_eq!(shop.count("payment_transaction").await, 0);
        shop.assert_consistent().await;
    }

    async fn a_paid_order_does_not_expire(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let buyer = Buyer::guest(&shop);
        let placed = buyer.buy(&shop, mug, "2").await;
        let paid = buyer.load(&placed).await;
        shop.clock.advance_minutes(24 * 60);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await, paid);
        assert_eq!(shop.stock(mug).await, (3, 2));
    }

    async fn money_that_comes_late_is_honored_while_there_is_stock(shop: TestShop) {
        let (buyer, placed, mug) = order_two_mugs(&shop).await;
        expire(&shop).await;
        assert_eq!((buyer.load(&placed).await.status, shop.stock(mug).await), (OrderStatus::Canceled, (3, 0)));
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!(
            (order.status, order.captured.minor, order.refunded.minor),
            (OrderStatus::Paid, order.totals.total, 0)
        );
        assert_eq!(shop.stock(mug).await, (3, 2));
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::Paid));
        shop.assert_consistent().await;
    }

    async fn money_that_comes_late_goes_back_when_the_stock_is_gone(shop: TestShop) {
        let (buyer, placed, mug) = order_two_mugs(&shop).await;
        expire(&shop).await;
        let quick = Buyer::guest(&shop);
        let served = quick.order(&shop, mug, "2").await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.refunded.minor), (OrderStatus::Canceled, 0, 0));
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::Returned));
        assert_eq!(shop.stock(mug).await, (3, 2), "the stock is the other order's");
        assert_eq!(quick.load(&served).await.status, OrderStatus::PendingPayment);
        assert_eq!(shop.subjects().await.last(), Some(&format!("Refund for your order {}", placed.number)));
        shop.assert_consistent().await;
    }

    async fn a_payment_that_lands_while_its_order_expires_is_kept_or_never_made(shop: TestShop) {
        let (mut paid, mut expired, mut delay) = (0, 0, 0_usize);
        for round in 0..ROUNDS {
            let mug = shop.sell(&format!("Mug {round}"), 1_900, 1).await;
            let buyer = Buyer::guest(&shop);
            let placed = buyer.order(&shop, mug, "1").await;
            shop.clock.advance_minutes(60);
            let state = shop.state.clone();
            let expires = async move {
                while worker::run_due(&state).await.expect("the queue answers") > 0 {}
            }
            .boxed();
            let pays = {
                let (buyer, placed) = (buyer.clone(), placed.clone());
                async move {
                    // Whoever pays has something to do before, more of it after each time that they were first.
                    for _ in 0..delay {
                        buyer.client.get("/healthz").await;
                    }
                    buyer.pay(&placed, card::SUCCESS).await;
                    buyer.client.get(&placed.back).await.expect(303);
                }
                .boxed()
            };
            at_once([expires, pays]).await;
            shop.assert_consistent().await;
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            match order.status {
                OrderStatus::Paid => {
                    assert_eq!((order.captured.minor, shop.stock(mug).await), (order.totals.total, (1, 1)));
                    (paid, delay) = (paid + 1, delay + 10);
                }
                OrderStatus::Canceled => {
                    assert_eq!((order.captured.minor, shop.stock(mug).await), (0, (1, 0)));
                    (expired, delay) = (expired + 1, delay.saturating_sub(10));
                }
                status => panic!("{status:?}: {:?}", order.events),
            }
            shop.assert_consistent().await;
        }
        assert!(paid > 0 && expired > 0, "{paid} were paid and {expired} expired: one side always wins");
    }

    async fn a_payment_at_the_last_moment_is_kept(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 8).await;
        let mut orders = Vec::new();
        for _ in 0..8 {
            let buyer = Buyer::guest(&shop);
            let placed = buyer.order(&shop, mug, "1").await;
            buyer.pay(&placed, card::SUCCESS).await.expect(303);
            orders.push((buyer, placed));
        }
        shop.clock.advance_minutes(60);
        let state = shop.state.clone();
        let worker = async move { while worker::run_due(&state).await.expect("the queue answers") > 0 {} }.boxed();
        let returns = orders.iter().cloned().map(|(buyer, placed)| {
            async move {
                buyer.client.get(&placed.back).await.expect(303);
            }
            .boxed()
        });
        at_once(std::iter::once(worker).chain(returns)).await;
        shop.run_jobs().await;
        for (buyer, placed) in orders {
            let order = buyer.load(&placed).await;
            assert_eq!(
                (order.status, order.captured.minor),
                (OrderStatus::Paid, order.totals.total),
                "{:?}",
                order.events
            );
        }
        assert_eq!(shop.stock(mug).await, (8, 8));
        shop.assert_consistent().await;
    }
}
