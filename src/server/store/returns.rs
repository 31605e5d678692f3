//! Returns. They change under the lock of their order.

mod read;
mod restock;

pub use read::{find_detail, of_order};
pub use restock::{Restock, restock};

use super::{
    Conn, StoreResult, Tx,
    db::{execute, select},
    multi_row::insert_rows,
};
use crate::domain::{
    ids::{FulfillmentCenterId, OrderId, OrderLineId, ReturnId, VariantId},
    returns::{ReturnStatus, WantedLine},
    timestamp::Timestamp,
};

/// A return as it is while its order is locked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LockedReturn {
    pub id: ReturnId,
    pub status: ReturnStatus,
    pub instructions: String,
    pub refund_key: String,
}

/// What becomes of a return by a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome<'a> {
    pub instructions: &'a str,
    pub rejection: &'a str,
    pub worth_minor: i64,
    pub shipping_minor: i64,
    pub deduction_minor: i64,
    pub deduction_reason: &'a str,
    pub refund_key: &'a str,
}

impl Outcome<'_> {
    /// What the customer is credited.
    pub const fn refunded(&self) -> i64 {
        self.worth_minor + self.shipping_minor - self.deduction_minor
    }
}

/// The order that a return is of.
pub async fn order_of(on: impl Into<Conn<'_>>, id: ReturnId) -> StoreResult<Option<OrderId>> {
    let row: Option<(OrderId,)> =
        select(on, "SELECT order_id FROM order_return WHERE id = $1").bind(id).optional().await?;
    Ok(row.map(|(order,)| order))
}

pub async fn find(tx: &mut Tx, id: ReturnId) -> StoreResult<Option<LockedReturn>> {
    select(tx, "SELECT id, status, instructions, refund_key FROM order_return WHERE id = $1").bind(id).optional().await
}

/// How many returns of an order there are, whatever became of them.
pub async fn count(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<i64> {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM order_return WHERE order_id = $1";
    let (count,): (i64,) = select(on, text).bind(order).one().await?;
    Ok(count)
}

/// Writes a return down as requested.
pub async fn insert(
    tx: &mut Tx,
    order: OrderId,
    lines: &[WantedLine],
    (actor, now): (&str, Timestamp),
) -> StoreResult<LockedReturn> {
    let (id,): (ReturnId,) = select(
        &mut *tx,
        "INSERT INTO order_return (order_id, status, created_at, updated_at) VALUES ($1, 'requested', $2, $2) RETURNING id",
    )
    .bind(order)
    .bind(now)
    .one()
    .await?;
    let into = "order_return_line (order_return_id, order_line_id, quantity, reason, note)";
    insert_rows(&mut *tx, into, lines, "", |statement, line: &WantedLine| {
        statement.bind(id).bind(line.line).bind(line.quantity).bind(line.reason).bind(line.note.clone())
    })
    .await?;
    add_event(tx, id, ReturnStatus::Requested, (actor, now)).await?;
    let status = ReturnStatus::Requested;
    Ok(LockedReturn { id, status, instructions: String::new(), refund_key: String::new() })
}

async fn add_event(
    tx: &mut Tx,
    id: ReturnId,
    status: ReturnStatus,
    (actor, now): (&str, Timestamp),
) -> StoreResult<()> {
    let text = "INSERT INTO order_return_event (order_return_id, status, actor, created_at) VALUES ($1, $2, $3, $4)";
    execute(tx, text).bind(id).bind(status).bind(actor).bind(now).run().await?;
    Ok(())
}

/// Moves a return to another state; `false`, and nothing happens, if it is not any more where it was read.
pub async fn change(
    tx: &mut Tx,
    locked: &LockedReturn,
    next: ReturnStatus,
    outcome: &Outcome<'_>,
    (actor, now): (&str, Timestamp),
) -> StoreResult<bool> {
    let text =
        "UPDATE order_return SET status = $3, updated_at = $4, instructions = $5, rejection = $6, worth_minor = $7,
            shipping_minor = $8, deduction_minor = $9, deduction_reason = $10, refunded_minor = $11, refund_key = $12
         WHERE id = $1 AND status = $2";
    let changed = execute(&mut *tx, text)
        .bind(locked.id)
        .bind(locked.status)
        .bind(next)
        .bind(now)
        .bind(outcome.instructions)
        .bind(outcome.rejection)
        .bind(outcome.worth_minor)
        .bind(outcome.shipping_minor)
        .bind(outcome.deduction_minor)
        .bind(outcome.deduction_reason)
        .bind(outcome.refunded())
        .bind(outcome.refund_key)
        .run()
        .await?;
    if changed == 1 {
        add_event(tx, locked.id, next, (actor, now)).await?;
    }
    Ok(changed == 1)
}

/// Units of an order line in a return.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReturnedLine {
    pub id: i64,
    pub line: OrderLineId,
    /// `None` if the variant was deleted.
    pub variant: Option<VariantId>,
    pub quantity: i64,
    pub received: i64,
}

