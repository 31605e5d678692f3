//! API tokens: made once, shown once, and good for exactly what they were made for.

use super::conventions::problem;
use crate::support::{Answer, Client, OPENING, On, TestShop};
use reqwest::{Method, header};
use serde_json::{Value, json};
use tradewind::{
    domain::{
        access::Role,
        api_token::{MOST_TOKENS, Scope, TokenInput, TokenPage},
        timestamp::Timestamp,
    },
    server::{
        clock::Clock,
        services::api_tokens,
        store::{
            accounts::Account,
            db::{execute, select},
        },
    },
};

/// What a form of that name with these scopes and a lifetime of 30 days makes.
pub async fn token(shop: &TestShop, account: &Account, scopes: &[Scope]) -> String {
    let scopes = scopes.iter().map(|scope| scope.slug().to_owned()).collect();
    let input = TokenInput { name: "Till".into(), scopes, expires: "30".into() };
    api_tokens::make(&shop.state, account, &input).await.expect("a token").secret
}

/// A request by a program: no cookies, no origin.
pub async fn ask(shop: &TestShop, method: Method, path: &str, token: &str) -> Answer {
    send(shop, method, path, &format!("Bearer {token}"), None).await
}

/// The same with a body and any `Authorization`.
pub async fn send(shop: &TestShop, method: Method, path: &str, proof: &str, body: Option<Value>) -> Answer {
    let request = reqwest::Client::new().request(method, format!("{}{path}", shop.url));
    let request = request.header(header::AUTHORIZATION, proof).header(header::IF_MATCH, "\"v1\"");
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    Answer::read(request.send().await.expect("an answer")).await.expect("a whole answer")
}

fn own(client: &Client) -> Account {
    client.account.clone().expect("somebody signed in")
}

async fn last_used(shop: &TestShop) -> Option<Timestamp> {
    let text = "SELECT last_used_at FROM api_token";
    let (at,): (Option<Timestamp>,) = select(&shop.state.db, text).one().await.expect("one token");
    at
}

fn assert_refused(answer: &Answer) {
    problem(answer, 401);
    let challenge = answer.header("www-authenticate").expect("a challenge");
    assert!(challenge.starts_with("Bearer ") && challenge.contains("invalid_token"), "{challenge}");
}

