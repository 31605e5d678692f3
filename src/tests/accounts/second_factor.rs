//! Two-factor login.

use super::{code, enter_code, is_in, log_in, mail, security, set_up_second_factor};
use crate::support::PASSWORD;
use tradewind::{
    domain::{access::Role, forms::Problem, second_factor::SecondFactorState},
    error::AppError,
};

const ADA: &str = "ada@example.com";

on_both! {
    async fn with_a_second_factor_the_password_alone_opens_nothing(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let ada = shop.visitor();
        log_in(&ada, ADA, PASSWORD).await.expect(200);
        let (key, codes) = set_up_second_factor(&shop, &ada).await;
        assert_eq!(codes.len(), 10);
        assert!(is_in(&ada).await, "whoever set it up stays");
        mail(&shop, ADA, "Two-factor login is on").await;
        shop.clock.advance_minutes(1);
        let phone = shop.visitor();
        let form = [("email", ADA), ("password", PASSWORD), ("next", "/cart"), ("remember", "true")];
        let answer = phone.post_form("/actions/accounts/login", &form).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/login/second-factor?next=%2Fcart"));
        assert!(!is_in(&phone).await && phone.cookie("session").is_none());
        assert!(phone.get("/login/second-factor?next=%2Fcart").await.expect(200).body.contains("Enter your code"));
        let form = [("code", code(&shop, &key, 0)), ("next", "/cart".to_owned())];
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = phone.post_form("/actions/accounts/login_second_factor", &form).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/cart"));
        assert!(is_in(&phone).await);
        assert_eq!(phone.cookie("login_challenge"), None);
        shop.clock.advance_minutes(24 * 60);
        assert!(is_in(&phone).await, "it was to be remembered");
    }

    async fn a_code_is_good_for_the_step_before_and_after_and_no_other(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        let (key, _) = set_up_second_factor(&shop, &ada).await;
        shop.clock.advance_minutes(5);
        for (steps, status) in [(-2, 422), (2, 422), (-1, 200), (0, 200), (1, 200)] {
            let phone = shop.visitor();
            log_in(&phone, &email, PASSWORD).await.expect(200);
            enter_code(&phone, &code(&shop, &key, steps)).await.expect(status);
        }
    }

    async fn a_recovery_code_gets_in_once(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        let (_, codes) = set_up_second_factor(&shop, &ada).await;
        let first = codes.first().expect("a code");
        let phone = shop.visitor();
        log_in(&phone, &email, PASSWORD).await.expect(200);
        enter_code(&phone, &first.to_uppercase().replace('-', " ")).await.expect(200);
        assert_eq!(security(&ada).await.second_factor, SecondFactorState::On { recovery_codes: 9 });
        let thief = shop.visitor();
        log_in(&thief, &email, PASSWORD).await.expect(200);
        assert_eq!(enter_code(&thief, first).await.expect(422).error(), AppError::field("code", Problem::WrongCode));
    }

    async fn new_recovery_codes_replace_the_old(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        let (_, old) = set_up_second_factor(&shop, &ada).await;
        let new: Vec<String> = ada.post_action("security/renew_recovery_codes", &[]).await.expect(200).json();
        let phone = shop.visitor();
        log_in(&phone, &email, PASSWORD).await.expect(200);
        enter_code(&phone, old.first().expect("a code")).await.expect(422);
        enter_code(&phone, new.first().expect("a code")).await.expect(200);
    }

    async fn recovery_codes_are_shown_once_without_scripts_too(shop: TestShop) {
        let ada = shop.customer().await;
        ada.post_form_from("/account/security", "/actions/security/begin_second_factor", &[]).await.expect(302);
        let page = ada.get("/account/security").await.expect(200).body;
        assert!(page.contains("QR code") && page.contains("otpauth://totp/Tradewind:"), "{page}");
        let SecondFactorState::Pending(setup) = security(&ada).await.second_factor else { panic!("set up") };
        let form = [("code", code(&shop, &setup.key, 0))];
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = ada.post_form_from("/account/security", "/actions/security/enable_second_factor", &form).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/account/security#second-factor"));
        let page = ada.get("/account/security").await.expect(200).body;
        assert!(page.contains("Keep these recovery codes now"), "{page}");
        let page = ada.get("/account/security").await.expect(200).body;
        assert!(!page.contains("Keep these recovery codes now"), "{page}");
    }

    async fn it_is_switched_off_by_whoever_gave_the_password(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        set_up_second_factor(&shop, &ada).await;
        ada.post_action("security/disable_second_factor", &[]).await.expect(200);
        assert_eq!(security(&ada).await.second_factor, SecondFactorState::Off);
        let phone = shop.visitor();
        log_in(&phone, &email, PASSWORD).await.expect(200);
        assert!(is_in(&phone).await);
        mail(&shop, &email, "Two-factor login is off").await;
        assert_eq!(shop.count("recovery_code").await, 0);
    }

    async fn setting_it_up_logs_out_sessions_that_never_saw_it(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let (here, there) = (shop.visitor(), shop.visitor());
        log_in(&here, ADA, PASSWORD).await.expect(200);
        log_in(&there, ADA, PASSWORD).await.expect(200);
        set_up_second_factor(&shop, &here).await;
        assert!(is_in(&here).await && !is_in(&there).await);
    }

    async fn ten_wrong_codes_close_the_second_step_whatever_comes_next(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        let (key, codes) = set_up_second_factor(&shop, &ada).await;
        shop.clock.advance_minutes(1);
        for _ in 0..10 {
            let thief = shop.visitor();
            log_in(&thief, &email, PASSWORD).await.expect(200);
            enter_code(&thief, "000000").await.expect(422);
        }
        let thief = shop.visitor();
        log_in(&thief, &email, PASSWORD).await.expect(200);
        enter_code(&thief, &code(&shop, &key, 0)).await.expect(429);
        enter_code(&thief, codes.first().expect("a code")).await.expect(429);
        // The way out is the same as for passwords.
        super::ask_for_reset(&shop.visitor(), &email).await.expect(200);
        let token = super::reset_token(&shop, &email).await;
        super::reset(&shop.visitor(), &token, super::OTHER_PASSWORD).await.expect(200);
        let ada = shop.visitor();
        log_in(&ada, &email, super::OTHER_PASSWORD).await.expect(200);
        assert!(!is_in(&ada).await, "the link does not stand in for the second factor");
        enter_code(&ada, &code(&shop, &key, 0)).await.expect(200);
    }

    async fn the_second_step_ends_after_ten_minutes_and_with_the_password(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        let (key, _) = set_up_second_factor(&shop, &ada).await;
        let (late, stale) = (shop.visitor(), shop.visitor());
        log_in(&late, &email, PASSWORD).await.expect(200);
        shop.clock.advance_minutes(10);
        assert_eq!(enter_code(&late, &code(&shop, &key, 0)).await.expect(401).error(), AppError::SignInRequired);
        log_in(&stale, &email, PASSWORD).await.expect(200);
        let form = [("password", PASSWORD), ("new_password", super::OTHER_PASSWORD)];
        ada.post_action("security/change_password", &form).await.expect(200);
        enter_code(&stale, &code(&shop, &key, 0)).await.expect(401);
        enter_code(&shop.visitor(), &code(&shop, &key, 0)).await.expect(401);
    }
}
