//! What shipping and taxes would come to.

use super::{body::CartAmounts, checkout::ShippingMethodOffer, require};
use crate::{
    domain::{cart, shipping::EstimatePlace},
    server::{
        http::api::{auth::CartHolder, extract::Parameters, problem::ApiResult},
        services::carts,
        state::State,
    },
};
use axum::{Json, extract::State as AxumState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a cart would come to in a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct CartEstimate {
    /// ISO 3166-1 alpha-2; empty where nobody has said where to.
    country: String,
    region: String,
    postcode: String,
    /// With the chosen shipping method or, without one, the cheapest.
    totals: CartAmounts,
    /// Methods for the place; none where nothing ships to.
    shipping_methods: Vec<ShippingMethodOffer>,
}

impl From<cart::CartEstimate> for CartEstimate {
    fn from(estimate: cart::CartEstimate) -> Self {
        let EstimatePlace { country, region, postcode } = estimate.place;
        Self {
            country,
            region,
            postcode,
            totals: CartAmounts::from(&estimate.totals),
            shipping_methods: estimate.offers.into_iter().map(ShippingMethodOffer::from).collect(),
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EstimateQuery {
    /// ISO 3166-1 alpha-2. Left out: that of the checkout's address, or of the account's default one.
    #[param(min_length = 2, max_length = 2, example = "DE")]
    country: Option<String>,
    #[param(max_length = 100)]
    region: Option<String>,
    #[param(max_length = 20)]
    postcode: Option<String>,
}

/// What shipping and taxes come to in a place. Nothing is kept.
#[utoipa::path(get, path = "/carts/{cart}/estimate", tag = "carts", operation_id = "estimate_cart",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$"), EstimateQuery),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The estimate", body = CartEstimate)))]
pub async fn get(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    Parameters(query): Parameters<EstimateQuery>,
) -> ApiResult<Json<CartEstimate>> {
    require(&state, &holder.0).await?;
    let EstimateQuery { country, region, postcode } = query;
    let place = EstimatePlace {
        country: country.unwrap_or_default(),
        region: region.unwrap_or_default(),
        postcode: postcode.unwrap_or_default(),
    };
    Ok(Json(carts::estimate(&state, &holder.0, &place).await?.into()))
}
