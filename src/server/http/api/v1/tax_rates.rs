//! Tax rates: what is taxed where, when and by how much. For staff who set the shop up.

use super::{
    products::instant as read_instant,
    shipping::{ShippingQuery as RateQuery, page},
    types::instant,
};
use crate::{
    domain::{
        ids::TaxRateId,
        staff::{TaxRateInput as Form, TaxRateRow},
        timestamp::Timestamp,
    },
    server::{
        http::api::{
            answer::{created, versioned},
            auth::{SettingsReader, SettingsWriter},
            etag::IfMatch,
            extract::{Id, JsonBody, Parameters},
            page::Page,
            problem::{ApiResult, Problem, renamed},
        },
        services::tax_rates,
        state::State,
    },
};
use axum::{
    extract::{OriginalUri, State as AxumState},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A rate with where and when it applies.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaxRate {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    /// Rates of different names add up; of those with one name, the most particular place wins.
    name: String,
    /// "19", "8.875".
    percent: String,
    /// Whether the prices contain it.
    included: bool,
    /// ISO 3166-1 alpha-2.
    country: String,
    /// Empty is all of the country.
    region: String,
    /// "27498", "20000-20999", "97*", with commas between; empty is all.
    postcodes: String,
    tax_category_id: i64,
    #[schema(required = true, format = "date-time")]
    valid_from: Option<String>,
    /// The first moment at which it is over.
    #[schema(required = true, format = "date-time")]
    valid_until: Option<String>,
}

impl From<TaxRateRow> for TaxRate {
    fn from(row: TaxRateRow) -> Self {
        let TaxRateRow { id, version, country, category_id, rule, .. } = row;
        Self {
            id: id.0,
            version,
            percent: rule.rate.percent(),
            name: rule.rate.name,
            included: rule.rate.included,
            country,
            region: rule.region,
            postcodes: rule.postcodes.to_string(),
            tax_category_id: category_id.0,
            valid_from: Some(rule.valid_from).filter(|from| from.0 != 0).map(instant),
            valid_until: rule.valid_until.map(instant),
        }
    }
}

/// A rate as it is written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRateInput {
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    /// A decimal number up to 100, with at most four digits behind the point. 0 replaces a wider rate in one place.
    #[schema(min_length = 1, max_length = 10, pattern = "^[0-9]{1,3}(\\.[0-9]{1,4})?$", example = "19")]
    percent: String,
    included: bool,
    /// ISO 3166-1 alpha-2.
    #[schema(min_length = 2, max_length = 2, example = "DE")]
    country: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    region: String,
    #[serde(default)]
    #[schema(max_length = 400, example = "20000-20999")]
    postcodes: String,
    #[schema(minimum = 1)]
    tax_category_id: i64,
    /// To the minute; left out: always.
    #[serde(default)]
    #[schema(format = "date-time", max_length = 40)]
    valid_from: Option<String>,
    #[serde(default)]
    #[schema(format = "date-time", max_length = 40)]
    valid_until: Option<String>,
}

impl TaxRateInput {
    fn form(self) -> ApiResult<Form> {
        let minute = |field: &str, text: &Option<String>| -> ApiResult<String> {
            let at = text.as_deref().map(|text| read_instant(field, text)).transpose()?;
            Ok(at.map(Timestamp::minute).unwrap_or_default())
        };
        Ok(Form {
            valid_from: minute("valid_from", &self.valid_from)?,
            valid_until: minute("valid_until", &self.valid_until)?,
            name: self.name,
            percent: self.percent,
            included: self.included,
            country: self.country,
            region: self.region,
            postcodes: self.postcodes,
            category: self.tax_category_id.to_string(),
        })
    }
}

fn in_our_words(error: crate::error::AppError) -> Problem {
    renamed(error, &[("category", "tax_category_id")])
}

async fn answer(state: &State, id: TaxRateId) -> ApiResult<Response> {
    let found = tax_rates::list(state).await?.into_iter().find(|row| row.id == id);
    let row = found.ok_or_else(Problem::not_found)?;
    Ok(versioned(row.version, TaxRate::from(row)))
}

/// All rates, oldest first.
#[utoipa::path(get, path = "/tax-rates", tag = "taxes", operation_id = "list_tax_rates", params(RateQuery),
    security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "A page of them", body = Page<TaxRate>)))]
pub async fn list(
    _: SettingsReader,
    AxumState(state): AxumState<State>,
    OriginalUri(uri): OriginalUri,
    Parameters(query): Parameters<RateQuery>,
) -> ApiResult<Page<TaxRate>> {
    page(&query, &uri, tax_rates::list(&state).await?, |row| row.id.0, TaxRate::from)
}

/// One rate. Its ETag is what `If-Match` of a change says.
#[utoipa::path(get, path = "/tax-rates/{rate}", tag = "taxes", operation_id = "get_tax_rate",
    params(("rate" = i64, Path, minimum = 1)), security(("token" = ["settings:read"]), ("session" = [])),
    responses((status = 200, description = "The rate", body = TaxRate)))]
pub async fn get(_: SettingsReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
    answer(&state, TaxRateId(id.0)).await
}

/// Adds a rate. A second one of a name for the same place and time is refused.
#[utoipa::path(post, path = "/tax-rates", tag = "taxes", operation_id = "create_tax_rate",
    request_body = TaxRateInput, security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 201, description = "It was added; `Location` leads to it", body = TaxRate)))]
pub async fn create(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<TaxRateInput>,
) -> ApiResult<Response> {
    let id = tax_rates::add(&state, &writer.0.email, &input.form()?).await.map_err(in_our_words)?;
    Ok(created(&format!("tax-rates/{id}"), answer(&state, id).await?))
}

/// Makes a rate what the body says. Orders keep the taxes that they were placed with.
#[utoipa::path(put, path = "/tax-rates/{rate}", tag = "taxes", operation_id = "replace_tax_rate",
    params(("rate" = i64, Path, minimum = 1)), request_body = TaxRateInput,
    security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 200, description = "It is so now", body = TaxRate)))]
pub async fn replace(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    JsonBody(input): JsonBody<TaxRateInput>,
) -> ApiResult<Response> {
    let id = TaxRateId(id.0);
    let updated = tax_rates::update(&state, &writer.0.email, (id, version.0), &input.form()?).await;
    updated.map_err(in_our_words)?;
    answer(&state, id).await
}

/// Deletes a rate. Orders keep the taxes that they were placed with.
#[utoipa::path(delete, path = "/tax-rates/{rate}", tag = "taxes", operation_id = "delete_tax_rate",
    params(("rate" = i64, Path, minimum = 1)), security(("token" = ["settings:write"]), ("session" = [])),
    responses((status = 204, description = "It is gone")))]
pub async fn delete(
    writer: SettingsWriter,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
) -> ApiResult<StatusCode> {
    tax_rates::delete(&state, &writer.0.email, TaxRateId(id.0), version.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
