//! Somebody's orders, with what was paid, sent and sent back.

use super::{Person, iso, json};
use crate::{
    domain::{ids::OrderId, order::OrderNumber, timestamp::Timestamp},
    server::store::{Conn, StoreResult, db::select, orders::OF_ACCOUNT, sql},
};
use serde::{Serialize, Serializer};

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptOrder {
    #[serde(rename = "number", serialize_with = "number")]
    pub id: OrderId,
    status: String,
    email: String,
    #[serde(serialize_with = "iso")]
    placed_at: Timestamp,
    currency: String,
    item_total_minor: i64,
    shipping_total_minor: i64,
    discount_total_minor: i64,
    included_tax_total_minor: i64,
    additional_tax_total_minor: i64,
    total_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    shipping_method: String,
    #[serde(serialize_with = "json")]
    shipping_address: String,
    #[serde(serialize_with = "json")]
    billing_address: String,
    #[sqlx(skip)]
    lines: Vec<KeptLine>,
    #[sqlx(skip)]
    payments: Vec<KeptPayment>,
    #[sqlx(skip)]
    shipments: Vec<KeptShipment>,
    #[sqlx(skip)]
    returns: Vec<KeptReturn>,
}

fn number<S: Serializer>(id: &OrderId, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&OrderNumber(*id).to_string())
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptLine {
    #[serde(skip)]
    order_id: OrderId,
    sku: String,
    title: String,
    options: String,
    unit_price_minor: i64,
    quantity: i64,
    total_minor: i64,
    shipped: i64,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptPayment {
    #[serde(skip)]
    order_id: OrderId,
    gateway: String,
    amount_minor: i64,
    status: String,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
}

#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptShipment {
    #[serde(skip)]
    order_id: OrderId,
    carrier: String,
    tracking_number: String,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
}

/// Units that were sent back, or were to be.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct KeptReturn {
    #[serde(skip)]
    order_id: OrderId,
    sku: String,
    quantity: i64,
    status: String,
    reason: String,
    note: String,
    #[serde(serialize_with = "iso")]
    created_at: Timestamp,
}

/// Orders after one, oldest first, at most so many.
pub async fn orders(
    on: impl Into<Conn<'_>>,
    person: &Person,
    after: OrderId,
    most: i64,
) -> StoreResult<Vec<KeptOrder>> {
    let mut on = on.into();
    let text = format!(
        "SELECT id, status, email, placed_at, currency, item_total_minor, shipping_total_minor, discount_total_minor,
                included_tax_total_minor, additional_tax_total_minor, total_minor, captured_minor, refunded_minor,
                shipping_method, shipping_address, billing_address
         FROM orders WHERE {OF_ACCOUNT} AND id > $4 ORDER BY id LIMIT $5"
    );
    let mut orders: Vec<KeptOrder> = select(on.again(), text)
        .bind(person.account)
        .bind(&person.email)
        .bind(person.email_verified)
        .bind(after)
        .bind(most)
        .all()
        .await?;
    if orders.is_empty() {
        return Ok(orders);
    }
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let among = sql::list(1, ids.len());
    let text = format!(
        "SELECT order_id, sku, title, options, unit_price_minor, quantity, total_minor, shipped FROM order_line
         WHERE order_id IN ({among}) ORDER BY id"
    );
    let lines: Vec<KeptLine> = select(on.again(), text).bind_all(ids.iter().copied()).all().await?;
    let text = format!(
        "SELECT order_id, gateway, amount_minor, status, created_at FROM payment WHERE order_id IN ({among}) ORDER BY id"
    );
    let payments: Vec<KeptPayment> = select(on.again(), text).bind_all(ids.iter().copied()).all().await?;
    let text = format!(
        "SELECT shipment.order_id, shipping_carrier.name AS carrier, shipment.tracking_number, shipment.created_at
         FROM shipment JOIN shipping_carrier ON shipping_carrier.id = shipment.shipping_carrier_id
         WHERE shipment.order_id IN ({among}) ORDER BY shipment.id"
    );
    let shipments: Vec<KeptShipment> = select(on.again(), text).bind_all(ids.iter().copied()).all().await?;
    let text = format!(
        "SELECT order_return.order_id, order_line.sku, order_return_line.quantity, order_return.status,
                order_return_line.reason, order_return_line.note, order_return.created_at
         FROM order_return
         JOIN order_return_line ON order_return_line.order_return_id = order_return.id
         JOIN order_line ON order_line.id = order_return_line.order_line_id
         WHERE order_return.order_id IN ({among}) ORDER BY order_return_line.id"
    );
    let returns: Vec<KeptReturn> = select(on, text).bind_all(ids).all().await?;
    for line in lines {
        if let Some(order) = orders.iter_mut().find(|order| order.id == line.order_id) {
            order.lines.push(line);
        }
    }
    for payment in payments {
        if let Some(order) = orders.iter_mut().find(|order| order.id == payment.order_id) {
            order.payments.push(payment);
        }
    }
    for returned in returns {
        if let Some(order) = orders.iter_mut().find(|order| order.id == returned.order_id) {
            order.returns.push(returned);
        }
    }
    for shipment in shipments {
        if let Some(order) = orders.iter_mut().find(|order| order.id == shipment.order_id) {
            order.shipments.push(shipment);
        }
    }
    Ok(orders)
}
