//! What the gateway tells the shop, honest and forged, once and many times.

use crate::support::{Answer, Buyer, Placed, TestShop, at_once, card};
use futures::future::FutureExt;
use reqwest::Method;
use serde_json::json;
use tradewind::{
    domain::{
        order::{OrderEventKind, OrderStatus},
        timestamp::Timestamp,
    },
    server::{
        gateways::sandbox::{Event, deliver},
        jobs::{Job, OrderMailKind, worker},
        random,
        store::db::{execute, select},
    },
};

async fn order_a_mug(shop: &TestShop) -> (Buyer, Placed) {
    let mug = shop.sell("Mug", 1_900, 3).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order(shop, mug, "1").await;
    (buyer, placed)
}

/// Pays an order; the answer is the event that the gateway will tell.
async fn pay(shop: &TestShop, buyer: &Buyer, placed: &Placed) -> Event {
    buyer.pay(placed, card::SUCCESS).await.expect(303);
    let event = |job| match job {
        Job::SandboxWebhook { event } => Some(event),
        _ => None,
    };
    shop.jobs().await.into_iter().find_map(event).expect("an event")
}

/// The header that proves a message.
fn signature(shop: &TestShop, at: Timestamp, body: &str) -> String {
    let seconds = at.0 / 1_000;
    let key = [b"sandbox-webhook:".as_slice(), shop.state.secret.bytes()].concat();
    format!("t={seconds},v1={}", random::sign(&key, format!("{seconds}.{body}").as_bytes()))
}

async fn send(shop: &TestShop, gateway: &str, signature: Option<&str>, body: &str) -> Answer {
    // Gateways send no cookies and come from nowhere.
    let request = reqwest::Client::new().request(Method::POST, format!("{}/webhooks/{gateway}", shop.url));
    let request = match signature {
        Some(signature) => request.header("sandbox-signature", signature),
        None => request,
    };
    Answer::read(request.body(body.to_owned()).send().await.expect("the shop answers")).await.expect("a whole answer")
}

fn captured(reference: &str, amount_minor: i64) -> String {
    json!({ "id": "evt-1", "reference": reference, "type": "payment.captured", "amount_minor": amount_minor, "reason": "" })
        .to_string()
}

fn reference(placed: &Placed) -> &str {
    placed.payment.rsplit('/').next().expect("a reference")
}

