//! What is saved for later beside a cart. Every route answers with the whole cart.

use super::{InCart, body::Cart, require};
use crate::{
    domain::ids::{CartLineId, SavedLineId},
    server::{
        http::api::{auth::CartHolder, problem::ApiResult},
        services::saved_lines,
        state::State,
    },
};
use axum::{Json, extract::State as AxumState};

/// Takes a line out of the cart and saves it for later. One that is gone already is no error.
#[utoipa::path(post, path = "/carts/{cart}/lines/{line}/save-for-later", tag = "carts", operation_id = "save_cart_line",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$"), ("line" = i64, Path, minimum = 1)),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart)))]
pub async fn save(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    InCart(line): InCart<CartLineId>,
) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    Ok(Json(saved_lines::save(&state, &holder.0, line).await?.into()))
}

/// Puts what was saved into the cart, on top of what is in it: as many units as there are. One that is gone already is no
/// error.
#[utoipa::path(post, path = "/carts/{cart}/saved/{saved}/move-to-cart", tag = "carts", operation_id = "move_saved_line",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$"), ("saved" = i64, Path, minimum = 1)),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart),
        (status = 409, description = "It is sold out, or the cart has all that there is")))]
pub async fn move_to_cart(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    InCart(saved): InCart<SavedLineId>,
) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    Ok(Json(saved_lines::move_to_cart(&state, &holder.0, saved).await?.into()))
}

/// Forgets what was saved. What is gone already is no error.
#[utoipa::path(delete, path = "/carts/{cart}/saved/{saved}", tag = "carts", operation_id = "remove_saved_line",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$"), ("saved" = i64, Path, minimum = 1)),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The cart as it is now", body = Cart)))]
pub async fn remove(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    InCart(saved): InCart<SavedLineId>,
) -> ApiResult<Json<Cart>> {
    require(&state, &holder.0).await?;
    Ok(Json(saved_lines::remove(&state, &holder.0, saved).await?.into()))
}
