//! Files of the evidence store that no row knows: what a server that was killed left behind, or a store that would not
//! delete. They do no harm but take room, and whoever reads the store can read them.

use crate::start::evidence_folder;
use futures::TryStreamExt;
use object_store::ObjectStore;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// How many are named; there may be thousands.
const NAMED: usize = 20;

/// Every file of the store, or why it can't be listed.
pub type Listed = Result<Vec<String>, String>;

/// Lists the store.
pub async fn list(store: &Arc<dyn ObjectStore>, configured: Option<&str>, var: &Path) -> Listed {
    if configured.is_some_and(|address| address.contains("://")) {
        let listed = store.list(None).map_ok(|file| file.location.to_string());
        listed.try_collect().await.map_err(|error| error.to_string())
    } else {
        // The store does not list what is only half there, and that is what a killed server leaves.
        files_of(&evidence_folder(configured, var)).map_err(|error| error.to_string())
    }
}

/// What to say about every file of the store but the known ones: a hint in several lines, nothing when there are none. A
/// store that can't be listed is a hint too: its key may be allowed to read and write only.
pub fn hint(listed: Listed, known: &BTreeSet<&str>) -> Vec<String> {
    match listed {
        Ok(files) => lines(files.into_iter().filter(|file| !known.contains(file.as_str())).collect()),
        Err(error) => vec![format!(
            "Hint: files that no row knows were not looked for, because the evidence store can’t be listed: {error}"
        )],
    }
}

fn lines(mut orphans: Vec<String>) -> Vec<String> {
    if orphans.is_empty() {
        return Vec::new();
    }
    orphans.sort();
    let mut lines = vec![format!(
        "Hint: no row knows these files of the evidence store: {}. Unless an upload is under way just now, they can be deleted:",
        orphans.len()
    )];
    lines.extend(orphans.iter().take(NAMED).cloned());
    if orphans.len() > NAMED {
        lines.push(format!("and {} more", orphans.len() - NAMED));
    }
    lines
}

fn files_of(root: &Path) -> std::io::Result<Vec<String>> {
    let (mut files, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(inside) = path.strip_prefix(root) {
                let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
                files.push(parts.join("/"));
            }
        }
    }
    Ok(files)
}
