//! Reads one table of the file into one node.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::DeValue;

use super::load::Found;
use super::names::{ASSESSED, COMPETENCY, GROUP, NodeSort, STAGE, STATUS};
use super::parse_other::{lapse, status};
use super::parse_rule::{claims, rule};
use super::reader::Reader;
use super::table::Table;
use super::{Attempts, CompetencyLevel, ElementKind, Expiry, KeyRule, Leaf, Node, NodeIx, NodeKind, Rule, Stage};

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
    pub sort: NodeSort,
    /// The portfolio's competencies, whose outcomes are gathered once all are read.
    pub outcomes_of: Vec<NodeIx>,
    /// Ids that its rules name, readable or not, so that one bad rule does not make a dozen nodes look unreachable.
    pub mentions: BTreeSet<String>,
    /// An element whose kind, a step-off whose status, or an outcome whose stage or competency could not be read.
    pub incomplete: bool,
    /// The lines of its rules, by their keys.
    lines: BTreeMap<&'static str, usize>,
}

/// The keys of a table that hold rules.
const RULES: [&str; 4] = ["requires", "results", "employer", "gather"];

impl Draft {
    /// The line of a rule by its key; that of the table, where there is none.
    pub fn line_of(&self, key: &str) -> usize {
        self.lines.get(key).copied().unwrap_or(self.node.line)
    }

    /// Its rules, each with its key.
    pub fn rules(&self) -> impl Iterator<Item = (&'static str, &Rule)> {
        let [results, employer] = self.node.as_stage().map_or([None; 2], Stage::rules);
        let rules = [self.node.requires.as_ref(), results, employer, self.node.rule.as_ref()];
        RULES.into_iter().zip(rules).filter_map(|(key, rule)| Some((key, rule?)))
    }
}

/// `sets` numbers the labels of elements that lapse together.
pub(super) fn node(reader: &mut Reader<'_>, sets: &mut BTreeMap<String, u32>, found: &Found<'_, '_>) -> Draft {
    let Found { id, sort, is_unclear, table } = found;
    let (sort, table) = (*sort, *table);
    let whose = format!("`{id}`");
    let mut mentions = BTreeSet::new();
    RULES.iter().filter_map(|key| table.get(key)).for_each(|value| collect_texts(value, &mut mentions));
    let lines = RULES.into_iter().map(|key| (key, reader.line_at(table, key))).collect();
    let has_own = !matches!(sort, NodeSort::Group | NodeSort::Outcome);
    let own = reader.names.nodes.get(id).copied();
    let mut node = Node {
        id: id.clone(),
        kind: NodeKind::Route,
        title: reader.required_text(table, "title", &whose).unwrap_or_default(),
        summary: reader.text(table, "summary"),
        unpublished: unpublished(reader, table, &whose),
        stage: reader.one(table, "stage", STAGE),
        parent: None,
        sources: reader.sources(table, has_own.then_some(whose.as_str())),
        requires: rule_of(reader, table, "requires"),
        rule: None,
        attempts: None,
        sat_after: Vec::new(),
        expires: None,
        valid_for: None,
        credits: own.map_or(0, |ix| reader.names.credits[ix.index()]),
        line: table.line,
    };
    let (mut outcomes_of, mut incomplete) = (Vec::new(), *is_unclear);
    if let NodeSort::Group | NodeSort::Outcome = sort {
        node.parent = reader.one(table, "parent", GROUP);
        let is_unread = |key: &str, read: Option<NodeIx>| read.is_none() && table.get(key).is_some();
        incomplete = is_unread("parent", node.parent) || is_unread("stage", node.stage);
    }
    node.kind = match sort {
        NodeSort::Stage => NodeKind::Stage(Stage {
            results: key(reader, table, &whose, "results", "no_results_key"),
            employer: key(reader, table, &whose, "employer", "no_employer_key"),
            verifications: Vec::new(),
        }),
        NodeSort::Element(kind) => {
            outcomes_of = element(reader, sets, table, kind, &mut node, *is_unclear);
            NodeKind::Element(kind)
        }
        NodeSort::Outcome => {
            node.rule = outcome(reader, table, own, &whose);
            NodeKind::OUTCOME
        }
        NodeSort::Group if table.get("parent").is_none() => NodeKind::Competency(CompetencyLevel::Area),
        NodeSort::Group => NodeKind::Competency(CompetencyLevel::Competency),
        NodeSort::StepOff => {
            if table.get("status").is_none() {
                let what = format!("the step-off {whose} leads to no status");
                reader.problem(table.line, what, "Add status = \"…\"");
            }
            let status = reader.one(table, "status", STATUS);
            incomplete = status.is_none();
            NodeKind::StepOff { status: status.unwrap_or(NodeIx(0)) }
        }
        NodeSort::Status => NodeKind::Status(status(reader, table, &whose)),
        NodeSort::Route => NodeKind::Route,
    };
    if matches!(sort, NodeSort::StepOff | NodeSort::Route) && table.get("requires").is_none() {
        let fix = "Add requires = …; { all = [] } is open to all";
        reader.problem(table.line, format!("{whose} asks for nothing"), fix);
    }
    Draft { node, sort, outcomes_of, mentions, incomplete, lines }
}

