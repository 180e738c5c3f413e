//! Opening what every command needs: folders, database, content.

use crate::config::{Serve, Store};
use crate::set_up_lock::SetUpLock;
use app::content::catalogue::{Catalogue, CatalogueError};
use app::journal::doctor::chapter_files::versions;
use app::journal::lost_basis;
use app::web::clock::Clock;
use app::web::db::{Db, Pool};
use app::web::places::Places;
use app::web::state::AppState;
use leptos::config::LeptosOptions;
use migrations::{Migrator, MigratorTrait, SchemaManager};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, RetryConfig};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{ConnectionTrait, DbErr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Why a command did nothing: one sentence that says what is wrong and how to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl From<app::error::AppError> for Refusal {
    fn from(error: app::error::AppError) -> Self {
        Self(error.to_string())
    }
}

impl From<sea_orm::DbErr> for Refusal {
    fn from(error: sea_orm::DbErr) -> Self {
        Self(format!("The database answered: {error}"))
    }
}

impl From<CatalogueError> for Refusal {
    fn from(error: CatalogueError) -> Self {
        Self(match error {
            CatalogueError::Problems(_) => error.to_string(),
            CatalogueError::NoBody { .. } => format!("{error}."),
            CatalogueError::Folder { .. } | CatalogueError::Empty(_) => {
                format!("{error}. Name another content folder with --content.")
            }
        })
    }
}

/// Logs to standard error what GRADUS_LOG names, `otherwise` where it names nothing.
pub fn log(json: bool, otherwise: &str) {
    let filter = EnvFilter::try_from_env("GRADUS_LOG").unwrap_or_else(|_| EnvFilter::new(otherwise));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _ = if json { builder.json().flatten_event(true).try_init() } else { builder.with_ansi(false).try_init() };
}

/// Makes the folder, opens the database, sees that it can be written and brings its schema up to date, with nobody else doing
/// so at the same time.
///
/// # Errors
/// When the folder can't be written, or the database not be opened or written.
pub async fn database(store: &Store, pool: Pool) -> Result<Db, Refusal> {
    writable(&store.var)?;
    let lock = SetUpLock::with(store).await?;
    let open = async |pool| {
        let opened = Db::open(&store.database_url(), pool).await;
        opened.map_err(|error| store.can_not_be_opened(&error))
    };
    // A change of the schema may take as long as it has to.
    let db = open(Pool { connections: 1, statement_timeout: Duration::ZERO, read_timeout: Duration::ZERO }).await?;
    let shown = store.database_shown();
    write_and_take_back(&db).await.map_err(|error| {
        Refusal(format!(
            "The database at {shown} can’t be written: {}. Change the rights of its file or user, or give another with DATABASE_URL or --database.",
            error.to_string().trim_end_matches('.')
        ))
    })?;
    let not_brought = |error| Refusal(format!("The database at {shown} can’t be brought up to date: {error}"));
    if let Some(unknown) = unknown_migration(&db).await.map_err(not_brought)? {
        return Err(Refusal(format!(
            "The database at {shown} was made by another version of Gradus ({unknown}), whose data this one can’t read. Move it away, or give another with --var, DATABASE_URL or --database, and begin anew."
        )));
    }
    let pending = Migrator::get_pending_migrations(db.writer()).await.map_err(not_brought)?;
    // What can't be read is said before anything is changed: the migration is brought once.
    let has_rows = pending.len() < Migrator::migrations().len();
    let fills = has_rows && pending.iter().any(|one| one.name() == LOST_BASES);
    let content = fills.then(|| catalogue(store)).transpose()?;
    Migrator::up(db.writer(), None).await.map_err(not_brought)?;
    if let Some(content) = content {
        fill_lost_bases(&db, &content).await?;
    }
    db.close().await;
    let db = open(pool).await?;
    lock.end().await;
    Ok(db)
}

/// The migration with whose table something has to be made of the rows that are there.
const LOST_BASES: &str = "m20261129_000011_lost_bases";

/// What was conferred before there was the list of what has lost its basis has its place in it too.
async fn fill_lost_bases(db: &Db, catalogue: &Catalogue) -> Result<(), Refusal> {
    let chapters = lost_basis::with_any_award(db.read()).await?;
    if !chapters.is_empty() {
        lost_basis::rebuild(db, catalogue, &chapters).await?;
    }
    Ok(())
}

/// The database that is there. What only looks at one makes none: a folder that was mistyped is told, and left as it is.
///
/// # Errors
/// When there is none, and as [`database`].
pub async fn existing(store: &Store) -> Result<Db, Refusal> {
    let url = store.database_url();
    let shown = store.database_shown();
    let none = || {
        Refusal(format!(
            "There is no database at {}. Name its folder with --var, or its address with DATABASE_URL or --database.",
            shown.split('?').next().unwrap_or_default()
        ))
    };
    if url.starts_with("sqlite:") {
        let read: Result<SqliteConnectOptions, _> = url.parse();
        let options = read.map_err(|error| store.can_not_be_opened(&DbErr::Custom(error.to_string())))?;
        // An empty file would be made a database by being opened.
        if !std::fs::metadata(options.get_filename()).is_ok_and(|file| file.is_file() && file.len() > 0) {
            return Err(none());
        }
    }
    let opened = Db::open(&url, Pool { connections: 1, ..store.pool() }).await;
    let db = opened.map_err(|error| store.can_not_be_opened(&error))?;
    let is_ours = SchemaManager::new(db.read()).has_table("seaql_migrations").await;
    db.close().await;
    if is_ours.map_err(|error| store.can_not_be_opened(&error))? {
        database(store, store.pool()).await
    } else {
        Err(none())
    }
}

/// A change of the schema that was made here and that this program does not know.
async fn unknown_migration(db: &Db) -> Result<Option<String>, DbErr> {
    Migrator::install(db.writer()).await?;
    let made = Migrator::get_migration_models(db.writer()).await?;
    let known: Vec<String> = Migrator::migrations().iter().map(|one| one.name().to_owned()).collect();
    Ok(made.into_iter().map(|model| model.version).find(|name| !known.contains(name)))
}

/// A database that can only be read would be told of by the first person who signs in. It has no table of ours yet, perhaps.
async fn write_and_take_back(db: &Db) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    tx.execute_unprepared("CREATE TABLE write_probe (n INTEGER)").await?;
    tx.rollback().await
}

