//! Nodes that are killed at random moments while people buy.
//!
//! Real processes of the program answer, sell and work on one database, and are ended with `kill -9`, some while they
//! still start, while shoppers order and pay and staff cancel, ship, refund, change orders, take back, capture in part and
//! move stock. Whatever a shopper was told has to hold afterwards, and everything has to agree. After the random kills come
//! some in the middle of what is delicate, see [`nodes::Moment`].
//!
//! A suite like this can pass because it sees nothing. Each of these was broken once, on SQLite, to see that it does:
//!
//! - An order committed before its stock is reserved: orders were cut off, and the run stopped (it did not end: nobody who
//!   asks was left, which fails the test by now).
//! - Stock of a canceled order released after the commit: `assert_nothing_was_oversold`, a reservation is left behind.
//! - A capture under a key that is another one each time: `assert_every_part_was_captured_once`. Nothing else sees it, as all
//!   parts together are no more than the order owes.

mod aftermath;
mod nodes;
mod shoppers;
mod staff;

use crate::{
    search::dice::Dice,
    support::{On, TestShop},
};
use aftermath::Aftermath;
use nodes::Nodes;
use shoppers::{Goods, Shopper};
use staff::Staff;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::sync::mpsc;
use tradewind::{
    domain::promotion::PromotionInput,
    server::{clock::Clock, services::promotions},
};

const KILLS: usize = 50;
/// Further ones in the middle of each of the delicate requests.
const KILLS_AMID: usize = 15;
const SHOPPERS: u64 = 5;
/// Of the thing that everybody wants; the other one never sells out.
const WANTED: i64 = 25;
const PLENTY: i64 = 5_000;
const COUPONS: i64 = 8;

async fn goods(shop: &TestShop) -> Goods {
    let goods = Goods { wanted: shop.sell("Lamp", 4_999, WANTED).await, plenty: shop.sell("Mug", 1_900, PLENTY).await };
    let coupon = PromotionInput {
        name: "Tenth".into(),
        active: true,
        trigger: "code".into(),
        codes: shoppers::CODE.into(),
        reward: "percent".into(),
        percent: "10".into(),
        usage_limit: COUPONS.to_string(),
        ..PromotionInput::default()
    };
    promotions::add(&shop.state, "test", &coupon).await.expect("a coupon");
    shop.add_center("South", "DE", 5).await;
    goods
}

async fn sell_while_nodes_are_killed(on: On, nodes: usize) {
    let shop = TestShop::open(on, Clock::System, |_| ()).await;
    let goods = goods(&shop).await;
    let owner = shop.owner().await;
    shop.state.db.close().await;
    let nodes = Arc::new(Nodes::start(&shop.state.config, nodes));

    let closing = Arc::new(AtomicBool::new(false));
    let (paid, to_serve) = mpsc::unbounded_channel();
    let shoppers: Vec<_> = (1..=SHOPPERS)
        .map(|number| {
            let shopper = Shopper::new(&nodes, goods, number, paid.clone());
            tokio::spawn(shopper.buy_until(Arc::clone(&closing)))
        })
        .collect();
    drop(paid);
    let staff = tokio::spawn(Staff::new(&nodes, &owner, goods).serve(to_serve, Arc::clone(&closing)));

    let mut dice = Dice::new(nodes.count() as u64);
    let killing = async {
        nodes.kill_at_random(KILLS, &mut dice).await;
        nodes.kill_amid(KILLS_AMID, &mut dice).await;
    };
    // Who fell tells below why.
    tokio::select! { () = killing => {}, () = nodes.fallen() => {} }
    closing.store(true, Ordering::SeqCst);
    let mut told = Vec::new();
    for shopper in shoppers {
        told.extend(shopper.await.expect("a shopper who never met an error"));
    }
    let work = staff.await.expect("staff who never met an error");
    let address = nodes.end();

    let aftermath = Aftermath::settle(&shop.state.config, address).await;
    aftermath.assert_nothing_was_lost_or_doubled(&told, &work.grown).await;
    aftermath.assert_every_part_was_captured_once(&work.captured).await;
    aftermath.assert_nothing_was_oversold(goods).await;
    aftermath.assert_consistent().await;
    aftermath.close().await;
    work.assert_everything_was_done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_node_on_sqlite_killed_fifty_times_loses_and_doubles_nothing() {
    sell_while_nodes_are_killed(On::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_on_postgres_killed_fifty_times_lose_and_double_nothing() {
    sell_while_nodes_are_killed(On::Postgres, 2).await;
}
