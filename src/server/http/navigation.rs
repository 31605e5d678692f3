//! Whose shop it is, the menu of the header and what shipping costs, looked up before a page is rendered.
//!
//! Pages get it as plain context: a header that waited for a resource of its own would have to
//! be streamed and hydrated beside the page.

use crate::{
    domain::{shipping::ShippingTerms, shop_settings::Shop},
    server::{
        services::{catalog, shipping_terms::shipping_terms, shop_settings},
        state::State,
    },
};
use axum::{
    extract::{Request, State as AxumState},
    http::Method,
    middleware::Next,
    response::Response,
};

pub async fn provide(AxumState(state): AxumState<State>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let shows_page = request.method() == Method::GET && is_page(path);
    let has_menu = shows_page && !path.starts_with("/admin");
    // What went wrong is logged; a page without a menu is better than none.
    if shows_page && let Ok(shop) = shop_settings::current(&state).await {
        request.extensions_mut().insert(Shop::clone(&shop));
    }
    if has_menu {
        if let Ok(top) = catalog::top_categories(&state).await {
            request.extensions_mut().insert(top.navigation.clone());
        }
        if let Ok(terms) = shipping_terms(&state).await {
            request.extensions_mut().insert(ShippingTerms::clone(&terms));
        }
    }
    next.run(request).await
}

fn is_page(path: &str) -> bool {
    let others = ["/actions/", "/api/", "/sandbox/", "/webhooks/", "/favicon.svg", "/robots.txt"];
    !super::is_file(path) && !others.iter().any(|other| path.starts_with(other))
}
