//! A database for each test, copied from one that is migrated and filled with the demo people once per process.

use app::content::catalogue::Catalogue;
use app::web::db::{Db, Pool};
use chrono::{DateTime, Utc};
use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use server::commands::demo;
use server::config::Store;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::{Mutex, OnceCell};

/// The address of a PostgreSQL in which databases may be created. Without it the tests use SQLite.
const POSTGRES: &str = "GRADUS_TEST_POSTGRES";

/// The file itself, so that nothing is left behind when the process ends.
static FILLED: OnceCell<Vec<u8>> = OnceCell::const_new();
static FILLED_ON_POSTGRES: OnceCell<String> = OnceCell::const_new();
/// PostgreSQL copies a database only while nobody else does.
static COPYING: Mutex<()> = Mutex::const_new(());
static COUNT: AtomicU32 = AtomicU32::new(0);

/// The whole repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// One test's database. On PostgreSQL it is dropped with this.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    pub(crate) db: Db,
    on_postgres: Option<String>,
}

/// What is in the database when a test begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holding {
    /// The schema and the demo people.
    DemoPeople,
    /// Nothing at all, not even a schema.
    Nothing,
}

impl TestDatabase {
    pub(crate) async fn new(folder: &Path, holding: Holding, catalogue: &Arc<Catalogue>, now: DateTime<Utc>) -> Self {
        match std::env::var(POSTGRES) {
            Ok(server) if !server.is_empty() => Self::on_postgres(&server, holding, catalogue, now).await,
            _ => Self::on_sqlite(folder, holding, catalogue, now).await,
        }
    }

    async fn on_sqlite(folder: &Path, holding: Holding, catalogue: &Arc<Catalogue>, now: DateTime<Utc>) -> Self {
        let file = folder.join("gradus.sqlite");
        if holding == Holding::DemoPeople {
            let filled = FILLED
                .get_or_init(|| async {
                    let folder = tempfile::tempdir().unwrap();
                    let file = folder.path().join("filled.sqlite");
                    let db = open(&sqlite(&file)).await;
                    Migrator::up(db.writer(), None).await.unwrap();
                    fill(&db, catalogue, now).await;
                    // Everything into the one file that is copied.
                    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
                    db.writer().execute_unprepared(checkpoint).await.unwrap();
                    db.close().await;
                    std::fs::read(file).unwrap()
                })
                .await;
            std::fs::write(&file, filled).unwrap();
        }
        Self { db: open(&sqlite(&file)).await, on_postgres: None }
    }

    async fn on_postgres(server: &str, holding: Holding, catalogue: &Arc<Catalogue>, now: DateTime<Utc>) -> Self {
        let template = match holding {
            Holding::Nothing => String::from("template1"),
            Holding::DemoPeople => FILLED_ON_POSTGRES
                .get_or_init(|| async {
                    let name = format!("gradus_filled_{}", std::process::id());
                    create(server, &name, "template1").await;
                    let db = open(&beside(server, &name)).await;
                    Migrator::up(db.writer(), None).await.unwrap();
                    fill(&db, catalogue, now).await;
                    db.close().await;
                    name
                })
                .await
                .clone(),
        };
        let name = format!("gradus_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        create(server, &name, &template).await;
        Self { db: open(&beside(server, &name)).await, on_postgres: Some(name) }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (Some(name), Ok(server)) = (self.on_postgres.take(), std::env::var(POSTGRES)) else {
            return;
        };
        // The test's own runtime is about to end, so this one is waited for on a thread beside it.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(run(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        });
        let _ = dropped.join();
    }
}

async fn create(server: &str, name: &str, template: &str) {
    let _one_at_a_time = COPYING.lock().await;
    run(server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
}

async fn run(server: &str, statement: &str) {
    let db = open(server).await;
    db.writer().execute_unprepared(statement).await.unwrap();
    db.close().await;
}

/// The address of another database of the same server.
fn beside(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, None), |(a, q)| (a, Some(q)));
    let (head, _) = address.rsplit_once('/').unwrap();
    query.map_or_else(|| format!("{head}/{name}"), |query| format!("{head}/{name}?{query}"))
}

fn sqlite(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

async fn open(url: &str) -> Db {
    Db::open(url, Pool::default()).await.unwrap().watched(crate::log::keep_statement)
}

pub(crate) async fn fill(db: &Db, catalogue: &Arc<Catalogue>, now: DateTime<Utc>) {
    let store = Store {
        var: PathBuf::new(),
        database: None,
        connections: 4,
        statement_timeout: 30,
        content: repository().join("content"),
        zone: None,
    };
    demo::fill(db, catalogue, now, &store).await.unwrap();
}
