//! Registering and verifying the e-mail.

use super::{OTHER_PASSWORD, log_in, mail, register, reset, reset_token, verify, verify_token};
use crate::support::{Buyer, PASSWORD, TestShop, card};
use tradewind::{
    domain::access::Role,
    error::AppError,
    server::{
        jobs::Job,
        store::{accounts, db::select},
    },
};

const ADA: &str = "ada@example.com";

on_both! {
    async fn an_account_opens_once_its_email_is_verified(shop: TestShop) {
        let ada = shop.visitor();
        register(&ada, "Ada", " Ada@Example.com ", PASSWORD).await.expect(200);
        assert_eq!(log_in(&ada, ADA, PASSWORD).await.expect(401).error(), AppError::WrongCredentials);
        let token = verify_token(&shop, ADA).await;
        verify(&ada, &token).await.expect(200);
        log_in(&ada, ADA, PASSWORD).await.expect(200);
    }

    async fn looking_at_the_link_uses_nothing_up(shop: TestShop) {
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        let token = verify_token(&shop, ADA).await;
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
        let token = verify_token(&shop, ADA).await;
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
        let first = verify_token(&shop, ADA).await;
        ada.post_action("accounts/resend_verification", &[("email", ADA)]).await.expect(200);
        let second = verify_token(&shop, ADA).await;
        assert_ne!(first, second);
        verify(&ada, &second).await.expect(200);
        ada.post_action("accounts/resend_verification", &[("email", ADA)]).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(shop.mails().await.len(), 2, "who is verified gets no link");
    }

    async fn a_link_ends_after_a_day(shop: TestShop) {
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        let token = verify_token(&shop, ADA).await;
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
        let token = verify_token(&shop, ADA).await;
        verify(&shop.visitor(), &token).await.expect(200);
        let ada = accounts::find_credentials(&shop.state.db, ADA).await.expect("accounts").expect("Ada").account;
        assert_eq!(owner().await, Some(ada.id.0));
    }

    async fn whoever_has_an_account_is_told_so_by_mail_and_nobody_else_is(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let new = register(&shop.visitor(), "Eve", "eve@example.com", OTHER_PASSWORD).await;
        let known = register(&shop.visitor(), "Eve", ADA, OTHER_PASSWORD).await;
        assert_eq!((new.status, &new.body), (known.status, &known.body));
        let mail = mail(&shop, ADA, "You have an account already").await;
        assert!(mail.body_text.contains(&format!("{}/login", shop.url)), "{}", mail.body_text);
        assert!(mail.body_text.contains(&format!("{}/password-reset", shop.url)));
        assert!(!mail.body_text.contains("token="));
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(200);
    }

    async fn registering_first_with_somebody_elses_address_gives_no_way_in(shop: TestShop) {
        register(&shop.visitor(), "Eve", ADA, OTHER_PASSWORD).await.expect(200);
        let of_eve = verify_token(&shop, ADA).await;
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        let of_ada = reset_token(&shop, ADA).await;
        mail(&shop, ADA, "Finish your registration").await;
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

    async fn an_account_that_nobody_verifies_is_forgotten_after_a_week(shop: TestShop) {
        shop.add_account("robin@example.com", Role::Customer).await;
        register(&shop.visitor(), "Ada", ADA, PASSWORD).await.expect(200);
        for (days, accounts) in [(6, 2), (2, 1)] {
            shop.clock.advance_minutes(days * 24 * 60);
            let mut tx = shop.state.db.begin().await.expect("a transaction");
            Job::Sweep.enqueue(&mut tx, shop.clock.now()).await.expect("a sweep");
            tx.commit().await.expect("committed");
            shop.run_jobs().await;
            assert_eq!(shop.count("account").await, accounts);
        }
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
