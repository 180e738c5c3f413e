//! Reads one table of the file into one node.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::DeValue;

use super::load::Found;
use super::parse_rule::{self, Names, Sort, few_enough_signers, signers};
use super::reader::{Reader, Table};
use super::{
    Attempts, CompetencyLevel, ElementKind, Examples, ExperienceKind, Expiry, FormerTitle, KeyRule, Node, NodeIx,
    NodeKind, Rule, Specialism, Stage, Status,
};

pub(super) const KIND_KEYS: &[&str] = &[
    "id",
    "title",
    "counts_as",
    "hours_per_week",
    "hours_flat",
    "confirmed_before",
    "sources",
    "note",
];
pub(super) const SPECIALISM_KEYS: &[&str] = &["id", "title", "pairs", "unpublished", "note", "sources"];

/// The keys that the tables of a list of nodes may have.
pub(super) fn keys_of(list: &str) -> &'static [&'static str] {
    match list {
        "stage" => &[
            "id",
            "title",
            "summary",
            "unpublished",
            "note",
            "sources",
            "requires",
            "results",
            "no_results_key",
            "employer",
            "no_employer_key",
            "credits",
        ],
        "element" => &[
            "id",
            "title",
            "summary",
            "unpublished",
            "note",
            "sources",
            "kind",
            "stage",
            "requires",
            "attempts",
            "expires",
            "credits",
            "outcomes_of",
            "gather",
        ],
        "competency" => &[
            "id",
            "title",
            "summary",
            "unpublished",
            "note",
            "sources",
            "parent",
            "stage",
            "examples",
            "max_age",
            "distinct_signers",
        ],
        "status" => &[
            "id",
            "title",
            "summary",
            "unpublished",
            "note",
            "sources",
            "letters",
            "rights",
            "valid_from",
            "valid_until",
            "expires",
            "formerly",
        ],
        "step_off" => &[
            "id",
            "title",
            "summary",
            "unpublished",
            "note",
            "sources",
            "status",
            "stage",
            "requires",
        ],
        _ => &["id", "title", "summary", "unpublished", "note", "sources", "requires"],
    }
}

/// A node as its table describes it, with indices in the order of the file.
pub(super) struct Draft {
    pub node: Node,
    pub sort: Sort,
    /// The portfolio's competencies, whose outcomes are gathered once all are read.
    pub outcomes_of: Vec<(NodeIx, usize)>,
    /// Ids that its rules name, readable or not, so that one bad rule does not make a dozen nodes look unreachable.
    pub mentions: BTreeSet<String>,
    /// A step-off whose status could not be read.
    pub incomplete: bool,
}

