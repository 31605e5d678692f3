//! Staff and their programs do things to the same money at one moment, over HTTP.

use super::{capture_at_shipment, payment_of, set_up};
use crate::{
    api::{selling::of_staff, shopper::Program},
    support::{Answer, Buyer, Placed, TestShop, at_once, staff_order},
};
use futures::future::{BoxFuture, FutureExt};
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::{
        ids::VariantId,
        order::{OrderDetail, OrderStatus},
    },
    server::jobs::worker,
};

/// How often two sides are let loose on each other, so that each is first sometimes.
const ROUNDS: usize = 6;

fn amount(minor: i64) -> Value {
    json!({"amount": {"amount": minor, "currency": "EUR"}})
}

fn back(minor: i64) -> Value {
    json!({"amount": {"amount": minor, "currency": "EUR"}, "reason": "Scratched"})
}

/// A request to come.
fn post(program: &Program, path: &str, key: &str, body: Value) -> BoxFuture<'static, Answer> {
    let (program, path, key) = (program.clone(), path.to_owned(), key.to_owned());
    async move { program.send(Method::POST, &path, &key, Some(body)).await }.boxed()
}

/// One without a body.
fn press(program: &Program, path: &str, key: &str) -> BoxFuture<'static, Answer> {
    let (program, path, key) = (program.clone(), path.to_owned(), key.to_owned());
    async move { program.send(Method::POST, &path, &key, None).await }.boxed()
}

fn sorted(answers: &[Answer]) -> Vec<u16> {
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    statuses
}

/// The path of an order's payment below `/api/v1`.
async fn payment_path(shop: &TestShop, placed: &Placed) -> String {
    format!("/orders/{}/payments/{}", placed.number, payment_of(shop, placed).await.id)
}

/// Somebody who paid 100.00 for a lamp, or had them authorized.
async fn buy(shop: &TestShop, lamp: VariantId) -> (Buyer, Placed) {
    let buyer = Buyer::guest(shop);
    let placed = buyer.buy(shop, lamp, "1").await;
    (buyer, placed)
}

/// Whatever a sender under one key is told: what came of it, or to wait.
fn assert_answered_once(answers: &[Answer], status: u16) {
    for answer in answers {
        match answer.status {
            409 => assert!(answer.header("retry-after").is_some(), "{}", answer.body),
            other => assert_eq!(other, status, "{}", answer.body),
        }
    }
    assert!(answers.iter().any(|answer| answer.status == status));
}

async fn finished(shop: &TestShop, buyer: &Buyer, placed: &Placed) -> OrderDetail {
    shop.assert_consistent().await;
    shop.run_jobs().await;
    shop.assert_consistent().await;
    buyer.load(placed).await
}

async fn place_by_transfer(shop: &TestShop, lamp: VariantId) -> (Buyer, Placed) {
    set_up(shop, |settings| {
        settings.bank_transfer = true;
        settings.bank_holder = "Halyard GmbH".into();
        settings.bank_iban = "DE89370400440532013000".into();
    })
    .await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order_unassisted("bank-transfer", lamp, "1").await;
    (buyer, placed)
}

