//! Stripe: against a server that speaks its API (`scripts/stripe`), and against its recorded answers where that has none.

use super::{ask_for_refund, payment_of, set_up, staff::ship};
use crate::support::{ADDRESS, Answer, Buyer, OPENING, On, Placed, TestShop};
use axum::{
    Json, Router,
    extract::{Path, Query},
    routing::get,
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tradewind::{
    domain::{order::OrderStatus, payment::CaptureTime},
    server::{
        clock::Clock,
        gateways::payment::{NewPayment, Part},
        services::payments,
        store,
    },
};

pub(super) const SECRET: &str = "whsec_of_a_test";

pub(super) async fn open(on: On, api: String) -> TestShop {
    TestShop::open(on, Clock::fixed(OPENING), |config| {
        config.stripe_secret_key = Some("sk_test_of_a_test".into());
        config.stripe_webhook_secret = Some(SECRET.into());
        config.stripe_api = api;
    })
    .await
}

/// Address of the server that `scripts/stripe` started.
pub(super) fn server() -> String {
    std::env::var("TRADEWIND_TEST_STRIPE").expect(
        "TRADEWIND_TEST_STRIPE names no server: run the tests with `make test`, or with `scripts/stripe run` before cargo",
    )
}

/// A call that the shopper's browser or the owner makes of Stripe.
pub(super) async fn call(path: &str, form: &[(&str, &str)]) -> Value {
    let url = reqwest::Url::parse_with_params("http://form", form).expect("a form");
    let request = reqwest::Client::new()
        .post(format!("{}{path}", server()))
        .bearer_auth("sk_test_of_a_test")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(url.query().unwrap_or_default().to_owned());
    let answer = request.send().await.expect("the server answers");
    assert!(answer.status().is_success(), "{path} answered {}", answer.status());
    answer.json().await.expect("JSON")
}

/// Places an order for 100.00; Stripe's page is the shopper's business.
async fn place(shop: &TestShop) -> (Buyer, Placed) {
    let lamp = shop.sell("Lamp", 10_000, 9).await;
    let buyer = Buyer::guest(shop);
    buyer.add(lamp, "1").await.expect(200);
    buyer.fill_checkout_to_pay_with("stripe", "ada@example.com", &ADDRESS).await;
    let page: String = buyer.place().await.expect(200).json();
    let (number,): (tradewind::domain::ids::OrderId,) =
        store::db::select(&shop.state.db, "SELECT id FROM orders").one().await.expect("the order");
    let token = tradewind::server::services::orders::order_token(&shop.state, number);
    let number = tradewind::domain::order::OrderNumber(number);
    (buyer, Placed { number, token, payment: page, back: String::new() })
}

/// Pays with a card as Stripe's page does, and gives the order's payment the name of what was paid.
async fn pay(shop: &TestShop, placed: &Placed, capture: &str) -> String {
    let card = [
        ("type", "card"),
        ("card[number]", "4242424242424242"),
        ("card[exp_month]", "12"),
        ("card[exp_year]", "2030"),
        ("card[cvc]", "123"),
    ];
    let method = call("/v1/payment_methods", &card).await;
    let intent = [
        ("amount", "10000"),
        ("currency", "eur"),
        ("payment_method", method["id"].as_str().expect("an id")),
        ("confirm", "true"),
        ("capture_method", capture),
    ];
    let intent = call("/v1/payment_intents", &intent).await["id"].as_str().expect("an id").to_owned();
    let payment = payment_of(shop, placed).await;
    store::payments::set_reference(&shop.state.db, payment.id, &intent, "").await.expect("kept");
    intent
}

/// Delivers a webhook as Stripe signs it.
pub(super) async fn tell(shop: &TestShop, kind: &str, object: Value, secret: &str) -> u16 {
    let event = json!({ "id": format!("evt_{kind}"), "object": "event", "type": kind, "data": { "object": object } });
    let (body, at) = (event.to_string(), shop.clock.now().0 / 1_000);
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.update(format!("{at}.{body}").as_bytes());
    let signature = format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()));
    let request = reqwest::Client::new()
        .post(format!("{}/webhooks/stripe", shop.url))
        .header("stripe-signature", signature)
        .body(body);
    Answer::read(request.send().await.expect("the shop answers")).await.expect("a whole answer").status
}

