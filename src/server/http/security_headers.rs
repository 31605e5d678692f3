//! Headers that tell the browser what this site never does.
//!
//! Pages bring their own Content-Security-Policy with a nonce (see `pages`); everything else
//! gets one that allows nothing. `wasm-unsafe-eval` is what compiling WebAssembly needs; it does
//! not allow `eval` of JavaScript.

use crate::server::state::State;
use axum::{
    extract::{Request, State as AxumState},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

/// The policy of a page whose inline scripts carry the nonce.
///
/// Browsers hold a form to `form-action` also where its answer redirects: "place order" leads to the payment services'
/// pages, each of which has a space before it.
pub fn page_policy(nonce: &str, payment_pages: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'{payment_pages}; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )
}

/// The policy of the plain pages that need no script.
pub const PLAIN_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Forms without JavaScript find their way back by the referrer, so it is sent within the site.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
];

pub async fn add(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Nobody guesses what an answer is: what does not say so is text.
    if !(status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)) {
        headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("text/plain; charset=utf-8"));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PLAIN_POLICY));
    if state.config.is_https() {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    response
}
