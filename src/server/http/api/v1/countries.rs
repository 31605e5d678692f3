//! The countries, and where the shop ships.

use crate::{
    domain::country::{self, COUNTRIES, address_words},
    server::{http::api::problem::ApiResult, services::shipping_terms::shipping_terms, state::State},
};
use axum::{Json, extract::State as AxumState};
use serde::Serialize;
use utoipa::ToSchema;

/// A country of ISO 3166-1.
#[derive(Debug, Serialize, ToSchema)]
pub struct Country {
    /// Alpha-2.
    #[schema(example = "DE")]
    code: &'static str,
    name: &'static str,
    continent: &'static str,
    /// Some shipping method goes there, perhaps to some of its regions only.
    ships_to: bool,
    /// `null` where there are no postcodes.
    #[schema(required = true)]
    postcode: Option<AddressPart>,
    /// `null` where addresses have no such line.
    #[schema(required = true)]
    region: Option<AddressPart>,
}

/// A part of an address that others call otherwise, or do not have.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddressPart {
    #[schema(example = "ZIP code")]
    label: &'static str,
    required: bool,
}

impl From<country::AddressPart> for AddressPart {
    fn from(country::AddressPart { label, required }: country::AddressPart) -> Self {
        Self { label, required }
    }
}

/// Every country with what its addresses have, by name.
#[utoipa::path(get, path = "/countries", tag = "shipping", operation_id = "list_countries",
    responses((status = 200, description = "All of them at once", body = Vec<Country>)))]
pub async fn list(AxumState(state): AxumState<State>) -> ApiResult<Json<Vec<Country>>> {
    let terms = shipping_terms(&state).await?;
    let countries = COUNTRIES.iter().map(|(code, name, continent)| {
        let words = address_words(code);
        Country {
            code,
            name,
            continent: continent.name(),
            ships_to: terms.ships_to.iter().any(|known| known == code),
            postcode: words.postcode.map(AddressPart::from),
            region: words.region.map(AddressPart::from),
        }
    });
    Ok(Json(countries.collect()))
}
