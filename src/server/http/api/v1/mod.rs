//! Version 1: every route, a file per resource. Bodies are private to this folder.

mod categories;
mod products;
mod search;
mod types;
mod variants;

use crate::server::state::State;
use axum::extract::DefaultBodyLimit;
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt},
    routes,
};

/// Largest product: its texts, and a thousand variants.
const PRODUCT_BYTES: usize = 2 * 1024 * 1024;

/// Paths, methods and their documentation; the address of each stands beside its handler.
pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        // Categories
        .routes(routes!(categories::list))
        .routes(routes!(categories::tree))
        .routes(routes!(categories::get))
        // Products
        .routes(routes!(products::list, products::write::create).layer(DefaultBodyLimit::max(PRODUCT_BYTES)))
        .routes(
            routes!(products::get, products::write::replace, products::write::patch, products::write::delete)
                .layer(DefaultBodyLimit::max(PRODUCT_BYTES)),
        )
        .routes(routes!(products::write::source))
        .routes(routes!(products::images::add).layer(DefaultBodyLimit::max(products::images::UPLOAD_BYTES)))
        .routes(routes!(products::images::describe, products::images::remove))
        .routes(routes!(products::images::order))
        // Variants
        .routes(routes!(variants::list))
        .routes(routes!(variants::get, variants::patch))
        .routes(routes!(variants::get_by_sku))
        // Search
        .routes(routes!(search::search))
}
