//! The shop after all that: one node does what is still due, then what was told is held against what there is.

use super::{COUPONS, PLENTY, WANTED, shoppers::Told};
use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
};
use tokio::{net::TcpListener, task::JoinHandle};
use tradewind::{
    domain::{ids::OrderId, order::OrderNumber, timestamp::Timestamp},
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

/// An order with its first payment's reference, and what all its payments came to.
#[derive(Clone, Debug, sqlx::FromRow)]
struct PaidOrder {
    order_id: i64,
    reference: String,
    status: String,
    total_minor: i64,
    credited_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    capturable_minor: i64,
}

impl PaidOrder {
    /// What the shop has to have in the end.
    const fn worth(&self) -> i64 {
        self.total_minor - self.credited_minor
    }

    const fn held(&self) -> i64 {
        self.captured_minor - self.refunded_minor
    }
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

    /// Every order has its shopper who knows of it, every shopper their order, and who paid has it or their money: to the
    /// cent what the order is worth after all that staff did. Only who was to pay a difference, and did not, has paid less.
    pub async fn assert_nothing_was_lost_or_doubled(&self, told: &[Told], grown: &BTreeSet<String>) {
        let text = "SELECT o.id AS order_id, p.reference, o.status, o.total_minor, o.credited_minor, o.captured_minor,
                           o.refunded_minor, CAST((SELECT SUM(authorized_minor - captured_minor - voided_minor)
                               FROM payment WHERE order_id = o.id) AS BIGINT) AS capturable_minor
                    FROM payment p JOIN orders o ON o.id = p.order_id";
        let orders: Vec<PaidOrder> = select(&self.state.db, text).all().await.expect("the orders");
        let distinct: BTreeSet<i64> = orders.iter().map(|order| order.order_id).collect();
        assert_eq!(distinct.len(), told.len(), "orders, and shoppers who know of one");
        assert!(told.len() >= 10, "only {} orders", told.len());
        let by_reference: BTreeMap<&str, &PaidOrder> =
            orders.iter().map(|order| (order.reference.as_str(), order)).collect();
        for told in told {
            let order = by_reference.get(told.reference.as_str()).unwrap_or_else(|| panic!("{told:?} is lost"));
            let has_grown = grown.contains(&OrderNumber(OrderId(order.order_id)).to_string());
            match (told.paid, order.status.as_str()) {
                (true, "canceled" | "refunded") => assert_eq!((order.held(), order.worth()), (0, 0), "{order:?}"),
                (true, "paid" | "partly_fulfilled" | "fulfilled" | "partly_refunded" | "completed") => {
                    assert!(order.held() <= order.worth(), "{order:?}");
                    let promised = order.held() + order.capturable_minor;
                    assert!(has_grown || promised >= order.worth(), "{order:?}");
                    let has_left = matches!(order.status.as_str(), "fulfilled" | "completed");
                    assert!(!has_left || has_grown || order.held() == order.worth(), "{order:?}");
                }
                (false, "canceled") => assert_eq!((order.captured_minor, order.worth()), (0, 0), "{order:?}"),
                _ => panic!("{told:?} became {order:?}"),
            }
        }
    }

    /// A part that staff captured, and asked for again when the answer was lost, was captured once. (All of it together can
    /// be less than the order owes, so what the order holds does not tell.)
    pub async fn assert_every_part_was_captured_once(&self, parts: &BTreeMap<String, i64>) {
        let text = "SELECT p.order_id, t.amount_minor FROM payment_transaction t JOIN payment p ON p.id = t.payment_id
                    WHERE t.kind = 'capture' AND t.status = 'succeeded'";
        let captures: Vec<(i64, i64)> = select(&self.state.db, text).all().await.expect("the captures");
        for (number, part) in parts {
            let same = captures
                .iter()
                .filter(|(order, amount)| OrderNumber(OrderId(*order)).to_string() == *number && amount == part)
                .count();
            assert!(same <= 1, "{same} captures of {part} of order {number}");
        }
    }

    /// Every unit is on a shelf, or went to a customer, and nobody waits for one that is not there.
    pub async fn assert_nothing_was_oversold(&self, goods: super::Goods) {
        let text = "SELECT CAST(SUM(on_hand) AS BIGINT), CAST(SUM(reserved) AS BIGINT),
                           (SELECT CAST(COALESCE(SUM(shipped), 0) AS BIGINT) FROM order_line WHERE variant_id = $1),
                           (SELECT CAST(COALESCE(SUM(quantity - shipped - canceled), 0) AS BIGINT) FROM order_line
                            WHERE variant_id = $1),
                           (SELECT CAST(COALESCE(SUM(r.received), 0) AS BIGINT) FROM order_return_line r
                            JOIN order_line l ON l.id = r.order_line_id
                            WHERE l.variant_id = $1 AND r.restock_center_id IS NOT NULL)
                    FROM inventory_item WHERE variant_id = $1";
        for (variant, stock) in [(goods.wanted, WANTED), (goods.plenty, PLENTY)] {
            let (on_hand, reserved, shipped, open, restocked): (i64, i64, i64, i64, i64) =
                select(&self.state.db, text).bind(variant).one().await.expect("the stock");
            assert_eq!(on_hand, stock - shipped + restocked, "no unit is lost or doubled");
            assert_eq!(reserved, open, "no reservation is left behind");
            assert!(reserved <= on_hand, "{reserved} of {on_hand} are promised");
        }
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
