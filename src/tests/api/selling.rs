//! Staff's programs: orders, their money, parcels, stock and promotions.

use super::{conventions::problem, shopper::Program, tokens::token};
use crate::support::{Buyer, TestShop};
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::{access::Permission, api_token::Scope},
    server::services::api_tokens,
};

pub async fn of_staff(shop: &TestShop) -> Program {
    let staff = shop.staff_with(&Permission::ALL).await.account.expect("somebody");
    let scopes: Vec<Scope> = api_tokens::scopes_of(&staff).collect();
    Program::with_token(shop, token(shop, &staff, &scopes).await)
}

fn euro(minor: i64) -> Value {
    json!({"amount": {"amount": minor, "currency": "EUR"}})
}

on_both! {
    async fn orders_are_listed_by_what_they_are(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let staff = of_staff(&shop).await;
        let buyer = Buyer::guest(&shop);
        let paid = buyer.buy(&shop, mug, "1").await.number.to_string();
        let open = Buyer::guest(&shop).order(&shop, mug, "2").await.number.to_string();
        let numbers = async |query: &str| -> Vec<String> {
            let list: Value = staff.get(&format!("/orders{query}")).await.expect(200).json();
            let items = list["items"].as_array().expect("items").clone();
            items.iter().map(|order| order["number"].as_str().expect("a number").to_owned()).collect()
        };
        assert_eq!(numbers("").await, [open.clone(), paid.clone()]);
        assert_eq!(numbers("?order=placed").await, [paid.clone(), open.clone()]);
        assert_eq!(numbers("?status=paid,fulfilled").await, std::slice::from_ref(&paid));
        assert_eq!(numbers("?email=ADA@example.com&status=pending_payment").await, std::slice::from_ref(&open));
        assert_eq!(numbers("?placed_since=2030-01-01T00:00:00Z").await, Vec::<String>::new());
        let first: Value = staff.get("/orders?limit=1").await.expect(200).json();
        let next = first["next"].as_str().expect("more").strip_prefix("/api/v1").expect("below the API").to_owned();
        let second: Value = staff.get(&next).await.expect(200).json();
        assert_eq!((&second["items"][0]["number"], &second["next"]), (&json!(paid), &Value::Null));
        assert_eq!(problem(&staff.get("/orders?status=lost").await, 422)["errors"][0]["field"], "status");
        let timeline: Value = staff.get(&format!("/orders/{paid}/timeline")).await.expect(200).json();
        assert_eq!(timeline["items"][0]["kind"], "placed");
        let canceled: Value =
            staff.send(Method::POST, &format!("/orders/{open}/cancel"), "c", None).await.expect(200).json();
        assert_eq!(canceled["status"], "canceled");
        problem(&staff.send(Method::POST, &format!("/orders/{open}/cancel"), "d", None).await, 409);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_paid_order_is_shipped_in_parcels(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let staff = of_staff(&shop).await;
        let number = Buyer::guest(&shop).buy(&shop, mug, "3").await.number;
        let order: Value = staff.get(&format!("/orders/{number}")).await.expect(200).json();
        let line = order["lines"][0]["id"].clone();
        let path = format!("/orders/{number}/shipments");
        let parcel = |quantity: i64| {
            json!({"carrier_id": 1, "tracking_number": "TRACK-1", "shipments_before": 0,
                "lines": [{"line_id": line, "quantity": quantity}]})
        };
        let too_many = problem(&staff.post(&path, parcel(4)).await, 422);
        assert_eq!(too_many["errors"][0]["field"], "lines.0.quantity");
        let shipped: Value = staff.post_once(&path, "s1", parcel(2)).await.expect(201).json();
        assert_eq!((&shipped["items"][0]["units"], &shipped["items"][0]["tracking_number"]), (&json!(2), &json!("TRACK-1")));
        staff.post_once(&path, "s1", parcel(2)).await.expect(201);
        problem(&staff.post(&path, parcel(1)).await, 412);
        let rest = json!({"carrier_id": 1, "tracking_number": "TRACK-2", "shipments_before": 1});
        staff.post(&path, rest).await.expect(201);
        let order: Value = staff.get(&format!("/orders/{number}")).await.expect(200).json();
        assert_eq!((&order["status"], &order["lines"][0]["shipped"]), (&json!("fulfilled"), &json!(3)));
        assert_eq!(shop.stock(mug).await, (6, 0));
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn stock_is_received_counted_and_adjusted(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let staff = of_staff(&shop).await;
        let items: Value = staff.get("/inventory-items?low=false&q=mug").await.expect(200).json();
        let item = format!("/inventory-items/{}", items["items"][0]["id"]);
        staff.post(&format!("{item}/receive"), json!({"quantity": 5, "reason": "Delivery 7"})).await.expect(200);
        let short = staff.post(&format!("{item}/adjust"), json!({"change": -20, "reason": "Lost"})).await;
        assert_eq!(problem(&short, 422)["errors"][0]["field"], "change");
        staff.post(&format!("{item}/adjust"), json!({"change": -2, "reason": "Broken"})).await.expect(200);
        let counted: Value = staff.post(&format!("{item}/count"), json!({"counted": 10})).await.expect(200).json();
        assert_eq!((&counted["on_hand"], &counted["available"]), (&json!(10), &json!(10)));
        staff.put(&format!("{item}/reorder-level"), json!({"reorder_level": 12})).await.expect(200);
        let low: Value = staff.get("/inventory-items?low=true").await.expect(200).json();
        assert_eq!(low["items"][0]["low"], true);
        let elsewhere = staff.post(&format!("{item}/transfer"), json!({"to_fulfillment_center_id": 999, "quantity": 1})).await;
        assert_eq!(problem(&elsewhere, 422)["errors"][0]["field"], "to_fulfillment_center_id");
        let moved: Value = staff.get("/stock-movements?limit=3").await.expect(200).json();
        let kinds: Vec<&str> =
            moved["items"].as_array().expect("items").iter().filter_map(|row| row["kind"].as_str()).collect();
        assert_eq!(kinds, ["count", "adjust", "receive"]);
        assert_eq!(shop.stock(mug).await, (10, 0));
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_transfer_is_marked_as_paid_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let staff = of_staff(&shop).await;
        let owner = shop.owner().await;
        let fields = [
            ("capture", "at_once"), ("sandbox", "true"), ("bank_transfer", "true"),
            ("bank_holder", "Halyard"), ("bank_iban", "DE89370400440532013000"),
            ("bank_days", "7"), ("cash_days", "14"),
        ];
        owner.post_action("admin/save_payment_settings", &fields).await.expect(200);
        let program = Program::of_nobody(&shop);
        let (cart, total) = program.fill(mug, 1, "bank-transfer").await;
        let placed: Value =
            program.post_once(&format!("{cart}/order"), "k", json!({"expected_total": total})).await.expect(201).json();
        let number = placed["order"]["number"].as_str().expect("a number").to_owned();
        let payments: Value = staff.get(&format!("/orders/{number}/payments")).await.expect(200).json();
        let path = format!("/orders/{number}/payments/{}/mark-paid", payments["items"][0]["id"]);
        assert_eq!(problem(&staff.post_once(&path, "m0", euro(99_999)).await, 422)["errors"][0]["field"], "amount");
        let marked: Value = staff.post_once(&path, "m1", euro(2_390)).await.expect(200).json();
        assert_eq!((&marked["status"], &marked["captured"]["amount"]), (&json!("captured"), &json!(2_390)));
        staff.post_once(&path, "m1", euro(2_390)).await.expect(200);
        let order: Value = staff.get(&format!("/orders/{number}")).await.expect(200).json();
        assert_eq!(order["status"], "paid");
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn promotions_are_written_with_care(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let staff = of_staff(&shop).await;
        let terms = json!({"name": "Summer", "active": true, "reward": "percent", "percent": "10", "codes": ["SUMMER"]});
        let made = staff.post("/promotions", terms.clone()).await.expect(201);
        assert_eq!(made.header("etag"), Some("\"v1\""));
        let id = made.json::<Value>()["id"].to_string();
        let path = format!("/promotions/{id}");
        assert_eq!(problem(&staff.post("/promotions", json!({"name": "", "reward": "percent"})).await, 422)["errors"][0]["field"], "name");
        problem(&staff.put(&path, terms.clone()).await, 428);
        let program = Program::of_nobody(&shop);
        let (cart, _) = program.fill(mug, 1, "sandbox").await;
        let cut: Value = program.post(&format!("{cart}/coupons"), json!({"code": "summer"})).await.expect(200).json();
        assert_eq!(cut["totals"]["discount"]["amount"], 190);
        assert_eq!((&cut["promotions"][0]["state"], &cut["promotions"][0]["code"]), (&json!("applied"), &json!("SUMMER")));
        let back: Value = program.send(Method::DELETE, &format!("{cart}/coupons/SUMMER"), "", None).await.expect(200).json();
        assert_eq!(back["totals"]["discount"]["amount"], 0);
        let list: Value = staff.get("/promotions?state=running&q=sum").await.expect(200).json();
        assert_eq!(list["items"][0]["name"], "Summer");
        let read: Value = staff.get(&path).await.expect(200).json();
        assert_eq!(read["terms"]["codes"], json!(["SUMMER"]));
    }

    async fn fulfillment_centers_are_kept(shop: TestShop) {
        let staff = of_staff(&shop).await;
        let body = json!({"name": "Leipzig", "country": "DE", "priority": 5});
        let made = staff.post("/fulfillment-centers", body.clone()).await.expect(201);
        let path = made.location().expect("a location").strip_prefix("/api/v1").expect("below the API").to_owned();
        staff.get(&path).await.expect(200);
        problem(&staff.put(&path, body).await, 428);
        let wrong = json!({"name": "Atlantis", "country": "XX", "priority": 5});
        assert_eq!(problem(&staff.post("/fulfillment-centers", wrong).await, 422)["errors"][0]["field"], "country");
    }
}
