//! Every operation of the document, asked for by those it is not for.

use super::conventions::problem;
use crate::support::{Client, TestShop};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

/// Method and path of every documented operation, with every parameter of the path 1, and whether it is for staff.
async fn operations(shop: &TestShop) -> Vec<(Method, String, bool)> {
    let document: Value = shop.visitor().send(shop.visitor().request(Method::GET, "/api/openapi.json")).await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path") {
            let method: Method = method.to_uppercase().parse().expect("a method");
            operations.push((method, filled(path), operation.get("security").is_some()));
        }
    }
    assert!(operations.len() > 60, "only {}", operations.len());
    operations
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
        let (visitor, customer, staff) = (shop.visitor(), shop.customer().await, shop.staff().await);
        for (method, path, for_staff) in operations(&shop).await {
            assert!(for_staff || method == Method::GET, "{method} {path} is open to everyone");
            if for_staff {
                problem(&ask(&visitor, &method, &path).await, 401);
                problem(&ask(&customer, &method, &path).await, 403);
            }
            let answer = ask(&staff, &method, &path).await;
            assert!(!matches!(answer.status, 401 | 403 | 500..), "{method} {path}: {} {}", answer.status, answer.body);
        }
    }
}

#[tokio::test]
async fn the_document_has_exactly_the_methods_that_are_served() {
    let shop = TestShop::sqlite().await;
    let operations = operations(&shop).await;
    let visitor = shop.visitor();
    for path in operations.iter().map(|(_, path, _)| path).collect::<BTreeSet<_>>() {
        let answer = visitor.send(visitor.request(Method::OPTIONS, path)).await;
        problem(&answer, 405);
        let served: BTreeSet<&str> = answer.header("allow").expect("methods").split(',').collect();
        let of_path = operations.iter().filter(|(_, other, _)| other == path);
        let mut documented: BTreeSet<&str> = of_path.map(|(method, ..)| method.as_str()).collect();
        if documented.contains("GET") {
            documented.insert("HEAD");
        }
        assert_eq!(served, documented, "{path}");
    }
}
