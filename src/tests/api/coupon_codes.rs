//! The coupon codes of a promotion, as programs hand them out.

use super::conventions::problem;
use crate::support::{Answer, Buyer, Client};
use reqwest::{Method, header};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tradewind::domain::access::Permission;

async fn ask(client: &Client, method: Method, path: &str) -> Answer {
    client.send(client.request(method, path)).await
}

/// A promotion by code, with the code TENTH; the answer is its path.
async fn tenth(staff: &Client) -> String {
    let body = json!({"name": "Tenth", "active": true, "reward": "percent", "percent": "10", "codes": ["TENTH"], "code_limit": 2});
    let added = staff.post_json("/api/v1/promotions", &body).await.expect(201);
    added.header("location").expect("a location").to_owned()
}

on_both! {
    async fn codes_are_added_listed_used_and_deleted(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let staff = shop.staff_with(&[Permission::Marketing]).await;
        let promotion = tenth(&staff).await;
        let codes = format!("{promotion}/codes");
        let added = staff.post_json(&codes, &json!({"code": "for-ada"})).await.expect(201);
        let one = added.header("location").expect("a location").to_owned();
        let code: Value = added.json();
        assert_eq!((&code["code"], &code["uses"], &code["usage_limit"]), (&json!("FOR-ADA"), &json!(0), &json!(2)));
        for (wrong, reason) in [("FOR-ADA", "already_taken"), ("a b", "not_a_coupon"), ("", "required")] {
            let refused = problem(&staff.post_json(&codes, &json!({"code": wrong})).await, 422);
            assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("code"), &json!(reason)));
        }

        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        buyer.client.post_action("cart/add_coupon", &[("code", "for-ada")]).await.expect(200);
        buyer.fill_checkout().await;
        buyer.place().await.expect(200);
        assert_eq!(ask(&staff, Method::GET, &one).await.expect(200).json::<Value>()["uses"], 1);

        let page: Value = ask(&staff, Method::GET, &format!("{codes}?limit=1")).await.expect(200).json();
        let next = page["next"].as_str().expect("another page");
        let rest: Value = ask(&staff, Method::GET, next).await.expect(200).json();
        assert_eq!((&page["items"][0]["code"], &rest["items"][0]["code"]), (&json!("TENTH"), &json!("FOR-ADA")));
        assert_eq!(rest["next"], Value::Null);

        ask(&staff, Method::DELETE, &one).await.expect(204);
        problem(&ask(&staff, Method::DELETE, &one).await, 404);
        let last = format!("{codes}/{}", page["items"][0]["id"]);
        problem(&ask(&staff, Method::DELETE, &last).await, 409);
        shop.assert_consistent().await;
    }

    async fn many_are_made_at_once_and_nobody_guesses_them(shop: TestShop) {
        let staff = shop.staff_with(&[Permission::Marketing]).await;
        let promotion = tenth(&staff).await;
        let generate = format!("{promotion}/codes/generate");
        let made: Value = staff.post_json(&generate, &json!({"count": 500, "prefix": "sun-"})).await.expect(201).json();
        let codes = made["codes"].as_array().expect("codes");
        let different: BTreeSet<&str> = codes.iter().filter_map(|code| code["code"].as_str()).collect();
        assert_eq!(different.len(), 500);
        assert!(different.iter().all(|code| code.starts_with("SUN-") && code.len() == 14), "{different:?}");
        let listed: Value = ask(&staff, Method::GET, &promotion).await.expect(200).json();
        assert_eq!(listed["terms"]["codes"].as_array().map(Vec::len), Some(501));
        for (body, field) in [
            (json!({"count": 500}), "count"),
            (json!({"count": 0}), "count"),
            (json!({"count": 1_001}), "count"),
            (json!({"count": 1, "prefix": "a b"}), "prefix"),
            (json!({"count": 1, "prefix": "a".repeat(21)}), "prefix"),
        ] {
            assert_eq!(problem(&staff.post_json(&generate, &body).await, 422)["errors"][0]["field"], field);
        }
        shop.assert_consistent().await;
    }

    async fn a_form_that_was_opened_before_takes_no_code_back(shop: TestShop) {
        let staff = shop.staff_with(&[Permission::Marketing]).await;
        let promotion = tenth(&staff).await;
        let opened = ask(&staff, Method::GET, &promotion).await.expect(200);
        let (tag, terms) = (opened.header("etag").expect("a tag").to_owned(), opened.json::<Value>()["terms"].clone());
        staff.post_json(&format!("{promotion}/codes"), &json!({"code": "MORE"})).await.expect(201);
        let late = staff.request(Method::PUT, &promotion).header(header::IF_MATCH, tag).json(&terms);
        problem(&staff.send(late).await, 412);
        let noted: Value = ask(&staff, Method::GET, &promotion).await.expect(200).json();
        assert_eq!(noted["terms"]["codes"], json!(["MORE", "TENTH"]));
        assert_eq!(shop.count("audit_entry").await, 2, "added, and a code added");
    }

    async fn a_promotion_that_applies_by_itself_has_no_codes(shop: TestShop) {
        let staff = shop.staff_with(&[Permission::Marketing]).await;
        let body = json!({"name": "Always", "active": true, "reward": "free_shipping"});
        let added = staff.post_json("/api/v1/promotions", &body).await.expect(201);
        let codes = format!("{}/codes", added.header("location").expect("a location"));
        let refused = problem(&staff.post_json(&codes, &json!({"code": "ALWAYS"})).await, 422);
        assert_eq!(refused["errors"][0]["code"], "needs_no_code");
        let none: Value = ask(&staff, Method::GET, &codes).await.expect(200).json();
        assert_eq!(none["items"], json!([]));
        problem(&ask(&staff, Method::GET, "/api/v1/promotions/999/codes").await, 404);
        problem(&staff.post_json("/api/v1/promotions/999/codes", &json!({"code": "ALWAYS"})).await, 404);
        problem(&ask(&staff, Method::DELETE, "/api/v1/promotions/999/codes/1").await, 404);
    }
}
