//! Nobody but staff sees an admin page, not even its empty frame.
//!
//! This is the outer door; every admin server function checks its own permission as well.

use crate::server::{http::pages, sessions::Identity, state::State};
use axum::{
    extract::{Request, State as AxumState},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

pub async fn guard(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path != "/admin" && !path.starts_with("/admin/") {
        return next.run(request).await;
    }
    match request.extensions().get::<Identity>().and_then(|identity| identity.account.as_ref()) {
        Some(account) if account.lacks_second_factor => Redirect::to("/account/security").into_response(),
        Some(account) if account.role.is_staff() => next.run(request).await,
        Some(_) => pages::error_page(&state, StatusCode::FORBIDDEN),
        None => Redirect::to(&format!("/login?next={}", pages::encode(path))).into_response(),
    }
}
