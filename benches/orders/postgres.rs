//! A database of its own on the server that `scripts/postgres` started.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

pub struct Database {
    pub url: String,
    server: String,
    name: String,
}

impl Database {
    /// `None` if there is no server.
    pub async fn create() -> Option<Self> {
        let server = std::env::var("TRADEWIND_TEST_POSTGRES").ok()?;
        let name = format!("bench_{}", std::process::id());
        run(&server, format!("CREATE DATABASE {name}")).await;
        let (address, _) = server.rsplit_once('/').expect("an address like postgres://user@host:port/postgres");
        Some(Self { url: format!("{address}/{name}"), server, name })
    }

    pub async fn drop(self) {
        run(&self.server, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.expect("TRADEWIND_TEST_POSTGRES answers");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("databases can be made and dropped");
    connection.close().await.expect("closed");
}
