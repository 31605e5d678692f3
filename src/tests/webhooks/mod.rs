//! Webhooks, against a program that listens on loopback.

mod receiver;

use crate::support::{Buyer, Client, OPENING, On, TestShop, at_once};
use futures::future::FutureExt;
use receiver::Receiver;
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::{access::Permission, staff::StaffOrder},
    server::{
        clock::Clock,
        jobs::worker,
        services::check::check,
        store::db::{execute, select},
    },
};

/// A shop that may tell programs on its own machine.
async fn shop_on(on: On) -> TestShop {
    TestShop::open(on, Clock::fixed(OPENING), |config| config.webhook_private_hosts = true).await
}

async fn staff(shop: &TestShop) -> Client {
    shop.staff_with(&[Permission::Settings]).await
}

/// The same person later: a session ends before the clock has gone on by a day.
async fn later(shop: &TestShop, staff: &Client) -> Client {
    shop.sign_in(&staff.account.as_ref().expect("somebody").email).await
}

/// Adds an endpoint; the answer is its path and its secret.
async fn listen(staff: &Client, url: &str, events: &[&str]) -> (String, String) {
    let body = json!({"url": url, "events": events});
    let made: Value = staff.post_json("/api/v1/webhook-endpoints", &body).await.expect(201).json();
    let secret = made["secret"].as_str().expect("a secret").to_owned();
    (format!("/api/v1/webhook-endpoints/{}", made["id"]), secret)
}

async fn read(staff: &Client, path: &str) -> Value {
    staff.send(staff.request(Method::GET, path)).await.expect(200).json()
}

/// Everything that is due, once more and once more, until nothing is.
async fn work(shop: &TestShop) {
    while worker::run_due(&shop.state).await.expect("the queue answers") > 0 {}
}

async fn every_change_is_told_once_and_signed(on: On) {
    let shop = shop_on(on).await;
    let staff = staff(&shop).await;
    let receiver = Receiver::start().await;
    let events =
        ["order.placed", "order.paid", "payment.captured", "stock.changed", "product.created", "product.updated"];
    let (_, secret) = listen(&staff, &receiver.url, &events).await;
    let mug = shop.sell("Mug", 1_900, 9).await;
    let number = Buyer::guest(&shop).buy(&shop, mug, "2").await.number.to_string();
    work(&shop).await;
    let told = receiver.told();
    let of = |kind: &str| -> Vec<&Value> {
        told.iter().filter(|message| message.body["type"] == kind).map(|message| &message.body).collect()
    };
    for kind in ["order.placed", "order.paid", "payment.captured", "product.created"] {
        assert_eq!(of(kind).len(), 1, "{kind} in {told:?}");
    }
    assert_eq!(of("order.placed")[0]["data"]["number"], number);
    assert_eq!(of("payment.captured")[0]["data"]["order"], number);
    assert_eq!(of("product.created")[0]["data"]["variants"][0]["id"], mug.0);
    assert_eq!(of("stock.changed").len() as i64, shop.count("stock_movement").await);
    for message in &told {
        assert!(message.is_signed_with(&secret), "{message:?}");
        assert_eq!(message.body["id"], message.id, "{message:?}");
    }
    let ids: std::collections::BTreeSet<&str> = told.iter().map(|message| message.id.as_str()).collect();
    assert_eq!(ids.len(), told.len(), "an event came twice");
    shop.assert_consistent().await;
}

async fn an_order_that_is_complete_is_told_once(on: On) {
    let shop = shop_on(on).await;
    let staff = shop.staff_with(&[Permission::Settings, Permission::Orders]).await;
    let receiver = Receiver::start().await;
    listen(&staff, &receiver.url, &["order.completed"]).await;
    let mug = shop.sell("Mug", 1_900, 9).await;
    let number = Buyer::guest(&shop).buy(&shop, mug, "1").await.number.to_string();
    let order: StaffOrder = staff.get_action("admin/get_order", &[("number", &number)]).await.expect(200).json();
    let carrier = order.carriers[0].0;
    let shipments = format!("/api/v1/orders/{number}/shipments");
    let parcel = json!({"carrier_id": carrier, "tracking_number": "PARCEL"});
    let sent: Value = staff.post_json(&shipments, &parcel).await.expect(201).json();
    work(&shop).await;
    assert!(receiver.told().is_empty(), "it is under way");
    for _ in 0..2 {
        let delivered = format!("{shipments}/{}/delivered", sent["items"][0]["id"]);
        staff.post_json(&delivered, &json!({})).await.expect(200);
    }
    work(&shop).await;
    let told = receiver.told();
    assert_eq!(told.len(), 1);
    let body = &told[0].body;
    assert_eq!((&body["type"], &body["data"]["number"]), (&json!("order.completed"), &json!(number)));
    assert_eq!(body["data"]["status"], "completed");
}

