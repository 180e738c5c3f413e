//! The database: one writer, several readers, one way to begin a transaction.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use std::time::Duration;

/// Connections to the database. SQLite has one writer, so that writes queue here and never fail as locked.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

/// How a database is reached.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// Connections to read with, and on PostgreSQL as many to write with.
    pub connections: u32,
    /// How long one statement may take on PostgreSQL; SQLite runs it to its end.
    pub statement_timeout: Duration,
    /// The same of one that reads outside a unit of work.
    pub read_timeout: Duration,
}

impl Default for Pool {
    fn default() -> Self {
        Self { connections: 4, statement_timeout: Duration::from_secs(30), read_timeout: Duration::from_secs(30) }
    }
}

impl Db {
    /// Opens a database by its URL: `sqlite://path?mode=rwc` or `postgres://…`. What is for reading can't write.
    pub async fn open(url: &str, pool: Pool) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            // The writer first: the one that reads can't make the file.
            Ok(Self { write: sqlite(url, 1, "OFF").await?, read: sqlite(url, pool.connections, "ON").await? })
        } else {
            let read = postgres(url, Pool { statement_timeout: pool.read_timeout, ..pool }, "on").await?;
            Ok(Self { read, write: postgres(url, pool, "off").await? })
        }
    }

    /// For reads outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For what is one statement by itself, and for migrations, which make their own transactions.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a write. On SQLite it takes the write lock at once: a transaction that reads first and writes later
    /// would fail there without waiting.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let sqlite_transaction_mode =
            (self.write.get_database_backend() == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        self.write
            .begin_with_options(TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() })
            .await
    }

    /// Begins a read of which every part sees the same moment.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        // SQLite reads so by itself; PostgreSQL has to be asked.
        let isolation_level =
            (self.read.get_database_backend() == DbBackend::Postgres).then_some(IsolationLevel::RepeatableRead);
        self.read.begin_with_options(TransactionOptions { isolation_level, ..TransactionOptions::default() }).await
    }

    /// Tells of every statement that is done from now on where one may write, under the lock.
    #[must_use]
    pub fn watched(mut self, done: fn(&str)) -> Self {
        self.write.set_metric_callback(move |told| done(&told.statement.sql));
        self
    }

    /// Closes the connections.
    pub async fn close(&self) {
        let _ = self.read.clone().close().await;
        let _ = self.write.clone().close().await;
    }
}

async fn postgres(url: &str, pool: Pool, read_only: &'static str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(pool.connections).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
    let statement_timeout = pool.statement_timeout.as_millis().to_string();
    options.map_sqlx_postgres_opts(move |options| {
        options.options([("default_transaction_read_only", read_only), ("statement_timeout", &statement_timeout)])
    });
    Database::connect(options).await
}

async fn sqlite(url: &str, connections: u32, query_only: &'static str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            .pragma("busy_timeout", "5000")
            // Without it INSERT OR REPLACE deletes a row that no DELETE may, unseen by the trigger that forbids it.
            .pragma("recursive_triggers", "ON")
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            .pragma("journal_size_limit", "67108864")
            .pragma("query_only", query_only)
    });
    Database::connect(options).await
}

/// A statement with `$1`, `$2` … placeholders, which both engines read.
pub fn sql(connection: &impl ConnectionTrait, text: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), text, values)
}
