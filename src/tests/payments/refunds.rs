//! Money that goes back.

use super::{ask_for_refund, balance, buy_for_100, payment_of, tamper};
use crate::support::{at_once, dice};
use futures::future::FutureExt;
use tradewind::{
    domain::{
        money::{Currency, Money},
        order::{OrderEventKind, OrderStatus},
    },
    server::{
        gateways::payment::Part,
        jobs::worker,
        services::{refunds, refunds::Requested},
        store::{self, refunds::RefundStatus},
    },
};

on_both! {
    /// Hyperswitch #13182: two refunds gave back more than was captured.
    async fn of_two_refunds_of_60_on_a_capture_of_100_at_the_same_time_one_is_refused(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let shop = std::sync::Arc::new(shop);
        let asks = ["one", "two"].map(|key| {
            let (shop, placed) = (std::sync::Arc::clone(&shop), placed.clone());
            async move { ask_for_refund(&shop, &placed, 6_000, key).await }.boxed()
        });
        let answers = at_once(asks).await;
        assert_eq!(answers.iter().filter(|answer| **answer == Requested::TooMuch).count(), 1, "{answers:?}");
        shop.assert_consistent().await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.captured.minor, order.refunded.minor, order.credited.minor), (10_000, 6_000, 6_000));
        shop.assert_consistent().await;
    }

    async fn the_schema_refuses_refunds_over_the_capture(shop: TestShop) {
        let (_, _) = buy_for_100(&shop).await;
        for text in [
            "UPDATE payment SET refunding_minor = 10001",
            "UPDATE payment SET refunded_minor = 6000, refunding_minor = 6000",
            "UPDATE payment SET unallocated_minor = 10001",
            "UPDATE payment SET captured_minor = 10001",
            "UPDATE payment SET authorized_minor = 10001",
            "UPDATE payment SET voided_minor = 1",
            "UPDATE orders SET credited_minor = 10001",
            "UPDATE orders SET credited_minor = -1",
            "UPDATE orders SET refunded_minor = 10001",
        ] {
            assert!(!tamper(&shop, text).await, "{text}");
        }
        assert!(tamper(&shop, "UPDATE payment SET refunding_minor = 10000").await);
    }

    async fn a_refund_of_a_part_is_credited_first_and_paid_then(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let (sales, tax) = (balance(&shop, "sales").await, balance(&shop, "tax").await);
        assert_eq!((sales, tax), (-8_403, -1_597));
        assert!(matches!(ask_for_refund(&shop, &placed, 2_500, "part").await, Requested::Now(_)));
        let order = buyer.load(&placed).await;
        assert_eq!((order.credited.minor, order.refunded.minor, order.totals.total), (2_500, 0, 10_000));
        assert_eq!((balance(&shop, "sales").await, balance(&shop, "tax").await), (sales + 2_101, tax + 399));
        assert_eq!((balance(&shop, "receivable").await, balance(&shop, "gateway").await), (-2_500, 10_000));
        shop.assert_consistent().await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.credited.minor, order.refunded.minor), (2_500, 2_500));
        assert_eq!(order.status, OrderStatus::Paid, "it is still to be shipped");
        assert_eq!((balance(&shop, "receivable").await, balance(&shop, "gateway").await), (0, 7_500));
        shop.assert_consistent().await;
    }

    async fn a_refund_is_sent_once_though_its_job_runs_again_after_the_gateway_answered(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let Requested::Now(refund) = ask_for_refund(&shop, &placed, 4_000, "crash").await else { panic!("refused") };
        // The gateway did it, and the shop died before it could write that down.
        let payment = payment_of(&shop, &placed).await;
        let part = Part { amount: Money::new(4_000, Currency::Eur), idempotency_key: "crash".into() };
        let gateway = shop.state.gateways.get("sandbox").expect("the sandbox");
        gateway.refund(&payment.reference, &part).await.expect("refunded");
        assert_eq!(buyer.load(&placed).await.refunded.minor, 0);
        let sends = (0..8).map(|_| {
            let state = shop.state.clone();
            async move { refunds::send(&state, refund).await.expect("sent") }.boxed()
        });
        at_once(sends).await;
        shop.run_jobs().await;
        let record = gateway.look_up(&payment.reference).await.expect("the gateway's record");
        assert_eq!((record.captured(), record.refunded()), (10_000, 4_000));
        assert_eq!(buyer.load(&placed).await.refunded.minor, 4_000);
        assert_eq!(shop.subjects().await.iter().filter(|subject| subject.starts_with("Refund")).count(), 1);
        shop.assert_consistent().await;
    }

    async fn the_same_key_is_the_same_refund(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let Requested::Now(first) = ask_for_refund(&shop, &placed, 4_000, "key").await else { panic!("refused") };
        assert_eq!(ask_for_refund(&shop, &placed, 4_000, "key").await, Requested::Before(first));
        assert_eq!(ask_for_refund(&shop, &placed, 5_000, "key").await, Requested::TooMuch, "of another amount");
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.refunded.minor, 4_000);
        shop.assert_consistent().await;
    }

    async fn a_refund_that_the_gateway_refuses_is_the_orders_again_and_can_be_asked_for_again(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let reference = payment_of(&shop, &placed).await.reference;
        assert!(tamper(&shop, "UPDATE sandbox_payment SET refunded_minor = 10000, status = 'refunded'").await);
        ask_for_refund(&shop, &placed, 3_000, "first").await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.refunded.minor, order.credited.minor), (0, 3_000), "the customer keeps the credit");
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::RefundFailed));
        let refunds = store::refunds::list(&shop.state.db, placed.number.0).await.expect("the refunds");
        assert_eq!(refunds[0].status, RefundStatus::Failed);
        assert!(!refunds[0].failure.is_empty() && !reference.is_empty());
        assert!(tamper(&shop, "UPDATE sandbox_payment SET refunded_minor = 0, status = 'captured'").await);
        ask_for_refund(&shop, &placed, 3_000, "second").await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.refunded.minor, order.credited.minor), (3_000, 3_000), "credited once");
        shop.assert_consistent().await;
    }

    async fn a_refund_made_at_the_gateway_is_taken_into_the_books(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let payment = payment_of(&shop, &placed).await;
        let part = Part { amount: Money::new(1_500, Currency::Eur), idempotency_key: "by hand".into() };
        let gateway = shop.state.gateways.get("sandbox").expect("the sandbox");
        gateway.refund(&payment.reference, &part).await.expect("refunded");
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.refunded.minor, order.credited.minor), (1_500, 1_500));
        shop.assert_consistent().await;
    }

    async fn each_mail_names_the_amount_of_its_refund(shop: TestShop) {
        let (_, placed) = buy_for_100(&shop).await;
        ask_for_refund(&shop, &placed, 1_234, "one").await;
        shop.run_jobs().await;
        ask_for_refund(&shop, &placed, 2_001, "two").await;
        shop.run_jobs().await;
        let mails: Vec<String> = shop.mails().await.into_iter().map(|mail| mail.body_text).collect();
        assert!(mails[1].contains("€12.34 went back") && mails[2].contains("€20.01 went back"), "{mails:?}");
        assert!(!mails[2].contains("€32.35"));
    }

    async fn a_part_refunded_after_shipping_shows_in_the_state_and_the_rest_ends_it(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        super::staff::ship(&shop, &placed).await;
        ask_for_refund(&shop, &placed, 9_999, "most").await;
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PartlyRefunded);
        ask_for_refund(&shop, &placed, 1, "rest").await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.refunded.minor), (OrderStatus::Refunded, 10_000));
        assert_eq!((balance(&shop, "sales").await, balance(&shop, "tax").await), (0, 0), "no cent is left");
        shop.assert_consistent().await;
    }

    async fn an_order_refunded_in_part_and_canceled_then_gives_back_the_rest(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        ask_for_refund(&shop, &placed, 3_333, "part").await;
        worker::run_due(&shop.state).await.expect("the queue answers");
        let staff = shop.staff().await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.refunded.minor, order.credited.minor), (OrderStatus::Refunded, 10_000, 10_000));
        shop.assert_consistent().await;
    }

    async fn any_order_of_partial_refunds_ends_in_exactly_what_was_paid(shop: TestShop) {
        let items = [shop.sell("Mug", 1_999, 500).await, shop.sell("Tea", 333, 500).await];
        for seed in 0..6 {
            let mut roll = dice(seed);
            let buyer = crate::support::Buyer::guest(&shop);
            buyer.add(items[1], &(roll(5) + 1).to_string()).await.expect(200);
            let placed = buyer.buy(&shop, items[0], &(roll(3) + 1).to_string()).await;
            let total = buyer.load(&placed).await.totals.total;
            let mut left = total;
            let mut tries = 0;
            while left > 0 {
                tries += 1;
                let amount = if tries > 8 { left } else { roll(left + 40) + 1 };
                let asked = ask_for_refund(&shop, &placed, amount, &format!("{seed}-{tries}")).await;
                assert_eq!(asked == Requested::TooMuch, amount > left, "{amount} of {left}");
                if asked != Requested::TooMuch {
                    left -= amount;
                }
                if roll(2) == 0 {
                    shop.run_jobs().await;
                }
                shop.assert_consistent().await;
            }
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            assert_eq!((order.refunded.minor, order.credited.minor, order.totals.total), (total, total, total));
            assert_eq!(order.due().minor, 0);
            shop.assert_consistent().await;
        }
        for account in ["receivable", "gateway", "sales", "shipping", "tax", "unallocated"] {
            assert_eq!(balance(&shop, account).await, 0, "{account}");
        }
    }
}