/// The lines of a return.
pub async fn lines(on: impl Into<Conn<'_>>, id: ReturnId) -> StoreResult<Vec<ReturnedLine>> {
    select(
        on,
        "SELECT order_return_line.id, order_line.id AS line, order_line.variant_id AS variant,
                order_return_line.quantity, order_return_line.received
         FROM order_return_line JOIN order_line ON order_line.id = order_return_line.order_line_id
         WHERE order_return_line.order_return_id = $1 ORDER BY order_return_line.id",
    )
    .bind(id)
    .all()
    .await
}

/// What came of a line, and where it is put up for sale again.
#[derive(Clone, Copy, Debug)]
pub struct Came {
    pub id: i64,
    pub received: i64,
    pub center: Option<FulfillmentCenterId>,
}

/// Notes what came of the lines of a return; `false` if more would come than was announced.
pub async fn set_received(tx: &mut Tx, lines: &[Came]) -> StoreResult<bool> {
    let text = format!(
        "UPDATE order_return_line SET received = came.column2, restock_center_id = came.column3
         FROM (VALUES {}) AS came WHERE order_return_line.id = came.column1 AND quantity >= came.column2",
        values(lines.len(), 3)
    );
    let statement = lines
        .iter()
        .fold(execute(tx, text), |statement, line| statement.bind(line.id).bind(line.received).bind(line.center));
    Ok(statement.run().await? == lines.len() as u64)
}

/// Counts units as sent back; `false` if so many of a line have not shipped, or are in another return.
pub async fn claim(tx: &mut Tx, units: &[(OrderLineId, i64)]) -> StoreResult<bool> {
    count_units(tx, units, "returned = returned + wanted.column2", "returned + wanted.column2 <= shipped").await
}

/// Counts units as not sent back after all; `false` if so many of a line were not.
pub async fn let_go(tx: &mut Tx, units: &[(OrderLineId, i64)]) -> StoreResult<bool> {
    let is_left = "returned - wanted.column2 >= return_settled";
    count_units(tx, units, "returned = returned - wanted.column2", is_left).await
}

/// Counts units that were sent back as settled; `false` if so many of a line are not waiting for it.
pub async fn settle(tx: &mut Tx, units: &[(OrderLineId, i64)]) -> StoreResult<bool> {
    let waits = "return_settled + wanted.column2 <= returned";
    count_units(tx, units, "return_settled = return_settled + wanted.column2", waits).await
}

async fn count_units(tx: &mut Tx, units: &[(OrderLineId, i64)], change: &str, rule: &str) -> StoreResult<bool> {
    if units.is_empty() {
        return Ok(true);
    }
    let text = format!(
        "UPDATE order_line SET {change} FROM (VALUES {}) AS wanted WHERE order_line.id = wanted.column1 AND {rule}",
        values(units.len(), 2)
    );
    let numbers = units.iter().flat_map(|(line, quantity)| [line.0, *quantity]);
    Ok(execute(tx, text).bind_all(numbers).run().await? == units.len() as u64)
}

/// Rows of whole numbers, which PostgreSQL would take for texts.
fn values(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let cells = (1..=columns).map(|column| format!("CAST(${} AS BIGINT)", row * columns + column));
        format!("({})", cells.collect::<Vec<_>>().join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Notes that the newest credit of an order is for a return.
pub async fn link_credit(tx: &mut Tx, order: OrderId, id: ReturnId) -> StoreResult<()> {
    let text = "UPDATE order_credit SET order_return_id = $2
                WHERE id = (SELECT MAX(id) FROM order_credit WHERE order_id = $1)";
    execute(tx, text).bind(order).bind(id).run().await?;
    Ok(())
}

/// What of an order's total was not taken back.
pub async fn left_of_order(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<i64> {
    let text = "SELECT total_minor - credited_minor FROM orders WHERE id = $1";
    let (left,): (i64,) = select(on, text).bind(order).one().await?;
    Ok(left)
}
