//! What opens something stays out of logs and debug output.

use crate::support::{Buyer, OPENING, On, PASSWORD, TestShop, card};
use reqwest::Method;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use tradewind::{
    domain::{access::Role, api_token::TokenInput},
    server::{
        clock::Clock,
        services::api_tokens,
        sessions::Identity,
        store::{accounts, db::select},
    },
};

/// Where the log of a test goes.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// All on one thread, so that the log of the shop is this test's.
#[tokio::test]
async fn the_log_has_no_secrets_and_no_people_in_it() {
    let kept = Kept::default();
    // With one subscriber in the process, tracing asks the wrong thread whether anybody listens: so there are two.
    let _other = tracing::Dispatch::new(tracing_subscriber::registry());
    let log = kept.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let shop = TestShop::sqlite().await;
    let variant = shop.sell("Field Tee", 4_900, 3).await;
    shop.add_account("ann@private.example", Role::Customer).await;
    let buyer = Buyer::guest(&shop);
    let placed = buyer.buy(&shop, variant, "1").await;
    buyer.add(variant, "1").await.expect(200);
    let client = &buyer.client;
    let wrong = [("email", "ann@private.example"), ("password", "a wrong password of hers")];
    client.post_action("accounts/login", &wrong).await.expect(401);
    let right = [("email", "ann@private.example"), ("password", PASSWORD)];
    client.post_action("accounts/login", &right).await.expect(200);
    let account = accounts::find_credentials(&shop.state.db, "ann@private.example").await.expect("read").expect("Ann");
    let input = TokenInput { name: "Till".into(), scopes: vec!["account:read".into()], expires: "30".into() };
    let token = api_tokens::make(&shop.state, &account.account, &input).await.expect("a token").secret;
    client.send(client.request(Method::GET, "/api/v1/brands").bearer_auth(&token)).await.expect(200);
    client.send(client.request(Method::GET, "/api/v1/brands").bearer_auth("tw_wrong-token-of-hers")).await.expect(401);
    client.get(&placed.page()).await;
    let kept_card = buyer.order(&shop, variant, "1").await;
    client.post_form(&kept_card.payment, &[("number", card::SUCCESS), ("save", "true")]).await.expect(303);
    client.follow(&kept_card.back).await.expect(200);
    shop.run_jobs().await;
    let tokens = "SELECT method.token, gateway_customer.reference FROM saved_payment_method AS method
                  JOIN gateway_customer ON gateway_customer.account_id = method.account_id";
    let (card_token, card_owner): (String, String) = select(&shop.state.db, tokens).one().await.expect("a card");
    let method = client.get_action("account/payment_methods", &[]).await.body;
    assert!(method.contains("4242"), "{method}");
    let text = String::from_utf8(kept.0.lock().expect("the log").clone()).expect("text");
    assert!(text.contains("/api/v1/brands"), "the log was kept");
    let (session, cart) = (client.cookie("session").expect("a session"), client.cookie("cart").expect("a cart"));
    for secret in [
        PASSWORD,
        "a wrong password",
        &token,
        "wrong-token-of-hers",
        &session,
        &cart,
        &placed.token,
        &card_token,
        &card_owner,
        &account.password_hash,
        "ann@private.example",
        "ada@example.com",
        "Hafenstra",
    ] {
        let found = text.lines().find(|line| line.contains(secret));
        assert_eq!(found, None, "{secret} is in the log");
    }
}

#[tokio::test]
async fn debug_output_shows_no_secrets() {
    let secrets = |config: &mut tradewind::server::config::Config| {
        config.secret = Some("key-0123456789-0123456789-0123456789".into());
        config.s3_secret = Some("key-of-the-bucket".into());
        config.paypal_client_id = Some("id".into());
        config.paypal_webhook_id = Some("id".into());
        config.paypal_secret = Some("key-of-paypal".into());
        config.smtp_url = Some("smtp://user:key-of-the-mailer@127.0.0.1:1".into());
    };
    let shop = TestShop::open(On::Sqlite, Clock::fixed(OPENING), secrets).await;
    let state = format!("{:?}", shop.state);
    for secret in ["key-0123456789", "key-of-the-bucket", "key-of-the-mailer", "key-of-paypal"] {
        assert!(!state.contains(secret), "{secret} is in the state's debug output");
    }
    let staff = shop.staff().await;
    let session = staff.cookie("session").expect("a session");
    let headers = [(reqwest::header::COOKIE, format!("session={session}").parse().expect("a cookie"))];
    let identity = Identity::load(&shop.state, &headers.into_iter().collect()).await.expect("an identity");
    assert!(identity.account.is_some() && !format!("{identity:?}").contains(&session));
}
