//! The files from which results of a sitting are recorded, as its page lists them.

use super::store::{Import, ImportState};
use crate::prelude::pages::*;
use chrono_tz::Tz;
use domain::text::list;
use std::collections::HashMap;

/// How far a file is.
pub fn state(import: &Import) -> (Tone, &'static str) {
    match import.state() {
        ImportState::Columns => (Tone::Open, "Columns to be matched"),
        ImportState::Checking => (Tone::Wait, "Being checked"),
        ImportState::Checked => (Tone::Now, "Checked, not recorded"),
        ImportState::Written => (Tone::Wait, "Waits for a second person"),
        ImportState::LookedAt => (Tone::Met, "Each looked at by itself"),
        ImportState::Confirmed => (Tone::Met, "Confirmed"),
        ImportState::Declined => (Tone::Late, "Declined"),
        ImportState::Discarded => (Tone::Later, "Thrown away"),
    }
}

/// The files of somebody that were declined, with why and with whose results of each still wait; nothing where there are none.
pub(super) fn came_back(files: &[Import], left: &HashMap<ImportId, Vec<String>>) -> AnyView {
    if files.is_empty() {
        return ().into_any();
    }
    let head = ["File", "Declined", "Why", "Not put right yet", "What to do"].map(String::from).to_vec();
    let row = |file: &Import| {
        let by = file.settled.as_ref()?;
        let (name, new) = (file.file_name.clone(), paths::NEW_IMPORT.to(file.sitting_id));
        Some(vec![
            view! { <a href=paths::IMPORT.to(file.id)>{name}</a> }.into_any(),
            format!("By {}, {}", by.by, words::date(by.on)).into_any(),
            by.reason.clone().into_any(),
            whose(left.get(&file.id).map(Vec::as_slice).unwrap_or_default()).into_any(),
            view! { <a href=new>"Upload a mended file"</a> }.into_any(),
        ])
    };
    let rows: Vec<_> = files.iter().filter_map(row).collect();
    view! { <Section id="back" title="Files that came back to you"><DataTable named_by="back-title" head=head rows=rows/></Section> }
        .into_any()
}

/// Names that are said before the rest is counted.
const NAMED: usize = 5;

/// "The results of Ada Okafor and Leo Fenn".
pub fn whose(names: &[String]) -> String {
    let mut said: Vec<String> = names.iter().take(NAMED).cloned().collect();
    if names.len() > NAMED {
        said.push(words::count(names.len() - NAMED, "further candidate", "further candidates"));
    }
    format!("The {} of {}", if names.len() == 1 { "result" } else { "results" }, list(&said))
}

/// The files of a sitting; nothing where it has none.
pub(super) fn draw(files: &[Import], zone: Tz) -> AnyView {
    if files.is_empty() {
        return ().into_any();
    }
    let head = ["File", "Uploaded", "State"].map(String::from).to_vec();
    let rows = files.iter().map(|file| {
        let (tone, label) = state(file);
        let uploaded = format!("By {}, {}", file.importer, words::instant(file.began_at, zone));
        let name = file.file_name.clone();
        vec![
            view! { <a href=paths::IMPORT.to(file.id)>{name}</a> }.into_any(),
            uploaded.into_any(),
            view! { <Tag tone=tone label=label/> }.into_any(),
        ]
    });
    let rows = rows.collect::<Vec<_>>();
    view! { <Section id="files" title="Files"><DataTable named_by="files-title" head=head rows=rows/></Section> }
        .into_any()
}
