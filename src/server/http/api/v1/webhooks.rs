//! Webhook endpoints, for staff who set up the shop. What they get is told in `docs/webhooks.md`.

use super::types::instant;
use crate::{
    domain::webhook::EndpointInput,
    server::{
        http::api::{
            answer::{created, versioned},
            auth::{SettingsReader, SettingsWriter},
            etag::IfMatch,
            extract::{Id, Ids, JsonBody, Parameters},
            page::{Order, Page, slice},
            problem::ApiResult,
        },
        services::webhooks::{self, Listening},
        state::State,
        store::webhooks::{Attempt, Delivery},
    },
};
use axum::{
    extract::{OriginalUri, State as AxumState},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where the shop tells another program what happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEndpoint {
    id: i64,
    version: i64,
    #[schema(format = "uri")]
    url: String,
    description: String,
    /// What it listens to.
    events: Vec<String>,
    /// Where nothing arrives for three days, an endpoint is switched off.
    active: bool,
    #[schema(required = true, format = "date-time")]
    failing_since: Option<String>,
    #[schema(format = "date-time")]
    created_at: String,
    /// Signs what it gets; shown when it was just made, and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    secret: Option<String>,
}

impl From<Listening> for WebhookEndpoint {
    fn from(listening: Listening) -> Self {
        let Listening { endpoint, events } = listening;
        Self {
            id: endpoint.id,
            version: endpoint.version,
            url: endpoint.url,
            description: endpoint.description,
            events,
            active: endpoint.active,
            failing_since: endpoint.failing_since.map(instant),
            created_at: instant(endpoint.created_at),
            secret: None,
        }
    }
}

/// An endpoint as it is written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookEndpointInput {
    /// Of https.
    #[schema(min_length = 9, max_length = 500, format = "uri")]
    url: String,
    #[serde(default)]
    #[schema(max_length = 120)]
    description: String,
    /// "order.placed" and so on.
    #[schema(min_items = 1, max_items = 50)]
    events: Vec<String>,
    #[serde(default = "yes")]
    active: bool,
}

const fn yes() -> bool {
    true
}

impl WebhookEndpointInput {
    fn input(self) -> EndpointInput {
        EndpointInput { url: self.url, description: self.description, events: self.events, active: self.active }
    }
}

async fn answer(state: &State, id: i64, secret: Option<String>) -> ApiResult<Response> {
    let endpoint = WebhookEndpoint { secret, ..webhooks::open(state, id).await?.into() };
    Ok(versioned(endpoint.version, endpoint))
}

/// All endpoints; there are at most 20.
#[utoipa::path(get, path = "/webhook-endpoints", tag = "settings", operation_id = "list_webhook_endpoints",
    security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<WebhookEndpoint>)))]
pub async fn list(_reader: SettingsReader, AxumState(state): AxumState<State>) -> ApiResult<Page<WebhookEndpoint>> {
    let items = webhooks::list(&state).await?.into_iter().map(WebhookEndpoint::from).collect();
    Ok(Page { items, next: None, previous: None })
}

/// One endpoint.
#[utoipa::path(get, path = "/webhook-endpoints/{endpoint}", tag = "settings", operation_id = "get_webhook_endpoint",
    params(("endpoint" = i64, Path, minimum = 1)), security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "The endpoint", body = WebhookEndpoint)))]
pub async fn get(_reader: SettingsReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
    answer(&state, id.0, None).await
}

/// Adds an endpoint. The answer has its secret, this once.
#[utoipa::path(post, path = "/webhook-endpoints", tag = "settings", operation_id = "create_webhook_endpoint",
    request_body = WebhookEndpointInput, security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 201, description = "It was added; `Location` leads to it", body = WebhookEndpoint)))]
pub async fn create(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<WebhookEndpointInput>,
) -> ApiResult<Response> {
    let (id, secret) = webhooks::add(&state, &writer.0.email, &input.input()).await?;
    Ok(created(&format!("webhook-endpoints/{id}"), answer(&state, id, Some(secret)).await?))
}

/// Makes an endpoint what the body says; its secret stays.
#[utoipa::path(put, path = "/webhook-endpoints/{endpoint}", tag = "settings", operation_id = "replace_webhook_endpoint",
    params(("endpoint" = i64, Path, minimum = 1)), request_body = WebhookEndpointInput,
    security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 200, description = "It is so now", body = WebhookEndpoint)))]
pub async fn replace(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    JsonBody(input): JsonBody<WebhookEndpointInput>,
) -> ApiResult<Response> {
    webhooks::update(&state, &writer.0.email, (id.0, version.0), &input.input()).await?;
    answer(&state, id.0, None).await
}

