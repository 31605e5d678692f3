//! The payments card of the order page.

use super::{buy_for_100, capture_at_shipment, order_for_100, payment_of};
use crate::support::{self, Answer, Client, Placed, TestShop, at_once, card, until_somebody_waits};
use futures::future::FutureExt;
use tradewind::{
    domain::{
        access::Permission,
        forms::{FieldErrors, Problem},
        money::{Currency, Money},
        order::OrderStatus,
    },
    error::AppError,
    server::{
        services::staff_payments,
        store::{self, payments::PaymentStatus},
    },
};

/// Hands an order to its carrier; the status of the answer.
pub async fn try_to_ship(shop: &TestShop, placed: &Placed) -> u16 {
    support::ship(&shop.staff().await, placed, &[]).await.status
}

pub async fn ship(shop: &TestShop, placed: &Placed) {
    assert_eq!(try_to_ship(shop, placed).await, 200);
}

/// Sends the form of a refund as the page shows it now.
pub async fn refund(shop: &TestShop, staff: &Client, placed: &Placed, amount: &str, reason: &str) -> Answer {
    let payment = payment_of(shop, placed).await.id;
    let seen = store::refunds::count(&shop.state.db, payment).await.expect("a number").to_string();
    let (number, payment) = (placed.number.to_string(), payment.to_string());
    let fields =
        [("number", number.as_str()), ("payment", &payment), ("seen", &seen), ("amount", amount), ("reason", reason)];
    staff.post_action("admin/refund_payment", &fields).await
}

async fn press(shop: &TestShop, staff: &Client, placed: &Placed, action: &str, amount: &str) -> Answer {
    let payment = payment_of(shop, placed).await;
    let (number, id, seen) = (placed.number.to_string(), payment.id.to_string(), payment.captured_minor.to_string());
    let fields = [("number", number.as_str()), ("payment", &id), ("seen", &seen), ("amount", amount)];
    staff.post_action(&format!("admin/{action}"), &fields).await
}

fn more_than(minor: i64) -> AppError {
    AppError::Invalid(FieldErrors::one("amount", Problem::MoreThan(Money::new(minor, Currency::Eur))))
}

