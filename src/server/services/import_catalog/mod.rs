//! Importing a catalog from a CSV file: the shop's own, or Shopify's.
//!
//! A thread reads rows and puts together what belongs together ([`batches`]); each product or other thing becomes a
//! draft of what the file says of it ([`tradewind`], [`shopify`]); a draft becomes what the shop shall have
//! ([`resolve`]); and a batch of them is written in one transaction ([`run`]). What is wrong is noted line by line and
//! never stops the rest. Names and slugs, not ids, say what is meant, so that a file can be imported twice.

mod batches;
mod colors;
mod draft;
mod fields;
mod former;
mod known;
mod pictures;
mod reference;
mod rehearsal;
mod report;
mod resolve;
mod run;
mod seen;
mod sheet;
mod shopify;
mod tradewind;
mod write;

pub use report::{report_page, write_report};
pub use run::{End, RunError, run};

use crate::{
    domain::{
        ids::ImportId,
        staff::{ImportDetail, ImportFormat, ImportList, ImportStatus, ImportSummary, PageRequest},
    },
    error::AppError,
    server::{
        jobs::Job,
        state::State,
        store::{
            StoreError, Tx,
            imports::{self, NewImport},
        },
    },
};
use sha2::{Digest, Sha256};
use std::{
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

/// Lines of a report that its page shows; the file has them all.
const LINES_SHOWN: i64 = 100;

/// How long a worker goes on with an import before it looks after other jobs: well within the lease of a job.
const SLICE: Duration = Duration::from_secs(5);
/// A dry run has to find its way again each time.
const DRY_SLICE: Duration = Duration::from_secs(20);

/// A file that is to be imported.
#[derive(Clone, Debug)]
pub struct ImportFile {
    pub name: String,
    /// SHA-256 in hex.
    pub hash: String,
    pub bytes: i64,
}

impl ImportFile {
    /// Reads a file once, for its hash.
    pub async fn read(path: &Path) -> std::io::Result<Self> {
        let path = path.to_owned();
        let read = tokio::task::spawn_blocking(move || {
            let mut file = std::fs::File::open(&path)?;
            let (mut hasher, mut buffer, mut bytes) = (Sha256::new(), vec![0; 64 * 1024], 0_i64);
            loop {
                let read = file.read(&mut buffer)?;
                if read == 0 {
                    break;
                }
                hasher.update(buffer.get(..read).unwrap_or_default());
                bytes = bytes.saturating_add(i64::try_from(read).unwrap_or(i64::MAX));
            }
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Ok(Self { name, hash: hex::encode(hasher.finalize()), bytes })
        });
        read.await.map_err(std::io::Error::other)?
    }
}

/// How a file shall be imported.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    pub format: ImportFormat,
    /// Nothing is written but the report.
    pub dry_run: bool,
    pub actor: &'a str,
}

/// Goes on with the import of a file that was cut off, or begins a new one.
pub async fn begin_or_continue(state: &State, file: &ImportFile, wish: Wish<'_>) -> Result<ImportId, StoreError> {
    let mut tx = state.db.begin().await?;
    let unfinished = imports::find_unfinished(&mut tx, &file.hash, wish.format, wish.dry_run).await?;
    let id = match unfinished {
        Some(id) => {
            imports::set_status(&mut tx, id, ImportStatus::Canceled, ImportStatus::Running, None, "").await?;
            id
        }
        None => insert(&mut tx, state, file, wish).await?,
    };
    tx.commit().await?;
    Ok(id)
}

async fn insert(tx: &mut Tx, state: &State, file: &ImportFile, wish: Wish<'_>) -> Result<ImportId, StoreError> {
    let name: String = file.name.chars().filter(|char| !char.is_control()).take(200).collect();
    let new = NewImport {
        format: wish.format,
        file_name: &name,
        file_hash: &file.hash,
        bytes: file.bytes,
        dry_run: wish.dry_run,
        actor: wish.actor,
    };
    imports::insert(tx, &new, state.clock.now()).await
}

