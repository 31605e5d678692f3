//! The sandbox gateway's hosted page.

use crate::server::state::State;
use axum::Router;

pub fn router() -> Router<State> {
    Router::new()
}
