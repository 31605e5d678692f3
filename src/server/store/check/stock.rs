//! Stock levels against their movements and against what orders hold, allocations against lines, transfers in pairs.

use super::{disagreements, of_order};
use crate::{
    domain::{
        check::{CheckedArea, Disagreement},
        ids::OrderId,
        order::OrderNumber,
    },
    server::store::{Conn, StoreResult},
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
               CAST(COALESCE((SELECT SUM(quantity - shipped) FROM order_allocation
                              WHERE inventory_item_id = item.id AND shipped < quantity), 0) AS BIGINT) AS promised
        FROM inventory_item AS item
        JOIN variant ON variant.id = item.variant_id
        JOIN fulfillment_center ON fulfillment_center.id = item.fulfillment_center_id
    ) AS level
    WHERE on_hand <> moved_on_hand OR reserved <> moved_reserved OR reserved <> promised
    ORDER BY id LIMIT $1";

/// Items whose level is not what their movements add up to, or whose reserved units are not those that orders wait for.
pub async fn levels_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    disagreements(on, LEVELS, Level::told).await
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

#[derive(sqlx::FromRow)]
struct Line {
    order_id: OrderId,
    sku: String,
    quantity: i64,
    canceled: i64,
    shipped: i64,
    allocated: i64,
    sent: i64,
    packed: i64,
}

const LINES: &str = "
    SELECT order_id, sku, quantity, canceled, shipped, allocated, sent, packed FROM (
        SELECT order_line.id, order_line.order_id, order_line.sku, order_line.quantity, order_line.canceled,
               order_line.shipped,
               CAST(COALESCE((SELECT SUM(quantity) FROM order_allocation
                              WHERE order_line_id = order_line.id), 0) AS BIGINT) AS allocated,
               CAST(COALESCE((SELECT SUM(order_allocation.shipped) FROM order_allocation
                              WHERE order_line_id = order_line.id), 0) AS BIGINT) AS sent,
               CAST(COALESCE((SELECT SUM(quantity) FROM shipment_line
                              WHERE order_line_id = order_line.id), 0) AS BIGINT) AS packed
        FROM order_line
    ) AS line
    WHERE shipped <> sent OR shipped <> packed OR allocated <> quantity - canceled OR canceled + shipped > quantity
    ORDER BY id LIMIT $1";

/// Lines whose allocations are not what was ordered and not canceled, and lines whose allocations or parcels
/// do not say what has shipped.
pub async fn lines_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    disagreements(on, LINES, Line::told).await
}

impl Line {
    fn told(self) -> Disagreement {
        Disagreement {
            area: CheckedArea::Stock,
            subject: format!("order {}, SKU {}", OrderNumber(self.order_id), self.sku),
            problem: format!(
                "the line is of {} units, {} canceled and {} shipped; {} are allocated, {} of them shipped; parcels have {}",
                self.quantity, self.canceled, self.shipped, self.allocated, self.sent, self.packed
            ),
        }
    }
}

/// Transfers that did not take out of one center what they put into another.
pub async fn transfers_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT id, sku, quantity, taken, put FROM (
            SELECT transfer.id, variant.sku, transfer.quantity,
                   CAST(COALESCE(SUM(CASE WHEN on_hand_change < 0 THEN -on_hand_change ELSE 0 END), 0) AS BIGINT) AS taken,
                   CAST(COALESCE(SUM(CASE WHEN on_hand_change > 0 THEN on_hand_change ELSE 0 END), 0) AS BIGINT) AS put,
                   CAST(COUNT(stock_movement.id) AS BIGINT) AS movements
            FROM stock_transfer AS transfer
            JOIN variant ON variant.id = transfer.variant_id
            LEFT JOIN stock_movement ON stock_movement.stock_transfer_id = transfer.id
            GROUP BY transfer.id, variant.sku, transfer.quantity
         ) AS pair
         WHERE movements <> 2 OR taken <> quantity OR put <> quantity ORDER BY id LIMIT $1";
    disagreements(on, sql, |(id, sku, quantity, taken, put): (i64, String, i64, i64, i64)| Disagreement {
        area: CheckedArea::Stock,
        subject: format!("transfer {id} of SKU {sku}"),
        problem: format!("it is of {quantity} units; movements took {taken} out and put {put} in"),
    })
    .await
}

/// Orders that are picked up at one center and hold something at another.
pub async fn pickups_that_disagree(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Disagreement>> {
    let sql = "SELECT orders.id, pickup.name, held.name FROM orders
         JOIN fulfillment_center pickup ON pickup.id = orders.pickup_center_id
         JOIN order_line ON order_line.order_id = orders.id
         JOIN order_allocation ON order_allocation.order_line_id = order_line.id
         JOIN inventory_item ON inventory_item.id = order_allocation.inventory_item_id
         JOIN fulfillment_center held ON held.id = inventory_item.fulfillment_center_id
         WHERE held.id <> pickup.id ORDER BY orders.id, order_allocation.id LIMIT $1";
    disagreements(on, sql, |(order, pickup, held): (OrderId, String, String)| {
        of_order(CheckedArea::Stock, order, format!("it is picked up at {pickup} and holds units at {held}"))
    })
    .await
}
