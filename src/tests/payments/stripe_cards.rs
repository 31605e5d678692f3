//! Cards that Stripe keeps, against the server that speaks its API (`scripts/stripe`). What that one does not know (Checkout
//! sessions, the page of a bank, keys that are used again) is answered before it, in the shapes that Stripe documents.

use super::{
    payment_of,
    saved_cards::{count, fill, methods, newest, pay_with},
    stripe::{SECRET, call, intent_object, open, server, tell},
};
use crate::support::{ADDRESS, Buyer, On, Placed, TestShop};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use tradewind::{
    domain::{
        ids::{AccountId, VariantId},
        order::{OrderEventKind, OrderStatus},
    },
    server::store::saved_payment_methods::{self as store, NewMethod},
};

type Form = BTreeMap<String, String>;

/// What stands before the server.
#[derive(Clone, Default)]
struct Front {
    /// Of the session that the shop asked for last.
    session: Arc<Mutex<Option<Form>>>,
    /// The PaymentIntent that its shopper paid.
    paid: Arc<Mutex<Option<String>>>,
    /// Answers by key.
    answers: Arc<Mutex<BTreeMap<String, (u16, Value)>>>,
    /// Whether the answers of charges are lost on their way.
    loses: Arc<Mutex<bool>>,
}

fn read_form(body: &str) -> Form {
    let url = reqwest::Url::parse(&format!("http://form/?{body}")).expect("a form");
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn encode(form: &Form) -> String {
    let url = reqwest::Url::parse_with_params("http://form/", form).expect("a form");
    url.query().unwrap_or_default().to_owned()
}

async fn forward(method: Method, path: &str, query: &str, body: String) -> (u16, Value) {
    let url = format!("{}{path}?{query}", server());
    let request = reqwest::Client::new().request(method, url).bearer_auth("sk_test_of_a_test");
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
    let answer = request.send().await.expect("the server answers");
    (answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null))
}

/// Where a bank asks, as Stripe tells it.
fn with_page(mut intent: Value) -> Value {
    if intent["status"] == "requires_action" {
        let url = format!("https://hooks.stripe.com/redirect/authenticate/{}", intent["id"].as_str().expect("an id"));
        intent["next_action"] =
            json!({ "type": "redirect_to_url", "redirect_to_url": { "url": url, "return_url": "x" } });
    }
    intent
}

async fn answer(State(front): State<Front>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).expect("text");
    let key = headers.get("idempotency-key").map(|key| key.to_str().expect("a key").to_owned());
    assert!(method != Method::POST || key.is_some(), "{uri} without a key");
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    let is_charge = method == Method::POST && path == "/v1/payment_intents";
    let known = key.as_ref().and_then(|key| front.answers.lock().expect("answers").get(key).cloned());
    let (status, value) = match known {
        Some(before) => before,
        None if path.starts_with("/v1/checkout/sessions") => (200, front.sessions(&method, path, &body)),
        None if is_charge => charge(&body).await,
        None if method == Method::GET && path == "/v1/payment_intents" => {
            let of = read_form(query);
            let (status, mut list) = forward(method, path, "limit=100", String::new()).await;
            let data = list["data"].as_array().cloned().unwrap_or_default();
            let customer = of.get("customer").expect("whose").as_str();
            list["data"] = data.into_iter().filter(|intent| intent["customer"] == customer).map(with_page).collect();
            (status, list)
        }
        None => {
            let (status, value) = forward(method, path, query, body).await;
            (status, if path.starts_with("/v1/payment_intents/") { with_page(value) } else { value })
        }
    };
    if let Some(key) = key {
        front.answers.lock().expect("answers").insert(key, (status, value.clone()));
    }
    if is_charge && *front.loses.lock().expect("a word") {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    (StatusCode::from_u16(status).expect("a status"), axum::Json(value)).into_response()
}

/// The server refuses what it does not know, and does not need.
async fn charge(body: &str) -> (u16, Value) {
    let mut form = read_form(body);
    for (name, value) in [("confirm", "true"), ("payment_method_types[]", "card"), ("currency", "eur")] {
        assert_eq!(form.get(name).map(String::as_str), Some(value), "{form:?}");
    }
    assert!(form.remove("return_url").is_some_and(|url| url.contains("/return?token=")));
    assert!(form.remove("description").is_some_and(|text| text.starts_with("Order T")));
    assert!(form["metadata[tradewind_key]"].starts_with("payment-") && !form.contains_key("off_session"));
    form.remove("payment_method_types[]");
    let (status, value) = forward(Method::POST, "/v1/payment_intents", "", encode(&form)).await;
    (status, with_page(value))
}

