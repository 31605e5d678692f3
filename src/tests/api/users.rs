//! Accounts through the API, with the shapes that users of Djoser know.

use super::{
    conventions::problem,
    tokens::{self, token},
};
use crate::{
    accounts::{code, reset_token, set_up_second_factor, verify_token},
    support::{Answer, Buyer, Client, PASSWORD, TestShop},
};
use reqwest::Method;
use serde_json::{Value, json};
use tradewind::{
    domain::{access::Role, api_token::Scope},
    server::store::accounts::Account,
};

const NEW_PASSWORD: &str = "a longer sentence that nobody guesses";

/// A program without any account.
async fn post(shop: &TestShop, path: &str, body: Value) -> Answer {
    let request = reqwest::Client::new().post(format!("{}/api/v1/{path}", shop.url)).json(&body);
    Answer::read(request.send().await.expect("an answer")).await.expect("a whole answer")
}

/// A program with a token.
async fn with(shop: &TestShop, token: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
    tokens::send(shop, method, &format!("/api/v1/{path}"), &format!("Token {token}"), body).await
}

async fn log_in(shop: &TestShop, email: &str, password: &str) -> Answer {
    post(shop, "token/login", json!({"email": email, "password": password})).await
}

async fn logged_in(shop: &TestShop, email: &str, password: &str) -> String {
    let answer = log_in(shop, email, password).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.headers.get("set-cookie"), None);
    answer.json::<Value>()["auth_token"].as_str().expect("a token").to_owned()
}

fn own(client: &Client) -> Account {
    client.account.clone().expect("somebody signed in")
}

