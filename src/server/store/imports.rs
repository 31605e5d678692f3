//! Imports: how far each got, and what it has to report.

use super::{
    Conn, StoreResult, Tx,
    admin::order_and_limit,
    db::{execute, select},
    multi_row::insert_rows,
    sql,
};
use crate::domain::{
    ids::{ImageId, ImportId},
    staff::{ImportCounts, ImportFormat, ImportLine, ImportStatus, ImportSummary, PageLinks, PageRequest},
    timestamp::Timestamp,
};
use std::collections::HashMap;

/// An import to be begun.
#[derive(Debug)]
pub struct NewImport<'a> {
    pub format: ImportFormat,
    pub file_name: &'a str,
    /// SHA-256 in hex.
    pub file_hash: &'a str,
    pub bytes: i64,
    pub dry_run: bool,
    pub actor: &'a str,
}

/// Where reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub byte: i64,
    /// Line of the file that begins there, counted from 1.
    pub line: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ImportId,
    format: ImportFormat,
    file_name: String,
    dry_run: bool,
    status: ImportStatus,
    actor: String,
    created_at: Timestamp,
    finished_at: Option<Timestamp>,
    bytes: i64,
    bytes_read: i64,
    line: i64,
    rows_read: i64,
    products_added: i64,
    products_changed: i64,
    products_unchanged: i64,
    products_refused: i64,
    others_added: i64,
    others_changed: i64,
    others_unchanged: i64,
    refused: i64,
    warnings: i64,
    problem: String,
}

/// An import with the place where it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredImport {
    pub summary: ImportSummary,
    pub place: Place,
}

impl From<Row> for StoredImport {
    fn from(row: Row) -> Self {
        let counts = ImportCounts {
            rows: row.rows_read,
            products_added: row.products_added,
            products_changed: row.products_changed,
            products_unchanged: row.products_unchanged,
            products_refused: row.products_refused,
            others_added: row.others_added,
            others_changed: row.others_changed,
            others_unchanged: row.others_unchanged,
            refused: row.refused,
            warnings: row.warnings,
        };
        let summary = ImportSummary {
            id: row.id,
            format: row.format,
            file_name: row.file_name,
            dry_run: row.dry_run,
            status: row.status,
            actor: row.actor,
            created_at: row.created_at,
            finished_at: row.finished_at,
            bytes: row.bytes,
            bytes_read: row.bytes_read,
            counts,
            problem: row.problem,
        };
        Self { summary, place: Place { byte: row.bytes_read, line: row.line } }
    }
}

const COLUMNS: &str = "id, format, file_name, dry_run, status, actor, created_at, finished_at, bytes, bytes_read, line,
    rows_read, products_added, products_changed, products_unchanged, products_refused, others_added, others_changed,
    others_unchanged, refused, warnings, problem";

