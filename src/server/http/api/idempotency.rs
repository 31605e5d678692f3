//! `Idempotency-Key`: a POST that is sent again until it is answered is done once.
//!
//! [`apply`] lies around the handlers and claims, keeps and repeats; the rules are those of `services::idempotency`. A
//! handler that must not be called without a key takes [`Keyed`] among its arguments, behind the guard.

use super::problem::{ApiResult, Problem};
use crate::server::{
    http::bearer::Bearer,
    random,
    services::idempotency::{self, Answer, Claimed, Request as Wanted, Run},
    sessions::Identity,
    state::State,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts, MatchedPath, Request, State as AxumState},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::collections::BTreeMap;
use tracing::Instrument;

pub const HEADER: &str = "idempotency-key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Longest key; a UUID has 36 characters.
pub const LONGEST: usize = 64;
/// Of a body and of an answer: far more than any of these requests has.
const BODY_BYTES: usize = 256 * 1024;
/// Headers of an answer that are kept with it.
const KEPT: [HeaderName; 5] =
    [header::CONTENT_TYPE, header::LOCATION, header::ETAG, header::CACHE_CONTROL, header::LINK];

/// What a key is to a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It creates or moves money or orders. Where its run died it is done again: it takes the key along wherever it leads, or
    /// finds by what is stored that it was done.
    Required,
    /// Done twice it comes to the same.
    Repeatable,
    /// Done twice it happens twice: where its run died, nobody does it again.
    Once,
}

/// The routes that take keys, as the router has their paths.
pub const ROUTES: &[(&str, Rule)] = &[
    ("/api/v1/carts/{cart}/order", Rule::Required),
    ("/api/v1/orders/{number}/links/{link}/payment", Rule::Required),
    ("/api/v1/users/me/orders/{number}/payment", Rule::Required),
    ("/api/v1/orders/{number}/payments/{payment}/capture", Rule::Required),
    ("/api/v1/orders/{number}/payments/{payment}/mark-paid", Rule::Required),
    ("/api/v1/orders/{number}/payments/{payment}/refunds", Rule::Required),
    ("/api/v1/orders/{number}/payments/{payment}/void", Rule::Repeatable),
    ("/api/v1/orders/{number}/cancel", Rule::Required),
    ("/api/v1/orders/{number}/alerts/{alert}/done", Rule::Repeatable),
    ("/api/v1/orders/{number}/edits", Rule::Required),
    ("/api/v1/orders/{number}/cancel-lines", Rule::Once),
    ("/api/v1/orders/{number}/notes", Rule::Once),
    ("/api/v1/orders/{number}/picked-up", Rule::Repeatable),
    ("/api/v1/orders/{number}/mails/{mail}/resend", Rule::Repeatable),
    ("/api/v1/orders/{number}/shipments", Rule::Once),
    ("/api/v1/orders/{number}/returns", Rule::Once),
    ("/api/v1/users/me/orders/{number}/returns", Rule::Once),
    ("/api/v1/users/me/orders/{number}/returns/{return}/cancel", Rule::Repeatable),
    ("/api/v1/returns/{return}/approve", Rule::Repeatable),
    ("/api/v1/returns/{return}/reject", Rule::Repeatable),
    ("/api/v1/returns/{return}/receive", Rule::Repeatable),
    ("/api/v1/returns/{return}/refund", Rule::Required),
    ("/api/v1/carts/{cart}/lines", Rule::Once),
    ("/api/v1/carts/{cart}/coupons", Rule::Repeatable),
    ("/api/v1/carts/{cart}/accept-prices", Rule::Repeatable),
    ("/api/v1/inventory-items/{item}/receive", Rule::Once),
    ("/api/v1/inventory-items/{item}/adjust", Rule::Once),
    ("/api/v1/inventory-items/{item}/count", Rule::Once),
    ("/api/v1/inventory-items/{item}/transfer", Rule::Once),
    ("/api/v1/fulfillment-centers", Rule::Once),
    ("/api/v1/fulfillment-centers/{center}/stocktaking", Rule::Once),
    ("/api/v1/tax-rates", Rule::Once),
    ("/api/v1/promotions", Rule::Once),
    ("/api/v1/promotions/{promotion}/codes", Rule::Once),
    ("/api/v1/promotions/{promotion}/codes/generate", Rule::Once),
];

/// What a key is to a route; `None` where it is not read.
pub fn rule(path: &str) -> Option<Rule> {
    ROUTES.iter().find(|(known, _)| *known == path).map(|(_, rule)| *rule)
}

/// Does a request under a key once, and answers the same to every other that is sent under it.
pub async fn apply(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    if *request.method() != Method::POST || !request.headers().contains_key(HEADER) {
        return next.run(request).await;
    }
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let (Some(rule), Some(principal)) = (rule(route), principal(&request)) else { return next.run(request).await };
    let answered = match key(request.headers()) {
        Ok(key) => once(&state, request, next, (rule, principal, key)).await,
        Err(problem) => Err(problem),
    };
    answered.unwrap_or_else(IntoResponse::into_response)
}

