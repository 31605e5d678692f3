//! Reading the catalog.

use crate::{
    domain::catalog::{CategoryView, Home, Listing, ProductDetail, Suggestions},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The front page.
#[server(prefix = "/actions", endpoint = "catalog/home", input = GetUrl)]
pub async fn get_home() -> Result<Home, AppError> {
    use crate::server::{permissions, services::catalog};
    let caller = permissions::anyone()?;
    catalog::get_home(&caller.state).await
}

/// A category's page; `query` is the query string of its address.
#[server(prefix = "/actions", endpoint = "catalog/category", input = GetUrl)]
pub async fn get_category(slug: String, query: String) -> Result<CategoryView, AppError> {
    use crate::{
        domain::catalog::ListingQuery,
        server::{permissions, services::catalog},
    };
    let caller = permissions::anyone()?;
    catalog::get_category(&caller.state, &slug, &ListingQuery::parse(&query)).await
}

/// A product's page.
#[server(prefix = "/actions", endpoint = "catalog/product", input = GetUrl)]
pub async fn get_product(slug: String) -> Result<ProductDetail, AppError> {
    use crate::server::{permissions, services::catalog};
    let caller = permissions::anyone()?;
    catalog::get_product(&caller.state, &slug).await
}

/// A page of search results; `query` is the query string of its address.
#[server(prefix = "/actions", endpoint = "catalog/search", input = GetUrl)]
pub async fn search_products(query: String) -> Result<Listing, AppError> {
    use crate::{
        domain::catalog::ListingQuery,
        server::{permissions, services::catalog},
    };
    let caller = permissions::anyone()?;
    catalog::search(&caller.state, &ListingQuery::parse(&query)).await
}

/// What the search field suggests for what was typed so far.
#[server(prefix = "/actions", endpoint = "catalog/suggest", input = GetUrl)]
pub async fn suggest(typed: String) -> Result<Suggestions, AppError> {
    use crate::server::{permissions, services::catalog};
    let caller = permissions::anyone()?;
    catalog::suggest(&caller.state, &typed).await
}