pub async fn insert(tx: &mut Tx, new: &NewImport<'_>, now: Timestamp) -> StoreResult<ImportId> {
    let (id,): (ImportId,) = select(
        tx,
        "INSERT INTO import (format, file_name, file_hash, bytes, dry_run, actor, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    )
    .bind(new.format)
    .bind(new.file_name)
    .bind(new.file_hash)
    .bind(new.bytes)
    .bind(new.dry_run)
    .bind(new.actor)
    .bind(now)
    .one()
    .await?;
    Ok(id)
}

pub async fn find(on: impl Into<Conn<'_>>, id: ImportId) -> StoreResult<Option<StoredImport>> {
    let row: Option<Row> =
        select(on, format!("SELECT {COLUMNS} FROM import WHERE id = $1")).bind(id).optional().await?;
    Ok(row.map(StoredImport::from))
}

/// The import of this file that was cut off, if there is one.
pub async fn find_unfinished(
    on: impl Into<Conn<'_>>,
    file_hash: &str,
    format: ImportFormat,
    dry_run: bool,
) -> StoreResult<Option<ImportId>> {
    let found: Option<(ImportId,)> = select(
        on,
        "SELECT id FROM import WHERE file_hash = $1 AND status IN ('running', 'canceled') AND format = $2 AND dry_run = $3
         ORDER BY id DESC LIMIT 1",
    )
    .bind(file_hash)
    .bind(format)
    .bind(dry_run)
    .optional()
    .await?;
    Ok(found.map(|(id,)| id))
}

/// A page of all imports, newest first.
pub async fn list(on: impl Into<Conn<'_>>, page: PageRequest) -> StoreResult<(Vec<ImportSummary>, PageLinks)> {
    let text = format!("SELECT {COLUMNS} FROM import WHERE id > $1 AND id < $2 {}", order_and_limit("id", page));
    let (above, below) = page.bounds();
    let rows: Vec<Row> = select(on, text).bind(above).bind(below).all().await?;
    let (rows, links) = page.finish(rows, |row| row.id.0);
    Ok((rows.into_iter().map(|row| StoredImport::from(row).summary).collect(), links))
}

/// Notes, in the transaction that wrote it, what was read from one place to another.
///
/// `false`: somebody else went on from `before`, or stopped the import; nothing of the transaction may stay.
pub async fn advance(
    tx: &mut Tx,
    id: ImportId,
    before: Place,
    after: Place,
    counts: &ImportCounts,
) -> StoreResult<bool> {
    let changed = execute(
        tx,
        "UPDATE import SET bytes_read = $3, line = $4, rows_read = rows_read + $5,
                products_added = products_added + $6, products_changed = products_changed + $7,
                products_unchanged = products_unchanged + $8, products_refused = products_refused + $9,
                others_added = others_added + $10, others_changed = others_changed + $11,
                others_unchanged = others_unchanged + $12, refused = refused + $13, warnings = warnings + $14
         WHERE id = $1 AND bytes_read = $2 AND status = 'running'",
    )
    .bind(id)
    .bind(before.byte)
    .bind(after.byte)
    .bind(after.line)
    .bind(counts.rows)
    .bind(counts.products_added)
    .bind(counts.products_changed)
    .bind(counts.products_unchanged)
    .bind(counts.products_refused)
    .bind(counts.others_added)
    .bind(counts.others_changed)
    .bind(counts.others_unchanged)
    .bind(counts.refused)
    .bind(counts.warnings)
    .run()
    .await?;
    Ok(changed == 1)
}

/// Moves an import from one state to another; `false` if it was not in the first one.
pub async fn set_status(
    tx: &mut Tx,
    id: ImportId,
    from: ImportStatus,
    to: ImportStatus,
    finished_at: Option<Timestamp>,
    problem: &str,
) -> StoreResult<bool> {
    let changed =
        execute(tx, "UPDATE import SET status = $3, finished_at = $4, problem = $5 WHERE id = $1 AND status = $2")
            .bind(id)
            .bind(from)
            .bind(to)
            .bind(finished_at)
            .bind(problem)
            .run()
            .await?;
    Ok(changed == 1)
}

pub async fn insert_lines(tx: &mut Tx, id: ImportId, lines: &[ImportLine]) -> StoreResult<()> {
    let into = "import_line (import_id, line, severity, subject, field, reason, value)";
    insert_rows(tx, into, lines, "", |statement, line: &ImportLine| {
        statement
            .bind(id)
            .bind(line.line)
            .bind(line.severity)
            .bind(&line.subject)
            .bind(&line.field)
            .bind(&line.reason)
            .bind(&line.value)
    })
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: i64,
    #[sqlx(flatten)]
    line: ImportLine,
}

/// At most so many lines of a report after the one with the key `after`, each with its key.
pub async fn lines(
    on: impl Into<Conn<'_>>,
    id: ImportId,
    after: i64,
    most: i64,
) -> StoreResult<Vec<(i64, ImportLine)>> {
    let rows: Vec<LineRow> = select(
        on,
        "SELECT id, line, severity, subject, field, reason, value FROM import_line
         WHERE import_id = $1 AND id > $2 ORDER BY id LIMIT $3",
    )
    .bind(id)
    .bind(after)
    .bind(most)
    .all()
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.line)).collect())
}

/// Pictures that were fetched from these addresses before.
pub async fn fetched_pictures(on: impl Into<Conn<'_>>, addresses: &[String]) -> StoreResult<HashMap<String, ImageId>> {
    if addresses.is_empty() {
        return Ok(HashMap::new());
    }
    let text =
        format!("SELECT address, image_id FROM fetched_picture WHERE address IN ({})", sql::list(1, addresses.len()));
    let rows: Vec<(String, ImageId)> = select(on, text).bind_all(addresses.iter().cloned()).all().await?;
    Ok(rows.into_iter().collect())
}

pub async fn insert_fetched_picture(tx: &mut Tx, address: &str, image: ImageId, now: Timestamp) -> StoreResult<()> {
    execute(
        tx,
        "INSERT INTO fetched_picture (address, image_id, fetched_at) VALUES ($1, $2, $3)
         ON CONFLICT (address) DO UPDATE SET image_id = excluded.image_id, fetched_at = excluded.fetched_at",
    )
    .bind(address)
    .bind(image)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Ids of stored pictures by their hashes.
pub async fn pictures_by_hash(on: impl Into<Conn<'_>>, hashes: &[String]) -> StoreResult<HashMap<String, ImageId>> {
    if hashes.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("SELECT hash, id FROM image WHERE hash IN ({})", sql::list(1, hashes.len()));
    let rows: Vec<(String, ImageId)> = select(on, text).bind_all(hashes.iter().cloned()).all().await?;
    Ok(rows.into_iter().collect())
}

/// Hash and width of stored pictures, by id.
pub async fn pictures_by_id(on: impl Into<Conn<'_>>, ids: &[ImageId]) -> StoreResult<HashMap<ImageId, (String, i64)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("SELECT id, hash, width FROM image WHERE id IN ({})", sql::list(1, ids.len()));
    let rows: Vec<(ImageId, String, i64)> = select(on, text).bind_all(ids.iter().copied()).all().await?;
    Ok(rows.into_iter().map(|(id, hash, width)| (id, (hash, width))).collect())
}
