//! What gateways tell: late, twice, out of order, or not at all.

use super::{balance, capture_at_shipment, order_for_100, payment_of, tamper};
use crate::support::{Buyer, TestShop, card};
use tradewind::{
    domain::{
        money::{Currency, Money},
        order::{OrderEventKind, OrderStatus},
    },
    server::{
        gateways::payment::Part,
        jobs::{Job, worker},
        store::{
            db::{execute, select},
            payments::PaymentStatus,
        },
    },
};

async fn look_up_now(shop: &TestShop) {
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    Job::LookUpPayments.enqueue(&mut tx, shop.clock.now()).await.expect("queued");
    tx.commit().await.expect("committed");
    shop.run_jobs().await;
}

fn part(amount_minor: i64, key: &str) -> Part {
    Part { amount: Money::new(amount_minor, Currency::Eur), idempotency_key: key.into() }
}

on_both! {
    async fn a_payment_whose_webhook_is_lost_is_found_by_asking(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_LOST).await.expect(303);
        shop.run_jobs().await;
        look_up_now(&shop).await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment, "too early to ask");
        shop.clock.advance_minutes(5);
        look_up_now(&shop).await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
        assert_eq!(shop.subjects().await, [format!("Your order {}", placed.number)]);
        shop.assert_consistent().await;
    }

    async fn every_open_payment_has_its_turn_to_be_asked_about(shop: TestShop) {
        // More than one run asks about, older, and without end: their gateway does not know them.
        let (_, other) = order_for_100(&shop).await;
        let text = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
                    INSERT INTO payment (order_id, gateway, reference, amount_minor, status, created_at)
                    SELECT $1, 'sandbox', 'gone-' || CAST(i AS TEXT), 1, 'pending', $2 FROM n";
        execute(&shop.state.db, text).bind(other.number.0).bind(shop.clock.now()).run().await.expect("payments");
        shop.clock.advance_minutes(1);
        let lamp = shop.sell("Desk lamp", 10_000, 1).await;
        let buyer = Buyer::guest(&shop);
        let placed = buyer.order(&shop, lamp, "1").await;
        buyer.pay(&placed, card::WEBHOOK_LOST).await.expect(303);
        shop.clock.advance_minutes(5);
        for _ in 0..2 {
            look_up_now(&shop).await;
        }
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
    }

    async fn an_order_whose_webhook_is_lost_does_not_expire(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_LOST).await.expect(303);
        shop.clock.advance_minutes(60);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
        shop.assert_consistent().await;
    }

    async fn an_order_does_not_expire_while_the_gateway_is_at_work(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        shop.clock.advance_minutes(59);
        buyer.pay(&placed, card::DELAYED).await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.clock.advance_minutes(60);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.assert_consistent().await;
    }

    async fn an_order_whose_gateway_does_not_answer_waits_an_hour_longer(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        assert!(tamper(&shop, "UPDATE payment SET gateway = 'gone'").await);
        shop.clock.advance_minutes(60);
        worker::run_due(&shop.state).await.expect("the queue answers");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        shop.clock.advance_minutes(61);
        worker::run_due(&shop.state).await.expect("the queue answers");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
    }

    async fn a_failure_told_after_the_payment_changes_nothing(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::OUT_OF_ORDER).await.expect(303);
        shop.run_jobs().await;
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.payment_problem), (OrderStatus::Paid, None));
        assert_eq!(shop.subjects().await, [format!("Your order {}", placed.number)]);
        shop.assert_consistent().await;
    }

    async fn a_refund_told_before_its_capture_has_the_gateway_asked(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_LATE).await.expect(303);
        let reference = payment_of(&shop, &placed).await.reference;
        let gateway = shop.state.gateways.get("sandbox").expect("the sandbox");
        gateway.refund(&reference, &part(2_500, "by hand")).await.expect("refunded");
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.refunded.minor), (OrderStatus::Paid, 10_000, 2_500));
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await, order, "the capture's own webhook changes nothing");
        shop.assert_consistent().await;
    }

    async fn a_capture_told_before_its_authorization_counts_once(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_LATE).await.expect(303);
        let reference = payment_of(&shop, &placed).await.reference;
        let gateway = shop.state.gateways.get("sandbox").expect("the sandbox");
        gateway.capture(&reference, &part(10_000, "by hand")).await.expect("captured");
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
        let told = order.events.iter().filter(|event| event.status == Some(OrderStatus::Paid)).count();
        assert_eq!((told, shop.mails().await.len()), (1, 1));
        shop.assert_consistent().await;
    }

    async fn an_authorization_told_after_it_was_let_go_of_pays_nothing(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::WEBHOOK_LATE).await.expect(303);
        let reference = payment_of(&shop, &placed).await.reference;
        let gateway = shop.state.gateways.get("sandbox").expect("the sandbox");
        gateway.void(&reference).await.expect("let go of");
        shop.run_jobs().await;
        shop.clock.advance_minutes(1);
        shop.run_jobs().await;
        let payment = payment_of(&shop, &placed).await;
        assert_eq!((payment.status, payment.voided_minor), (PaymentStatus::Canceled, 10_000));
        assert_eq!(buyer.load(&placed).await.captured.minor, 0);
        let text = "SELECT kind FROM payment_transaction ORDER BY id";
        let ledger: Vec<(String,)> = select(&shop.state.db, text).all().await.expect("the ledger");
        assert_eq!(ledger, [("authorize".to_owned(),), ("void".to_owned(),)]);
        shop.assert_consistent().await;
    }

    async fn money_for_an_order_that_staff_canceled_waits_on_its_own_account_and_goes_back(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        let staff = shop.staff().await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        buyer.pay(&placed, card::WEBHOOK_LOST).await.expect(303);
        buyer.client.get(&placed.back).await.expect(303);
        assert_eq!((balance(&shop, "unallocated").await, balance(&shop, "gateway").await), (-10_000, 10_000));
        shop.assert_consistent().await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Canceled, 0));
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::Returned));
        assert_eq!((balance(&shop, "unallocated").await, balance(&shop, "gateway").await), (0, 0));
        assert_eq!(payment_of(&shop, &placed).await.status, PaymentStatus::Refunded);
        shop.assert_consistent().await;
    }
}
