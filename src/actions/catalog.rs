//! Reading the catalog.

use crate::{
    domain::catalog::{CategoryView, Comparison, Home, Listing, ProductDetail, Suggestions},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The front page.
#[server(prefix = "/actions", endpoint = "catalog/home", input = GetUrl)]
pub async fn get_home() -> Result<Home, AppError> {
    use crate::server::{
        page_head::PageHead,
        permissions,
        services::{catalog, price_display, seo},
    };
    let (caller, head) = (permissions::anyone()?, PageHead::current());
    let mut home = catalog::get_home(&caller.state).await?;
    home.show(&price_display::current(&caller.state).await?);
    let site = seo::Site::of(&caller.state).await?;
    head.describe(|nonce| seo::home(&site, nonce, &home));
    Ok(home)
}

/// A category's page; `query` is the query string of its address.
#[server(prefix = "/actions", endpoint = "catalog/category", input = GetUrl)]
pub async fn get_category(slug: String, query: String) -> Result<CategoryView, AppError> {
    use crate::{
        domain::catalog::ListingQuery,
        server::{
            page_head::PageHead,
            permissions,
            services::{catalog, price_display, seo},
        },
    };
    let (caller, head) = (permissions::anyone()?, PageHead::current());
    let (query, prices) = (ListingQuery::parse(&query), price_display::current(&caller.state).await?);
    let mut view = catalog::get_category(&caller.state, &slug, &query.behind(&prices)).await?;
    view.listing.show(&prices);
    let site = seo::Site::of(&caller.state).await?;
    head.describe(|nonce| seo::category(&site, nonce, &view, &query));
    Ok(view)
}

/// A product's page, which is remembered as looked at.
#[server(prefix = "/actions", endpoint = "catalog/product", input = GetUrl)]
pub async fn get_product(slug: String) -> Result<ProductDetail, AppError> {
    use crate::server::{
        page_head::PageHead,
        permissions,
        recently_viewed::RecentlyViewed,
        services::{catalog, price_display, seo},
    };
    let (caller, head) = (permissions::anyone()?, PageHead::current());
    let seen = RecentlyViewed::of_request();
    let (id, mut product) = catalog::get_product(&caller.state, &slug, seen.products()).await?;
    product.show(&price_display::current(&caller.state).await?);
    seen.with(id).remember(&caller.state.config);
    let site = seo::Site::of(&caller.state).await?;
    head.describe(|nonce| seo::product(&site, nonce, &product));
    Ok(product)
}

/// A product's page before shoppers may see it, for those who work on it.
#[server(prefix = "/actions", endpoint = "catalog/preview_product", input = GetUrl)]
pub async fn preview_product(slug: String) -> Result<ProductDetail, AppError> {
    use crate::{
        domain::access::Permission,
        server::{
            permissions,
            services::{catalog, price_display},
        },
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    let mut product = catalog::preview_product(&caller.state, &slug).await?;
    product.show(&price_display::current(&caller.state).await?);
    Ok(product)
}

/// A page of search results; `query` is the query string of its address.
#[server(prefix = "/actions", endpoint = "catalog/search", input = GetUrl)]
pub async fn search_products(query: String) -> Result<Listing, AppError> {
    use crate::{
        domain::catalog::ListingQuery,
        server::{
            permissions,
            services::{catalog, price_display},
        },
    };
    let caller = permissions::anyone()?;
    let prices = price_display::current(&caller.state).await?;
    let mut listing = catalog::search(&caller.state, &ListingQuery::parse(&query).behind(&prices)).await?;
    listing.show(&prices);
    Ok(listing)
}

/// Products side by side; `query` is the query string of the page's address.
#[server(prefix = "/actions", endpoint = "catalog/compare", input = GetUrl)]
pub async fn compare_products(query: String) -> Result<Comparison, AppError> {
    use crate::{
        domain::catalog::CompareQuery,
        server::{
            compare_list, permissions,
            services::{catalog, price_display},
        },
    };
    let caller = permissions::anyone()?;
    let query = CompareQuery::parse(&query);
    compare_list::remember(&caller.state.config, &query);
    let mut comparison = catalog::compare(&caller.state, &query).await?;
    comparison.show(&price_display::current(&caller.state).await?);
    Ok(comparison)
}

/// What the search field suggests for what was typed so far.
#[server(prefix = "/actions", endpoint = "catalog/suggest", input = GetUrl)]
pub async fn suggest(typed: String) -> Result<Suggestions, AppError> {
    use crate::server::{
        permissions,
        services::{catalog, price_display},
    };
    let caller = permissions::anyone()?;
    let mut suggestions = catalog::suggest(&caller.state, &typed).await?;
    suggestions.show(&price_display::current(&caller.state).await?);
    Ok(suggestions)
}
