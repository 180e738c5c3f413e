//! Every body found under `content/bodies`, loaded once at start.

use super::catalogue::{CatalogueError, folders, named_otherwise};
use super::source;
use domain::bodies::{Body, Policies, load};
use domain::framework::Problem;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The professional bodies, by slug.
#[derive(Debug, Default)]
pub struct Bodies(BTreeMap<String, Arc<Body>>);

impl Bodies {
    /// Loads every `<slug>/body.toml` below the folder. A folder that is not there has none.
    ///
    /// # Errors
    /// [`CatalogueError`], with every problem of every body.
    pub fn open(folder: &Path) -> Result<Self, CatalogueError> {
        let (mut found, mut problems) = (BTreeMap::new(), Vec::new());
        let folders = if folder.is_dir() { folders(folder)? } else { Vec::new() };
        for folder in folders {
            let (body, wrong) = of_folder(&folder);
            problems.extend(wrong);
            found.extend(body.map(|body| (body.slug.clone(), Arc::new(body))));
        }
        if problems.is_empty() { Ok(Self(found)) } else { Err(CatalogueError::Problems(problems)) }
    }

    /// One of them.
    pub fn get(&self, slug: &str) -> Option<Arc<Body>> {
        self.0.get(slug).cloned()
    }

    /// How one of them works; the strictest answer where it is not there.
    pub fn policies_of(&self, slug: Option<&str>) -> Policies {
        let body = slug.and_then(|slug| self.get(slug));
        body.map_or_else(Policies::strictest, |body| body.policies.clone())
    }

    /// All of them, by slug.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Arc<Body>> {
        self.0.values()
    }

    /// The body of a deployment that has no other.
    pub fn only(&self) -> Option<Arc<Body>> {
        let mut all = self.all();
        all.next().filter(|_| all.next().is_none()).cloned()
    }
}

/// The body of a folder, with every problem of its file and of the folder's name.
pub fn of_folder(folder: &Path) -> (Option<Body>, Vec<Problem>) {
    let (body, mut problems) = match source::read(&folder.join("body.toml")) {
        Ok(file) => load(&file),
        Err(problem) => (None, vec![problem]),
    };
    if let Some(body) = &body {
        let file = folder.join("body.toml");
        let name = folder.canonicalize().ok();
        problems.extend(named_otherwise((&file, 1), name.as_deref(), "slug", &body.slug));
    }
    (body, problems)
}
