//! The same money from several sides at once.

use super::{balance, capture_at_shipment, order_for_100, payment_of};
use crate::support::{Buyer, Placed, TestShop, at_once, card};
use futures::future::FutureExt;
use tradewind::{
    domain::{
        money::{Currency, Money},
        order::{OrderEventKind, OrderStatus},
    },
    server::{
        gateways::payment::NewPayment,
        jobs::worker,
        services::payments,
        store::{self, payments::PaymentStatus},
    },
};

/// Opens a second payment of an order, as when the shopper begins anew; the path of its page.
async fn second_payment(shop: &TestShop, placed: &Placed) -> String {
    let first = payment_of(shop, placed).await;
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let terms = (first.amount_minor, first.capture_later);
    let id =
        store::payments::insert(&mut tx, placed.number.0, "sandbox", terms, shop.clock.now()).await.expect("added");
    tx.commit().await.expect("committed");
    let new = NewPayment {
        idempotency_key: format!("payment-{id}"),
        amount: Money::new(first.amount_minor, Currency::Eur),
        capture_later: first.capture_later,
        description: "again".into(),
        return_url: format!("{}{}", shop.url, placed.back),
        order_url: placed.page(),
        customer: None,
        totals: None,
    };
    let created = shop.state.gateways.get("sandbox").expect("the sandbox").create(&new).await.expect("a payment");
    store::payments::set_reference(&shop.state.db, id, &created.reference, &created.redirect_url).await.expect("kept");
    created.redirect_url
}

async fn pay_both(shop: &TestShop, buyer: &Buyer, placed: &Placed) {
    let second = Placed { payment: second_payment(shop, placed).await, ..placed.clone() };
    let pays = [placed.clone(), second].map(|placed| {
        let buyer = buyer.clone();
        async move { buyer.pay(&placed, card::SUCCESS).await.expect(303).status }.boxed()
    });
    at_once(pays).await;
    let workers = (0..3).map(|_| {
        let state = shop.state.clone();
        async move { worker::run_due(&state).await.expect("the queue answers") }.boxed()
    });
    at_once(workers).await;
}

on_both! {
    async fn webhook_and_browser_and_expiry_at_once_keep_the_order_paid_once(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 6).await;
        let mut orders = Vec::new();
        for number in 0..6 {
            let buyer = Buyer::guest(&shop);
            let placed = buyer.order(&shop, lamp, "1").await;
            let card = if number % 2 == 0 { card::WEBHOOK_TWICE } else { card::WEBHOOK_LOST };
            buyer.pay(&placed, card).await.expect(303);
            orders.push((buyer, placed));
        }
        shop.clock.advance_minutes(60);
        let workers = (0..3).map(|_| {
            let state = shop.state.clone();
            async move {
                while worker::run_due(&state).await.expect("the queue answers") > 0 {}
                payments::look_up_open(&state).await.expect("asked");
            }
            .boxed()
        });
        let returns = orders.iter().cloned().map(|(buyer, placed)| {
            async move {
                buyer.client.get(&placed.back).await.expect(303);
            }
            .boxed()
        });
        at_once(workers.chain(returns)).await;
        shop.run_jobs().await;
        for (buyer, placed) in &orders {
            let order = buyer.load(placed).await;
            assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000), "{:?}", order.events);
            assert_eq!(order.events.iter().filter(|event| event.kind == OrderEventKind::Paid).count(), 1);
        }
        assert_eq!((shop.count("refund").await, shop.stock(lamp).await), (0, (6, 6)));
        shop.assert_consistent().await;
    }

    async fn webhook_and_browser_both_complete_and_the_loser_refunds_nothing(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_TWICE).await.expect(303);
        let state = shop.state.clone();
        let webhooks = async move {
            worker::run_due(&state).await.expect("the queue answers");
        }
        .boxed();
        let returns = (0..6).map(|_| {
            let (buyer, placed) = (buyer.clone(), placed.clone());
            async move {
                buyer.client.get(&placed.back).await.expect(303);
            }
            .boxed()
        });
        at_once(std::iter::once(webhooks).chain(returns)).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.refunded.minor), (OrderStatus::Paid, 10_000, 0));
        assert_eq!((shop.count("refund").await, shop.count("payment_transaction").await), (0, 1));
        shop.assert_consistent().await;
    }

    /// Spree #13938: an order was paid twice.
    async fn of_two_payments_for_one_order_the_second_goes_back(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        pay_both(&shop, &buyer, &placed).await;
        shop.assert_consistent().await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.refunded.minor), (OrderStatus::Paid, 10_000, 0));
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::Returned));
        let payments = store::payments::list(&shop.state.db, placed.number.0).await.expect("the payments");
        let refunded = payments.iter().filter(|payment| payment.status == PaymentStatus::Refunded).count();
        assert_eq!((payments.len(), refunded), (2, 1));
        assert_eq!((balance(&shop, "gateway").await, balance(&shop, "unallocated").await), (10_000, 0));
        let refund = format!("Refund for your order {}", placed.number);
        assert_eq!(shop.subjects().await.iter().filter(|subject| **subject == refund).count(), 1);
        shop.assert_consistent().await;
    }

    async fn of_two_authorizations_for_one_order_the_second_is_let_go_of(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        pay_both(&shop, &buyer, &placed).await;
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        let payments = store::payments::list(&shop.state.db, placed.number.0).await.expect("the payments");
        let (promised, voided) = payments.iter().fold((0, 0), |(promised, voided), payment| {
            (promised + payment.capturable(), voided + payment.voided_minor)
        });
        assert_eq!((promised, voided), (10_000, 10_000));
        shop.assert_consistent().await;
    }
}
