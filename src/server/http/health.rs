//! What operators and load balancers ask.

use crate::server::{state::State, store::settings};
use axum::{extract::State as AxumState, http::StatusCode};

/// The process runs.
pub async fn healthz() -> &'static str {
    "ok"
}

/// The node can serve: its database answers.
pub async fn readyz(AxumState(state): AxumState<State>) -> (StatusCode, &'static str) {
    match settings::find(&state.db, "secret").await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
