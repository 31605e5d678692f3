//! What an order's lines are worth, and which of their units are not wanted any more. They change under the order's lock.

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
};
use crate::domain::{
    credit::TakenBack,
    ids::{OrderId, OrderLineId, VariantId},
};

/// A line with what the customer pays for it: its price without its discounts, and with the taxes that are added.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LineWorth {
    pub line: OrderLineId,
    pub sku: String,
    pub quantity: i64,
    pub shipped: i64,
    pub canceled: i64,
    /// Units that are in a return, or came back by one.
    pub returned: i64,
    /// Of these, the units whose worth was settled.
    pub return_settled: i64,
    pub worth: i64,
}

impl LineWorth {
    /// Units that are still to ship.
    pub const fn open(&self) -> i64 {
        self.quantity - self.shipped - self.canceled
    }

    /// Units that can be sent back: they have shipped and are in no return yet.
    pub const fn returnable(&self) -> i64 {
        self.shipped - self.returned
    }

    /// So many further units, after those whose worth was given back, or could have been.
    pub const fn take_back(&self, more: i64) -> TakenBack {
        TakenBack { worth: self.worth, units: self.quantity, before: self.canceled + self.return_settled, more }
    }
}

/// What was bought, to be bought again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BoughtLine {
    pub line: OrderLineId,
    /// `None`: it is gone for good.
    pub variant: Option<VariantId>,
    pub quantity: i64,
    pub canceled: i64,
}

/// What was bought with an order, in its order.
pub async fn bought(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<BoughtLine>> {
    let text = "SELECT id AS line, variant_id AS variant, quantity, canceled FROM order_line
                WHERE order_id = $1 ORDER BY id";
    select(on, text).bind(order).all().await
}

/// The lines of an order, oldest first.
pub async fn list(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<LineWorth>> {
    select(
        on,
        "SELECT id AS line, sku, quantity, shipped, canceled, returned, return_settled,
                CAST(total_minor + COALESCE((SELECT SUM(amount_minor) FROM adjustment
                     WHERE adjustment.order_line_id = order_line.id AND NOT adjustment.included), 0) AS BIGINT) AS worth
         FROM order_line WHERE order_id = $1 ORDER BY id",
    )
    .bind(order)
    .all()
    .await
}

/// What the customer pays for shipping and what of it was given up already.
pub async fn shipping(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<(i64, i64)> {
    select(
        on,
        "SELECT CAST(COALESCE((SELECT SUM(amount_minor) FROM adjustment WHERE adjustment.order_id = orders.id
                     AND order_line_id IS NULL AND NOT included), 0) AS BIGINT), shipping_credited_minor
         FROM orders WHERE id = $1",
    )
    .bind(order)
    .one()
    .await
}

/// Counts the price of shipping as given up.
pub async fn give_up_shipping(tx: &mut Tx, order: OrderId, amount: i64) -> StoreResult<()> {
    let text = "UPDATE orders SET shipping_credited_minor = shipping_credited_minor + $2 WHERE id = $1";
    execute(tx, text).bind(order).bind(amount).run().await?;
    Ok(())
}

/// Counts units as canceled; `false` if so many of a line are not open.
pub async fn cancel(tx: &mut Tx, units: &[(OrderLineId, i64)]) -> StoreResult<bool> {
    let row = |row: usize| format!("(CAST(${} AS BIGINT), CAST(${} AS BIGINT))", row * 2 + 1, row * 2 + 2);
    let values = (0..units.len()).map(row).collect::<Vec<_>>().join(", ");
    let text = format!(
        "UPDATE order_line SET canceled = canceled + wanted.column2 FROM (VALUES {values}) AS wanted
         WHERE order_line.id = wanted.column1 AND canceled + shipped + wanted.column2 <= quantity"
    );
    let values = units.iter().flat_map(|(line, quantity)| [line.0, *quantity]);
    Ok(execute(tx, text).bind_all(values).run().await? == units.len() as u64)
}

/// Counts everything of an order that has not shipped as canceled.
pub async fn cancel_open(tx: &mut Tx, order: OrderId) -> StoreResult<()> {
    let text = "UPDATE order_line SET canceled = quantity - shipped WHERE order_id = $1";
    execute(tx, text).bind(order).run().await?;
    Ok(())
}

/// Counts nothing of an order as canceled: it is sold after all.
pub async fn want_again(tx: &mut Tx, order: OrderId) -> StoreResult<()> {
    execute(tx, "UPDATE order_line SET canceled = 0 WHERE order_id = $1").bind(order).run().await?;
    Ok(())
}

/// Whether some units of an order were canceled while others stayed.
pub async fn was_canceled_in_part(tx: &mut Tx, order: OrderId) -> StoreResult<bool> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM order_event WHERE order_id = $1 AND kind = 'partly_canceled'";
    let (count,): (i64,) = select(tx, text).bind(order).one().await?;
    Ok(count > 0)
}
