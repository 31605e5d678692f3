//! Shipping: carriers, zones, and methods with what they cost where. For staff who set the shop up.

use super::types::Money;
use crate::{
    domain::{
        country::country_name,
        forms::Problem as Reason,
        ids::{ShippingCarrierId, ShippingMethodId, ShippingZoneId},
        shipping::{
            Calculator, CarrierInput, Limits, MethodInput, RateInput, RateRowInput, RateTable, ZoneInput, ZonePlace,
        },
        staff::{CarrierRow, MethodRow, ZoneRate, ZoneRow},
    },
    error::AppError,
    server::{
        http::api::{
            auth::{SettingsReader, SettingsWriter},
            etag::{self, IfMatch},
            extract::{Id, JsonBody, Parameters},
            page::{Order, Page, slice},
            problem::{ApiResult, Problem},
        },
        services::shipping::{self, Rates},
        state::State,
        store::slice::{Position, Sliced},
    },
};
use axum::{
    Json,
    extract::{OriginalUri, State as AxumState},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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
fn page<R, B>(
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

/// A body, with the tag of its version.
fn tagged(version: i64, body: impl Serialize) -> Response {
    ([(header::ETAG, etag::of_version(version))], Json(body)).into_response()
}

fn created(path: &str, id: i64, mut answer: Response) -> Response {
    *answer.status_mut() = StatusCode::CREATED;
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/{path}/{id}")) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShippingCarrier {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    /// `{tracking}` stands for the number; empty if the carrier has no such page.
    tracking_url: String,
}

impl From<CarrierRow> for ShippingCarrier {
    fn from(row: CarrierRow) -> Self {
        let CarrierRow { id, version, slug, name, tracking_url } = row;
        Self { id: id.0, version, slug, name, tracking_url }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingCarrierInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// https, with `{tracking}` behind the host; empty for none.
    #[serde(default)]
    #[schema(max_length = 300)]
    tracking_url: String,
}

impl ShippingCarrierInput {
    fn input(self) -> CarrierInput {
        CarrierInput { name: self.name, tracking_url: self.tracking_url }
    }
}

/// A country, or a region of one.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingPlace {
    /// ISO 3166-1 alpha-2.
    #[schema(pattern = "^[A-Z]{2}$")]
    country: String,
    /// As addresses have it; empty is all of the country.
    #[serde(default)]
    #[schema(max_length = 100)]
    region: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShippingZone {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    places: Vec<ShippingPlace>,
}

impl From<ZoneRow> for ShippingZone {
    fn from(row: ZoneRow) -> Self {
        let place = |place: ZonePlace| ShippingPlace { country: place.country, region: place.region };
        let places = row.places.into_iter().map(place).collect();
        Self { id: row.id.0, version: row.version, slug: row.slug, name: row.name, places }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingZoneInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// No other zone may have one of them.
    #[schema(min_items = 1, max_items = 300)]
    places: Vec<ShippingPlace>,
}

impl ShippingZoneInput {
    fn input(self) -> ZoneInput {
        let places: Vec<ZonePlace> =
            self.places.into_iter().map(|place| ZonePlace { country: place.country, region: place.region }).collect();
        let (parts, whole): (Vec<_>, Vec<_>) = places.into_iter().partition(|place| !place.region.trim().is_empty());
        let line = |place: &ZonePlace| format!("{}: {}", place.country, place.region.replace(['\n', '\r'], " "));
        ZoneInput {
            name: self.name,
            countries: whole.into_iter().map(|place| place.country).collect(),
            regions: parts.iter().map(line).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// How a price comes about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShippingCalculator {
    Flat,
    /// By grams.
    Weight,
    /// By minor units of the value after discounts.
    Value,
}

/// "Up to so much: this price."
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingRateRow {
    /// Grams or minor units, included; `null` is everything above the other rows.
    #[serde(default)]
    #[schema(required = false, minimum = 1, maximum = 10_000_000_000_i64)]
    up_to: Option<i64>,
    price: Money,
}

/// What a method costs in a zone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingRate {
    #[schema(minimum = 1)]
    zone_id: i64,
    calculator: ShippingCalculator,
    /// Of a flat rate.
    #[serde(default)]
    price: Option<Money>,
    /// Items worth this much before discounts ship free.
    #[serde(default)]
    free_from: Option<Money>,
    /// Of a table.
    #[serde(default)]
    #[schema(max_items = 30)]
    rows: Vec<ShippingRateRow>,
}

impl From<ZoneRate> for ShippingRate {
    fn from(rate: ZoneRate) -> Self {
        let rows = rate.rate.calculator.rows().map(RateTable::rows).unwrap_or_default();
        let rows = rows.iter().map(|row| ShippingRateRow { up_to: row.up_to, price: Money::of_minor(row.price_minor) });
        let (calculator, price) = match rate.rate.calculator {
            Calculator::Flat { price_minor } => (ShippingCalculator::Flat, Some(Money::of_minor(price_minor))),
            Calculator::Weight { .. } => (ShippingCalculator::Weight, None),
            Calculator::Value { .. } => (ShippingCalculator::Value, None),
        };
        let free_from = rate.rate.free_from_minor.map(Money::of_minor);
        Self { zone_id: rate.zone.0, calculator, price, free_from, rows: rows.collect() }
    }
}

impl ShippingRate {
    fn input(self) -> (ShippingZoneId, RateInput) {
        let amount = |money: Option<Money>| money.map(|money| money.amount.to_string()).unwrap_or_default();
        let calculator = match self.calculator {
            ShippingCalculator::Flat => "flat",
            ShippingCalculator::Weight => "weight",
            ShippingCalculator::Value => "value",
        };
        let row = |row: ShippingRateRow| RateRowInput {
            up_to: row.up_to.map(|up_to| up_to.to_string()).unwrap_or_default(),
            price: row.price.amount.to_string(),
        };
        let input = RateInput {
            calculator: calculator.into(),
            price: amount(self.price),
            free_from: amount(self.free_from),
            rows: self.rows.into_iter().map(row).collect(),
        };
        (ShippingZoneId(self.zone_id), input)
    }

    fn is_in(&self, currency: crate::domain::money::Currency) -> bool {
        let mut all = self.price.iter().chain(&self.free_from).chain(self.rows.iter().map(|row| &row.price));
        all.all(|money| money.currency == currency)
    }
}

/// Where the customer picks it up.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingPickup {
    #[schema(minimum = 1)]
    fulfillment_center_id: i64,
    /// Street and hours, in words for the customer.
    #[schema(min_length = 1, max_length = 300)]
    place: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShippingMethod {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    carrier_id: i64,
    active: bool,
    /// Working days until it arrives, least and most.
    days_min: i64,
    days_max: i64,
    /// The lowest stands first.
    position: i64,
    minimum_weight_grams: Option<i64>,
    maximum_weight_grams: Option<i64>,
    minimum_value: Option<Money>,
    maximum_value: Option<Money>,
    pickup: Option<ShippingPickup>,
    rates: Vec<ShippingRate>,
}

impl From<MethodRow> for ShippingMethod {
    fn from(row: MethodRow) -> Self {
        let Limits { minimum_weight_grams, maximum_weight_grams, minimum_value_minor, maximum_value_minor } =
            row.limits;
        Self {
            id: row.id.0,
            version: row.version,
            slug: row.slug,
            name: row.name,
            carrier_id: row.carrier_id.0,
            active: row.active,
            days_min: row.days_min,
            days_max: row.days_max,
            position: row.position,
            minimum_weight_grams,
            maximum_weight_grams,
            minimum_value: minimum_value_minor.map(Money::of_minor),
            maximum_value: maximum_value_minor.map(Money::of_minor),
            pickup: row
                .pickup
                .map(|pickup| ShippingPickup { fulfillment_center_id: pickup.center.0, place: pickup.place }),
            rates: row.rates.into_iter().map(ShippingRate::from).collect(),
        }
    }
}

const fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingMethodInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[schema(minimum = 1)]
    carrier_id: i64,
    #[serde(default = "yes")]
    active: bool,
    #[schema(minimum = 0, maximum = 120)]
    days_min: i64,
    #[schema(minimum = 0, maximum = 120)]
    days_max: i64,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 999)]
    position: i64,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000)]
    minimum_weight_grams: Option<i64>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000)]
    maximum_weight_grams: Option<i64>,
    #[serde(default)]
    minimum_value: Option<Money>,
    #[serde(default)]
    maximum_value: Option<Money>,
    #[serde(default)]
    pickup: Option<ShippingPickup>,
    /// All there are: the method does not go to zones that are not named.
    #[serde(default)]
    #[schema(max_items = 200)]
    rates: Vec<ShippingRate>,
}

