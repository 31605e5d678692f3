//! The router: every address of the shop on one page.

mod access;
mod account;
mod actions;
pub mod api;
mod bearer;
mod category_picture;
pub mod client;
mod compare;
mod csrf;
mod documents;
mod head;
mod health;
mod imports;
mod media;
mod moved;
mod navigation;
mod orders_csv;
pub(super) mod pages;
mod referral;
mod security_headers;
pub mod serve;
mod sitemap;
mod webhooks;

use super::{gateways::sandbox, services::devices, sessions::Identity, state::State};
use crate::app::{App, shell};
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State as AxumState},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions};
use std::{borrow::Cow, sync::LazyLock, time::Duration};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    limit::RequestBodyLimitLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    services::{ServeDir, fs::ServeFileSystemResponseBody},
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutBody,
    trace::{DefaultOnResponse, TraceLayer},
};

/// Largest request body outside uploads: a checkout form is a few kilobytes.
const BODY_BYTES: usize = 64 * 1024;
/// Of the product form, which has a row of fields for each of up to a thousand variants.
const PRODUCT_FORM_BYTES: usize = 2 * 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(30);

/// Everything the shop answers.
pub fn router(state: &State) -> Router {
    let context = pages::context(state);
    let options = state.leptos.clone();
    Router::new()
        // Shoppers and staff
        .leptos_routes_with_context(state, APP_PAGES.clone(), context, move || shell(options.clone()))
        // Server functions read the bare body, which the limit for extractors below does not reach.
        .route(
            "/actions/admin/save_product",
            post(actions::handle).layer(
                ServiceBuilder::new()
                    .layer(RequestBodyLimitLayer::new(PRODUCT_FORM_BYTES))
                    .layer(DefaultBodyLimit::max(PRODUCT_FORM_BYTES)),
            ),
        )
        .route(
            "/actions/{*function}",
            get(actions::handle).post(actions::handle).layer(RequestBodyLimitLayer::new(BODY_BYTES)),
        )
        .route(
            "/admin/products/{product}/images",
            post(media::upload).layer(DefaultBodyLimit::max(media::UPLOAD_BYTES)),
        )
        .route(
            imports::UPLOAD,
            post(imports::upload).layer(DefaultBodyLimit::max(imports::upload_bytes(&state.config))),
        )
        .route("/admin/imports/{id}/report.csv", get(imports::report))
        .route("/admin/export.csv", get(imports::export))
        .route("/admin/orders.csv", get(orders_csv::export))
        .route("/compare/add/{slug}", get(compare::add))
        .merge(category_picture::router())
        .route(account::EXPORT, post(account::export))
        .route("/orders/{number}/return", get(webhooks::browser_return))
        .merge(documents::router())
        // Files
        .route("/media/{file}", get(media::serve))
        .nest_service("/pkg", files(state, "pkg", IMMUTABLE))
        .nest_service("/fonts", files(state, "fonts", IMMUTABLE))
        .route("/favicon.svg", get(pages::favicon))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemaps/{file}", get(sitemap::part))
        // Integrators
        .nest("/api", api::router())
        // Payment gateways
        .route("/webhooks/{gateway}", post(webhooks::receive))
        .nest("/sandbox", sandbox::pages::router())
        // Operators
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .fallback(pages::not_found)
        .layer(from_fn(head::complete))
        .layer(from_fn_with_state(state.clone(), moved::redirect))
        .layer(from_fn_with_state(state.clone(), referral::remember))
        .layer(from_fn_with_state(state.clone(), navigation::provide))
        .layer(from_fn_with_state(state.clone(), api::idempotency::apply))
        .layer(from_fn_with_state(state.clone(), access::enforce))
        .layer(from_fn_with_state(state.clone(), identify))
        .layer(from_fn_with_state(state.clone(), csrf::refuse_foreign_posts))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(state.clone(), client::note))
                .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
                .layer(
                    TraceLayer::new_for_http()
                        .make_span_with(request_span)
                        .on_response(DefaultOnResponse::new().level(tracing::Level::DEBUG)),
                )
                .layer(PropagateRequestIdLayer::x_request_id())
                .layer(CompressionLayer::new())
                .layer(from_fn_with_state(state.clone(), security_headers::add))
                .layer(from_fn_with_state(api::layer::Conventions::new(state), api::layer::apply))
                .layer(CatchPanicLayer::custom(pages::panicked))
                .layer(from_fn_with_state(state.clone(), time_out)),
        )
        .with_state(state.clone())
}

pub use pages::set_status;

/// The app's pages; server functions are excluded, as they have a route of their own.
///
/// Listed once per process: meanwhile Leptos loads no resource anywhere in it, so that a page which another
/// router is just rendering, as in tests, would wait forever (leptos-rs/leptos#4773).
static APP_PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
    let functions = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    generate_route_list_with_exclusions(App, Some(functions))
});

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Built files, with the compressed copies that the build made, under a caching rule.
fn files(state: &State, folder: &str, caching: &'static str) -> Router {
    let folder = ServeDir::new(state.config.site_dir.join(folder)).precompressed_br().precompressed_gzip();
    // Not on a 404: nobody shall remember for a year that a file was missing during an update.
    let caching = move |response: &axum::http::Response<ServeFileSystemResponseBody>| {
        (!response.status().is_client_error()).then(|| HeaderValue::from_static(caching))
    };
    let caching = SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, caching);
    Router::new().fallback_service(ServiceBuilder::new().layer(caching).service(folder))
}

/// Ends what takes too long; an upload takes as long as its sender's line, as long as something arrives.
async fn time_out(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    let pause = Duration::from_secs(u64::from(state.config.read_seconds));
    let request = request.map(|body| Body::new(TimeoutBody::new(pause, body)));
    if request.uri().path() == imports::UPLOAD {
        return next.run(request).await;
    }
    let answer = tokio::time::timeout(TIMEOUT, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Finds out who asks, once per request; handlers and pages read it from the extensions.
async fn identify(AxumState(state): AxumState<State>, mut request: Request, next: Next) -> Response {
    if is_file(request.uri().path()) {
        return next.run(request).await;
    }
    if bearer::is_shown(request.uri().path(), request.headers()) {
        return bearer::identify(&state, request, next).await;
    }
    match Identity::load(&state, request.headers()).await {
        Ok(identity) => {
            if let Err(error) = devices::note_seen(&state, &identity).await {
                tracing::warn!(%error, "could not note that a session is in use");
            }
            request.extensions_mut().insert(identity);
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(%error, "could not look up the session");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn is_file(path: &str) -> bool {
    ["/pkg/", "/media/", "/fonts/", "/sitemap", "/healthz", "/readyz"].iter().any(|prefix| path.starts_with(prefix))
}

fn request_span(request: &axum::http::Request<axum::body::Body>) -> tracing::Span {
    const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    // The path only: queries carry the tokens of order links.
    let path = loggable(request.uri().path());
    tracing::info_span!("request", id, method = %request.method(), path = path.as_ref())
}

/// A path without the secrets that open carts and orders to programs.
fn loggable(path: &str) -> Cow<'_, str> {
    let show = |part| if api::idempotency::is_secret(part) { "..." } else { part };
    if !path.starts_with("/api/") || !path.split('/').any(api::idempotency::is_secret) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.split('/').map(show).collect::<Vec<_>>().join("/"))
}
