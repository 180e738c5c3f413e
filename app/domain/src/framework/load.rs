use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use toml::de::DeTable;

use super::graph::Head;
use super::kinds::NAMES;
use super::link::{Others, link};
use super::marks::by_default;
use super::names::{KIND, Lost, NODE, Names, NodeSort, PRIOR, SPECIALISM};
use super::parse_node;
use super::parse_other;
use super::prior::{self, Learned};
use super::reader::{MOST_OF_HEADING, Reader, did_you_mean, shorten};
use super::syntax::readable;
use super::table::Table;
use super::table_kinds::{Kind, Kinds};
use super::{ElementKind, Framework, KindIx, NodeIx, PriorIx, Problem, SourceFile, SpecialismIx};
use crate::text::misleads;

/// The keys at the top of a framework file.
const TOP: &str = "slug version title short_title body zone effective_from marks \
    stage element competency status step_off route specialism experience_kind prior exempts";

/// The lists of a framework file: of each the keys that each table of it has, and those of other tables that name one.
const LISTS: [(&str, &str, &str); 10] = [
    ("stage", "id title sources results|no_results_key employer|no_employer_key", "stage"),
    ("element", "id title sources kind", "element"),
    ("competency", "id title", "parent of"),
    ("status", "id title sources", "status holds while"),
    ("step_off", "id title sources status requires", ""),
    ("route", "id title sources requires", ""),
    ("specialism", "id title sources", "matches"),
    ("experience_kind", "id title sources", "kind counts_as"),
    ("prior", "id title sources", "held"),
    ("exempts", "held elements sources", ""),
];

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let words = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let tables = LISTS.into_iter().map(|(name, needed, named_by)| Kind {
        name: name.to_owned(),
        is_list: true,
        keys: words(keys_of(name)),
        needed: words(needed),
        holds: None,
        named_by: words(named_by).into_iter().filter(|key| !key.is_empty()).collect(),
    });
    Kinds { top: words(TOP), tables: tables.collect(), is_json_too: false }
});

/// The keys that the tables of a list may have.
fn keys_of(list: &str) -> &'static str {
    match list {
        "experience_kind" => parse_other::KIND_KEYS,
        "specialism" => parse_other::SPECIALISM_KEYS,
        "prior" => prior::PRIOR_KEYS,
        "exempts" => prior::EXEMPTS_KEYS,
        _ => parse_node::keys_of(list),
    }
}

/// The key of a set of elements that lapse together.
pub(super) const WHOLE_SET: &str = "whole_set";

/// The lists whose tables are nodes.
const NODE_LISTS: [&str; 6] = ["stage", "element", "competency", "status", "step_off", "route"];

/// A table of a list, before what it says is read.
pub(super) struct Entry<'t, 'i> {
    /// Empty where there is none that can be read: then it stands for nothing, and is read to find what else is wrong in it.
    pub id: String,
    /// What it is called in messages.
    pub whose: String,
    pub table: Table<'t, 'i>,
    start: usize,
    /// Whether the id is one that others can name.
    pub is_sound: bool,
    /// Whether it has an id that can't be read.
    pub is_hidden: bool,
}

