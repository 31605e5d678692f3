//! Import files, reports and exports: what is too large for a server function.

use super::pages;
use crate::{
    domain::{access::Permission, forms::Problem, ids::ImportId, staff::ImportFormat},
    error::AppError,
    server::{
        config::Config,
        query, random,
        services::{
            export_catalog::Export,
            import_catalog::{self, ImportFile, Wish},
        },
        sessions::Identity,
        state::State,
        store::{StoreError, accounts::Account, imports},
    },
};
use axum::{
    Extension,
    body::Body,
    extract::{Multipart, Path, State as AxumState, multipart::Field},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use futures::stream;
use std::path::{Path as FilePath, PathBuf};
use tokio::io::AsyncWriteExt;

/// Where files are sent. It takes as long as the line of whoever sends it.
pub const UPLOAD: &str = "/admin/imports/upload";

/// Most bytes of an upload: the file and what a form adds to it.
pub fn upload_bytes(config: &Config) -> usize {
    const FORM_BYTES: u64 = 1024 * 1024;
    usize::try_from(file_bytes(config) + FORM_BYTES).unwrap_or(usize::MAX)
}

fn file_bytes(config: &Config) -> u64 {
    u64::from(config.import_mb) * 1024 * 1024
}

/// Longest value of a field that is no file.
const VALUE_BYTES: usize = 64;

fn staff(identity: &Identity) -> Result<&Account, AppError> {
    let account = identity.account.as_ref().ok_or(AppError::SignInRequired)?;
    if account.allows(Permission::Catalog) { Ok(account) } else { Err(AppError::Forbidden) }
}

async fn refusal(state: &State, error: &AppError) -> Response {
    pages::error_page(state, StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)).await
}

/// Takes a file from a form with `format`, `dry_run` and `file`, and leads to the page of its import.
pub async fn upload(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    form: Multipart,
) -> Response {
    let account = match staff(&identity) {
        Ok(account) => account,
        Err(error) => return refusal(&state, &error).await,
    };
    match take(&state, account, form).await {
        Ok(id) => Redirect::to(&format!("/admin/imports/{id}")).into_response(),
        Err(error @ AppError::Invalid(_)) => {
            let error = serde_json::to_string(&error).unwrap_or_default();
            Redirect::to(&format!("/admin/imports?refused={}", query::encode(&error))).into_response()
        }
        Err(error) => refusal(&state, &error).await,
    }
}

/// A file that goes when nobody takes it.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It may have been moved to its place meanwhile.
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn take(state: &State, account: &Account, mut form: Multipart) -> Result<ImportId, AppError> {
    let (mut format, mut dry_run, mut name) = (None, false, String::new());
    let folder = import_catalog::uploads(state);
    tokio::fs::create_dir_all(&folder).await.map_err(|error| broken(&error))?;
    let file = Unfinished(folder.join(format!("{}.part", random::token())));
    while let Some(field) = form.next_field().await.map_err(|_| AppError::Transport)? {
        match field.name() {
            Some("format") => format = ImportFormat::from_slug(&value(field).await?),
            Some("dry_run") => dry_run = true,
            Some("file") if !name.is_empty() => return Err(AppError::field("file", Problem::TooMany(1))),
            Some("file") => {
                name = field.file_name().unwrap_or_default().to_owned();
                save(state, field, &file.0).await?;
            }
            _ => {}
        }
    }
    let format = format.ok_or_else(|| AppError::field("format", Problem::UnknownChoice))?;
    if name.is_empty() {
        return Err(AppError::field("file", Problem::Required));
    }
    let read = ImportFile::read(&file.0).await.map_err(|error| broken(&error))?;
    let wish = Wish { format, dry_run, actor: &account.email };
    Ok(import_catalog::begin_upload(state, &file.0, &ImportFile { name, ..read }, wish).await?)
}

fn broken(error: &std::io::Error) -> AppError {
    tracing::error!(%error, "an import file could not be kept");
    AppError::Internal
}

/// The value of a field that is chosen from a list.
async fn value(mut field: Field<'_>) -> Result<String, AppError> {
    let mut value = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| AppError::Transport)? {
        if value.len() + chunk.len() > VALUE_BYTES {
            return Err(AppError::field("format", Problem::UnknownChoice));
        }
        value.extend_from_slice(&chunk);
    }
    String::from_utf8(value).map_err(|_| AppError::field("format", Problem::UnknownChoice))
}

/// Writes the field to a file, chunk by chunk.
async fn save(state: &State, mut field: Field<'_>, path: &FilePath) -> Result<(), AppError> {
    let most = file_bytes(&state.config);
    let (mut file, mut bytes) = (tokio::fs::File::create(path).await.map_err(|error| broken(&error))?, 0_u64);
    while let Some(chunk) = field.chunk().await.map_err(|_| AppError::Transport)? {
        bytes += chunk.len() as u64;
        if bytes > most {
            return Err(AppError::field("file", Problem::TooManyBytes(state.config.import_mb)));
        }
        file.write_all(&chunk).await.map_err(|error| broken(&error))?;
    }
    file.flush().await.map_err(|error| broken(&error))
}

/// `/admin/imports/{id}/report.csv`
pub async fn report(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Path(id): Path<String>,
) -> Response {
    if let Err(error) = staff(&identity) {
        return refusal(&state, &error).await;
    }
    let Ok(id) = id.parse::<ImportId>() else { return pages::error_page(&state, StatusCode::NOT_FOUND).await };
    match imports::find(&state.db, id).await {
        Ok(Some(_)) => {}
        Ok(None) => return pages::error_page(&state, StatusCode::NOT_FOUND).await,
        Err(error) => return refusal(&state, &error.into()).await,
    }
    let parts = stream::try_unfold((state.db.clone(), 0), move |(db, after)| async move {
        let part = import_catalog::report_page(&db, id, after).await?;
        Ok::<_, StoreError>(part.map(|(bytes, last)| (bytes, (db, last))))
    });
    csv_file(&format!("import-{id}-report.csv"), Body::from_stream(parts))
}

/// `/admin/export.csv`
pub async fn export(AxumState(state): AxumState<State>, Extension(identity): Extension<Identity>) -> Response {
    if let Err(error) = staff(&identity) {
        return refusal(&state, &error).await;
    }
    let parts = stream::try_unfold(Export::new(state.db.clone()), |mut export| async move {
        let part = export.next().await?;
        Ok::<_, StoreError>(part.map(|bytes| (bytes, export)))
    });
    csv_file("catalog.csv", Body::from_stream(parts))
}

/// A table to be kept.
pub(super) fn csv_file(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, body).into_response()
}
