//! Shipping: carriers, zones, and methods with what they cost where. For staff who set the shop up.

mod carrier;
mod method;
mod rate;
mod zone;

use crate::{
    domain::{
        country::country_name,
        forms::Problem as Reason,
        ids::{ShippingCarrierId, ShippingMethodId, ShippingZoneId},
    },
    error::AppError,
    server::{
        http::api::{
            answer::{created, versioned},
            auth::{SettingsReader, SettingsWriter},
            etag::IfMatch,
            extract::{Id, JsonBody, Parameters},
            page::{Order, Page, slice},
            problem::{ApiResult, Problem, renamed},
        },
        services::shipping,
        state::State,
        store::slice::{Position, Sliced},
    },
};
use axum::{
    extract::{OriginalUri, State as AxumState},
    http::{StatusCode, Uri},
    response::Response,
};
use carrier::{ShippingCarrier, ShippingCarrierInput};
use method::{ShippingMethod, ShippingMethodInput};
use serde::Deserialize;
use utoipa::IntoParams;
use zone::{ShippingZone, ShippingZoneInput};

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ShippingQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
}

const ORDER: Order<'_> = Order { text: "id", name: "id", descending: false };

/// A page of rows that are all there: a shop has at most some hundreds.
pub(super) fn page<R, B>(
    query: &ShippingQuery,
    uri: &Uri,
    mut rows: Vec<R>,
    id: impl Fn(&R) -> i64,
    body: impl Fn(R) -> B,
) -> ApiResult<Page<B>> {
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), ORDER)?;
    let bounds = slice.bounds();
    rows.sort_by_key(&id);
    if slice.backward {
        rows.reverse();
    }
    rows.retain(|row| if slice.backward { (id(row), id(row)) < bounds } else { (id(row), id(row)) > bounds });
    let Sliced { rows, before, after } = slice.finish(rows, |row| Position::of_id(id(row)));
    Ok(Page::new(Sliced { rows: rows.into_iter().map(body).collect(), before, after }, ORDER, uri))
}

/// Fields by the names that bodies have.
fn in_our_words(error: AppError) -> Problem {
    renamed(
        error,
        &[
            ("carrier", "carrier_id"),
            ("countries", "places"),
            ("regions", "places"),
            ("center", "pickup.fulfillment_center_id"),
            ("pickup_place", "pickup.place"),
            ("minimum_weight", "minimum_weight_grams"),
            ("maximum_weight", "maximum_weight_grams"),
        ],
    )
}

