//! Sessions: their cookies, their ends, and where a login leads.

use super::{OTHER_PASSWORD, disable_account, is_in, log_in};
use crate::support::PASSWORD;
use tradewind::{
    domain::access::Role,
    server::{
        password,
        store::{
            accounts,
            db::{execute, select},
        },
    },
};

const ADA: &str = "ada@example.com";

fn session_cookie(answer: &crate::support::Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").into_iter().map(|cookie| cookie.to_str().expect("readable"));
    cookies.into_iter().find(|cookie| cookie.starts_with("session=")).expect("a session").to_owned()
}

on_both! {
    async fn a_session_ends_with_the_browser_unless_it_is_to_be_remembered(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let browser = shop.visitor();
        let cookie = session_cookie(&log_in(&browser, ADA, PASSWORD).await.expect(200));
        assert!(!cookie.contains("Max-Age"), "{cookie}");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let remembered = shop.visitor();
        let form = [("email", ADA), ("password", PASSWORD), ("remember", "true")];
        let cookie = session_cookie(&remembered.post_action("accounts/login", &form).await.expect(200));
        assert!(cookie.contains("Max-Age=2592000"), "{cookie}");
        shop.clock.advance_minutes(12 * 60);
        assert!(!is_in(&browser).await && is_in(&remembered).await);
        shop.clock.advance_minutes(30 * 24 * 60);
        assert!(!is_in(&remembered).await);
    }

    async fn a_session_that_somebody_planted_is_never_taken_over(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        // The attacker's own session, in the victim's browser.
        let attacker = shop.customer().await;
        let planted = attacker.cookie("session").expect("a session");
        let victim = shop.visitor();
        victim.set_cookie(&format!("session={planted}"));
        log_in(&victim, ADA, PASSWORD).await.expect(200);
        assert_ne!(victim.cookie("session").as_deref(), Some(planted.as_str()));
        assert!(!is_in(&attacker).await, "the planted one ended");
    }

    async fn a_disabled_account_opens_to_nobody(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        assert!(is_in(&ada).await);
        disable_account(&shop, &email).await;
        assert!(!is_in(&ada).await);
        let refused = log_in(&shop.visitor(), &email, PASSWORD).await.expect(401);
        let unknown = log_in(&shop.visitor(), "nobody@example.com", PASSWORD).await.expect(401);
        assert_eq!(refused.body, unknown.body);
    }

    async fn a_login_hashes_anew_what_was_hashed_for_less(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let cheap = argon2::Params::new(8 * 1024, 1, 1, None).expect("parameters");
        let cheap = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, cheap);
        let old = argon2::PasswordHasher::hash_password(&cheap, PASSWORD.as_bytes()).expect("a hash").to_string();
        assert!(!password::is_current(&old));
        let text = "UPDATE account SET password_hash = $2 WHERE email = $1";
        execute(&shop.state.db, text).bind(ADA).bind(&old).run().await.expect("an old hash");
        log_in(&shop.visitor(), ADA, "a wrong guess").await.expect(401);
        let hash = || async {
            accounts::find_credentials(&shop.state.db, ADA).await.expect("accounts").expect("Ada").password_hash
        };
        assert_eq!(hash().await, old);
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(200);
        assert!(password::is_current(&hash().await), "{}", hash().await);
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(200);
    }

    async fn changing_the_password_logs_every_other_device_out(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let (here, there) = (shop.visitor(), shop.visitor());
        log_in(&here, ADA, PASSWORD).await.expect(200);
        log_in(&there, ADA, PASSWORD).await.expect(200);
        let before = here.cookie("session").expect("a session");
        let form = [("password", PASSWORD), ("new_password", OTHER_PASSWORD)];
        here.post_action("security/change_password", &form).await.expect(200);
        assert!(is_in(&here).await && !is_in(&there).await);
        assert_ne!(here.cookie("session"), Some(before.clone()), "a new session for the new password");
        let thief = shop.visitor();
        thief.set_cookie(&format!("session={before}"));
        assert!(!is_in(&thief).await);
        log_in(&shop.visitor(), ADA, OTHER_PASSWORD).await.expect(200);
        log_in(&shop.visitor(), ADA, PASSWORD).await.expect(401);
    }

    async fn a_session_notes_a_network_and_no_address(shop: TestShop) {
        use std::net::IpAddr;
        use tradewind::server::sessions::{self, Device};
        let ada = shop.customer().await.account.expect("an account");
        let address: Option<IpAddr> = Some("203.0.113.9".parse().expect("an address"));
        let device = Device { user_agent: "Firefox", address, remembered: true };
        sessions::open(&shop.state, &shop.state.db, ada.id, device).await.expect("a session");
        let text = "SELECT address, remembered FROM session WHERE user_agent = 'Firefox'";
        let row: (String, bool) = select(&shop.state.db, text).one().await.expect("the session");
        assert_eq!(row, ("203.0.113.0/24".to_owned(), true));
    }

    async fn no_form_of_an_account_leads_out_of_the_shop(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        for next in ["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "evil"] {
            let ada = shop.visitor();
            let form = [("email", ADA), ("password", PASSWORD), ("next", next)];
            let answer = ada.post_form("/actions/accounts/login", &form).await.expect(302);
            assert_eq!(answer.location().as_deref(), Some("/"), "{next}");
            let form = [("password", PASSWORD), ("next", next)];
            let answer = ada.post_form("/actions/security/confirm", &form).await.expect(302);
            assert_eq!(answer.location().as_deref(), Some("/account/security"), "{next}");
        }
    }
}
