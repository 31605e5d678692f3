//! Stock in several fulfillment centers: nothing is sold twice, lost, or shipped twice.

mod allocation;
mod back_in_stock;
mod centers;
mod check;
mod counting;
mod low_stock;
mod races;
mod shipping;
mod stocktaking;
mod transfers;

use crate::support::{Buyer, Placed, TestShop, ship, staff_order};
use tradewind::{
    domain::ids::{FulfillmentCenterId, InventoryItemId, VariantId},
    server::{
        services::stock,
        store::db::{execute, select},
    },
};

impl TestShop {
    /// A further center; the shop's first one is "Main" in Germany with priority 0.
    pub async fn add_center(&self, name: &str, country: &str, priority: i64) -> FulfillmentCenterId {
        let text = "INSERT INTO fulfillment_center (slug, name, country, priority) VALUES ($1, $2, $3, $4)";
        let insert = execute(&self.state.db, text).bind(name.to_lowercase()).bind(name).bind(country).bind(priority);
        insert.run().await.expect("a center");
        self.center(name).await
    }

    pub async fn center(&self, name: &str) -> FulfillmentCenterId {
        let text = "SELECT id FROM fulfillment_center WHERE name = $1";
        let (id,): (FulfillmentCenterId,) = select(&self.state.db, text).bind(name).one().await.expect("a center");
        id
    }

    /// Puts units of a variant into a center.
    pub async fn put(&self, variant: VariantId, center: FulfillmentCenterId, quantity: i64) {
        let mut tx = self.state.db.begin().await.expect("a transaction");
        stock::put(&mut tx, (variant, center), quantity, ("test", self.clock.now())).await.expect("units");
        tx.commit().await.expect("committed");
    }

    /// On hand and reserved of a variant at a center.
    pub async fn stock_at(&self, variant: VariantId, center: FulfillmentCenterId) -> (i64, i64) {
        let text = "SELECT on_hand, reserved FROM inventory_item WHERE variant_id = $1 AND fulfillment_center_id = $2";
        select(&self.state.db, text).bind(variant).bind(center).one().await.expect("a level")
    }

    pub async fn item_at(&self, variant: VariantId, center: FulfillmentCenterId) -> InventoryItemId {
        let text = "SELECT id FROM inventory_item WHERE variant_id = $1 AND fulfillment_center_id = $2";
        let (id,): (InventoryItemId,) =
            select(&self.state.db, text).bind(variant).bind(center).one().await.expect("an item");
        id
    }
}

/// Somebody on the review page with so many units of each variant in the cart.
async fn buyer_with(shop: &TestShop, lines: &[(VariantId, &str)]) -> Buyer {
    let buyer = Buyer::guest(shop);
    for (variant, quantity) in lines {
        buyer.add(*variant, quantity).await.expect(200);
    }
    buyer.fill_checkout().await;
    buyer
}

/// Buys and pays.
async fn buy(shop: &TestShop, lines: &[(VariantId, &str)]) -> (Buyer, Placed) {
    let buyer = Buyer::guest(shop);
    let placed = buyer.order_all(shop, lines).await;
    buyer.pay(&placed, crate::support::card::SUCCESS).await.expect(303);
    shop.run_jobs().await;
    (buyer, placed)
}