impl ShippingMethodInput {
    /// The method and its rates; amounts in another currency than the shop's are refused.
    fn input(self) -> ApiResult<(MethodInput, Rates)> {
        let currency = crate::server::services::pricing::CURRENCY;
        let limits = [("minimum_value", &self.minimum_value), ("maximum_value", &self.maximum_value)];
        let foreign = |money: &Option<Money>| money.as_ref().is_some_and(|money| money.currency != currency);
        if let Some((field, _)) = limits.iter().find(|(_, money)| foreign(money)) {
            return Err(Problem::field(format!("{field}.currency"), Reason::UnknownChoice));
        }
        if let Some(index) = self.rates.iter().position(|rate| !rate.is_in(currency)) {
            return Err(Problem::field(format!("rates.{index}"), Reason::UnknownChoice));
        }
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        // In the words of the form: "12.50".
        let price = |money: Option<Money>| {
            money.map(|money| crate::domain::money::Money::new(money.amount, currency).decimal()).unwrap_or_default()
        };
        let (center, pickup_place) = match &self.pickup {
            Some(pickup) => (pickup.fulfillment_center_id.to_string(), pickup.place.clone()),
            None => (String::new(), String::new()),
        };
        let input = MethodInput {
            name: self.name,
            carrier: self.carrier_id.to_string(),
            active: self.active,
            kind: if self.pickup.is_some() { "pickup" } else { "delivery" }.to_owned(),
            days_min: self.days_min.to_string(),
            days_max: self.days_max.to_string(),
            position: self.position.to_string(),
            minimum_weight: number(self.minimum_weight_grams),
            maximum_weight: number(self.maximum_weight_grams),
            minimum_value: price(self.minimum_value),
            maximum_value: price(self.maximum_value),
            center,
            pickup_place,
        };
        Ok((input, self.rates.into_iter().map(ShippingRate::input).collect()))
    }
}

/// Fields by the names that bodies have.
fn in_our_words(error: AppError) -> Problem {
    let mut problem = Problem::from(error);
    for error in &mut problem.errors {
        let name = match error.field.as_str() {
            "carrier" => "carrier_id",
            "countries" | "regions" => "places",
            "center" => "pickup.fulfillment_center_id",
            "pickup_place" => "pickup.place",
            "minimum_weight" => "minimum_weight_grams",
            "maximum_weight" => "maximum_weight_grams",
            _ => continue,
        };
        error.field = name.into();
    }
    problem
}

/// The routes of a model.
macro_rules! routes_of {
    ($($module:ident, $body:ident, $input:ident, $id:ident, $rows:ident, $save:ident, $delete:ident, $path:literal, $item:literal;)*) => {$(
        pub mod $module {
            use super::*;

            async fn answer(state: &State, id: $id) -> ApiResult<Response> {
                let rows = shipping::overview(state).await?.$rows;
                let row = rows.into_iter().find(|row| row.id == id).ok_or_else(Problem::not_found)?;
                Ok(tagged(row.version, $body::from(row)))
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
                Ok(created($path.trim_start_matches('/'), id.0, answer(&state, id).await?))
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
