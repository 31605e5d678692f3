//! Staff's programs: parts of orders, notes, mails, documents, customers, taxes and what the shop sets.

use super::{conventions::problem, selling::of_staff, shopper::Program, tokens::token};
use crate::support::Buyer;
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::domain::{access::Permission, api_token::Scope};

on_both! {
    async fn a_part_of_an_order_is_canceled_once_however_often_it_is_asked(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, of_staff(&shop).await);
        let number = Buyer::guest(&shop).buy(&shop, mug, "3").await.number;
        let order: Value = staff.get(&format!("/orders/{number}")).await.expect(200).json();
        let line = &order["lines"][0]["id"];
        let path = format!("/orders/{number}/cancel-lines");
        let of = |quantity: i64| json!({"lines": [{"line_id": line, "quantity": quantity}], "reason": "Sold out"});
        assert_eq!(problem(&staff.post(&path, of(4)).await, 422)["errors"][0]["field"], "lines.0.quantity");
        assert_eq!(problem(&staff.post(&path, json!({"lines": []})).await, 422)["errors"][0]["field"], "lines");
        let canceled: Value = staff.post_once(&path, "c1", of(1)).await.expect(200).json();
        staff.post_once(&path, "c1", of(1)).await.expect(200);
        assert_eq!((&canceled["status"], &canceled["credited"]["amount"]), (&json!("paid"), &json!(1_900)));
        let stale = json!({"lines": [{"line_id": line, "quantity": 1}], "canceled_before": 0});
        problem(&staff.post(&path, stale).await, 412);
        assert_eq!(shop.stock(mug).await, (9, 2));
        let rest: Value = staff.post(&path, json!({"lines": [{"line_id": line, "quantity": 2}], "shipping": true})).await.expect(200).json();
        assert_eq!((&rest["credited"], shop.stock(mug).await), (&rest["total"], (9, 0)), "all that was paid");
        problem(&staff.post(&path, of(1)).await, 409);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn notes_and_mails_of_an_order(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, of_staff(&shop).await);
        let number = Buyer::guest(&shop).buy(&shop, mug, "1").await.number;
        shop.run_jobs().await;
        let path = format!("/orders/{number}/notes");
        let noted: Value = staff.post_once(&path, "n1", json!({"note": "Call first"})).await.expect(201).json();
        staff.post_once(&path, "n1", json!({"note": "Call first"})).await.expect(201);
        let entries = noted["items"].as_array().expect("entries").clone();
        let last = entries.last().expect("one");
        assert_eq!((&last["kind"], &last["message"]), (&json!("note"), &json!("Call first")));
        let timeline: Value = staff.get(&format!("/orders/{number}/timeline")).await.expect(200).json();
        assert_eq!(timeline["items"].as_array().map(Vec::len), Some(entries.len()), "once");
        assert_eq!(problem(&staff.post(&path, json!({"note": " "})).await, 422)["errors"][0]["field"], "note");
        problem(&staff.send(Method::POST, &format!("/orders/{number}/picked-up"), "", None).await, 409);

        let before = shop.mails().await.len();
        let mails: Value = staff.get(&format!("/orders/{number}/mails")).await.expect(200).json();
        let mail = &mails["items"][0];
        assert_eq!(mail["recipient"], "ada@example.com");
        shop.clock.advance_minutes(10);
        let again = format!("/orders/{number}/mails/{}/resend", mail["id"]);
        staff.send(Method::POST, &again, "", None).await.expect(202);
        staff.send(Method::POST, &again, "", None).await.expect(202);
        problem(&staff.send(Method::POST, &format!("/orders/{number}/mails/999999/resend"), "", None).await, 404);
        shop.run_jobs().await;
        assert_eq!(shop.mails().await.len(), before + 1);
    }

    async fn documents_are_for_staff_and_for_whose_order_it_is(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, of_staff(&shop).await);
        let customer = shop.customer().await;
        let account = customer.account.clone().expect("somebody");
        let buyer = Buyer { client: customer };
        let placed = buyer.buy(&shop, mug, "1").await;
        let number = placed.number;
        let list: Value = staff.get(&format!("/orders/{number}/documents")).await.expect(200).json();
        assert_eq!(list["items"][0]["kind"], "invoice");
        let url = list["items"][0]["url"].as_str().expect("an address").strip_prefix("/api/v1").expect("ours").to_owned();
        let pdf = staff.get(&url).await.expect(200);
        assert_eq!(pdf.header("content-type"), Some("application/pdf"));
        problem(&staff.get(&format!("/orders/{number}/documents/INV1999-00001.pdf")).await, 404);

        let program = Program::with_token(&shop, token(&shop, &account, &[Scope::OrdersRead]).await);
        let own: Value = program.get(&format!("/users/me/orders/{number}/documents")).await.expect(200).json();
        let own_url = own["items"][0]["url"].as_str().expect("an address").strip_prefix("/api/v1").expect("ours").to_owned();
        assert_eq!(program.get(&own_url).await.expect(200).header("content-type"), Some("application/pdf"));
        problem(&program.get(&url).await, 403);
        let other = shop.customer().await.account.expect("somebody");
        let other = Program::with_token(&shop, token(&shop, &other, &[Scope::OrdersRead]).await);
        problem(&other.get(&own_url).await, 404);

        let file = url.rsplit('/').next().expect("a file");
        let nobody = Program::of_nobody(&shop);
        let by_link = format!("/orders/{number}/links/{}/documents/{file}", placed.token);
        assert_eq!(nobody.get(&by_link).await.expect(200).header("content-type"), Some("application/pdf"));
        problem(&nobody.get(&format!("/orders/{number}/links/{}/documents/{file}", "0".repeat(64))).await, 404);
        problem(&nobody.get(&own_url).await, 401);

        staff.post(&format!("/orders/{number}/shipments"), json!({"carrier_id": 1, "tracking_number": "P"})).await.expect(201);
        let parcels: Value = staff.get(&format!("/orders/{number}/shipments")).await.expect(200).json();
        let slip = staff.get(&format!("/shipments/{}/packing-slip.pdf", parcels["items"][0]["id"])).await.expect(200);
        assert_eq!(slip.header("content-type"), Some("application/pdf"));
        problem(&staff.get("/shipments/999999/packing-slip.pdf").await, 404);
    }

    async fn tax_rates_are_written_with_care_and_charged(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, of_staff(&shop).await);
        let before: Value = staff.get("/tax-rates?limit=100").await.expect(200).json();
        let german = before["items"].as_array().expect("rates").iter()
            .find(|rate| rate["country"] == "DE" && rate["percent"] == "19").cloned().expect("a rate of the seed");
        let category = german["tax_category_id"].clone();
        let rate = json!({"name": "Eco", "percent": "10", "included": false, "country": "DE", "postcodes": "200*", "tax_category_id": category});
        let made = staff.post("/tax-rates", rate.clone()).await.expect(201);
        let path = made.header("location").expect("a location").strip_prefix("/api/v1").expect("ours").to_owned();
        assert_eq!(made.header("etag"), Some("\"v1\""));
        assert_eq!(problem(&staff.post("/tax-rates", rate.clone()).await, 422)["errors"][0]["field"], "name");
        let mut unknown = rate.clone();
        unknown["tax_category_id"] = json!(999_999);
        unknown["name"] = json!("Other");
        assert_eq!(problem(&staff.post("/tax-rates", unknown).await, 422)["errors"][0]["field"], "tax_category_id");
        problem(&staff.put(&path, rate.clone()).await, 428);
        let mut half = rate.clone();
        half["percent"] = json!("5");
        problem(&staff.change(Method::PUT, &path, ("\"v9\"", ""), half.clone()).await, 412);
        let changed: Value = staff.change(Method::PUT, &path, ("\"v1\"", ""), half).await.expect(200).json();
        assert_eq!((&changed["percent"], &changed["version"], &changed["valid_from"]), (&json!("5"), &json!(2), &Value::Null));

        let nobody = Program::of_nobody(&shop);
        let cart: Value = nobody.send(Method::POST, "/carts", "", None).await.expect(201).json();
        let cart = format!("/carts/{}", cart["token"].as_str().expect("a token"));
        nobody.post(&format!("{cart}/lines"), json!({"variant_id": mug.0, "quantity": 2})).await.expect(200);
        let estimate: Value = nobody.get(&format!("{cart}/estimate?country=DE&postcode=20095")).await.expect(200).json();
        let taxes = estimate["totals"]["taxes"].as_array().expect("taxes").clone();
        assert!(taxes.iter().any(|tax| tax["label"] == "Eco 5 %" && tax["included"] == false), "{taxes:?}");
        assert!(!estimate["shipping_methods"].as_array().expect("methods").is_empty());
        let elsewhere: Value = nobody.get(&format!("{cart}/estimate?country=DE&postcode=10115")).await.expect(200).json();
        assert_eq!(elsewhere["totals"]["added_tax"]["amount"], 0);
        assert_eq!(problem(&nobody.get(&format!("{cart}/estimate?country=XX")).await, 422)["errors"][0]["field"], "country");

        let delete = async |tag: &str| staff.change(Method::DELETE, &path, (tag, ""), json!({})).await;
        problem(&delete("\"v1\"").await, 412);
        delete("\"v2\"").await.expect(204);
        problem(&staff.get(&path).await, 404);
    }

    async fn what_the_shop_sets_is_read_and_written(shop: TestShop) {
        let staff = of_staff(&shop).await;
        let kept: Value = staff.get("/settings/shop").await.expect(200).json();
        assert_eq!(kept, json!({"name": "Tradewind", "home_country": "DE"}));
        let kept: Value = staff.put("/settings/shop", json!({"name": "Blue Anchor", "home_country": "FR"})).await.expect(200).json();
        assert_eq!(kept, json!({"name": "Blue Anchor", "home_country": "FR"}));
        let wrong = staff.put("/settings/shop", json!({"name": "Blue Anchor", "home_country": "XX"})).await;
        assert_eq!(problem(&wrong, 422)["errors"][0]["field"], "home_country");
        let shown: Value = staff.get("/settings/price-display").await.expect(200).json();
        assert_eq!(shown["show"], "with_tax");
        let shown: Value = staff.put("/settings/price-display", json!({"show": "without_tax"})).await.expect(200).json();
        assert_eq!(shown["show"], "without_tax");
        problem(&staff.put("/settings/price-display", json!({"show": "sometimes"})).await, 422);
        let kept: Value = staff.put("/settings/returns", json!({"window_days": 14, "instructions": "To the shop"})).await.expect(200).json();
        assert_eq!((&kept["window_days"], &kept["instructions"]), (&json!(14), &json!("To the shop")));
        let wrong = staff.put("/settings/returns", json!({"window_days": 999, "instructions": ""})).await;
        assert_eq!(problem(&wrong, 422)["errors"][0]["field"], "window_days");
        let check: Value = staff.get("/check").await.expect(200).json();
        assert_eq!((&check["ok"], &check["found"]), (&json!(true), &json!([])));
    }

    async fn customers_are_found_and_grouped(shop: TestShop) {
        let staff = of_staff(&shop).await;
        for _ in 0..3 {
            shop.customer().await;
        }
        let first: Value = staff.get("/customers?limit=2").await.expect(200).json();
        assert_eq!(first["items"].as_array().map(Vec::len), Some(2));
        let next = first["next"].as_str().expect("more").strip_prefix("/api/v1").expect("ours").to_owned();
        let second: Value = staff.get(&next).await.expect(200).json();
        assert_eq!((second["items"].as_array().map(Vec::len), &second["next"]), (Some(1), &Value::Null));
        let one = &second["items"][0];
        let email = one["email"].as_str().expect("an e-mail");
        let found: Value = staff.get(&format!("/customers?q={email}")).await.expect(200).json();
        assert_eq!(found["items"][0]["id"], one["id"]);
        let path = format!("/customers/{}", one["id"]);
        let grouped: Value = staff.put(&format!("{path}/groups"), json!({"groups": ["Trade", "Press"]})).await.expect(200).json();
        assert_eq!(grouped["groups"], json!(["Press", "Trade"]));
        let found: Value = staff.get(&path).await.expect(200).json();
        assert_eq!((&found["groups"], &found["orders"]), (&json!(["Press", "Trade"]), &json!(0)));
        let wrong = staff.put(&format!("{path}/groups"), json!({"groups": [" "]})).await;
        assert_eq!(problem(&wrong, 422)["errors"][0]["field"], "groups");
        let account = shop.staff_with(&[Permission::Orders]).await.account.expect("somebody");
        let id = account.id;
        problem(&staff.get(&format!("/customers/{id}")).await, 404);
    }

    async fn promotions_are_tried_out_and_people_are_told_of_stock(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 0).await, of_staff(&shop).await);
        let terms = json!({"name": "Tenth", "active": false, "reward": "percent", "percent": "10"});
        let made: Value = staff.post("/promotions", terms).await.expect(201).json();
        let path = format!("/promotions/{}/try", made["id"]);
        let sku: Value = staff.get(&format!("/variants/{mug}")).await.expect(200).json();
        let sku = sku["sku"].clone();
        let sample = json!({"lines": [{"sku": sku, "quantity": 2}], "shipping": {"amount": 490, "currency": "EUR"}});
        let tried: Value = staff.post(&path, sample).await.expect(200).json();
        assert_eq!((&tried["discount"]["amount"], &tried["total"]["amount"]), (&json!(380), &json!(3_910)));
        assert_eq!(tried["promotions"][0]["state"], "applied");
        let wrong = staff.post(&path, json!({"lines": [{"sku": "NOTHING", "quantity": 1}]})).await;
        assert_eq!(problem(&wrong, 422)["errors"][0]["field"], "lines");

        let nobody = Program::of_nobody(&shop);
        let path = format!("/variants/{mug}/back-in-stock-requests");
        nobody.post(&path, json!({"email": "ada@example.com"})).await.expect(202);
        assert_eq!(problem(&nobody.post(&path, json!({"email": "ada"})).await, 422)["errors"][0]["field"], "email");
        problem(&nobody.post("/variants/999999/back-in-stock-requests", json!({"email": "ada@example.com"})).await, 404);
    }
}
