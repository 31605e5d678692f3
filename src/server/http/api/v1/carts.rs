//! Carts, as programs fill them. Prices, promotions and stock are what the shop says; a body never names them.
//!
//! A cart is opened by its token, or with `mine` by the account whose it is.

pub mod body;
pub mod checkout;
pub mod estimate;
pub mod saved;

use super::users::Sender;
use crate::{
    domain::{
        cart::Quantity,
        forms::Problem as Reason,
        ids::{CartLineId, VariantId},
    },
    server::{
        http::api::{
            answer::created,
            auth::{CartHolder, MY_CART, Shopper},
            extract::JsonBody,
            problem::{ApiResult, Problem},
        },
        services::carts,
        sessions::Identity,
        state::State,
    },
};
use axum::{
    Json,
    extract::{FromRequestParts, Path, State as AxumState},
    http::request::Parts,
    response::Response,
};
use body::Cart;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;

/// A cart that was just made, or is the account's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewCart {
    /// Opens it, as `/carts/{token}`: keep it as a password. With the account's own cart it is `mine`.
    token: String,
    cart: Cart,
}

/// Makes an empty cart. Whoever shows a token with the scope `orders:write` gets the account's own, at `/carts/mine`.
#[utoipa::path(post, path = "/carts", tag = "carts", operation_id = "create_cart",
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 201, description = "The cart; `Location` leads to it", body = NewCart)))]
pub async fn create(shopper: Shopper, AxumState(state): AxumState<State>) -> ApiResult<Response> {
    let token = match &shopper.0.account {
        Some(_) => MY_CART.to_owned(),
        None => carts::make(&state).await?,
    };
    let cart_token = shopper.0.account.is_none().then(|| token.clone());
    let cart = shown(&state, &Identity { cart_token, ..shopper.0 }).await?;
    Ok(created(&format!("carts/{token}"), Json(NewCart { token, cart })))
}

/// The cart with the prices and the stock of today, its promotions, and what changed since its prices were accepted.
#[utoipa::path(get, path = "/carts/{cart}", tag = "carts", operation_id = "get_cart",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart", body = Cart)))]
pub async fn get(holder: CartHolder, AxumState(state): AxumState<State>) -> ApiResult<Json<Cart>> {
    Ok(Json(shown(&state, &holder.0).await?))
}

/// A cart that does not exist is none, unless it is the account's own: that one is empty.
pub(super) async fn shown(state: &State, identity: &Identity) -> ApiResult<Cart> {
    require(state, identity).await?;
    Ok(carts::view(state, identity).await?.into())
}

/// Refuses a token that opens no cart.
pub(super) async fn require(state: &State, identity: &Identity) -> ApiResult<()> {
    let is_open = identity.cart_token.is_none() || carts::is_open(state, identity).await?;
    if is_open { Ok(()) } else { Err(Problem::not_found()) }
}

/// Some units of a variant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CartLineInput {
    #[schema(minimum = 1)]
    variant_id: i64,
    #[schema(minimum = 1, maximum = 99)]
    quantity: i64,
}

fn quantity(units: i64) -> ApiResult<Quantity> {
    Quantity::new(units).map_err(|reason| Problem::field("quantity", reason))
}

/// Puts units of a variant into the cart, on top of those in it.
#[utoipa::path(post, path = "/carts/{cart}/lines", tag = "carts", operation_id = "add_cart_line", request_body = CartLineInput,
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart),
        (status = 409, description = "There are not so many units")))]
pub async fn add_line(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<CartLineInput>,
) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    let variant = VariantId(input.variant_id);
    carts::add_line(&state, &holder.0, variant, quantity(input.quantity)?).await.map_err(|error| match error {
        crate::error::AppError::NotFound => Problem::field("variant_id", Reason::UnknownChoice),
        error => error.into(),
    })?;
    Ok(Json(shown(&state, &holder.0).await?))
}

/// How many units a line has.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CartLineQuantity {
    #[schema(minimum = 1, maximum = 99)]
    quantity: i64,
}

/// What an address names behind its cart.
#[derive(Clone, Debug)]
pub struct InCart<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for InCart<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let read = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((_, part)) = read.map_err(|_| Problem::malformed("The address is broken."))?;
        part.parse().map(Self).map_err(|_| Problem::not_found())
    }
}

/// Sets how many units a line has.
#[utoipa::path(put, path = "/carts/{cart}/lines/{line}", tag = "carts", operation_id = "set_cart_line", request_body = CartLineQuantity,
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$"), ("line" = i64, Path, minimum = 1)),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart),
        (status = 409, description = "There are not so many units")))]
pub async fn set_line(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    InCart(line): InCart<CartLineId>,
    JsonBody(input): JsonBody<CartLineQuantity>,
) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    Ok(Json(carts::set_quantity(&state, &holder.0, line, quantity(input.quantity)?).await?.into()))
}

/// Takes a line out. One that is gone already is no error.
#[utoipa::path(delete, path = "/carts/{cart}/lines/{line}", tag = "carts", operation_id = "remove_cart_line",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$"), ("line" = i64, Path, minimum = 1)),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart)))]
pub async fn remove_line(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    InCart(line): InCart<CartLineId>,
) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    Ok(Json(carts::remove_line(&state, &holder.0, line).await?.into()))
}

/// A coupon code, in upper or lower case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CouponInput {
    #[schema(min_length = 3, max_length = 40, pattern = "^[A-Za-z0-9-]+$")]
    code: String,
}

/// Puts a coupon code into the cart, whether or not it applies to what is in it: `promotions` of the cart says so. Codes that
/// nobody gave out are counted, and past ten of them within a quarter of an hour no more are looked at.
#[utoipa::path(post, path = "/carts/{cart}/coupons", tag = "carts", operation_id = "add_cart_coupon", request_body = CouponInput,
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart),
        (status = 429, description = "Too many codes were tried")))]
pub async fn add_coupon(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    sender: Sender,
    JsonBody(input): JsonBody<CouponInput>,
) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    Ok(Json(carts::add_coupon(&state, &holder.0, &input.code, sender.0).await?.into()))
}

/// Takes a coupon code out. One that is gone already is no error.
#[utoipa::path(delete, path = "/carts/{cart}/coupons/{code}", tag = "carts", operation_id = "remove_cart_coupon",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$"),
        ("code" = String, Path, min_length = 3, max_length = 40)),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart)))]
pub async fn remove_coupon(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    InCart(code): InCart<String>,
) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    Ok(Json(carts::remove_coupon(&state, &holder.0, &code).await?.into()))
}

/// Accepts the prices of today: `notices` told which of them changed. An order is placed at accepted prices only.
#[utoipa::path(post, path = "/carts/{cart}/accept-prices", tag = "carts", operation_id = "accept_cart_prices",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart)))]
pub async fn accept_prices(holder: CartHolder, AxumState(state): AxumState<State>) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    Ok(Json(carts::accept_prices(&state, &holder.0).await?.into()))
}