/// Whether files can be made in the folder, which is made when it isn't there.
fn writable(folder: &Path) -> Result<(), Refusal> {
    let refused = |error: std::io::Error| {
        Refusal(format!(
            "The folder {} can’t be written: {error}. Choose another with --var, or change its rights.",
            folder.display()
        ))
    };
    std::fs::create_dir_all(folder).map_err(refused)?;
    // A name of its own: another server may be looking at the same moment.
    let probe = folder.join(format!(".probe-{}", app::web::random::reference()));
    std::fs::write(&probe, b"").map_err(refused)?;
    std::fs::remove_file(&probe).map_err(refused)
}

/// The frameworks and bodies of the content folder.
///
/// # Errors
/// With every problem of every file; when a framework names a body that is not there.
pub fn catalogue(store: &Store) -> Result<Arc<Catalogue>, Refusal> {
    Ok(Arc::new(Catalogue::open(&store.content, store.zone)?))
}

/// Whether every framework version on which people are enrolled is under the content folder. Without it nothing of theirs can be
/// shown, and what it says of them would not be asked.
async fn frameworks_in_use(db: &Db, catalogue: &Catalogue, content: &Path) -> Result<(), Refusal> {
    let mut missing = versions(db.read()).await?;
    missing.retain(|(slug, version)| catalogue.get(slug, version).is_none());
    if missing.is_empty() {
        return Ok(());
    }
    let missing: Vec<String> = missing.iter().map(|(slug, version)| format!("{slug} {version}")).collect();
    Err(Refusal(format!(
        "People are enrolled on framework versions that are not under {}: {}. Put their folders back as they were, or name another content folder with --content.",
        content.join("frameworks").display(),
        missing.join(", ")
    )))
}

