//! Every framework version found under `content/frameworks`, loaded once at start.

use super::source;
use domain::framework::{Framework, Problem, load};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The published framework versions, by slug and version.
#[derive(Debug, Default)]
pub struct Catalogue(BTreeMap<(String, String), Arc<Framework>>);

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
}

impl Catalogue {
    /// Loads every `<slug>/<version>/framework.toml` below the folder.
    ///
    /// # Errors
    /// [`CatalogueError`], with every problem of every framework.
    pub fn open(folder: &Path) -> Result<Self, CatalogueError> {
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
                    found.insert(
                        (framework.slug().to_owned(), framework.version().to_owned()),
                        Arc::new(framework),
                    );
                }
            }
        }
        if !problems.is_empty() {
            return Err(CatalogueError::Problems(problems));
        }
        if found.is_empty() {
            return Err(CatalogueError::Empty(folder.display().to_string()));
        }
        Ok(Self(found))
    }

    /// One version.
    #[must_use]
    pub fn get(&self, slug: &str, version: &str) -> Option<Arc<Framework>> {
        self.0.get(&(slug.to_owned(), version.to_owned())).cloned()
    }

    /// All versions, by slug and version.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Framework>> {
        self.0.values()
    }
}

/// What is wrong with where a version lies: its folder, and the one around it, must bear its names. So no two can have the
/// same.
#[must_use]
pub fn misplaced(folder: &Path, framework: &Framework) -> Vec<Problem> {
    let names = folder.canonicalize().ok();
    let name = |path: Option<&Path>| Some(path?.file_name()?.to_string_lossy().into_owned());
    let version = (name(names.as_deref()), "version", framework.version());
    let slug = (name(names.as_deref().and_then(Path::parent)), "slug", framework.slug());
    let wrong = [slug, version].into_iter().filter_map(|(called, what, written)| {
        // What the file does not say is a problem of the file.
        let called = called.filter(|called| called != written && !written.is_empty())?;
        Some(Problem {
            file: folder.join("framework.toml").display().to_string(),
            line: 1,
            what: format!("the {what} is {written}, and the folder is called {called}"),
            fix: format!("Give the folder the name of the {what}"),
        })
    });
    wrong.collect()
}

fn folders(of: &Path) -> Result<Vec<std::path::PathBuf>, CatalogueError> {
    let read = |source| CatalogueError::Folder {
        path: of.display().to_string(),
        source,
    };
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