on_both! {
    async fn an_account_is_registered_activated_used_and_deleted(shop: TestShop) {
        let ann = json!({"email": "ann@example.com", "name": "Ann", "password": NEW_PASSWORD});
        post(&shop, "users", ann).await.expect(201);
        problem(&log_in(&shop, "ann@example.com", NEW_PASSWORD).await, 401);
        post(&shop, "users/resend_activation", json!({"email": "ann@example.com"})).await.expect(204);
        let proof = verify_token(&shop, "ann@example.com").await;
        post(&shop, "users/activation", json!({"uid": "MQ", "token": proof})).await.expect(204);
        problem(&post(&shop, "users/activation", json!({"token": proof})).await, 410);

        let token = logged_in(&shop, "ann@example.com", NEW_PASSWORD).await;
        let me: Value = with(&shop, &token, Method::GET, "users/me", None).await.expect(200).json();
        assert_eq!((me["email"].as_str(), me["email_verified"].as_bool()), (Some("ann@example.com"), Some(true)));
        let patch = json!({"name": "Ann Byron", "phone": "+49 40 1234"});
        let me: Value = with(&shop, &token, Method::PATCH, "users/me", Some(patch)).await.expect(200).json();
        assert_eq!((me["name"].as_str(), me["phone"].as_str()), (Some("Ann Byron"), Some("+49 40 1234")));
        let me: Value = with(&shop, &token, Method::PATCH, "users/me", Some(json!({"phone": null}))).await.expect(200).json();
        assert_eq!((me["name"].as_str(), me["phone"].as_str()), (Some("Ann Byron"), Some("")));

        let wrong = with(&shop, &token, Method::DELETE, "users/me", Some(json!({"current_password": "wrong"}))).await;
        assert_eq!(problem(&wrong, 422)["errors"][0]["field"], "current_password");
        with(&shop, &token, Method::DELETE, "users/me", Some(json!({"current_password": NEW_PASSWORD}))).await.expect(204);
        problem(&with(&shop, &token, Method::GET, "users/me", None).await, 401);
        problem(&log_in(&shop, "ann@example.com", NEW_PASSWORD).await, 401);
    }

    async fn answers_do_not_tell_who_has_an_account(shop: TestShop) {
        shop.add_account("ann@example.com", Role::Customer).await;
        let register = |email: &str| json!({"email": email, "name": "X", "password": NEW_PASSWORD});
        for path in ["users", "users/resend_activation", "users/reset_password"] {
            let ask = async |email: &str| {
                let body = if path == "users" { register(email) } else { json!({"email": email}) };
                let answer = post(&shop, path, body).await;
                (answer.status, answer.body.replace(email, "E"))
            };
            assert_eq!(ask("ann@example.com").await, ask("nobody@example.com").await, "{path}");
        }
        let wrong = async |email: &str| {
            let answer = log_in(&shop, email, "not the password").await;
            let mut body: Value = answer.json();
            body["request_id"] = Value::Null;
            (answer.status, body)
        };
        assert_eq!(wrong("ann@example.com").await, wrong("someone-else@example.com").await);
    }

    async fn a_changed_password_ends_every_token(shop: TestShop) {
        shop.add_account("ann@example.com", Role::Customer).await;
        let (token, other) =
            (logged_in(&shop, "ann@example.com", PASSWORD).await, logged_in(&shop, "ann@example.com", PASSWORD).await);
        for (present, new, field) in [("wrong", NEW_PASSWORD, "current_password"), (PASSWORD, "short", "new_password")] {
            let body = json!({"current_password": present, "new_password": new});
            let refused = with(&shop, &token, Method::POST, "users/set_password", Some(body)).await;
            assert_eq!(problem(&refused, 422)["errors"][0]["field"], field);
        }
        let body = json!({"current_password": PASSWORD, "new_password": NEW_PASSWORD});
        with(&shop, &token, Method::POST, "users/set_password", Some(body)).await.expect(204);
        for ended in [&token, &other] {
            problem(&with(&shop, ended, Method::GET, "users/me", None).await, 401);
        }
        problem(&log_in(&shop, "ann@example.com", PASSWORD).await, 401);
        logged_in(&shop, "ann@example.com", NEW_PASSWORD).await;
    }

    async fn a_forgotten_password_is_set_by_mail(shop: TestShop) {
        shop.add_account("ann@example.com", Role::Customer).await;
        let token = logged_in(&shop, "ann@example.com", PASSWORD).await;
        post(&shop, "users/reset_password", json!({"email": "ann@example.com"})).await.expect(204);
        let proof = reset_token(&shop, "ann@example.com").await;
        let weak = post(&shop, "users/reset_password_confirm", json!({"token": proof, "new_password": "short"})).await;
        assert_eq!(problem(&weak, 422)["errors"][0]["field"], "new_password");
        let body = json!({"token": proof, "new_password": NEW_PASSWORD});
        post(&shop, "users/reset_password_confirm", body.clone()).await.expect(204);
        problem(&post(&shop, "users/reset_password_confirm", body).await, 410);
        problem(&with(&shop, &token, Method::GET, "users/me", None).await, 401);
        logged_in(&shop, "ann@example.com", NEW_PASSWORD).await;
    }

    async fn logging_out_ends_the_token_that_asks(shop: TestShop) {
        shop.add_account("ann@example.com", Role::Customer).await;
        let (token, other) =
            (logged_in(&shop, "ann@example.com", PASSWORD).await, logged_in(&shop, "ann@example.com", PASSWORD).await);
        with(&shop, &token, Method::POST, "token/logout", None).await.expect(204);
        problem(&with(&shop, &token, Method::POST, "token/logout", None).await, 401);
        with(&shop, &other, Method::GET, "users/me", None).await.expect(200);
    }

    async fn guessing_is_throttled_as_on_the_login_page(shop: TestShop) {
        shop.add_account("ann@example.com", Role::Customer).await;
        let mut statuses = Vec::new();
        for _ in 0..12 {
            statuses.push(log_in(&shop, "ann@example.com", "wrong").await.status);
        }
        assert_eq!((statuses[0], statuses[11]), (401, 429), "{statuses:?}");
        assert_eq!(log_in(&shop, "ann@example.com", PASSWORD).await.status, 429, "even with the right one");
        let page = [("email", "ann@example.com"), ("password", PASSWORD)];
        shop.visitor().post_action("accounts/login", &page).await.expect(429);
    }

    async fn addresses_are_kept_and_are_nobody_elses(shop: TestShop) {
        let (ann, bob) = (own(&shop.customer().await), own(&shop.customer().await));
        let scopes = [Scope::AccountRead, Scope::AccountWrite];
        let (ann, bob) = (token(&shop, &ann, &scopes).await, token(&shop, &bob, &scopes).await);
        let address = |city: &str| json!({"name": "Ann", "street": "Hafenstr. 1", "postcode": "20095", "city": city, "country": "DE"});
        let input = |city: &str| json!({"address": address(city)});
        let added = with(&shop, &ann, Method::POST, "users/me/addresses", Some(input("Hamburg"))).await.expect(201);
        let path = added.header("location").expect("a location").strip_prefix("/api/v1/").expect("a path").to_owned();
        let added: Value = added.json();
        assert_eq!((added["default_shipping"].as_bool(), added["address"]["city"].as_str()), (Some(true), Some("Hamburg")));
        let refused = with(&shop, &ann, Method::POST, "users/me/addresses", Some(input(""))).await;
        assert_eq!(problem(&refused, 422)["errors"][0]["field"], "address.city");
        for (method, body) in [
            (Method::GET, None), (Method::PUT, Some(input("Berlin"))), (Method::DELETE, None),
        ] {
            problem(&with(&shop, &bob, method, &path, body).await, 404);
        }
        let of_bob: Value = with(&shop, &bob, Method::GET, "users/me/addresses", None).await.expect(200).json();
        assert_eq!(of_bob["items"], json!([]));
        let changed: Value = with(&shop, &ann, Method::PUT, &path, Some(input("Berlin"))).await.expect(200).json();
        assert_eq!((changed["default_shipping"].as_bool(), changed["address"]["city"].as_str()), (Some(false), Some("Berlin")));
        with(&shop, &ann, Method::DELETE, &path, None).await.expect(204);
        problem(&with(&shop, &ann, Method::GET, &path, None).await, 404);
    }

    async fn orders_are_listed_for_their_account_alone(shop: TestShop) {
        let variant = shop.sell("Field Tee", 4_900, 9).await;
        let (ann, bob, staff) = (shop.customer().await, shop.customer().await, shop.staff().await);
        let buyer = Buyer { client: ann.clone() };
        let mut numbers = Vec::new();
        for _ in 0..3 {
            numbers.push(buyer.buy(&shop, variant, "1").await.number.to_string());
        }
        let read = token(&shop, &own(&ann), &[Scope::OrdersRead]).await;
        let first: Value = with(&shop, &read, Method::GET, "users/me/orders?limit=2", None).await.expect(200).json();
        let next = first["next"].as_str().expect("a next page").strip_prefix("/api/v1/").expect("a path").to_owned();
        let second: Value = with(&shop, &read, Method::GET, &next, None).await.expect(200).json();
        let pages = [first["items"].as_array().expect("orders").clone(), second["items"].as_array().expect("orders").clone()];
        let listed: Vec<&str> = pages.iter().flatten().filter_map(|order| order["number"].as_str()).collect();
        numbers.reverse();
        assert_eq!(listed, numbers);
        let path = format!("users/me/orders/{}", numbers[0]);
        let order: Value = with(&shop, &read, Method::GET, &path, None).await.expect(200).json();
        assert_eq!((order["lines"][0]["quantity"].as_i64(), order["status"].as_str()), (Some(1), Some("paid")));
        assert_eq!(order["shipping_address"]["city"], "Hamburg");
        for other in [bob, staff] {
            let other = token(&shop, &own(&other), &[Scope::OrdersRead]).await;
            problem(&with(&shop, &other, Method::GET, &path, None).await, 404);
            let none: Value = with(&shop, &other, Method::GET, "users/me/orders", None).await.expect(200).json();
            assert_eq!(none["items"], json!([]));
        }
        problem(&with(&shop, &read, Method::GET, "users/me/orders/x", None).await, 404);
    }
}

