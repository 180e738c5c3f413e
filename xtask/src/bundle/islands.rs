//! Every `#[island]` in the source must be a function of the bundle.
//!
//! When `frontend` doesn't refer to `app`, or a feature is missing, the linker drops the islands without a word and the
//! page stays lifeless. Leptos names an island's function `<Component>_<number>`, the number being a hash of its source.

use crate::failure::{Explain, Outcome, found};
use crate::place;
use crate::say;
use std::path::Path;

/// Compares the source with the glue's exports.
pub fn check(script: &str) -> Outcome {
    let mut expected = Vec::new();
    collect(&place::root().join("app").join("src"), &mut expected)?;
    let missing: Vec<&str> = expected.iter().map(String::as_str).filter(|name| !is_exported(name, script)).collect();
    if !missing.is_empty() {
        return found(format!(
            "the bundle lacks the island{} {}; see that `frontend` says `use app as _;` and that the island's module is \
             compiled with the feature `hydrate`",
            if missing.len() == 1 { "" } else { "s" },
            missing.join(", ")
        ));
    }
    say::note(&format!("islands in the bundle: {}", expected.len()));
    Ok(())
}

fn collect(folder: &Path, islands: &mut Vec<String>) -> Outcome {
    let about = format!("can't read {}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).or_say(&about)? {
        paths.push(entry.or_say(&about)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, islands)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).or_say(format!("can't read {}", path.display()))?;
            islands.extend(declared(&source));
        }
    }
    Ok(())
}

/// The components that a source file declares as islands.
fn declared(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut pending = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[island]") || line.starts_with("#[island(") {
            pending = true;
        }
        if let Some(name) = function(line).filter(|_| pending) {
            names.push(component(name));
            pending = false;
        }
    }
    names
}

/// The name in `pub fn Name(`, `async fn name<T>(`; nothing for a comment.
fn function(line: &str) -> Option<&str> {
    if line.starts_with("//") {
        return None;
    }
    let at = if line.starts_with("fn ") { 3 } else { line.find(" fn ")? + 4 };
    let rest = &line[at..];
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// Leptos turns `filter_list` into `FilterList` and leaves `FilterList` alone.
fn component(function: &str) -> String {
    if function.starts_with(char::is_uppercase) {
        return function.to_string();
    }
    let words = function.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    words.collect()
}

/// The glue exports a function called `<name>_<number>`.
fn is_exported(name: &str, script: &str) -> bool {
    let exports = script.lines().filter(|line| line.starts_with("export "));
    exports.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_')).any(|word| {
        let number = word.strip_prefix(name).and_then(|rest| rest.strip_prefix('_'));
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::{declared, is_exported};

    #[test]
    fn islands_are_found_under_their_attributes_and_docs() {
        let source = "
            #[component]
            pub fn Page() {}
            /// Not one: #[island]
            fn helper() {}
            #[island]
            /// Finds.
            pub fn FilterList(#[prop(into)] label: String) -> impl IntoView {}
            #[island(lazy)]
            #[expect(clippy::needless_pass_by_value, reason = \"props\")]
            async fn map_explorer() {}
        ";
        assert_eq!(declared(source), ["FilterList", "MapExplorer"]);
    }

    #[test]
    fn an_export_is_the_name_and_a_number() {
        let script =
            "export function FilterList_14961(el) {\nexport { initSync, Draft_7 as Draft_7 };\nimports.Map_9 = 1;";
        assert!(is_exported("FilterList", script));
        assert!(is_exported("Draft", script));
        assert!(!is_exported("Filter", script));
        assert!(!is_exported("List", script));
        assert!(!is_exported("Map", script));
    }
}
