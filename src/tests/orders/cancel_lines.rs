//! Parts of orders that are called off.

use super::{balance, buy, dice, order, set_up, ship, staff_order};
use crate::support::{Answer, Buyer, Client, Placed, at_once, card};
use futures::future::FutureExt;
use tradewind::{
    domain::{
        access::Permission,
        forms::Problem,
        order::{OrderEventKind, OrderStatus},
        payment::CaptureTime,
        staff::{cancel_field, quantity_field},
    },
    error::AppError,
    server::{
        services::check::check,
        store::{
            self,
            db::{execute, select},
        },
    },
};

/// Sends the form with so many units of each line, in the order of the lines; more fields may be added.
pub(super) async fn cancel(staff: &Client, placed: &Placed, units: &[i64], more: &[(&str, &str)]) -> Answer {
    let lines = staff_order(staff, placed).await.detail.lines;
    let number = placed.number.to_string();
    let fields: Vec<_> =
        lines.iter().zip(units).map(|(line, units)| (cancel_field(line.id), units.to_string())).collect();
    let mut all = vec![("number", number.as_str())];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    all.extend_from_slice(more);
    staff.post_action("admin/cancel_lines", &all).await
}

on_both! {
    async fn units_that_are_canceled_are_for_sale_again_and_what_was_paid_for_them_goes_back(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_999, 5).await, shop.sell("Tea", 500, 5).await);
        let staff = shop.staff().await;
        let (buyer, placed) = buy(&shop, &[(mug, 3), (tea, 1)]).await;
        cancel(&staff, &placed, &[2, 0], &[("cancel_reason", "broken in the stockroom")]).await.expect(200);
        assert_eq!((shop.stock(mug).await, shop.stock(tea).await), ((5, 1), (5, 1)));
        shop.assert_consistent().await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        let total = 3 * 1_999 + 500 + 490;
        assert_eq!((order.totals.total, order.credited.minor, order.refunded.minor), (total, 3_998, 3_998));
        assert_eq!((order.status, order.open_units(), order.due().minor), (OrderStatus::Paid, 2, 0));
        assert!(order.events.iter().any(|event| event.kind == OrderEventKind::PartlyCanceled));
        let (reason,): (String,) = select(&shop.state.db, "SELECT reason FROM refund").one().await.expect("a refund");
        assert_eq!(reason, "canceled in part");
        let mails = shop.mails().await;
        let mail = mails.iter().find(|mail| mail.subject.starts_with("A part of your order")).expect("a mail");
        assert!(mail.body_text.contains("Canceled: 2 x Mug"), "{}", mail.body_text);
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("2 × Mug") && !page.contains("broken in the stockroom"), "{page}");
        let page = staff.get(&format!("/admin/orders/{}", placed.number)).await.expect(200).body;
        assert!(page.contains("2 canceled") && page.contains("broken in the stockroom"), "{page}");
        ship(&staff, &placed, &[]).await.expect(200);
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Fulfilled);
        shop.assert_consistent().await;
    }

    async fn parts_in_any_sequence_end_exactly_where_canceling_the_whole_ends(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_999, 99).await, shop.sell("Tea", 333, 99).await);
        let staff = shop.staff().await;
        for seed in 0..5 {
            let mut roll = dice(seed);
            let (buyer, placed) = buy(&shop, &[(mug, roll(4) + 1), (tea, roll(5) + 1)]).await;
            loop {
                let lines = staff_order(&staff, &placed).await.detail.lines;
                let units: Vec<i64> = lines.iter().map(|line| roll(line.open() + 1)).collect();
                if lines.iter().all(|line| line.open() == 0) {
                    break;
                }
                let with_shipping: &[(&str, &str)] = if roll(4) == 0 { &[("cancel_shipping", "true")] } else { &[] };
                let status = cancel(&staff, &placed, &units, with_shipping).await.status;
                assert_eq!(status, if units.iter().all(|units| *units == 0) { 422 } else { 200 });
                if roll(2) == 0 {
                    shop.run_jobs().await;
                }
                shop.assert_consistent().await;
            }
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            let total = order.totals.total;
            assert_eq!((order.refunded.minor, order.credited.minor, order.status), (total, total, OrderStatus::Refunded));
            shop.assert_consistent().await;
        }
        for account in ["receivable", "gateway", "sales", "shipping", "tax", "unallocated"] {
            assert_eq!(balance(&shop, account).await, 0, "{account}");
        }
        assert_eq!((shop.stock(mug).await, shop.stock(tea).await), ((99, 0), (99, 0)));
    }

    async fn of_what_is_authorized_no_more_is_captured_than_is_left(shop: TestShop) {
        set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
        let (mug, staff) = (shop.sell("Mug", 6_000, 5).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        cancel(&staff, &placed, &[1], &[]).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.captured.minor, order.due().minor, order.refunded.minor), (0, 6_000, 0));
        ship(&staff, &placed, &[]).await.expect(200);
        shop.run_jobs().await;
        let payment = store::payments::list(&shop.state.db, placed.number.0).await.expect("payments").remove(0);
        assert_eq!((payment.captured_minor, payment.voided_minor, payment.capturable()), (6_000, 6_000, 0));
        assert_eq!(buyer.load(&placed).await.due().minor, 0);
        shop.assert_consistent().await;
    }

    async fn an_order_that_waits_for_its_payment_asks_for_less(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 6_000, 5).await, shop.staff().await);
        let (buyer, placed) = order(&shop, &[(mug, 2)]).await;
        cancel(&staff, &placed, &[1], &[]).await.expect(200);
        shop.run_jobs().await;
        let again = [("number", placed.number.to_string()), ("token", placed.token.clone())];
        let again: Vec<_> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page: String = buyer.client.post_action("orders/retry_payment", &again).await.expect(200).json();
        assert_ne!(page, placed.payment);
        buyer.pay(&Placed { payment: page, ..placed.clone() }, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor, order.due().minor), (OrderStatus::Paid, 6_000, 0));
        shop.assert_consistent().await;
    }

    async fn a_form_sent_twice_cancels_once_and_nobody_cancels_what_is_not_open(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 9).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 4)]).await;
        cancel(&staff, &placed, &[1], &[("seen", "0")]).await.expect(200);
        assert_eq!(cancel(&staff, &placed, &[1], &[("seen", "0")]).await.error(), AppError::Conflict);
        let field = cancel_field(staff_order(&staff, &placed).await.detail.lines[0].id);
        let refused = cancel(&staff, &placed, &[4], &[]).await.expect(422).error();
        assert_eq!(refused, AppError::field(&field, Problem::OutOfRange(0, 3)));
        assert_eq!(cancel(&staff, &placed, &[0], &[]).await.error(), AppError::field(&field, Problem::Required));
        ship(&staff, &placed, &[]).await.expect(200);
        assert_eq!(cancel(&staff, &placed, &[1], &[]).await.error(), AppError::OrderMovedOn);
        let others = shop.staff_with(&[Permission::Catalog]).await;
        let number = placed.number.to_string();
        others.post_action("admin/cancel_lines", &[("number", number.as_str())]).await.expect(403);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.refunded.minor, 1_999);
        shop.assert_consistent().await;
    }

    async fn a_unit_is_shipped_or_canceled_and_never_both(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 20).await, shop.staff().await);
        for _ in 0..3 {
            let (buyer, placed): (Buyer, Placed) = buy(&shop, &[(mug, 2)]).await;
            let line = staff_order(&staff, &placed).await.detail.lines[0].id;
            let (shipper, canceler, other, own) = (staff.clone(), staff.clone(), placed.clone(), placed.clone());
            let field = quantity_field(line);
            let ships = async move { ship(&shipper, &other, &[(&field, "2")]).await.status }.boxed();
            let cancels = async move { cancel(&canceler, &own, &[1], &[]).await.status }.boxed();
            let answers = at_once([ships, cancels]).await;
            shop.run_jobs().await;
            let order = buyer.load(&placed).await;
            let line = &order.lines[0];
            match answers.as_slice() {
                [200, 409] => assert_eq!((line.shipped, line.canceled), (2, 0)),
                [422, 200] => assert_eq!((line.shipped, line.canceled), (0, 1)),
                other => panic!("shipping and canceling answered {other:?}"),
            }
            shop.assert_consistent().await;
        }
    }

    async fn an_order_that_was_refunded_as_a_whole_before_it_shipped_holds_no_stock(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 10_000, 5).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 2)]).await;
        let payment = staff_order(&staff, &placed).await.payments[0].id.to_string();
        let number = placed.number.to_string();
        let form = [("number", number.as_str()), ("payment", &payment), ("seen", "0"), ("amount", "200"), ("reason", "all")];
        staff.post_action("admin/refund_payment", &form).await.expect(200);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.open_units(), shop.stock(mug).await), (OrderStatus::Refunded, 0, (5, 0)));
        shop.assert_consistent().await;
    }

    async fn credits_without_reasons_and_units_that_are_too_many_are_found_or_refused(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 5).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 2)]).await;
        cancel(&staff, &placed, &[1], &[]).await.expect(200);
        for text in ["UPDATE order_line SET canceled = 3", "UPDATE order_line SET canceled = -1"] {
            assert!(execute(&shop.state.db, text).run().await.is_err(), "{text}");
        }
        execute(&shop.state.db, "UPDATE order_credit SET amount_minor = 1").run().await.expect("changed by hand");
        execute(&shop.state.db, "UPDATE order_line SET canceled = 0").run().await.expect("changed by hand");
        let found = check(&shop.state).await.expect("a check");
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(found.iter().any(|line| line.contains("its reasons add up to 1")), "{found:?}");
        assert!(found.iter().any(|line| line.contains("0 canceled")), "{found:?}");
    }
}