on_both! {
    async fn a_second_factor_is_asked_for_here_too(shop: TestShop) {
        let ann = shop.customer().await;
        let email = own(&ann).email;
        let (key, recovery_codes) = set_up_second_factor(&shop, &ann).await;
        let log_in = async |otp: Option<&str>| {
            let body = json!({"email": email, "password": PASSWORD, "otp": otp});
            post(&shop, "token/login", body).await
        };
        for otp in [None, Some("000000"), Some("")] {
            assert_eq!(problem(&log_in(otp).await, 422)["errors"][0]["field"], "otp", "{otp:?}");
        }
        shop.clock.advance_minutes(1);
        let code = code(&shop, &key, 0);
        log_in(Some(&code)).await.expect(200);
        assert_eq!(problem(&log_in(Some(&code)).await, 422)["errors"][0]["field"], "otp", "a code works once");
        log_in(recovery_codes.first().map(String::as_str)).await.expect(200);
        let wrong = json!({"email": email, "password": "wrong", "otp": code});
        problem(&post(&shop, "token/login", wrong).await, 401);
    }

    async fn another_email_is_set_by_mail_and_with_the_password(shop: TestShop) {
        shop.add_account("ann@example.com", Role::Customer).await;
        let token = logged_in(&shop, "ann@example.com", PASSWORD).await;
        let ask = async |password: &str, email: &str| {
            let body = json!({"current_password": password, "new_email": email});
            with(&shop, &token, Method::POST, "users/set_email", Some(body)).await
        };
        assert_eq!(problem(&ask("wrong", "new@example.com").await, 422)["errors"][0]["field"], "current_password");
        assert_eq!(problem(&ask(PASSWORD, "no address").await, 422)["errors"][0]["field"], "new_email");
        ask(PASSWORD, "new@example.com").await.expect(204);
        verify_token(&shop, "new@example.com").await;
        let me: Value = with(&shop, &token, Method::GET, "users/me", None).await.expect(200).json();
        assert_eq!(me["email"], "ann@example.com", "until the link is used");
    }
}
