//! Pages of any site may read the public catalog.
//!
//! No credentials are allowed along, so what they read is what a visitor sees, and nothing but reading is
//! offered to them.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

const READABLE: &str = "etag, link, ratelimit, ratelimit-policy, retry-after, x-request-id";

/// The answer to a browser that asks first.
pub fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "accept, if-none-match, x-request-id"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Whether a request is such a question.
pub fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Lets other sites' pages see an answer to reading.
pub fn allow(headers: &mut HeaderMap) {
    let entries: [(HeaderName, &'static str); 2] =
        [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::ACCESS_CONTROL_EXPOSE_HEADERS, READABLE)];
    for (name, value) in entries {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
