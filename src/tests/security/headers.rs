//! What every answer tells the browser, whatever kind of answer it is.

use crate::support::{Answer, Client, OPENING, On, PASSWORD, TestShop};
use reqwest::{Method, header};
use tradewind::{domain::access::Role, server::clock::Clock};

/// One of every kind of answer there is: method, address, status.
const KINDS: [(&str, &str, u16); 33] = [
    ("GET", "/", 200),
    ("GET", "/p/field-tee", 200),
    ("GET", "/login", 200),
    ("GET", "/cart", 200),
    ("GET", "/search?q=<script>", 200),
    ("GET", "/nothing-here", 404),
    ("GET", "/p/nothing", 404),
    ("GET", "/admin", 200),
    ("GET", "/admin/products/99", 404),
    ("GET", "/admin/export.csv", 200),
    ("GET", "/account/tokens", 200),
    ("GET", "/compare/add/field-tee", 303),
    ("GET", "/actions/cart/load", 200),
    ("GET", "/actions/no/such", 400),
    ("POST", "/actions/cart/add_line", 400),
    ("POST", "/actions/accounts/logout?large", 413),
    ("PUT", "/actions/cart/load", 405),
    ("POST", "/login", 405),
    ("GET", "/api/v1/products", 200),
    ("GET", "/api/v1/products/nothing", 404),
    ("POST", "/api/v1/brands", 415),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/api/docs", 200),
    ("GET", "/api/docs/start.js", 200),
    ("GET", "/pkg/tradewind.css", 200),
    ("GET", "/pkg/nothing.js", 404),
    ("GET", "/media/nothing.webp", 404),
    ("GET", "/favicon.svg", 200),
    ("GET", "/robots.txt", 200),
    ("GET", "/sitemap.xml", 200),
    ("GET", "/sandbox/pay/nothing", 404),
    ("POST", "/webhooks/nothing", 404),
    ("GET", "/healthz", 200),
];

async fn secure_shop() -> TestShop {
    let https =
        |config: &mut tradewind::server::config::Config| config.public_url = Some("https://shop.example".into());
    TestShop::open(On::Sqlite, Clock::fixed(OPENING), https).await
}

async fn ask(client: &Client, method: &str, path: &str) -> Answer {
    let mut request = client.request(method.parse().expect("a method"), path).header("sec-fetch-site", "same-origin");
    let is_json = path.ends_with(".json") || ["/api/v1", "/actions"].iter().any(|start| path.starts_with(start));
    request = request.header(header::ACCEPT, if is_json { "application/json" } else { "text/html" });
    if path.ends_with("?large") {
        // Refused before all of it was read, the connection is of no more use.
        request = request.header(header::CONNECTION, "close").body("x".repeat(100_000));
    }
    client.send(request).await
}

fn assert_guarded(answer: &Answer, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name} of {what}");
    }
    assert!(answer.header("permissions-policy").is_some_and(|policy| policy.contains("camera=()")), "{what}");
    assert!(answer.header("x-request-id").is_some_and(|id| id.len() >= 32), "{what} has no request id");
    let policies: Vec<&str> =
        answer.headers.get_all("content-security-policy").iter().map(|policy| policy.to_str().expect("text")).collect();
    assert_eq!(policies.len(), 1, "{what}: {policies:?}");
    for policy in policies {
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{what}: {policy}");
        assert!(!policy.contains("http:") && !policy.contains("https:") && !policy.contains('*'), "{what}: {policy}");
        for directive in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(directive), "{what}: {policy}");
        }
    }
    if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        assert!(
            !answer.body.contains(" style=\"") && !answer.body.contains(" onclick="),
            "{what} has something inline"
        );
    }
    assert!(answer.body.is_empty() || answer.header("content-type").is_some(), "{what} says not what it is");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_answer_is_guarded() {
    let shop = secure_shop().await;
    shop.sell("Field Tee", 4_900, 3).await;
    let owner = shop.owner().await;
    for (method, path, status) in KINDS {
        let answer = ask(&owner, method, path).await;
        assert_eq!(answer.status, status, "{method} {path}: {:.300}", answer.body);
        assert_guarded(&answer, path);
    }
    // Refused before anything looked at the address.
    let foreign = owner.request(Method::POST, "/cart").header("sec-fetch-site", "cross-site");
    assert_guarded(&owner.send(foreign).await.expect(403), "a foreign post");
    let token = owner.request(Method::GET, "/api/v1/brands").bearer_auth("tw_x");
    assert_guarded(&owner.send(token).await.expect(401), "a broken token");
    let visitor = shop.visitor();
    assert_guarded(&visitor.get("/admin").await.expect(303), "the way to the login");
    shop.state.db.close().await;
    assert_guarded(&visitor.get("/readyz").await.expect(503), "a shop without its database");
    assert_guarded(&owner.get("/").await.expect(503), "a page without its database");
}

#[tokio::test]
async fn over_plain_http_browsers_are_not_told_to_insist_on_tls() {
    let shop = TestShop::sqlite().await;
    assert_eq!(shop.visitor().get("/").await.header("strict-transport-security"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_tls_every_cookie_that_opens_something_is_bound_to_this_host() {
    let shop = secure_shop().await;
    let variant = shop.sell("Field Tee", 4_900, 3).await;
    shop.add_account("ann@example.com", Role::Customer).await;
    let visitor = shop.visitor();
    let mut names = Vec::new();
    for (path, fields) in [
        ("/actions/cart/add_line", vec![("variant_id", variant.to_string()), ("quantity", "1".into())]),
        ("/actions/accounts/login", vec![("email", "ann@example.com".into()), ("password", PASSWORD.into())]),
    ] {
        let body = reqwest::Url::parse_with_params("x:/", fields).expect("fields").query().expect("fields").to_owned();
        let request = visitor
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = visitor.send(request.body(body)).await.expect(200);
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("text");
            let (name, rest) = cookie.split_once('=').expect("a name");
            assert!(rest.contains("SameSite=Lax") || rest.contains("SameSite=Strict"), "{cookie}");
            let value = rest.split(';').next().unwrap_or_default();
            if value.len() >= 32 {
                assert!(name.starts_with("__Host-"), "{cookie}");
                for attribute in ["HttpOnly", "Secure", "Path=/"] {
                    assert!(rest.split("; ").any(|given| given == attribute), "{attribute} of {cookie}");
                }
                assert!(!rest.contains("Domain"), "{cookie}");
                names.push(name.to_owned());
            }
        }
    }
    assert!(names.iter().any(|name| name == "__Host-session") && names.iter().any(|name| name == "__Host-cart"));
}
