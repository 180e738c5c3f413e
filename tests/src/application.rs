//! The application in process: the real router over a real database, with a clock that stands still until it is moved.

use crate::database::{Holding, TestDatabase, fill, repository};
use crate::people::PASSWORD;
use crate::visitor::Visitor;
use app::content::catalogue::Catalogue;
use app::web::clock::{Clock, civil_date};
use app::web::db::Db;
use app::web::forms::Seal;
use app::web::password::Hashing;
use app::web::places::Places;
use app::web::state::AppState;
use axum::Router;
use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use leptos::config::LeptosOptions;
use object_store::local::LocalFileSystem;
use server::router::{Limits, router};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

/// The frameworks, read once.
static CATALOGUE: LazyLock<Arc<Catalogue>> =
    LazyLock::new(|| Arc::new(Catalogue::open(&repository().join("content"), None).unwrap()));

/// The instant at which every test begins: a Monday at half past nine.
fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 30, 0).unwrap()
}

/// The civil date of that instant.
#[must_use]
pub fn today() -> NaiveDate {
    civil_date(beginning(), CATALOGUE.zone())
}

/// One application with its database, its evidence folder and its clock; all of it gone with this.
pub struct TestApp {
    /// What the router was made of.
    pub state: AppState,
    router: Router,
    site: PathBuf,
    folder: TempDir,
    // Dropped after the state, which holds its connections.
    _database: TestDatabase,
}

impl std::fmt::Debug for TestApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestApp").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl TestApp {
    /// With the demo people.
    pub async fn new() -> Self {
        Self::holding(Holding::DemoPeople, false).await
    }

    /// With the demo people, as people reach it over HTTPS.
    pub async fn secure() -> Self {
        Self::holding(Holding::DemoPeople, true).await
    }

    /// With a database that has not even a schema.
    pub async fn empty() -> Self {
        Self::holding(Holding::Nothing, false).await
    }

    async fn holding(holding: Holding, secure: bool) -> Self {
        crate::log::listen();
        let folder = tempfile::tempdir().unwrap();
        let site = bundle(folder.path());
        let files = folder.path().join("evidence");
        std::fs::create_dir(&files).unwrap();
        let database = TestDatabase::new(folder.path(), holding, &CATALOGUE, beginning()).await;
        let state = AppState {
            db: database.db.clone(),
            catalogue: CATALOGUE.clone(),
            evidence: Arc::new(LocalFileSystem::new_with_prefix(&files).unwrap()),
            clock: Clock::fixed(beginning()),
            leptos: LeptosOptions::builder()
                .output_name("gradus")
                .site_root(site.display().to_string())
                .site_pkg_dir("pkg")
                .hash_files(true)
                .hash_file(Arc::from(site.join("hash.txt").display().to_string()))
                .build(),
            stylesheet: Arc::from("/pkg/gradus.css"),
            secure,
            source_header: None,
            base: None,
            hashing: Arc::new(Hashing::new(2)),
            uploads: Arc::new(Places::new(std::time::Duration::from_secs(20))),
            seal: Seal::new(b"the secret of the tests"),
        };
        Self { router: router(&state, &site, Limits::default()), site, state, folder, _database: database }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.state.db
    }

    /// With frameworks of which one is changed, word for word: `(slug/version, from, to)`.
    pub async fn with_changed_framework((which, from, to): (&str, &str, &str)) -> Self {
        let file = format!("frameworks/{which}/framework.toml");
        Self::with_content(|content| replace(&content.join(file), from, to)).await
    }

    /// Where both frameworks are of one body, so that its registrar enrols on both.
    pub async fn of_one_body() -> Self {
        Self::with_changed_framework(("sqe/2021-09", "body = \"sra\"", "body = \"cilex\"")).await
    }

    /// With a body that is changed, word for word: `(slug, from, to)`.
    pub async fn with_changed_body((which, from, to): (&str, &str, &str)) -> Self {
        let file = format!("bodies/{which}/body.toml");
        Self::with_content(|content| replace(&content.join(file), from, to)).await
    }

    /// With content that is changed once it is copied.
    pub async fn with_content(change: impl FnOnce(&Path)) -> Self {
        let mut app = Self::new().await;
        let content = app.folder.path().join("content");
        for file in [
            "frameworks/cpq/2021-06/framework.toml",
            "frameworks/sqe/2021-09/framework.toml",
            "bodies/cilex/body.toml",
            "bodies/sra/body.toml",
        ] {
            let copy = content.join(file);
            std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
            std::fs::copy(repository().join("content").join(file), copy).unwrap();
        }
        change(&content);
        app.state.catalogue = Arc::new(Catalogue::open(&content, None).unwrap());
        app.router = router(&app.state, &app.site, Limits::default());
        app
    }

    /// Reached at a configured address.
    #[must_use]
    pub fn at_base(mut self, base: &str) -> Self {
        self.state.base = Some(Arc::from(base));
        self.router = router(&self.state, &self.site, Limits::default());
        self
    }

    /// Behind a proxy that says in this header where a request comes from.
    #[must_use]
    pub fn behind(mut self, header: &'static str) -> Self {
        self.state.source_header = Some(http::HeaderName::from_static(header));
        self.router = router(&self.state, &self.site, Limits::default());
        self
    }

    /// Puts the demo people into a schema that is empty.
    pub async fn fill(&self) {
        fill(self.db(), &CATALOGUE, beginning()).await;
    }

    /// Someone who has not signed in, where a request may take so long only.
    #[must_use]
    pub fn visitor_within(&self, limits: Limits) -> Visitor {
        Visitor::new(router(&self.state, &self.site, limits), self.state.clone())
    }

    /// Someone who has not signed in.
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.router.clone(), self.state.clone())
    }

    /// One of the demo people, signed in.
    pub async fn sign_in(&self, address: &str) -> Visitor {
        signed_in(self.visitor(), address).await
    }

    /// One of the demo people, signed in at another server of the same database, whose clock is behind.
    pub async fn sign_in_behind(&self, address: &str, behind: Duration) -> Visitor {
        let state = AppState { clock: self.state.clock.clone().behind(behind), ..self.state.clone() };
        let visitor = Visitor::new(router(&state, &self.site, Limits::default()), state);
        signed_in(visitor, address).await
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        self.state.clock.set(self.state.clock.now() + time);
    }

    /// The files of the evidence folder.
    #[must_use]
    pub fn evidence_files(&self) -> Vec<PathBuf> {
        fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, files);
                } else {
                    files.push(path);
                }
            }
        }
        let mut files = Vec::new();
        walk(&self.folder.path().join("evidence"), &mut files);
        files
    }
}

async fn signed_in(mut visitor: Visitor, address: &str) -> Visitor {
    let page = visitor.page("/sign-in").await;
    let form = page.form("Sign in").fill("email", address).fill("password", PASSWORD);
    let answer = visitor.submit(form).await;
    let is_in = answer.status == 200 && !answer.path.starts_with("/sign-in");
    assert!(is_in, "{address} can't sign in: {}", answer.page.text());
    visitor
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} does not say {from}", file.display());
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// A folder that looks like a built bundle: no browser will run it here.
///
/// # Panics
/// When it can't be written.
pub fn bundle(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("pkg/gradus.css"), "body{}").unwrap();
    std::fs::write(site.join("assets.json"), r#"{"css":"pkg/gradus.css"}"#).unwrap();
    std::fs::write(site.join("hash.txt"), "js: 0\nwasm: 0\n").unwrap();
    site
}
