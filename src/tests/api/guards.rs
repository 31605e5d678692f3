//! Every operation of the document, asked for by those it is not for.

use super::{
    conventions::problem,
    tokens::{self, token},
};
use crate::support::{Client, TestShop};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;
use tradewind::{
    domain::{access::Permission, api_token::Scope},
    server::{services::api_tokens, store::db::execute},
};

/// Whom an operation is for, as the document says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    Everyone,
    /// Whoever has an account.
    Account,
    /// A program with a token, of any scope.
    Token,
    Staff,
}

/// One documented operation, with every parameter of its path 1.
#[derive(Clone, Debug)]
struct Operation {
    method: Method,
    path: String,
    audience: For,
    /// What a token needs.
    scope: Option<Scope>,
}

/// What visitors may send without being anybody: it makes accounts, proves something itself, or is opened by a secret.
const OPEN: [&str; 20] = [
    "/api/v1/carts",
    "/api/v1/carts/1/accept-prices",
    "/api/v1/carts/1/checkout/addresses",
    "/api/v1/carts/1/checkout/contact",
    "/api/v1/carts/1/checkout/payment-method",
    "/api/v1/carts/1/checkout/shipping-method",
    "/api/v1/carts/1/coupons",
    "/api/v1/carts/1/lines",
    "/api/v1/carts/1/lines/1/save-for-later",
    "/api/v1/carts/1/order",
    "/api/v1/carts/1/saved/1/move-to-cart",
    "/api/v1/orders/1/links/1/payment",
    "/api/v1/orders/1/links/1/cancel",
    "/api/v1/token/login",
    "/api/v1/users",
    "/api/v1/users/activation",
    "/api/v1/users/resend_activation",
    "/api/v1/users/reset_password",
    "/api/v1/users/reset_password_confirm",
    "/api/v1/variants/1/back-in-stock-requests",
];

async fn operations(shop: &TestShop) -> Vec<Operation> {
    let document: Value = shop.visitor().send(shop.visitor().request(Method::GET, "/api/openapi.json")).await.json();
    assert_eq!(document["openapi"], "3.1.0");
    for scheme in ["session", "token"] {
        assert!(document["components"]["securitySchemes"][scheme].is_object(), "{scheme}");
    }
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path") {
            let method: Method = method.to_uppercase().parse().expect("a method");
            let (audience, scope) = audience(&operation["security"]);
            operations.push(Operation { method, path: filled(path), audience, scope });
        }
    }
    assert!(operations.len() > 60, "only {}", operations.len());
    operations
}

fn audience(security: &Value) -> (For, Option<Scope>) {
    let ways = security.as_array().cloned().unwrap_or_default();
    if ways.iter().any(|way| way.as_object().is_some_and(serde_json::Map::is_empty)) {
        return (For::Everyone, None);
    }
    let has = |scheme: &str| ways.iter().any(|way| way.get(scheme).is_some());
    let scope =
        ways.iter().find_map(|way| way["token"][0].as_str()).map(|slug| Scope::from_slug(slug).expect("a scope"));
    let audience = match scope {
        Some(scope) if scope.permission().is_some() => For::Staff,
        Some(_) => For::Account,
        None if has("token") => For::Token,
        None => For::Everyone,
    };
    assert!(matches!(audience, For::Everyone | For::Token) || has("session"), "{security}");
    (audience, scope)
}

fn filled(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/")
}

async fn ask(client: &Client, method: &Method, path: &str) -> crate::support::Answer {
    let request = client.request(method.clone(), path).header("if-match", "\"v1\"");
    client.send(request).await
}

on_both! {
    async fn what_is_for_staff_is_refused_to_everyone_else(shop: TestShop) {
        let (visitor, customer) = (shop.visitor(), shop.customer().await);
        let staff = shop.staff_with(&Permission::ALL).await;
        for Operation { method, path, audience, .. } in operations(&shop).await {
            let held = path.strip_prefix("/api/v1/carts/1/").is_some_and(|rest| rest.ends_with("/1"));
            let open = method == Method::GET || held || OPEN.contains(&path.as_str());
            assert!(audience != For::Everyone || open, "{method} {path} is open to everyone");
            if audience != For::Everyone {
                problem(&ask(&visitor, &method, &path).await, 401);
            }
            if audience == For::Token {
                problem(&ask(&staff, &method, &path).await, 401);
                continue;
            }
            if audience == For::Staff {
                problem(&ask(&customer, &method, &path).await, 403);
            }
            let answer = ask(&staff, &method, &path).await;
            assert!(!matches!(answer.status, 401 | 403 | 500..), "{method} {path}: {} {}", answer.status, answer.body);
        }
    }

    async fn every_operation_asks_for_the_scope_that_it_names(shop: TestShop) {
        let staff = shop.staff_with(&Permission::ALL).await.account.expect("somebody");
        let all: Vec<Scope> = api_tokens::scopes_of(&staff).collect();
        let revoked = token(&shop, &staff, &all).await;
        execute(&shop.state.db, "DELETE FROM api_token").run().await.expect("revoked");
        for Operation { method, path, scope, .. } in operations(&shop).await {
            problem(&tokens::ask(&shop, method.clone(), &path, &revoked).await, 401);
            let Some(scope) = scope else { continue };
            let others: Vec<Scope> = all.iter().copied().filter(|other| *other != scope).collect();
            let without = token(&shop, &staff, &others).await;
            let refused = tokens::ask(&shop, method.clone(), &path, &without).await;
            let kind = problem(&refused, 403)["type"].clone();
            assert_eq!(kind, "urn:tradewind:problem:insufficient-scope", "{method} {path} without {scope:?}");
            let with = token(&shop, &staff, &[scope]).await;
            let answer = tokens::ask(&shop, method.clone(), &path, &with).await;
            assert!(!matches!(answer.status, 401 | 403 | 500..), "{method} {path}: {} {}", answer.status, answer.body);
            execute(&shop.state.db, "DELETE FROM api_token").run().await.expect("revoked");
        }
    }
}

#[tokio::test]
async fn the_document_has_exactly_the_methods_that_are_served() {
    let shop = TestShop::sqlite().await;
    let operations = operations(&shop).await;
    let visitor = shop.visitor();
    for path in operations.iter().map(|operation| &operation.path).collect::<BTreeSet<_>>() {
        let answer = visitor.send(visitor.request(Method::OPTIONS, path)).await;
        problem(&answer, 405);
        let served: BTreeSet<&str> = answer.header("allow").expect("methods").split(',').collect();
        let of_path = operations.iter().filter(|operation| operation.path == *path);
        let mut documented: BTreeSet<&str> = of_path.map(|operation| operation.method.as_str()).collect();
        if documented.contains("GET") {
            documented.insert("HEAD");
        }
        assert_eq!(served, documented, "{path}");
    }
}
