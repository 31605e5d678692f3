//! How many orders the shop takes, from the empty cart to the paid order, when many people buy at once.
//!
//! In the ordinary case everybody buys another variant. What is compared with it is everything that shops are known to
//! stumble over: all want the same variant, all enter the same coupon of limited use, or both. `make bench` runs it on
//! SQLite and on a PostgreSQL that waits for its disk; `docs/benchmarks.md` has results and how to read them.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark reads the real clock and ends at the first thing that does not work"
)]

mod goods;
mod postgres;
mod shopper;
#[path = "../support/mod.rs"]
mod support;

use goods::{CODE, Goods};
use postgres::Database;
use shopper::Shopper;
use std::time::{Duration, Instant};
use support::{Column, Folder, listen, print_table, seconds, serve, spread, start};
use tokio_util::sync::CancellationToken;
use tradewind::server::{jobs::worker, services::check::check, state::State, store::db::select};

/// People who buy at once, each one order after the other.
const SHOPPERS: usize = 16;
/// Orders of each in every case.
const ORDERS: usize = 40;

/// What is the same in all carts.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    one_variant: bool,
    one_coupon: bool,
}

/// The first is the ordinary one.
const CASES: [Case; 4] = [
    Case { name: "each another variant", one_variant: false, one_coupon: false },
    Case { name: "all the same variant", one_variant: true, one_coupon: false },
    Case { name: "all with one coupon", one_variant: false, one_coupon: true },
    Case { name: "the same variant, one coupon", one_variant: true, one_coupon: true },
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (mut heads, mut columns) = (vec!["SQLite".to_owned()], vec![measure(None).await]);
        if let Some(database) = Database::create().await {
            heads.push("PostgreSQL".into());
            columns.push(measure(Some(database.url.clone())).await);
            database.drop().await;
        } else {
            eprintln!("bench: TRADEWIND_TEST_POSTGRES names no server, so PostgreSQL is not measured");
        }
        print_table(&heads, &columns);
    });
}

async fn measure(database_url: Option<String>) -> Column {
    let folder = Folder::new("orders");
    let listener = listen().await;
    let state = start(&folder, listener.local_addr().expect("an address"), database_url).await;
    let goods = Goods::add(&state).await;
    let stop = CancellationToken::new();
    // It sends the gateway's webhooks and the mails, as in a shop.
    let worker = tokio::spawn(worker::run(state.clone(), stop.clone()));
    let server = serve(&state, listener);
    rush(&state, &goods, CASES[0], ORDERS / 10).await;

    let (mut column, mut ordinary) = (Column::new(), None);
    for case in CASES {
        let Rush { time, placing } = rush(&state, &goods, case, ORDERS).await;
        let per_second = placing.len() as f64 / time.as_secs_f64();
        let cost = *ordinary.get_or_insert(per_second) / per_second;
        for (what, figure) in [
            ("all orders", seconds(time)),
            ("orders per second", format!("{per_second:.1}")),
            ("cost of an order, against the ordinary", format!("{cost:.2}")),
            ("pressing \u{201c}place order\u{201d}", spread(placing)),
        ] {
            let name = format!("{}: {what}", case.name);
            eprintln!("bench: {name}: {figure}");
            column.push((name, figure));
        }
    }
    server.abort();
    stop.cancel();
    worker.await.expect("the worker ends");
    assert_books_agree(&state).await;
    state.db.close().await;
    column
}

struct Rush {
    /// Until the last one was paid.
    time: Duration,
    placing: Vec<Duration>,
}

/// Lets everybody buy so many orders, and returns when all are paid.
async fn rush(state: &State, goods: &Goods, case: Case, orders: usize) -> Rush {
    let url = format!("http://{}", state.config.addr);
    let begun = Instant::now();
    let shoppers: Vec<_> = (0..SHOPPERS)
        .map(|number| {
            let mut shopper = Shopper::new(&url, &state.config.public_url(), number);
            let variants: Vec<_> = (0..orders)
                .map(|order| goods.variant(if case.one_variant { 0 } else { order * SHOPPERS + number }))
                .collect();
            tokio::spawn(async move {
                let mut placing = Vec::with_capacity(orders);
                for variant in variants {
                    placing.push(shopper.buy(variant, case.one_coupon.then_some(CODE)).await);
                }
                placing
            })
        })
        .collect();
    let mut placing = Vec::with_capacity(SHOPPERS * orders);
    for shopper in shoppers {
        placing.extend(shopper.await.expect("a shopper who got everything"));
    }
    Rush { time: begun.elapsed(), placing }
}

/// Nothing was oversold, lost or counted twice.
async fn assert_books_agree(state: &State) {
    let found = check(state).await.expect("a check");
    assert!(found.is_empty(), "{found:?}");
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM orders WHERE status = 'paid'";
    let (paid,): (i64,) = select(&state.db, text).one().await.expect("a number of orders");
    let bought = SHOPPERS * (ORDERS / 10 + CASES.len() * ORDERS);
    assert_eq!(usize::try_from(paid).expect("a count"), bought, "every order is there, and paid");
}
