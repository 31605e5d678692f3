//! Refunds that somebody makes at the gateway itself: taken into the books, also while others cancel.

use super::payment_of;
use crate::support::{Buyer, Placed, TestShop, at_once};
use futures::future::{BoxFuture, FutureExt};
use tradewind::{
    domain::{
        money::{Currency, Money},
        order::OrderStatus,
    },
    server::{gateways::payment::Part, jobs::worker, store::db::select},
};

/// Gives all of an order back on the gateway's own pages.
async fn refund_at_gateway(shop: &TestShop, placed: &Placed) {
    let payment = payment_of(shop, placed).await;
    let part =
        Part { amount: Money::new(10_000, Currency::Eur), idempotency_key: format!("by hand {}", placed.number) };
    let gateway = shop.state.gateways.get("sandbox").expect("the sandbox");
    gateway.refund(&payment.reference, &part).await.expect("refunded");
}

on_both! {
    async fn an_order_that_was_refunded_at_the_gateway_keeps_no_stock(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 50).await;
        let buyer = Buyer::guest(&shop);
        let placed = buyer.buy(&shop, lamp, "1").await;
        assert_eq!(shop.stock(lamp).await, (50, 1));
        refund_at_gateway(&shop, &placed).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.refunded.minor, order.credited.minor), (OrderStatus::Refunded, 10_000, 10_000));
        assert_eq!(shop.stock(lamp).await, (50, 0));
        assert_eq!(shop.count("invoice").await, 2, "the invoice and its credit note");
        shop.assert_consistent().await;
    }

    async fn refunds_at_the_gateway_and_cancellations_at_once_do_not_block_each_other(shop: TestShop) {
        let (lamp, staff) = (shop.sell("Lamp", 10_000, 50).await, shop.staff().await);
        let mut orders = Vec::new();
        for _ in 0..12 {
            orders.push(Buyer::guest(&shop).buy(&shop, lamp, "1").await);
        }
        let (refunded, canceled) = orders.split_at(6);
        for placed in refunded {
            refund_at_gateway(&shop, placed).await;
        }
        let workers = (0..4).map(|_| {
            let state = shop.state.clone();
            async move {
                while worker::run_due(&state).await.expect("the queue answers") > 0 {}
                200
            }
            .boxed()
        });
        let cancels = canceled.iter().map(|placed| -> BoxFuture<'static, u16> {
            let (staff, number) = (staff.clone(), placed.number.to_string());
            async move { staff.post_action("admin/cancel_order", &[("number", &number)]).await.status }.boxed()
        });
        let answers = at_once(workers.chain(cancels)).await;
        assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
        let text = "SELECT payload, last_error FROM job WHERE last_error <> ''";
        let failed: Vec<(String, String)> = select(&shop.state.db, text).all().await.expect("the jobs");
        assert!(failed.is_empty(), "somebody waited for somebody who waited: {failed:?}");
        shop.run_jobs().await;
        assert_eq!(shop.stock(lamp).await, (50, 0));
        assert_eq!(shop.count("invoice").await, 24);
        shop.assert_consistent().await;
    }
}
