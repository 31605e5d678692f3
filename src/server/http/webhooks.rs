//! What payment gateways send, and where they send shoppers back to.

use axum::http::StatusCode;

pub async fn receive() -> StatusCode {
    StatusCode::NOT_FOUND
}

pub async fn browser_return() -> StatusCode {
    StatusCode::NOT_FOUND
}
