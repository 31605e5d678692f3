//! Stock levels against their movements and against what orders hold.

use super::MOST;
use crate::{
    domain::check::{CheckedArea, Disagreement},
    server::store::{Conn, StoreResult, db::select},
};

#[derive(sqlx::FromRow)]
struct Level {
    sku: String,
    center: String,
    on_hand: i64,
    reserved: i64,
    moved_on_hand: i64,
    moved_reserved: i64,
    promised: i64,
}

const LEVELS: &str = "
    SELECT sku, center, on_hand, reserved, moved_on_hand, moved_reserved, promised FROM (
        SELECT variant.sku, fulfillment_center.name AS center, item.id, item.on_hand, item.reserved,
               CAST(COALESCE((SELECT SUM(on_hand_change) FROM stock_movement
                              WHERE inventory_item_id = item.id), 0) AS BIGINT) AS moved_on_hand,
               CAST(COALESCE((SELECT SUM(reserved_change) FROM stock_movement
                              WHERE inventory_item_id = item.id), 0) AS BIGINT) AS moved_reserved,
               CAST(COALESCE((SELECT SUM(quantity - shipped) FROM order_line
                              JOIN orders ON orders.id = order_line.order_id
                              WHERE order_line.inventory_item_id = item.id
                                AND orders.status IN ('pending_payment', 'paid', 'partly_fulfilled')), 0) AS BIGINT)
                   AS promised
        FROM inventory_item AS item
        JOIN variant ON variant.id = item.variant_id
        JOIN fulfillment_center ON fulfillment_center.id = item.fulfillment_center_id
    ) AS level
    WHERE on_hand <> moved_on_hand OR reserved <> moved_reserved OR reserved <> promised
    ORDER BY id LIMIT $1";

/// Items whose level is not what their movements add up to, or whose reserved units are not those that orders wait for.
pub async fn levels_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let rows: Vec<Level> = select(on, LEVELS).bind(MOST).all().await?;
    Ok(rows.into_iter().map(Level::told).collect())
}

impl Level {
    fn told(self) -> Disagreement {
        Disagreement {
            area: CheckedArea::Stock,
            subject: format!("SKU {} at {}", self.sku, self.center),
            problem: format!(
                "{} on hand and {} reserved; movements add up to {} and {}; orders hold {}",
                self.on_hand, self.reserved, self.moved_on_hand, self.moved_reserved, self.promised
            ),
        }
    }
}
