//! Answers that many routes give alike.

use super::etag;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// A resource with the tag of its version, which `If-Match` of a change names.
pub fn versioned(version: i64, body: impl Serialize) -> Response {
    ([(header::ETAG, etag::of_version(version))], Json(body)).into_response()
}

/// The answer about a resource that was just added. `path` is where it is, below `/api/v1/`.
pub fn created(path: &str, answer: impl IntoResponse) -> Response {
    let mut answer = answer.into_response();
    *answer.status_mut() = StatusCode::CREATED;
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/{path}")) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}
