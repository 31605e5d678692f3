//! The orders of the account that asks.

use super::addresses::AddressBody;
use crate::{
    domain::{
        account::OwnOrder,
        order::{self, OrderNumber, OrderStatus},
    },
    server::{
        http::api::{
            auth::{OrderReader, OrderWriter},
            extract::Parameters,
            page::{Order as ListOrder, Page, slice},
            problem::{ApiResult, Problem},
            v1::{
                carts::body::Cart,
                types::{Money, instant},
            },
        },
        services::{carts, orders, own_orders, reorder},
        sessions::Identity,
        state::State,
    },
};
use axum::{
    Json,
    extract::{OriginalUri, Path, State as AxumState},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where an order stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrderStatus)]
pub enum Status {
    PendingPayment,
    Paid,
    PartlyFulfilled,
    Fulfilled,
    Completed,
    Canceled,
    PartlyRefunded,
    Refunded,
}

impl From<OrderStatus> for Status {
    fn from(status: OrderStatus) -> Self {
        match status {
            OrderStatus::PendingPayment => Self::PendingPayment,
            OrderStatus::Paid => Self::Paid,
            OrderStatus::PartlyFulfilled => Self::PartlyFulfilled,
            OrderStatus::Fulfilled => Self::Fulfilled,
            OrderStatus::Completed => Self::Completed,
            OrderStatus::Canceled => Self::Canceled,
            OrderStatus::PartlyRefunded => Self::PartlyRefunded,
            OrderStatus::Refunded => Self::Refunded,
        }
    }
}

/// An order in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderSummary {
    #[schema(example = "T100042")]
    number: String,
    status: Status,
    #[schema(format = "date-time")]
    placed_at: String,
    /// How many things were bought.
    units: i64,
    total: Money,
}

impl From<OwnOrder> for OrderSummary {
    fn from(order: OwnOrder) -> Self {
        Self {
            number: order.number.to_string(),
            status: order.status.into(),
            placed_at: instant(order.placed_at),
            units: order.units,
            total: order.total.into(),
        }
    }
}

/// An order, frozen as it was placed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Order {
    #[schema(example = "T100042")]
    number: String,
    status: Status,
    email: String,
    #[schema(format = "date-time")]
    placed_at: String,
    lines: Vec<OrderLine>,
    items: Money,
    shipping: Money,
    discount: Money,
    total: Money,
    captured: Money,
    refunded: Money,
    /// What was taken back of the total: canceled, returned, goodwill.
    credited: Money,
    shipping_method: String,
    /// How long delivery takes, as the checkout said it: "3–5 working days". Empty where it said nothing.
    delivery_estimate: String,
    shipping_address: AddressBody,
    billing_address: AddressBody,
    shipments: Vec<Shipment>,
}

/// What was bought.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderLine {
    sku: String,
    title: String,
    /// "Navy / M".
    options: String,
    unit_price: Money,
    quantity: i64,
    /// Of the quantity, how many are on their way.
    shipped: i64,
    /// Of the quantity, how many were sold out when they were ordered, and leave when they are back.
    backordered: i64,
    total: Money,
}

/// A parcel on its way.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shipment {
    carrier: String,
    tracking_number: String,
    /// Empty when the carrier has no page for it.
    tracking_url: String,
    #[schema(format = "date-time")]
    shipped_at: String,
    /// When it arrived or was fetched, as far as the shop knows.
    #[schema(required = true, format = "date-time")]
    received_at: Option<String>,
    units: i64,
}

impl From<order::OrderDetail> for Order {
    fn from(detail: order::OrderDetail) -> Self {
        let money = |minor: i64| Money::from(detail.money(minor));
        let (items, shipping) = (money(detail.totals.item_total), money(detail.totals.shipping_total));
        let (discount, total) = (money(detail.totals.discount_total), money(detail.totals.total));
        Self {
            number: detail.number.to_string(),
            status: detail.status.into(),
            email: detail.email,
            placed_at: instant(detail.placed_at),
            lines: detail.lines.into_iter().map(OrderLine::from).collect(),
            items,
            shipping,
            discount,
            total,
            captured: detail.captured.into(),
            refunded: detail.refunded.into(),
            credited: detail.credited.into(),
            shipping_method: detail.shipping_method,
            delivery_estimate: detail.delivery_estimate,
            shipping_address: detail.shipping_address.into(),
            billing_address: detail.billing_address.into(),
            shipments: detail.shipments.into_iter().map(Shipment::from).collect(),
        }
    }
}

impl From<order::OrderLine> for OrderLine {
    fn from(line: order::OrderLine) -> Self {
        let order::OrderLine { sku, title, options, unit_price, quantity, total, shipped, backordered, .. } = line;
        Self { sku, title, options, unit_price: unit_price.into(), quantity, shipped, backordered, total: total.into() }
    }
}