on_both! {
    async fn staff_refund_a_part_and_too_much_is_refused_beside_the_field(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let staff = shop.staff().await;
        let refused = refund(&shop, &staff, &placed, "100.01", "").await.expect(422).error();
        let both = FieldErrors(
            [("amount", Problem::MoreThan(Money::new(10_000, Currency::Eur))), ("reason", Problem::Required)]
                .into_iter()
                .flat_map(|(field, problem)| FieldErrors::one(field, problem).0)
                .collect(),
        );
        assert_eq!(refused, AppError::Invalid(both));
        refund(&shop, &staff, &placed, "60", "a scratch").await.expect(200);
        assert_eq!(refund(&shop, &staff, &placed, "60", "a scratch").await.expect(422).error(), more_than(4_000));
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.refunded.minor, order.status), (6_000, OrderStatus::Paid));
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("€60.00"), "the customer sees what went back: {page}");
        let log = shop.owner().await.get("/admin/audit?subject=order").await.expect(200).body;
        assert!(log.contains(&placed.number.to_string()) && log.contains("a scratch"), "{log}");
        shop.assert_consistent().await;
    }

    async fn a_refund_form_sent_twice_refunds_once(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let staff = shop.staff().await;
        let (number, payment) = (placed.number.to_string(), payment_of(&shop, &placed).await.id.to_string());
        let form = |amount: &'static str| {
            vec![("number", number.clone()), ("payment", payment.clone()), ("seen", "0".into()), ("amount", amount.into()), ("reason", "double".into())]
        };
        for (amount, status) in [("10", 200), ("10.00", 200), ("11", 409)] {
            let fields = form(amount);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            staff.post_action("admin/refund_payment", &fields).await.expect(status);
        }
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.refunded.minor, 1_000);
    }

    async fn staff_capture_in_parts_and_let_go_of_the_rest(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let staff = shop.staff().await;
        let refused = press(&shop, &staff, &placed, "capture_payment", "100.01").await.expect(422).error();
        assert_eq!(refused, more_than(10_000));
        press(&shop, &staff, &placed, "capture_payment", "70").await.expect(200);
        assert_eq!(press(&shop, &staff, &placed, "capture_payment", "31").await.expect(422).error(), more_than(3_000));
        press(&shop, &staff, &placed, "void_payment", "").await.expect(200);
        press(&shop, &staff, &placed, "void_payment", "").await.expect(409);
        shop.run_jobs().await;
        let payment = payment_of(&shop, &placed).await;
        assert_eq!((payment.captured_minor, payment.voided_minor), (7_000, 3_000));
        let order = buyer.load(&placed).await;
        assert_eq!((order.captured.minor, order.due().minor), (7_000, 3_000));
        shop.assert_consistent().await;
    }

    async fn a_capture_form_sent_twice_captures_once(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let staff = shop.staff().await;
        let (number, payment) = (placed.number.to_string(), payment_of(&shop, &placed).await.id.to_string());
        let send = |seen: &'static str, amount: &'static str| {
            let (staff, number, payment) = (staff.clone(), number.clone(), payment.clone());
            async move {
                let fields = [("number", number.as_str()), ("payment", &payment), ("seen", seen), ("amount", amount)];
                staff.post_action("admin/capture_payment", &fields).await.status
            }
        };
        assert_eq!(at_once((0..4).map(|_| send("0", "30").boxed())).await, [200; 4]);
        shop.run_jobs().await;
        assert_eq!(payment_of(&shop, &placed).await.captured_minor, 3_000);
        for (seen, amount, status) in [("0", "30.00", 200), ("0", "31", 409), ("1", "30", 409), ("3000", "30", 200), ("0", "30", 200)] {
            assert_eq!(send(seen, amount).await, status, "{amount} after {seen}");
        }
        shop.run_jobs().await;
        assert_eq!(payment_of(&shop, &placed).await.captured_minor, 6_000, "another part, as it was asked for");
        assert_eq!(buyer.load(&placed).await.captured.minor, 6_000);
        let page = staff.get(&format!("/admin/orders/{number}")).await.expect(200).body;
        assert!(page.contains("name=\"seen\" value=\"6000\""), "{page}");
        shop.assert_consistent().await;
    }

    async fn a_payment_that_staff_closed_makes_room_for_another(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        let staff = shop.staff().await;
        press(&shop, &staff, &placed, "void_payment", "").await.expect(200);
        assert_eq!(payment_of(&shop, &placed).await.status, PaymentStatus::Canceled);
        let again = [("number", placed.number.to_string()), ("token", placed.token.clone())];
        let again: Vec<_> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page: String = buyer.client.post_action("orders/retry_payment", &again).await.expect(200).json();
        assert!(page.starts_with("/sandbox/pay/") && page != placed.payment);
        let placed = Placed { payment: page, ..placed };
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.assert_consistent().await;
    }

    async fn the_page_has_a_form_for_everything_that_can_be_done(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = order_for_100(&shop).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let (staff, page) = (shop.staff().await, format!("/admin/orders/{}", placed.number));
        let shown = staff.get(&page).await.expect(200).body;
        assert!(shown.contains("/actions/admin/capture_payment") && shown.contains("/actions/admin/void_payment"));
        assert!(!shown.contains("/actions/admin/refund_payment"), "nothing is captured yet");
        press(&shop, &staff, &placed, "capture_payment", "100").await.expect(200);
        let shown = staff.get(&page).await.expect(200).body;
        assert!(shown.contains("/actions/admin/refund_payment") && !shown.contains("/actions/admin/capture_payment"));
    }

    async fn money_is_for_those_who_work_on_orders(shop: TestShop) {
        let (_, placed) = buy_for_100(&shop).await;
        let others = shop.staff_with(&[Permission::Catalog, Permission::Reports]).await;
        refund(&shop, &others, &placed, "1", "mine").await.expect(403);
        for action in ["capture_payment", "void_payment"] {
            press(&shop, &others, &placed, action, "1").await.expect(403);
        }
        assert_eq!(shop.count("refund").await, 0);
    }

    async fn a_payment_of_another_order_is_not_found(shop: TestShop) {
        let (buyer, first) = buy_for_100(&shop).await;
        let mug = shop.sell("Mug", 1_900, 3).await;
        let second = buyer.buy(&shop, mug, "1").await;
        let staff = shop.staff().await;
        let (number, payment) = (first.number.to_string(), payment_of(&shop, &second).await.id.to_string());
        let fields =
            [("number", number.as_str()), ("payment", &payment), ("seen", "0"), ("amount", "1"), ("reason", "x")];
        staff.post_action("admin/refund_payment", &fields).await.expect(404);
    }
}

/// On PostgreSQL, where it shows that somebody waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_hangs_up_ends_no_capture_half_way() {
    let shop = TestShop::postgres().await;
    capture_at_shipment(&shop).await;
    let (buyer, placed) = order_for_100(&shop).await;
    buyer.pay(&placed, card::SUCCESS).await.expect(303);
    shop.run_jobs().await;
    let (payment, staff) =
        (payment_of(&shop, &placed).await.id, shop.staff().await.account.clone().expect("an account"));
    let noted = shop.count("audit_entry").await;
    let mut other = shop.state.db.begin().await.expect("a transaction");
    store::orders::lock(&mut other, placed.number.0).await.expect("an answer").expect("the order");
    let (state, number) = (shop.state.clone(), placed.number);
    let asked =
        tokio::spawn(async move { staff_payments::capture(&state, &staff, number, payment, ("100.00", 0)).await });
    until_somebody_waits(&shop.state.db).await;
    asked.abort();
    assert!(asked.await.is_err_and(|error| error.is_cancelled()));
    other.commit().await.expect("committed");
    let done = async {
        while shop.count("audit_entry").await == noted {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), done).await.expect("it is done and noted all the same");
    assert_eq!(payment_of(&shop, &placed).await.captured_minor, 10_000);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}
