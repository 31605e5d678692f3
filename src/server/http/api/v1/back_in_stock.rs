//! Asking to be told when something can be bought again.

use super::users::Sender;
use crate::{
    domain::ids::VariantId,
    server::{
        http::api::{
            extract::{Id, JsonBody},
            problem::ApiResult,
        },
        services::back_in_stock,
        state::State,
    },
};
use axum::{extract::State as AxumState, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

/// Whom to tell.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BackInStockInput {
    #[schema(format = "email", max_length = 254)]
    email: String,
}

/// Keeps an e-mail for a variant, once; it gets one mail when units of it are free. The answer says nothing about who asked
/// before.
#[utoipa::path(post, path = "/variants/{variant}/back-in-stock-requests", tag = "variants",
    operation_id = "request_back_in_stock", params(("variant" = i64, Path, minimum = 1)), security(()),
    request_body = BackInStockInput,
    responses((status = 202, description = "It is noted"), (status = 429, description = "Too many were asked for")))]
pub async fn request(
    AxumState(state): AxumState<State>,
    sender: Sender,
    id: Id,
    JsonBody(input): JsonBody<BackInStockInput>,
) -> ApiResult<StatusCode> {
    back_in_stock::request(&state, VariantId(id.0), &input.email, sender.0).await?;
    Ok(StatusCode::ACCEPTED)
}
