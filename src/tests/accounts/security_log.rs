//! What happened to an account is logged, and no person with it.

use crate::support::PASSWORD;
use std::{
    io,
    net::IpAddr,
    sync::{Arc, Mutex},
};
use tracing::instrument::WithSubscriber;
use tracing_subscriber::{fmt, fmt::MakeWriter, prelude::*};
use tradewind::{
    domain::access::Role,
    server::services::{
        accounts::{self, LoginAttempt},
        credentials,
    },
};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("the log").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

on_both! {
    async fn logins_and_changes_are_logged_by_id_without_email_or_address(shop: TestShop) {
        shop.add_account("ada@example.com", Role::Customer).await;
        let kept = Kept::default();
        let log = tracing_subscriber::registry().with(fmt::layer().json().flatten_event(true).with_writer(kept.clone()));
        let address: Option<IpAddr> = Some("203.0.113.9".parse().expect("an address"));
        let attempt = |password| LoginAttempt { email: "ada@example.com", password, address };
        async {
            let login = accounts::log_in(&shop.state, attempt(PASSWORD)).await.expect("in");
            let accounts::Login::Complete(ada) = login else { panic!("no second factor") };
            credentials::change_password(&shop.state, &ada, PASSWORD, super::OTHER_PASSWORD).await.expect("changed");
            for _ in 0..12 {
                accounts::log_in(&shop.state, attempt("a wrong guess")).await.expect_err("wrong");
            }
        }
        .with_subscriber(log)
        .await;
        let text = String::from_utf8(kept.0.lock().expect("the log").clone()).expect("text");
        let security: Vec<&str> = text.lines().filter(|line| line.contains(r#""target":"security""#)).collect();
        for event in ["login_succeeded", "login_failed", "login_throttled", "password_changed", "sessions_ended"] {
            let line = security.iter().find(|line| line.contains(&format!(r#""event":"{event}""#)));
            assert!(line.is_some_and(|line| line.contains(r#""account":1"#)), "{event}: {text}");
        }
        for secret in ["ada@example.com", "203.0.113", PASSWORD, super::OTHER_PASSWORD, "a wrong guess"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}
