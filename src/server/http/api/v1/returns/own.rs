//! Returns of the account that asks.

use super::{
    super::orders::Number,
    Named,
    body::Return,
    write::{ReturnLineInput, in_lines, request_of},
};
use crate::{
    domain::{order::OrderNumber, returns::ReturnNumber},
    error::AppError,
    server::{
        http::api::{
            auth::{OrderReader, OrderWriter},
            extract::JsonBody,
            page::Page,
            problem::ApiResult,
        },
        services::{
            orders::{find_for_visitor, order_token},
            own_orders, returns as service,
        },
        sessions::Identity,
        state::State,
        store::accounts::Account,
    },
};
use axum::{Json, extract::State as AxumState, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// The link of an order of this account; any other order does not exist for it, not even for staff.
async fn link_of(state: &State, account: &Account, order: OrderNumber) -> Result<String, AppError> {
    own_orders::find(state, account.id, order).await?;
    Ok(order_token(state, order.0))
}

async fn as_customer(state: &State, number: ReturnNumber) -> Result<Return, AppError> {
    let mut detail = service::find(state, number).await?;
    detail.keep_for_customer();
    Ok(detail.into())
}

/// The returns of an order of the account that asks, the newest first.
#[utoipa::path(get, path = "/users/me/orders/{number}/returns", tag = "account", operation_id = "list_own_returns",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["orders:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<Return>)))]
pub async fn list(reader: OrderReader, AxumState(state): AxumState<State>, number: Number) -> ApiResult<Page<Return>> {
    let link = link_of(&state, &reader.0, number.0).await?;
    let order = find_for_visitor(&state, &Identity::default(), number.0, Some(&link)).await?;
    let items = order.returns.into_iter().map(Return::from).collect();
    Ok(Page { items, next: None, previous: None })
}

/// What a customer wants to send back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnRequestInput {
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<ReturnLineInput>,
    /// How many returns of the order there were, as far as the sender knows: with another number nothing happens.
    #[serde(default)]
    #[schema(minimum = 0)]
    returns_before: Option<i64>,
}

/// Asks for a return of an order of the account, as long as the shop takes returns of it.
#[utoipa::path(post, path = "/users/me/orders/{number}/returns", tag = "account", operation_id = "request_return",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$")),
    request_body = ReturnRequestInput, security(("token" = ["orders:write"]), ("session" = [])),
    responses((status = 201, description = "The return", body = Return),
        (status = 409, description = "Nothing of the order can be sent back any more")))]
pub async fn request(
    writer: OrderWriter,
    AxumState(state): AxumState<State>,
    number: Number,
    JsonBody(input): JsonBody<ReturnRequestInput>,
) -> ApiResult<(StatusCode, Json<Return>)> {
    let wish = request_of(&input.lines, input.returns_before).map_err(AppError::from)?;
    let link = link_of(&state, &writer.0, number.0).await?;
    let asked = service::request(&state, &Identity::default(), (number.0, Some(&link)), &wish).await;
    let asked = asked.map_err(|error| in_lines(error, input.lines.iter().map(ReturnLineInput::id), &[]))?;
    Ok((StatusCode::CREATED, Json(as_customer(&state, asked).await?)))
}

/// Takes a request back before anybody has answered it.
#[utoipa::path(post, path = "/users/me/orders/{number}/returns/{return}/cancel", tag = "account", operation_id = "cancel_return",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$"),
        ("return" = String, Path, description = "R100042", pattern = "^[Rr][0-9]{1,19}$")),
    security(("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The return as it is now", body = Return),
        (status = 409, description = "It was answered already")))]
pub async fn cancel(
    writer: OrderWriter,
    AxumState(state): AxumState<State>,
    (number, named): (Number, Named),
) -> ApiResult<Json<Return>> {
    let link = link_of(&state, &writer.0, number.0).await?;
    service::cancel(&state, &Identity::default(), (number.0, Some(&link)), named.0).await?;
    Ok(Json(as_customer(&state, named.0).await?))
}
