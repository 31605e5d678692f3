//! Puts what a page says about itself into its head; see [`page_head`](crate::server::page_head).

use crate::server::page_head::Slot;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Pages are a few hundred kilobytes at most.
const PAGE_BYTES: usize = 16 * 1024 * 1024;
const END: &[u8] = b"</head>";

pub async fn complete(mut request: Request, next: Next) -> Response {
    if request.method() != Method::GET || !describes_itself(request.uri().path()) {
        return next.run(request).await;
    }
    let slot = Slot::default();
    request.extensions_mut().insert(slot.clone());
    let response = next.run(request).await;
    match slot.html() {
        Some(html) if response.status() == StatusCode::OK => insert(response, html).await,
        _ => response,
    }
}

/// Pages that end up in search engines or are shared.
fn describes_itself(path: &str) -> bool {
    path == "/" || path.starts_with("/p/") || path.starts_with("/c/")
}

async fn insert(response: Response, html: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let page = match to_bytes(body, PAGE_BYTES).await {
        Ok(page) => page,
        Err(error) => {
            tracing::error!(%error, "a page did not arrive whole");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let Some(end) = page.windows(END.len()).position(|part| part == END) else {
        return Response::from_parts(parts, Body::from(page));
    };
    let (before, after) = page.split_at(end);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from([before, html.as_bytes(), after].concat()))
}
