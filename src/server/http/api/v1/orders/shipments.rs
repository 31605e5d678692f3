//! The parcels of an order, for staff.

use super::{super::types::instant, Number};
use crate::{
    domain::{
        ids::{FulfillmentCenterId, OrderLineId, ShippingCarrierId},
        order::{OrderNumber, Shipment},
        staff::{Parcel, quantity_field},
    },
    server::{
        http::api::{
            auth::{SalesReader, SalesWriter},
            extract::JsonBody,
            page::Page,
            problem::{ApiResult, Problem, renamed},
        },
        services::{complete_order, orders as service},
        state::State,
    },
};
use axum::{
    Json,
    extract::{Path, State as AxumState, rejection::PathRejection},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A parcel that left.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderShipment {
    id: i64,
    /// Where it left from; empty if that is not known.
    fulfillment_center: String,
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
    lines: Vec<PackedLine>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PackedLine {
    sku: String,
    title: String,
    options: String,
    quantity: i64,
}

impl From<Shipment> for OrderShipment {
    fn from(shipment: Shipment) -> Self {
        let received_at = shipment.received_at().map(instant);
        let lines = shipment.lines.into_iter().map(|line| PackedLine {
            sku: line.sku,
            title: line.title,
            options: line.options,
            quantity: line.quantity,
        });
        Self {
            id: shipment.id.0,
            fulfillment_center: shipment.center,
            carrier: shipment.carrier,
            tracking_number: shipment.tracking_number,
            tracking_url: shipment.tracking_url,
            received_at,
            shipped_at: instant(shipment.shipped_at),
            units: shipment.units,
            lines: lines.collect(),
        }
    }
}

async fn load(state: &State, number: OrderNumber) -> ApiResult<Vec<OrderShipment>> {
    let shipments = service::get_for_staff(state, number).await?.shipments;
    Ok(shipments.into_iter().map(OrderShipment::from).collect())
}

/// The parcels of an order that left.
#[utoipa::path(get, path = "/orders/{number}/shipments", tag = "orders", operation_id = "list_order_shipments",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<OrderShipment>)))]
pub async fn list(
    _reader: SalesReader,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Page<OrderShipment>> {
    Ok(Page { items: load(&state, number.0).await?, next: None, previous: None })
}

/// A parcel that leaves.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipmentInput {
    #[schema(minimum = 1)]
    carrier_id: i64,
    #[schema(min_length = 1, max_length = 60)]
    tracking_number: String,
    /// Where it leaves from; needed where the order waits at several centers.
    #[serde(default)]
    #[schema(minimum = 1)]
    fulfillment_center_id: Option<i64>,
    /// What is in it; left out: everything that the order waits for at the center.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 100)]
    lines: Option<Vec<ShipmentLineInput>>,
    /// How many parcels of the order had left, as far as the sender knows: with another number nothing happens.
    #[serde(default)]
    #[schema(minimum = 0)]
    shipments_before: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipmentLineInput {
    /// Of the order.
    #[schema(minimum = 1)]
    line_id: i64,
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: i64,
}

/// Hands a parcel of an order to a carrier: stock leaves the shelf, the customer is told, and what is to be captured is.
#[utoipa::path(post, path = "/orders/{number}/shipments", tag = "orders", operation_id = "create_order_shipment",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    request_body = ShipmentInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 201, description = "All parcels of the order, with the new one", body = Page<OrderShipment>),
        (status = 409, description = "It is not paid, or has left already")))]
pub async fn create(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    number: Number,
    JsonBody(input): JsonBody<ShipmentInput>,
) -> ApiResult<(StatusCode, Json<Page<OrderShipment>>)> {
    let quantities = input
        .lines
        .as_ref()
        .map(|lines| lines.iter().map(|line| (OrderLineId(line.line_id), line.quantity)).collect::<Vec<_>>());
    let parcel = Parcel {
        tracking_number: input.tracking_number,
        center: input.fulfillment_center_id.map(FulfillmentCenterId),
        quantities,
        seen: input.shipments_before,
        edits: None,
    };
    let carrier = ShippingCarrierId(input.carrier_id);
    let shipped = service::ship_order(&state, &writer.0.email, number.0, carrier, &parcel).await;
    shipped.map_err(|error| {
        let mut problem = renamed(error, &[("carrier", "carrier_id"), ("center", "fulfillment_center_id")]);
        for (index, line) in input.lines.iter().flatten().enumerate() {
            let form = quantity_field(OrderLineId(line.line_id));
            for error in problem.errors.iter_mut().filter(|error| error.field == form) {
                error.field = format!("lines.{index}.quantity");
            }
        }
        problem
    })?;
    let items = load(&state, number.0).await?;
    Ok((StatusCode::CREATED, Json(Page { items, next: None, previous: None })))
}

/// Notes that a parcel arrived; the order is complete once all of them did. Once more changes nothing.
#[utoipa::path(post, path = "/orders/{number}/shipments/{shipment}/delivered", tag = "orders",
    operation_id = "mark_shipment_delivered",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"),
        ("shipment" = i64, Path, minimum = 1)),
    security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "All parcels of the order", body = Page<OrderShipment>),
        (status = 409, description = "It is fetched, and nobody brings it")))]
pub async fn delivered(
    writer: SalesWriter,
    AxumState(state): AxumState<State>,
    number: Number,
    path: Result<Path<(String, String)>, PathRejection>,
) -> ApiResult<Page<OrderShipment>> {
    let Path((_, shipment)) = path.map_err(|_| Problem::malformed("The address is broken."))?;
    let shipment = shipment.parse().map_err(|_| Problem::not_found())?;
    complete_order::mark_delivered(&state, &writer.0.email, number.0, shipment).await?;
    let items = load(&state, number.0).await?;
    Ok(Page { items, next: None, previous: None })
}