/// Deletes an endpoint with the log of its deliveries.
#[utoipa::path(delete, path = "/webhook-endpoints/{endpoint}", tag = "settings", operation_id = "delete_webhook_endpoint",
    params(("endpoint" = i64, Path, minimum = 1)), security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 204, description = "It is gone")))]
pub async fn delete(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
) -> ApiResult<StatusCode> {
    webhooks::delete(&state, &writer.0.email, id.0, version.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives an endpoint another secret, which the answer has this once. The former one signs along for a day.
#[utoipa::path(post, path = "/webhook-endpoints/{endpoint}/rotate-secret", tag = "settings", operation_id = "rotate_webhook_secret",
    params(("endpoint" = i64, Path, minimum = 1)), security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 200, description = "The endpoint with its new secret", body = WebhookEndpoint)))]
pub async fn rotate(writer: SettingsWriter, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
    let secret = webhooks::rotate(&state, &writer.0.email, id.0, None).await?;
    answer(&state, id.0, Some(secret)).await
}

/// Sends an event of the type `test` to an endpoint, also to one that is switched off.
#[utoipa::path(post, path = "/webhook-endpoints/{endpoint}/test", tag = "settings", operation_id = "test_webhook_endpoint",
    params(("endpoint" = i64, Path, minimum = 1)), security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 204, description = "It is on its way; the deliveries tell what becomes of it")))]
pub async fn test(_writer: SettingsWriter, AxumState(state): AxumState<State>, id: Id) -> ApiResult<StatusCode> {
    webhooks::test(&state, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An event on its way to an endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookDelivery {
    id: i64,
    /// As the receiver knows it, in `webhook-id` and in the body.
    event_id: String,
    /// "order.placed" and so on.
    event: String,
    /// "pending", "delivered" or "failed".
    status: String,
    #[schema(format = "date-time")]
    created_at: String,
    /// The oldest first.
    attempts: Vec<WebhookAttempt>,
}

/// A try to deliver.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookAttempt {
    /// What was answered; `null` if nothing was.
    #[schema(required = true)]
    status: Option<i64>,
    milliseconds: i64,
    /// The beginning of the answer, or why there is none.
    excerpt: String,
    #[schema(format = "date-time")]
    at: String,
}

fn delivery(delivery: Delivery, attempts: &[Attempt]) -> WebhookDelivery {
    let own = attempts.iter().filter(|attempt| attempt.delivery == delivery.id);
    WebhookDelivery {
        attempts: own
            .map(|attempt| WebhookAttempt {
                status: attempt.status,
                milliseconds: attempt.milliseconds,
                excerpt: attempt.excerpt.clone(),
                at: instant(attempt.created_at),
            })
            .collect(),
        id: delivery.id,
        event_id: format!("evt_{}", delivery.event),
        event: delivery.kind,
        status: delivery.status,
        created_at: instant(delivery.created_at),
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
}

const NEWEST: Order<'_> = Order { text: "-id", name: "id", descending: true };

/// What went to an endpoint within 30 days, the newest first.
#[utoipa::path(get, path = "/webhook-endpoints/{endpoint}/deliveries", tag = "settings", operation_id = "list_webhook_deliveries",
    params(("endpoint" = i64, Path, minimum = 1), DeliveryQuery), security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "A page of deliveries", body = Page<WebhookDelivery>)))]
pub async fn deliveries(
    _reader: SettingsReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    id: Id,
    Parameters(query): Parameters<DeliveryQuery>,
) -> ApiResult<Page<WebhookDelivery>> {
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), NEWEST)?;
    let (page, attempts) = webhooks::deliveries(&state, id.0, slice).await?;
    Ok(Page::new(page.map(|row| delivery(row, &attempts)), NEWEST, &uri))
}

/// Sends a delivery once more, the same as it was.
#[utoipa::path(post, path = "/webhook-endpoints/{endpoint}/deliveries/{delivery}/replay", tag = "settings",
    operation_id = "replay_webhook_delivery",
    params(("endpoint" = i64, Path, minimum = 1), ("delivery" = i64, Path, minimum = 1)),
    security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 204, description = "It is on its way")))]
pub async fn replay(_writer: SettingsWriter, AxumState(state): AxumState<State>, ids: Ids) -> ApiResult<StatusCode> {
    webhooks::replay(&state, ids.0, ids.1).await?;
    Ok(StatusCode::NO_CONTENT)
}