pub(super) fn intent_object(intent: &str) -> Value {
    json!({ "id": intent, "object": "payment_intent" })
}

async fn a_signed_webhook_has_stripe_asked_and_refunds_are_made_once(shop: TestShop) {
    let (buyer, placed) = place(&shop).await;
    let intent = pay(&shop, &placed, "automatic").await;
    assert_eq!(tell(&shop, "payment_intent.succeeded", intent_object(&intent), "whsec_forged").await, 401);
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
    for _ in 0..2 {
        assert_eq!(tell(&shop, "payment_intent.succeeded", intent_object(&intent), SECRET).await, 200);
    }
    let order = buyer.load(&placed).await;
    assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
    ask_for_refund(&shop, &placed, 2_500, "one").await;
    // Stripe did it, and the shop died before it could write that down: Stripe's own memory of keys may have ended.
    let gateway = shop.state.gateways.get("stripe").expect("stripe");
    let amount = order.money(2_500);
    gateway.refund(&intent, &Part { amount, idempotency_key: "one".into() }).await.expect("refunded");
    shop.run_jobs().await;
    let record = gateway.look_up(&intent).await.expect("a record");
    assert_eq!((record.captured(), record.refunded()), (10_000, 2_500));
    assert_eq!(buyer.load(&placed).await.refunded.minor, 2_500);
    shop.assert_consistent().await;
    // A refund that the owner makes at Stripe.
    let refund = call("/v1/refunds", &[("payment_intent", &intent), ("amount", "1000")]).await;
    assert_eq!(tell(&shop, "refund.created", refund, SECRET).await, 200);
    assert_eq!(buyer.load(&placed).await.refunded.minor, 3_500);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn what_stripe_authorized_is_captured_at_shipment(shop: TestShop) {
    set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
    let (buyer, placed) = place(&shop).await;
    let intent = pay(&shop, &placed, "manual").await;
    assert_eq!(tell(&shop, "payment_intent.amount_capturable_updated", intent_object(&intent), SECRET).await, 200);
    let order = buyer.load(&placed).await;
    assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 0));
    ship(&shop, &placed).await;
    shop.run_jobs().await;
    assert_eq!(buyer.load(&placed).await.captured.minor, 10_000);
    // Asked again, it is the same capture.
    let payment = store::payments::Payment { captured_minor: 0, ..payment_of(&shop, &placed).await };
    payments::capture(&shop.state, &payment, 10_000).await.expect("captured before");
    assert_eq!(buyer.load(&placed).await.captured.minor, 10_000);
    shop.assert_consistent().await;
}

async fn a_canceled_order_is_let_go_of_at_stripe(shop: TestShop) {
    set_up(&shop, |settings| settings.capture = CaptureTime::AtShipment).await;
    let (buyer, placed) = place(&shop).await;
    let intent = pay(&shop, &placed, "manual").await;
    tell(&shop, "payment_intent.amount_capturable_updated", intent_object(&intent), SECRET).await;
    let staff = shop.staff().await;
    staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
    shop.run_jobs().await;
    let payment = payment_of(&shop, &placed).await;
    assert_eq!((payment.voided_minor, payment.captured_minor), (10_000, 0));
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::Canceled);
    shop.assert_consistent().await;
}

/// Answers as Stripe does for a Checkout session that its shopper has paid; recorded, shortened.
fn recorded() -> Router {
    let session = || {
        json!({ "id": "cs_test_1", "object": "checkout.session", "url": "https://checkout.stripe.com/c/pay/cs_test_1",
                "payment_intent": null, "payment_status": "unpaid", "status": "open" })
    };
    let paid = || {
        json!({ "id": "cs_test_1", "object": "checkout.session", "url": null, "payment_intent": "pi_1",
                "payment_status": "paid", "status": "complete" })
    };
    let create = move |body: String| async move {
        let expected = "line_items%5B0%5D%5Bprice_data%5D%5Bunit_amount%5D=10000";
        assert!(
            body.contains(expected) && body.contains("mode=payment") && body.contains("capture_method%5D=automatic")
        );
        Json(session())
    };
    let list = move |Query(query): Query<BTreeMap<String, String>>| async move {
        let data =
            if query.get("payment_intent").is_some_and(|intent| intent == "pi_1") { vec![paid()] } else { vec![] };
        Json(json!({ "object": "list", "data": data, "has_more": false }))
    };
    let intent = |Path(id): Path<String>| async move {
        Json(
            json!({ "id": id, "object": "payment_intent", "amount": 10000, "amount_received": 10000, "currency": "eur",
            "capture_method": "automatic", "status": "succeeded", "latest_charge": { "id": "ch_1", "object": "charge",
            "amount": 10000, "amount_captured": 10000, "amount_refunded": 0, "captured": true, "created": 1795342000,
            "paid": true, "payment_intent": "pi_1", "status": "succeeded" } }),
        )
    };
    Router::new()
        .route("/v1/checkout/sessions", get(list).post(create))
        .route("/v1/checkout/sessions/{id}", get(move || async move { Json(paid()) }))
        .route("/v1/payment_intents/{id}", get(intent))
        .route("/v1/refunds", get(|| async { Json(json!({ "object": "list", "data": [], "has_more": false })) }))
}

