//! Promotions, for staff.

mod body;
pub mod codes;
pub mod try_out;

use crate::{
    domain::{forms::Problem as Reason, ids::PromotionId, staff::PromotionTab},
    error::AppError,
    server::{
        http::api::{
            answer::{created, versioned},
            auth::{PromotionReader, PromotionWriter},
            etag::IfMatch,
            extract::{Id, JsonBody, Parameters},
            page::{Order, Page, slice},
            problem::{ApiResult, Problem, renamed},
        },
        services::promotions,
        state::State,
    },
};
use axum::{
    extract::{OriginalUri, State as AxumState},
    http::StatusCode,
    response::Response,
};
use body::{Promotion, PromotionInput, PromotionStateName, PromotionSummary};
use serde::Deserialize;
use utoipa::IntoParams;

fn in_our_words(error: AppError) -> Problem {
    renamed(
        error,
        &[
            ("categories", "category_ids"),
            ("brands", "brand_ids"),
            ("get_categories", "get_category_ids"),
            ("get_brands", "get_brand_ids"),
            ("customer_group", "customer_group_id"),
        ],
    )
}

async fn answer(state: &State, id: PromotionId) -> ApiResult<Response> {
    let promotion = Promotion::from(promotions::open(state, Some(id)).await?);
    Ok(versioned(promotion.version, promotion))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PromotionQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// Those in one state.
    #[param(inline, value_type = Option<PromotionStateName>)]
    state: Option<String>,
    /// A part of the name or of a code.
    #[param(max_length = 100)]
    q: Option<String>,
}

const NEWEST: Order<'_> = Order { text: "-id", name: "id", descending: true };

/// Promotions, the newest first.
#[utoipa::path(get, path = "/promotions", tag = "promotions", operation_id = "list_promotions", params(PromotionQuery),
    security(("token" = ["promotions:read"]), ("session" = [])),
    responses((status = 200, description = "A page of promotions", body = Page<PromotionSummary>)))]
pub async fn list(
    _reader: PromotionReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<PromotionQuery>,
) -> ApiResult<Page<PromotionSummary>> {
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), NEWEST)?;
    let tab = query.state.as_deref().map_or(Some(PromotionTab::All), |state| {
        Some(PromotionTab::from_slug(state)).filter(|tab| *tab != PromotionTab::All)
    });
    let tab = tab.ok_or_else(|| Problem::field("state", Reason::UnknownChoice))?;
    let words = super::products::line("q", query.q.as_deref(), 100)?.unwrap_or_default();
    let page = promotions::slice(&state, tab, &words, slice).await?;
    Ok(Page::new(page.map(PromotionSummary::from), NEWEST, &uri))
}

/// One promotion.
#[utoipa::path(get, path = "/promotions/{promotion}", tag = "promotions", operation_id = "get_promotion",
    params(("promotion" = i64, Path, minimum = 1)), security(("token" = ["promotions:read"]), ("session" = [])),
    responses((status = 200, description = "The promotion", body = Promotion)))]
pub async fn get(_reader: PromotionReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
    answer(&state, PromotionId(id.0)).await
}

/// Adds a promotion.
#[utoipa::path(post, path = "/promotions", tag = "promotions", operation_id = "create_promotion",
    request_body = PromotionInput, security(("token" = ["promotions:write"]), ("session" = [])),
    responses((status = 201, description = "It was added; `Location` leads to it", body = Promotion)))]
pub async fn create(
    writer: PromotionWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<PromotionInput>,
) -> ApiResult<Response> {
    let id = promotions::add(&state, &writer.0.email, &input.form()?).await.map_err(in_our_words)?;
    Ok(created(&format!("promotions/{id}"), answer(&state, id).await?))
}

/// Makes a promotion what the body says. What orders have stays as it is.
#[utoipa::path(put, path = "/promotions/{promotion}", tag = "promotions", operation_id = "replace_promotion",
    params(("promotion" = i64, Path, minimum = 1)), request_body = PromotionInput,
    security(("token" = ["promotions:write"]), ("session" = [])),
    responses((status = 200, description = "It is so now", body = Promotion)))]
pub async fn replace(
    writer: PromotionWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    JsonBody(input): JsonBody<PromotionInput>,
) -> ApiResult<Response> {
    let id = PromotionId(id.0);
    let updated = promotions::update(&state, &writer.0.email, (id, version.0), &input.form()?).await;
    updated.map_err(in_our_words)?;
    answer(&state, id).await
}

/// Deletes a promotion that no order ever had; others can be paused.
#[utoipa::path(delete, path = "/promotions/{promotion}", tag = "promotions", operation_id = "delete_promotion",
    params(("promotion" = i64, Path, minimum = 1)), security(("token" = ["promotions:write"]), ("session" = [])),
    responses((status = 204, description = "It is gone"), (status = 409, description = "Orders have it")))]
pub async fn delete(
    writer: PromotionWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
) -> ApiResult<StatusCode> {
    promotions::delete(&state, &writer.0.email, PromotionId(id.0), version.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
