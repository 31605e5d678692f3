//! Taking a category's picture.

use super::{media::UPLOAD_BYTES, pages};
use crate::{
    domain::{access::Permission, forms::Problem, ids::CategoryId},
    error::AppError,
    server::{
        query,
        services::{
            add_picture::{MAX_BYTES, store_picture},
            categories,
        },
        sessions::Identity,
        state::State,
    },
};
use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, Multipart, Path, State as AxumState, multipart::MultipartError},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use bytes::Bytes;

/// `/admin/categories/{category}/picture`
pub fn router() -> Router<State> {
    Router::new().route("/admin/categories/{category}/picture", post(upload)).layer(DefaultBodyLimit::max(UPLOAD_BYTES))
}

/// Takes a picture from a form with `file`. A browser's form is led back to the category's page, with the error in its
/// address where there is one; programs get the error itself.
async fn upload(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Path(category): Path<String>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let result = take(&state, &identity, &category, form).await;
    let wants_page = headers.get(header::ACCEPT).is_some_and(|types| types.as_bytes().starts_with(b"text/html"));
    match (result, wants_page) {
        (Ok(hash), true) => {
            Redirect::to(&format!("/admin/categories/{category}?picture={}", query::encode(&hash))).into_response()
        }
        (Ok(_), false) => StatusCode::CREATED.into_response(),
        (Err(error @ AppError::Invalid(_)), true) => {
            let error = serde_json::to_string(&error).unwrap_or_default();
            Redirect::to(&format!("/admin/categories/{category}?refused={}", query::encode(&error))).into_response()
        }
        (Err(error), true) => pages::error_page(&state, status(&error)).await,
        (Err(error), false) => (status(&error), Json(error)).into_response(),
    }
}

/// Stores the picture and answers with its hash.
async fn take(state: &State, identity: &Identity, category: &str, mut form: Multipart) -> Result<String, AppError> {
    let account = identity.account.as_ref().ok_or(AppError::SignInRequired)?;
    if !account.allows(Permission::Catalog) {
        return Err(AppError::Forbidden);
    }
    let category: CategoryId = category.parse().map_err(|_| AppError::NotFound)?;
    categories::open(state, category).await?;
    let mut file = Bytes::new();
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        if field.name() == Some("file") {
            file = field.bytes().await.map_err(|error| unreadable(&error))?;
        }
    }
    if file.is_empty() {
        return Err(AppError::field("file", Problem::Required));
    }
    let picture = store_picture(state, file).await?;
    categories::set_picture(state, &account.email, category, Some(&picture)).await?;
    Ok(picture.hash)
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