async fn the_shopper_pays_on_stripes_page_and_any_name_of_the_payment_finds_it(on: On) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let api = format!("http://{}", listener.local_addr().expect("an address"));
    let server = tokio::spawn(async move { axum::serve(listener, recorded()).await.expect("served") });
    let shop = open(on, api).await;
    let (buyer, placed) = place(&shop).await;
    assert_eq!(placed.payment, "https://checkout.stripe.com/c/pay/cs_test_1");
    let policy = shop.visitor().get("/checkout").await.header("content-security-policy").map(str::to_owned);
    assert!(
        policy.expect("a policy").contains("form-action 'self' https://checkout.stripe.com https://hooks.stripe.com;")
    );
    let unknown = json!({ "id": "ch_9", "object": "charge", "payment_intent": "pi_9" });
    assert_eq!(tell(&shop, "charge.succeeded", unknown, SECRET).await, 503, "it may be on its way");
    let charge = json!({ "id": "ch_1", "object": "charge", "payment_intent": "pi_1" });
    assert_eq!(tell(&shop, "charge.succeeded", charge, SECRET).await, 200);
    let order = buyer.load(&placed).await;
    assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 10_000));
    let session = json!({ "id": "cs_test_1", "object": "checkout.session", "payment_intent": "pi_1" });
    assert_eq!(tell(&shop, "checkout.session.completed", session, SECRET).await, 200);
    assert_eq!(buyer.load(&placed).await, order);
    shop.run_jobs().await;
    shop.assert_consistent().await;
    server.abort();
}

async fn a_key_that_is_refused_is_no_answer(on: On) {
    let shop = open(on, "http://127.0.0.1:1".into()).await;
    let (_, placed) = place(&shop).await;
    assert!(placed.payment.starts_with("/orders/"), "the order stands, and can be paid later");
    let new = NewPayment {
        idempotency_key: "k".into(),
        amount: tradewind::domain::money::Money::new(1, tradewind::domain::money::Currency::Eur),
        capture_later: false,
        description: "x".into(),
        return_url: "x".into(),
        order_url: "x".into(),
        customer: None,
        totals: None,
    };
    let told = shop.state.gateways.get("stripe").expect("stripe").create(&new).await.expect_err("nobody answers");
    assert!(!told.to_string().contains("sk_test"), "{told}");
}

/// Makes two tests of one body, with the server that `scripts/stripe` started.
macro_rules! on_both_with_stripe {
    ($($name:ident)+) => {$(
        mod $name {
            use super::{On, open, server};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name(open(On::Sqlite, server()).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                super::$name(open(On::Postgres, server()).await).await;
            }
        }
    )+};
}

on_both_with_stripe! {
    a_signed_webhook_has_stripe_asked_and_refunds_are_made_once
    what_stripe_authorized_is_captured_at_shipment
    a_canceled_order_is_let_go_of_at_stripe
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stripes_page_on_sqlite() {
    the_shopper_pays_on_stripes_page_and_any_name_of_the_payment_finds_it(On::Sqlite).await;
    a_key_that_is_refused_is_no_answer(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stripes_page_on_postgres() {
    the_shopper_pays_on_stripes_page_and_any_name_of_the_payment_finds_it(On::Postgres).await;
    a_key_that_is_refused_is_no_answer(On::Postgres).await;
}
