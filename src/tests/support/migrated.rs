//! Migrated databases to begin with. Migrating takes longer than most tests do, so it is done once, and copied.

use super::{On, TempDir, config, postgres};
use sha2::{Digest, Sha256};
use std::{future::Future, path::Path, sync::OnceLock};
use tradewind::server::{config::Config, store::connect::connect};

/// As [`config`], with the schema in the database.
pub async fn migrated(on: On, data: &TempDir) -> (Config, Option<postgres::Database>) {
    static SQLITE: OnceLock<Vec<u8>> = OnceLock::new();
    static POSTGRES: OnceLock<String> = OnceLock::new();
    match on {
        On::Sqlite => {
            let database = SQLITE.get_or_init(|| apart(sqlite()));
            let (config, none) = config(on, data).await;
            std::fs::write(file(data.path()), database).expect("a database");
            (config, none)
        }
        On::Postgres => {
            let template = POSTGRES.get_or_init(|| apart(postgres()));
            let database = postgres::Database::copy_of(template).await;
            let (config, _) = config(On::Sqlite, data).await;
            (Config { database_url: Some(database.url.clone()), ..config }, Some(database))
        }
    }
}

fn file(data: &Path) -> std::path::PathBuf {
    data.join("tradewind.db")
}

/// What a migrated SQLite database is on the disk.
async fn sqlite() -> Vec<u8> {
    let data = TempDir::create();
    let (config, _) = config(On::Sqlite, &data).await;
    let db = connect(&config).await.expect("a migrated database");
    // The last one to leave writes everything into the one file.
    db.close().await;
    std::fs::read(file(data.path())).expect("the database's file")
}

/// The name of a migrated PostgreSQL database, which stays for later runs with the same migrations.
async fn postgres() -> String {
    let migrations = sqlx::migrate!("migrations/postgres");
    let checksums: Vec<u8> = migrations.iter().flat_map(|migration| migration.checksum.iter().copied()).collect();
    let name = format!("template_{}", hex::encode(&Sha256::digest(checksums)[..8]));
    let data = TempDir::create();
    let (config, _) = config(On::Sqlite, &data).await;
    postgres::add_template(&name, |url| async {
        let config = Config { database_url: Some(url), ..config };
        connect(&config).await.expect("a migrated database").close().await;
    })
    .await;
    name
}

/// Runs something to its end, whatever runtime the caller is on and how soon that ends.
fn apart<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    std::thread::spawn(move || runtime().block_on(work)).join().expect("a migrated database")
}