async fn nothing_is_written_where_nobody_listens(on: On) {
    let shop = shop_on(on).await;
    let staff = staff(&shop).await;
    let receiver = Receiver::start().await;
    let (path, _) = listen(&staff, &receiver.url, &["order.refunded"]).await;
    let mug = shop.sell("Mug", 1_900, 9).await;
    Buyer::guest(&shop).buy(&shop, mug, "1").await;
    assert_eq!(shop.count("webhook_event").await, 0);
    let off = json!({"url": receiver.url, "events": ["order.placed"], "active": false});
    let change = staff.request(Method::PUT, &path).header("if-match", "\"v1\"").json(&off);
    staff.send(change).await.expect(200);
    Buyer::guest(&shop).buy(&shop, mug, "1").await;
    assert_eq!(shop.count("webhook_event").await, 0);
}

async fn what_does_not_arrive_is_tried_until_it_does(on: On) {
    let shop = shop_on(on).await;
    let staff = staff(&shop).await;
    let receiver = Receiver::start().await;
    let (path, _) = listen(&staff, &receiver.url, &["product.created"]).await;
    receiver.answer(500);
    shop.sell("Mug", 1_900, 9).await;
    work(&shop).await;
    assert_eq!(receiver.told().len(), 1);
    shop.clock.advance_minutes(1);
    work(&shop).await;
    receiver.answer(204);
    shop.clock.advance_minutes(5);
    work(&shop).await;
    shop.clock.advance_minutes(24 * 60);
    work(&shop).await;
    let staff = later(&shop, &staff).await;
    let told = receiver.told();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|message| (&message.id, &message.text) == (&told[0].id, &told[0].text)));
    let log = read(&staff, &format!("{path}/deliveries")).await;
    let delivery = &log["items"][0];
    let statuses: Vec<i64> =
        delivery["attempts"].as_array().expect("tries").iter().filter_map(|try_| try_["status"].as_i64()).collect();
    assert_eq!((&delivery["status"], statuses), (&json!("delivered"), vec![500, 500, 204]));
    assert_eq!(read(&staff, &path).await["failing_since"], Value::Null);
    // Sent again by hand, it is the same.
    let again = format!("{path}/deliveries/{}/replay", delivery["id"]);
    staff.send(staff.request(Method::POST, &again)).await.expect(204);
    work(&shop).await;
    let told = receiver.told();
    assert_eq!((told.len(), &told[3].text), (4, &told[0].text));
}

async fn an_endpoint_that_fails_for_long_is_switched_off(on: On) {
    let shop = shop_on(on).await;
    let staff = staff(&shop).await;
    let receiver = Receiver::start().await;
    let (path, _) = listen(&staff, &receiver.url, &["product.created"]).await;
    receiver.answer(500);
    for day in 0..4 {
        shop.sell(&format!("Mug {day}"), 1_900, 9).await;
        work(&shop).await;
        shop.clock.advance_minutes(24 * 60);
        work(&shop).await;
    }
    let staff = later(&shop, &staff).await;
    assert_eq!(read(&staff, &path).await["active"], false);
    let mails = shop.mails().await;
    let email = &staff.account.as_ref().expect("somebody").email;
    let told =
        |mail: &&crate::support::KeptMail| mail.subject == "A webhook was switched off" && mail.recipient == *email;
    assert_eq!(mails.iter().filter(told).count(), 1);
    let before = receiver.told().len();
    shop.sell("One more", 1_900, 9).await;
    shop.clock.advance_minutes(24 * 60);
    work(&shop).await;
    assert_eq!(receiver.told().len(), before);
}

