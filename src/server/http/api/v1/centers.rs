//! Fulfillment centers, for staff who set up the shop.

use crate::{
    domain::{
        ids::FulfillmentCenterId,
        staff::{CenterInput, FulfillmentCenter as Stored},
    },
    server::{
        http::api::{
            answer::{created, versioned},
            auth::{SettingsReader, SettingsWriter},
            etag::IfMatch,
            extract::{Id, JsonBody},
            page::Page,
            problem::ApiResult,
        },
        services::centers,
        state::State,
    },
};
use axum::{extract::State as AxumState, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where stock lies and parcels leave from.
#[derive(Debug, Serialize, ToSchema)]
pub struct FulfillmentCenter {
    id: i64,
    version: i64,
    name: String,
    /// ISO 3166-1 alpha-2.
    country: String,
    /// Lower ships first.
    priority: i64,
    /// Units on its shelves.
    on_hand: i64,
    reserved: i64,
}

impl From<Stored> for FulfillmentCenter {
    fn from(stored: Stored) -> Self {
        let Stored { id, version, name, country, priority, on_hand, reserved } = stored;
        Self { id: id.0, version, name, country, priority, on_hand, reserved }
    }
}

/// A center as it is written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FulfillmentCenterInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// ISO 3166-1 alpha-2.
    #[schema(min_length = 2, max_length = 2, example = "DE")]
    country: String,
    #[schema(minimum = 0, maximum = 999)]
    priority: i64,
}

impl FulfillmentCenterInput {
    fn input(self) -> CenterInput {
        CenterInput { name: self.name, country: self.country, priority: self.priority.to_string() }
    }
}

/// All centers, the one that ships first before the others.
#[utoipa::path(get, path = "/fulfillment-centers", tag = "settings", operation_id = "list_fulfillment_centers",
    security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<FulfillmentCenter>)))]
pub async fn list(_reader: SettingsReader, AxumState(state): AxumState<State>) -> ApiResult<Page<FulfillmentCenter>> {
    let items = centers::list(&state).await?.into_iter().map(FulfillmentCenter::from).collect();
    Ok(Page { items, next: None, previous: None })
}

async fn answer(state: &State, id: FulfillmentCenterId) -> ApiResult<Response> {
    let center = centers::open(state, id).await?;
    Ok(versioned(center.version, FulfillmentCenter::from(center)))
}

/// One center.
#[utoipa::path(get, path = "/fulfillment-centers/{center}", tag = "settings", operation_id = "get_fulfillment_center",
    params(("center" = i64, Path, minimum = 1)), security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "The center", body = FulfillmentCenter)))]
pub async fn get(_reader: SettingsReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
    answer(&state, FulfillmentCenterId(id.0)).await
}

/// Adds a center.
#[utoipa::path(post, path = "/fulfillment-centers", tag = "settings", operation_id = "create_fulfillment_center",
    request_body = FulfillmentCenterInput, security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 201, description = "It was added; `Location` leads to it", body = FulfillmentCenter)))]
pub async fn create(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<FulfillmentCenterInput>,
) -> ApiResult<Response> {
    let id = centers::add(&state, &writer.0.email, &input.input()).await?;
    Ok(created(&format!("fulfillment-centers/{id}"), answer(&state, id).await?))
}

/// Makes a center what the body says. Orders keep what they hold, wherever that is.
#[utoipa::path(put, path = "/fulfillment-centers/{center}", tag = "settings", operation_id = "replace_fulfillment_center",
    params(("center" = i64, Path, minimum = 1)), request_body = FulfillmentCenterInput,
    security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 200, description = "It is so now", body = FulfillmentCenter)))]
pub async fn replace(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    JsonBody(input): JsonBody<FulfillmentCenterInput>,
) -> ApiResult<Response> {
    let id = FulfillmentCenterId(id.0);
    centers::update(&state, &writer.0.email, (id, version.0), &input.input()).await?;
    answer(&state, id).await
}
