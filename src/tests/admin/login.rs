//! Signing in and out.

use crate::support::{Answer, Client, PASSWORD, TestShop};
use std::net::IpAddr;
use tradewind::{
    domain::access::Role,
    error::AppError,
    server::services::{
        accounts::{LoginAttempt, create_staff, log_in},
        shop_settings,
    },
};

async fn try_login(client: &Client, email: &str, password: &str) -> Answer {
    client.post_action("accounts/login", &[("email", email), ("password", password)]).await
}

async fn attempt(shop: &TestShop, email: &str, password: &str, address: &str) -> Result<(), AppError> {
    let address: IpAddr = address.parse().expect("an address");
    log_in(&shop.state, LoginAttempt { email, password, address: Some(address) }).await.map(drop)
}

on_both! {
    async fn the_right_password_opens_the_admin(shop: TestShop) {
        create_staff(&shop.state, "Robin@Example.com", "Robin", PASSWORD, Role::Staff).await.expect("an account");
        let robin = shop.visitor();
        let answer = robin.post_form_from(
            "/login?next=%2Fadmin%2Forders",
            "/actions/accounts/login",
            &[("email", " robin@example.COM "), ("password", PASSWORD), ("next", "/admin/orders")],
        ).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/admin/orders"));
        robin.get("/admin/orders").await.expect(200);
    }

    async fn a_wrong_password_and_an_unknown_account_get_the_same_answer(shop: TestShop) {
        shop.add_account("robin@example.com", Role::Staff).await;
        let (one, other) = (shop.visitor(), shop.visitor());
        let wrong = try_login(&one, "robin@example.com", "wrong").await.expect(401);
        let unknown = try_login(&other, "nobody@example.com", "wrong").await.expect(401);
        assert_eq!(wrong.body, unknown.body);
        assert_eq!(wrong.error(), AppError::WrongCredentials);
        assert_eq!(one.cookie("session"), None);
    }

    async fn without_scripts_the_login_page_tells_what_is_wrong_and_keeps_the_email(shop: TestShop) {
        let visitor = shop.visitor();
        let form = [("email", "robin@example.com"), ("password", "wrong"), ("next", "")];
        let answer = visitor.post_form_from("/login", "/actions/accounts/login", &form).await.expect(302);
        let page = answer.location().expect("back to the page");
        let body = visitor.get(page.strip_prefix(&shop.url).expect("to the shop")).await.expect(200).body;
        assert!(body.contains("E-mail or password is wrong."), "{body}");
        assert!(body.contains("robin@example.com"));
        assert!(!body.contains("wrong\""), "the password is not kept");
    }

    async fn missing_fields_are_named(shop: TestShop) {
        let error = try_login(&shop.visitor(), "not an address", "").await.expect(422).error();
        assert!(error.field_message("email").is_some() && error.field_message("password").is_some());
    }

    async fn the_login_leads_nowhere_but_into_the_shop(shop: TestShop) {
        shop.add_account("robin@example.com", Role::Customer).await;
        for next in ["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "evil"] {
            let form = [("email", "robin@example.com"), ("password", PASSWORD), ("next", next)];
            let answer = shop.visitor().post_form("/actions/accounts/login", &form).await.expect(302);
            assert_eq!(answer.location().as_deref(), Some("/"), "{next}");
        }
    }

    async fn an_account_is_closed_to_guessing_after_ten_tries(shop: TestShop) {
        shop.add_account("robin@example.com", Role::Staff).await;
        let guesser = shop.visitor();
        for _ in 0..10 {
            try_login(&guesser, "robin@example.com", "guess").await.expect(401);
        }
        let refused = try_login(&guesser, "robin@example.com", PASSWORD).await.expect(429);
        assert_eq!(refused.error(), AppError::TooManyTries);
        shop.clock.advance_minutes(16);
        try_login(&guesser, "robin@example.com", PASSWORD).await.expect(200);
    }

    async fn a_success_forgets_the_tries_before_it(shop: TestShop) {
        shop.add_account("robin@example.com", Role::Staff).await;
        for _ in 0..3 {
            for _ in 0..6 {
                try_login(&shop.visitor(), "robin@example.com", "typo").await.expect(401);
            }
            try_login(&shop.visitor(), "robin@example.com", PASSWORD).await.expect(200);
        }
    }

    async fn an_address_is_closed_to_guessing_after_fifty_tries(shop: TestShop) {
        shop.add_account("robin@example.com", Role::Staff).await;
        // Successes do not count, or an office would lock itself out.
        for _ in 0..3 {
            assert_eq!(attempt(&shop, "robin@example.com", PASSWORD, "203.0.113.1").await, Ok(()));
        }
        for number in 0..50 {
            let email = format!("guess-{number}@example.com");
            assert_eq!(attempt(&shop, &email, "guess", "203.0.113.1").await, Err(AppError::WrongCredentials));
        }
        assert_eq!(attempt(&shop, "robin@example.com", PASSWORD, "203.0.113.1").await, Err(AppError::TooManyTries));
        assert_eq!(attempt(&shop, "robin@example.com", PASSWORD, "203.0.113.2").await, Ok(()));
    }

    async fn parallel_guesses_are_counted_one_by_one(shop: TestShop) {
        shop.add_account("robin@example.com", Role::Staff).await;
        let guesser = shop.visitor();
        let guesses = (0..20).map(|_| try_login(&guesser, "robin@example.com", "guess"));
        let answers = futures::future::join_all(guesses).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 401).count(), 10);
        assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 10);
    }

    async fn logging_out_ends_the_session_for_good(shop: TestShop) {
        let staff = shop.staff().await;
        let token = staff.cookie("session").expect("a session");
        let answer = staff.post_form("/actions/accounts/logout", &[]).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/"));
        staff.get("/admin").await.expect(303);
        let thief = shop.visitor();
        thief.set_cookie(&format!("session={token}"));
        thief.get("/admin").await.expect(303);
    }

    async fn a_login_replaces_the_session_before_it(shop: TestShop) {
        shop.add_account("robin@example.com", Role::Staff).await;
        let robin = shop.visitor();
        robin.set_cookie(&format!("session={}", "a".repeat(64)));
        try_login(&robin, "robin@example.com", PASSWORD).await.expect(200);
        let first = robin.cookie("session").expect("a session");
        assert_ne!(first, "a".repeat(64), "a token from outside is never taken over");
        try_login(&robin, "robin@example.com", PASSWORD).await.expect(200);
        let thief = shop.visitor();
        thief.set_cookie(&format!("session={first}"));
        thief.get("/admin").await.expect(303);
    }

    async fn only_a_demo_shop_shows_its_logins(shop: TestShop) {
        assert!(!shop.visitor().get("/login").await.expect(200).body.contains("halyard-owner"));
        shop_settings::mark_as_demo(&shop.state).await.expect("a demo shop");
        assert!(shop.visitor().get("/login").await.expect(200).body.contains("halyard-owner"));
    }

    async fn staff_accounts_have_an_email_a_name_and_a_password(shop: TestShop) {
        let refused = create_staff(&shop.state, "x", " ", "short", Role::Owner).await.expect_err("all wrong");
        for field in ["email", "name", "password"] {
            assert!(refused.field_message(field).is_some(), "{field}");
        }
        create_staff(&shop.state, "a@example.com", "A", PASSWORD, Role::Owner).await.expect("an owner");
        let taken = create_staff(&shop.state, "A@example.com", "B", PASSWORD, Role::Staff).await.expect_err("taken");
        assert!(taken.field_message("email").is_some());
    }
}
