//! Fields that a form does not have: nobody becomes staff, verified or richer by naming them.

use crate::support::{PASSWORD, TestShop};
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::access::Role,
    server::store::{accounts, db::select},
};

/// Columns that people may not write, as anyone can read them in the source.
const COVETED: [&str; 8] =
    ["role", "staff_role_id", "permissions", "email_verified", "email_verified_at", "disabled_at", "account_id", "id"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_refuses_fields_that_are_not_the_callers_to_set() {
    let shop = TestShop::sqlite().await;
    let customer = shop.customer().await;
    for field in COVETED {
        let mut registration =
            json!({"email": "eve@example.com", "name": "Eve", "password": "a sentence that is long"});
        registration[field] = json!("owner");
        let refused = customer.post_json("/api/v1/users", &registration).await.expect(422);
        assert_eq!(refused.json::<Value>()["errors"][0]["field"], field);
        let patch = customer.request(Method::PATCH, "/api/v1/users/me").json(&json!({field: "owner"}));
        assert_eq!(customer.send(patch).await.expect(422).json::<Value>()["errors"][0]["field"], field);
        let login = json!({"email": "eve@example.com", "password": PASSWORD, field: "owner"});
        customer.post_json("/api/v1/token/login", &login).await.expect(422);
    }
    let known = accounts::find_credentials(&shop.state.db, "eve@example.com").await.expect("read");
    assert!(known.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_pass_over_fields_that_are_not_theirs() {
    let shop = TestShop::sqlite().await;
    let customer = shop.customer().await;
    let own = customer.account.clone().expect("a customer");
    let mut fields = vec![
        ("name", "Eve"),
        ("phone", ""),
        ("version", "1"),
        ("email", "eve@example.com"),
        ("password", "a sentence that is long"),
        ("profile[name]", "Eve"),
        ("profile[role]", "owner"),
        ("token[name]", "x"),
        ("token[scopes][]", "account:read"),
        ("token[expires]", "30"),
        ("token[account_id]", "1"),
    ];
    fields.extend(COVETED.map(|field| (field, "1")));
    fields.push(("role", "owner"));
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        // Logging out and deleting would end the session that tries.
        if method != Method::POST || path.contains("log") || path.contains("delete") || path.contains("close") {
            continue;
        }
        let endpoint = path.strip_prefix("/actions/").expect("a server function");
        let answer = customer.post_action(endpoint, &fields).await;
        assert!(answer.status < 500, "{path}: {}", answer.body);
    }
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM account WHERE role <> 'customer'";
    let (staff,): (i64,) = select(&shop.state.db, text).one().await.expect("a number");
    assert_eq!(staff, 0);
    let same = accounts::find_credentials(&shop.state.db, &own.email).await.expect("read").expect("still there");
    assert_eq!((same.account.id, same.account.role), (own.id, Role::Customer));
}
