//! Orders as programs of staff read them.

use super::super::{
    types::{Money, instant},
    users::{
        addresses::AddressBody,
        orders::{Shipment, Status},
    },
};
use crate::domain::{
    order::{OrderDetail, OrderEvent, OrderEventKind, OrderLine},
    staff::OrderRow,
};
use serde::Serialize;
use utoipa::ToSchema;

/// An order in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesOrderSummary {
    #[schema(example = "T100042")]
    number: String,
    status: Status,
    #[schema(format = "date-time")]
    placed_at: String,
    /// Of whoever receives it.
    name: String,
    email: String,
    units: i64,
    total: Money,
    /// Whether its money did not go as it should, and nobody has seen to it.
    needs_attention: bool,
}

impl From<OrderRow> for SalesOrderSummary {
    fn from(row: OrderRow) -> Self {
        let OrderRow { number, placed_at, name, email, status, units, total, needs_attention } = row;
        Self {
            number: number.to_string(),
            status: status.into(),
            placed_at: instant(placed_at),
            name,
            email,
            units,
            total: total.into(),
            needs_attention,
        }
    }
}

/// An order, frozen as it was placed, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesOrder {
    #[schema(example = "T100042")]
    number: String,
    status: Status,
    email: String,
    #[schema(format = "date-time")]
    placed_at: String,
    /// Unpaid, it is canceled then.
    #[schema(format = "date-time")]
    payment_due_at: String,
    lines: Vec<SalesOrderLine>,
    items: Money,
    shipping: Money,
    discount: Money,
    included_tax: Money,
    added_tax: Money,
    total: Money,
    captured: Money,
    refunded: Money,
    /// What was taken back of the total: canceled, returned, goodwill.
    credited: Money,
    /// What is still to be paid.
    due: Money,
    shipping_method: String,
    /// How long delivery takes, as the checkout said it: "3–5 working days". Empty where it said nothing.
    delivery_estimate: String,
    /// Slug of the payment method; empty where nothing was to be paid.
    payment_method: String,
    shipping_address: AddressBody,
    billing_address: AddressBody,
    shipments: Vec<Shipment>,
    /// The affiliate's code by which the customer had come; empty without one.
    referral_code: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SalesOrderLine {
    id: i64,
    sku: String,
    title: String,
    /// "Navy / M".
    options: String,
    unit_price: Money,
    quantity: i64,
    shipped: i64,
    /// Of the quantity, how many were sold out when they were ordered, and leave when they are back.
    backordered: i64,
    total: Money,
}

impl From<OrderDetail> for SalesOrder {
    fn from(detail: OrderDetail) -> Self {
        let money = |minor: i64| Money::from(detail.money(minor));
        let totals = &detail.totals;
        Self {
            number: detail.number.to_string(),
            status: detail.status.into(),
            placed_at: instant(detail.placed_at),
            payment_due_at: instant(detail.payment_due_at),
            items: money(totals.item_total),
            shipping: money(totals.shipping_total),
            discount: money(totals.discount_total),
            included_tax: money(totals.included_tax_total),
            added_tax: money(totals.additional_tax_total),
            total: money(totals.total),
            captured: detail.captured.into(),
            refunded: detail.refunded.into(),
            credited: detail.credited.into(),
            due: detail.due().into(),
            lines: detail.lines.into_iter().map(SalesOrderLine::from).collect(),
            email: detail.email,
            shipping_method: detail.shipping_method,
            delivery_estimate: detail.delivery_estimate,
            payment_method: detail.gateway,
            shipping_address: detail.shipping_address.into(),
            billing_address: detail.billing_address.into(),
            shipments: detail.shipments.into_iter().map(Shipment::from).collect(),
            referral_code: detail.referral_code,
        }
    }
}

impl From<OrderLine> for SalesOrderLine {
    fn from(line: OrderLine) -> Self {
        let OrderLine { id, sku, title, options, unit_price, quantity, total, shipped, backordered, .. } = line;
        Self {
            id: id.0,
            sku,
            title,
            options,
            unit_price: unit_price.into(),
            quantity,
            shipped,
            backordered,
            total: total.into(),
        }
    }
}

/// Something that happened to an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// "placed", "paid", "shipped" and so on.
    #[schema(value_type = String)]
    kind: OrderEventKind,
    /// What the order became by it.
    #[schema(required = true)]
    status: Option<Status>,
    /// A staff e-mail, "shopper", "worker" or a payment method.
    actor: String,
    message: String,
    #[schema(format = "date-time")]
    pub(super) at: String,
}

impl From<OrderEvent> for TimelineEntry {
    fn from(event: OrderEvent) -> Self {
        let OrderEvent { kind, status, actor, message, at } = event;
        Self { kind, status: status.map(Status::from), actor, message, at: instant(at) }
    }
}
