//! Opening the database that the settings name.

use super::Db;
use crate::server::{config::Config, state::StartError};
use sqlx::{
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{fs::File, str::FromStr, time::Duration};

const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// So many KiB of SQLite's file each connection keeps in memory, if it has read as much: what one page of the shop shows
/// lies scattered over more of it than SQLite's own 2 MB.
const SQLITE_CACHE: u32 = 16 * 1024;

/// Connects and brings the schema up to date.
pub async fn connect(config: &Config) -> Result<Db, StartError> {
    let url = config.database_url();
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let pool = PgPoolOptions::new()
            .max_connections(config.database_connections)
            .acquire_timeout(BUSY_TIMEOUT)
            .connect(&url)
            .await?;
        let db = Db::postgres(pool);
        db.migrate().await?;
        return Ok(db);
    }
    if !url.starts_with("sqlite:") {
        return Err(StartError::DatabaseUrl("must begin with postgres:// or sqlite://".into()));
    }
    let options = SqliteConnectOptions::from_str(&url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An order that was confirmed must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Negative: KiB, not pages.
        .pragma("cache_size", format!("-{SQLITE_CACHE}"))
        .busy_timeout(BUSY_TIMEOUT);
    // sqlx locks migrations on PostgreSQL but not on SQLite; the file lock serializes nodes that start at once.
    let lock_path = config.data_dir.join("migrate.lock");
    let lock = tokio::task::spawn_blocking(move || File::create(lock_path).and_then(|file| file.lock().map(|()| file)))
        .await
        .map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))?
        .map_err(sqlx::Error::Io)?;
    let write =
        SqlitePoolOptions::new().max_connections(1).acquire_timeout(BUSY_TIMEOUT).connect_with(options.clone()).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(config.database_connections)
        .acquire_timeout(BUSY_TIMEOUT)
        .connect_with(options)
        .await?;
    let db = Db::sqlite(read, write);
    db.migrate().await?;
    drop(lock);
    Ok(db)
}
