//! Pictures: serving renditions and taking uploads.

use crate::server::state::State;
use axum::{
    extract::{Path, State as AxumState},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// Largest picture that is taken, with room for the form around it.
pub const UPLOAD_BYTES: usize = 21 * 1024 * 1024;

/// `/media/{hash}-{width}.webp`
pub async fn serve(AxumState(state): AxumState<State>, Path(file): Path<String>) -> Response {
    if !is_rendition(&file) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match state.media.get(&file).await {
        Ok(Some(bytes)) => {
            ([(header::CONTENT_TYPE, "image/webp"), (header::CACHE_CONTROL, super::IMMUTABLE)], bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, file, "could not read a picture");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Only names of the form that renditions have reach the store.
fn is_rendition(file: &str) -> bool {
    let Some((hash, width)) = file.strip_suffix(".webp").and_then(|name| name.split_once('-')) else { return false };
    hash.len() == 64
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase())
        && (1..=5).contains(&width.len())
        && width.bytes().all(|byte| byte.is_ascii_digit())
}

pub async fn upload() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_renditions_never_reach_the_store() {
        let hash = "a".repeat(64);
        assert!(is_rendition(&format!("{hash}-400.webp")));
        for name in ["../tradewind.db".into(), format!("{hash}.webp"), format!("{hash}-400.png"), format!("../{hash}-4.webp"), "-.webp".into()] {
            assert!(!is_rendition(&name), "{name}");
        }
    }
}
