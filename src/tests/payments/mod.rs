//! Money: authorized, captured and refunded in parts, told of twice, late, out of order or never, and always proved.

mod captures;
mod check;
mod events;
mod fees;
mod gateway_refunds;
mod invoices;
mod legal;
mod manual;
mod migration;
mod paypal;
mod races;
mod refunds;
mod saved_cards;
mod settings;
mod simultaneous;
mod staff;
mod stripe;
mod stripe_cards;

use crate::support::{Buyer, Placed, TestShop, balance, set_up};
use tradewind::{
    domain::payment::CaptureTime,
    server::{
        services::refunds::{Requested, request},
        store::{
            self,
            db::execute,
            payments::Payment,
            refunds::{NewRefund, RefundSource},
        },
    },
};

/// Somebody at the gateway's page with a lamp for 100.00, shipped for nothing.
async fn order_for_100(shop: &TestShop) -> (Buyer, Placed) {
    let lamp = shop.sell("Lamp", 10_000, 50).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.order(shop, lamp, "1").await;
    (buyer, placed)
}

/// The same, paid.
async fn buy_for_100(shop: &TestShop) -> (Buyer, Placed) {
    let lamp = shop.sell("Lamp", 10_000, 50).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.buy(shop, lamp, "1").await;
    (buyer, placed)
}

async fn capture_at_shipment(shop: &TestShop) {
    set_up(shop, |settings| settings.capture = CaptureTime::AtShipment).await;
}

/// The newest payment of an order.
async fn payment_of(shop: &TestShop, placed: &Placed) -> Payment {
    let payments = store::payments::list(&shop.state.db, placed.number.0).await.expect("the payments");
    payments.first().cloned().expect("a payment")
}

/// Asks for a refund as services do; `run_jobs` sends it.
async fn ask_for_refund(shop: &TestShop, placed: &Placed, amount_minor: i64, key: &str) -> Requested {
    let payment = payment_of(shop, placed).await;
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    let order = store::orders::lock(&mut tx, placed.number.0).await.expect("an answer").expect("the order");
    let refund = NewRefund {
        amount_minor,
        source: RefundSource::Order,
        reason: "goodwill",
        idempotency_key: key,
        actor: "test",
    };
    let requested = request(&mut tx, &order, &payment, &refund, shop.clock.now()).await.expect("an answer");
    if requested != Requested::TooMuch {
        tx.commit().await.expect("committed");
    }
    requested
}

/// Runs a statement behind the shop's back; whether the schema let it.
async fn tamper(shop: &TestShop, text: &'static str) -> bool {
    execute(&shop.state.db, text).run().await.is_ok()
}

/// What the check finds, as sentences.
async fn found(shop: &TestShop) -> Vec<String> {
    let found = tradewind::server::services::check::check(&shop.state).await.expect("a check");
    found.iter().map(ToString::to_string).collect()
}
