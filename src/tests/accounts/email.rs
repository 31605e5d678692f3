//! Another e-mail.

use super::{log_in, mail, security, verify, verify_token};
use crate::support::{Client, PASSWORD, TestShop};
use tradewind::domain::access::Role;

const OLD: &str = "old@example.com";
const NEW: &str = "new@example.com";

async fn logged_in(shop: &TestShop) -> Client {
    shop.add_account(OLD, Role::Customer).await;
    let ada = shop.visitor();
    log_in(&ada, OLD, PASSWORD).await.expect(200);
    ada
}

on_both! {
    async fn the_email_changes_once_the_new_address_is_proved_and_the_old_one_is_told(shop: TestShop) {
        let ada = logged_in(&shop).await;
        ada.post_action("security/change_email", &[("email", " New@Example.com ")]).await.expect(200);
        let token = verify_token(&shop, NEW).await;
        let warning = mail(&shop, OLD, "Your e-mail is about to change").await;
        assert!(warning.body_text.contains(&format!("{}/password-reset", shop.url)), "{}", warning.body_text);
        assert_eq!(security(&ada).await.email, OLD, "nothing changed yet");
        verify(&shop.visitor(), &token).await.expect(200);
        assert_eq!(security(&ada).await.email, NEW);
        mail(&shop, OLD, "Your e-mail was changed").await;
        log_in(&shop.visitor(), OLD, PASSWORD).await.expect(401);
        log_in(&shop.visitor(), NEW, PASSWORD).await.expect(200);
        verify(&shop.visitor(), &token).await.expect(410);
    }

    async fn an_address_of_another_account_is_not_taken_and_only_its_owner_is_told(shop: TestShop) {
        shop.add_account(NEW, Role::Customer).await;
        let ada = logged_in(&shop).await;
        let free = ada.post_action("security/change_email", &[("email", "free@example.com")]).await.expect(200);
        let taken = ada.post_action("security/change_email", &[("email", NEW)]).await.expect(200);
        assert_eq!(free.body, taken.body);
        let mail = mail(&shop, NEW, "This address has an account").await;
        assert!(!mail.body_text.contains("token="));
    }

    async fn an_address_that_was_taken_meanwhile_stays_with_whoever_has_it(shop: TestShop) {
        let ada = logged_in(&shop).await;
        ada.post_action("security/change_email", &[("email", NEW)]).await.expect(200);
        let token = verify_token(&shop, NEW).await;
        shop.add_account(NEW, Role::Customer).await;
        verify(&shop.visitor(), &token).await.expect(410);
        assert_eq!(security(&ada).await.email, OLD);
    }

    async fn the_same_address_is_no_change(shop: TestShop) {
        let ada = logged_in(&shop).await;
        let refused = ada.post_action("security/change_email", &[("email", OLD)]).await.expect(422);
        assert!(refused.error().field_message("email").is_some());
    }
}
