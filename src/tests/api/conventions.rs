//! What all answers have in common.

use crate::support::{Answer, OPENING, On, TestShop};
use reqwest::{Method, header};
use serde_json::Value;
use tradewind::server::clock::Clock;

/// Fails unless the answer is problem details of a status; answers with them.
#[track_caller]
pub fn problem(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.body);
    let problem: Value = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["request_id"].as_str(), answer.header("x-request-id"), "{problem}");
    assert!(problem["type"].as_str().is_some_and(|kind| kind.starts_with("urn:tradewind:problem:")), "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{problem}");
    problem
}

#[tokio::test]
async fn every_bad_request_is_a_problem_that_names_the_field() {
    let shop = TestShop::sqlite().await;
    let visitor = shop.visitor();
    for (path, status, field) in [
        ("/api/nothing", 404, ""),
        ("/api/v1/nothing", 404, ""),
        ("/api/v1/brands/nobody", 404, ""),
        ("/api/v1/products/%ff", 400, ""),
        ("/api/v1/products/' OR 1=1 --", 404, ""),
        ("/api/v1/variants/x", 404, ""),
        ("/api/v1/products?limit=0", 422, "limit"),
        ("/api/v1/products?limit=101", 422, "limit"),
        ("/api/v1/products?cursor=nonsense", 422, "cursor"),
        ("/api/v1/products?order=sideways", 422, "order"),
        ("/api/v1/products?include=secrets", 422, "include"),
        ("/api/v1/products?colour=navy", 422, "colour"),
        ("/api/v1/products?limit=1&limit=2", 422, "limit"),
        ("/api/v1/products?brand=Not%20a%20slug", 422, "brand"),
        ("/api/v1/products?min_price=-1", 422, "min_price"),
        ("/api/v1/products?updated_since=yesterday", 422, "updated_since"),
        ("/api/v1/products?status=sideways", 422, "status"),
        ("/api/v1/products?status=draft", 401, ""),
        ("/api/v1/variants?include=inventory", 401, ""),
        ("/api/v1/products?in_stock=maybe", 422, "in_stock"),
        ("/api/v1/products?rating=6", 422, "rating"),
        ("/api/v1/products?order=title&cursor=eyJvIjoidGl0bGUiLCJrIjowLCJpIjoxLCJiIjpmYWxzZX0", 422, "cursor"),
        ("/api/v1/search?within=nothing", 422, "within"),
        ("/api/v1/search?within=bags&q=lamp", 422, "within"),
        ("/api/v1/search/suggestions", 422, "q"),
        ("/api/v1/search?q=%20", 422, "q"),
        ("/api/v1/search?q=lamp&page=0", 422, "page"),
    ] {
        let answer = visitor.send(visitor.request(Method::GET, path)).await;
        let problem = problem(&answer, status);
        let named = problem["errors"][0]["field"].as_str().unwrap_or_default();
        assert_eq!(named, field, "{path}: {problem}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_taken_are_problems() {
    let shop = TestShop::sqlite().await;
    let staff = shop.staff().await;
    let large = format!("{{\"name\": \"{}\"}}", "x".repeat(100_000));
    for (kind, body, status, field) in [
        ("application/json", "{", 400, ""),
        ("application/json", "", 400, ""),
        ("application/json", "{\"name\": \"Tarn\"} trailing", 400, ""),
        ("text/plain", "{\"name\": \"Tarn\"}", 415, ""),
        ("application/json", large.as_str(), 413, ""),
        ("application/json", "{}", 422, "name"),
        ("application/json", "{\"name\": 7}", 422, "name"),
        ("application/json", "{\"name\": \" \"}", 422, "name"),
        ("application/json", "{\"name\": \"Tarn\", \"slug\": \"Not a slug\"}", 422, "slug"),
        ("application/json", "{\"name\": \"Tarn\", \"size\": 1}", 422, "size"),
    ] {
        let request = staff.request(Method::POST, "/api/v1/brands").header(header::CONTENT_TYPE, kind);
        let answer = staff.send(request.body(body.to_owned())).await;
        let problem = problem(&answer, status);
        assert_eq!(problem["errors"][0]["field"].as_str().unwrap_or_default(), field, "{body:.60}: {problem}");
    }
    let wrong_method = staff.send(staff.request(Method::PUT, "/api/v1/brands")).await;
    problem(&wrong_method, 405);
    assert_eq!(wrong_method.header("allow"), Some("GET,HEAD,POST"));
    let html = staff.request(Method::GET, "/api/v1/brands").header(header::ACCEPT, "text/html");
    problem(&staff.send(html).await, 406);
    let foreign = reqwest::Client::new().post(format!("{}/api/v1/brands", shop.url));
    let foreign = foreign.header(header::ORIGIN, "https://evil.example").send().await.expect("an answer");
    let foreign = Answer::read(foreign).await.expect("a whole answer");
    assert!(problem(&foreign, 403)["detail"].as_str().expect("a detail").contains("another site"));
}

#[tokio::test]
async fn what_a_client_has_is_not_sent_again() {
    let shop = TestShop::sqlite().await;
    shop.sell("Field Bag", 8_900, 3).await;
    let visitor = shop.visitor();
    for path in ["/api/v1/products", "/api/v1/category-tree", "/api/openapi.json", "/api/v1/products/field-bag"] {
        let first = visitor.send(visitor.request(Method::GET, path)).await.expect(200);
        let tag = first.header("etag").expect("a tag").to_owned();
        let again = visitor.request(Method::GET, path).header(header::IF_NONE_MATCH, &tag);
        let again = visitor.send(again).await.expect(304);
        assert_eq!((again.body.as_str(), again.header("etag")), ("", Some(tag.as_str())), "{path}");
        let head = visitor.send(visitor.request(Method::HEAD, path)).await.expect(200);
        assert_eq!((head.body.as_str(), head.header("etag")), ("", Some(tag.as_str())), "{path}");
        assert_eq!(first.header("access-control-allow-origin"), Some("*"), "{path}");
    }
    let before = visitor.send(visitor.request(Method::GET, "/api/v1/products")).await;
    shop.sell("Field Tee", 4_900, 3).await;
    let stale = visitor
        .request(Method::GET, "/api/v1/products")
        .header(header::IF_NONE_MATCH, before.header("etag").expect("a tag"));
    visitor.send(stale).await.expect(200);
}

#[tokio::test]
async fn visitors_may_share_what_they_read_and_staff_may_not() {
    let shop = TestShop::sqlite().await;
    let visitor = shop.visitor();
    let read = visitor.send(visitor.request(Method::GET, "/api/v1/brands")).await;
    assert_eq!(read.header("cache-control"), Some("public, max-age=60"));
    let staff = shop.staff().await;
    let read = staff.send(staff.request(Method::GET, "/api/v1/brands")).await;
    assert_eq!(read.header("cache-control"), Some("private, no-cache"));
    assert!(read.headers.get_all("vary").iter().any(|vary| vary.as_bytes().eq_ignore_ascii_case(b"cookie")));
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_when_to_come_back() {
    let few = |config: &mut tradewind::server::config::Config| config.api_requests_per_minute = 2;
    let shop = TestShop::open(On::Sqlite, Clock::fixed(OPENING), few).await;
    let visitor = shop.visitor();
    let ask = || visitor.send(visitor.request(Method::GET, "/api/v1/brands"));
    let first = ask().await.expect(200);
    assert_eq!(first.header("ratelimit-policy"), Some("\"address\";q=2;w=60"));
    assert_eq!(first.header("ratelimit"), Some("\"address\";r=1;t=30"));
    ask().await.expect(200);
    let refused = ask().await;
    problem(&refused, 429);
    assert_eq!(refused.header("retry-after"), Some("30"));
    visitor.get("/").await.expect(200);
    shop.clock.advance_minutes(1);
    ask().await.expect(200);
}

#[tokio::test]
async fn the_page_for_people_works_offline_under_its_policy() {
    let shop = TestShop::sqlite().await;
    let visitor = shop.visitor();
    let page = visitor.get("/api/docs").await.expect(200);
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    for file in ["swagger-ui-bundle.js", "swagger-ui.css", "start.js", "page.css"] {
        assert!(page.body.contains(&format!("\"/api/docs/{file}\"")), "{file}");
        visitor.get(&format!("/api/docs/{file}")).await.expect(200);
    }
    visitor.get("/api/docs/index.html").await.expect(404);
}
