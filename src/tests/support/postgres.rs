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
        let cluster = cluster();
        let name = format!("shop_{}", random::token().get(..16).expect("a long token"));
        run(&cluster, format!("CREATE DATABASE {name}")).await;
        let (server, _) = cluster.rsplit_once('/').expect("an address like postgres://user@host:port/postgres");
        Self { url: format!("{server}/{name}"), name }
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

async fn run(cluster: &str, sql: String) {
    let mut connection = PgConnection::connect(cluster).await.expect("TRADEWIND_TEST_POSTGRES answers");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("databases can be made and dropped");
    connection.close().await.expect("closed");
}