/// Where the file of an import is that staff uploaded.
pub fn uploaded_file(state: &State, id: ImportId) -> PathBuf {
    uploads(state).join(format!("{id}.csv"))
}

/// The folder of uploaded files, in the data folder that all nodes share.
pub fn uploads(state: &State) -> PathBuf {
    state.config.data_dir.join("imports")
}

/// Begins the import of an uploaded file, which is moved to its place; a worker does the rest.
pub async fn begin_upload(
    state: &State,
    uploaded: &Path,
    file: &ImportFile,
    wish: Wish<'_>,
) -> Result<ImportId, StoreError> {
    let mut tx = state.db.begin().await?;
    let id = insert(&mut tx, state, file, wish).await?;
    let moved = tokio::fs::rename(uploaded, uploaded_file(state, id)).await;
    moved.map_err(|error| StoreError::Inconsistent(format!("an uploaded file could not be moved: {error}")))?;
    Job::ImportCatalog { import: id }.enqueue(&mut tx, state.clock.now()).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(id)
}

/// A slice of an import, as a job: it goes on for some seconds, and leaves the rest to the next one.
pub async fn run_slice(state: &State, id: ImportId) -> Result<(), RunError> {
    let Some(import) = imports::find(&state.db, id).await? else { return Ok(()) };
    let path = uploaded_file(state, id);
    if import.summary.status != ImportStatus::Running {
        return Ok(());
    }
    let most = if import.summary.dry_run { DRY_SLICE } else { SLICE };
    match run(state, id, &path, Some(most), &|_| ()).await? {
        End::NotYet => {
            let mut tx = state.db.begin().await?;
            Job::ImportCatalog { import: id }.enqueue(&mut tx, state.clock.now()).await?;
            tx.commit().await?;
        }
        // What is left behind when this fails is a file that nobody reads.
        End::Finished => drop(tokio::fs::remove_file(&path).await),
        End::Stopped => {}
    }
    Ok(())
}

/// A page of all imports, newest first.
pub async fn list_imports(state: &State, page: PageRequest) -> Result<ImportList, AppError> {
    let (imports, pages) = imports::list(&state.db, page).await?;
    Ok(ImportList { imports, pages, most_mebibytes: state.config.import_mb })
}

/// An import and the beginning of its report.
pub async fn open_import(state: &State, id: ImportId) -> Result<ImportDetail, AppError> {
    let import = imports::find(&state.db, id).await?.ok_or(AppError::NotFound)?;
    let lines = imports::lines(&state.db, id, 0, LINES_SHOWN).await?;
    Ok(ImportDetail { summary: import.summary, lines: lines.into_iter().map(|(_, line)| line).collect() })
}

/// Stops an import after the batch it is at.
pub async fn cancel_import(state: &State, id: ImportId) -> Result<(), AppError> {
    change(state, id, ImportStatus::Running, ImportStatus::Canceled).await
}

/// Goes on with an import that was stopped.
pub async fn resume_import(state: &State, id: ImportId) -> Result<(), AppError> {
    change(state, id, ImportStatus::Canceled, ImportStatus::Running).await?;
    state.wake.notify_one();
    Ok(())
}

async fn change(state: &State, id: ImportId, from: ImportStatus, to: ImportStatus) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    if !imports::set_status(&mut tx, id, from, to, None, "").await? {
        let exists = imports::find(&mut tx, id).await?.is_some();
        return Err(if exists { AppError::Conflict } else { AppError::NotFound });
    }
    if to == ImportStatus::Running {
        Job::ImportCatalog { import: id }.enqueue(&mut tx, state.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// An import as it is now.
pub async fn summary(state: &State, id: ImportId) -> Result<ImportSummary, RunError> {
    imports::find(&state.db, id).await?.map(|import| import.summary).ok_or(RunError::Unknown)
}