impl From<order::Shipment> for Shipment {
    fn from(shipment: order::Shipment) -> Self {
        let received_at = shipment.received_at().map(instant);
        let order::Shipment { carrier, tracking_number, tracking_url, shipped_at, units, .. } = shipment;
        Self { carrier, tracking_number, tracking_url, shipped_at: instant(shipped_at), received_at, units }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrderQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
}

/// The orders of the account that asks, the newest first.
#[utoipa::path(get, path = "/users/me/orders", tag = "account", operation_id = "list_orders", params(OrderQuery),
    security(("token" = ["orders:read"]), ("session" = [])),
    responses((status = 200, description = "A page of orders", body = Page<OrderSummary>)))]
pub async fn list(
    reader: OrderReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<OrderQuery>,
) -> ApiResult<Page<OrderSummary>> {
    const ORDER: ListOrder<'_> = ListOrder { text: "-placed", name: "placed", descending: true };
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), ORDER)?;
    let page = own_orders::slice(&state, reader.0.id, slice).await?;
    Ok(Page::new(page.map(OrderSummary::from), ORDER, &uri))
}

/// One order of the account that asks.
#[utoipa::path(get, path = "/users/me/orders/{number}", tag = "account", operation_id = "get_order",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["orders:read"]), ("session" = [])),
    responses((status = 200, description = "The order", body = Order)))]
pub async fn get(
    reader: OrderReader,
    AxumState(state): AxumState<State>,
    number: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> ApiResult<Json<Order>> {
    let Path(number) = number.map_err(|_| Problem::malformed("The address is broken."))?;
    let number: OrderNumber = number.parse().map_err(|_| Problem::not_found())?;
    Ok(Json(own_orders::find(&state, reader.0.id, number).await?.into()))
}

/// A line of an order that is not in the cart as it was bought.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutLine {
    sku: String,
    title: String,
    options: String,
    /// Units that are not in the cart.
    units: i64,
    /// "gone", "sold_out", "fewer" or "cart_full".
    reason: &'static str,
}

/// The account's cart after it was filled from an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReorderedCart {
    /// Units of the order that are in the cart now.
    units: i64,
    left_out: Vec<LeftOutLine>,
    cart: Cart,
}

/// Puts what an order of the account had into the account's cart, `/carts/mine`, at today's prices and as far as there is
/// any. The cart has at least as many units then as the order had: done again, it changes nothing.
#[utoipa::path(post, path = "/users/me/orders/{number}/reorder", tag = "account", operation_id = "reorder",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart, and what is not in it", body = ReorderedCart)))]
pub async fn again(
    writer: OrderWriter,
    AxumState(state): AxumState<State>,
    number: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> ApiResult<Json<ReorderedCart>> {
    let Path(number) = number.map_err(|_| Problem::malformed("The address is broken."))?;
    let number: OrderNumber = number.parse().map_err(|_| Problem::not_found())?;
    let order = own_orders::find(&state, writer.0.id, number).await?;
    let identity = Identity { account: Some(writer.0), ..Identity::default() };
    let refilled = reorder::put_into_cart(&state, &identity, number, None).await?;
    let left_out = refilled.result.left_out.iter().filter_map(|left| {
        let line = order.lines.iter().find(|line| line.id == left.line)?;
        let (sku, title, options) = (line.sku.clone(), line.title.clone(), line.options.clone());
        Some(LeftOutLine { sku, title, options, units: left.units, reason: left.why.slug() })
    });
    let left_out = left_out.collect();
    let cart = carts::view(&state, &identity).await?.into();
    Ok(Json(ReorderedCart { units: refilled.result.units, left_out, cart }))
}

/// Cancels an order of the account that asks, as long as nothing of it has shipped and the shop lets customers: what was
/// paid goes back. Once more changes nothing.
#[utoipa::path(post, path = "/users/me/orders/{number}/cancel", tag = "account", operation_id = "cancel_order",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The order as it is now", body = Order),
        (status = 409, description = "It has shipped, or the shop does not let customers cancel")))]
pub async fn cancel(
    writer: OrderWriter,
    AxumState(state): AxumState<State>,
    number: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> ApiResult<Json<Order>> {
    let Path(number) = number.map_err(|_| Problem::malformed("The address is broken."))?;
    let number: OrderNumber = number.parse().map_err(|_| Problem::not_found())?;
    own_orders::find(&state, writer.0.id, number).await?;
    let link = orders::order_token(&state, number.0);
    orders::cancel_own_order(&state, &Identity::default(), number, Some(&link)).await?;
    Ok(Json(own_orders::find(&state, writer.0.id, number).await?.into()))
}
