//! Several at one return, or one order, at the same moment.

use super::{ask, asked, came, cancel, field, lines_of, open, post, receive, receive_order, refund, ship};
use crate::support::{Buyer, Placed, at_once};
use futures::future::{BoxFuture, FutureExt};
use tradewind::domain::{order::OrderStatus, returns::ReturnStatus, staff::cancel_field};

on_both! {
    async fn a_return_is_refunded_once_by_whomever(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 30).await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
            let number = came(&staff, &buyer, &placed, &[1]).await;
            let refunds = (0..4).map(|_| {
                let staff = staff.clone();
                async move { refund(&staff, number, "20", &[]).await.status }.boxed()
            });
            let mut answers = at_once(refunds).await;
            answers.sort_unstable();
            assert_eq!(answers, [200, 409, 409, 409]);
            shop.run_jobs().await;
            assert_eq!(buyer.load(&placed).await.refunded.minor, 2_000);
            shop.assert_consistent().await;
        }
    }

    async fn the_last_unit_is_sent_back_once(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 30).await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 1)]).await;
            let asks = (0..4).map(|_| {
                let (buyer, placed) = (buyer.clone(), placed.clone());
                async move { ask(&buyer, &placed, &[1]).await.status }.boxed()
            });
            let answers = at_once(asks).await;
            assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
            assert_eq!(buyer.load(&placed).await.returns.len(), 1);
            shop.run_jobs().await;
            shop.assert_consistent().await;
        }
    }

    async fn a_request_is_answered_or_taken_back_and_never_both(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 30).await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 1)]).await;
            let number = asked(&buyer, &placed, &[1]).await;
            let (customer, own, crew) = (buyer.clone(), placed.clone(), staff.clone());
            let taken_back = async move { cancel(&customer, &own, number).await.status }.boxed();
            let approved = async move { super::approve(&crew, number).await.status }.boxed();
            let answers = at_once([taken_back, approved]).await;
            let status = open(&staff, number).await.detail.status;
            match answers.as_slice() {
                [200, 409] => assert_eq!(status, ReturnStatus::Canceled),
                [409, 200] => assert_eq!(status, ReturnStatus::Approved),
                other => panic!("taking back and approving answered {other:?}"),
            }
            shop.assert_consistent().await;
        }
    }

    async fn what_comes_is_put_on_the_shelf_once(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let number = asked(&buyer, &placed, &[2]).await;
        super::approve(&staff, number).await.expect(200);
        let center = super::center(&shop).await;
        let receipts = (0..4).map(|_| {
            let (staff, center) = (staff.clone(), center.clone());
            async move { receive(&staff, number, &[2], &center).await.status }.boxed()
        });
        let mut answers = at_once(receipts).await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 409, 409, 409]);
        assert_eq!(shop.stock(mug).await, (9, 0));
        shop.assert_consistent().await;
    }

    async fn canceling_and_returning_at_once_is_worth_both(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 30).await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed): (Buyer, Placed) = super::buy(&shop, &[(mug, 3)]).await;
            let line = lines_of(&staff, &placed).await[0].id;
            ship(&staff, &placed, &[(line, 2)]).await.expect(200);
            shop.run_jobs().await;
            let number = came(&staff, &buyer, &placed, &[2]).await;
            let (crew, order) = (staff.clone(), placed.number);
            let canceled: BoxFuture<'static, u16> = async move {
                let fields = vec![field("number", order), field(&cancel_field(line), 1)];
                post(&crew, "admin/cancel_lines", &fields).await.status
            }
            .boxed();
            let crew = staff.clone();
            let returned = async move {
                // What the units are worth depends on which came first, by a cent.
                let amount = open(&crew, number).await.worth.decimal();
                let more = [("return_shipping", "true"), ("deduction_reason", "A cent")];
                refund(&crew, number, &amount, &more).await.status
            }
            .boxed();
            let answers = at_once([canceled, returned]).await;
            assert_eq!(answers[0], 200);
            assert!([200, 422].contains(&answers[1]), "{answers:?}");
            if answers[1] == 422 {
                let amount = open(&staff, number).await.worth.decimal();
                refund(&staff, number, &amount, &[("return_shipping", "true")]).await.expect(200);
            }
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            assert!(order.totals.total - order.refunded.minor <= 1, "{} of {}", order.refunded, order.totals.total);
            assert!(matches!(order.status, OrderStatus::Refunded | OrderStatus::PartlyRefunded | OrderStatus::Fulfilled));
            shop.assert_consistent().await;
        }
    }
}