async fn a_former_secret_signs_along_for_a_day(on: On) {
    let shop = shop_on(on).await;
    let staff = staff(&shop).await;
    let receiver = Receiver::start().await;
    let (path, former) = listen(&staff, &receiver.url, &["order.placed"]).await;
    let rotate = staff.request(Method::POST, &format!("{path}/rotate-secret"));
    let rotated: Value = staff.send(rotate).await.expect(200).json();
    let secret = rotated["secret"].as_str().expect("a secret").to_owned();
    assert!(read(&staff, &path).await.get("secret").is_none());
    let try_it = async || {
        let staff = later(&shop, &staff).await;
        staff.send(staff.request(Method::POST, &format!("{path}/test"))).await.expect(204);
        work(&shop).await;
        receiver.told().last().expect("a message").clone()
    };
    let message = try_it().await;
    assert!(message.is_signed_with(&secret) && message.is_signed_with(&former));
    assert_eq!(message.body["type"], "test");
    shop.clock.advance_minutes(24 * 60 + 1);
    let message = try_it().await;
    assert!(message.is_signed_with(&secret) && !message.is_signed_with(&former));
}

async fn what_was_on_its_way_fails_with_its_endpoint_and_can_be_sent_again(on: On) {
    let shop = shop_on(on).await;
    let staff = staff(&shop).await;
    let receiver = Receiver::start().await;
    let (path, _) = listen(&staff, &receiver.url, &["product.created"]).await;
    receiver.answer(500);
    shop.sell("Mug", 1_900, 9).await;
    work(&shop).await;
    shop.assert_consistent().await;
    let switch = async |active: bool, version: &str| {
        let body = json!({"url": receiver.url, "events": ["product.created"], "active": active});
        staff.send(staff.request(Method::PUT, &path).header("if-match", version).json(&body)).await.expect(200);
    };
    switch(false, "\"v1\"").await;
    shop.clock.advance_minutes(1);
    work(&shop).await;
    let delivery = read(&staff, &format!("{path}/deliveries")).await["items"][0].clone();
    assert_eq!((&delivery["status"], receiver.told().len()), (&json!("failed"), 1));
    switch(true, "\"v2\"").await;
    receiver.answer(204);
    let again = format!("{path}/deliveries/{}/replay", delivery["id"]);
    staff.send(staff.request(Method::POST, &again)).await.expect(204);
    work(&shop).await;
    assert_eq!(read(&staff, &format!("{path}/deliveries")).await["items"][0]["status"], "delivered");
    shop.assert_consistent().await;
}

async fn the_check_finds_what_nobody_will_bring(on: On) {
    let shop = shop_on(on).await;
    let staff = staff(&shop).await;
    let receiver = Receiver::start().await;
    listen(&staff, &receiver.url, &["product.created"]).await;
    receiver.answer(500);
    shop.sell("Mug", 1_900, 9).await;
    work(&shop).await;
    shop.sell("Lamp", 4_900, 9).await;
    let tamper = async |text: &'static str| {
        execute(&shop.state.db, text).run().await.expect("changed");
        let found = check(&shop.state).await.expect("a check");
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let found = tamper("DELETE FROM job").await;
    assert!(found.contains("no job brings it") && found.contains("nobody was told of it"), "{found}");
    let found = tamper("UPDATE webhook_delivery SET status = 'delivered'").await;
    assert!(found.contains("no try of it was answered so"), "{found}");
}

async fn the_pages_show_a_secret_once_also_without_scripts(on: On) {
    let shop = shop_on(on).await;
    let staff = staff(&shop).await;
    let receiver = Receiver::start().await;
    receiver.answer(200);
    staff.get("/admin/webhooks").await.expect(200);
    staff.get("/admin/webhooks/new").await.expect(200);
    let fields = [
        ("id", ""),
        ("version", "0"),
        ("endpoint[url]", receiver.url.as_str()),
        ("endpoint[description]", "Warehouse"),
        ("endpoint[events][]", "product.created"),
        ("endpoint[active]", "true"),
    ];
    let saved = staff.post_form_from("/admin/webhooks/new", "/actions/admin/save_webhook", &fields).await.expect(302);
    let page = saved.location().expect("its page");
    let path = page.split('?').next().expect("a path").to_owned();
    let shown = staff.get(&page).await.expect(200);
    let (_, rest) = shown.body.split_once("made-token\">").expect("the secret");
    let secret = rest.split('<').next().expect("the secret").to_owned();
    assert_eq!(shown.header("cache-control"), Some("no-store"));
    assert!(secret.starts_with("whsec_") && !staff.get(&path).await.expect(200).body.contains(&secret));
    let id = path.rsplit_once('/').expect("an id").1;
    staff.post_form("/actions/admin/test_webhook", &[("id", id)]).await.expect(302);
    shop.sell("Mug", 1_900, 9).await;
    work(&shop).await;
    let told = receiver.told();
    assert!(told.len() == 2 && told.iter().all(|message| message.is_signed_with(&secret)), "{told:?}");
    let body = staff.get(&path).await.expect(200).body;
    assert!(body.contains("Delivered") && body.contains("heard") && body.contains("product.created"), "{body}");
    assert!(body.contains("What is sent") && body.contains("evt_"), "{body}");
    assert!(staff.get("/admin/webhooks").await.expect(200).body.contains(&receiver.url));
    let off =
        [("id", id), ("version", "1"), ("endpoint[url]", receiver.url.as_str()), ("endpoint[events][]", "order.paid")];
    staff.post_action("admin/save_webhook", &off).await.expect(200);
    staff.post_action("admin/save_webhook", &off).await.expect(409);
    let wrong = [("id", ""), ("endpoint[url]", "ftp://example.com")];
    let refused = staff.post_action("admin/save_webhook", &wrong).await.error();
    assert!(
        ["endpoint[url]", "endpoint[events]"].iter().all(|field| refused.field_message(field).is_some()),
        "{refused:?}"
    );
    staff.post_action("admin/delete_webhook", &[("id", id), ("version", "2")]).await.expect(200);
    staff.get(&path).await.expect(404);
}