/// The routes of a model.
macro_rules! routes_of {
    ($($module:ident, $body:ident, $input:ident, $id:ident, $rows:ident, $save:ident, $delete:ident, $path:literal, $item:literal;)*) => {$(
        pub mod $module {
            use super::*;

            async fn answer(state: &State, id: $id) -> ApiResult<Response> {
                let rows = shipping::overview(state).await?.$rows;
                let row = rows.into_iter().find(|row| row.id == id).ok_or_else(Problem::not_found)?;
                Ok(versioned(row.version, $body::from(row)))
            }

            /// All, oldest first.
            #[utoipa::path(get, path = $path, tag = "shipping", params(ShippingQuery),
                security(("token" = ["settings:read"]), ("session" = [])),
                operation_id = concat!("list_", stringify!($module)),
                responses((status = 200, description = "A page of them", body = Page<$body>)))]
            pub async fn list(
                _: SettingsReader,
                AxumState(state): AxumState<State>,
                OriginalUri(uri): OriginalUri,
                Parameters(query): Parameters<ShippingQuery>,
            ) -> ApiResult<Page<$body>> {
                page(&query, &uri, shipping::overview(&state).await?.$rows, |row| row.id.0, $body::from)
            }

            /// One. Its ETag is what `If-Match` of a change says.
            #[utoipa::path(get, path = $item, tag = "shipping", operation_id = concat!("get_", stringify!($module)),
                security(("token" = ["settings:read"]), ("session" = [])),
                params(("item" = i64, Path, description = "Id", minimum = 1)),
                responses((status = 200, description = "It", body = $body)))]
            pub async fn get(_: SettingsReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
                answer(&state, $id(id.0)).await
            }

            /// Adds one.
            #[utoipa::path(post, path = $path, tag = "shipping", request_body = $input,
                security(("token" = ["settings:write"]), ("session" = [])),
                operation_id = concat!("create_", stringify!($module)),
                responses((status = 201, description = "It was added; `Location` leads to it", body = $body)))]
            pub async fn create(
                writer: SettingsWriter,
                AxumState(state): AxumState<State>,
                JsonBody(input): JsonBody<$input>,
            ) -> ApiResult<Response> {
                let id = $save(&state, &writer.0.email, None, input).await?;
                Ok(created(&format!("{}/{id}", $path.trim_start_matches('/')), answer(&state, id).await?))
            }

            /// Makes one what the body says.
            #[utoipa::path(put, path = $item, tag = "shipping", request_body = $input,
                security(("token" = ["settings:write"]), ("session" = [])),
                operation_id = concat!("replace_", stringify!($module)),
                params(("item" = i64, Path, description = "Id", minimum = 1)),
                responses((status = 200, description = "It is so now", body = $body)))]
            pub async fn replace(
                writer: SettingsWriter,
                AxumState(state): AxumState<State>,
                id: Id,
                version: IfMatch,
                JsonBody(input): JsonBody<$input>,
            ) -> ApiResult<Response> {
                let id = $save(&state, &writer.0.email, Some(($id(id.0), version.0)), input).await?;
                answer(&state, id).await
            }

            /// Deletes one. A carrier that something refers to is refused (409).
            #[utoipa::path(delete, path = $item, tag = "shipping",
                security(("token" = ["settings:write"]), ("session" = [])),
                operation_id = concat!("delete_", stringify!($module)),
                params(("item" = i64, Path, description = "Id", minimum = 1)),
                responses((status = 204, description = "It is gone")))]
            pub async fn delete(
                writer: SettingsWriter,
                AxumState(state): AxumState<State>,
                id: Id,
                version: IfMatch,
            ) -> ApiResult<StatusCode> {
                shipping::$delete(&state, &writer.0.email, ($id(id.0), version.0)).await?;
                Ok(StatusCode::NO_CONTENT)
            }
        }
    )*};
}

type Known<T> = Option<(T, i64)>;

async fn save_carrier(
    state: &State,
    actor: &str,
    known: Known<ShippingCarrierId>,
    input: ShippingCarrierInput,
) -> ApiResult<ShippingCarrierId> {
    let saved = shipping::save_carrier(state, actor, known, &input.input()).await;
    Ok(saved.map_err(in_our_words)?.0)
}

async fn save_zone(
    state: &State,
    actor: &str,
    known: Known<ShippingZoneId>,
    input: ShippingZoneInput,
) -> ApiResult<ShippingZoneId> {
    // Programs write codes as they are; the form is more lenient.
    if let Some(index) = input.places.iter().position(|place| country_name(&place.country).is_none()) {
        return Err(Problem::field(format!("places.{index}.country"), Reason::UnknownCountry));
    }
    let saved = shipping::save_zone(state, actor, known, &input.input()).await;
    Ok(saved.map_err(in_our_words)?.0)
}

async fn save_method(
    state: &State,
    actor: &str,
    known: Known<ShippingMethodId>,
    input: ShippingMethodInput,
) -> ApiResult<ShippingMethodId> {
    let (method, rates) = input.input()?;
    let saved = shipping::save_method_with_rates(state, actor, known, &method, Some(rates)).await;
    Ok(saved.map_err(in_our_words)?.0)
}

routes_of! {
    shipping_carriers, ShippingCarrier, ShippingCarrierInput, ShippingCarrierId, carriers, save_carrier, delete_carrier, "/shipping-carriers", "/shipping-carriers/{item}";
    shipping_zones, ShippingZone, ShippingZoneInput, ShippingZoneId, zones, save_zone, delete_zone, "/shipping-zones", "/shipping-zones/{item}";
    shipping_methods, ShippingMethod, ShippingMethodInput, ShippingMethodId, methods, save_method, delete_method, "/shipping-methods", "/shipping-methods/{item}";
}
