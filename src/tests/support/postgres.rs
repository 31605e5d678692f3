//! A PostgreSQL database per shop, in the cluster that `scripts/postgres` started.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tradewind::server::random;

/// An empty database; dropped with this value.
pub struct Database {
    pub url: String,
    name: String,
}

/// Address of the cluster's own database, where others are created.
fn cluster() -> String {
    std::env::var("TRADEWIND_TEST_POSTGRES").expect(
        "TRADEWIND_TEST_POSTGRES names no database server: run the tests with `make test`, or with \
         `scripts/postgres run cargo test --features ssr`, which starts one and stops it again",
    )
}

impl Database {
    pub async fn create() -> Self {
        Self::copy_of("template1").await
    }

    /// A copy of another database, to which nobody may be connected.
    pub async fn copy_of(template: &str) -> Self {
        let name = new_name();
        run(&cluster(), format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { url: url(&name), name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (cluster, sql) = (cluster(), format!("DROP DATABASE {} WITH (FORCE)", self.name));
        // The test's own runtime may be ending; dropping must not depend on it.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(run(&cluster, sql));
        });
        dropping.join().expect("the database is dropped");
    }
}

/// Adds a database that others can be copies of, if it is not there; `fill` gets its address.
pub async fn add_template<F: Future<Output = ()>>(name: &str, fill: impl FnOnce(String) -> F) {
    let mut connection = PgConnection::connect(&cluster()).await.expect("TRADEWIND_TEST_POSTGRES answers");
    // Of several processes, one fills it; the lock ends with the connection.
    sqlx::query("SELECT pg_advisory_lock(hashtext('templates'))").execute(&mut connection).await.expect("a lock");
    let known = sqlx::query("SELECT FROM pg_database WHERE datname = $1").bind(name);
    if known.fetch_optional(&mut connection).await.expect("the databases").is_none() {
        // One that is half filled never has the name.
        let unfinished = new_name();
        run(&cluster(), format!("CREATE DATABASE {unfinished}")).await;
        fill(url(&unfinished)).await;
        run(&cluster(), format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await;
    }
    connection.close().await.expect("closed");
}

fn new_name() -> String {
    format!("shop_{}", random::token().get(..16).expect("a long token"))
}

fn url(database: &str) -> String {
    let cluster = cluster();
    let (server, _) = cluster.rsplit_once('/').expect("an address like postgres://user@host:port/postgres");
    format!("{server}/{database}")
}

async fn run(cluster: &str, sql: String) {
    let mut connection = PgConnection::connect(cluster).await.expect("TRADEWIND_TEST_POSTGRES answers");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("databases can be made and dropped");
    connection.close().await.expect("closed");
}
