//! Requests that show an API token instead of a cookie (RFC 6750), below `/api` only.
//!
//! `Authorization: Bearer tw_...`, or `Token tw_...` as users of Djoser send it. Whoever shows a token is judged by it
//! alone: one that does not work is refused, and cookies are not read.

use crate::{
    domain::{api_token::Scopes, ids::ApiTokenId},
    server::{services::api_tokens, sessions::Identity, state::State},
};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Left by [`identify`] in a request whose token works, beside the [`Identity`] of its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    pub token: ApiTokenId,
    pub scopes: Scopes,
}

/// What tells a client that a token would help.
pub const CHALLENGE: &str = "Bearer realm=\"tradewind\"";
const REFUSAL: HeaderValue = HeaderValue::from_static("Bearer realm=\"tradewind\", error=\"invalid_token\"");

/// Whether a request shows a token, be it a good one or not.
pub fn is_shown(path: &str, headers: &HeaderMap) -> bool {
    (path == "/api" || path.starts_with("/api/")) && schemes(headers).any(is_ours)
}

/// The token that a request shows; none if there are several, or something that is no text.
pub fn shown(headers: &HeaderMap) -> Option<&str> {
    let mut lines = headers.get_all(header::AUTHORIZATION).into_iter();
    let (line, None) = (lines.next()?.to_str().ok()?, lines.next()) else { return None };
    let (scheme, token) = line.split_once(' ')?;
    is_ours(scheme.as_bytes()).then_some(token.trim())
}

fn schemes(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let lines = headers.get_all(header::AUTHORIZATION).into_iter();
    lines.map(|line| line.as_bytes().split(|byte| *byte == b' ').next().unwrap_or_default())
}

fn is_ours(scheme: &[u8]) -> bool {
    scheme.eq_ignore_ascii_case(b"bearer") || scheme.eq_ignore_ascii_case(b"token")
}

/// Finds out whose token a request shows, and refuses one that does not work.
pub async fn identify(state: &State, mut request: Request, next: Next) -> Response {
    let token = match shown(request.headers()) {
        Some(token) => api_tokens::recognize(state, token).await,
        None => Ok(None),
    };
    match token {
        Ok(Some(token)) => {
            request.extensions_mut().insert(Bearer { token: token.token_id, scopes: token.scopes });
            request.extensions_mut().insert(Identity { account: Some(token.account), ..Identity::default() });
            next.run(request).await
        }
        Ok(None) => {
            let text = "This token does not exist, expired, or was revoked.";
            (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, REFUSAL)], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "could not look up a token");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        lines.iter().map(|line| (header::AUTHORIZATION, line.parse().unwrap())).collect()
    }

    #[test]
    fn a_token_is_read_from_one_header_of_either_scheme() {
        for (lines, token) in [
            (&["Bearer tw_1"][..], Some("tw_1")),
            (&["bearer  tw_1 "], Some("tw_1")),
            (&["Token tw_1"], Some("tw_1")),
            (&["Basic dXNlcjpwYXNz"], None),
            (&["Bearer"], None),
            (&["Bearer tw_1", "Bearer tw_2"], None),
            (&[], None),
        ] {
            assert_eq!(shown(&headers(lines)), token, "{lines:?}");
        }
    }

    #[test]
    fn whatever_looks_like_a_token_counts_as_one_below_the_api_alone() {
        for (path, lines, yes) in [
            ("/api/v1/brands", &["Bearer tw_1"][..], true),
            ("/api/v1/brands", &["Bearer"], true),
            ("/api/v1/brands", &["Basic x", "token y"], true),
            ("/api/v1/brands", &["Basic x"], false),
            ("/api/v1/brands", &[], false),
            ("/apiary", &["Bearer tw_1"], false),
            ("/actions/cart/add_line", &["Bearer tw_1"], false),
            ("/", &["Bearer tw_1"], false),
        ] {
            assert_eq!(is_shown(path, &headers(lines)), yes, "{path} {lines:?}");
        }
    }
}