on_both! {
    async fn a_token_is_shown_once_and_stored_as_its_hash(shop: TestShop) {
        let customer = shop.customer().await;
        let fields = [("token[name]", "Till"), ("token[scopes][]", "orders:read"), ("token[expires]", "90")];
        let secret: String = customer.post_action("api_tokens/make", &fields).await.expect(200).json();
        assert!(api_tokens::has_form(&secret), "{secret}");
        let page: TokenPage = customer.get_action("api_tokens/list", &[]).await.expect(200).json();
        let shown = page.tokens.first().expect("the token");
        assert_eq!((page.tokens.len(), page.made.as_deref(), shown.name.as_str()), (1, None, "Till"));
        assert_eq!(shown.expires_at, Some(OPENING.plus_days(90)));
        assert!(secret.starts_with(&shown.hint) && shown.hint.len() < 12, "{}", shown.hint);
        let text = "SELECT name, token_hash, hint FROM api_token";
        let (name, hash, hint): (String, String, String) = select(&shop.state.db, text).one().await.expect("a row");
        for kept in [name, hash, hint] {
            assert!(!kept.contains(&secret[10..]), "{kept}");
        }
    }

    async fn without_scripts_the_page_shows_a_token_once(shop: TestShop) {
        let customer = shop.customer().await;
        let fields = [("token[name]", "Till"), ("token[scopes][]", "account:read"), ("token[expires]", "none")];
        let made = customer.post_form_from("/account/tokens", "/actions/api_tokens/make", &fields).await.expect(302);
        assert!(made.location().expect("a location").ends_with("/account/tokens"));
        let secret = customer.cookie("made_token").expect("the token on its way");
        let page = customer.get("/account/tokens").await.expect(200);
        assert!(page.body.contains(&format!("made-token\">{secret}")) && page.header("cache-control") == Some("no-store"));
        assert_eq!(customer.cookie("made_token"), None);
        let again = customer.get("/account/tokens").await.expect(200).body;
        assert!(!again.contains(&secret) && again.contains("Till"));
        // Forged, the cookie shows nothing.
        customer.set_cookie("made_token=<script>alert(1)</script>");
        assert!(!customer.get("/account/tokens").await.body.contains("<script>alert"));
    }

    async fn a_token_acts_for_its_account_within_its_scopes(shop: TestShop) {
        let staff = own(&shop.staff().await);
        let editor = token(&shop, &staff, &[Scope::CatalogWrite]).await;
        let brand = |name: &str| Some(json!({"name": name}));
        for (proof, name) in [(format!("Bearer {editor}"), "Tarn"), (format!("Token {editor}"), "Lugsail")] {
            send(&shop, Method::POST, "/api/v1/brands", &proof, brand(name)).await.expect(201);
        }
        let reader = token(&shop, &staff, &[Scope::CatalogRead, Scope::AccountWrite]).await;
        ask(&shop, Method::GET, "/api/v1/products?status=draft", &reader).await.expect(200);
        let refused = send(&shop, Method::POST, "/api/v1/brands", &format!("Bearer {reader}"), brand("Gaff")).await;
        assert_eq!(problem(&refused, 403)["type"], "urn:tradewind:problem:insufficient-scope");
        let challenge = refused.header("www-authenticate").expect("a challenge");
        assert!(challenge.contains("insufficient_scope") && challenge.contains("scope=\"catalog:write\""), "{challenge}");
        let narrow = token(&shop, &staff, &[Scope::OrdersRead]).await;
        problem(&ask(&shop, Method::GET, "/api/v1/products?status=draft", &narrow).await, 403);
    }

    async fn a_token_loses_what_its_account_loses(shop: TestShop) {
        let staff = own(&shop.staff().await);
        let editor = token(&shop, &staff, &[Scope::CatalogWrite]).await;
        ask(&shop, Method::GET, "/api/v1/products?status=draft", &editor).await.expect(200);
        execute(&shop.state.db, "UPDATE staff_role SET permissions = 0").run().await.expect("a lesser role");
        problem(&ask(&shop, Method::GET, "/api/v1/products?status=draft", &editor).await, 403);
        problem(&ask(&shop, Method::DELETE, "/api/v1/brands/1", &editor).await, 403);
    }

    async fn a_token_that_does_not_work_is_refused_whatever_cookie_comes_along(shop: TestShop) {
        let staff = shop.staff().await;
        let account = own(&staff);
        let good = token(&shop, &account, &[Scope::CatalogWrite]).await;
        let unknown = format!("tw_{}", "0".repeat(64));
        let with_cookie = async |proof: &str| {
            staff.send(staff.request(Method::GET, "/api/v1/brands").header(header::AUTHORIZATION, proof)).await
        };
        for proof in [format!("Bearer {unknown}"), "Bearer".into(), "Token x".into(), format!("bearer {good}x")] {
            assert_refused(&with_cookie(&proof).await);
        }
        with_cookie(&format!("Bearer {good}")).await.expect(200);
        with_cookie("Basic dXNlcjpwYXNz").await.expect(200);
        // Revoked, expired, and of an account that is closed.
        let page: TokenPage = staff.get_action("api_tokens/list", &[]).await.json();
        let id = page.tokens.first().expect("a token").id.to_string();
        staff.post_action("api_tokens/revoke", &[("id", &id)]).await.expect(200);
        assert_refused(&ask(&shop, Method::GET, "/api/v1/brands", &good).await);
        let short = token(&shop, &account, &[Scope::CatalogWrite]).await;
        shop.clock.advance_minutes(30 * 24 * 60 - 1);
        ask(&shop, Method::GET, "/api/v1/brands", &short).await.expect(200);
        shop.clock.advance_minutes(1);
        assert_refused(&ask(&shop, Method::GET, "/api/v1/brands", &short).await);
        let last = token(&shop, &account, &[Scope::CatalogWrite]).await;
        let close = "UPDATE account SET disabled_at = $1 WHERE id = $2";
        execute(&shop.state.db, close).bind(shop.clock.now()).bind(account.id).run().await.expect("closed");
        assert_refused(&ask(&shop, Method::GET, "/api/v1/brands", &last).await);
    }

    async fn a_customers_token_gains_nothing_by_a_cookie_of_staff(shop: TestShop) {
        let (staff, customer) = (shop.staff().await, shop.customer().await);
        let token = token(&shop, &own(&customer), &[Scope::AccountRead]).await;
        let request = staff.request(Method::POST, "/api/v1/brands").bearer_auth(token).json(&json!({"name": "Tarn"}));
        problem(&staff.send(request).await, 403);
        let wish = TokenInput { name: "x".into(), scopes: vec!["catalog:write".into()], expires: "30".into() };
        let error = api_tokens::make(&shop.state, &own(&customer), &wish).await.err().expect("a refusal");
        assert!(error.field_message("scopes").is_some(), "{error:?}");
    }

    async fn tokens_work_below_the_api_alone(shop: TestShop) {
        let staff = own(&shop.staff().await);
        let all: Vec<Scope> = api_tokens::scopes_of(&staff).collect();
        let token = token(&shop, &staff, &all).await;
        for path in ["/admin", "/admin/products"] {
            assert_eq!(ask(&shop, Method::GET, path, &token).await.status, 200, "the login page, after a redirect");
            assert!(!ask(&shop, Method::GET, path, &token).await.body.contains("admin-nav"));
        }
        let export = ask(&shop, Method::GET, "/admin/export.csv", &token).await;
        assert_eq!(export.header("content-type"), Some("text/html; charset=utf-8"), "the login page again");
        // Nor does it stand in for the defense against forged posts there.
        let forged = send(&shop, Method::POST, "/actions/accounts/logout", &format!("Bearer {token}"), None).await;
        assert_eq!(forged.status, 403);
    }

    async fn uses_are_noted_once_a_minute(shop: TestShop) {
        let token = token(&shop, &own(&shop.customer().await), &[Scope::AccountRead]).await;
        assert_eq!(last_used(&shop).await, None);
        let read = || ask(&shop, Method::GET, "/api/v1/brands", &token);
        read().await.expect(200);
        let first = last_used(&shop).await;
        assert_eq!(first, Some(OPENING));
        let before = shop.state.db.queries();
        read().await.expect(200);
        assert_eq!(shop.state.db.queries() - before, 2, "the token, the brands, and no writing");
        shop.clock.advance_minutes(1);
        read().await.expect(200);
        assert_eq!(last_used(&shop).await, Some(OPENING.plus_minutes(1)));
    }

    async fn nobody_revokes_the_tokens_of_others(shop: TestShop) {
        let (ann, bob) = (shop.customer().await, shop.customer().await);
        let token = token(&shop, &own(&ann), &[Scope::AccountRead]).await;
        let page: TokenPage = ann.get_action("api_tokens/list", &[]).await.json();
        let id = page.tokens.first().expect("a token").id.to_string();
        bob.post_action("api_tokens/revoke", &[("id", &id)]).await.expect(404);
        shop.visitor().post_action("api_tokens/revoke", &[("id", &id)]).await.expect(401);
        let of_bob: TokenPage = bob.get_action("api_tokens/list", &[]).await.json();
        assert!(of_bob.tokens.is_empty());
        ask(&shop, Method::GET, "/api/v1/brands", &token).await.expect(200);
    }

    async fn the_number_of_tokens_is_bounded(shop: TestShop) {
        let account = own(&shop.customer().await);
        for _ in 0..MOST_TOKENS {
            token(&shop, &account, &[Scope::AccountRead]).await;
        }
        let input = TokenInput { name: "One more".into(), scopes: vec!["account:read".into()], expires: "30".into() };
        let error = api_tokens::make(&shop.state, &account, &input).await.err().expect("a refusal");
        assert!(error.field_message("name").is_some(), "{error:?}");
    }
}

