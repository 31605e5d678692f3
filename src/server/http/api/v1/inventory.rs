//! Stock at fulfillment centers, for staff.

use super::types::instant;
use crate::{
    domain::{
        forms::Problem as Reason,
        ids::{FulfillmentCenterId, InventoryItemId, VariantId},
        staff::{InventoryRow, MovementKind, StockChange},
    },
    error::AppError,
    server::{
        http::api::{
            auth::{StockReader, StockWriter},
            extract::{Id, JsonBody, Parameters},
            page::{Order, Page, slice},
            problem::{ApiResult, Problem, renamed},
        },
        services::stock,
        state::State,
        store::admin::slices::{ItemFilter, MovementRecord},
    },
};
use axum::{
    Json,
    extract::{OriginalUri, State as AxumState},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A variant at a fulfillment center.
#[derive(Debug, Serialize, ToSchema)]
pub struct InventoryItem {
    id: i64,
    sku: String,
    product_id: i64,
    title: String,
    fulfillment_center_id: i64,
    fulfillment_center: String,
    on_hand: i64,
    /// Promised to open orders.
    reserved: i64,
    /// On hand and promised to nobody.
    available: i64,
    /// More may be sold than is there.
    backorder: bool,
    /// Staff are told when so many are available, or fewer.
    #[schema(required = true)]
    reorder_level: Option<i64>,
    /// At or below the reorder level.
    low: bool,
}

impl From<InventoryRow> for InventoryItem {
    fn from(row: InventoryRow) -> Self {
        Self {
            id: row.id.0,
            product_id: row.product.0,
            fulfillment_center_id: row.center.0,
            available: row.available(),
            low: row.is_low(),
            on_hand: row.on_hand,
            reserved: row.reserved,
            backorder: row.backorder,
            reorder_level: row.reorder_level,
            sku: row.sku,
            title: row.title,
            fulfillment_center: row.center_name,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InventoryQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    #[param(value_type = Option<i64>, minimum = 1)]
    fulfillment_center_id: Option<String>,
    #[param(value_type = Option<i64>, minimum = 1)]
    variant_id: Option<String>,
    #[param(max_length = 64)]
    sku: Option<String>,
    /// A part of the SKU or of the product's title.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Those at or below their reorder level alone.
    #[param(value_type = Option<bool>)]
    low: Option<String>,
}

const BY_ID: Order<'_> = Order { text: "id", name: "id", descending: false };
const NEWEST: Order<'_> = Order { text: "-id", name: "id", descending: true };

fn id(field: &str, text: Option<&str>) -> ApiResult<Option<i64>> {
    let read = text.map(|text| crate::domain::forms::number(text, 1, i64::MAX)).transpose();
    read.map_err(|reason| Problem::field(field, reason))
}

impl InventoryQuery {
    fn filter(&self) -> ApiResult<ItemFilter> {
        let low = match self.low.as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(Problem::field("low", Reason::UnknownChoice)),
        };
        Ok(ItemFilter {
            center: id("fulfillment_center_id", self.fulfillment_center_id.as_deref())?.map(FulfillmentCenterId),
            variant: id("variant_id", self.variant_id.as_deref())?.map(VariantId),
            sku: super::products::line("sku", self.sku.as_deref(), 64)?,
            query: super::products::line("q", self.q.as_deref(), 100)?.unwrap_or_default(),
            low,
        })
    }
}

/// Every variant at every center that has it.
#[utoipa::path(get, path = "/inventory-items", tag = "inventory", operation_id = "list_inventory_items", params(InventoryQuery),
    security(("token" = ["stock:read"]), ("session" = [])),
    responses((status = 200, description = "A page of items", body = Page<InventoryItem>)))]
pub async fn list(
    _reader: StockReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<InventoryQuery>,
) -> ApiResult<Page<InventoryItem>> {
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), BY_ID)?;
    let page = stock::slice(&state, &query.filter()?, slice).await?;
    Ok(Page::new(page.map(InventoryItem::from), BY_ID, &uri))
}

async fn answer(state: &State, item: i64) -> ApiResult<Json<InventoryItem>> {
    Ok(Json(stock::find(state, InventoryItemId(item)).await?.into()))
}

