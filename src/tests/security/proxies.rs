//! Whose word counts about where a request comes from.

use super::raw::{exchange, open_doors, status};
use crate::support::{OPENING, On, TestShop};
use tradewind::server::clock::Clock;

/// A shop whose API takes one request a minute from each address, and which trusts these networks.
async fn shop_trusting(networks: &[&str]) -> TestShop {
    let trusted = networks.iter().map(|network| network.parse().expect("a network")).collect();
    TestShop::open(On::Sqlite, Clock::fixed(OPENING), |config| {
        config.api_requests_per_minute = 1;
        config.trusted_proxies = trusted;
    })
    .await
}

/// What a request gets that comes over a connection from this machine.
async fn asked(address: &str, forwarded: &str) -> u16 {
    let head = format!(
        "GET /api/v1/products HTTP/1.1\r\nHost: shop\r\nX-Forwarded-For: {forwarded}\r\nConnection: close\r\n\r\n"
    );
    status(&exchange(address, head.as_bytes()).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_tells_who_asked_and_the_client_cannot() {
    let shop = shop_trusting(&["127.0.0.0/8", "10.0.0.0/8"]).await;
    let doors = open_doors(&shop).await;
    for (forwarded, expected) in [
        ("203.0.113.1", 200),
        ("6.6.6.6, 203.0.113.1", 429),
        ("203.0.113.1, 10.0.0.7", 429),
        ("203.0.113.2, 10.0.0.7", 200),
    ] {
        assert_eq!(asked(&doors.address, forwarded).await, expected, "{forwarded}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_no_trusted_proxy_is_counted_by_their_own_address() {
    let shop = shop_trusting(&["192.0.2.0/24"]).await;
    let doors = open_doors(&shop).await;
    assert_eq!(asked(&doors.address, "203.0.113.1").await, 200);
    assert_eq!(asked(&doors.address, "203.0.113.2").await, 429, "the connection is private, and no proxy's");
}
