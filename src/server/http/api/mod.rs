//! The REST API: every address below `/api` on one page.
//!
//! Its conventions, for every version and resource:
//! - `layer`: what all answers have in common (problem details, entity tags, limits, CORS);
//! - `auth`, `extract`: who asks, and for what; first among a handler's arguments;
//! - `page`, `include`: lists, and parts of what they list;
//! - `answer`: what routes of one kind answer with;
//! - `v1`: the resources. A handler stands beside its path and its documentation.
//!
//! `docs/api.md` tells integrators the same.

mod answer;
mod auth;
mod cors;
mod docs;
mod etag;
mod extract;
pub mod idempotency;
mod include;
pub mod layer;
pub mod openapi;
mod page;
mod patch;
mod problem;
mod rate_limit;
mod v1;

pub use v1::event_data;

use crate::server::{sessions::Identity, state::State};
use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{Next, from_fn},
    response::Response,
    routing::get,
};

/// Everything below `/api`, to be nested there.
pub fn router() -> Router<State> {
    let (v1, _) = openapi::split();
    Router::new()
        .route("/openapi.json", get(openapi::serve))
        .route("/docs", get(docs::page))
        .route("/docs/{file}", get(docs::file))
        .nest("/v1", v1)
        .layer(from_fn(caching))
}

/// Visitors may share what they read for a minute; what somebody sees who said who they are is theirs alone.
async fn caching(Extension(identity): Extension<Identity>, request: Request, next: Next) -> Response {
    let rule = if identity.account.is_some() { "private, no-cache" } else { "public, max-age=60" };
    let rule = if is_personal(request.uri().path()) { "no-store" } else { rule };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(rule));
    headers.append(header::VARY, HeaderValue::from_static("cookie"));
    headers.append(header::VARY, HeaderValue::from_static("authorization"));
    response
}

/// What is about people stays nowhere but with them. The path is that below `/api`.
fn is_personal(path: &str) -> bool {
    ["/v1/users", "/v1/token", "/v1/carts", "/v1/orders", "/v1/webhook-endpoints"]
        .iter()
        .any(|start| path.starts_with(start))
}
