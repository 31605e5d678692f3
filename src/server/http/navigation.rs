//! The menu of the header and what shipping costs, looked up before a page is rendered.
//!
//! Pages get it as plain context: a header that waited for a resource of its own would have to
//! be streamed and hydrated beside the page.

use crate::{
    domain::shipping::ShippingTerms,
    server::{
        services::{catalog, shipping_terms::shipping_terms},
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
    if request.method() == Method::GET && has_menu(request.uri().path()) {
        // What went wrong is logged; a page without a menu is better than none.
        if let Ok(top) = catalog::top_categories(&state).await {
            request.extensions_mut().insert(top.navigation.clone());
        }
        if let Ok(terms) = shipping_terms(&state).await {
            request.extensions_mut().insert(ShippingTerms::clone(&terms));
        }
    }
    next.run(request).await
}

fn has_menu(path: &str) -> bool {
    let others = ["/actions/", "/admin", "/api/", "/sandbox/", "/webhooks/", "/favicon.svg", "/robots.txt"];
    !super::is_file(path) && !others.iter().any(|other| path.starts_with(other))
}
