//! What a rush of people who log in costs everybody else.
//!
//! Checking a password is slow on purpose, and takes 19 MiB and a core. The storefront has to stay quick meanwhile:
//! `make bench` asks for its front page, first with nobody else there, then while many people log in at once.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark reads the real clock and ends at the first thing that does not work"
)]

mod support;

use reqwest::{Client, header};
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use support::{Column, Folder, listen, print_table, seconds, serve, spread, start};
use tradewind::{
    domain::access::Role,
    server::{demo::bulk, services::accounts, state::State},
};

/// People who log in at the same moment, each with an account of their own.
const PEOPLE: usize = 200;
/// Pages that are asked for while nobody logs in.
const PAGES: usize = 300;
const PRODUCTS: u32 = 1_000;
const PASSWORD: &str = "correct horse battery staple";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let column = runtime.block_on(measure());
    print_table(&[format!("{PEOPLE} log in at once")], &[column]);
}

async fn measure() -> Column {
    let folder = Folder::new("logins");
    let listener = listen().await;
    let state = start(&folder, listener.local_addr().expect("an address"), None).await;
    bulk::add_bulk_catalog(&state, PRODUCTS, &|_| ()).await.expect("a catalog");
    for person in 0..PEOPLE {
        let email = email(person);
        accounts::create_account(&state, &email, "Robin", PASSWORD, Role::Customer).await.expect("an account");
    }
    let url = format!("http://{}", state.config.addr);
    let server = serve(&state, listener);
    let shopper = Client::new();
    look(&shopper, &url).await;
    let mut alone = Vec::with_capacity(PAGES);
    for _ in 0..PAGES {
        alone.push(look(&shopper, &url).await);
    }
    let (meanwhile, rush, let_in) = rush(&state, &shopper, &url).await;
    server.abort();
    state.db.close().await;
    vec![
        ("front page, nobody logs in".into(), spread(alone)),
        ("front page meanwhile".into(), spread(meanwhile)),
        ("until all had their answer".into(), seconds(rush)),
        ("let in".into(), let_in.to_string()),
    ]
}

/// Looks at pages while everybody logs in: how long the pages took, how long the logins, and how many were let in.
async fn rush(state: &State, shopper: &Client, url: &str) -> (Vec<Duration>, Duration, usize) {
    let over = Arc::new(AtomicBool::new(false));
    let origin = state.config.public_url();
    let begun = Instant::now();
    let logins: Vec<_> =
        (0..PEOPLE).map(|person| tokio::spawn(log_in(url.to_owned(), origin.clone(), person))).collect();
    let ended = over.clone();
    let waiting = tokio::spawn(async move {
        let mut let_in = 0;
        for login in logins {
            let_in += usize::from(login.await.expect("an answer"));
        }
        ended.store(true, Ordering::Relaxed);
        (begun.elapsed(), let_in)
    });
    let mut meanwhile = Vec::new();
    while !over.load(Ordering::Relaxed) {
        meanwhile.push(look(shopper, url).await);
    }
    let (time, let_in) = waiting.await.expect("all logins");
    (meanwhile, time, let_in)
}

async fn look(client: &Client, url: &str) -> Duration {
    let begun = Instant::now();
    let answer = client.get(url).send().await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
    answer.bytes().await.expect("a page");
    begun.elapsed()
}

async fn log_in(url: String, origin: String, person: usize) -> bool {
    let form = [("email", email(person)), ("password", PASSWORD.to_owned())];
    let body = form.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+").replace('@', "%40")));
    // From an address of their own: many tries from one are a reason to slow it down.
    let from = IpAddr::from([127, 0, 1, u8::try_from(person).expect("few people")]);
    let client = Client::builder().local_address(from).build().expect("a client");
    let answer = client
        .post(format!("{url}/actions/accounts/login"))
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.collect::<Vec<_>>().join("&"))
        .send()
        .await
        .expect("an answer");
    answer.status().is_success()
}

fn email(person: usize) -> String {
    format!("person-{person}@example.com")
}
