//! What people read is words: a name of the code that strayed into a sentence is found in the source, whatever page it is on.

use std::path::{Path, PathBuf};

/// The files whose texts people read: features' pages and verbs, and the components. Stores, the doctor and the list of tables
/// speak to a database.
fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["store", "doctor", "entity"].contains(&name.as_str()) {
            sources(&path, into);
        } else if name.ends_with(".rs") && name != "tables.rs" {
            into.push(path);
        }
    }
}

/// The texts of a line: what stands between quotes, without the holes of a format.
fn texts(line: &str) -> impl Iterator<Item = String> {
    let quoted = line.split('"').skip(1).step_by(2);
    quoted.map(|text| text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect())
}

/// Whether a sentence holds a name of the code, such as `on_record`, or a command, which whoever reads a page can't run.
fn holds_a_name(text: &str) -> bool {
    let is_name = |word: &str| {
        word.split_once('_').is_some_and(|(before, after)| {
            before.ends_with(|last: char| last.is_ascii_lowercase())
                && after.starts_with(|first: char| first.is_ascii_lowercase())
        })
    };
    text.contains("gradus ") || text.contains(' ') && text.split_whitespace().any(is_name)
}

#[test]
fn no_sentence_holds_a_name_of_the_code() {
    assert!(holds_a_name("missing since the trainee on_record."));
    assert!(holds_a_name("Ask for it (gradus admin account)."));
    assert!(!holds_a_name("on_record") && !holds_a_name("a day to come"));
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("app/src");
    let mut files = Vec::new();
    ["features", "design"].iter().for_each(|folder| sources(&app.join(folder), &mut files));
    sources(&app.join("../domain/src/access"), &mut files);
    assert!(files.len() > 150, "only {} files were read", files.len());
    let mut found = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let names = texts(line).filter(|text| holds_a_name(text));
            found.extend(names.map(|text| format!("{}:{}: {text}", file.display(), at + 1)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Fields in which somebody writes why: who reads it is said beside each.
const REASONS: [&str; 5] = ["REASON", "WHY", "COMMENT", "MISSING", "earlier::REASON"];

#[test]
fn beside_each_reason_stands_who_reads_it() {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("app/src/features");
    let mut files = Vec::new();
    sources(&app, &mut files);
    let (mut seen, mut found) = (0, Vec::new());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for area in text.split("<TextArea").skip(1) {
            let area = area.split("/>").next().unwrap();
            if !REASONS.iter().any(|name| area.contains(&format!("({name})")) || area.contains(&format!("({name},"))) {
                continue;
            }
            seen += 1;
            if ![" read it", " reads it", "READERS", "hint=hint"].iter().any(|said| area.contains(said)) {
                found.push(format!("{}: {area}", file.display()));
            }
        }
    }
    assert!(seen > 12, "{seen}");
    assert!(found.is_empty(), "{found:#?}");
}