/// One item.
#[utoipa::path(get, path = "/inventory-items/{item}", tag = "inventory", operation_id = "get_inventory_item",
    params(("item" = i64, Path, minimum = 1)), security(("token" = ["stock:read"]), ("session" = [])),
    responses((status = 200, description = "The item", body = InventoryItem)))]
pub async fn get(_reader: StockReader, AxumState(state): AxumState<State>, item: Id) -> ApiResult<Json<InventoryItem>> {
    answer(&state, item.0).await
}

/// Fields of the form by which a stock change is refused, as the bodies name them.
const NAMES: [(&str, &str); 11] = [
    ("receive_quantity", "quantity"),
    ("receive_reason", "reason"),
    ("adjust_change", "change"),
    ("adjust_reason", "reason"),
    ("counted", "counted"),
    ("count_reason", "reason"),
    ("transfer_to", "to_fulfillment_center_id"),
    ("transfer_quantity", "quantity"),
    ("transfer_reason", "reason"),
    ("reorder_level", "reorder_level"),
    ("center", "to_fulfillment_center_id"),
];

async fn change(
    state: &State,
    writer: &StockWriter,
    item: Id,
    change: Result<StockChange, crate::domain::forms::FieldErrors>,
) -> ApiResult<Json<InventoryItem>> {
    let in_our_words = |error: AppError| renamed(error, &NAMES);
    let change = change.map_err(|errors| in_our_words(errors.into()))?;
    stock::change(state, &writer.0.email, InventoryItemId(item.0), &change).await.map_err(in_our_words)?;
    answer(state, item.0).await
}

/// Units that came in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveInput {
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: i64,
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// Takes in units.
#[utoipa::path(post, path = "/inventory-items/{item}/receive", tag = "inventory", operation_id = "receive_stock",
    params(("item" = i64, Path, minimum = 1)), request_body = ReceiveInput,
    security(("token" = ["stock:write"]), ("session" = [])),
    responses((status = 200, description = "The item as it is now", body = InventoryItem)))]
pub async fn receive(
    writer: StockWriter,
    AxumState(state): AxumState<State>,
    item: Id,
    JsonBody(input): JsonBody<ReceiveInput>,
) -> ApiResult<Json<InventoryItem>> {
    change(&state, &writer, item, StockChange::receive(&input.quantity.to_string(), &input.reason)).await
}

/// More or fewer than the books say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustInput {
    /// Not zero.
    #[schema(minimum = -1_000_000, maximum = 1_000_000)]
    change: i64,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Corrects what is on hand, for a reason.
#[utoipa::path(post, path = "/inventory-items/{item}/adjust", tag = "inventory", operation_id = "adjust_stock",
    params(("item" = i64, Path, minimum = 1)), request_body = AdjustInput,
    security(("token" = ["stock:write"]), ("session" = [])),
    responses((status = 200, description = "The item as it is now", body = InventoryItem)))]
pub async fn adjust(
    writer: StockWriter,
    AxumState(state): AxumState<State>,
    item: Id,
    JsonBody(input): JsonBody<AdjustInput>,
) -> ApiResult<Json<InventoryItem>> {
    change(&state, &writer, item, StockChange::adjust(&input.change.to_string(), &input.reason)).await
}

/// What stocktaking found.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountInput {
    #[schema(minimum = 0, maximum = 1_000_000)]
    counted: i64,
    /// What was on hand by the books when somebody counted: with another level by now, nothing happens (422).
    #[serde(default)]
    on_hand_seen: Option<i64>,
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// Sets what is on hand to what was counted.
#[utoipa::path(post, path = "/inventory-items/{item}/count", tag = "inventory", operation_id = "count_stock",
    params(("item" = i64, Path, minimum = 1)), request_body = CountInput,
    security(("token" = ["stock:write"]), ("session" = [])),
    responses((status = 200, description = "The item as it is now", body = InventoryItem)))]
pub async fn count(
    writer: StockWriter,
    AxumState(state): AxumState<State>,
    item: Id,
    JsonBody(input): JsonBody<CountInput>,
) -> ApiResult<Json<InventoryItem>> {
    let seen = input.on_hand_seen.map(|seen| seen.to_string()).unwrap_or_default();
    change(&state, &writer, item, StockChange::count(&input.counted.to_string(), &seen, &input.reason)).await
}