/// A table that describes a node.
pub(super) struct Found<'t, 'i> {
    pub entry: Entry<'t, 'i>,
    pub sort: NodeSort,
    /// Whether it is an element of a kind that there is not: nobody knows what may be asked of it.
    pub is_unclear: bool,
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
/// and there is none where part of the file can not be read, or where something has no id or is of no kind that can be read.
pub fn load_in_part(file: &SourceFile) -> (Option<Framework>, Vec<Problem>) {
    let mut reader = Reader::new(file);
    if reader.is_empty() {
        return (None, reader.into_problems());
    }
    let text = readable(&mut reader, &file.text, &KINDS);
    let (document, _) = DeTable::parse_recoverable(&text);
    let framework = read(&mut reader, document.get_ref());
    let framework = Some(framework).filter(|_| !reader.is_partial() && reader.names.lost.is_empty());
    (framework, reader.into_problems())
}

fn read(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Framework {
    let top = reader.table_of(file, 1, "the file", TOP);
    let head = head(reader, top);
    let found = find_nodes(reader, top);
    let kinds = entries(reader, top, "experience_kind", KIND, parse_other::KIND_KEYS);
    let specialisms = entries(reader, top, "specialism", SPECIALISM, parse_other::SPECIALISM_KEYS);
    let priors = entries(reader, top, "prior", PRIOR, prior::PRIOR_KEYS);
    reader.names = names(reader, &found, (&kinds, &specialisms, &priors));
    let mut sets = BTreeMap::new();
    let marks = reader.marks(top);
    let mut drafts =
        each_named(found, |found| &found.entry.id, |at, found| parse_node::node(reader, &mut sets, at, found));
    by_default(marks.as_ref(), &mut drafts);
    let kinds = each_named(kinds, |kind| &kind.id, |_, kind| parse_other::experience_kind(reader, kind));
    let specialisms = each_named(specialisms, |one| &one.id, |_, one| parse_other::specialism(reader, one));
    let priors = each_named(priors, |one| &one.id, |_, one| prior::prior(reader, one));
    let learned = Learned { priors, exempts: prior::exempts(reader, top) };
    reader.report_doubtful();
    let framework = link(reader, head, drafts, Others { kinds, specialisms, learned });
    reader.report_kinds();
    framework
}

/// Reads all of a list, in which those without an id come last. Nothing is made of them.
fn each_named<E, T>(entries: Vec<E>, id: fn(&E) -> &String, mut read: impl FnMut(NodeIx, E) -> T) -> Vec<T> {
    let named = entries.iter().filter(|entry| !id(entry).is_empty()).count();
    let mut all: Vec<T> = entries.into_iter().zip(0..).map(|(entry, at)| read(NodeIx(at), entry)).collect();
    all.truncate(named);
    all
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
    if title.chars().count() > MOST_OF_HEADING && top.get("short_title").is_none() {
        let what = format!("`title` has more than {MOST_OF_HEADING} characters, and there is no `short_title`");
        reader.problem(reader.line_at(top, "title"), what, "Add short_title = \"…\"");
    }
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

/// Every table that describes a node, in the order of the file, those without an id at the end.
fn find_nodes<'t, 'i>(reader: &mut Reader<'_>, top: Table<'t, 'i>) -> Vec<Found<'t, 'i>> {
    let mut found: Vec<Found<'t, 'i>> = Vec::new();
    for list in NODE_LISTS {
        for entry in entries(reader, top, list, list, parse_node::keys_of(list)) {
            let sort = reader.reading("kind", |reader| sort(reader, &entry, list));
            let is_unclear = sort.is_none();
            found.push(Found { entry, sort: sort.unwrap_or(NodeSort::Element(ElementKind::Assessment)), is_unclear });
        }
    }
    found.sort_by_key(|found| (found.entry.id.is_empty(), found.entry.start));
    if !reader.is_partial() && !found.iter().any(|found| found.sort == NodeSort::Stage) {
        reader.problem(1, "the framework has no stage", "Add a [[stage]]");
    }
    found
}

/// The tables of a list, each with its id; those without one at the end.
fn entries<'t, 'i>(
    reader: &mut Reader<'_>,
    top: Table<'t, 'i>,
    list: &str,
    noun: &str,
    keys: &'static str,
) -> Vec<Entry<'t, 'i>> {
    let mut found = Vec::new();
    for value in reader.list_of(top, list) {
        let Some(table) = reader.table(value, list, keys) else {
            reader.lose_value(value);
            continue;
        };
        let id = reader.required_text(table, "id", &format!("this {list}")).unwrap_or_default();
        if id.is_empty() {
            reader.nameless.extend(keys.split(' ').filter(|key| table.get(key).is_some()));
            let lapses = table.get("expires").and_then(|expires| expires.get_ref().as_table());
            reader.nameless.extend(lapses.filter(|lapses| lapses.contains_key(WHOLE_SET)).map(|_| WHOLE_SET));
        }
        // A malformed id still names its node, so that what refers to it is not a second problem.
        let is_sound = !id.is_empty() && check_id(reader, &id, reader.line_at(table, "id"));
        if !is_sound && !id.is_empty() {
            reader.hide_id(&id);
        }
        let of_noun = if noun == list { String::new() } else { format!("the {noun} ") };
        let whose = if id.is_empty() { format!("this {noun}") } else { format!("{of_noun}`{id}`") };
        let is_hidden = id.is_empty() && reader.hidden.has_id_of(table.line);
        found.push(Entry { id, whose, table, start: value.span().start, is_sound, is_hidden });
    }
    found.sort_by_key(|entry| entry.id.is_empty());
    found
}

/// Whether a word can be an id.
pub(super) fn is_id(word: &str) -> bool {
    word.len() <= 80
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
        && word.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a word can be an id; reports it where it can't.
pub(crate) fn check_id(reader: &mut Reader<'_>, id: &str, line: usize) -> bool {
    let fits = is_id(id);
    // A character that is not shown was reported when the text was read.
    if !fits && !id.chars().any(misleads) {
        let what = format!("`{}` cannot be an id", shorten(id));
        reader.problem(line, what, "Use letters without accents, digits, hyphens and points, at most 80");
    }
    fits
}

/// What a table of a list describes; nothing for an element of a kind that there is not.
fn sort(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, list: &str) -> Option<NodeSort> {
    let has = |key: &str| entry.table.get(key).is_some();
    let sort = match list {
        "stage" => NodeSort::Stage,
        "status" => NodeSort::Status,
        "step_off" => NodeSort::StepOff,
        "route" => NodeSort::Route,
        // An outcome is what belongs to a stage and is evidenced; what only gathers outcomes does neither.
        "competency" if has("stage") || has("examples") => NodeSort::Outcome,
        "competency" => NodeSort::Group,
        _ => NodeSort::Element(element_kind(reader, entry)?),
    };
    Some(sort)
}

fn element_kind(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Option<ElementKind> {
    let word = reader.required_text(entry.table, "kind", &entry.whose);
    let found = ElementKind::ALL.iter().zip(NAMES).find(|(_, name)| Some(*name) == word.as_deref());
    if let (Some(word), None) = (&word, found) {
        let near = reader.near(word, NAMES);
        let fix =
            did_you_mean(&near, || String::from("Write assessment, course, experience, portfolio or verification"));
        reader.problem(reader.line_at(entry.table, "kind"), format!("`{}` is no kind of element", shorten(word)), fix);
    }
    found.map(|(kind, _)| *kind)
}

fn names(
    reader: &mut Reader<'_>,
    found: &[Found<'_, '_>],
    (kinds, specialisms, priors): (&[Entry<'_, '_>], &[Entry<'_, '_>], &[Entry<'_, '_>]),
) -> Names {
    let mut names = Names::default();
    for (at, Found { entry, sort, is_unclear }) in found.iter().enumerate() {
        let credits = reader.reading("credits", |reader| reader.count_u32(entry.table, "credits", 1));
        names.credits.push(credits.unwrap_or(0));
        names.sorts.push(*sort);
        names.lost.has_unclear |= is_unclear;
        let first = names.nodes.get(&entry.id).map(|first| &found[first.index()].entry);
        let has_own = has_own_id(reader, first, entry);
        if has_own {
            names.nodes.insert(entry.id.clone(), NodeIx(at as u32));
        }
        names.lost.note(NODE, has_own, entry);
        if !has_own && !entry.is_hidden {
            names.lost.nodes.insert(*sort);
        }
        if let Some(other) = names.nodes.get(&entry.id).filter(|_| !has_own) {
            names.lost.nodes.insert(found[other.index()].sort);
            names.lost.twice.insert(entry.id.clone());
        }
    }
    // Which of the two is meant where it is named nobody knows.
    for id in &names.lost.twice {
        names.nodes.remove(id);
    }
    names.kinds = simple(reader, &mut names.lost, kinds, KIND, KindIx);
    names.specialisms = simple(reader, &mut names.lost, specialisms, SPECIALISM, SpecialismIx);
    names.priors = simple(reader, &mut names.lost, priors, PRIOR, PriorIx);
    names
}

fn simple<T: Copy + Into<usize>>(
    reader: &mut Reader<'_>,
    lost: &mut Lost,
    entries: &[Entry<'_, '_>],
    noun: &'static str,
    index: fn(u32) -> T,
) -> BTreeMap<String, T> {
    let mut names: BTreeMap<String, T> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let first = names.get(&entry.id).map(|first| &entries[(*first).into()]);
        let has_own = has_own_id(reader, first, entry);
        if has_own {
            names.insert(entry.id.clone(), index(at as u32));
        }
        lost.note(noun, has_own, entry);
    }
    names
}

/// Whether it has an id, and one that `first` does not have already.
fn has_own_id(reader: &mut Reader<'_>, first: Option<&Entry<'_, '_>>, entry: &Entry<'_, '_>) -> bool {
    if let Some(first) = first {
        let what = format!("the id `{}` is used twice, first on line {}", shorten(&entry.id), first.table.line);
        reader.problem(entry.table.line, what, "Give one of them another id");
    }
    first.is_none() && !entry.id.is_empty()
}
