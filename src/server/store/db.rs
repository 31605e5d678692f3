//! One face for two databases.
//!
//! [`Db`] is SQLite or PostgreSQL, chosen at run time; [`select`] and [`execute`] run one SQL
//! text, with `$1` placeholders, on either. Reads on a [`Db`] go to a pool; writes that belong
//! together go through a [`Tx`]. SQLite has one writer: its transactions begin IMMEDIATE on a
//! pool of one connection, so that a transaction never fails half-way for want of the lock.

use super::dialect;
use sqlx::{
    AssertSqlSafe, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgArguments, PgConnection, PgRow},
    sqlite::{SqliteArguments, SqliteConnection, SqliteRow},
};
use std::{
    borrow::Cow,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A failure of the database, not of the person who asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("database: {0}")]
    Driver(#[from] sqlx::Error),
    /// Stored data contradicts itself or the code.
    #[error("inconsistent data: {0}")]
    Inconsistent(String),
}

impl StoreError {
    /// Whether this is the violation of the constraint with that name.
    ///
    /// SQLite names a UNIQUE constraint by its columns ("brand.slug"), so both names are given.
    pub fn violates(&self, constraint: &str, columns: &str) -> bool {
        let Self::Driver(sqlx::Error::Database(error)) = self else { return false };
        error.constraint() == Some(constraint)
            || error.message().ends_with(columns)
            || error.message().ends_with(constraint)
    }

    /// Whether a row refers to one that does not exist.
    pub fn is_foreign_key_violation(&self) -> bool {
        matches!(self, Self::Driver(sqlx::Error::Database(error)) if error.is_foreign_key_violation())
    }

    /// Whether a CHECK of the schema refused a value.
    pub fn is_check_violation(&self) -> bool {
        matches!(self, Self::Driver(sqlx::Error::Database(error)) if error.is_check_violation())
    }
}

/// The database, cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    queries: Arc<AtomicU64>,
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

/// A transaction; dropped without [`Tx::commit`], it changes nothing.
#[derive(Debug)]
pub struct Tx {
    inner: TxInner,
    queries: Arc<AtomicU64>,
}

#[derive(Debug)]
enum TxInner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// What a statement runs on: the database or a transaction.
#[derive(Debug)]
pub struct Conn<'c> {
    on: On<'c>,
    queries: &'c AtomicU64,
}

#[derive(Debug)]
enum On<'c> {
    /// Readers, and the one writer.
    SqlitePool(&'c SqlitePool, &'c SqlitePool),
    SqliteTx(&'c mut SqliteConnection),
    PostgresPool(&'c PgPool),
    PostgresTx(&'c mut PgConnection),
}

impl Db {
    pub fn sqlite(read: SqlitePool, write: SqlitePool) -> Self {
        Self { pools: Pools::Sqlite { read, write }, queries: Arc::default() }
    }

    pub fn postgres(pool: PgPool) -> Self {
        Self { pools: Pools::Postgres(pool), queries: Arc::default() }
    }

    /// Begins a transaction that will write.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => TxInner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => TxInner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, queries: self.queries.clone() })
    }

    /// Statements run so far, so that a test can hold a page to its number of queries.
    pub fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.pools, Pools::Postgres(_))
    }

    /// Waits for running statements and closes all connections.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// Brings the schema up to date; safe when several nodes start at once.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        match &self.pools {
            Pools::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await,
            Pools::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await,
        }
    }
}

impl Tx {
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.inner {
            TxInner::Sqlite(tx) => tx.commit().await?,
            TxInner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

impl<'c> From<&'c Db> for Conn<'c> {
    fn from(db: &'c Db) -> Self {
        let on = match &db.pools {
            Pools::Sqlite { read, write } => On::SqlitePool(read, write),
            Pools::Postgres(pool) => On::PostgresPool(pool),
        };
        Self { on, queries: &db.queries }
    }
}

impl<'c> From<&'c mut Tx> for Conn<'c> {
    fn from(tx: &'c mut Tx) -> Self {
        let on = match &mut tx.inner {
            TxInner::Sqlite(tx) => On::SqliteTx(tx),
            TxInner::Postgres(tx) => On::PostgresTx(tx),
        };
        Self { on, queries: &tx.queries }
    }
}

impl Conn<'_> {
    /// The same connection again, for the next statement.
    pub fn again(&mut self) -> Conn<'_> {
        let on = match &mut self.on {
            On::SqlitePool(read, write) => On::SqlitePool(read, write),
            On::SqliteTx(connection) => On::SqliteTx(connection),
            On::PostgresPool(pool) => On::PostgresPool(pool),
            On::PostgresTx(connection) => On::PostgresTx(connection),
        };
        Conn { on, queries: self.queries }
    }

    pub(super) fn dialect(&self) -> dialect::Dialect {
        match self.on {
            On::SqlitePool(..) | On::SqliteTx(_) => dialect::Dialect::Sqlite,
            On::PostgresPool(_) | On::PostgresTx(_) => dialect::Dialect::Postgres,
        }
    }
}

