//! What only one process at a time may do to a database: bring its schema up to date, put the demo people in.

use crate::config::Store;
use crate::say;
use crate::start::Refusal;
use app::web::db::sql;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

/// Names our lock among others on a PostgreSQL: "gradus" in ASCII.
const KEY: i64 = 0x6772_6164_7573;
const WAITING: &str = "Waiting for another gradus, which is setting up the same database.";

/// Held while a process is the only one that sets up a database. It ends with this, and with the process.
#[derive(Debug)]
pub enum SetUpLock {
    /// A file beside the SQLite file, locked. It stays there: whoever deleted it would let two lock two files of that name.
    File(File),
    /// A connection of its own to PostgreSQL, which holds the lock.
    Connection(DatabaseConnection),
    /// Nobody else can reach the database: it is in memory, or there is no such folder, which opening it will tell.
    Nobody,
}

impl SetUpLock {
    /// Waits until no other process holds it; says so when one does.
    ///
    /// # Errors
    /// When the lock can't be made or the database not be reached.
    pub async fn with(store: &Store) -> Result<Self, Refusal> {
        let url = store.database_url();
        let held = if url.starts_with("sqlite:") { on_sqlite(&url).await } else { on_postgres(&url).await };
        held.map_err(|error| store.can_not_be_opened(&error))
    }

    /// Lets the next one in.
    pub async fn end(self) {
        match self {
            Self::File(file) => drop(file.unlock()),
            Self::Connection(connection) => drop(connection.close().await),
            Self::Nobody => {}
        }
    }
}

async fn on_sqlite(url: &str) -> Result<SetUpLock, DbErr> {
    let options: SqliteConnectOptions =
        url.parse().map_err(|error: sea_orm::sqlx::Error| DbErr::Custom(error.to_string()))?;
    let mut beside = options.get_filename().as_os_str().to_owned();
    beside.push(".lock");
    let beside = Path::new(&beside);
    if url.contains(":memory:") || !beside.parent().is_some_and(Path::is_dir) {
        return Ok(SetUpLock::Nobody);
    }
    let failed = |error: std::io::Error| DbErr::Custom(format!("{}: {error}", beside.display()));
    let file = File::create(beside).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => return Ok(SetUpLock::File(file)),
        Err(TryLockError::WouldBlock) => say::err(WAITING),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let waited = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await;
    let file = waited.map_err(|error| DbErr::Custom(error.to_string()))?;
    file.map(SetUpLock::File).map_err(failed)
}

async fn on_postgres(url: &str) -> Result<SetUpLock, DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        // The lock is the connection's: it must not be replaced by another.
        .idle_timeout(None)
        .max_lifetime(None)
        .sqlx_logging(false);
    let connection = Database::connect(options).await?;
    // No builder has these words.
    let ask = |text: &str| sql(&connection, text, [KEY.into()]);
    let asked = connection.query_one_raw(ask("SELECT pg_try_advisory_lock($1)")).await?;
    let held = asked.is_some_and(|row| row.try_get_by_index(0).unwrap_or(false));
    if !held {
        say::err(WAITING);
        connection.query_one_raw(ask("SELECT pg_advisory_lock($1)")).await?;
    }
    Ok(SetUpLock::Connection(connection))
}
