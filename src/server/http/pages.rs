//! What pages know of their request, and the plain pages that stand in when the app cannot.

use super::security_headers;
use crate::{
    domain::{access::Visit, catalog::Navigation, shipping::ShippingTerms, shop_settings::Shop},
    server::{services::shop_settings, sessions::Identity, state::State},
};
use axum::{
    body::Body,
    extract::State as AxumState,
    http::{HeaderValue, Response as HttpResponse, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use leptos::{
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::ResponseOptions;
use minijinja::HtmlEscape;
use std::any::Any;

/// Context of a page: the node, the visit, and the security policy with the page's nonce.
pub fn context(state: &State) -> impl Fn() + Clone + Send + Sync + 'static {
    let action_context = action_context(state);
    let payment_pages = payment_pages(state);
    move || {
        action_context();
        if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
            && let Ok(policy) = HeaderValue::from_str(&security_headers::page_policy(&nonce, &payment_pages))
        {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
            // A page shows one visitor's cart badge and name.
            response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        }
        let shop = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Shop>().cloned());
        provide_context(shop.unwrap_or_default());
        let navigation = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Navigation>().cloned());
        provide_context(navigation.unwrap_or_default());
        let shipping = use_context::<Parts>().and_then(|parts| parts.extensions.get::<ShippingTerms>().cloned());
        provide_context(shipping.unwrap_or_default());
    }
}

/// Where forms may lead to pay: Stripe's pages for cards and for the question of the bank, and PayPal's.
fn payment_pages(state: &State) -> String {
    let mut pages = String::new();
    if state.config.stripe_secret_key.is_some() {
        pages.push_str(" https://checkout.stripe.com https://hooks.stripe.com");
    }
    if state.config.paypal_client_id.is_some() {
        let is_sandbox = state.config.paypal_api_url.contains("sandbox");
        pages.push_str(if is_sandbox { " https://www.sandbox.paypal.com" } else { " https://www.paypal.com" });
    }
    pages
}

/// Context of a server function.
pub fn action_context(state: &State) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || {
        provide_context(state.clone());
        // Missing while the route list is generated, where no request exists.
        let identity = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Identity>().cloned());
        let visit = identity.unwrap_or_default().visit(false);
        provide_context(Visit { public_url: state.config.public_url(), ..visit });
    }
}

/// Sets the status of the page that is being rendered.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

pub async fn favicon() -> impl IntoResponse {
    const ICON: &str = include_str!("../../../public/favicon.svg");
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")], ICON)
}

/// For addresses that no route of the app knows.
pub async fn not_found(AxumState(state): AxumState<State>) -> Response {
    error_page(&state, StatusCode::NOT_FOUND).await
}

/// What a visitor sees when a handler panicked; the cause is logged, not shown.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> HttpResponse<Body> {
    let cause = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = cause.unwrap_or("unknown"), "a handler panicked");
    plain_page(None, "", StatusCode::INTERNAL_SERVER_ERROR)
}

/// A page without the app, for when there is no app to show.
pub async fn error_page(state: &State, status: StatusCode) -> Response {
    // Why the name is missing is logged; a page without it is better than none.
    let shop = shop_settings::current(state).await.ok();
    plain_page(state.stylesheet.as_deref(), shop.as_ref().map_or("", |shop| &shop.name), status)
}

/// `shop` is its name; without one, the title goes without.
fn plain_page(stylesheet: Option<&str>, shop: &str, status: StatusCode) -> Response {
    let (title, text) = match status {
        StatusCode::NOT_FOUND => ("Nothing moored here", "The page may have moved, or the address has a typo."),
        StatusCode::FORBIDDEN => ("Crew only", "Your account does not open this part of the shop."),
        _ => ("Something broke on our side", "It has been noted. Please try again in a moment."),
    };
    let style = stylesheet.map(|href| format!(r#"<link rel="stylesheet" href="{href}">"#)).unwrap_or_default();
    let shop = if shop.is_empty() { String::new() } else { format!(" · {}", HtmlEscape(shop)) };
    let html = format!(
        r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}{shop}</title>{style}</head><body><main class="wrap"><div class="error-page"><p class="error-code" aria-hidden="true">{code}</p><h1>{title}</h1><p>{text}</p><p><a class="btn btn-primary" href="/">Back to the shop</a></p></div></main></body></html>"#,
        code = status.as_u16()
    );
    (status, Html(html)).into_response()
}
