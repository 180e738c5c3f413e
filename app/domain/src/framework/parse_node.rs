//! Reads one table of the file into one node.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::DeValue;

use super::load::Found;
use super::names::{Names, Sort};
use super::parse_element::{element, outcome};
use super::parse_other::{status, step_off_status};
use super::parse_rule;
use super::reader::{Reader, Table};
use super::{CompetencyLevel, KeyRule, Leaf, Node, NodeIx, NodeKind, Rule, Stage};

/// The keys that the tables of a list may have besides those of every node.
pub(super) fn keys_of(list: &str) -> String {
    let own = match list {
        "stage" => "requires results no_results_key employer no_employer_key credits",
        "element" => "kind stage requires attempts sat_after expires credits outcomes_of gather valid_for",
        "competency" => "parent stage examples max_age valid_for distinct_signers",
        "status" => "letters rights valid_from valid_until expires extends formerly",
        "step_off" => "status stage requires",
        _ => "requires",
    };
    format!("id title summary unpublished note sources {own}")
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
    for key in ["requires", "results", "employer", "gather"] {
        if let Some(value) = table.get(key) {
            collect_texts(value, &mut mentions);
        }
    }
    let has_own = !matches!(found.sort, Sort::Group | Sort::Outcome);
    let mut node = Node {
        id: found.id.clone(),
        kind: NodeKind::Route,
        title: reader.required_text(table, "title", &whose).unwrap_or_default(),
        summary: reader.text(table, "summary"),
        unpublished: unpublished(reader, table, &whose),
        stage: names.one(reader, (table, "stage"), "a stage", |sort| sort == Sort::Stage),
        parent: None,
        sources: reader.sources(table, has_own.then_some(whose.as_str())),
        requires: table.get("requires").and_then(|value| parse_rule::rule(reader, names, value, 0)),
        rule: None,
        attempts: None,
        sat_after: Vec::new(),
        expires: None,
        valid_for: None,
        credits: names.nodes.get(&found.id).map_or(0, |ix| names.credits[ix.index()]),
        line: table.line,
    };
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
            node.rule = outcome(reader, names, found, &whose);
            NodeKind::Competency(CompetencyLevel::Outcome)
        }
        Sort::Group => {
            node.parent = parent(reader, names, table);
            let top = table.get("parent").is_none();
            NodeKind::Competency(if top { CompetencyLevel::Area } else { CompetencyLevel::Competency })
        }
        Sort::StepOff => {
            let status = step_off_status(reader, names, table, &whose);
            incomplete = status.is_none();
            NodeKind::StepOff { status: status.unwrap_or(NodeIx(0)) }
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
    Draft { node, sort: found.sort, outcomes_of, mentions, incomplete }
}

fn collect_texts(value: &Spanned<DeValue<'_>>, texts: &mut BTreeSet<String>) {
    let value = value.get_ref();
    texts.extend(value.as_str().map(str::to_owned));
    let items = value.as_array().into_iter().flatten();
    let values = value.as_table().into_iter().flat_map(|entries| entries.values());
    items.chain(values).for_each(|item| collect_texts(item, texts));
}

pub(super) fn unpublished(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str) -> Option<String> {
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

fn parent(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>) -> Option<NodeIx> {
    names.one(reader, (table, "parent"), "a competency above outcomes", |sort| sort == Sort::Group)
}

fn stage(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, whose: &str) -> NodeKind {
    let results = key(reader, names, table, whose, "results", "no_results_key");
    let employer = key(reader, names, table, whose, "employer", "no_employer_key");
    NodeKind::Stage(Stage { results, employer, verifications: Vec::new() })
}

fn key(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, whose: &str, key: &str, absent: &str) -> KeyRule {
    let reason = reader.text(table, absent);
    if reason.as_deref().is_some_and(|reason| reason.to_lowercase().starts_with("because ")) {
        let line = reader.line_at(table, absent);
        let what = format!("`{absent}` of {whose} begins with “because”, which pages put before it");
        reader.problem(line, what, "Leave that word out");
    }
    match (table.get(key), &reason) {
        (Some(_), Some(_)) => {
            let what = format!("{whose} has `{key}` and says why it has none");
            reader.problem(table.line, what, format!("Take out `{key}` or `{absent}`"));
        }
        (None, None) if table.get(absent).is_none() => {
            let what = format!("{whose} lacks the key `{key}` and does not say why");
            reader.problem(table.line, what, format!("Add {key} = …, or {absent} = \"…\", which says why"));
        }
        _ => {}
    }
    match table.get(key) {
        Some(value) => {
            let rule = parse_rule::rule(reader, names, value, 0);
            // A rule that cannot be read has its problem already; the framework is refused.
            KeyRule::Needs(rule.unwrap_or(Rule::Leaf(Leaf::Unpublished(String::new()))))
        }
        None => KeyRule::Absent(reason.unwrap_or_default()),
    }
}