async fn once(
    state: &State,
    request: Request,
    next: Next,
    (rule, principal, key): (Rule, String, String),
) -> ApiResult<Response> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_BYTES).await.map_err(|_| Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE, ""))?;
    let wanted = Wanted { principal, key, fingerprint: fingerprint(&parts, &body), repeatable: rule != Rule::Once };
    match idempotency::claim(state, &wanted).await? {
        Claimed::Now(run) => {
            parts.extensions.insert(run.clone());
            let request = Request::from_parts(parts, Body::from(body));
            let state = state.clone();
            // In a task of its own: a sender that hangs up does not end it half-way.
            let done = tokio::spawn(async move { keep(&state, &run, next.run(request).await).await }.in_current_span());
            Ok(done.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        }
        Claimed::Before(answer) => Ok(repeated(answer)),
        Claimed::OtherRequest => {
            let detail = "This `Idempotency-Key` was used for another request. Take a new one for each.";
            Err(Problem::of_status(StatusCode::UNPROCESSABLE_ENTITY, detail))
        }
        Claimed::InFlight { seconds } => {
            let problem =
                Problem::of_status(StatusCode::CONFLICT, "A request with this `Idempotency-Key` is being done.");
            let mut response = problem.into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
        Claimed::Unknown => {
            let detail = "The shop stopped while it did this. Look at what is stored, and go on with a new key.";
            Err(Problem::of_status(StatusCode::CONFLICT, detail))
        }
    }
}

/// Keeps the answer to what was done. A refusal is forgotten; after a failure the next run may try.
async fn keep(state: &State, run: &Run, response: Response) -> Response {
    let status = response.status();
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let kept = if status.is_success() {
        let body = String::from_utf8_lossy(&body).into_owned();
        let answer = Answer { status: status.as_u16(), headers: kept_headers(&parts.headers), body };
        idempotency::answer(state, run, &answer).await
    } else if status.is_server_error() {
        idempotency::let_go(state, run).await
    } else {
        idempotency::forget(state, run).await
    };
    if let Err(error) = kept {
        tracing::error!(%error, "the answer to a request with a key was not kept");
    }
    Response::from_parts(parts, Body::from(body))
}

fn kept_headers(headers: &HeaderMap) -> String {
    let kept: BTreeMap<&str, &str> =
        KEPT.iter().filter_map(|name| Some((name.as_str(), headers.get(name)?.to_str().ok()?))).collect();
    serde_json::to_string(&kept).unwrap_or_default()
}

fn repeated(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, answer.body).into_response();
    let headers: BTreeMap<String, String> = serde_json::from_str(&answer.headers).unwrap_or_default();
    response.headers_mut().remove(header::CONTENT_TYPE);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// Whose key it is: a token's, an account's, or of whoever holds the secret that the address ends in. Somebody of whom
/// nothing is known has no keys, since everybody else would share them.
fn principal(request: &Request) -> Option<String> {
    if let Some(bearer) = request.extensions().get::<Bearer>() {
        return Some(format!("token:{}", bearer.token));
    }
    if let Some(account) = request.extensions().get::<Identity>().and_then(|identity| identity.account.as_ref()) {
        return Some(format!("account:{}", account.id));
    }
    let secret = request.uri().path().split('/').find(|part| is_secret(part))?;
    Some(format!("holder:{}", random::token_hash(secret)))
}

/// Whether a part of an address has the form of a secret of ours.
pub fn is_secret(part: &str) -> bool {
    part.len() == 64 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn fingerprint(parts: &Parts, body: &Bytes) -> String {
    let address = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    random::token_hash(&format!("{} {address}\n{}", parts.method, hex::encode(body)))
}

/// The key of a request: a string as RFC 8941 writes it, or the same without its quotation marks.
fn key(headers: &HeaderMap) -> ApiResult<String> {
    let mut lines = headers.get_all(HEADER).into_iter();
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return Err(Problem::malformed("Send one `Idempotency-Key`."));
    };
    let text = line.to_str().map(str::trim).unwrap_or_default();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:+/=~".contains(&byte);
    if (1..=LONGEST).contains(&text.len()) && text.bytes().all(allowed) {
        return Ok(text.to_owned());
    }
    let detail =
        format!("An `Idempotency-Key` is 1 to {LONGEST} letters, digits and characters of -_.:+/=~, as a UUID.");
    Err(Problem::malformed(&detail))
}

/// The run of a request that must have a key.
#[derive(Clone, Debug)]
pub struct Keyed(pub Run);

impl<S: Sync> FromRequestParts<S> for Keyed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let run = parts.extensions.get::<Run>().cloned().map(Self);
        run.ok_or_else(|| {
            Problem::malformed("Send an `Idempotency-Key`, as a UUID: what is sent again with it is done once.")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Option<String> {
        let name = HeaderName::from_static(HEADER);
        key(&lines.iter().map(|line| (name.clone(), line.parse().unwrap())).collect()).ok()
    }

    #[test]
    fn a_key_is_short_and_plain() {
        for text in ["8e03978e-40d5-43e8-bc93-6894a57f9324", "\"8e03978e-40d5-43e8-bc93-6894a57f9324\""] {
            assert_eq!(read(&[text]).as_deref(), Some("8e03978e-40d5-43e8-bc93-6894a57f9324"));
        }
        assert!(read(&[&"x".repeat(LONGEST)]).is_some());
        for lines in [&[""][..], &["\"\""], &["a b"], &["a\"b"], &["a", "a"], &["a;b"], &[&"x".repeat(LONGEST + 1)]] {
            assert_eq!(read(lines), None, "{lines:?}");
        }
    }

    #[test]
    fn secrets_are_told_from_other_parts_of_addresses() {
        assert!(is_secret(&"0f".repeat(32)));
        assert!(!is_secret("mine") && !is_secret(&"0g".repeat(32)) && !is_secret(""));
    }
}
