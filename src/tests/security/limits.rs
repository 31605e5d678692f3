//! How much, and for how long, somebody may send.

use super::raw::{connect, exchange, get, open_doors, rest, status};
use crate::support::{OPENING, On, TestShop};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tradewind::server::clock::Clock;

/// A shop that waits for nobody longer than a second.
async fn impatient_shop() -> TestShop {
    TestShop::open(On::Sqlite, Clock::fixed(OPENING), |config| config.read_seconds = 1).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_does_not_finish_the_head_is_hung_up_on() {
    let shop = impatient_shop().await;
    let doors = open_doors(&shop).await;
    for said in ["", "G", "GET / HTTP/1.1\r\nHost: shop\r\nX-Slow: "] {
        let mut connection = connect(&doors.address).await;
        connection.write_all(said.as_bytes()).await.expect("sent");
        let answer = rest(&mut connection).await;
        assert!(matches!(status(&answer), 0 | 408), "{said:?}: {answer}");
    }
    // As are those who say nothing more after a request.
    let mut connection = connect(&doors.address).await;
    connection.write_all(b"GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n").await.expect("sent");
    assert_eq!(status(&rest(&mut connection).await), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_does_not_finish_the_body_is_answered_with_an_error() {
    let shop = impatient_shop().await;
    let doors = open_doors(&shop).await;
    let staff = shop.staff().await;
    let cookie = staff.cookie("session").expect("a session");
    for (path, kind, body) in [
        ("/actions/accounts/login", "application/x-www-form-urlencoded", "email=a"),
        ("/api/v1/brands", "application/json", "{\"name\": "),
        (
            "/admin/imports/upload",
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na",
        ),
        ("/webhooks/sandbox", "application/json", "{"),
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: shop\r\nOrigin: {}\r\nCookie: session={cookie}\r\nContent-Type: {kind}\r\nContent-Length: 1000\r\n\r\n{body}",
            shop.url
        );
        let answer = exchange(&doors.address, head.as_bytes()).await;
        assert!(matches!(status(&answer), 400..=422 | 503), "{path}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_clients_keep_nobody_waiting() {
    let shop = TestShop::sqlite().await;
    let doors = open_doors(&shop).await;
    let mut slow = Vec::new();
    for _ in 0..200 {
        let mut connection = connect(&doors.address).await;
        connection.write_all(b"GET / HTTP/1.1\r\nHost: shop\r\n").await.expect("sent");
        slow.push(connection);
    }
    assert_eq!(status(&get(&doors.address, "/healthz").await), 200);
    assert_eq!(slow.len(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_is_too_large_is_refused() {
    let shop = TestShop::sqlite().await;
    let doors = open_doors(&shop).await;
    let large = format!("X-Large: {}\r\n", "x".repeat(1024 * 1024));
    let many: String = (0..150).map(|number| format!("X-{number}: x\r\n")).collect();
    let cookies = format!("Cookie: {}\r\n", "session=x; ".repeat(100_000));
    for headers in [large, many, cookies] {
        let request = format!("GET / HTTP/1.1\r\nHost: shop\r\n{headers}\r\n");
        let answer = exchange(&doors.address, request.as_bytes()).await;
        // Closed while the client still sends, the connection may lose the answer.
        assert!(matches!(status(&answer), 0 | 431), "{answer:.200}");
    }
    let path = format!("/search?q={}", "x".repeat(70_000));
    assert!(matches!(status(&get(&doors.address, &path).await), 0 | 414 | 431));
    assert_eq!(status(&get(&doors.address, "/healthz").await), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_too_large_is_refused_on_every_kind_of_route() {
    let shop = TestShop::sqlite().await;
    shop.sell("Field Tee", 4_900, 3).await;
    let staff = shop.staff().await;
    let cookie = staff.cookie("session").expect("a session");
    let (form, json) = ("application/x-www-form-urlencoded", "application/json");
    let multipart = "multipart/form-data; boundary=x";
    let part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
    for (path, kind, start, bytes) in [
        ("/actions/accounts/login", form, "password=", 100_000),
        ("/actions/cart/add_line", form, "variant_id=", 100_000),
        ("/actions/admin/save_product", form, "product[title]=", 3_000_000),
        ("/api/v1/brands", json, "{\"name\": \"", 100_000),
        ("/api/v1/products", json, "{\"title\": \"", 3_000_000),
        ("/api/v1/products/1/images", multipart, part, 40_000_000),
        ("/admin/products/1/images", multipart, part, 40_000_000),
        ("/webhooks/sandbox", json, "{\"id\": \"", 100_000),
        ("/sandbox/pay/x", form, "number=", 100_000),
    ] {
        for chunked in [false, true] {
            let body = [start.as_bytes(), &vec![b'x'; bytes]].concat();
            let mut request = staff.request(reqwest::Method::POST, path);
            request = request.header("content-type", kind).header("cookie", format!("session={cookie}"));
            request = if chunked {
                let parts =
                    body.chunks(64 * 1024).map(|part| Ok::<_, std::io::Error>(part.to_vec())).collect::<Vec<_>>();
                request.body(reqwest::Body::wrap_stream(futures::stream::iter(parts)))
            } else {
                request.body(body)
            };
            // Refused before all was sent, the connection may break instead of carrying the answer.
            let Ok(answer) = request.send().await else { continue };
            let status = answer.status().as_u16();
            // A form of the shop's own says beside its field that the file is too large.
            let fits = status == 413 || (status == 422 && path.ends_with("/images"));
            assert!(fits, "{path}, chunked: {chunked}: {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_the_shop_finishes_what_it_began() {
    let shop = TestShop::sqlite().await;
    let doors = open_doors(&shop).await;
    // One idle connection and one in the middle of a request.
    let mut idle = connect(&doors.address).await;
    let mut asking = connect(&doors.address).await;
    let half =
        b"POST /actions/accounts/login HTTP/1.1\r\nHost: shop\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    asking.write_all(half).await.expect("sent");
    get(&doors.address, "/healthz").await;
    doors.stop.cancel();
    assert_eq!(rest(&mut idle).await, "");
    let other = format!("Origin: {}\r\nContent-Length: 7\r\n\r\nemail=a", shop.url);
    let _ = asking.write_all(other.as_bytes()).await;
    rest(&mut asking).await;
    let ended = tokio::time::timeout(Duration::from_secs(20), doors.serving).await;
    ended.expect("idle connections are not waited for").expect("served");
}
