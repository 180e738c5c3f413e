//! Which part of the application may know which: ARCHITECTURE.md says it in a table, and the sources keep to it.

use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

/// The modules of each layer, the lowest first, as the table has them.
fn layers() -> Vec<Vec<String>> {
    let page = read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md")).unwrap();
    let (_, section) = page.split_once("\n## The layers\n").unwrap();
    let rows = section.lines().take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2));
    cells.map(|modules| modules.map(str::to_owned).collect()).collect()
}

/// The layer of a path, by the longest module that it begins with.
fn layer(layers: &[Vec<String>], path: &str) -> Option<usize> {
    let is_in = |module: &str| path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
    let all = layers.iter().enumerate().flat_map(|(at, modules)| modules.iter().map(move |module| (module, at)));
    all.filter(|(module, _)| is_in(module)).max_by_key(|(module, _)| module.len()).map(|(_, at)| at)
}

/// Adds the paths of a tree that begins with `path`; what is left of the text after it.
fn tree<'t>(mut text: &'t str, mut path: Vec<&'t str>, found: &mut Vec<Vec<&'t str>>) -> &'t str {
    loop {
        text = text.trim_start();
        if let Some(mut list) = text.strip_prefix('{') {
            loop {
                list = tree(list, path.clone(), found);
                match list.find([',', '}']) {
                    Some(at) if list[at..].starts_with(',') => list = &list[at + 1..],
                    end => return end.map_or("", |at| &list[at + 1..]),
                }
            }
        }
        let (name, rest) = text.split_at(text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len()));
        path.extend((!name.is_empty() && name != "self").then_some(name));
        text = rest;
        match rest.strip_prefix("::") {
            Some(rest) => text = rest,
            None => break,
        }
    }
    found.push(path);
    text
}

/// What a module names of the application, by whole paths.
fn named(module: &str, text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        if !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':') {
            tree(&code[at..], Vec::new(), &mut found);
        }
    }
    let whole = |path: Vec<&str>| {
        let up = path.iter().take_while(|part| **part == "super").count();
        let mut base: Vec<&str> = module.split("::").filter(|_| up > 0).collect();
        base.truncate(base.len().saturating_sub(up));
        base.extend(&path[up.max(1)..]);
        base.join("::")
    };
    found.into_iter().map(whole).collect()
}

/// What a module must not name.
fn faults(layers: &[Vec<String>], module: &str, text: &str) -> Vec<String> {
    let Some(own) = layer(layers, module) else { return vec![format!("{module} is in no layer")] };
    let above = named(module, text).into_iter().filter(|path| layer(layers, path).is_some_and(|at| at > own));
    above.map(|path| format!("{module} names {path}")).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn nothing_names_a_layer_above_its_own() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src");
    let (layers, mut wrong) = (layers(), Vec::new());
    for file in files(&source) {
        let module = file.strip_prefix(&source).unwrap().with_extension("").to_string_lossy().replace('/', "::");
        let module = module.strip_suffix("::mod").unwrap_or(&module);
        // They only declare modules.
        if !["lib", "features"].contains(&module) {
            wrong.extend(faults(&layers, module, &read_to_string(&file).unwrap()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_path_that_points_up_is_found_however_it_is_written() {
    let above = |module: &str, text: &str| faults(&layers(), module, text);
    let list =
        "use crate::{\n    error::AppError,\n    features::{people::store::{self as people, Owner}, record},\n};";
    let found =
        ["people::store", "people::store::Owner", "record"].map(|path| format!("web::tx names features::{path}"));
    assert_eq!(above("web::tx", list), found);
    assert_eq!(above("entities::person", "fn f() { $crate::web::db::sql() }"), ["entities::person names web::db::sql"]);
    let sibling = "features::record::store names features::sign_off::look";
    assert_eq!(above("features::record::store", "super::super::sign_off::look(&case)"), [sibling]);
    assert_eq!(above("features::sign_off::store", "// crate::routes\nuse crate::features::record::store::*;"), [""; 0]);
    assert_eq!(above("somewhere", ""), ["somewhere is in no layer"]);
}
