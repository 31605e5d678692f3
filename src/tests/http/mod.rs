//! What every answer of the shop has in common.

use crate::support::Client;
use reqwest::{Method, header};

on_both! {
    async fn operators_are_told_that_the_shop_is_up_and_ready(shop: TestShop) {
        assert_eq!(shop.visitor().get("/healthz").await.expect(200).body, "ok");
        assert_eq!(shop.visitor().get("/readyz").await.expect(200).body, "ready");
    }

    async fn a_shop_whose_database_is_gone_is_not_ready_but_healthy(shop: TestShop) {
        shop.state.db.close().await;
        shop.visitor().get("/readyz").await.expect(503);
        shop.visitor().get("/healthz").await.expect(200);
    }
}

/// Headers that every answer carries, whatever it is.
async fn assert_guarded(visitor: &Client, path: &str, status: u16) -> String {
    let answer = visitor.get(path).await.expect(status);
    for (name, value) in
        [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "same-origin")]
    {
        assert_eq!(answer.header(name), Some(value), "{name} of {path}");
    }
    assert!(answer.header("x-request-id").is_some_and(|id| id.len() >= 32), "{path} has no request id");
    answer.header("content-security-policy").unwrap_or_else(|| panic!("{path} has no policy")).to_owned()
}

#[tokio::test]
async fn pages_and_files_carry_the_security_headers() {
    let shop = crate::support::TestShop::sqlite().await;
    let visitor = shop.visitor();
    let page = assert_guarded(&visitor, "/", 200).await;
    assert!(page.contains("script-src 'self' 'nonce-"), "{page}");
    assert!(!page.contains("unsafe-inline") && !page.contains("'unsafe-eval'"), "{page}");
    for (path, status) in
        [("/pkg/tradewind.css", 200), ("/favicon.svg", 200), ("/healthz", 200), ("/no/such/page", 404)]
    {
        assert!(assert_guarded(&visitor, path, status).await.contains("default-src 'none'"), "{path}");
    }
}

#[tokio::test]
async fn every_page_has_a_nonce_of_its_own_and_uses_it_on_every_script() {
    let shop = crate::support::TestShop::sqlite().await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = shop.visitor().get("/").await.expect(200);
        let policy = page.header("content-security-policy").expect("a policy");
        let nonce =
            policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).expect("a nonce").0.to_owned();
        let scripts = page.body.matches("<script").count();
        assert!(scripts > 0);
        let named: usize = page
            .body
            .split("<script")
            .skip(1)
            .filter(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(&nonce)))
            .count();
        assert_eq!(named, scripts, "a script without the nonce in {}", page.body);
        assert!(!page.body.contains(" style=\""), "the policy forbids inline styles");
        seen.push(nonce);
    }
    assert_ne!(seen[0], seen[1]);
}

#[tokio::test]
async fn files_are_cached_for_good_and_pages_never_by_others() {
    let shop = crate::support::TestShop::sqlite().await;
    let file = shop.visitor().get("/pkg/tradewind.css").await.expect(200);
    assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let page = shop.visitor().get("/").await.expect(200);
    assert_eq!(page.header("cache-control"), Some("private, no-cache"));
    let missing = shop.visitor().get("/pkg/gone.js").await.expect(404);
    assert!(
        !missing.header("cache-control").is_some_and(|caching| caching.contains("immutable")),
        "a 404 is kept for a year"
    );
}

#[tokio::test]
async fn a_post_from_another_site_is_refused() {
    let shop = crate::support::TestShop::sqlite().await;
    let visitor = shop.visitor();
    let foreign = visitor.request(Method::POST, "/actions/cart/add_line").header("sec-fetch-site", "cross-site");
    visitor.send(foreign).await.expect(403);
    let client = reqwest::Client::new();
    let address = format!("{}/actions/cart/add_line", shop.url);
    for origin in ["https://evil.example", "null", ""] {
        let answer = client.post(&address).header(header::ORIGIN, origin).send().await.expect("an answer");
        assert_eq!(answer.status(), 403, "{origin:?}");
    }
    assert_eq!(client.post(&address).send().await.expect("an answer").status(), 403, "without any origin");
}

#[tokio::test]
async fn unknown_addresses_are_404_with_a_page() {
    let shop = crate::support::TestShop::sqlite().await;
    for path in [
        "/nothing-here",
        "/c",
        "/admin.php",
        "/%00",
        "/media/../tradewind.db",
        "/media/%2e%2e%2ftradewind.db",
        "/pkg/../hash.txt",
    ] {
        let answer = shop.visitor().get(path).await;
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
    }
    assert!(shop.visitor().get("/nothing-here").await.body.contains("<h1"), "a 404 page has a heading");
    shop.visitor().get_action("no/such/function", &[]).await.expect(400);
}

#[tokio::test]
async fn a_request_that_is_too_large_is_refused() {
    let shop = crate::support::TestShop::sqlite().await;
    let large = "x".repeat(100 * 1024);
    shop.visitor().post_form("/actions/accounts/login", &[("email", &large), ("password", "x")]).await.expect(413);
}

#[tokio::test]
async fn only_staff_see_the_admin() {
    let shop = crate::support::TestShop::sqlite().await;
    let visitor = shop.visitor().get("/admin/orders").await.expect(303);
    assert_eq!(visitor.location().as_deref(), Some("/login?next=%2Fadmin%2Forders"));
    shop.customer().await.get("/admin/orders").await.expect(403);
    shop.staff().await.get("/admin/orders").await.expect(200);
    shop.owner().await.get("/admin").await.expect(200);
}

#[tokio::test]
async fn a_session_that_is_not_remembered_ends_after_twelve_hours() {
    let shop = crate::support::TestShop::sqlite().await;
    let staff = shop.staff().await;
    shop.clock.advance_minutes(11 * 60);
    staff.get("/admin").await.expect(200);
    shop.clock.advance_minutes(2 * 60);
    staff.get("/admin").await.expect(303);
}

#[tokio::test]
async fn a_request_id_from_outside_is_kept() {
    let shop = crate::support::TestShop::sqlite().await;
    let request = shop.visitor().request(Method::GET, "/healthz").header("x-request-id", "balancer-1");
    assert_eq!(shop.visitor().send(request).await.header("x-request-id"), Some("balancer-1"));
}

#[tokio::test]
async fn broken_cookies_are_taken_for_none() {
    let shop = crate::support::TestShop::sqlite().await;
    for cookie in [
        "session=broken",
        "session=",
        "cart=%00%ff",
        "cart_items=-1",
        "cart_items=99999999999999999999",
        "theme=<script>",
    ] {
        let visitor = shop.visitor();
        visitor.set_cookie(cookie);
        let page = visitor.get("/").await.expect(200);
        assert!(!page.body.contains("theme=<script>"), "{cookie}");
    }
}

#[tokio::test]
async fn plain_pages_name_the_stylesheet_that_was_built_without_looking_for_it_again() {
    use crate::support::{OPENING, On, TestShop};
    let clock = tradewind::server::clock::Clock::fixed(OPENING);
    let hashes = |hash: &str| format!("js: {hash}\nwasm: {hash}\ncss: {hash}\n");
    let shop = TestShop::open(On::Sqlite, clock, |config| {
        std::fs::write(config.site_dir.join("hash.txt"), hashes("first")).expect("written");
    })
    .await;
    std::fs::write(shop.state.config.site_dir.join("hash.txt"), hashes("second")).expect("written");
    let page = shop.visitor().get("/orders/1/invoices/none.pdf").await.expect(404).body;
    assert!(page.contains("/pkg/tradewind.first.css"), "{page}");
}
