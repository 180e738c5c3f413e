//! Every framework that we ship loads without a problem, and its examples come out as they say.

use crate::failure::{Explain, Outcome, found};
use crate::place;
use crate::process::{command, run};
use std::path::{Path, PathBuf};

pub fn check() -> Outcome {
    let shipped = shipped(&place::root().join("content").join("frameworks"))?;
    if shipped.is_empty() {
        return found("content/frameworks holds no framework");
    }
    for folder in shipped {
        run(command(place::gradus(false)).args(["framework", "check"]).arg(folder))?;
    }
    Ok(())
}

/// `<slug>/<version>`, each with its `framework.toml`.
fn shipped(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut versions = Vec::new();
    for framework in folders(folder)? {
        versions.extend(folders(&framework)?);
    }
    Ok(versions)
}

fn folders(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let about = format!("can't read {}", folder.display());
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).or_say(&about)? {
        let path = entry.or_say(&about)?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}
