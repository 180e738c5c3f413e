//! Where the content stands, and small frameworks for one rule at a time.

use std::path::{Path, PathBuf};

use domain::framework::{Framework, SourceFile, load};

/// `content/frameworks`.
pub fn frameworks_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/frameworks")
}

/// Every framework version that ships, by its folder.
pub fn shipped() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for slug in folders(&frameworks_dir()) {
        found.extend(folders(&slug));
    }
    found
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// A file as the loader takes it.
pub fn source(path: &Path) -> SourceFile {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    SourceFile::new(name, std::fs::read_to_string(path).unwrap())
}

/// The framework in a folder, which must load.
pub fn framework(dir: &Path) -> Framework {
    let (framework, problems) = load(&source(&dir.join("framework.toml")));
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    framework.unwrap_or_else(|| panic!("{} does not load:\n{}", dir.display(), told.join("\n")))
}
