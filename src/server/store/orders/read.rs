//! Orders as pages show them.

use crate::{
    domain::{
        address::Address,
        ids::{AccountId, OrderId, OrderLineId, ShipmentId},
        money::{Currency, Money},
        order::{OrderDetail, OrderEvent, OrderEventKind, OrderLine, OrderNumber, OrderStatus, Shipment},
        picture::Picture,
        pricing::{Adjustment, AdjustmentKind, Totals, discount_summary, tax_summary},
        shipping::tracking_url,
        staff::PackedLine,
        timestamp::Timestamp,
    },
    server::store::{Conn, StoreError, StoreResult, db::select, invoices, shipments},
};

#[derive(sqlx::FromRow)]
struct OrderRow {
    account_id: Option<AccountId>,
    email: String,
    status: OrderStatus,
    currency: String,
    shipping_address: String,
    billing_address: String,
    shipping_method: String,
    delivery_estimate: String,
    pickup_place: String,
    item_total_minor: i64,
    shipping_total_minor: i64,
    discount_total_minor: i64,
    included_tax_total_minor: i64,
    additional_tax_total_minor: i64,
    total_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    credited_minor: i64,
    gateway: String,
    placed_at: Timestamp,
    payment_due_at: Timestamp,
    authorized_minor: i64,
    version: i64,
    edits: i64,
    referral_code: String,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: OrderLineId,
    product_slug: String,
    sku: String,
    title: String,
    options: String,
    picture: String,
    picture_width: Option<i64>,
    picture_height: Option<i64>,
    unit_price_minor: i64,
    quantity: i64,
    total_minor: i64,
    shipped: i64,
    canceled: i64,
    backordered: i64,
    returned: i64,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    kind: OrderEventKind,
    to_status: Option<OrderStatus>,
    actor: String,
    message: String,
    created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ShipmentRow {
    id: ShipmentId,
    center: String,
    carrier: String,
    tracking_url: String,
    tracking_number: String,
    created_at: Timestamp,
    picked_up_at: Option<Timestamp>,
    delivered_at: Option<Timestamp>,
    units: i64,
}

/// An order with the account it belongs to, in seven queries.
pub async fn find_detail(
    on: impl Into<Conn<'_>>,
    order: OrderId,
) -> StoreResult<Option<(OrderDetail, Option<AccountId>)>> {
    let mut on = on.into();
    let found: Option<OrderRow> = select(
        on.again(),
        "SELECT account_id, email, status, currency, shipping_address, billing_address, shipping_method, delivery_estimate, pickup_place, item_total_minor,
                shipping_total_minor, discount_total_minor, included_tax_total_minor, additional_tax_total_minor, total_minor,
                captured_minor, refunded_minor, credited_minor, placed_at, payment_due_at, version, edits, referral_code,
                CAST(COALESCE((SELECT SUM(authorized_minor - captured_minor - voided_minor) FROM payment
                               WHERE payment.order_id = orders.id), 0) AS BIGINT) AS authorized_minor,
                COALESCE((SELECT gateway FROM payment WHERE payment.order_id = orders.id ORDER BY payment.id DESC LIMIT 1), '')
                    AS gateway
         FROM orders WHERE id = $1",
    )
    .bind(order)
    .optional()
    .await?;
    let Some(row) = found else { return Ok(None) };
    let lines: Vec<LineRow> = select(
        on.again(),
        "SELECT order_line.id, product_slug, sku, title, options, picture, image.width AS picture_width,
                image.height AS picture_height, unit_price_minor, quantity, total_minor, shipped, canceled, backordered,
                returned
         FROM order_line LEFT JOIN image ON image.hash = order_line.picture
         WHERE order_id = $1 ORDER BY order_line.id",
    )
    .bind(order)
    .all()
    .await?;
    let adjustments: Vec<(AdjustmentKind, String, i64, bool)> = select(
        on.again(),
        "SELECT kind, label, amount_minor, included FROM adjustment WHERE order_id = $1 ORDER BY id",
    )
    .bind(order)
    .all()
    .await?;
    let events: Vec<EventRow> = select(
        on.again(),
        "SELECT kind, to_status, actor, message, created_at FROM order_event WHERE order_id = $1 ORDER BY id",
    )
    .bind(order)
    .all()
    .await?;
    let shipments: Vec<ShipmentRow> = select(
        on.again(),
        "SELECT shipment.id, COALESCE(fulfillment_center.name, '') AS center, shipping_carrier.name AS carrier, shipping_carrier.tracking_url, shipment.tracking_number, shipment.created_at, shipment.picked_up_at, shipment.delivered_at,
                CAST(COALESCE((SELECT SUM(quantity) FROM shipment_line WHERE shipment_id = shipment.id), 0) AS BIGINT) AS units
         FROM shipment JOIN shipping_carrier ON shipping_carrier.id = shipment.shipping_carrier_id
         LEFT JOIN fulfillment_center ON fulfillment_center.id = shipment.fulfillment_center_id
         WHERE shipment.order_id = $1 ORDER BY shipment.id",
    )
    .bind(order)
    .all()
    .await?;
    // Most orders have not shipped yet.
    let packed = if shipments.is_empty() { Vec::new() } else { shipments::lines_of(on.again(), order).await? };
    let shipments = shipments.into_iter().map(|shipment| shipment.with_lines(&packed)).collect();
    let account = row.account_id;
    let mut detail = row.into_detail(order, lines, adjustments, events, shipments)?;
    detail.invoices = invoices::list(on, order, detail.currency).await?;
    Ok(Some((detail, account)))
}

impl OrderRow {
    fn into_detail(
        self,
        id: OrderId,
        lines: Vec<LineRow>,
        adjustments: Vec<(AdjustmentKind, String, i64, bool)>,
        events: Vec<EventRow>,
        shipments: Vec<Shipment>,
    ) -> StoreResult<OrderDetail> {
        let currency = Currency::from_code(&self.currency).ok_or_else(|| {
            StoreError::Inconsistent(format!("order {id} is in the unknown currency {}", self.currency))
        })?;
        let address = |json: &str| -> StoreResult<Address> {
            serde_json::from_str(json)
                .map_err(|error| StoreError::Inconsistent(format!("an address of order {id}: {error}")))
        };
        let adjustments: Vec<Adjustment> = adjustments
            .into_iter()
            .map(|(kind, label, amount_minor, included)| Adjustment {
                line: None,
                kind,
                label,
                amount_minor,
                included,
                promotion: None,
            })
            .collect();
        let failed = events.iter().rev().find(|event| event.kind == OrderEventKind::PaymentFailed);
        let payment_problem =
            failed.filter(|_| self.status == OrderStatus::PendingPayment).map(|event| event.message.clone());
        Ok(OrderDetail {
            number: OrderNumber(id),
            status: self.status,
            shipping_address: address(&self.shipping_address)?,
            billing_address: address(&self.billing_address)?,
            email: self.email,
            placed_at: self.placed_at,
            payment_due_at: self.payment_due_at,
            lines: lines.into_iter().map(|line| line.into_line(currency)).collect(),
            totals: Totals {
                item_total: self.item_total_minor,
                shipping_total: self.shipping_total_minor,
                discount_total: self.discount_total_minor,
                included_tax_total: self.included_tax_total_minor,
                additional_tax_total: self.additional_tax_total_minor,
                total: self.total_minor,
            },
            currency,
            discounts: discount_summary(&adjustments),
            taxes: tax_summary(&adjustments),
            captured: Money::new(self.captured_minor, currency),
            refunded: Money::new(self.refunded_minor, currency),
            credited: Money::new(self.credited_minor, currency),
            shipping_method: self.shipping_method,
            delivery_estimate: self.delivery_estimate,
            pickup_place: self.pickup_place,
            shipments,
            invoices: Vec::new(),
            events: events.into_iter().map(OrderEvent::from).collect(),
            payment_problem,
            gateway: self.gateway,
            how_to_pay: None,
            returns: Vec::new(),
            may_cancel: false,
            may_reorder: false,
            returnable_until: None,
            authorized: Money::new(self.authorized_minor, currency),
            version: self.version,
            edits: self.edits,
            referral_code: self.referral_code,
            ways_to_pay: Vec::new(),
        })
    }
}

impl LineRow {
    fn into_line(self, currency: Currency) -> OrderLine {
        let picture = match (self.picture_width, self.picture_height) {
            (Some(width), Some(height)) => Some(Picture { key: self.picture, width, height, alt: self.title.clone() }),
            _ => None,
        };
        OrderLine {
            id: self.id,
            product_slug: self.product_slug,
            sku: self.sku,
            title: self.title,
            options: self.options,
            picture,
            unit_price: Money::new(self.unit_price_minor, currency),
            quantity: self.quantity,
            total: Money::new(self.total_minor, currency),
            shipped: self.shipped,
            canceled: self.canceled,
            backordered: self.backordered,
            returned: self.returned,
        }
    }
}

impl From<EventRow> for OrderEvent {
    fn from(row: EventRow) -> Self {
        Self { kind: row.kind, status: row.to_status, actor: row.actor, message: row.message, at: row.created_at }
    }
}

impl ShipmentRow {
    fn with_lines(self, packed: &[shipments::PackedLine]) -> Shipment {
        let lines = packed.iter().filter(|line| line.shipment == self.id).map(|line| PackedLine {
            sku: line.sku.clone(),
            title: line.title.clone(),
            options: line.options.clone(),
            quantity: line.quantity,
        });
        Shipment {
            lines: lines.collect(),
            id: self.id,
            center: self.center,
            carrier: self.carrier,
            tracking_url: tracking_url(&self.tracking_url, &self.tracking_number),
            tracking_number: self.tracking_number,
            shipped_at: self.created_at,
            picked_up_at: self.picked_up_at,
            delivered_at: self.delivered_at,
            units: self.units,
        }
    }
}