on_each! {
    every_change_is_told_once_and_signed
    an_order_that_is_complete_is_told_once
    nothing_is_written_where_nobody_listens
    what_does_not_arrive_is_tried_until_it_does
    an_endpoint_that_fails_for_long_is_switched_off
    a_former_secret_signs_along_for_a_day
    the_pages_show_a_secret_once_also_without_scripts
    what_was_on_its_way_fails_with_its_endpoint_and_can_be_sent_again
    the_check_finds_what_nobody_will_bring
}

#[tokio::test]
async fn this_machine_and_its_network_are_out_of_reach() {
    let shop = TestShop::sqlite().await;
    let staff = staff(&shop).await;
    for url in ["http://127.0.0.1:9/", "http://example.com/", "ftp://example.com/", "https://a:b@example.com/", "x"] {
        let refused =
            staff.post_json("/api/v1/webhook-endpoints", &json!({"url": url, "events": ["order.paid"]})).await;
        let problem: Value = refused.expect(422).json();
        assert_eq!(problem["errors"][0]["field"], "url", "{url}");
    }
    let (path, _) = listen(&staff, "https://127.0.0.1:9/", &["order.paid"]).await;
    let (named, _) = listen(&staff, "https://localhost:9/", &["order.paid"]).await;
    for path in [path, named] {
        staff.send(staff.request(Method::POST, &format!("{path}/test"))).await.expect(204);
        work(&shop).await;
        let log = read(&staff, &format!("{path}/deliveries")).await;
        let attempt = &log["items"][0]["attempts"][0];
        assert_eq!(
            (&attempt["status"], &attempt["excerpt"]),
            (&Value::Null, &json!("The address is not a public one."))
        );
    }
}

on_both! {
    async fn of_those_who_add_the_last_endpoint_at_once_one_does(shop: TestShop) {
        let staff = staff(&shop).await;
        let text = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 19)
                    INSERT INTO webhook_endpoint (url, secret, created_at) SELECT 'https://example.com/', 'x', 0 FROM n";
        execute(&shop.state.db, text).run().await.expect("endpoints");
        let presses = (0..6).map(|_| {
            let (staff, body) = (staff.clone(), json!({"url": "https://example.com/hook", "events": ["order.placed"]}));
            async move { staff.post_json("/api/v1/webhook-endpoints", &body).await.status }.boxed()
        });
        let mut answers = at_once(presses).await;
        answers.sort_unstable();
        assert_eq!(answers, [201, 422, 422, 422, 422, 422]);
        assert_eq!(shop.count("webhook_endpoint").await, 20);
    }

    async fn a_secret_is_replaced_once_by_a_form_that_is_sent_twice(shop: TestShop) {
        let staff = staff(&shop).await;
        let (path, _) = listen(&staff, "https://example.com/hook", &["order.placed"]).await;
        let form = [("id", path.rsplit('/').next().expect("an id")), ("version", "1")];
        staff.post_action("admin/rotate_webhook_secret", &form).await.expect(200);
        staff.post_action("admin/rotate_webhook_secret", &form).await.expect(409);
        let kept: (i64,) = select(&shop.state.db, "SELECT version FROM webhook_endpoint").one().await.expect("it");
        assert_eq!(kept, (2,), "the secret that receivers have still signs along");
    }
}
