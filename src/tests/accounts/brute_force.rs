//! Guessing passwords: limits that hold across nodes, and the way out for the real user.

use super::{OTHER_PASSWORD, ask_for_reset, log_in, reset, reset_token};
use crate::support::PASSWORD;
use std::sync::Arc;
use tradewind::{
    domain::access::Role,
    error::AppError,
    server::{
        config::Config,
        password::Hashing,
        services::{
            accounts::{self, LoginAttempt},
            credentials,
        },
        state::State,
    },
};

const ADA: &str = "ada@example.com";

on_both! {
    async fn guesses_at_two_nodes_are_counted_together(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let other = State::start(Config::clone(&shop.state.config), shop.clock.clone()).await.expect("a second node");
        let guess = |password| LoginAttempt { email: ADA, password, address: None };
        for _ in 0..5 {
            log_in(&shop.visitor(), ADA, "a wrong guess").await.expect(401);
            let refused = accounts::log_in(&other, guess("a wrong guess")).await;
            assert_eq!(refused.err(), Some(AppError::WrongCredentials));
        }
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(429);
        assert_eq!(accounts::log_in(&other, guess(PASSWORD)).await.err(), Some(AppError::TooManyTries));
        other.db.close().await;
    }

    async fn whoever_others_locked_out_gets_in_by_mail(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        for _ in 0..11 {
            log_in(&shop.visitor(), ADA, "a wrong guess").await;
        }
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(429);
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(200);
        log_in(&shop.visitor(), ADA, OTHER_PASSWORD).await.expect(200);
    }

    async fn a_session_left_open_is_no_way_to_guess_its_password(shop: TestShop) {
        let ada = shop.customer().await;
        for _ in 0..10 {
            let refused = ada.post_action("security/confirm", &[("password", "a wrong guess")]).await.expect(422);
            assert!(refused.error().field_message("password").is_some());
        }
        ada.post_action("security/confirm", &[("password", PASSWORD)]).await.expect(429);
        let form = [("password", PASSWORD), ("new_password", OTHER_PASSWORD)];
        ada.post_action("security/change_password", &form).await.expect(429);
    }

    async fn a_node_with_too_many_passwords_to_hash_says_so_and_counts_no_try(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let busy = State { hashing: Arc::new(Hashing::new(0, 0)), ..shop.state.clone() };
        for _ in 0..20 {
            let attempt = LoginAttempt { email: ADA, password: PASSWORD, address: None };
            assert_eq!(accounts::log_in(&busy, attempt).await.err(), Some(AppError::TooManyTries));
        }
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(200);
    }

    async fn nor_does_it_when_the_password_is_asked_for_again(shop: TestShop) {
        let ada = shop.customer().await;
        let account = ada.account.clone().expect("an account");
        let busy = State { hashing: Arc::new(Hashing::new(0, 0)), ..shop.state.clone() };
        for _ in 0..20 {
            let refused = credentials::check_password(&busy, &account, PASSWORD).await;
            assert_eq!(refused.err(), Some(AppError::TooManyTries));
        }
        ada.post_action("security/confirm", &[("password", PASSWORD)]).await.expect(200);
    }
}
