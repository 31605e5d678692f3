//! What is sensitive wants the password again.

use super::{is_in, security};
use crate::support::PASSWORD;
use leptos::server_fn::axum::server_fn_paths;
use tradewind::error::AppError;

const SENSITIVE: [&str; 6] = [
    "security/change_email",
    "security/begin_second_factor",
    "security/enable_second_factor",
    "security/renew_recovery_codes",
    "security/disable_second_factor",
    "admin/save_security_settings",
];

on_both! {
    async fn a_quarter_of_an_hour_after_the_password_it_is_wanted_again(shop: TestShop) {
        let owner = shop.owner().await;
        shop.clock.advance_minutes(14);
        assert!(security(&owner).await.confirmed);
        shop.clock.advance_minutes(1);
        assert!(!security(&owner).await.confirmed);
        for function in SENSITIVE {
            assert!(server_fn_paths().any(|(path, _)| path == format!("/actions/{function}")), "{function} is gone");
            let refused = owner.post_action(function, &[("email", "new@example.com"), ("code", "1")]).await.expect(403);
            assert_eq!(refused.error(), AppError::ConfirmationRequired, "{function}");
        }
        owner.post_action("security/confirm", &[("password", PASSWORD)]).await.expect(200);
        assert!(security(&owner).await.confirmed);
        owner.post_action("security/begin_second_factor", &[]).await.expect(200);
    }

    async fn a_plain_form_is_led_to_the_page_that_asks_and_back(shop: TestShop) {
        let ada = shop.customer().await;
        shop.clock.advance_minutes(15);
        let form = [("email", "new@example.com")];
        let answer = ada.post_form_from("/account/security?done=x", "/actions/security/change_email", &form).await.expect(302);
        let page = answer.location().expect("the page that asks");
        assert_eq!(page, "/account/confirm?next=%2Faccount%2Fsecurity");
        assert!(ada.get(&page).await.expect(200).body.contains("Confirm that it is you"));
        let form = [("password", PASSWORD), ("next", "/account/security")];
        let answer = ada.post_form_from(&page, "/actions/security/confirm", &form).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/account/security"));
        assert!(security(&ada).await.confirmed);
    }

    async fn giving_the_password_again_gives_the_session_a_new_token(shop: TestShop) {
        let ada = shop.customer().await;
        let before = ada.cookie("session").expect("a session");
        ada.post_action("security/confirm", &[("password", PASSWORD)]).await.expect(200);
        let thief = shop.visitor();
        thief.set_cookie(&format!("session={before}"));
        assert!(!is_in(&thief).await, "who knew the old token does not come along");
        assert!(is_in(&ada).await);
    }

    async fn a_secret_that_is_being_set_up_is_for_confirmed_eyes(shop: TestShop) {
        let ada = shop.customer().await;
        ada.post_action("security/begin_second_factor", &[]).await.expect(200);
        let page = ada.get("/account/security").await.expect(200);
        assert!(page.body.contains("QR code"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        shop.clock.advance_minutes(15);
        let body = ada.get("/account/security").await.expect(200).body;
        assert!(!body.contains("QR code") && !body.contains("otpauth"), "{body}");
    }

    async fn visitors_are_led_to_the_login(shop: TestShop) {
        let answer = shop.visitor().get("/account/security").await;
        assert_eq!(answer.location().as_deref(), Some("/login?next=%2Faccount%2Fsecurity"));
        for function in SENSITIVE.iter().filter(|function| function.starts_with("security/")) {
            let refused = shop.visitor().post_action(function, &[]).await.expect(401);
            assert_eq!(refused.error(), AppError::SignInRequired, "{function}");
        }
    }
}
