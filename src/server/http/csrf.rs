//! No other site may post in a visitor's name.
//!
//! The session cookie is SameSite=Lax, so it does not travel with a foreign POST in the first
//! place; this is the second lock. Browsers say where a request comes from in `Sec-Fetch-Site`,
//! older ones in `Origin` (Fetch Metadata, W3C; OWASP's CSRF cheat sheet).
//!
//! Two kinds of request below `/api` need no lock. One shows a bearer token: no browser adds one by itself, and its
//! cookies are not read. The other comes from a program that is nobody: it has no cookie to misuse, and neither of the
//! headers that browsers add to every post.

use super::bearer;
use crate::server::state::State;
use axum::{
    extract::{Request, State as AxumState},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

pub async fn refuse_foreign_posts(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Webhooks come from elsewhere by nature and prove themselves by signature.
    let signed = request.uri().path().starts_with("/webhooks/");
    let by_token = bearer::is_shown(request.uri().path(), request.headers());
    let by_nobody = request.uri().path().starts_with("/api/") && is_nobodys(request.headers());
    if safe || signed || by_token || by_nobody || is_own(request.headers(), &state.config.public_url()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This request came from another site.").into_response()
}

/// Whether a request is of no browser and for no account.
fn is_nobodys(headers: &HeaderMap) -> bool {
    [header::COOKIE, header::ORIGIN, header::HeaderName::from_static("sec-fetch-site")]
        .iter()
        .all(|name| !headers.contains_key(name))
}

fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match headers.get("sec-fetch-site").map(|value| value.as_bytes()) {
        Some(b"same-origin" | b"none") => true,
        Some(_) => false,
        None => match text(header::ORIGIN) {
            Some(origin) => origin == public_url,
            None => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_of_the_shops_own_pages_pass() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let shop = "https://shop.example";
        for (pairs, own) in [
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://shop.example")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "https://shop.example")], true),
            (&[("origin", "https://shop.example.evil.test")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ] {
            assert_eq!(is_own(&headers(pairs), shop), own, "{pairs:?}");
        }
    }
}