on_both! {
    async fn a_webhook_without_a_fitting_signature_is_refused(shop: TestShop) {
        let (buyer, placed) = order_a_mug(&shop).await;
        let (now, body) = (shop.clock.now(), captured(reference(&placed), 2_390));
        let valid = signature(&shop, now, &body);
        let other_body = signature(&shop, now, &captured(reference(&placed), 1));
        let later = valid.replacen(&format!("t={}", now.0 / 1_000), &format!("t={}", now.0 / 1_000 + 1), 1);
        let old = signature(&shop, now.plus_seconds(-301), &body);
        let early = signature(&shop, now.plus_seconds(301), &body);
        let link_token = format!("t={},v1={}", now.0 / 1_000, placed.token);
        let cut = &valid[..valid.len() - 2];
        for forged in [
            "",
            "v1=00",
            "t=x,v1=00",
            "t=,v1=",
            &format!("t={},v1=", now.0 / 1_000),
            &other_body,
            &later,
            &old,
            &early,
            &link_token,
            cut,
        ] {
            assert_eq!(send(&shop, "sandbox", Some(forged), &body).await.status, 401, "{forged}");
        }
        assert_eq!(send(&shop, "sandbox", None, &body).await.status, 401);
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        assert_eq!(shop.count("payment_transaction").await, 0);
        assert_eq!(send(&shop, "sandbox", Some(&valid), &body).await.status, 200, "the same, honestly");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
    }

    async fn a_webhook_for_an_unknown_gateway_is_not_found(shop: TestShop) {
        let (_, placed) = order_a_mug(&shop).await;
        let body = captured(reference(&placed), 2_390);
        let signature = signature(&shop, shop.clock.now(), &body);
        for gateway in ["stripe", "Sandbox", "sandbox%00", "%27%20OR%201%3D1"] {
            assert_eq!(send(&shop, gateway, Some(&signature), &body).await.status, 404, "{gateway}");
        }
        assert_eq!(shop.visitor().get("/webhooks/sandbox").await.status, 405);
    }

    async fn a_signed_message_that_cannot_be_read_is_refused(shop: TestShop) {
        let (_, placed) = order_a_mug(&shop).await;
        let event = |kind: &str, amount: &str| {
            format!(
                r#"{{"id":"e","reference":"{}","type":"{kind}","amount_minor":{amount},"reason":""}}"#,
                reference(&placed)
            )
        };
        let bodies = [
            "",
            "null",
            "[]",
            "<xml/>",
            &event("payment.stolen", "1"),
            &event("payment.captured", "1.5"),
            &event("payment.captured", "99999999999999999999"),
        ];
        for body in bodies {
            let signature = signature(&shop, shop.clock.now(), body);
            assert_eq!(send(&shop, "sandbox", Some(&signature), body).await.status, 400, "{body}");
        }
        let flood = "x".repeat(100 * 1024);
        assert_eq!(send(&shop, "sandbox", Some("t=1,v1=00"), &flood).await.status, 413);
        assert_eq!(shop.count("payment_transaction").await, 0);
    }

    async fn a_webhook_that_overtakes_its_payment_is_asked_for_again(shop: TestShop) {
        let body = captured("not-known-yet", 2_390);
        let signature = signature(&shop, shop.clock.now(), &body);
        assert_eq!(send(&shop, "sandbox", Some(&signature), &body).await.status, 503);
        assert_eq!(shop.count("payment_transaction").await, 0);
    }

    async fn a_webhook_that_the_shop_could_not_take_is_delivered_again(shop: TestShop) {
        let (buyer, placed) = order_a_mug(&shop).await;
        pay(&shop, &buyer, &placed).await;
        let rename = async |to: &str| {
            let text = "UPDATE payment SET reference = $1";
            execute(&shop.state.db, text).bind(to.to_owned()).run().await.expect("renamed");
        };
        rename("").await;
        worker::run_due(&shop.state).await.expect("the queue answers");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::PendingPayment);
        rename(reference(&placed)).await;
        assert_eq!(worker::run_due(&shop.state).await.expect("the queue answers"), 0, "not before a pause");
        shop.clock.advance_minutes(1);
        worker::run_due(&shop.state).await.expect("the queue answers");
        assert_eq!(buyer.load(&placed).await.status, OrderStatus::Paid);
        shop.assert_consistent().await;
    }

    /// Medusa #13301: of webhook and browser, the slower one gave the money of a good order back.
    async fn webhooks_and_returns_all_at_once_pay_once(shop: TestShop) {
        let (buyer, placed) = order_a_mug(&shop).await;
        let event = pay(&shop, &buyer, &placed).await;
        let (state, url) = (shop.state.clone(), shop.url.clone());
        let arrivals = (0..12).map(|arrival| {
            let (state, url, event) = (state.clone(), url.clone(), event.clone());
            let (browser, placed) = (buyer.client.clone(), placed.clone());
            async move {
                if arrival % 2 == 0 {
                    deliver(&state.client, &state.secret, state.clock.now(), &url, &event).await.expect("recorded");
                } else {
                    browser.get(&placed.back).await.expect(303);
                }
            }
            .boxed()
        });
        at_once(arrivals).await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Paid, 2_390));
        let paid = order.events.iter().filter(|event| event.kind == OrderEventKind::Paid).count();
        assert_eq!((paid, shop.count("payment_transaction").await, shop.count("orders").await), (1, 1, 1));
        let mail = Job::OrderMail { order: placed.number.0, mail: OrderMailKind::Confirmation };
        assert_eq!(shop.jobs().await.into_iter().filter(|job| *job == mail).count(), 1);
        assert_eq!(shop.subjects().await, [format!("Your order {}", placed.number)]);
        let (sold,): (i64,) = select(&shop.state.db, "SELECT sold FROM product").one().await.expect("the product");
        assert_eq!(sold, 1);
        shop.assert_consistent().await;
    }

    async fn a_failure_told_after_the_capture_changes_nothing(shop: TestShop) {
        let (buyer, placed) = order_a_mug(&shop).await;
        buyer.pay(&placed, card::DECLINED).await.expect(402);
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        buyer.client.get(&placed.back).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.payment_problem), (OrderStatus::Paid, None));
        assert_eq!(shop.subjects().await, [format!("Your order {}", placed.number)], "no mail says that it failed");
        shop.assert_consistent().await;
    }
}
