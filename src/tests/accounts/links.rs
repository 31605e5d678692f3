//! Links in mails: single use, for one purpose, and to the shop only.

use super::{OTHER_PASSWORD, ask_for_reset, is_in, log_in, mail, register, reset, reset_token, verify, verify_token};
use crate::support::{PASSWORD, at_once};
use futures::FutureExt;
use reqwest::{Method, header};
use tradewind::{domain::access::Role, error::AppError, server::store::db::execute};

const ADA: &str = "ada@example.com";

on_both! {
    async fn a_reset_link_sets_the_password_and_logs_everybody_out(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let thief = shop.visitor();
        log_in(&thief, ADA, PASSWORD).await.expect(200);
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(200);
        assert!(!is_in(&thief).await);
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(401);
        log_in(&shop.visitor(), ADA, OTHER_PASSWORD).await.expect(200);
        mail(&shop, ADA, "Your password was changed").await;
    }

    async fn a_reset_link_works_once_even_for_two_at_once(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        let resets = [OTHER_PASSWORD, "a third horse, a third battery"].map(|password| {
            let (client, token) = (shop.visitor(), token.clone());
            async move { reset(&client, &token, password).await.status }.boxed()
        });
        let mut answers = at_once(resets).await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 410]);
        assert_eq!(reset(&shop.visitor(), &token, PASSWORD).await.expect(410).error(), AppError::LinkExpired);
    }

    async fn a_reset_makes_the_other_reset_links_void(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let first = reset_token(&shop, ADA).await;
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let second = reset_token(&shop, ADA).await;
        reset(&shop.visitor(), &second, OTHER_PASSWORD).await.expect(200);
        reset(&shop.visitor(), &first, PASSWORD).await.expect(410);
    }

    async fn a_reset_link_is_void_once_the_email_changed(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        let ada = shop.visitor();
        log_in(&ada, ADA, PASSWORD).await.expect(200);
        ada.post_action("security/change_email", &[("email", "new@example.com")]).await.expect(200);
        verify(&shop.visitor(), &verify_token(&shop, "new@example.com").await).await.expect(200);
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(410);
        log_in(&shop.visitor(), "new@example.com", PASSWORD).await.expect(200);
    }

    async fn a_reset_link_proves_nothing_about_another_address(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        // Even where the address changed by other means than the account's own page.
        let text = "UPDATE account SET email = 'moved@example.com' WHERE email = $1";
        execute(&shop.state.db, text).bind(ADA).run().await.expect("another address");
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(410);
    }

    async fn a_reset_link_ends_after_an_hour(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        shop.clock.advance_minutes(60);
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(410);
    }

    async fn a_reset_verifies_the_email_as_well(shop: TestShop) {
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(200);
        log_in(&shop.visitor(), ADA, OTHER_PASSWORD).await.expect(200);
    }

    async fn a_refused_password_does_not_use_the_link_up(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        let refused = reset(&shop.visitor(), &token, "password123").await.expect(422).error();
        assert!(refused.field_message("password").is_some());
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(200);
    }

    async fn a_token_does_nothing_but_what_it_was_made_for(shop: TestShop) {
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        let to_verify = verify_token(&shop, ADA).await;
        reset(&shop.visitor(), &to_verify, OTHER_PASSWORD).await.expect(410);
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let to_reset = reset_token(&shop, ADA).await;
        verify(&shop.visitor(), &to_reset).await.expect(410);
        for token in ["", "0", "' OR 1=1 --", &"f".repeat(64), &"x".repeat(10_000)] {
            verify(&shop.visitor(), token).await.expect(410);
            reset(&shop.visitor(), token, OTHER_PASSWORD).await.expect(410);
        }
    }

    async fn the_database_and_the_queue_hold_no_token(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        let jobs = format!("{:?}", shop.jobs().await);
        assert!(!jobs.contains(&token) && !jobs.contains("token"), "{jobs}");
        let text = "DELETE FROM account_token WHERE token_hash = $1";
        assert_eq!(execute(&shop.state.db, text).bind(&token).run().await.expect("the tokens"), 0);
    }

    async fn links_lead_to_the_shop_whatever_a_request_calls_the_host(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let visitor = shop.visitor();
        let request = visitor
            .request(Method::POST, "/actions/accounts/request_password_reset")
            .header(header::HOST, "evil.example")
            .header("x-forwarded-host", "evil.example")
            .header("forwarded", "host=evil.example")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("email=ada%40example.com");
        visitor.send(request).await.expect(200);
        let mail = mail(&shop, ADA, "Set a new password").await;
        assert!(mail.body_text.contains(&format!("{}/password-reset?token=", shop.url)), "{}", mail.body_text);
        assert!(!mail.body_text.contains("evil") && !mail.body_html.contains("evil"));
    }

    async fn mails_about_accounts_are_read_by_the_owner_only(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        let address = owner.account.as_ref().expect("an account").email.clone();
        ask_for_reset(&staff, &address).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(staff.get_action("admin/get_mail", &[("id", "1")]).await.expect(404).error(), AppError::NotFound);
        assert!(!staff.get("/admin/mail/1").await.body.contains("token="));
        assert!(owner.get_action("admin/get_mail", &[("id", "1")]).await.expect(200).body.contains("token="));
    }
}