#[tokio::test]
async fn answers_to_tokens_are_theirs_alone() {
    let shop = TestShop::sqlite().await;
    let token = token(&shop, &own(&shop.customer().await), &[Scope::AccountRead]).await;
    let answer = ask(&shop, Method::GET, "/api/v1/brands", &token).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    for name in ["cookie", "authorization"] {
        assert!(answer.headers.get_all("vary").iter().any(|vary| vary == name), "{name}");
    }
}

#[tokio::test]
async fn a_token_asks_no_oftener_from_many_addresses() {
    let few = |config: &mut tradewind::server::config::Config| config.api_requests_per_minute = 3;
    let shop = TestShop::open(On::Sqlite, Clock::fixed(OPENING), few).await;
    let token = token(&shop, &own(&shop.customer().await), &[Scope::AccountRead]).await;
    let first = ask(&shop, Method::GET, "/api/v1/brands", &token).await.expect(200);
    assert_eq!(first.header("ratelimit-policy"), Some("\"address\";q=3;w=60, \"token\";q=3;w=60"));
    // Tokens that exist nowhere are counted against the address, too.
    for _ in 0..2 {
        ask(&shop, Method::GET, "/api/v1/brands", &format!("tw_{}", "0".repeat(64))).await.expect(401);
    }
    problem(&ask(&shop, Method::GET, "/api/v1/brands", &token).await, 429);
}

#[tokio::test]
async fn a_secret_is_in_no_debug_output() {
    let shop = TestShop::sqlite().await;
    let owner = shop.owner().await;
    assert_eq!(own(&owner).role, Role::Owner);
    let token = token(&shop, &own(&owner), &[Scope::AccountRead]).await;
    let live = api_tokens::recognize(&shop.state, &token).await.expect("an answer");
    assert!(!format!("{live:?}").contains(&token[10..]));
}
