//! PayPal: against a server of our own that speaks its API over HTTP, since there is none to be had.

use super::{ask_for_refund, balance, found, payment_of, set_up, staff::ship};
use crate::support::{
    ADDRESS, Buyer, OPENING, On, Placed, TestShop, at_once,
    paypal::{Fault, PayPal, fee_of},
};
use futures::FutureExt;
use serde_json::json;
use tradewind::{
    domain::{
        ids::OrderId,
        order::{OrderDetail, OrderEventKind, OrderNumber, OrderStatus},
        payment::CaptureTime,
    },
    server::{
        clock::Clock,
        gateways::payment::Part,
        services::{self, orders::order_token},
        store::db::select,
    },
};

const CAPTURED: &str = "PAYMENT.CAPTURE.COMPLETED";
const APPROVED: &str = "CHECKOUT.ORDER.APPROVED";

async fn open(on: On) -> (TestShop, PayPal) {
    let paypal = PayPal::start().await;
    let shop = TestShop::open(on, Clock::fixed(OPENING), |config| paypal.configure(config)).await;
    (shop, paypal)
}

/// Places an order for a lamp of 100.00; the answer has PayPal's name for it, too.
async fn place(shop: &TestShop) -> (Buyer, Placed, String) {
    let (buyer, placed) = try_to_place(shop).await;
    let order = PayPal::order_behind(&placed.payment);
    (buyer, placed, order)
}

/// The same where PayPal may not answer.
async fn try_to_place(shop: &TestShop) -> (Buyer, Placed) {
    let lamp = shop.sell("Lamp", 10_000, 9).await;
    let buyer = Buyer::guest(shop);
    buyer.add(lamp, "1").await.expect(200);
    buyer.fill_checkout_to_pay_with("paypal", "ada@example.com", &ADDRESS).await;
    let payment: String = buyer.place().await.expect(200).json();
    let newest = "SELECT id FROM orders ORDER BY id DESC LIMIT 1";
    let (id,): (OrderId,) = select(&shop.state.db, newest).one().await.expect("an order");
    let (number, token) = (OrderNumber(id), order_token(&shop.state, id));
    let back = format!("/orders/{number}/return?token={token}");
    (buyer, Placed { number, token, payment, back })
}

async fn come_back(buyer: &Buyer, placed: &Placed) -> OrderDetail {
    buyer.client.follow(&placed.back).await.expect(200);
    buyer.load(placed).await
}

/// Approves at PayPal, and comes back.
async fn pay(buyer: &Buyer, placed: &Placed, paypal: &PayPal, order: &str) -> OrderDetail {
    paypal.approve(order);
    come_back(buyer, placed).await
}

fn count(order: &OrderDetail, kind: OrderEventKind) -> usize {
    order.events.iter().filter(|event| event.kind == kind).count()
}

async fn pay_again(buyer: &Buyer, placed: &Placed) -> String {
    let number = placed.number.to_string();
    let fields = [("number", number.as_str()), ("token", placed.token.as_str())];
    buyer.client.post_action("orders/retry_payment", &fields).await.expect(200).json()
}

async fn cancel(shop: &TestShop, placed: &Placed) {
    let staff = shop.staff().await;
    staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
}

