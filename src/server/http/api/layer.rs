//! What every answer below `/api` has in common.
//!
//! It lies around all the other layers that can answer for themselves (the CSRF rule, limits, panics), so that
//! their answers are problem details, too.

use super::{
    cors, etag,
    problem::{MEDIA_TYPE, Problem},
    rate_limit::{self, Decision, Limiter, Subject},
};
use crate::server::{
    http::{bearer, client},
    random,
    services::api_tokens,
    state::State,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State as AxumState},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Far above what any answer of ours needs.
const ANSWER_BYTES: usize = 64 * 1024 * 1024;
/// Longer texts of an error are not meant for people.
const DETAIL_BYTES: usize = 300;

/// What the layer knows between requests.
#[derive(Clone, Debug)]
pub struct Conventions {
    state: State,
    limiter: Arc<Limiter>,
}

impl Conventions {
    pub fn new(state: &State) -> Self {
        Self { state: state.clone(), limiter: Arc::new(Limiter::new(state.config.api_requests_per_minute)) }
    }

    /// Counts a request against its address and, if it shows one, its token: neither many tokens at one address nor one
    /// token at many addresses get around the limit.
    async fn limits(&self, parts: &Parts) -> Vec<Decision> {
        let token = bearer::shown(&parts.headers).filter(|token| api_tokens::has_form(token));
        let token = token.map(|token| Subject::Token(random::token_hash(token)));
        let mut decisions = Vec::new();
        for subject in std::iter::once(Subject::of_address(client::address(parts))).chain(token) {
            decisions.extend(self.limiter.take(subject, self.state.clock.now()).await);
        }
        decisions
    }
}

pub async fn apply(AxumState(conventions): AxumState<Conventions>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path != "/api" && !path.starts_with("/api/") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    if cors::is_preflight(&parts.method, &parts.headers) {
        return cors::preflight();
    }
    let limits = conventions.limits(&parts).await;
    let asked = Asked::new(&parts);
    // The answer to HEAD has the headers of GET's, the tag of its body among them.
    if parts.method == Method::HEAD {
        parts.method = Method::GET;
    }
    let response = if limits.iter().any(|decision| !decision.allowed) {
        Problem::of_status(StatusCode::TOO_MANY_REQUESTS, "").into_response()
    } else if !asked.accepts {
        Problem::of_status(StatusCode::NOT_ACCEPTABLE, "").into_response()
    } else {
        next.run(Request::from_parts(parts, body)).await
    };
    let mut response = asked.finish(response).await;
    rate_limit::write(&limits, response.headers_mut());
    response
}

/// What of a request its answer depends on.
struct Asked {
    method: Method,
    headers: HeaderMap,
    accepts: bool,
}

impl Asked {
    fn new(parts: &Parts) -> Self {
        let path = parts.uri.path();
        // Documents of orders are files.
        let is_json = !path.starts_with("/api/docs") && !path.ends_with(".pdf");
        Self {
            method: parts.method.clone(),
            headers: parts.headers.clone(),
            accepts: !is_json || accepts_json(&parts.headers),
        }
    }

    fn is_reading(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
    }

    async fn finish(&self, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let Ok(mut body) = to_bytes(body, ANSWER_BYTES).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        // The length is set anew by whoever sends the body.
        parts.headers.remove(header::CONTENT_LENGTH);
        if parts.status.is_client_error() || parts.status.is_server_error() {
            body = self.problem(&mut parts, &body);
        } else if self.is_reading() && parts.status == StatusCode::OK {
            let tag = parts.headers.entry(header::ETAG).or_insert_with(|| etag::of_content(&body)).clone();
            if etag::is_known(&self.headers, &tag) {
                parts.status = StatusCode::NOT_MODIFIED;
                parts.headers.remove(header::CONTENT_TYPE);
                body = Bytes::new();
            }
        }
        if self.is_reading() {
            cors::allow(&mut parts.headers);
        }
        if self.method == Method::HEAD && parts.status != StatusCode::NOT_MODIFIED {
            parts.headers.insert(header::CONTENT_LENGTH, body.len().into());
            body = Bytes::new();
        }
        Response::from_parts(parts, Body::from(body))
    }

    /// Puts problem details in place of whatever an error answered with.
    fn problem(&self, parts: &mut axum::http::response::Parts, body: &Bytes) -> Bytes {
        let problem = parts.extensions.remove::<Problem>();
        let mut problem = problem.unwrap_or_else(|| Problem::of_status(parts.status, detail(parts, body)));
        let id = self.headers.get("x-request-id").and_then(|id| id.to_str().ok());
        id.unwrap_or_default().clone_into(&mut problem.request_id);
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if parts.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static(bearer::CHALLENGE);
            parts.headers.entry(header::WWW_AUTHENTICATE).or_insert(challenge);
        }
        serde_json::to_vec(&problem).unwrap_or_default().into()
    }
}

/// The sentence of an error that was answered as plain text; of an internal one, none.
fn detail<'a>(parts: &axum::http::response::Parts, body: &'a Bytes) -> &'a str {
    let kind = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let is_told = kind.starts_with(b"text/plain") && parts.status.is_client_error() && body.len() <= DETAIL_BYTES;
    if is_told { std::str::from_utf8(body).unwrap_or_default() } else { "" }
}

/// Whether the client takes JSON. No header takes anything.
fn accepts_json(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT).into_iter().filter_map(|line| line.to_str().ok());
    let mut ranges = lines.flat_map(|line| line.split(',')).map(str::trim).filter(|range| !range.is_empty()).peekable();
    if ranges.peek().is_none() {
        return true;
    }
    ranges.any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        let refused = parts.any(|parameter| matches!(parameter, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        !refused && matches!(kind, "*/*" | "application/*" | "application/json" | MEDIA_TYPE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_takes_json_in_any_way_is_served() {
        for (accept, yes) in [
            ("application/json", true),
            ("text/html, application/json;q=0.5", true),
            ("*/*", true),
            ("application/*;q=0.1", true),
            ("", true),
            ("text/html", false),
            ("application/json;q=0", false),
        ] {
            let headers = [(header::ACCEPT, accept.parse().unwrap())].into_iter().collect();
            assert_eq!(accepts_json(&headers), yes, "{accept}");
        }
        assert!(accepts_json(&HeaderMap::new()));
    }
}
