//! The menu of the header, looked up before a page is rendered.
//!
//! Pages get it as plain context: a header that waited for a resource of its own would have to
//! be streamed and hydrated beside the page.

use crate::server::{services::catalog, state::State};
use axum::{
    extract::{Request, State as AxumState},
    http::Method,
    middleware::Next,
    response::Response,
};

pub async fn provide(AxumState(state): AxumState<State>, mut request: Request, next: Next) -> Response {
    if request.method() == Method::GET
        && has_menu(request.uri().path())
        // What went wrong is logged; a page without a menu is better than none.
        && let Ok(top) = catalog::top_categories(&state).await
    {
        request.extensions_mut().insert(top.navigation.clone());
    }
    next.run(request).await
}

fn has_menu(path: &str) -> bool {
    let others = ["/actions/", "/admin", "/api/", "/sandbox/", "/webhooks/", "/favicon.svg", "/robots.txt"];
    !super::is_file(path) && !others.iter().any(|other| path.starts_with(other))
}
