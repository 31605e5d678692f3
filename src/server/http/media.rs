//! Pictures: serving renditions and taking uploads.

use super::pages;
use crate::{
    domain::{access::Permission, forms::Problem, ids::ProductId},
    error::AppError,
    server::{
        gateways::media::FileName,
        query,
        services::{add_picture::MAX_BYTES, product_pictures},
        sessions::Identity,
        state::State,
    },
};
use axum::{
    Extension, Json,
    extract::{Multipart, Path, State as AxumState, multipart::MultipartError},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use bytes::Bytes;

/// Largest upload: a picture, with room for the form around it.
pub const UPLOAD_BYTES: usize = MAX_BYTES + 1024 * 1024;

/// `/media/{hash}-{width}.webp`: what the shop encoded itself, never a file as somebody sent it.
pub async fn serve(AxumState(state): AxumState<State>, Path(file): Path<String>) -> Response {
    if !FileName::parse(&file).is_some_and(|name| name.is_rendition()) {
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

/// Takes a picture for a product from a form with `file` and `alt`.
///
/// A browser's form is led back to the product's page, with the error in its address where there is one; programs
/// that ask for JSON get the error itself.
pub async fn upload(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Path(product): Path<String>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let result = take_upload(&state, &identity, &product, form).await;
    let wants_page = headers.get(header::ACCEPT).is_some_and(|types| types.as_bytes().starts_with(b"text/html"));
    match (result, wants_page) {
        (Ok(()), true) => Redirect::to(&format!("/admin/products/{product}?picture=added#pictures")).into_response(),
        (Ok(()), false) => StatusCode::CREATED.into_response(),
        (Err(error @ AppError::Invalid(_)), true) => {
            let error = serde_json::to_string(&error).unwrap_or_default();
            let page = format!("/admin/products/{product}?refused={}#pictures", query::encode(&error));
            Redirect::to(&page).into_response()
        }
        (Err(error), true) => pages::error_page(&state, status(&error)).await,
        (Err(error), false) => (status(&error), Json(error)).into_response(),
    }
}

async fn take_upload(state: &State, identity: &Identity, product: &str, form: Multipart) -> Result<(), AppError> {
    let account = identity.account.as_ref().ok_or(AppError::SignInRequired)?;
    if !account.allows(Permission::Catalog) {
        return Err(AppError::Forbidden);
    }
    let product: ProductId = product.parse().map_err(|_| AppError::NotFound)?;
    let (file, alt) = read(form).await?;
    product_pictures::add(state, &account.email, product, file, &alt).await
}

/// The form's two fields; others are passed over.
async fn read(mut form: Multipart) -> Result<(Bytes, String), AppError> {
    let (mut file, mut alt) = (Bytes::new(), String::new());
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        match field.name() {
            Some("file") => file = field.bytes().await.map_err(|error| unreadable(&error))?,
            Some("alt") => alt = field.text().await.map_err(|error| unreadable(&error))?,
            _ => {}
        }
    }
    if file.is_empty() { Err(AppError::field("file", Problem::Required)) } else { Ok((file, alt)) }
}

fn unreadable(error: &MultipartError) -> AppError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            AppError::field("file", Problem::TooManyBytes((MAX_BYTES / 1024 / 1024) as u32))
        }
        _ => AppError::Transport,
    }
}

fn status(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
