//! Reading, hashing, and writing so that nobody ever reads half a file.

use crate::failure::{Explain, Outcome};
use sha2::{Digest, Sha256};
use std::path::Path;

pub fn read(file: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(file).or_say(format!("can't read {}", file.display()))
}

/// Writes beside the file and renames over it; does nothing when the file says the same already.
pub fn write(file: &Path, bytes: &[u8]) -> Outcome {
    if std::fs::read(file).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let about = format!("can't write {}", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).or_say(&about)?;
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    std::fs::write(&beside, bytes).or_say(&about)?;
    std::fs::rename(&beside, file).or_say(about)
}

/// The whole hash, in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Enough of the hash for a file's name: 64 bits tell any two builds apart.
pub fn short_hash(bytes: &[u8]) -> String {
    let mut hash = hash(bytes);
    hash.truncate(16);
    hash
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    let about = format!("can't read {}", from.display());
    for entry in std::fs::read_dir(from).or_say(&about)? {
        let path = entry.or_say(&about)?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            write(&to.join(name), &read(&path)?)?;
        }
    }
    Ok(())
}
