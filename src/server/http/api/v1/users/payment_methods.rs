//! The cards that the account which asks keeps at payment services.

use crate::{
    domain::{account::SavedPaymentMethod, ids::SavedPaymentMethodId},
    server::{
        http::api::{
            auth::{ProfileReader, ProfileWriter},
            extract::Id,
            page::Page,
            problem::ApiResult,
        },
        services::saved_payment_methods,
        state::State,
        store::accounts::Account,
    },
};
use axum::{Json, extract::State as AxumState, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

/// A card that a payment service keeps for the account. Its number and the service's token for it are not told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SavedPaymentMethod)]
pub struct SavedMethod {
    id: i64,
    /// Slug of the way to pay that keeps it.
    payment_method: String,
    /// In lower case, as payment services write it.
    #[schema(example = "visa")]
    brand: String,
    #[schema(example = "4242")]
    last4: String,
    #[schema(minimum = 1, maximum = 12)]
    expiry_month: i64,
    expiry_year: i64,
    /// The checkout has it chosen.
    default: bool,
    expired: bool,
}

impl From<SavedPaymentMethod> for SavedMethod {
    fn from(method: SavedPaymentMethod) -> Self {
        let SavedPaymentMethod { id, gateway, brand, last4, expiry_month, expiry_year, is_default, is_expired } =
            method;
        Self {
            id: id.0,
            payment_method: gateway,
            brand,
            last4,
            expiry_month,
            expiry_year,
            default: is_default,
            expired: is_expired,
        }
    }
}

/// The cards of the account that asks, the default first; there are at most 20.
///
/// Cards are added by paying: the payment service's page asks whether one is to be kept.
#[utoipa::path(get, path = "/users/me/payment-methods", tag = "account", operation_id = "list_payment_methods",
    security(("token" = ["account:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<SavedMethod>)))]
pub async fn list(reader: ProfileReader, AxumState(state): AxumState<State>) -> ApiResult<Page<SavedMethod>> {
    let methods = saved_payment_methods::list(&state, reader.0.id).await?;
    Ok(Page { items: methods.into_iter().map(SavedMethod::from).collect(), next: None, previous: None })
}

async fn answer(state: &State, account: &Account, id: SavedPaymentMethodId) -> ApiResult<Json<SavedMethod>> {
    Ok(Json(saved_payment_methods::find(state, account.id, id).await?.into()))
}

/// One card of the account that asks.
#[utoipa::path(get, path = "/users/me/payment-methods/{id}", tag = "account", operation_id = "get_payment_method",
    security(("token" = ["account:read"]), ("session" = [])), params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The card", body = SavedMethod)))]
pub async fn get(reader: ProfileReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Json<SavedMethod>> {
    answer(&state, &reader.0, SavedPaymentMethodId(id.0)).await
}

/// Has the checkout choose a card.
#[utoipa::path(put, path = "/users/me/payment-methods/{id}/default", tag = "account", operation_id = "set_default_payment_method",
    security(("token" = ["account:write"]), ("session" = [])), params(("id" = i64, Path, minimum = 1)),
    responses((status = 200, description = "The card as it is now", body = SavedMethod)))]
pub async fn set_default(
    writer: ProfileWriter,
    AxumState(state): AxumState<State>,
    id: Id,
) -> ApiResult<Json<SavedMethod>> {
    let id = SavedPaymentMethodId(id.0);
    saved_payment_methods::set_default(&state, writer.0.id, id).await?;
    answer(&state, &writer.0, id).await
}

/// Removes a card; the payment service forgets it, too.
#[utoipa::path(delete, path = "/users/me/payment-methods/{id}", tag = "account", operation_id = "delete_payment_method",
    security(("token" = ["account:write"]), ("session" = [])), params(("id" = i64, Path, minimum = 1)),
    responses((status = 204, description = "It is gone")))]
pub async fn delete(writer: ProfileWriter, AxumState(state): AxumState<State>, id: Id) -> ApiResult<StatusCode> {
    saved_payment_methods::remove(&state, writer.0.id, SavedPaymentMethodId(id.0)).await?;
    Ok(StatusCode::NO_CONTENT)
}
