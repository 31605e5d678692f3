//! Staff's programs change orders.

use super::{conventions::problem, selling::of_staff, shopper::address};
use crate::support::{Answer, Buyer};
use reqwest::Method;
use serde_json::{Value, json};

fn tag(answer: &Answer) -> String {
    answer.header("etag").expect("a tag").to_owned()
}

on_both! {
    async fn lines_are_changed_once_for_a_key_and_at_the_version_that_was_read(shop: TestShop) {
        let (mug, _) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Tea", 500, 9).await);
        let text = "SELECT sku FROM variant WHERE price_minor = 500";
        let (tea,): (String,) = tradewind::server::store::db::select(&shop.state.db, text).one().await.expect("a SKU");
        let staff = of_staff(&shop).await;
        let number = Buyer::guest(&shop).buy(&shop, mug, "3").await.number;
        let (order, edits) = (format!("/orders/{number}"), format!("/orders/{number}/edits"));
        let read = staff.get(&order).await.expect(200);
        let (version, line) = (tag(&read), read.json::<Value>()["lines"][0]["id"].clone());
        let change = |preview: bool| {
            json!({"lines": [{"line_id": line, "quantity": 1}], "added": [{"sku": tea, "quantity": 2}],
                "note": "fewer mugs", "preview": preview})
        };
        problem(&staff.post(&edits, change(true)).await, 428);
        problem(&staff.change(Method::POST, &edits, (&version, ""), change(false)).await, 400);
        let told: Value = staff.change(Method::POST, &edits, (&version, "p"), change(true)).await.expect(200).json();
        assert_eq!((&told["preview"], &told["settlement"], &told["amount"]["amount"]), (&json!(true), &json!("refund"), &json!(2_800)));
        assert_eq!(tag(&staff.get(&order).await), version, "nothing was changed");
        let done: Value = staff.change(Method::POST, &edits, (&version, "k"), change(false)).await.expect(200).json();
        assert_eq!((&done["total_after"], &done["lines"][1]["quantity_after"]), (&told["total_after"], &json!(2)));
        let again = staff.change(Method::POST, &edits, (&version, "k"), change(false)).await.expect(200);
        assert_eq!((again.header("idempotency-replayed"), again.json::<Value>()), (Some("true"), done));
        problem(&staff.change(Method::POST, &edits, (&version, "l"), change(false)).await, 412);
        shop.run_jobs().await;
        let now: Value = staff.get(&order).await.expect(200).json();
        assert_eq!((&now["total"]["amount"], &now["captured"]["amount"]), (&json!(3_390), &json!(3_390)));
        assert_eq!(shop.stock(mug).await, (9, 1));
        shop.assert_consistent().await;
    }

    async fn addresses_are_patched_and_wrong_fields_are_named_as_they_were_sent(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 2).await;
        let staff = of_staff(&shop).await;
        let number = Buyer::guest(&shop).buy(&shop, mug, "1").await.number;
        let (order, edits) = (format!("/orders/{number}"), format!("/orders/{number}/edits"));
        let version = tag(&staff.get(&order).await);
        let mut elsewhere = address();
        elsewhere["city"] = json!("Bremen");
        let patched = staff.change(Method::PATCH, &order, (&version, ""), json!({"shipping_address": elsewhere, "note": "moved"})).await;
        let patched = patched.expect(200);
        assert_ne!(tag(&patched), version);
        assert_eq!(patched.json::<Value>()["shipping_address"]["city"], "Bremen");
        let version = tag(&patched);
        let fields = async |method: Method, path: &str, body: Value| -> Vec<String> {
            let refused = problem(&staff.change(method, path, (&version, "f"), body).await, 422);
            let errors = refused["errors"].as_array().expect("errors").clone();
            errors.iter().map(|error| error["field"].as_str().expect("a field").to_owned()).collect()
        };
        let mut broken = address();
        broken["postcode"] = json!("1");
        assert_eq!(fields(Method::PATCH, &order, json!({"shipping_address": broken, "email": "x"})).await, ["shipping_address.postcode", "email"]);
        assert_eq!(fields(Method::POST, &edits, json!({"added": [{"sku": "NONE", "quantity": 1}]})).await, ["added.0.sku"]);
        let line = staff.get(&order).await.json::<Value>()["lines"][0]["id"].clone();
        assert_eq!(fields(Method::POST, &edits, json!({"lines": [{"line_id": line, "quantity": 3}]})).await, ["lines.0.quantity"]);
        assert_eq!(fields(Method::POST, &edits, json!({"lines": [{"line_id": line, "quantity": 0}]})).await, ["lines.0.quantity"]);
        staff.change(Method::POST, &edits, (&version, "m"), json!({"lines": [{"line_id": line, "quantity": 2}]})).await.expect(200);
        problem(&staff.send(Method::POST, &format!("{order}/cancel"), "", None).await, 400);
        staff.send(Method::POST, &format!("{order}/cancel"), "c", None).await.expect(200);
        let version = tag(&staff.get(&order).await);
        problem(&staff.change(Method::PATCH, &order, (&version, ""), json!({"email": "ada@byron.example"})).await, 409);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}
