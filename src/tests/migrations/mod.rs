//! The two folders of migrations make the same schema, and nodes that start at once agree.

use crate::support::{OPENING, On, TempDir, TestShop, config};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::collections::BTreeMap;
use tradewind::server::{clock::Clock, state::State};

/// Kind and nullability by "table.column".
type Schema = BTreeMap<String, (String, bool)>;

/// What the facade sees of a type: sqlx decodes these alike.
fn kind(declared: &str) -> String {
    match declared.to_lowercase().as_str() {
        "integer" | "bigint" => "whole number",
        "boolean" => "yes or no",
        "text" => "text",
        "double precision" | "real" => "float",
        "blob" | "bytea" => "bytes",
        other => return format!("unknown type {other}"),
    }
    .to_owned()
}

async fn sqlite_schema(shop: &TestShop) -> Schema {
    let url = format!("sqlite://{}", shop.data.path().join("tradewind.db").display());
    let mut connection = SqliteConnection::connect(&url).await.expect("the file opens");
    // A primary key of one INTEGER column is never null, though the pragma does not say so.
    let columns: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT m.name, c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0
         FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the schema can be read");
    schema(columns)
}

async fn postgres_schema(shop: &TestShop) -> Schema {
    let mut connection = PgConnection::connect(&shop.state.config.database_url()).await.expect("the database answers");
    let columns: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES'
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the schema can be read");
    schema(columns)
}

fn schema(columns: Vec<(String, String, String, bool)>) -> Schema {
    columns
        .into_iter()
        .map(|(table, column, declared, nullable)| (format!("{table}.{column}"), (kind(&declared), nullable)))
        .collect()
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let sqlite = sqlite_schema(&TestShop::sqlite().await).await;
    let postgres = postgres_schema(&TestShop::postgres().await).await;
    assert!(sqlite.len() > 100, "only {} columns were found", sqlite.len());
    let differing: Vec<_> = sqlite
        .keys()
        .chain(postgres.keys())
        .filter(|column| sqlite.get(*column) != postgres.get(*column))
        .map(|column| (column, sqlite.get(column), postgres.get(column)))
        .collect();
    assert!(differing.is_empty(), "column, on SQLite, on PostgreSQL: {differing:#?}");
}

/// The names of constraints and indexes, which the code tells violations apart by.
#[tokio::test]
async fn both_databases_have_the_same_indexes() {
    let (sqlite, postgres) = (TestShop::sqlite().await, TestShop::postgres().await);
    let url = format!("sqlite://{}", sqlite.data.path().join("tradewind.db").display());
    let mut file = SqliteConnection::connect(&url).await.expect("the file opens");
    let on_sqlite: Vec<(String,)> =
        sqlx::query_as("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
            .fetch_all(&mut file)
            .await
            .expect("the schema can be read");
    let mut server = PgConnection::connect(&postgres.state.config.database_url()).await.expect("the database answers");
    let on_postgres: Vec<(String,)> = sqlx::query_as(
        "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public'
           AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u'))
         ORDER BY indexname COLLATE \"C\"",
    )
    .fetch_all(&mut server)
    .await
    .expect("the schema can be read");
    assert_eq!(on_sqlite, on_postgres);
}

async fn start_many_at_once(on: On) {
    let data = TempDir::create();
    let (config, _database) = config(on, &data).await;
    let starting: Vec<_> = (0..4).map(|_| tokio::spawn(State::start(config.clone(), Clock::fixed(OPENING)))).collect();
    let mut secrets = Vec::new();
    for node in starting {
        let state = node.await.expect("no panic").unwrap_or_else(|error| panic!("a node did not start: {error}"));
        secrets.push(state.secret.bytes().to_vec());
        state.db.close().await;
    }
    secrets.dedup();
    assert_eq!(secrets.len(), 1, "the nodes sign with different keys");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_that_start_at_once_on_a_new_sqlite_file_agree() {
    start_many_at_once(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_that_start_at_once_on_a_new_postgres_database_agree() {
    start_many_at_once(On::Postgres).await;
}
