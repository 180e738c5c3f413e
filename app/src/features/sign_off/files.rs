//! Files of evidence: their types, their names, and their end.

use crate::prelude::pages::*;
use domain::text::{is_blank, one_line};
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};

/// A file's type, judged by its first bytes and never by its name; `None` when it is not one of those accepted.
pub fn media_type(head: &[u8]) -> Option<&'static str> {
    const ACCEPTED: [&str; 6] = [
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/heif",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ];
    match infer::get(head) {
        Some(kind) => ACCEPTED.into_iter().find(|accepted| *accepted == kind.mime_type()),
        None => is_text(head).then_some("text/plain; charset=utf-8"),
    }
}

/// Text is UTF-8 without control characters and does not begin like a document that a browser would run.
fn is_text(head: &[u8]) -> bool {
    let readable = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end in the middle of a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let start = readable.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    !readable.is_empty()
        && !readable.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        && !start.starts_with('<')
}

/// A type in words.
pub fn kind_words(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "PDF",
        "image/jpeg" => "JPEG picture",
        "image/png" => "PNG picture",
        "image/heif" => "HEIC picture",
        kind if kind.contains("wordprocessingml") => "Word document",
        kind if kind.contains("spreadsheetml") => "Excel sheet",
        _ => "text file",
    }
}

/// A file's name as we keep it: what a person would recognise, without what could mislead.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = one_line(last).replace('"', "");
    let kept = kept.trim_start_matches('.');
    if is_blank(kept) {
        return String::from("file");
    }
    // Of a long name the end says what it is.
    let (stem, ending) = kept.rsplit_once('.').filter(|(_, ending)| ending.chars().count() <= 8).unwrap_or((kept, ""));
    let stem: String = stem.chars().take(150).collect();
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

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
