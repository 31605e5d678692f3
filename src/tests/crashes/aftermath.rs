//! The shop after all that: one node does what is still due, then what was told is held against what there is.

use super::{COUPONS, WANTED, shoppers::Told};
use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
};
use tokio::{net::TcpListener, task::JoinHandle};
use tradewind::{
    domain::timestamp::Timestamp,
    server::{
        clock::Clock,
        config::Config,
        http,
        jobs::worker,
        services::check::check,
        state::State,
        store::{db::select, jobs},
    },
};

/// More than any lease, pause, or time to pay.
const ROUNDS: usize = 6;
const ROUND_MINUTES: i64 = 24 * 60;

pub struct Aftermath {
    state: State,
    server: JoinHandle<()>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct PaidOrder {
    order_id: i64,
    reference: String,
    status: String,
    total_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
}

impl Aftermath {
    /// A node at the shop's address, where the gateway's messages go, that works until nothing is due for days.
    pub async fn settle(config: &Config, address: SocketAddr) -> Self {
        let mut config = config.clone();
        (config.addr, config.public_url) = (address, Some(format!("http://{address}")));
        let clock = Clock::fixed(Timestamp(Clock::System.now().0));
        let state = State::start(config, clock).await.expect("the shop starts");
        let listener = TcpListener::bind(address).await.expect("nobody else is there");
        let router = http::router(&state);
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("the shop is served") });
        for _ in 0..ROUNDS {
            state.clock.advance_minutes(ROUND_MINUTES);
            while worker::run_due(&state).await.expect("the queue answers") > 0 {}
        }
        let (_, dead) = jobs::count_open_and_dead(&state.db).await.expect("the queue answers");
        assert_eq!(dead, 0, "no job was given up");
        Self { state, server }
    }

    /// Every order has its shopper who knows of it, every shopper their order, and who paid has it or their money.
    pub async fn assert_nothing_was_lost_or_doubled(&self, told: &[Told]) {
        let text = "SELECT p.order_id, p.reference, o.status, o.total_minor, o.captured_minor, o.refunded_minor
                    FROM payment p JOIN orders o ON o.id = p.order_id";
        let orders: Vec<PaidOrder> = select(&self.state.db, text).all().await.expect("the orders");
        let distinct: BTreeSet<i64> = orders.iter().map(|order| order.order_id).collect();
        assert_eq!(distinct.len(), told.len(), "orders, and shoppers who know of one");
        assert!(told.len() >= 10, "only {} orders", told.len());
        let by_reference: BTreeMap<&str, &PaidOrder> =
            orders.iter().map(|order| (order.reference.as_str(), order)).collect();
        for told in told {
            let order = by_reference.get(told.reference.as_str()).unwrap_or_else(|| panic!("{told:?} is lost"));
            let PaidOrder { status, total_minor, captured_minor, refunded_minor, .. } = order;
            match (told.paid, status.as_str()) {
                (true, "paid" | "fulfilled") => {
                    assert_eq!((captured_minor, *refunded_minor), (total_minor, 0), "{order:?}")
                }
                (true, "refunded") => {
                    assert_eq!((captured_minor, refunded_minor), (total_minor, total_minor), "{order:?}")
                }
                (false, "canceled") => assert_eq!((*captured_minor, *refunded_minor), (0, 0), "{order:?}"),
                _ => panic!("{told:?} became {order:?}"),
            }
        }
    }

    pub async fn assert_nothing_was_oversold(&self, goods: super::Goods) {
        let text =
            "SELECT CAST(COALESCE(SUM(l.quantity), 0) AS BIGINT) FROM order_line l JOIN orders o ON o.id = l.order_id
                    WHERE l.variant_id = $1 AND o.status IN ('paid', 'fulfilled')";
        let (sold,): (i64,) = select(&self.state.db, text).bind(goods.wanted).one().await.expect("what was sold");
        assert!(sold <= WANTED, "{sold} of {WANTED} were sold");
        let text = "SELECT CAST(SUM(reserved) AS BIGINT),
                           (SELECT CAST(COALESCE(SUM(l.quantity), 0) AS BIGINT) FROM order_line l
                            JOIN orders o ON o.id = l.order_id WHERE o.status = 'paid')
                    FROM inventory_item";
        let (reserved, to_ship): (i64, i64) = select(&self.state.db, text).one().await.expect("the stock");
        assert_eq!(reserved, to_ship, "no reservation is left behind");
        let (used,): (i64,) = select(&self.state.db, "SELECT used FROM promotion").one().await.expect("the coupon");
        assert!(used <= COUPONS, "{used} of {COUPONS} coupons were used");
    }

    pub async fn assert_consistent(&self) {
        let found: Vec<String> = check(&self.state).await.expect("a check").iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    pub async fn close(self) {
        self.server.abort();
        self.state.db.close().await;
    }
}
