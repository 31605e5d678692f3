//! Returns by programs of staff.

use super::{asked, center, receive_order};
use crate::support::{Answer, Buyer, Client};
use reqwest::{Method, header};
use serde_json::{Value, json};
use tradewind::domain::access::Permission;

async fn send(client: &Client, method: Method, path: &str, key: &str, body: Option<Value>) -> Answer {
    let mut request = client.request(method, &format!("/api/v1{path}")).header(header::ACCEPT, "application/json");
    if !key.is_empty() {
        request = request.header("idempotency-key", key);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    client.send(request).await
}

async fn get(client: &Client, path: &str) -> Value {
    send(client, Method::GET, path, "", None).await.expect(200).json()
}

async fn post(client: &Client, path: &str, key: &str, body: Value) -> Answer {
    send(client, Method::POST, path, key, Some(body)).await
}

on_both! {
    async fn a_program_takes_a_return_from_the_request_to_the_refund(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff_with(&[Permission::Orders]).await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3)]).await;
        let number = asked(&buyer, &placed, &[2]).await;
        let path = format!("/returns/{number}");
        let read = get(&staff, &path).await;
        assert_eq!((&read["status"], &read["order"]), (&json!("requested"), &json!(placed.number.to_string())));
        assert_eq!(read["lines"][0]["reason"], "damaged");
        let line = read["lines"][0]["line_id"].clone();
        let approved: Value =
            post(&staff, &format!("{path}/approve"), "", json!({"instructions": "To us"})).await.expect(200).json();
        assert_eq!((&approved["status"], &approved["instructions"]), (&json!("approved"), &json!("To us")));
        post(&staff, &format!("{path}/approve"), "", json!({})).await.expect(409);
        let came = |quantity: i64, center: Value| json!({"lines": [{"line_id": line, "quantity": quantity, "restock_at": center}]});
        let many: Value = post(&staff, &format!("{path}/receive"), "", came(3, Value::Null)).await.expect(422).json();
        assert_eq!(many["errors"][0]["field"], "lines.0.quantity");
        let nowhere: Value = post(&staff, &format!("{path}/receive"), "", came(2, json!(999))).await.expect(422).json();
        assert_eq!(nowhere["errors"][0]["field"], "lines.0.restock_at");
        let center: i64 = center(&shop).await.parse().expect("an id");
        let received: Value = post(&staff, &format!("{path}/receive"), "", came(2, json!(center))).await.expect(200).json();
        assert_eq!(received["lines"][0]["received"], 2);
        post(&staff, &format!("{path}/refund"), "", json!({})).await.expect(400);
        let less = json!({"amount": {"amount": 3_000, "currency": "EUR"}});
        let refused: Value = post(&staff, &format!("{path}/refund"), "r0", less).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], "deduction_reason");
        let whole = json!({"shipping": true});
        for _ in 0..2 {
            let refunded: Value = post(&staff, &format!("{path}/refund"), "r1", whole.clone()).await.expect(200).json();
            assert_eq!((&refunded["status"], &refunded["refunded"]["amount"]), (&json!("refunded"), &json!(4_490)));
        }
        post(&staff, &format!("{path}/refund"), "r2", whole).await.expect(409);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.refunded.minor, 4_490);
        let timeline: Vec<Value> = get(&staff, &path).await["timeline"].as_array().expect("entries").clone();
        assert_eq!(timeline.len(), 4);
        shop.assert_consistent().await;
    }

    async fn a_customers_program_asks_for_its_own_orders_alone(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff().await);
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.buy(&shop, mug, "2").await;
        super::ship(&staff, &placed, &[]).await.expect(200);
        let path = format!("/users/me/orders/{}/returns", placed.number);
        let line = customer.load(&placed).await.lines[0].id.0;
        let body = json!({"lines": [{"line_id": line, "quantity": 1, "reason": "does_not_fit"}]});
        let asked: Value = post(&customer.client, &path, "a1", body.clone()).await.expect(201).json();
        assert_eq!((&asked["status"], &asked["timeline"][0]["actor"]), (&json!("requested"), &json!("")));
        post(&customer.client, &path, "a1", body.clone()).await.expect(201);
        assert_eq!(get(&customer.client, &path).await["items"].as_array().map(Vec::len), Some(1));
        for other in [&shop.customer().await, &staff] {
            post(other, &path, "", body.clone()).await.expect(404);
            send(other, Method::GET, &path, "", None).await.expect(404);
        }
        let cancel = format!("{path}/{}/cancel", asked["number"].as_str().expect("a number"));
        post(&staff, &cancel, "", json!({})).await.expect(404);
        let canceled: Value = post(&customer.client, &cancel, "", json!({})).await.expect(200).json();
        assert_eq!(canceled["status"], "canceled");
        post(&customer.client, &cancel, "", json!({})).await.expect(409);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn returns_are_opened_rejected_and_listed(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 2_000, 9).await, shop.staff_with(&[Permission::Orders]).await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3)]).await;
        let path = format!("/orders/{}/returns", placed.number);
        let line = buyer.load(&placed).await.lines[0].id.0;
        let body = |quantity: i64, reason: &str| json!({"lines": [{"line_id": line, "quantity": quantity, "reason": reason}], "returns_before": 0});
        let many: Value = post(&staff, &path, "", body(4, "damaged")).await.expect(422).json();
        assert_eq!(many["errors"][0]["field"], "lines.0.quantity");
        let silent: Value = post(&staff, &path, "", body(1, "other")).await.expect(422).json();
        assert_eq!(silent["errors"][0]["field"], "lines.0.note");
        post(&staff, &path, "", json!({"lines": []})).await.expect(422);
        let opened: Value = post(&staff, &path, "o1", body(1, "damaged")).await.expect(201).json();
        assert_eq!(opened["status"], "approved");
        let again: Value = post(&staff, &path, "o1", body(1, "damaged")).await.expect(201).json();
        assert_eq!(again["number"], opened["number"]);
        post(&staff, &path, "", body(1, "damaged")).await.expect(412);
        let of_order = get(&staff, &path).await;
        assert_eq!(of_order["items"].as_array().map(Vec::len), Some(1));
        asked(&buyer, &placed, &[1]).await;
        let list = get(&staff, "/returns?limit=1").await;
        assert_eq!(list["items"][0]["status"], "requested");
        let next = list["next"].as_str().expect("more").strip_prefix("/api/v1").expect("below the API").to_owned();
        assert_eq!(get(&staff, &next).await["items"][0]["number"], opened["number"]);
        assert_eq!(get(&staff, "/returns?status=approved,received").await["items"].as_array().map(Vec::len), Some(1));
        send(&staff, Method::GET, "/returns?status=lost", "", None).await.expect(422);
        let number = opened["number"].as_str().expect("a number");
        post(&staff, &format!("/returns/{number}/reject"), "", json!({"reason": ""})).await.expect(422);
        let rejected: Value =
            post(&staff, &format!("/returns/{number}/reject"), "", json!({"reason": "Never came"})).await.expect(200).json();
        assert_eq!((&rejected["status"], &rejected["rejection"]), (&json!("rejected"), &json!("Never came")));
        send(&staff, Method::GET, "/returns/R999999", "", None).await.expect(404);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}