/// A value that both databases can store.
pub trait Value:
    for<'q> sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite> + for<'q> sqlx::Encode<'q, Postgres> + sqlx::Type<Postgres>
{
}
impl<T> Value for T where
    T: for<'q> sqlx::Encode<'q, Sqlite>
        + sqlx::Type<Sqlite>
        + for<'q> sqlx::Encode<'q, Postgres>
        + sqlx::Type<Postgres>
{
}

/// A row that can be read from both databases; `derive(FromRow)` gives both, tuples work too.
pub trait Record: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Record for T where T: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin {}

enum Arguments {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

/// A statement with its values; see [`select`] and [`execute`].
#[must_use = "a statement runs when it is awaited"]
pub struct Statement<'c, T> {
    conn: Conn<'c>,
    sql: Cow<'static, str>,
    arguments: Result<Arguments, sqlx::error::BoxDynError>,
    row: std::marker::PhantomData<fn() -> T>,
}

/// A statement that answers with rows: SELECT, or anything with RETURNING inside a [`Tx`].
pub fn select<'c, T: Record>(on: impl Into<Conn<'c>>, sql: impl Into<Cow<'static, str>>) -> Statement<'c, T> {
    statement(on.into(), sql.into())
}

/// A statement that answers with the number of rows it changed.
pub fn execute<'c>(on: impl Into<Conn<'c>>, sql: impl Into<Cow<'static, str>>) -> Statement<'c, ()> {
    statement(on.into(), sql.into())
}

fn statement<'c, T>(conn: Conn<'c>, sql: Cow<'static, str>) -> Statement<'c, T> {
    conn.queries.fetch_add(1, Ordering::Relaxed);
    let arguments = match conn.dialect() {
        dialect::Dialect::Sqlite => Arguments::Sqlite(SqliteArguments::default()),
        dialect::Dialect::Postgres => Arguments::Postgres(PgArguments::default()),
    };
    Statement { conn, sql, arguments: Ok(arguments), row: std::marker::PhantomData }
}

impl<T> Statement<'_, T> {
    /// Gives the next placeholder its value.
    pub fn bind(mut self, value: impl Value) -> Self {
        use sqlx::Arguments as _;
        self.arguments = self.arguments.and_then(|mut arguments| {
            match &mut arguments {
                Arguments::Sqlite(arguments) => arguments.add(value)?,
                Arguments::Postgres(arguments) => arguments.add(value)?,
            }
            Ok(arguments)
        });
        self
    }

    /// Gives the next placeholders their values, in order.
    pub fn bind_all<V: Value>(self, values: impl IntoIterator<Item = V>) -> Self {
        values.into_iter().fold(self, Self::bind)
    }
}

// Dispatches to the four kinds of connection; each arm has its own driver's types.
macro_rules! fetch {
    ($statement:expr, $method:ident) => {{
        let Statement { conn, sql, arguments, .. } = $statement;
        let sql = AssertSqlSafe(sql);
        match (conn.on, arguments.map_err(sqlx::Error::Encode)?) {
            (On::SqlitePool(read, _), Arguments::Sqlite(arguments)) => {
                Ok(sqlx::query_as_with(sql, arguments).$method(read).await?)
            }
            (On::SqliteTx(tx), Arguments::Sqlite(arguments)) => {
                Ok(sqlx::query_as_with(sql, arguments).$method(tx).await?)
            }
            (On::PostgresPool(pool), Arguments::Postgres(arguments)) => {
                Ok(sqlx::query_as_with(sql, arguments).$method(pool).await?)
            }
            (On::PostgresTx(tx), Arguments::Postgres(arguments)) => {
                Ok(sqlx::query_as_with(sql, arguments).$method(tx).await?)
            }
            _ => Err(StoreError::Inconsistent("arguments of the other database".into())),
        }
    }};
}

impl<T: Record> Statement<'_, T> {
    pub async fn all(self) -> Result<Vec<T>, StoreError> {
        fetch!(self, fetch_all)
    }

    /// The only row; none, or more than one, is an error.
    pub async fn one(self) -> Result<T, StoreError> {
        fetch!(self, fetch_one)
    }

    pub async fn optional(self) -> Result<Option<T>, StoreError> {
        fetch!(self, fetch_optional)
    }
}

impl Statement<'_, ()> {
    /// Runs the statement and tells how many rows it changed.
    pub async fn run(self) -> Result<u64, StoreError> {
        let Statement { conn, sql, arguments, .. } = self;
        let sql = AssertSqlSafe(sql);
        let changed = match (conn.on, arguments.map_err(sqlx::Error::Encode)?) {
            (On::SqlitePool(_, write), Arguments::Sqlite(arguments)) => {
                sqlx::query_with(sql, arguments).execute(write).await?.rows_affected()
            }
            (On::SqliteTx(tx), Arguments::Sqlite(arguments)) => {
                sqlx::query_with(sql, arguments).execute(tx).await?.rows_affected()
            }
            (On::PostgresPool(pool), Arguments::Postgres(arguments)) => {
                sqlx::query_with(sql, arguments).execute(pool).await?.rows_affected()
            }
            (On::PostgresTx(tx), Arguments::Postgres(arguments)) => {
                sqlx::query_with(sql, arguments).execute(tx).await?.rows_affected()
            }
            _ => return Err(StoreError::Inconsistent("arguments of the other database".into())),
        };
        Ok(changed)
    }
}
