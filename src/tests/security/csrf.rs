//! Requests that another site makes a signed-in browser send.

use crate::support::{Client, TestShop};
use leptos::server_fn::axum::server_fn_paths;
use reqwest::{Method, header};

/// What browsers say of a request that a page of another site made, by form or by fetch.
const FOREIGN: [&[(&str, &str)]; 6] = [
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "same-site"), ("origin", "https://blog.shop.example")],
    &[("origin", "https://evil.example")],
    // From a sandboxed frame, or after a redirect between sites.
    &[("origin", "null")],
    &[("referer", "https://evil.example/")],
    &[],
];

/// A form can send three kinds of body, and a fetch without permission no others.
const KINDS: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"];

async fn forge(staff: &Client, shop: &TestShop, path: &str, headers: &[(&str, &str)], kind: &str) -> u16 {
    let cookie = staff.cookie("session").expect("a session");
    let mut request = reqwest::Client::new().post(format!("{}{path}", shop.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.header(header::COOKIE, format!("session={cookie}")).header(header::CONTENT_TYPE, kind);
    request.body("id=1").send().await.expect("an answer").status().as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_changes_anything_is_taken_from_another_site() {
    let shop = TestShop::sqlite().await;
    let owner = shop.owner().await;
    let functions = server_fn_paths().filter(|(_, method)| *method == Method::POST).map(|(path, _)| path);
    let others =
        ["/api/v1/brands", "/admin/products/1/images", "/admin/imports/upload", "/sandbox/pay/x", "/login", "/compare"];
    let paths: Vec<&str> = functions.chain(others).collect();
    assert!(paths.len() > 30, "{paths:?}");
    for path in paths {
        for (headers, kind) in FOREIGN.into_iter().zip(KINDS.into_iter().cycle()) {
            assert_eq!(forge(&owner, &shop, path, headers, kind).await, 403, "{path} {headers:?}");
        }
    }
    // None of it ended the session, for one.
    owner.get("/admin").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_from_another_site_brings_no_cookie_along_and_changes_nothing() {
    let shop = TestShop::sqlite().await;
    let staff = shop.staff().await;
    for (path, method) in server_fn_paths() {
        if method == Method::POST {
            let answer = staff.get(path).await;
            assert!((400..500).contains(&answer.status), "{path} answers GET with {}", answer.status);
        }
    }
    // CORS lets other sites read what visitors may read: without credentials, and nothing but reading.
    let asked = staff
        .request(Method::OPTIONS, "/api/v1/brands")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization");
    let allowed = staff.send(asked).await;
    assert_eq!(allowed.header("access-control-allow-credentials"), None);
    assert_eq!(allowed.header("access-control-allow-methods"), Some("GET, HEAD"));
    assert!(!allowed.header("access-control-allow-headers").unwrap_or_default().contains("authorization"));
}
