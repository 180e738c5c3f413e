//! What is published under the content folder: every framework version and every body, loaded once at start.

use super::bodies::Bodies;
use super::source;
use crate::error::AppError;
use crate::web::clock::civil_date;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::bodies::Body;
use domain::framework::{Framework, Problem, load};
use domain::ids::EnrolmentId;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The published framework versions, by slug and version, and the bodies that they name.
#[derive(Debug)]
pub struct Catalogue {
    frameworks: BTreeMap<(String, String), Arc<Framework>>,
    bodies: Bodies,
    zone: Tz,
}

/// Why the catalogue can't be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The folder can't be read.
    #[error("The folder {path} can’t be read: {source}")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A framework has problems: all of them, one per line.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Problems(Vec<Problem>),
    /// No framework at all.
    #[error("There is no framework under {0}. Put one in a folder <slug>/<version>/framework.toml")]
    Empty(String),
    /// A framework of a body that is not there.
    #[error(
        "The framework {framework} names the body {body}, and there is no {folder}: put its body.toml there, or name another body in the framework"
    )]
    NoBody {
        /// Which framework: slug and version.
        framework: String,
        /// The body that it names.
        body: String,
        /// Where that should be.
        folder: String,
    },
}

impl Catalogue {
    /// Loads every `frameworks/<slug>/<version>/framework.toml` and every `bodies/<slug>/body.toml` below the content folder.
    /// What belongs to no body has its days in `zone`; without one, in that of the first body.
    ///
    /// # Errors
    /// [`CatalogueError`], with every problem of every file.
    pub fn open(content: &Path, zone: Option<Tz>) -> Result<Self, CatalogueError> {
        let bodies = Bodies::open(&content.join("bodies"));
        let frameworks = frameworks(&content.join("frameworks"));
        let (bodies, frameworks) = match (bodies, frameworks) {
            (Err(CatalogueError::Problems(mut problems)), Err(CatalogueError::Problems(others))) => {
                problems.extend(others);
                return Err(CatalogueError::Problems(problems));
            }
            (bodies, frameworks) => (bodies?, frameworks?),
        };
        for framework in frameworks.values() {
            if bodies.get(framework.body()).is_none() {
                let folder = content.join("bodies").join(framework.body());
                return Err(CatalogueError::NoBody {
                    framework: format!("{} {}", framework.slug(), framework.version()),
                    body: framework.body().to_owned(),
                    folder: folder.display().to_string(),
                });
            }
        }
        let first = bodies.all().next().map(|body| body.zone);
        Ok(Self { frameworks, zone: zone.or(first).unwrap_or(Tz::UTC), bodies })
    }

    /// One version.
    pub fn get(&self, slug: &str, version: &str) -> Option<Arc<Framework>> {
        self.frameworks.get(&(slug.to_owned(), version.to_owned())).cloned()
    }

    /// The version to which an enrolment is pinned.
    ///
    /// # Errors
    /// Where it is not under the content folder.
    pub fn framework_of(&self, id: EnrolmentId, (slug, version): (&str, &str)) -> Result<Arc<Framework>, AppError> {
        let why = || format!("enrolment {id} is on {slug} {version}, which is not under content/");
        self.get(slug, version).ok_or_else(|| AppError::internal(&why()))
    }