pub(super) fn node(
    reader: &mut Reader<'_>,
    names: &Names,
    sets: &mut BTreeMap<String, u32>,
    found: &Found<'_, '_>,
) -> Draft {
    let table = found.table;
    let whose = format!("`{}`", found.id);
    let mut mentions = BTreeSet::new();
    for key in ["requires", "results", "employer", "gather", "outcomes_of"] {
        if let Some(value) = table.get(key) {
            collect_texts(value, &mut mentions);
        }
    }
    let mut node = Node {
        id: found.id.clone(),
        kind: NodeKind::Route,
        title: reader.required_text(table, "title", &whose).unwrap_or_default(),
        summary: reader.text(table, "summary"),
        unpublished: unpublished(reader, table, &whose),
        stage: stage_of(reader, names, table),
        parent: None,
        sources: reader
            .strings(table, "sources")
            .into_iter()
            .map(|(text, _)| text)
            .collect(),
        requires: table
            .get("requires")
            .and_then(|value| parse_rule::rule(reader, names, value, 0)),
        rule: None,
        attempts: None,
        expires: None,
        examples: None,
        credits: names.nodes.get(&found.id).map_or(0, |ix| names.credits[ix.index()]),
        line: table.line,
    };
    if node.sources.is_empty() && !matches!(found.sort, Sort::Group | Sort::Outcome) {
        reader.problem(
            table.line,
            format!("{whose} does not say where it comes from"),
            "Add sources = [\"…\"]",
        );
    }
    let mut outcomes_of = Vec::new();
    let mut incomplete = false;
    node.kind = match found.sort {
        Sort::Stage => stage(reader, names, table, &whose),
        Sort::Element(kind) => {
            outcomes_of = element(reader, names, sets, found, kind, &mut node);
            NodeKind::Element(kind)
        }
        Sort::Outcome => {
            node.parent = parent(reader, names, table);
            node.examples = outcome(reader, names, found, &whose);
            NodeKind::Competency(CompetencyLevel::Outcome)
        }
        Sort::Group => {
            node.parent = parent(reader, names, table);
            let top = table.get("parent").is_none();
            NodeKind::Competency(if top {
                CompetencyLevel::Area
            } else {
                CompetencyLevel::Competency
            })
        }
        Sort::StepOff => {
            let status = step_off_status(reader, names, table, &whose);
            incomplete = status.is_none();
            NodeKind::StepOff {
                status: status.unwrap_or(NodeIx(0)),
            }
        }
        Sort::Status => NodeKind::Status(status(reader, table, &whose)),
        Sort::Route => NodeKind::Route,
    };
    if matches!(found.sort, Sort::StepOff | Sort::Route) && table.get("requires").is_none() {
        reader.problem(
            table.line,
            format!("{whose} asks for nothing"),
            "Add requires = …; { all = [] } is open to all",
        );
    }
    Draft {
        node,
        sort: found.sort,
        outcomes_of,
        mentions,
        incomplete,
    }
}

