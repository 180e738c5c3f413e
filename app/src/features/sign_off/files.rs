//! Files of evidence: their names, and their end.

use super::kinds::endings;
use crate::prelude::pages::*;
use domain::text::{is_blank, one_line};
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};

/// How the names of programs end: a system runs such a file when it is opened.
const PROGRAMS: [&str; 27] = [
    "app", "apk", "bat", "cmd", "com", "command", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "pif",
    "ps1", "psm1", "reg", "scf", "scr", "sh", "url", "vbe", "vbs", "wsf", "wsh",
];

/// A file's name as we keep it: what a person would recognise, without what could mislead, and ending as files of its type do.
///
/// # Errors
/// What to do, when it is the name of a program.
pub fn kept_name(name: &str, media_type: &str) -> Result<String, &'static str> {
    let kept = readable_name(name);
    let kept = if is_blank(&kept) { "file" } else { &kept };
    let endings = endings(media_type);
    let (stem, ending) = kept.rsplit_once('.').unwrap_or((kept, ""));
    let small = ending.to_lowercase();
    if PROGRAMS.contains(&small.as_str()) {
        return Err("Choose a document or a picture: the name of this file is that of a program");
    }
    let (stem, ending) = if endings.contains(&small.as_str()) { (stem, ending) } else { (kept, endings[0]) };
    let stem: String = stem.chars().take(150).collect();
    Ok(format!("{stem}.{ending}"))
}

/// The last part of a path, in one line.
pub fn readable_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = one_line(last).replace('"', "");
    name.trim_matches(['.', ' ']).to_owned()
}

/// Why a file is refused, with its name: who chose several one after the other reads which one it was.
pub fn refused_by_name(name: &str, why: &str) -> String {
    let name = readable_name(name);
    let (start, rest) = name.split_at(name.char_indices().nth(NAMED).map_or(name.len(), |(at, _)| at));
    match (is_blank(start), rest.is_empty()) {
        (true, _) => why.to_owned(),
        (false, true) => format!("“{start}” was not added. {why}"),
        (false, false) => format!("“{start}…” was not added. {why}"),
    }
}

/// Characters of a file's name that a message has.
const NAMED: usize = 60;

/// Deletes files that no row names any more. The rows are gone already, so a file that the store keeps is no error of the
/// person's: `gradus doctor` names it.
pub async fn delete(store: Arc<dyn ObjectStore>, keys: Vec<String>) -> Result<(), AppError> {
    for key in keys {
        if let Err(error) = store.delete(&Key::from(key)).await {
            tracing::warn!(%error, "a file of evidence could not be deleted");
        }
    }
    Ok(())
}
