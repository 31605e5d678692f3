//! Money that is promised first and taken later.

use super::{
    balance, capture_at_shipment, order_for_100, payment_of,
    staff::{ship, try_to_ship},
};
use crate::support::{at_once, card};
use futures::future::FutureExt;
use tradewind::{
    domain::order::{OrderEventKind, OrderStatus},
    server::{
        services::payments,
        store::{db::select, payments::PaymentStatus},
    },
};

on_both! {
    async fn what_is_authorized_is_captured_at_shipment(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.due().minor), (OrderStatus::Paid, 0, 10_000));
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::Authorized));
        assert_eq!(payment_of(&shop, &placed).await.status, PaymentStatus::Authorized);
        assert!(shop.mails().await[0].body_text.contains("charged when your order ships"));
        shop.assert_consistent().await;
        ship(&shop, &placed).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.due().minor), (OrderStatus::Fulfilled, 10_000, 0));
        assert_eq!((balance(&shop, "receivable").await, balance(&shop, "gateway").await), (0, 10_000));
        shop.assert_consistent().await;
    }

    async fn an_authorized_order_does_not_expire(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        shop.clock.advance_minutes(24 * 60);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
    }

    async fn a_payment_is_captured_once_however_many_press_at_once(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let payment = payment_of(&shop, &placed).await;
        let presses = (0..8).map(|_| {
            let (state, payment) = (shop.state.clone(), payment.clone());
            async move { payments::capture(&state, &payment, 6_000).await.is_ok() }.boxed()
        });
        assert!(at_once(presses).await.into_iter().all(|done| done), "the same press again is the same capture");
        let jobs = (0..4).map(|_| {
            let (state, payment) = (shop.state.clone(), payment.id);
            async move { payments::capture_due(&state, payment).await.expect("captured") }.boxed()
        });
        at_once(jobs).await;
        shop.run_jobs().await;
        let payment = payment_of(&shop, &placed).await;
        assert_eq!((payment.captured_minor, payment.capturable()), (10_000, 0));
        assert_eq!(buyer.load(&placed).await.captured.minor, 10_000);
        let text = "SELECT amount_minor FROM payment_transaction WHERE kind = 'capture' ORDER BY id";
        let captures: Vec<(i64,)> = select(&shop.state.db, text).all().await.expect("the ledger");
        assert_eq!(captures, [(6_000,), (4_000,)]);
        shop.assert_consistent().await;
    }

    async fn more_than_was_authorized_cannot_be_captured(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let payment = payment_of(&shop, &placed).await;
        assert!(payments::capture(&shop.state, &payment, 10_001).await.is_err());
        payments::capture(&shop.state, &payment, 4_000).await.expect("a part");
        shop.run_jobs().await;
        let payment = payment_of(&shop, &placed).await;
        assert!(payments::capture(&shop.state, &payment, 6_001).await.is_err());
        assert_eq!(buyer.load(&placed).await.captured.minor, 4_000);
        shop.assert_consistent().await;
    }

    async fn a_canceled_order_lets_go_of_what_was_authorized(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let staff = shop.staff().await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        shop.run_jobs().await;
        let payment = payment_of(&shop, &placed).await;
        assert_eq!((payment.status, payment.voided_minor), (PaymentStatus::Canceled, 10_000));
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.credited.minor), (OrderStatus::Canceled, 0, 10_000));
        assert_eq!(balance(&shop, "receivable").await, 0);
        shop.assert_consistent().await;
    }

    async fn an_order_whose_authorization_was_let_go_of_does_not_ship(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        payments::cancel(&shop.state, payment_of(&shop, &placed).await.id).await.expect("let go of");
        let order = buyer.load(&placed).await;
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::PaymentFailed));
        assert_eq!(try_to_ship(&shop, &placed).await, 409, "nobody pays for it");
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_part_captured_goes_back_and_the_rest_is_let_go_of_when_the_order_is_canceled(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        payments::capture(&shop.state, &payment_of(&shop, &placed).await, 2_500).await.expect("a part");
        let staff = shop.staff().await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        shop.run_jobs().await;
        let payment = payment_of(&shop, &placed).await;
        assert_eq!((payment.captured_minor, payment.refunded_minor, payment.voided_minor), (2_500, 2_500, 7_500));
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Refunded);
        shop.assert_consistent().await;
    }
}