fn collect_texts(value: &Spanned<DeValue<'_>>, texts: &mut BTreeSet<String>) {
    match value.get_ref() {
        DeValue::String(text) => {
            texts.insert(text.clone().into_owned());
        }
        DeValue::Array(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        DeValue::Table(entries) => entries.values().for_each(|item| collect_texts(item, texts)),
        _ => {}
    }
}

fn unpublished(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str) -> Option<String> {
    let flagged = reader.flag(table, "unpublished");
    let note = reader.text(table, "note");
    if flagged && table.get("note").is_none() {
        let what = format!("{whose} is marked unpublished without a word on what is not known");
        reader.problem(table.line, what, "Add note = \"…\"");
    }
    if !flagged && note.is_some() {
        let what = format!("{whose} has a note and is not marked unpublished");
        reader.problem(table.line, what, "Add unpublished = true, or write the note as summary");
    }
    if flagged { note } else { None }
}

fn stage_of(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>) -> Option<NodeIx> {
    let id = reader.text(table, "stage")?;
    names.of_sort(reader, &id, table.line, "a stage", |sort| sort == Sort::Stage)
}

fn parent(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>) -> Option<NodeIx> {
    let id = reader.text(table, "parent")?;
    names.of_sort(reader, &id, table.line, "a competency above outcomes", |sort| {
        sort == Sort::Group
    })
}

fn stage(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, whose: &str) -> NodeKind {
    let results = key(reader, names, table, whose, "results", "no_results_key");
    let employer = key(reader, names, table, whose, "employer", "no_employer_key");
    NodeKind::Stage(Stage {
        results,
        employer,
        verifications: Vec::new(),
    })
}

fn key(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, whose: &str, key: &str, absent: &str) -> KeyRule {
    let reason = reader.text(table, absent);
    match (table.get(key), &reason) {
        (Some(_), Some(_)) => {
            let what = format!("{whose} has `{key}` and says why it has none");
            reader.problem(table.line, what, format!("Take out `{key}` or `{absent}`"));
        }
        (None, None) if table.get(absent).is_none() => {
            let what = format!("{whose} lacks the key `{key}` and does not say why");
            reader.problem(table.line, what, format!("Add {key} = …, or {absent} = \"because …\""));
        }
        _ => {}
    }
    match table.get(key) {
        Some(value) => {
            let rule = parse_rule::rule(reader, names, value, 0);
            // A rule that cannot be read has its problem already; the framework is refused.
            KeyRule::Needs(rule.unwrap_or(Rule::Unpublished(String::new())))
        }
        None => KeyRule::Absent(reason.unwrap_or_default()),
    }
}

fn element(
    reader: &mut Reader<'_>,
    names: &Names,
    sets: &mut BTreeMap<String, u32>,
    found: &Found<'_, '_>,
    kind: ElementKind,
    node: &mut Node,
) -> Vec<(NodeIx, usize)> {
    let table = found.table;
    let has_results = matches!(kind, ElementKind::Assessment | ElementKind::Course);
    for key in ["attempts", "expires"] {
        if !has_results && table.get(key).is_some() {
            let what = format!("`{}` is no assessment or course, and has `{key}`", found.id);
            reader.problem(table.line, what, "Take it out");
        }
    }
    node.attempts = attempts(reader, table);
    node.expires = expiry(reader, table, sets);
    let gathers = matches!(kind, ElementKind::Experience | ElementKind::Portfolio);
    for key in ["gather", "outcomes_of"] {
        let fits = gathers && (key == "gather" || kind == ElementKind::Portfolio);
        if !fits && table.get(key).is_some() {
            let what = format!("`{}` is of kind {} and has `{key}`", found.id, kind.word());
            reader.problem(table.line, what, "Take it out");
        }
    }
    if gathers && table.get("gather").is_none() && table.get("outcomes_of").is_none() {
        let what = format!("nothing can complete `{}`", found.id);
        let mend = match kind {
            ElementKind::Portfolio => "Add outcomes_of = [\"…\"] or gather = …",
            _ => "Add gather = { hours = …, kind = \"…\" }",
        };
        reader.problem(table.line, what, mend);
    }
    node.rule = table
        .get("gather")
        .and_then(|value| parse_rule::rule(reader, names, value, 0));
    let ids = reader.strings(table, "outcomes_of");
    ids.iter()
        .filter_map(|(id, line)| {
            let fits = |sort| matches!(sort, Sort::Group | Sort::Outcome);
            Some((names.of_sort(reader, id, *line, "a competency", fits)?, *line))
        })
        .collect()
}

fn attempts(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Option<Attempts> {
    let value = table.get("attempts")?;
    let table = reader.table(value, "attempts", &["max", "within"])?;
    if table.get("max").is_none() {
        reader.problem(table.line, "`attempts` has no `max`", "Add max = 3");
    }
    let within = reader.length(table, "within");
    let max = reader.count_u32(table, "max", 1)?;
    Some(Attempts { max, within })
}

fn expiry(reader: &mut Reader<'_>, table: Table<'_, '_>, sets: &mut BTreeMap<String, u32>) -> Option<Expiry> {
    let value = table.get("expires")?;
    let table = reader.table(value, "expires", &["after", "whole_set"])?;
    if table.get("after").is_none() {
        reader.problem(table.line, "`expires` has no `after`", "Add after = \"6 years\"");
    }
    let whole_set = reader.text(table, "whole_set").map(|label| {
        let next = sets.len() as u32;
        *sets.entry(label).or_insert(next)
    });
    let after = reader.length(table, "after")?;
    Some(Expiry { after, whole_set })
}

fn outcome(reader: &mut Reader<'_>, names: &Names, found: &Found<'_, '_>, whose: &str) -> Option<Examples> {
    let table = found.table;
    for (key, mend) in [("examples", "Add examples = 1"), ("stage", "Add stage = \"…\"")] {
        if table.get(key).is_none() {
            reader.problem(table.line, format!("the outcome {whose} has no `{key}`"), mend);
        }
    }
    let max_age = reader.length(table, "max_age");
    let distinct_signers = signers(reader, table);
    let of = names.nodes.get(&found.id).copied()?;
    let examples = Examples {
        n: reader.count_u32(table, "examples", 1)?,
        of,
        max_age,
        distinct_signers,
    };
    few_enough_signers(reader, table.line, &examples).then_some(examples)
}

fn step_off_status(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, whose: &str) -> Option<NodeIx> {
    if table.get("status").is_none() {
        reader.problem(
            table.line,
            format!("the step-off {whose} leads to no status"),
            "Add status = \"…\"",
        );
    }
    let id = reader.text(table, "status")?;
    names.of_sort(reader, &id, table.line, "a status", |sort| sort == Sort::Status)
}

fn status(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str) -> Status {
    let status = Status {
        letters: reader.text(table, "letters"),
        rights: reader
            .strings(table, "rights")
            .into_iter()
            .map(|(text, _)| text)
            .collect(),
        valid_from: reader.date(table, "valid_from"),
        valid_until: reader.date(table, "valid_until"),
        expires: reader.length(table, "expires"),
        formerly: former_titles(reader, table),
    };
    if let (Some(from), Some(until)) = (status.valid_from, status.valid_until)
        && from >= until
    {
        let what = format!("{whose} can never be conferred: it ends before it begins");
        reader.problem(table.line, what, "Put `valid_until` after `valid_from`");
    }
    status
}

fn former_titles(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Vec<FormerTitle> {
    let mut titles = Vec::new();
    for value in reader.list_of(table.entries, "formerly") {
        let Some(former) = reader.table(value, "formerly", &["title", "letters", "until"]) else {
            continue;
        };
        let title = reader.required_text(former, "title", "a former title");
        let letters = reader.text(former, "letters");
        if former.get("until").is_none() {
            reader.problem(former.line, "a former title has no `until`", "Add until = 2022-01-01");
        }
        if let (Some(title), Some(until)) = (title, reader.date(former, "until")) {
            titles.push(FormerTitle { title, letters, until });
        }
    }
    titles
}

pub(super) fn experience_kind(
    reader: &mut Reader<'_>,
    names: &Names,
    id: &str,
    table: Table<'_, '_>,
) -> Option<ExperienceKind> {
    let whose = format!("the kind of experience `{id}`");
    reader.text(table, "note");
    if reader.strings(table, "sources").is_empty() {
        reader.problem(
            table.line,
            format!("{whose} does not say where it comes from"),
            "Add sources = [\"…\"]",
        );
    }
    let title = reader.required_text(table, "title", &whose);
    let counts_as = reader.text(table, "counts_as").and_then(|other| {
        let found = names.kinds.get(&other).copied();
        if found.is_none() {
            parse_rule::unknown(reader, table.line, "kind of experience", &other, names.kinds.keys());
        }
        found
    });
    let minutes_per_week = reader.count(table, "hours_per_week", 1).map(|hours| hours * 60);
    let minutes_flat = reader.count(table, "hours_flat", 1).map(|hours| hours * 60);
    if minutes_per_week.is_some() && minutes_flat.is_some() {
        let what = format!("{whose} counts by the week and at a flat rate");
        reader.problem(table.line, what, "Keep `hours_per_week` or `hours_flat`");
    }
    let confirmed_before = reader.date(table, "confirmed_before");
    Some(ExperienceKind {
        id: id.to_owned(),
        title: title?,
        counts_as,
        minutes_per_week,
        minutes_flat,
        confirmed_before,
    })
}

pub(super) fn specialism(reader: &mut Reader<'_>, names: &Names, id: &str, table: Table<'_, '_>) -> Option<Specialism> {
    let whose = format!("the specialism `{id}`");
    let title = reader.required_text(table, "title", &whose);
    let unpublished = unpublished(reader, table, &whose);
    let ids = reader.strings(table, "pairs");
    let fits = |sort| matches!(sort, Sort::Element(_));
    let pairs = ids
        .iter()
        .filter_map(|(id, line)| names.of_sort(reader, id, *line, "an element", fits))
        .collect();
    let sources: Vec<String> = reader
        .strings(table, "sources")
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    if sources.is_empty() {
        reader.problem(
            table.line,
            format!("{whose} does not say where it comes from"),
            "Add sources = [\"…\"]",
        );
    }
    Some(Specialism {
        id: id.to_owned(),
        title: title?,
        pairs,
        unpublished,
        sources,
    })
}