    /// All versions, by slug and version.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Framework>> {
        self.frameworks.values()
    }

    /// The bodies.
    pub fn bodies(&self) -> &Bodies {
        &self.bodies
    }

    /// The body of a framework.
    ///
    /// # Panics
    /// For a framework of another catalogue.
    pub fn body_of(&self, framework: &Framework) -> Arc<Body> {
        let body = self.bodies.get(framework.body());
        body.expect("no catalogue is made with a framework whose body is not there")
    }

    /// Where the days of what belongs to no body are read.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Where the days of a framework's records are read: in its own zone, else in its body's.
    ///
    /// # Panics
    /// For a framework of another catalogue.
    pub fn zone_of(&self, framework: &Framework) -> Tz {
        framework.zone().unwrap_or_else(|| self.body_of(framework).zone)
    }

    /// The zone of a version by its name; of one that is not there, that of what belongs to no body.
    pub fn zone_of_version(&self, slug: &str, version: &str) -> Tz {
        self.get(slug, version).map_or(self.zone, |framework| self.zone_of(&framework))
    }

    /// Where the days of an organisation are read: those of a body in its zone, of others in that of what belongs to no body.
    pub fn zone_of_organisation(&self, slug: Option<&str>) -> Tz {
        slug.and_then(|slug| self.bodies.get(slug)).map_or(self.zone, |body| body.zone)
    }

    /// The versions in whose records it is another day at an instant than for what belongs to no body, by that day.
    pub fn on_other_days(&self, at: DateTime<Utc>) -> BTreeMap<NaiveDate, Vec<Arc<Framework>>> {
        let mut days: BTreeMap<NaiveDate, Vec<Arc<Framework>>> = BTreeMap::new();
        for framework in self.all() {
            days.entry(self.day_of(framework, at)).or_default().push(Arc::clone(framework));
        }
        days.remove(&civil_date(at, self.zone));
        days
    }

    /// The civil date of an instant in the records of a framework.
    ///
    /// # Panics
    /// For a framework of another catalogue.
    pub fn day_of(&self, framework: &Framework, at: DateTime<Utc>) -> NaiveDate {
        civil_date(at, self.zone_of(framework))
    }
}

/// Every version below the folder of frameworks.
fn frameworks(folder: &Path) -> Result<BTreeMap<(String, String), Arc<Framework>>, CatalogueError> {
    let mut found = BTreeMap::new();
    let mut problems = Vec::new();
    for slug in folders(folder)? {
        for version in folders(&slug)? {
            let file = version.join("framework.toml");
            if file.symlink_metadata().is_err() {
                continue;
            }
            let (framework, wrong) = match source::read(&file) {
                Ok(file) => load(&file),
                Err(problem) => (None, vec![problem]),
            };
            problems.extend(wrong);
            if let Some(framework) = framework {
                problems.extend(misplaced(&version, &framework));
                found.insert((framework.slug().to_owned(), framework.version().to_owned()), Arc::new(framework));
            }
        }
    }
    if !problems.is_empty() {
        return Err(CatalogueError::Problems(problems));
    }
    if found.is_empty() {
        return Err(CatalogueError::Empty(folder.display().to_string()));
    }
    Ok(found)
}

/// What is wrong with where a version lies: its folder, and the one around it, must bear its names. So no two can have the
/// same.
pub fn misplaced(folder: &Path, framework: &Framework) -> Vec<Problem> {
    let file = folder.join("framework.toml");
    let folder = folder.canonicalize().ok();
    let around = folder.as_deref().and_then(Path::parent);
    let (slug_line, version_line) = framework.lines_of_name();
    let slug = named_otherwise((&file, slug_line), around, "slug", framework.slug());
    let version = named_otherwise((&file, version_line), folder.as_deref(), "version", framework.version());
    slug.into_iter().chain(version).collect()
}

/// What is wrong where a folder has another name than what is written in its file.
pub(super) fn named_otherwise(
    (file, line): (&Path, usize),
    folder: Option<&Path>,
    what: &str,
    written: &str,
) -> Option<Problem> {
    let called = folder?.file_name()?.to_string_lossy().into_owned();
    // What the file does not say is a problem of the file.
    (called != written && !written.is_empty()).then(|| Problem {
        file: file.display().to_string(),
        line,
        what: format!("the {what} is {written}, and the folder is called {called}"),
        fix: format!("Give the folder the name of the {what}"),
    })
}

pub(super) fn folders(of: &Path) -> Result<Vec<std::path::PathBuf>, CatalogueError> {
    let read = |source| CatalogueError::Folder { path: of.display().to_string(), source };
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(of).map_err(read)? {
        let path = entry.map_err(read)?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}
