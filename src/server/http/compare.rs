//! Adding a product to what is compared, from anywhere and without scripts: a link that leads to the table.
//!
//! The address of the table names the products, so that it can be shared.

use crate::server::{compare_list, state::State};
use axum::{
    extract::{Path, State as AxumState},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};

/// `/compare/add/{product-slug}`
pub async fn add(AxumState(state): AxumState<State>, Path(slug): Path<String>, headers: HeaderMap) -> Response {
    let query = compare_list::last(&headers).with(&slug);
    let mut response = Redirect::to(&query.href()).into_response();
    if let Some(cookie) = compare_list::cookie(&state.config, &query) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
