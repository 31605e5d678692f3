//! Version 1: every route, a file per resource. Bodies are private to this folder.

mod categories;
mod products;
mod search;
mod types;
mod variants;

use crate::server::state::State;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Paths, methods and their documentation; the address of each stands beside its handler.
pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        // Categories
        .routes(routes!(categories::list))
        .routes(routes!(categories::tree))
        .routes(routes!(categories::get))
        // Products
        .routes(routes!(products::list))
        .routes(routes!(products::get))
        // Variants
        .routes(routes!(variants::list))
        .routes(routes!(variants::get))
        .routes(routes!(variants::get_by_sku))
        // Search
        .routes(routes!(search::search))
}
