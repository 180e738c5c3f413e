use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::de::DeTable;

use super::graph::Head;
use super::link::link;
use super::names::{Names, NodeSort};
use super::parse_node;
use super::parse_other;
use super::reader::{Reader, did_you_mean, shorten};
use super::syntax::readable;
use super::table::Table;
use super::{ElementKind, Framework, KindIx, NodeIx, Problem, SourceFile, SpecialismIx};
use crate::text::misleads;

/// The keys at the top of a framework file.
const TOP: &str = "slug version title short_title body zone effective_from \
    stage element competency status step_off route specialism experience_kind";

/// The lists whose tables are nodes.
const NODE_LISTS: [&str; 6] = ["stage", "element", "competency", "status", "step_off", "route"];

/// A table of the file that describes a node, before its rules are read.
pub(super) struct Found<'t, 'i> {
    pub id: String,
    pub sort: NodeSort,
    /// Whether it is an element of a kind that there is not: nobody knows what may be asked of it.
    pub is_unclear: bool,
    pub table: Table<'t, 'i>,
}

/// Reads a framework file and checks it whole.
///
/// Gives the framework only when there is no problem; otherwise every problem found, in the order of the lines.
/// Never panics, whatever the text.
pub fn load(file: &SourceFile) -> (Option<Framework>, Vec<Problem>) {
    let (framework, problems) = load_in_part(file);
    (framework.filter(|_| problems.is_empty()), problems)
}

/// Reads a framework file as far as it can be read, with every problem found, in the order of the lines.
///
/// A framework with a problem is good for one thing: to see which names other files may use. No standing may be read of it,
/// and there is none where part of the file is no TOML.
pub fn load_in_part(file: &SourceFile) -> (Option<Framework>, Vec<Problem>) {
    let mut reader = Reader::new(file);
    let text = readable(&mut reader, &file.text);
    let (document, _) = DeTable::parse_recoverable(&text);
    let framework = read(&mut reader, document.get_ref());
    let framework = Some(framework).filter(|_| !reader.is_partial());
    (framework, reader.into_problems())
}

fn read(reader: &mut Reader<'_>, top: &DeTable<'_>) -> Framework {
    reader.unknown_keys(top, "the file", TOP);
    let head = head(reader, Table { entries: top, line: 1 });
    let found = find_nodes(reader, top);
    let kinds = find_simple(reader, top, "experience_kind", parse_other::KIND_KEYS);
    let specialisms = find_simple(reader, top, "specialism", parse_other::SPECIALISM_KEYS);
    reader.names = names(reader, &found, &kinds, &specialisms);

    let mut sets = BTreeMap::new();
    let drafts = found.iter().map(|found| parse_node::node(reader, &mut sets, found)).collect();
    let kinds = kinds.iter().map(|(id, table)| parse_other::experience_kind(reader, id, *table)).collect();
    let specialisms = specialisms.iter().map(|(id, table)| parse_other::specialism(reader, id, *table)).collect();
    link(reader, head, drafts, kinds, specialisms)
}

fn head(reader: &mut Reader<'_>, top: Table<'_, '_>) -> Head {
    let mut id = |key: &str| {
        let text = reader.required_text(top, key, "the file").unwrap_or_default();
        if !text.is_empty() {
            check_id(reader, &text, reader.line_at(top, key));
        }
        text
    };
    let (slug, version, body) = (id("slug"), id("version"), id("body"));
    let title = reader.required_text(top, "title", "the file").unwrap_or_default();
    reader.needed(top, "effective_from", "the file", "Add effective_from = 2026-01-31");
    Head {
        slug,
        version,
        short_title: reader.one_line(top, "short_title").unwrap_or_else(|| title.clone()),
        title,
        body,
        zone: reader.zone(top),
        effective_from: reader.date(top, "effective_from").unwrap_or(NaiveDate::MAX),
        lines: (reader.line_at(top, "slug"), reader.line_at(top, "version")),
    }
}

/// Every table that describes a node, in the order of the file, with its id.
fn find_nodes<'t, 'i>(reader: &mut Reader<'_>, top: &'t DeTable<'i>) -> Vec<Found<'t, 'i>> {
    let mut found: Vec<(usize, Found<'t, 'i>)> = Vec::new();
    for list in NODE_LISTS {
        for (start, id, table) in tables(reader, top, list, &parse_node::keys_of(list)) {
            let (sort, is_unclear) = match sort(reader, table, list, &id) {
                Some(sort) => (sort, false),
                None => (NodeSort::Element(ElementKind::Assessment), true),
            };
            found.push((start, Found { id, sort, is_unclear, table }));
        }
    }
    found.sort_by_key(|(at, _)| *at);
    let found: Vec<Found<'_, '_>> = found.into_iter().map(|(_, found)| found).collect();
    if !reader.is_partial() && !found.iter().any(|found| found.sort == NodeSort::Stage) {
        reader.problem(1, "the framework has no stage", "Add a [[stage]]");
    }
    found
}

