//! What a search field suggests while somebody types, as the storefront's does.

use super::super::types::{Money, Picture, TaxedPrice};
use crate::{
    domain::{
        catalog::{SuggestedBrand, SuggestedProduct, Suggestions},
        forms::required_line,
        tax::ShownPrices,
    },
    server::{
        http::api::{
            extract::Parameters,
            problem::{ApiResult, Problem},
        },
        services,
        state::State,
    },
};
use axum::{Json, extract::State as AxumState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestionsQuery {
    /// What was typed so far.
    #[param(min_length = 1, max_length = 100)]
    q: String,
}

/// What begins with what was typed, or comes close; best first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchSuggestions {
    /// At most three, with all of the words in their names; so are brands.
    pub categories: Vec<SuggestedName>,
    pub brands: Vec<SuggestedName>,
    /// At most six.
    pub products: Vec<SuggestedHit>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SuggestedName {
    pub slug: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SuggestedHit {
    pub id: i64,
    pub slug: String,
    pub title: String,
    /// Of the cheapest variant.
    pub price: Money,
    pub taxed_price: TaxedPrice,
    #[schema(required = true)]
    pub picture: Option<Picture>,
}

/// Categories, brands and products for what was typed so far.
#[utoipa::path(get, path = "/search/suggestions", tag = "search", operation_id = "search_suggestions",
    params(SuggestionsQuery), responses((status = 200, description = "What to suggest", body = SearchSuggestions)))]
pub async fn suggestions(
    AxumState(state): AxumState<State>,
    Parameters(query): Parameters<SuggestionsQuery>,
) -> ApiResult<Json<SearchSuggestions>> {
    let typed = required_line(&query.q, 100).map_err(|reason| Problem::field("q", reason))?;
    let Suggestions { categories, brands, products } = services::catalog::suggest(&state, &typed).await?;
    let prices = services::price_display::current(&state).await?;
    let brand = |SuggestedBrand { slug, name }| SuggestedName { slug, name };
    Ok(Json(SearchSuggestions {
        categories: categories.into_iter().map(|link| SuggestedName { slug: link.slug, name: link.name }).collect(),
        brands: brands.into_iter().map(brand).collect(),
        products: products.into_iter().filter_map(|product| hit(product, &prices)).collect(),
    }))
}

fn hit(product: SuggestedProduct, prices: &ShownPrices) -> Option<SuggestedHit> {
    Some(SuggestedHit {
        id: product.id?.0,
        taxed_price: TaxedPrice::of(prices, product.tax_category, product.price),
        slug: product.slug,
        title: product.title,
        price: product.price.into(),
        picture: product.picture.map(Picture::from),
    })
}