on_both! {
    async fn refunds_of_sixty_from_a_capture_of_a_hundred_are_one(shop: TestShop) {
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        for round in 0..3 {
            let (buyer, placed) = buy(&shop, lamp).await;
            let path = format!("{}/refunds", payment_path(&shop, &placed).await);
            let sends = (0..6).map(|sender| post(&program, &path, &format!("r{round}-{sender}"), back(6_000)));
            let answers = at_once(sends).await;
            assert_eq!(sorted(&answers), [201, 422, 422, 422, 422, 422]);
            let order = finished(&shop, &buyer, &placed).await;
            assert_eq!((order.refunded.minor, order.credited.minor), (6_000, 6_000));
        }
    }

    async fn many_who_capture_at_once_take_no_more_than_was_promised(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        let (buyer, placed) = buy(&shop, lamp).await;
        let path = format!("{}/capture", payment_path(&shop, &placed).await);
        let sends = (0..8).map(|sender| post(&program, &path, &format!("c{sender}"), amount(3_000)));
        let answers = at_once(sends).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3, "{:?}", sorted(&answers));
        assert!(answers.iter().all(|answer| [200, 409, 422].contains(&answer.status)), "{:?}", sorted(&answers));
        let order = finished(&shop, &buyer, &placed).await;
        assert_eq!((order.captured.minor, order.authorized.minor), (9_000, 1_000));
    }

    async fn one_key_sent_many_times_at_once_refunds_once(shop: TestShop) {
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        let (buyer, placed) = buy(&shop, lamp).await;
        let path = format!("{}/refunds", payment_path(&shop, &placed).await);
        let answers = at_once((0..12).map(|_| post(&program, &path, "same", back(2_000)))).await;
        assert_answered_once(&answers, 201);
        assert_eq!(shop.count("refund").await, 1);
        assert_eq!(finished(&shop, &buyer, &placed).await.refunded.minor, 2_000);
    }

    async fn one_key_sent_many_times_at_once_captures_once(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        let (buyer, placed) = buy(&shop, lamp).await;
        let path = format!("{}/capture", payment_path(&shop, &placed).await);
        let answers = at_once((0..12).map(|_| post(&program, &path, "same", amount(2_000)))).await;
        assert_answered_once(&answers, 200);
        assert_eq!(finished(&shop, &buyer, &placed).await.captured.minor, 2_000);
    }

    async fn one_key_sent_many_times_at_once_is_paid_once(shop: TestShop) {
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        let (buyer, placed) = place_by_transfer(&shop, lamp).await;
        let path = format!("{}/mark-paid", payment_path(&shop, &placed).await);
        let answers = at_once((0..12).map(|_| post(&program, &path, "same", amount(4_000)))).await;
        assert_answered_once(&answers, 200);
        let order = finished(&shop, &buyer, &placed).await;
        assert_eq!((order.captured.minor, order.status), (4_000, OrderStatus::PendingPayment));
    }

    async fn one_key_sent_many_times_at_once_settles_a_return_once(shop: TestShop) {
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        let (buyer, placed) = buy(&shop, lamp).await;
        super::staff::ship(&shop, &placed).await;
        shop.run_jobs().await;
        let line = buyer.load(&placed).await.lines[0].id.0;
        let opened: Value = program
            .post_once(&format!("/orders/{}/returns", placed.number), "o", json!({"lines": [{"line_id": line, "quantity": 1, "reason": "damaged"}]}))
            .await
            .expect(201)
            .json();
        let path = format!("/returns/{}", opened["number"].as_str().expect("a number"));
        let came = json!({"lines": [{"line_id": line, "quantity": 1}]});
        program.post_once(&format!("{path}/receive"), "in", came).await.expect(200);
        let path = format!("{path}/refund");
        let answers = at_once((0..12).map(|_| post(&program, &path, "same", json!({"shipping": true})))).await;
        assert_answered_once(&answers, 200);
        let order = finished(&shop, &buyer, &placed).await;
        assert_eq!((order.refunded.minor, order.status), (10_000, OrderStatus::Refunded));
        assert_eq!(shop.count("refund").await, 1);
    }

    async fn one_key_sent_many_times_at_once_cancels_once(shop: TestShop) {
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        let (buyer, placed) = buy(&shop, lamp).await;
        let path = format!("/orders/{}/cancel", placed.number);
        let answers = at_once((0..12).map(|_| press(&program, &path, "same"))).await;
        assert_answered_once(&answers, 200);
        let order = finished(&shop, &buyer, &placed).await;
        assert_eq!((order.refunded.minor, order.status), (10_000, OrderStatus::Refunded));
    }

    async fn a_refund_that_crosses_a_cancellation_gives_back_exactly_what_came(shop: TestShop) {
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        for round in 0..ROUNDS {
            let (buyer, placed) = buy(&shop, lamp).await;
            let refunds = format!("{}/refunds", payment_path(&shop, &placed).await);
            let cancel = format!("/orders/{}/cancel", placed.number);
            let sends = [
                post(&program, &refunds, &format!("r{round}"), back(6_000)),
                press(&program, &cancel, &format!("c{round}")),
            ];
            let answers = at_once(sends).await;
            assert!([201, 422].contains(&answers[0].status), "{}", answers[0].body);
            assert_eq!(answers[1].status, 200, "{}", answers[1].body);
            let order = finished(&shop, &buyer, &placed).await;
            assert_eq!((order.refunded.minor, order.status), (10_000, OrderStatus::Refunded));
        }
    }

    async fn a_capture_that_crosses_a_void_is_taken_or_let_go_of(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        for round in 0..ROUNDS {
            let (buyer, placed) = buy(&shop, lamp).await;
            let path = payment_path(&shop, &placed).await;
            let sends = [
                post(&program, &format!("{path}/capture"), &format!("c{round}"), amount(10_000)),
                press(&program, &format!("{path}/void"), &format!("v{round}")),
            ];
            let answers = at_once(sends).await;
            assert!(answers.iter().all(|answer| [200, 409, 422].contains(&answer.status)), "{:?}", sorted(&answers));
            let order = finished(&shop, &buyer, &placed).await;
            let payment = payment_of(&shop, &placed).await;
            assert_eq!(payment.captured_minor + payment.voided_minor, 10_000, "{:?}", sorted(&answers));
            assert!([0, 10_000].contains(&payment.captured_minor));
            assert_eq!(order.captured.minor, payment.captured_minor);
            assert_eq!(answers[0].status == 200, payment.captured_minor == 10_000, "who is told so has the money");
        }
    }

    async fn a_capture_that_crosses_a_cancellation_leaves_no_money_behind(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (lamp, program) = (shop.sell("Lamp", 10_000, 90).await, of_staff(&shop).await);
        for round in 0..ROUNDS {
            let (buyer, placed) = buy(&shop, lamp).await;
            let capture = format!("{}/capture", payment_path(&shop, &placed).await);
            let cancel = format!("/orders/{}/cancel", placed.number);
            let sends = [
                post(&program, &capture, &format!("c{round}"), amount(10_000)),
                press(&program, &cancel, &format!("x{round}")),
            ];
            let answers = at_once(sends).await;
            assert_eq!(answers[1].status, 200, "{}", answers[1].body);
            let order = finished(&shop, &buyer, &placed).await;
            assert!(matches!(order.status, OrderStatus::Canceled | OrderStatus::Refunded));
            let payment = payment_of(&shop, &placed).await;
            assert_eq!(payment.captured_minor, payment.refunded_minor, "{:?}", sorted(&answers));
            assert_eq!(payment.capturable(), 0);
        }
    }

    async fn money_that_staff_see_while_the_order_expires_is_kept_with_its_order_or_refused(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 90).await;
        for round in 0..ROUNDS {
            // A token lasts for a month.
            let program = of_staff(&shop).await;
            let (buyer, placed) = place_by_transfer(&shop, lamp).await;
            let path = format!("{}/mark-paid", payment_path(&shop, &placed).await);
            shop.clock.advance_minutes(7 * 24 * 60);
            let state = shop.state.clone();
            let expires = async move {
                while worker::run_due(&state).await.expect("the queue answers") > 0 {}
                None
            }
            .boxed();
            let pays = post(&program, &path, &format!("p{round}"), amount(10_000));
            let pays = async move { Some(pays.await) }.boxed();
            let answers = at_once([expires, pays]).await;
            let answer = answers.into_iter().flatten().next().expect("an answer");
            let order = finished(&shop, &buyer, &placed).await;
            match answer.status {
                200 => assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000)),
                409 | 422 => assert_eq!((order.status, order.captured.minor), (OrderStatus::Canceled, 0)),
                status => panic!("{status}: {}", answer.body),
            }
        }
    }

    async fn an_order_canceled_in_part_and_as_a_whole_at_once_is_canceled_once(shop: TestShop) {
        let (lamp, staff) = (shop.sell("Lamp", 5_000, 90).await, shop.staff().await);
        for _ in 0..ROUNDS {
            let buyer = Buyer::guest(&shop);
            let placed = buyer.buy(&shop, lamp, "3").await;
            let (number, line) = (placed.number.to_string(), staff_order(&staff, &placed).await.detail.lines[0].id);
            let part = {
                let (staff, number, field) = (staff.clone(), number.clone(), format!("cancel[{line}]"));
                async move {
                    let fields = [("number", number.as_str()), (field.as_str(), "1"), ("seen", "0")];
                    staff.post_action("admin/cancel_lines", &fields).await
                }
                .boxed()
            };
            let whole = {
                let staff = staff.clone();
                async move { staff.post_action("admin/cancel_order", &[("number", &number)]).await }.boxed()
            };
            let answers = at_once([part, whole]).await;
            assert!([200, 409].contains(&answers[0].status), "{}", answers[0].body);
            assert_eq!(answers[1].status, 200, "{}", answers[1].body);
            let order = finished(&shop, &buyer, &placed).await;
            assert_eq!((order.status, order.refunded.minor), (OrderStatus::Refunded, 15_000));
        }
        assert_eq!(shop.stock(lamp).await, (90, 0));
    }
}
