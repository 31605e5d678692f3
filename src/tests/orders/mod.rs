//! What happens to orders after they were placed.

mod again;
mod alerts;
mod backorders;
mod bulk;
mod cancel_lines;
mod completing;
mod edit;
mod export;
mod lock_order;
mod notes;
mod own_cancel;
mod packing;

use crate::support::{Buyer, Client, Placed, TestShop, balance, card, dice, set_up, ship, staff_order};
use tradewind::domain::ids::VariantId;

/// Places an order of several lines and pays it.
async fn buy(shop: &TestShop, lines: &[(VariantId, i64)]) -> (Buyer, Placed) {
    let (buyer, placed) = order(shop, lines).await;
    buyer.pay(&placed, card::SUCCESS).await.expect(303);
    shop.run_jobs().await;
    (buyer, placed)
}

/// The same, up to the gateway's page.
async fn order(shop: &TestShop, lines: &[(VariantId, i64)]) -> (Buyer, Placed) {
    let buyer = Buyer::guest(shop);
    let placed = buyer.order_all(shop, lines).await;
    (buyer, placed)
}

/// Adds a unit of something to an order, which makes it dearer.
async fn edit_to_more(staff: &Client, placed: &Placed, variant: VariantId) {
    edit::add_one(staff, placed, variant).await;
}
