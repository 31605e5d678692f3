//! The file of what the shop knows about somebody.

use super::pages;
use crate::{
    domain::timestamp::Timestamp,
    server::{services::export_personal_data::Export, sessions::Identity, state::State, store::StoreError},
};
use axum::{
    Extension,
    body::Body,
    extract::State as AxumState,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use futures::stream;

/// Where the file is asked for. By POST, so that no other site's link makes a browser fetch it.
pub const EXPORT: &str = "/account/data/export";

/// Everything the shop knows about whoever asks, as a file: for those who gave their password just now, as whoever finds
/// an open browser should not leave with it.
pub async fn export(AxumState(state): AxumState<State>, Extension(identity): Extension<Identity>) -> Response {
    let Some(account) = &identity.account else {
        return pages::error_page(&state, StatusCode::UNAUTHORIZED).await;
    };
    if !identity.is_confirmed(state.clock.now()) {
        return Redirect::to("/account/confirm?next=%2Faccount%2Fdata").into_response();
    }
    let parts = stream::try_unfold(Export::new(state.db.clone(), account), |mut export| async move {
        let part =
            export.next().await.inspect_err(|error| tracing::error!(%error, "an export of personal data broke off"))?;
        Ok::<_, StoreError>(part.map(|bytes| (bytes, export)))
    });
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"my-data-{}.json\"", day(state.clock.now()))),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(parts)).into_response()
}

/// "2026-11-22".
fn day(now: Timestamp) -> String {
    now.iso().chars().take(10).collect()
}
