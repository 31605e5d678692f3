//! Remembers by whose link a visitor came, in a cookie of their own and nowhere else until they order.
//!
//! Only the answer to an address with a code has the cookie, and pages are nobody else's to keep anyway: caches and all
//! other requests know nothing of it.

use crate::{
    domain::referral::ReferralCode,
    server::{sessions, state::State},
};
use axum::{
    extract::{Request, State as AxumState},
    http::{Method, header},
    middleware::Next,
    response::Response,
};

/// What is no page of the storefront.
const ELSEWHERE: [&str; 8] = ["/admin", "/api", "/actions", "/pkg", "/fonts", "/media", "/webhooks", "/sandbox"];

/// The latest code wins.
pub async fn remember(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    let code =
        if *request.method() == Method::GET { request.uri().query().and_then(ReferralCode::in_query) } else { None };
    let code = code.filter(|_| !ELSEWHERE.iter().any(|prefix| request.uri().path().starts_with(prefix)));
    let mut response = next.run(request).await;
    if let Some(code) = code.filter(|_| !response.status().is_client_error() && !response.status().is_server_error()) {
        response.headers_mut().append(header::SET_COOKIE, sessions::referral_cookie(&state, &code));
    }
    response
}
