//! Registering and verifying the e-mail.

use super::{OTHER_PASSWORD, last_mail, log_in, mailed_token, register, reset, verify};
use crate::support::{Buyer, PASSWORD, TestShop, card};
use tradewind::{
    domain::access::Role,
    error::AppError,
    server::store::{accounts, db::select},
};

const ADA: &str = "ada@example.com";

on_both! {
    async fn an_account_opens_once_its_email_is_verified(shop: TestShop) {
        let ada = shop.visitor();
        register(&ada, "Ada", " Ada@Example.com ", PASSWORD).await.expect(200);
        assert_eq!(log_in(&ada, ADA, PASSWORD).await.expect(401).error(), AppError::WrongCredentials);
        let token = mailed_token(&shop, ADA).await;
        verify(&ada, &token).await.expect(200);
        log_in(&ada, ADA, PASSWORD).await.expect(200);
    }

    async fn looking_at_the_link_uses_nothing_up(shop: TestShop) {
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        let token = mailed_token(&shop, ADA).await;
        let page = format!("/verify-email?token={token}");
        for _ in 0..2 {
            let body = shop.visitor().get(&page).await.expect(200).body;
            assert!(body.contains("Confirm my e-mail"), "{body}");
        }
        verify(&shop.visitor(), &token).await.expect(200);
    }

    async fn all_of_it_works_without_scripts(shop: TestShop) {
        let ada = shop.visitor();
        let form = [("name", "Ada"), ("email", ADA), ("password", PASSWORD)];
        let sent = ada.post_form_from("/register", "/actions/accounts/register", &form).await.expect(302);
        let page = ada.follow(&sent.location().expect("on")).await.expect(200);
        assert!(page.body.contains("Please look into your mail"));
        let token = mailed_token(&shop, ADA).await;
        let page = format!("/verify-email?token={token}");
        let done = ada.post_form_from(&page, "/actions/accounts/verify_email", &[("token", &token)]).await.expect(302);
        assert!(ada.follow(&done.location().expect("on")).await.body.contains("Your e-mail is confirmed"));
        let again = ada.post_form_from(&page, "/actions/accounts/verify_email", &[("token", &token)]).await.expect(302);
        let back = again.location().expect("back to the page");
        let body = ada.get(back.strip_prefix(&shop.url).unwrap_or(&back)).await.body;
        assert!(body.contains("This link was used already"), "{body}");
    }

    async fn the_link_is_sent_again_to_whoever_waits_for_it(shop: TestShop) {
        let ada = shop.visitor();
        register(&ada, "Ada", ADA, PASSWORD).await.expect(200);
        let first = mailed_token(&shop, ADA).await;
        ada.post_action("accounts/resend_verification", &[("email", ADA)]).await.expect(200);
        let second = mailed_token(&shop, ADA).await;
        assert_ne!(first, second);
        verify(&ada, &second).await.expect(200);
        ada.post_action("accounts/resend_verification", &[("email", ADA)]).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(shop.mails().await.len(), 2, "who is verified gets no link");
    }

    async fn a_link_ends_after_a_day(shop: TestShop) {
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        let token = mailed_token(&shop, ADA).await;
        shop.clock.advance_minutes(24 * 60);
        assert_eq!(verify(&shop.visitor(), &token).await.expect(410).error(), AppError::LinkExpired);
    }

    async fn orders_of_a_guest_belong_to_whoever_proves_their_email(shop: TestShop) {
        let mug = shop.sell("Mug", 1_000, 5).await;
        let guest = Buyer::guest(&shop);
        let placed = guest.order(&shop, mug, "1").await;
        guest.pay(&placed, card::SUCCESS).await.expect(303);
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        let owner = || async {
            let text = "SELECT account_id FROM orders";
            let (owner,): (Option<i64>,) = select(&shop.state.db, text).one().await.expect("an order");
            owner
        };
        assert_eq!(owner().await, None, "a claim alone is no proof");
        let token = mailed_token_of_link(&shop).await;
        verify(&shop.visitor(), &token).await.expect(200);
        let ada = accounts::find_credentials(&shop.state.db, ADA).await.expect("accounts").expect("Ada").account;
        assert_eq!(owner().await, Some(ada.id.0));
    }

    async fn whoever_has_an_account_is_told_so_by_mail_and_nobody_else_is(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let new = register(&shop.visitor(), "Eve", "eve@example.com", OTHER_PASSWORD).await;
        let known = register(&shop.visitor(), "Eve", ADA, OTHER_PASSWORD).await;
        assert_eq!((new.status, &new.body), (known.status, &known.body));
        let mail = last_mail(&shop, ADA).await;
        assert_eq!(mail.subject, "You have an account already");
        assert!(mail.body_text.contains(&format!("{}/login", shop.url)), "{}", mail.body_text);
        assert!(mail.body_text.contains(&format!("{}/password-reset", shop.url)));
        assert!(!mail.body_text.contains("token="));
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(200);
    }

    async fn registering_first_with_somebody_elses_address_gives_no_way_in(shop: TestShop) {
        register(&shop.visitor(), "Eve", ADA, OTHER_PASSWORD).await.expect(200);
        let of_eve = mailed_token(&shop, ADA).await;
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        let of_ada = mailed_token(&shop, ADA).await;
        assert_eq!(last_mail(&shop, ADA).await.subject, "Finish your registration");
        verify(&shop.visitor(), &of_eve).await.expect(410);
        reset(&shop.visitor(), &of_ada, PASSWORD).await.expect(200);
        log_in(&shop.visitor(), ADA, OTHER_PASSWORD).await.expect(401);
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(200);
    }

    async fn a_form_cannot_make_its_sender_the_owner(shop: TestShop) {
        let form = [
            ("name", "Eve"), ("email", ADA), ("password", PASSWORD), ("role", "owner"), ("email_verified", "true"),
            ("email_verified_at", "1"), ("staff_role_id", "1"), ("permissions", "63"),
        ];
        shop.visitor().post_action("accounts/register", &form).await.expect(200);
        let eve = accounts::find_credentials(&shop.state.db, ADA).await.expect("accounts").expect("an account").account;
        assert_eq!((eve.role, eve.email_verified), (Role::Customer, false));
        assert_eq!(eve.permissions.iter().count(), 0);
    }

    async fn what_is_wrong_is_named_by_field(shop: TestShop) {
        let error = register(&shop.visitor(), " ", "nobody", "short").await.expect(422).error();
        for field in ["name", "email", "password"] {
            assert!(error.field_message(field).is_some(), "{field}");
        }
        shop.run_jobs().await;
        assert!(shop.mails().await.is_empty());
    }
}

/// The token of the mail with the link among the mails about an order.
async fn mailed_token_of_link(shop: &TestShop) -> String {
    shop.run_jobs().await;
    let mails = shop.mails().await;
    let mail = mails.iter().find(|mail| mail.body_text.contains("verify-email?token=")).expect("a link");
    let (_, rest) = mail.body_text.split_once("verify-email?token=").expect("a link");
    rest.chars().take_while(char::is_ascii_hexdigit).collect()
}