/// How long the sender of a file may take for each 64 kB of it.
const UPLOAD_PACE: Duration = Duration::from_secs(20);
/// How often S3 is asked again, and for how long at most. Someone waits for the answer: by default it is ten times and
/// three minutes.
const S3_RETRIES: usize = 4;
const S3_PATIENCE: Duration = Duration::from_secs(30);

/// Where evidence is kept: a folder, or an S3 bucket.
///
/// # Errors
/// When the folder can't be made or the address can't be understood.
pub fn evidence(configured: Option<&str>, var: &Path) -> Result<Arc<dyn ObjectStore>, Refusal> {
    if let Some((scheme, address)) = configured.and_then(|address| address.split_once("://")) {
        let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
        // Else a folder of that name would be made, and everything kept where nobody looks for it.
        if scheme != "s3" || bucket.is_empty() {
            return Err(Refusal(format!(
                "Evidence can’t be kept at “{scheme}://{address}”. Name a folder or s3://bucket/prefix with --evidence."
            )));
        }
        let store = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_retry(RetryConfig { max_retries: S3_RETRIES, retry_timeout: S3_PATIENCE, ..RetryConfig::default() })
            .build();
        let store = store.map_err(|error| Refusal(format!("The evidence store s3://{address} can’t be used: {error}. Set AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")))?;
        return Ok(Arc::new(PrefixStore::new(store, prefix)));
    }
    let folder = evidence_folder(configured, var);
    writable(&folder)?;
    let store = LocalFileSystem::new_with_prefix(&folder)
        .map_err(|error| Refusal(format!("The evidence folder {} can’t be used: {error}.", folder.display())))?;
    Ok(Arc::new(store.with_fsync(true)))
}

/// The folder of evidence that is not kept in a bucket.
pub fn evidence_folder(configured: Option<&str>, var: &Path) -> PathBuf {
    configured.map_or_else(|| var.join("evidence"), Into::into)
}

/// What the build wrote about the bundle.
#[derive(serde::Deserialize)]
struct Assets {
    css: String,
}

/// Everything the router needs.
///
/// # Errors
/// [`Refusal`], with what to do.
pub async fn state(serve: &Serve, clock: Clock) -> Result<AppState, Refusal> {
    let list = serve.site.join("assets.json");
    let text = std::fs::read_to_string(&list).map_err(|_| {
        Refusal(format!(
            "There is no bundle at {}. Run cargo xtask build first, or name its folder with --site.",
            serve.site.display()
        ))
    })?;
    let assets: Assets = serde_json::from_str(&text)
        .map_err(|error| Refusal(format!("{} can’t be read: {error}. Run cargo xtask build again.", list.display())))?;
    let site = std::fs::canonicalize(&serve.site)
        .map_err(|error| Refusal(format!("The folder {} can’t be read: {error}.", serve.site.display())))?;
    let catalogue = catalogue(&serve.store)?;
    let db = database(&serve.store, serve.pool()).await?;
    frameworks_in_use(&db, &catalogue, &serve.store.content).await?;
    // It is made by the first server of all, and not beside one that puts the demo people in.
    let lock = SetUpLock::with(&serve.store).await?;
    let seal = app::web::forms::secret(&db).await?;
    lock.end().await;
    let evidence = evidence(serve.evidence.as_deref(), &serve.store.var)?;
    let leptos = LeptosOptions::builder()
        .output_name("gradus")
        .site_root(site.display().to_string())
        .site_pkg_dir("pkg")
        .site_addr(serve.address)
        .hash_files(true)
        .hash_file(std::sync::Arc::from(site.join("hash.txt").display().to_string()))
        .build();
    Ok(AppState {
        db,
        catalogue,
        evidence,
        clock,
        leptos,
        stylesheet: format!("/{}", assets.css).into(),
        secure: serve.secure,
        source_header: serve.source_header.clone(),
        base: serve.base_url.as_deref().map(Arc::from),
        seal,
        hashing: Arc::new(app::web::password::Hashing::new(std::thread::available_parallelism().map_or(2, Into::into))),
        uploads: Arc::new(Places::new(UPLOAD_PACE)),
    })
}
