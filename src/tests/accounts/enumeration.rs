//! Who has an account is told to nobody: not by status, not by text, and not by the work that an answer takes.

use super::{OTHER_PASSWORD, ask_for_reset, disable_account, log_in, register};
use crate::support::{Answer, PASSWORD, TestShop};
use tradewind::domain::access::Role;

const KNOWN: &str = "known@example.com";
const UNKNOWN: &str = "nobody@example.com";

/// What whoever asks can see, and the statements and hashes that it took.
async fn seen(shop: &TestShop, asking: impl Future<Output = Answer>) -> (u16, String, u64, u64) {
    let (queries, hashes) = (shop.state.db.queries(), shop.state.hashing.runs());
    let answer = asking.await;
    (answer.status, answer.body, shop.state.db.queries() - queries, shop.state.hashing.runs() - hashes)
}

on_both! {
    async fn a_login_takes_the_same_work_for_every_reason_to_refuse_it(shop: TestShop) {
        shop.add_account(KNOWN, Role::Customer).await;
        shop.add_account("disabled@example.com", Role::Customer).await;
        disable_account(&shop, "disabled@example.com").await;
        register(&shop.visitor(), "New", "unverified@example.com", PASSWORD).await.expect(200);
        let unknown = seen(&shop, log_in(&shop.visitor(), UNKNOWN, "a wrong password")).await;
        assert_eq!(unknown.0, 401);
        assert_eq!(unknown.3, 1, "a hash is computed in any case");
        for (email, password) in [
            (KNOWN, "a wrong password"),
            ("disabled@example.com", "a wrong password"),
            ("disabled@example.com", PASSWORD),
            ("unverified@example.com", "a wrong password"),
            ("unverified@example.com", PASSWORD),
        ] {
            assert_eq!(seen(&shop, log_in(&shop.visitor(), email, password)).await, unknown, "{email} {password}");
        }
    }

    async fn registering_takes_the_same_work_whether_or_not_the_address_is_known(shop: TestShop) {
        shop.add_account(KNOWN, Role::Customer).await;
        let known = seen(&shop, register(&shop.visitor(), "Eve", KNOWN, OTHER_PASSWORD)).await;
        let unknown = seen(&shop, register(&shop.visitor(), "Eve", UNKNOWN, OTHER_PASSWORD)).await;
        assert_eq!(known, unknown);
        assert_eq!((known.0, known.3), (200, 1));
        let login = |email| log_in_anew(&shop, email);
        assert_eq!(login(KNOWN).await, login(UNKNOWN).await, "logging in afterwards tells nothing either");
    }

    async fn asking_for_a_link_takes_the_same_work_whether_or_not_the_address_is_known(shop: TestShop) {
        shop.add_account(KNOWN, Role::Customer).await;
        register(&shop.visitor(), "New", "unverified@example.com", PASSWORD).await.expect(200);
        for endpoint in ["accounts/request_password_reset", "accounts/resend_verification"] {
            let ask = |email: &'static str| {
                let client = shop.visitor();
                async move { client.post_action(endpoint, &[("email", email)]).await }
            };
            let unknown = seen(&shop, ask(UNKNOWN)).await;
            assert_eq!(unknown.0, 200);
            for email in [KNOWN, "unverified@example.com"] {
                assert_eq!(seen(&shop, ask(email)).await, unknown, "{endpoint} {email}");
            }
        }
        shop.run_jobs().await;
        assert!(shop.mails().await.iter().all(|mail| mail.recipient != UNKNOWN), "nobody is mailed who has no account");
    }

    async fn too_many_mails_to_an_address_end_silently(shop: TestShop) {
        shop.add_account(KNOWN, Role::Customer).await;
        for _ in 0..8 {
            ask_for_reset(&shop.visitor(), KNOWN).await.expect(200);
            ask_for_reset(&shop.visitor(), UNKNOWN).await.expect(200);
        }
        shop.run_jobs().await;
        assert_eq!(shop.mails().await.len(), 5);
    }
}

async fn log_in_anew(shop: &TestShop, email: &str) -> (u16, String, u64, u64) {
    seen(shop, log_in(&shop.visitor(), email, OTHER_PASSWORD)).await
}
