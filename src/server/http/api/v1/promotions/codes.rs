//! The coupon codes of a promotion, one by one: for programs that hand them out.

use crate::{
    domain::ids::{CouponCodeId, PromotionId},
    server::{
        http::api::{
            answer::created,
            auth::{PromotionReader, PromotionWriter},
            extract::{Id, Ids, JsonBody, Parameters},
            page::{Order, Page, slice},
            problem::ApiResult,
        },
        services::coupon_codes,
        state::State,
        store::promotions::Coupon,
    },
};
use axum::{
    Json,
    extract::{OriginalUri, State as AxumState},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A coupon code of a promotion.
#[derive(Debug, Serialize, ToSchema)]
pub struct CouponCode {
    id: i64,
    /// In upper case; shoppers may type it in any.
    code: String,
    /// Orders that hold it.
    uses: i64,
    /// How often it may be used, as the promotion's `code_limit` says.
    #[schema(required = true)]
    usage_limit: Option<i64>,
}

impl From<Coupon> for CouponCode {
    fn from(Coupon { id, code, uses, usage_limit }: Coupon) -> Self {
        Self { id: id.0, code, uses, usage_limit }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CouponCodeInput {
    #[schema(min_length = 3, max_length = 40, pattern = "^[A-Za-z0-9-]+$")]
    code: String,
}

/// How many codes to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateCouponCodes {
    /// A promotion has at most 1000 codes.
    #[schema(minimum = 1, maximum = 1000)]
    count: i64,
    /// What each begins with, like `SUMMER-`; ten random characters follow.
    #[serde(default)]
    #[schema(max_length = 20, pattern = "^[A-Za-z0-9-]*$", required = false)]
    prefix: String,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct GeneratedCouponCodes {
    codes: Vec<CouponCode>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CouponCodeQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
}

const OLDEST: Order<'_> = Order { text: "id", name: "id", descending: false };

/// The codes of a promotion, the oldest first.
#[utoipa::path(get, path = "/promotions/{promotion}/codes", tag = "promotions", operation_id = "list_coupon_codes",
    params(("promotion" = i64, Path, minimum = 1), CouponCodeQuery),
    security(("token" = ["promotions:read"]), ("session" = [])),
    responses((status = 200, description = "A page of codes", body = Page<CouponCode>)))]
pub async fn list(
    _reader: PromotionReader,
    AxumState(state): AxumState<State>,
    id: Id,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<CouponCodeQuery>,
) -> ApiResult<Page<CouponCode>> {
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), OLDEST)?;
    let page = coupon_codes::list(&state, PromotionId(id.0), slice).await?;
    Ok(Page::new(page.map(CouponCode::from), OLDEST, &uri))
}

/// One code of a promotion.
#[utoipa::path(get, path = "/promotions/{promotion}/codes/{code}", tag = "promotions", operation_id = "get_coupon_code",
    params(("promotion" = i64, Path, minimum = 1), ("code" = i64, Path, minimum = 1, description = "Its id")),
    security(("token" = ["promotions:read"]), ("session" = [])),
    responses((status = 200, description = "The code", body = CouponCode)))]
pub async fn get(
    _reader: PromotionReader,
    AxumState(state): AxumState<State>,
    ids: Ids,
) -> ApiResult<Json<CouponCode>> {
    let Ids(promotion, code) = ids;
    Ok(Json(coupon_codes::open(&state, PromotionId(promotion), CouponCodeId(code)).await?.into()))
}

/// Adds a code to a promotion that works by codes.
#[utoipa::path(post, path = "/promotions/{promotion}/codes", tag = "promotions", operation_id = "create_coupon_code",
    params(("promotion" = i64, Path, minimum = 1)), request_body = CouponCodeInput,
    security(("token" = ["promotions:write"]), ("session" = [])),
    responses((status = 201, description = "It was added; `Location` leads to it", body = CouponCode)))]
pub async fn create(
    writer: PromotionWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    JsonBody(input): JsonBody<CouponCodeInput>,
) -> ApiResult<Response> {
    let made = coupon_codes::add(&state, &writer.0.email, PromotionId(id.0), &input.code).await?;
    let path = format!("promotions/{}/codes/{}", id.0, made.id);
    Ok(created(&path, Json(CouponCode::from(made))))
}

/// Makes many codes at once that nobody guesses.
#[utoipa::path(post, path = "/promotions/{promotion}/codes/generate", tag = "promotions", operation_id = "generate_coupon_codes",
    params(("promotion" = i64, Path, minimum = 1)), request_body = GenerateCouponCodes,
    security(("token" = ["promotions:write"]), ("session" = [])),
    responses((status = 201, description = "All of them", body = GeneratedCouponCodes)))]
pub async fn generate(
    writer: PromotionWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    JsonBody(input): JsonBody<GenerateCouponCodes>,
) -> ApiResult<Response> {
    let wanted = (input.count, input.prefix.as_str());
    let made = coupon_codes::generate(&state, &writer.0.email, PromotionId(id.0), wanted).await?;
    let codes = made.into_iter().map(CouponCode::from).collect();
    Ok((StatusCode::CREATED, Json(GeneratedCouponCodes { codes })).into_response())
}

/// Deletes a code that is not the promotion's last. Orders keep what they had by it.
#[utoipa::path(delete, path = "/promotions/{promotion}/codes/{code}", tag = "promotions", operation_id = "delete_coupon_code",
    params(("promotion" = i64, Path, minimum = 1), ("code" = i64, Path, minimum = 1, description = "Its id")),
    security(("token" = ["promotions:write"]), ("session" = [])),
    responses((status = 204, description = "It is gone"), (status = 409, description = "It is the last one")))]
pub async fn delete(writer: PromotionWriter, AxumState(state): AxumState<State>, ids: Ids) -> ApiResult<StatusCode> {
    let Ids(promotion, code) = ids;
    coupon_codes::delete(&state, &writer.0.email, PromotionId(promotion), CouponCodeId(code)).await?;
    Ok(StatusCode::NO_CONTENT)
}