/// Units that go to another center.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferInput {
    #[schema(minimum = 1)]
    to_fulfillment_center_id: i64,
    #[schema(minimum = 1, maximum = 1_000_000)]
    quantity: i64,
    #[serde(default)]
    #[schema(max_length = 200)]
    reason: String,
}

/// Moves units that are promised to nobody to another center.
#[utoipa::path(post, path = "/inventory-items/{item}/transfer", tag = "inventory", operation_id = "transfer_stock",
    params(("item" = i64, Path, minimum = 1)), request_body = TransferInput,
    security(("token" = ["stock:write"]), ("session" = [])),
    responses((status = 200, description = "The item that they left, as it is now", body = InventoryItem)))]
pub async fn transfer(
    writer: StockWriter,
    AxumState(state): AxumState<State>,
    item: Id,
    JsonBody(input): JsonBody<TransferInput>,
) -> ApiResult<Json<InventoryItem>> {
    let (to, quantity) = (input.to_fulfillment_center_id.to_string(), input.quantity.to_string());
    change(&state, &writer, item, StockChange::transfer(&to, &quantity, &input.reason)).await
}

/// From when staff are told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReorderLevelInput {
    /// `null`: never.
    #[schema(minimum = 0, maximum = 1_000_000)]
    reorder_level: Option<i64>,
}

/// Sets the level at which staff are told that an item runs out.
#[utoipa::path(put, path = "/inventory-items/{item}/reorder-level", tag = "inventory", operation_id = "set_reorder_level",
    params(("item" = i64, Path, minimum = 1)), request_body = ReorderLevelInput,
    security(("token" = ["stock:write"]), ("session" = [])),
    responses((status = 200, description = "The item as it is now", body = InventoryItem)))]
pub async fn set_reorder_level(
    writer: StockWriter,
    AxumState(state): AxumState<State>,
    item: Id,
    JsonBody(input): JsonBody<ReorderLevelInput>,
) -> ApiResult<Json<InventoryItem>> {
    let level = input.reorder_level.map(|level| level.to_string()).unwrap_or_default();
    stock::set_reorder_level(&state, &writer.0.email, InventoryItemId(item.0), &level).await?;
    answer(&state, item.0).await
}

/// One change of an item; the sum of them is its level.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockMovement {
    id: i64,
    inventory_item_id: i64,
    /// "receive", "adjust", "count", "transfer", "reserve", "release" or "ship".
    #[schema(value_type = String)]
    kind: MovementKind,
    on_hand_change: i64,
    reserved_change: i64,
    /// The number of the order that it was for.
    #[schema(required = true)]
    order: Option<String>,
    actor: String,
    reason: String,
    #[schema(format = "date-time")]
    at: String,
}

impl From<MovementRecord> for StockMovement {
    fn from(record: MovementRecord) -> Self {
        Self {
            order: record.order().map(|number| number.to_string()),
            id: record.id,
            inventory_item_id: record.item.0,
            kind: record.kind,
            on_hand_change: record.on_hand_change,
            reserved_change: record.reserved_change,
            actor: record.actor,
            reason: record.reason,
            at: instant(record.created_at),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MovementQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// Those of one item.
    #[param(value_type = Option<i64>, minimum = 1)]
    inventory_item_id: Option<String>,
}

/// Stock movements, the newest first.
#[utoipa::path(get, path = "/stock-movements", tag = "inventory", operation_id = "list_stock_movements", params(MovementQuery),
    security(("token" = ["stock:read"]), ("session" = [])),
    responses((status = 200, description = "A page of movements", body = Page<StockMovement>)))]
pub async fn movements(
    _reader: StockReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<MovementQuery>,
) -> ApiResult<Page<StockMovement>> {
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), NEWEST)?;
    let item = id("inventory_item_id", query.inventory_item_id.as_deref())?.map(InventoryItemId);
    let page = stock::movements(&state, item, slice).await?;
    Ok(Page::new(page.map(StockMovement::from), NEWEST, &uri))
}