fn rule_of(reader: &mut Reader<'_>, table: Table<'_, '_>, key: &str) -> Option<Rule> {
    rule(reader, table.get(key)?, 0)
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
        reader.problem(reader.line_at(table, "unpublished"), what, "Add note = \"…\"");
    }
    if !flagged && note.is_some() {
        let what = format!("{whose} has a note and is not marked unpublished");
        reader.problem(reader.line_at(table, "note"), what, "Add unpublished = true, or write the note as summary");
    }
    note.filter(|_| flagged)
}

fn key(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str, key: &str, absent: &str) -> KeyRule {
    let reason = reader.text(table, absent);
    if reason.as_deref().is_some_and(|reason| reason.to_lowercase().starts_with("because ")) {
        let what = format!("`{absent}` of {whose} begins with “because”, which pages put before it");
        reader.problem(reader.line_at(table, absent), what, "Leave that word out");
    }
    if table.get(key).is_some() && reason.is_some() {
        let what = format!("{whose} has `{key}` and says why it has none");
        reader.problem(reader.line_at(table, absent), what, format!("Take out `{key}` or `{absent}`"));
    }
    if table.get(key).is_none() && table.get(absent).is_none() {
        let what = format!("{whose} lacks the key `{key}` and does not say why");
        reader.problem(table.line, what, format!("Add {key} = …, or {absent} = \"…\", which says why"));
    }
    if table.get(key).is_none() {
        return KeyRule::Absent(reason.unwrap_or_default());
    }
    // A rule that cannot be read has its problem already; the framework is refused.
    KeyRule::Needs(rule_of(reader, table, key).unwrap_or(Rule::Leaf(Leaf::Unpublished(String::new()))))
}

fn element(
    reader: &mut Reader<'_>,
    sets: &mut BTreeMap<String, u32>,
    table: Table<'_, '_>,
    kind: ElementKind,
    node: &mut Node,
    is_unclear: bool,
) -> Vec<NodeIx> {
    if !is_unclear {
        fitting(reader, table, kind, &node.id);
    }
    node.valid_for = reader.length(table, "valid_for");
    node.attempts = attempts(reader, table);
    node.sat_after = reader.each(table, "sat_after", ASSESSED).into_iter().filter_map(|(ix, _)| ix).collect();
    node.expires = expiry(reader, table, sets);
    node.rule = rule_of(reader, table, "gather");
    reader.each(table, "outcomes_of", COMPETENCY).into_iter().filter_map(|(ix, _)| ix).collect()
}

/// Reports the keys that an element of its kind may not have, and those without which nothing can complete it.
fn fitting(reader: &mut Reader<'_>, table: Table<'_, '_>, kind: ElementKind, id: &str) {
    let has = |key: &str| table.get(key).is_some();
    let is_gathered = matches!(kind, ElementKind::Experience | ElementKind::Portfolio);
    let is_of_outcomes = kind == ElementKind::Portfolio;
    for key in ["attempts", "sat_after", "expires"] {
        if !NodeSort::Element(kind).has_results() && has(key) {
            let what = format!("`{id}` is no assessment or course, and has `{key}`");
            reader.problem(reader.line_at(table, key), what, "Take it out");
        }
    }
    let lapses = "A pass lapses by `expires`; only verifications and outcomes have `valid_for`";
    let fitting = [
        ("valid_for", kind == ElementKind::Verification, lapses),
        ("gather", is_gathered, "Take it out"),
        ("outcomes_of", is_of_outcomes, "Take it out"),
    ];
    for (key, _, fix) in fitting.into_iter().filter(|(key, fits, _)| !fits && has(key)) {
        let what = format!("`{id}` is of kind {} and has `{key}`", kind.word());
        reader.problem(reader.line_at(table, key), what, fix);
    }
    if is_gathered && has("gather") && has("outcomes_of") {
        let what = format!("`{id}` has `gather` and `outcomes_of`, and only one of them can complete it");
        reader.problem(table.line, what, "Keep one; `gather` can name outcomes beside other things");
    }
    if is_gathered && !has("gather") && !has("outcomes_of") {
        let of_outcomes = "Add outcomes_of = [\"…\"] or gather = …";
        let fix = if is_of_outcomes { of_outcomes } else { "Add gather = { hours = …, kind = \"…\" }" };
        reader.problem(table.line, format!("nothing can complete `{id}`"), fix);
    }
}

fn attempts(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Option<Attempts> {
    let table = reader.table(table.get("attempts")?, "attempts", "max within")?;
    reader.needed(table, "max", "`attempts`", "Add max = 3");
    let within = reader.length(table, "within");
    Some(Attempts { max: reader.count_u32(table, "max", 1)?, within })
}

fn expiry(reader: &mut Reader<'_>, table: Table<'_, '_>, sets: &mut BTreeMap<String, u32>) -> Option<Expiry> {
    let (after, details) = lapse(reader, table, "after whole_set");
    let label = details.and_then(|details| reader.one_line(details, "whole_set"));
    let next = sets.len() as u32;
    let whole_set = label.map(|label| *sets.entry(label).or_insert(next));
    Some(Expiry { after: after?, whole_set })
}

fn outcome(reader: &mut Reader<'_>, table: Table<'_, '_>, own: Option<NodeIx>, whose: &str) -> Option<Rule> {
    for (key, fix) in [("examples", "Add examples = 1"), ("stage", "Add stage = \"…\"")] {
        reader.needed(table, key, &format!("the outcome {whose}"), fix);
    }
    claims(reader, table, own?).map(|claims| Rule::Leaf(Leaf::Claims(claims)))
}
