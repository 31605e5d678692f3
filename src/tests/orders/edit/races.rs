//! Two of the staff on one order, and the customer's money at the same moment.

use super::{added_field, apply, buy, draft, order, pay_now, payments, ship, staff_order, units_of};
use crate::support::{Client, Placed, TestShop, at_once, card};
use futures::future::{BoxFuture, FutureExt};
use tradewind::{
    domain::order::OrderStatus,
    server::{jobs::worker, store::payments::Payment},
};

/// Saves a draft; the status of the answer.
fn saves(staff: &Client, placed: &Placed, draft: &str) -> BoxFuture<'static, u16> {
    let (staff, placed, draft) = (staff.clone(), placed.clone(), draft.to_owned());
    async move { apply(&staff, &placed, &draft).await.status }.boxed()
}

async fn version(staff: &Client, placed: &Placed) -> String {
    staff_order(staff, placed).await.detail.version.to_string()
}

/// What the payments hold, without what went back.
async fn held(shop: &TestShop, placed: &Placed) -> i64 {
    payments(shop, placed).await.iter().map(|payment: &Payment| payment.captured_minor - payment.refunded_minor).sum()
}

on_both! {
    async fn of_two_who_edit_one_order_one_is_told_of_the_other(shop: TestShop) {
        let (mug, one, other) = (shop.sell("Mug", 5_000, 40).await, shop.staff().await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
            let (field, version) = (units_of(&one, &placed, 0).await, version(&one, &placed).await);
            let more = draft(&one, &placed, &[("version", &version), (&field, "4")]).await;
            let fewer = draft(&other, &placed, &[("version", &version), (&field, "1")]).await;
            let answers = at_once([saves(&one, &placed, &more), saves(&other, &placed, &fewer)]).await;
            shop.run_jobs().await;
            let units = buyer.load(&placed).await.lines[0].quantity;
            match answers.as_slice() {
                [200, 409] => assert_eq!(units, 4),
                [409, 200] => assert_eq!(units, 1),
                other => panic!("two edits answered {other:?}"),
            }
            shop.assert_consistent().await;
        }
    }

    async fn a_change_that_is_sent_twice_at_once_is_made_once(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 5_000, 40).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        let version = version(&staff, &placed).await;
        let typed = draft(&staff, &placed, &[("version", &version), (&added_field(mug), "1")]).await;
        let answers = at_once((0..4).map(|_| saves(&staff, &placed, &typed))).await;
        assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
        assert_eq!((staff_order(&staff, &placed).await.edits.len(), shop.stock(mug).await), (1, (40, 2)));
        shop.run_jobs().await;
        assert_eq!(shop.subjects().await.iter().filter(|subject| subject.ends_with("was changed")).count(), 1);
        shop.assert_consistent().await;
    }

    async fn an_order_is_edited_or_shipped_and_nothing_is_half_done(shop: TestShop) {
        let (mug, one, other) = (shop.sell("Mug", 5_000, 40).await, shop.staff().await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
            let (field, version) = (units_of(&one, &placed, 0).await, version(&one, &placed).await);
            let typed = draft(&one, &placed, &[("version", &version), (&field, "1")]).await;
            let (shipper, own) = (other.clone(), placed.clone());
            let ships = async move { ship(&shipper, &own, &[("edits", "0")]).await.status }.boxed();
            let answers = at_once([saves(&one, &placed, &typed), ships]).await;
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            match answers.as_slice() {
                [200, 409] => assert_eq!((order.lines[0].quantity, order.lines[0].shipped), (1, 0)),
                [409, 200] => assert_eq!((order.lines[0].quantity, order.lines[0].shipped), (2, 2)),
                other => panic!("edit and shipment answered {other:?}"),
            }
            assert_eq!(held(&shop, &placed).await, order.totals.total);
            shop.assert_consistent().await;
        }
    }

    async fn an_order_is_edited_or_canceled_and_nothing_is_half_done(shop: TestShop) {
        let (mug, one, other) = (shop.sell("Mug", 5_000, 40).await, shop.staff().await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
            let (field, version) = (units_of(&one, &placed, 0).await, version(&one, &placed).await);
            let typed = draft(&one, &placed, &[("version", &version), (&field, "3")]).await;
            let (canceler, number) = (other.clone(), placed.number.to_string());
            let cancels = async move {
                canceler.post_action("admin/cancel_order", &[("number", number.as_str()), ("edits", "0")]).await.status
            }
            .boxed();
            let answers = at_once([saves(&one, &placed, &typed), cancels]).await;
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            match answers.as_slice() {
                [200, 409] => assert_eq!((order.status, order.lines[0].quantity), (OrderStatus::Paid, 3)),
                [409, 200] => assert_eq!((order.status, held(&shop, &placed).await), (OrderStatus::Refunded, 0)),
                other => panic!("edit and cancellation answered {other:?}"),
            }
            shop.assert_consistent().await;
        }
    }

    async fn a_payment_that_arrives_while_its_order_is_edited_is_used_or_goes_back(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 5_000, 40).await, shop.staff().await);
        for (units, card) in [("3", card::SUCCESS), ("1", card::SUCCESS), ("3", card::WEBHOOK_LOST), ("1", card::WEBHOOK_TWICE)] {
            let (buyer, placed) = order(&shop, &[(mug, 2)]).await;
            let (field, version) = (units_of(&staff, &placed, 0).await, version(&staff, &placed).await);
            let typed = draft(&staff, &placed, &[("version", &version), (&field, units)]).await;
            let (payer, own, card) = (buyer.clone(), placed.clone(), card.to_owned());
            let pays = async move {
                let status = payer.pay(&own, &card).await.status;
                payer.client.get(&own.back).await;
                status
            }
            .boxed();
            let state = shop.state.clone();
            let works = async move {
                worker::run_due(&state).await.expect("the queue answers");
                200
            }
            .boxed();
            let answers = at_once([saves(&staff, &placed, &typed), pays, works]).await;
            shop.run_jobs().await;
            shop.assert_consistent().await;
            let order = buyer.load(&placed).await;
            assert!(matches!(answers[0], 200 | 409), "{answers:?}");
            let (held, total) = (held(&shop, &placed).await, order.totals.total);
            assert!(held <= total && held == order.captured.minor, "{held} of {total}");
            if answers[0] == 200 && held < total {
                let rest = pay_now(&buyer, &placed).await;
                buyer.pay(&rest, card::SUCCESS).await.expect(303);
                shop.run_jobs().await;
            }
            let order = buyer.load(&placed).await;
            assert_eq!((order.status, order.due().minor), (OrderStatus::Paid, 0), "{answers:?}");
            shop.assert_consistent().await;
        }
    }

    async fn the_last_unit_goes_to_one_of_two_orders_that_want_it(shop: TestShop) {
        let (mug, lamp, staff) = (shop.sell("Mug", 5_000, 9).await, shop.sell("Lamp", 5_000, 1).await, shop.staff().await);
        let ((_, one), (_, other)) = (buy(&shop, &[(mug, 1)]).await, buy(&shop, &[(mug, 1)]).await);
        let field = added_field(lamp);
        let drafts = [draft(&staff, &one, &[(&field, "1")]).await, draft(&staff, &other, &[(&field, "1")]).await];
        let answers = at_once([saves(&staff, &one, &drafts[0]), saves(&staff, &other, &drafts[1])]).await;
        assert!(matches!(answers.as_slice(), [200, 422] | [422, 200]), "{answers:?}");
        assert_eq!(shop.stock(lamp).await, (1, 1));
        shop.assert_consistent().await;
    }

    async fn orders_that_swap_their_lines_at_once_do_not_wait_in_a_circle(shop: TestShop) {
        let (mug, tea, staff) = (shop.sell("Mug", 5_000, 9).await, shop.sell("Tea", 500, 9).await, shop.staff().await);
        for _ in 0..3 {
            let ((_, one), (_, other)) = (buy(&shop, &[(mug, 1)]).await, buy(&shop, &[(tea, 1)]).await);
            let (mugs, teas) = (units_of(&staff, &one, 0).await, units_of(&staff, &other, 0).await);
            let to_tea = draft(&staff, &one, &[(&mugs, "0"), (&added_field(tea), "1")]).await;
            let to_mug = draft(&staff, &other, &[(&teas, "0"), (&added_field(mug), "1")]).await;
            let answers = at_once([saves(&staff, &one, &to_tea), saves(&staff, &other, &to_mug)]).await;
            assert_eq!(answers, [200, 200]);
            shop.run_jobs().await;
            shop.assert_consistent().await;
        }
    }
}
