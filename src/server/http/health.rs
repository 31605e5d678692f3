//! What operators and load balancers ask.

use crate::server::{state::State, store::settings};
use axum::{extract::State as AxumState, http::StatusCode};

/// The process runs.
pub async fn healthz() -> &'static str {
    "ok"
}

/// The node can serve: its database answers, and its worker, if it has one, goes round.
pub async fn readyz(AxumState(state): AxumState<State>) -> (StatusCode, &'static str) {
    if let Err(error) = settings::find(&state.db, "secret").await {
        tracing::warn!(%error, "not ready");
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer");
    }
    if state.heartbeat.is_silent(state.clock.now()) {
        tracing::warn!("not ready: the worker is silent");
        return (StatusCode::SERVICE_UNAVAILABLE, "the worker does not look for jobs any more");
    }
    (StatusCode::OK, "ready")
}