async fn an_approved_order_is_captured_once_whoever_tells_of_it(on: On) {
    let (shop, paypal) = open(on).await;
    let (buyer, placed, order) = place(&shop).await;
    let policy = shop.visitor().get("/checkout").await.header("content-security-policy").map(str::to_owned);
    assert!(policy.expect("a policy").contains("form-action 'self' https://www.paypal.com;"));
    let made = paypal.order(&order);
    assert_eq!(made["intent"], "CAPTURE");
    let amount = &made["purchase_units"][0]["amount"];
    assert_eq!((&amount["value"], &amount["breakdown"]["item_total"]["value"]), (&json!("100.00"), &json!("100.00")));
    // Back without having approved anything.
    assert_eq!(come_back(&buyer, &placed).await.status, OrderStatus::PendingPayment);
    let paid = pay(&buyer, &placed, &paypal, &order).await;
    assert_eq!((paid.status, paid.captured.minor), (OrderStatus::Paid, 10_000));
    let capture = paypal.capture_of(&order);
    for (kind, resource) in [(CAPTURED, &capture), (APPROVED, &json!({ "id": order })), (CAPTURED, &capture)] {
        assert_eq!(paypal.tell(&shop, kind, resource, true).await, 200, "{kind}");
    }
    assert_eq!(buyer.load(&placed).await, paid);
    assert_eq!(paypal.calls("POST /v1/oauth2/token"), 1, "the token is kept");
    assert_eq!(balance(&shop, "fee").await, fee_of(10_000));
    let dispute = json!({ "dispute_id": "PP-D-1", "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
        "disputed_transactions": [{ "seller_transaction_id": capture["id"] }] });
    for _ in 0..2 {
        assert_eq!(paypal.tell(&shop, "CUSTOMER.DISPUTE.CREATED", &dispute, true).await, 200);
    }
    assert_eq!(shop.count("order_alert").await, 1);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn webhooks_come_alone_first_twice_or_forged(on: On) {
    let (shop, paypal) = open(on).await;
    let (buyer, placed, order) = place(&shop).await;
    paypal.approve(&order);
    let approved = json!({ "id": order });
    assert_eq!(paypal.tell(&shop, APPROVED, &approved, false).await, 401);
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
    for _ in 0..2 {
        assert_eq!(paypal.tell(&shop, APPROVED, &approved, true).await, 200);
    }
    let paid = come_back(&buyer, &placed).await;
    assert_eq!((paid.status, count(&paid, OrderEventKind::Paid)), (OrderStatus::Paid, 1));
    assert_eq!(paypal.tell(&shop, "CUSTOMER.DISPUTE.CREATED", &json!({ "id": "D1" }), true).await, 200, "of no use");
    assert_eq!(paypal.tell(&shop, APPROVED, &json!({ "id": "O9" }), true).await, 503, "it may be on its way");
    let bare = reqwest::Client::new().post(format!("{}/webhooks/paypal", shop.url)).body("{}").send().await;
    assert_eq!(bare.expect("an answer").status().as_u16(), 401);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn a_webhook_that_never_comes_costs_no_order(on: On) {
    let (shop, paypal) = open(on).await;
    let (buyer, placed, order) = place(&shop).await;
    paypal.approve(&order);
    shop.clock.advance_minutes(5);
    services::payments::look_up_open(&shop.state).await.expect("asked");
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn returns_and_webhooks_at_once_capture_once(on: On) {
    let (shop, paypal) = open(on).await;
    let (buyer, placed, order) = place(&shop).await;
    paypal.approve(&order);
    let shop = std::sync::Arc::new(shop);
    let tries = (0..8).map(|number| {
        let (shop, paypal, order) = (std::sync::Arc::clone(&shop), paypal.clone(), order.clone());
        let (buyer, placed) = (buyer.clone(), placed.clone());
        async move {
            if number % 2 == 0 {
                paypal.tell(&shop, APPROVED, &json!({ "id": order }), true).await
            } else {
                buyer.client.get(&placed.back).await.status
            }
        }
        .boxed()
    });
    let statuses = at_once(tries).await;
    assert!(statuses.iter().all(|status| matches!(status, 200 | 303)), "{statuses:?}");
    let paid = buyer.load(&placed).await;
    assert_eq!((paid.status, paid.captured.minor, count(&paid, OrderEventKind::Paid)), (OrderStatus::Paid, 10_000, 1));
    assert_eq!(paypal.order(&order)["purchase_units"][0]["payments"]["captures"].as_array().map(Vec::len), Some(1));
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn what_paypal_declines_is_told_and_approved_anew(on: On) {
    let (shop, paypal) = open(on).await;
    let (buyer, placed, order) = place(&shop).await;
    paypal.decline(true);
    let declined = pay(&buyer, &placed, &paypal, &order).await;
    assert_eq!(declined.status, OrderStatus::PendingPayment);
    assert!(declined.payment_problem.as_deref().is_some_and(|told| told.contains("PayPal declined")), "{declined:?}");
    // Asked again about the same approval, it is the same refusal.
    assert_eq!(paypal.tell(&shop, APPROVED, &json!({ "id": order }), true).await, 200);
    assert_eq!(count(&come_back(&buyer, &placed).await, OrderEventKind::PaymentFailed), 1);
    paypal.decline(false);
    assert_eq!(pay_again(&buyer, &placed).await, placed.payment);
    let paid = pay(&buyer, &placed, &paypal, &order).await;
    assert_eq!((paid.status, paid.captured.minor), (OrderStatus::Paid, 10_000));
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn a_failing_paypal_is_asked_again_and_does_nothing_twice(on: On) {
    let (shop, paypal) = open(on).await;
    paypal.fail_next(Fault::Before(503));
    let (buyer, placed) = try_to_place(&shop).await;
    assert!(placed.payment.starts_with("/orders/"), "the order stands, and can be paid later");
    paypal.fail_next(Fault::After(500));
    let number = placed.number.to_string();
    let fields = [("number", number.as_str()), ("token", placed.token.as_str())];
    buyer.client.post_action("orders/retry_payment", &fields).await.expect(502);
    let page = pay_again(&buyer, &placed).await;
    let order = PayPal::order_behind(&page);
    assert_eq!(paypal.order_count(), 1, "the key found the order whose answer was lost");
    // The capture is done, and its answer lost.
    paypal.approve(&order);
    paypal.fail_next(Fault::After(500));
    buyer.client.follow(&placed.back).await.expect(200);
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
    // A token that is not taken any more is renewed on the way.
    paypal.forget_tokens();
    let paid = come_back(&buyer, &placed).await;
    assert_eq!((paid.status, paid.captured.minor), (OrderStatus::Paid, 10_000));
    assert_eq!(paypal.calls("POST /v1/oauth2/token"), 2);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn a_webhook_finds_the_payment_whose_answer_was_lost(on: On) {
    let (shop, paypal) = open(on).await;
    paypal.fail_next(Fault::After(500));
    let (buyer, placed) = try_to_place(&shop).await;
    assert_eq!(payment_of(&shop, &placed).await.reference, "");
    let order = PayPal::order_behind(&format!("https://www.sandbox.paypal.com/checkoutnow?token=O{:016}", 2));
    paypal.approve(&order);
    assert_eq!(paypal.tell(&shop, APPROVED, &json!({ "id": order }), true).await, 200);
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn an_authorization_is_captured_at_shipment_once(on: On) {
    let (shop, paypal) = open(on).await;
    set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
    let (buyer, placed, order) = place(&shop).await;
    assert_eq!(paypal.order(&order)["intent"], "AUTHORIZE");
    let authorized = pay(&buyer, &placed, &paypal, &order).await;
    assert_eq!((authorized.status, authorized.captured.minor), (OrderStatus::Paid, 0));
    ship(&shop, &placed).await;
    shop.run_jobs().await;
    assert_eq!(buyer.load(&placed).await.captured.minor, 10_000);
    // Asked again, also when PayPal has forgotten the key, it is the same capture.
    let payment = tradewind::server::store::payments::Payment { captured_minor: 0, ..payment_of(&shop, &placed).await };
    services::payments::capture(&shop.state, &payment, 10_000).await.expect("captured before");
    assert_eq!(paypal.order(&order)["purchase_units"][0]["payments"]["captures"].as_array().map(Vec::len), Some(1));
    shop.assert_consistent().await;
}

async fn a_capture_whose_answer_was_lost_is_found(on: On) {
    let (shop, paypal) = open(on).await;
    set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
    let (buyer, placed, order) = place(&shop).await;
    pay(&buyer, &placed, &paypal, &order).await;
    let payment = payment_of(&shop, &placed).await;
    paypal.fail_next(Fault::After(500));
    services::payments::capture(&shop.state, &payment, 6_000).await.expect_err("no answer");
    services::payments::capture(&shop.state, &payment, 6_000).await.expect("found");
    assert_eq!(buyer.load(&placed).await.captured.minor, 6_000);
    services::payments::cancel(&shop.state, payment.id).await.expect("let go of");
    let payment = payment_of(&shop, &placed).await;
    assert_eq!((payment.captured_minor, payment.voided_minor), (6_000, 4_000));
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn what_was_authorized_is_let_go_of_with_the_order(on: On) {
    let (shop, paypal) = open(on).await;
    set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
    let (buyer, placed, order) = place(&shop).await;
    pay(&buyer, &placed, &paypal, &order).await;
    cancel(&shop, &placed).await;
    paypal.fail_next(Fault::After(500));
    let payment = payment_of(&shop, &placed).await;
    services::payments::cancel(&shop.state, payment.id).await.expect_err("no answer");
    shop.run_jobs().await;
    let payment = payment_of(&shop, &placed).await;
    assert_eq!((payment.voided_minor, payment.captured_minor), (10_000, 0));
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
    shop.assert_consistent().await;
}

async fn an_order_that_the_shop_gave_up_takes_no_money(on: On) {
    let (shop, paypal) = open(on).await;
    let (buyer, placed, order) = place(&shop).await;
    cancel(&shop, &placed).await;
    shop.run_jobs().await;
    let canceled = pay(&buyer, &placed, &paypal, &order).await;
    assert_eq!(paypal.tell(&shop, APPROVED, &json!({ "id": order }), true).await, 200);
    assert_eq!((canceled.status, paypal.order(&order)["status"].as_str()), (OrderStatus::Canceled, Some("APPROVED")));
    // PayPal forgets what nobody took.
    paypal.forget_order(&order);
    shop.clock.advance_minutes(60);
    shop.assert_consistent().await;
}

async fn refunds_go_back_in_parts_and_once(on: On) {
    let (shop, paypal) = open(on).await;
    let (buyer, placed, order) = place(&shop).await;
    let paid = pay(&buyer, &placed, &paypal, &order).await;
    shop.run_jobs().await;
    ask_for_refund(&shop, &placed, 2_500, "one").await;
    // PayPal did it, and the shop died before it could write that down.
    let gateway = shop.state.gateways.get("paypal").expect("PayPal");
    let part = Part { amount: paid.money(2_500), idempotency_key: "one".into() };
    let told = gateway.refund(&order, &part).await.expect("refunded");
    assert_eq!(told, gateway.refund(&order, &part).await.expect("refunded before"));
    shop.run_jobs().await;
    assert_eq!(buyer.load(&placed).await.refunded.minor, 2_500);
    shop.assert_consistent().await;
    // A refund that the owner makes at PayPal, told twice.
    let refund = paypal.refund_by_hand(&order, 1_000);
    for _ in 0..2 {
        assert_eq!(paypal.tell(&shop, "PAYMENT.CAPTURE.REFUNDED", &refund, true).await, 200);
    }
    assert_eq!(buyer.load(&placed).await.refunded.minor, 3_500);
    let much = Part { amount: paid.money(9_000), idempotency_key: "much".into() };
    gateway.refund(&order, &much).await.expect_err("more than is left");
    ask_for_refund(&shop, &placed, 6_500, "rest").await;
    shop.run_jobs().await;
    assert_eq!(buyer.load(&placed).await.refunded.minor, 10_000);
    shop.assert_consistent().await;
}

async fn the_check_asks_paypal(on: On) {
    let (shop, paypal) = open(on).await;
    let (buyer, placed, order) = place(&shop).await;
    pay(&buyer, &placed, &paypal, &order).await;
    shop.run_jobs().await;
    shop.assert_consistent().await;
    paypal.forget_order(&order);
    let told = found(&shop).await;
    assert!(told.iter().any(|told| told.contains("by the gateway 0")), "{told:?}");
}

async fn secrets_are_told_nobody(on: On) {
    let (shop, paypal) = open(on).await;
    let shown = format!("{:?} {:?}", shop.state.gateways, shop.state.config);
    assert!(!shown.contains("secret-of-a-test") && shown.contains(&paypal.address), "{shown}");
}

on_each! {
    an_approved_order_is_captured_once_whoever_tells_of_it
    webhooks_come_alone_first_twice_or_forged
    a_webhook_that_never_comes_costs_no_order
    returns_and_webhooks_at_once_capture_once
    what_paypal_declines_is_told_and_approved_anew
    a_failing_paypal_is_asked_again_and_does_nothing_twice
    a_webhook_finds_the_payment_whose_answer_was_lost
    an_authorization_is_captured_at_shipment_once
    a_capture_whose_answer_was_lost_is_found
    what_was_authorized_is_let_go_of_with_the_order
    an_order_that_the_shop_gave_up_takes_no_money
    refunds_go_back_in_parts_and_once
    the_check_asks_paypal
    secrets_are_told_nobody
}
