//! Reads a file that an author wrote, as far as it is a text file of a size that anyone would write.

use domain::framework::{Problem, SourceFile};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// The largest file that is read, in bytes: several times a framework of 20,000 nodes, or 30,000 facts.
const LARGEST: u64 = 16 << 20;

/// Reads a text file. The name in messages is its path, as it was given; that it is not in UTF-8 is a problem of its text.
///
/// A pipe or a device is refused before it is opened, because reading one may never end.
///
/// # Errors
/// Why it can't be read, and what to do.
pub fn read(path: &Path) -> Result<SourceFile, Problem> {
    let name = path.display().to_string();
    match bytes(path) {
        Ok(bytes) => Ok(SourceFile::of_bytes(name, &bytes)),
        Err((what, fix)) => Err(Problem { file: name, line: 1, what, fix: fix.to_owned() }),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, (String, &'static str)> {
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => ("the file is not there".to_owned(), "Write it, or name another"),
        ErrorKind::PermissionDenied => ("the file may not be read".to_owned(), "Allow yourself to read it"),
        _ => (format!("the file can’t be read: {error}"), "See that it is a text file"),
    };
    let details = std::fs::metadata(path).map_err(unreadable)?;
    if !details.is_file() {
        let is = if details.is_dir() { "a folder" } else { "a pipe, a socket or a device" };
        return Err((format!("this is {is}, not a file"), "Name a text file"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        let what = format!("the file is larger than {} MB", LARGEST >> 20);
        return Err((what, "Take out what does not belong to it"));
    }
    Ok(bytes)
}