/// The tables of a list, each with where it stands and its id.
fn tables<'t, 'i>(
    reader: &mut Reader<'_>,
    top: &'t DeTable<'i>,
    list: &str,
    keys: &str,
) -> Vec<(usize, String, Table<'t, 'i>)> {
    let mut found = Vec::new();
    for value in reader.list_of(top, list) {
        let Some(table) = reader.table(value, list, keys) else { continue };
        if let Some(id) = reader.required_text(table, "id", &format!("this {list}")) {
            // A malformed id still names its node, so that what refers to it is not a second problem.
            check_id(reader, &id, reader.line_at(table, "id"));
            found.push((value.span().start, id, table));
        }
    }
    found
}

fn find_simple<'t, 'i>(
    reader: &mut Reader<'_>,
    top: &'t DeTable<'i>,
    list: &str,
    keys: &str,
) -> Vec<(String, Table<'t, 'i>)> {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    let tables = tables(reader, top, list, keys).into_iter();
    let once = tables.map(|(_, id, table)| {
        let first = *lines.entry(id.clone()).or_insert(table.line);
        if first != table.line {
            used_twice(reader, &id, first, table.line);
        }
        (id, table)
    });
    once.collect()
}

fn used_twice(reader: &mut Reader<'_>, id: &str, first: usize, line: usize) {
    let what = format!("the id `{}` is used twice, first on line {first}", shorten(id));
    reader.problem(line, what, "Give one of them another id");
}

/// Whether a word can be an id; reports it where it can't.
pub(crate) fn check_id(reader: &mut Reader<'_>, id: &str, line: usize) -> bool {
    let fits = id.len() <= 80
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
        && id.starts_with(|c: char| c.is_ascii_alphanumeric());
    // A character that is not shown was reported when the text was read.
    if !fits && !id.chars().any(misleads) {
        let what = format!("`{}` cannot be an id", shorten(id));
        reader.problem(line, what, "Use letters without accents, digits, hyphens and points, at most 80");
    }
    fits
}

/// What a table of a list describes; nothing for an element of a kind that there is not.
fn sort(reader: &mut Reader<'_>, table: Table<'_, '_>, list: &str, id: &str) -> Option<NodeSort> {
    let sort = match list {
        "stage" => NodeSort::Stage,
        "status" => NodeSort::Status,
        "step_off" => NodeSort::StepOff,
        "route" => NodeSort::Route,
        // An outcome is what belongs to a stage and is evidenced; what only gathers outcomes does neither.
        "competency" if table.get("stage").is_some() || table.get("examples").is_some() => NodeSort::Outcome,
        "competency" => NodeSort::Group,
        _ => NodeSort::Element(element_kind(reader, table, id)?),
    };
    Some(sort)
}

fn element_kind(reader: &mut Reader<'_>, table: Table<'_, '_>, id: &str) -> Option<ElementKind> {
    const NAMES: [&str; 5] = ["assessment", "course", "experience", "portfolio", "verification"];
    let word = reader.required_text(table, "kind", &format!("the element `{id}`"));
    let found = ElementKind::ALL.iter().zip(NAMES).find(|(_, name)| Some(*name) == word.as_deref());
    if let (Some(word), None) = (&word, found) {
        let near = reader.near(word, NAMES);
        let fix =
            did_you_mean(near, || String::from("Write assessment, course, experience, portfolio or verification"));
        reader.problem(reader.line_at(table, "kind"), format!("`{}` is no kind of element", shorten(word)), fix);
    }
    found.map(|(kind, _)| *kind)
}

fn names(
    reader: &mut Reader<'_>,
    found: &[Found<'_, '_>],
    kinds: &[(String, Table<'_, '_>)],
    specialisms: &[(String, Table<'_, '_>)],
) -> Names {
    let mut names = Names::default();
    for (at, node) in found.iter().enumerate() {
        names.sorts.push(node.sort);
        names.credits.push(reader.count_u32(node.table, "credits", 1).unwrap_or(0));
        let first = *names.nodes.entry(node.id.clone()).or_insert(NodeIx(at as u32));
        if first.index() != at {
            used_twice(reader, &node.id, found[first.index()].table.line, node.table.line);
        }
    }
    names.kinds = kinds.iter().zip(0..).map(|((id, _), at)| (id.clone(), KindIx(at))).collect();
    names.specialisms = specialisms.iter().zip(0..).map(|((id, _), at)| (id.clone(), SpecialismIx(at))).collect();
    names
}
