//! Server functions, with the status their error has.

use crate::{
    error::AppError,
    server::{http::pages, state::State},
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest, Request, State as AxumState},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// A server function's error is a few fields long.
const ERROR_BYTES: usize = 64 * 1024;

pub async fn handle(AxumState(state): AxumState<State>, request: Request) -> Response {
    // Read here, because server functions answer any body that they cannot read alike, be it too large or broken.
    let (parts, body) = request.into_parts();
    let request = match Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(body) => Request::from_parts(parts, Body::from(body)),
        Err(rejection) => return rejection.into_response(),
    };
    let response =
        leptos_axum::handle_server_fns_with_context(pages::action_context(&state), request).await.into_response();
    with_status_of_error(response).await
}

/// `server_fn` answers every error with 500; the error itself knows better.
///
/// A plain form post is answered with a redirect, not an error status, and passes unchanged.
async fn with_status_of_error(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, ERROR_BYTES).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}