impl Front {
    fn sessions(&self, method: &Method, path: &str, body: &str) -> Value {
        let paid = self.paid.lock().expect("paid").clone();
        let session = json!({ "id": "cs_test_1", "object": "checkout.session", "payment_intent": paid,
            "url": "https://checkout.stripe.com/c/pay/cs_test_1", "status": "open" });
        if *method == Method::POST && path == "/v1/checkout/sessions" {
            *self.session.lock().expect("a session") = Some(read_form(body));
            return session;
        }
        // A list is asked for by PaymentIntent.
        if path == "/v1/checkout/sessions" { json!({ "object": "list", "data": [] }) } else { session }
    }

    async fn served(self) -> (String, tokio::task::JoinHandle<()>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let router = Router::new().fallback(answer).with_state(self);
        (address, tokio::spawn(async move { axum::serve(listener, router).await.expect("served") }))
    }
}

async fn set_up(on: On) -> (TestShop, Front, Buyer, VariantId) {
    let front = Front::default();
    let (address, _) = front.clone().served().await;
    let shop = open(on, address).await;
    let lamp = shop.sell("Lamp", 10_000, 9).await;
    let buyer = Buyer { client: shop.customer().await };
    (shop, front, buyer, lamp)
}

fn account(buyer: &Buyer) -> AccountId {
    buyer.client.account.as_ref().expect("somebody").id
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// A PaymentMethod with a test card.
async fn method_with(number: &str) -> String {
    let card = [
        ("type", "card"),
        ("card[number]", number),
        ("card[exp_month]", "12"),
        ("card[exp_year]", "2030"),
        ("card[cvc]", "123"),
    ];
    text(&call("/v1/payment_methods", &card).await["id"])
}

/// Keeps a card for a customer as if it had been ticked before.
async fn keep(shop: &TestShop, buyer: &Buyer, number: &str) -> String {
    let token = method_with(number).await;
    let account = account(buyer);
    let customer = tradewind::server::services::saved_payment_methods::customer_at(&shop.state, account, "stripe");
    let customer = customer.await.expect("an answer").expect("a customer");
    call(&format!("/v1/payment_methods/{token}/attach"), &[("customer", &customer)]).await;
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let new = NewMethod {
        gateway: "stripe",
        token: &token,
        brand: "visa",
        last4: &number[12..],
        expiry_month: 12,
        expiry_year: 2030,
    };
    store::insert(&mut tx, account, &new, shop.clock.now()).await.expect("kept").expect("a new one");
    tx.commit().await.expect("committed");
    token
}

async fn order(shop: &TestShop, buyer: &Buyer, lamp: VariantId) -> (Placed, String) {
    fill(buyer, lamp, &methods(buyer).await[0]).await;
    let next: String = buyer.place().await.expect(200).json();
    (newest(shop).await, next)
}

async fn a_card_ticked_on_stripes_page_pays_the_next_order_and_is_detached(on: On) {
    let (shop, front, buyer, lamp) = set_up(on).await;
    buyer.add(lamp, "1").await.expect(200);
    buyer.fill_checkout_to_pay_with("stripe", "ada@example.com", &ADDRESS).await;
    let page: String = buyer.place().await.expect(200).json();
    assert_eq!(page, "https://checkout.stripe.com/c/pay/cs_test_1");
    let session = front.session.lock().expect("a session").clone().expect("a session");
    assert_eq!(session["saved_payment_method_options[payment_method_save]"], "enabled");
    // What Stripe's page does where its box is ticked.
    let (customer, token) = (session["customer"].clone(), method_with("4242424242424242").await);
    call(&format!("/v1/payment_methods/{token}/attach"), &[("customer", &customer)]).await;
    let paid = [
        ("amount", "10000"),
        ("currency", "eur"),
        ("customer", &customer),
        ("payment_method", &token),
        ("confirm", "true"),
        ("capture_method", "automatic"),
    ];
    let intent = text(&call("/v1/payment_intents", &paid).await["id"]);
    *front.paid.lock().expect("paid") = Some(intent);
    let done = json!({ "id": "cs_test_1", "object": "checkout.session" });
    assert_eq!(tell(&shop, "checkout.session.completed", done, SECRET).await, 200);
    shop.run_jobs().await;
    let kept = methods(&buyer).await;
    assert_eq!((kept[0].title().as_str(), kept[0].expiry().as_str()), ("Visa ending in 4242", "12/2030"));
    let (placed, next) = order(&shop, &buyer, lamp).await;
    assert_eq!(next, format!("{}&placed=1", placed.page()));
    let charged = buyer.load(&placed).await;
    assert_eq!((charged.status, charged.captured.minor), (OrderStatus::Paid, 10_000));
    let reference = payment_of(&shop, &placed).await.reference;
    assert_eq!(tell(&shop, "payment_intent.succeeded", intent_object(&reference), SECRET).await, 200);
    assert_eq!(count(&buyer.load(&placed).await, OrderEventKind::Paid), 1);
    shop.run_jobs().await;
    shop.assert_consistent().await;
    let id = methods(&buyer).await[0].id.to_string();
    buyer.client.post_action("account/remove_payment_method", &[("id", &id)]).await.expect(200);
    shop.run_jobs().await;
    let (_, method) = forward(Method::GET, &format!("/v1/payment_methods/{token}"), "", String::new()).await;
    assert_eq!(method["customer"], Value::Null);
    assert_eq!(shop.count("gateway_erasure").await, 0);
}

async fn a_card_that_stripe_declines_says_why_once_and_lets_go(on: On) {
    let (shop, _, buyer, lamp) = set_up(on).await;
    keep(&shop, &buyer, "4000000000000341").await;
    let (placed, _) = order(&shop, &buyer, lamp).await;
    let waiting = buyer.load(&placed).await;
    assert_eq!(
        (waiting.status, waiting.payment_problem.as_deref()),
        (OrderStatus::PendingPayment, Some("Your card was declined."))
    );
    let reference = payment_of(&shop, &placed).await.reference;
    let failed = json!({ "id": reference, "object": "payment_intent", "last_payment_error": { "message": "Your card was declined." } });
    assert_eq!(tell(&shop, "payment_intent.payment_failed", failed, SECRET).await, 200);
    assert_eq!(count(&buyer.load(&placed).await, OrderEventKind::PaymentFailed), 1);
    let (_, intent) = forward(Method::GET, &format!("/v1/payment_intents/{reference}"), "", String::new()).await;
    assert_eq!(intent["status"], "canceled");
    let page: String = pay_with(&buyer, &placed, "stripe").await.expect(200).json();
    assert_eq!(page, "https://checkout.stripe.com/c/pay/cs_test_1");
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn a_bank_that_asks_is_answered_on_its_page(on: On) {
    let (shop, _, buyer, lamp) = set_up(on).await;
    keep(&shop, &buyer, "4000000000003220").await;
    let (placed, next) = order(&shop, &buyer, lamp).await;
    assert!(next.starts_with("https://hooks.stripe.com/redirect/authenticate/"), "{next}");
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
    let reference = payment_of(&shop, &placed).await.reference;
    let (_, intent) = forward(Method::GET, &format!("/v1/payment_intents/{reference}"), "", String::new()).await;
    let secret = text(&intent["client_secret"]);
    let path = format!("/v1/payment_intents/{reference}/_authenticate");
    call(&path, &[("client_secret", &secret), ("success", "true")]).await;
    buyer.client.follow(&placed.back).await.expect(200);
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

async fn a_lost_answer_is_told_by_the_webhook_and_a_second_press_charges_nothing(on: On) {
    let (shop, front, buyer, lamp) = set_up(on).await;
    keep(&shop, &buyer, "4242424242424242").await;
    fill(&buyer, lamp, &methods(&buyer).await[0]).await;
    let shown = buyer.checkout().await;
    *front.loses.lock().expect("a word") = true;
    let next: String = buyer.place_shown(&shown).await.expect(200).json();
    assert!(next.starts_with("/orders/"), "{next}");
    *front.loses.lock().expect("a word") = false;
    let placed = newest(&shop).await;
    assert_eq!(payment_of(&shop, &placed).await.reference, "");
    let key = format!("payment-{}", payment_of(&shop, &placed).await.id);
    let charged = async || {
        let (_, list) = forward(Method::GET, "/v1/payment_intents", "limit=100", String::new()).await;
        let intents = list["data"].as_array().cloned().expect("a list");
        let customer = store::find_customer(&shop.state.db, account(&buyer), "stripe").await.expect("an answer");
        let customer = customer.expect("a customer").reference;
        let is_it = |intent: &Value| {
            intent["metadata"]["tradewind_key"] == key.as_str() && intent["customer"] == customer.as_str()
        };
        intents.into_iter().filter(is_it).map(|intent| text(&intent["id"])).collect::<Vec<_>>()
    };
    let intents = charged().await;
    assert_eq!(intents.len(), 1);
    assert_eq!(tell(&shop, "payment_intent.succeeded", intent_object(&intents[0]), SECRET).await, 200);
    assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
    buyer.place_shown(&shown).await.expect(200);
    assert_eq!(charged().await.len(), 1);
    shop.run_jobs().await;
    shop.assert_consistent().await;
}

on_each! {
    a_card_ticked_on_stripes_page_pays_the_next_order_and_is_detached
    a_card_that_stripe_declines_says_why_once_and_lets_go
    a_bank_that_asks_is_answered_on_its_page
    a_lost_answer_is_told_by_the_webhook_and_a_second_press_charges_nothing
}
