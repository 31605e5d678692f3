//! Returns as pages show them.

use crate::{
    domain::{
        ids::{OrderId, OrderLineId, ReturnId},
        money::{Currency, Money},
        order::OrderNumber,
        returns::{OrderReturn, ReturnEvent, ReturnLine, ReturnNumber, ReturnReason, ReturnStatus},
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreError, StoreResult, db::select},
};

#[derive(sqlx::FromRow)]
struct Row {
    id: ReturnId,
    order_id: OrderId,
    status: ReturnStatus,
    instructions: String,
    rejection: String,
    shipping_minor: i64,
    deduction_minor: i64,
    deduction_reason: String,
    refunded_minor: i64,
    created_at: Timestamp,
    currency: String,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: ReturnId,
    line: OrderLineId,
    sku: String,
    title: String,
    options: String,
    quantity: i64,
    received: i64,
    reason: ReturnReason,
    note: String,
    restocked_at: String,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: ReturnId,
    status: ReturnStatus,
    actor: String,
    created_at: Timestamp,
}

/// The returns of an order, the newest first, in three queries.
pub async fn of_order(on: impl Into<Conn<'_>>, order: OrderId) -> StoreResult<Vec<OrderReturn>> {
    load(on.into(), "order_return.order_id = $1", order.0).await
}

/// One return.
pub async fn find_detail(on: impl Into<Conn<'_>>, id: ReturnId) -> StoreResult<Option<OrderReturn>> {
    Ok(load(on.into(), "order_return.id = $1", id.0).await?.pop())
}

async fn load(mut on: Conn<'_>, condition: &str, id: i64) -> StoreResult<Vec<OrderReturn>> {
    let text = format!(
        "SELECT order_return.id, order_id, order_return.status, instructions, rejection, shipping_minor, deduction_minor,
                deduction_reason, order_return.refunded_minor, order_return.created_at, orders.currency
         FROM order_return JOIN orders ON orders.id = order_return.order_id
         WHERE {condition} ORDER BY order_return.id DESC"
    );
    let rows: Vec<Row> = select(on.again(), text).bind(id).all().await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT order_return.id, order_line.id AS line, order_line.sku, order_line.title, order_line.options,
                order_return_line.quantity, order_return_line.received, order_return_line.reason, order_return_line.note,
                COALESCE(fulfillment_center.name, '') AS restocked_at
         FROM order_return
         JOIN order_return_line ON order_return_line.order_return_id = order_return.id
         JOIN order_line ON order_line.id = order_return_line.order_line_id
         LEFT JOIN fulfillment_center ON fulfillment_center.id = order_return_line.restock_center_id
         WHERE {condition} ORDER BY order_return_line.id"
    );
    let lines: Vec<LineRow> = select(on.again(), text).bind(id).all().await?;
    let text = format!(
        "SELECT order_return.id, order_return_event.status, order_return_event.actor, order_return_event.created_at
         FROM order_return JOIN order_return_event ON order_return_event.order_return_id = order_return.id
         WHERE {condition} ORDER BY order_return_event.id"
    );
    let events: Vec<EventRow> = select(on, text).bind(id).all().await?;
    rows.into_iter().map(|row| row.with(&lines, &events)).collect()
}

impl Row {
    fn with(self, lines: &[LineRow], events: &[EventRow]) -> StoreResult<OrderReturn> {
        let currency = Currency::from_code(&self.currency)
            .ok_or_else(|| StoreError::Inconsistent(format!("currency {}", self.currency)))?;
        let money = |minor| Money::new(minor, currency);
        let event =
            |event: &EventRow| ReturnEvent { status: event.status, actor: event.actor.clone(), at: event.created_at };
        Ok(OrderReturn {
            number: ReturnNumber(self.id),
            order: OrderNumber(self.order_id),
            status: self.status,
            created_at: self.created_at,
            lines: lines.iter().filter(|line| line.id == self.id).map(LineRow::line).collect(),
            events: events.iter().filter(|event| event.id == self.id).map(event).collect(),
            instructions: self.instructions,
            rejection: self.rejection,
            refunded: money(self.refunded_minor),
            shipping: money(self.shipping_minor),
            deduction: money(self.deduction_minor),
            deduction_reason: self.deduction_reason,
        })
    }
}

impl LineRow {
    fn line(&self) -> ReturnLine {
        ReturnLine {
            line: self.line,
            sku: self.sku.clone(),
            title: self.title.clone(),
            options: self.options.clone(),
            quantity: self.quantity,
            received: self.received,
            reason: self.reason,
            note: self.note.clone(),
            restocked_at: self.restocked_at.clone(),
        }
    }
}
