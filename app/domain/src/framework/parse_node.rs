//! Reads one table of the file into one node.

use std::collections::BTreeMap;

use super::kinds::Fits;
use super::load::{Entry, Found};
use super::names::{ASSESSED, COMPETENCY, GROUP, NodeSort, STAGE, STATUS, Wanted};
use super::parse_other::{lapse, status};
use super::parse_rule::{claims, rule};
use super::reader::Reader;
use super::table::Table;
use super::{Attempts, CompetencyLevel, ElementKind, Expiry, KeyRule, Leaf, Node, NodeIx, NodeKind, Rule, Stage};

/// The keys of every node, and these.
macro_rules! keys_of_node {
    ($own:literal) => {
        concat!("id title summary unpublished note sources ", $own)
    };
}

/// The keys that the tables of a list may have.
pub(super) fn keys_of(list: &str) -> &'static str {
    match list {
        "stage" => keys_of_node!("requires results no_results_key employer no_employer_key credits"),
        "element" => {
            keys_of_node!("kind stage requires attempts sat_after expires credits marks outcomes_of gather valid_for")
        }
        "competency" => keys_of_node!("parent stage examples max_age valid_for distinct_signers"),
        "status" => keys_of_node!("letters rights valid_from valid_until expires extends formerly"),
        "step_off" => keys_of_node!("status stage requires"),
        _ => keys_of_node!("requires"),
    }
}

/// A node as its table describes it, with indices in the order of the file.
pub(super) struct Draft {
    pub node: Node,
    pub sort: NodeSort,
    /// Whether it is an element of a kind that could not be read.
    pub is_unclear: bool,
    /// The portfolio's competencies, whose outcomes are gathered once all are read.
    pub outcomes_of: Vec<NodeIx>,
    /// The lines of its rules and windows, by their keys.
    lines: BTreeMap<&'static str, usize>,
}

/// The keys of a table that hold rules.
pub(super) const RULES: [&str; 4] = ["requires", "results", "employer", "gather"];

impl Draft {
    /// The line of a rule or a window by its key; that of the table, where there is none.
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
pub(super) fn node(
    reader: &mut Reader<'_>,
    sets: &mut BTreeMap<String, u32>,
    own: NodeIx,
    found: Found<'_, '_>,
) -> Draft {
    let Found { entry: Entry { id, whose, table, .. }, sort, is_unclear } = found;
    let lines = RULES.into_iter().chain(["expires", "attempts"]).map(|key| (key, reader.line_at(table, key))).collect();
    let has_own = !matches!(sort, NodeSort::Group | NodeSort::Outcome);
    let mut node = Node {
        id,
        kind: NodeKind::Route,
        title: reader.required_text(table, "title", &whose).unwrap_or_default(),
        summary: reader.text(table, "summary"),
        unpublished: unpublished(reader, table, &whose),
        stage: reader.reading("stage", |reader| reader.one(table, "stage", STAGE)),
        parent: None,
        sources: reader.sources(table, has_own.then_some(whose.as_str())),
        requires: rule_of(reader, table, "requires"),
        rule: None,
        attempts: None,
        sat_after: Vec::new(),
        expires: None,
        valid_for: None,
        marks: None,
        credits: reader.names.credits[own.index()],
        line: table.line,
    };
    let mut outcomes_of = Vec::new();
    if let NodeSort::Group | NodeSort::Outcome = sort {
        node.parent = reader.reading("parent", |reader| reader.one(table, "parent", GROUP));
    }
    node.kind = match sort {
        NodeSort::Stage => NodeKind::Stage(Stage {
            results: key(reader, table, &whose, "results", "no_results_key"),
            employer: key(reader, table, &whose, "employer", "no_employer_key"),
            verifications: Vec::new(),
        }),
        NodeSort::Element(kind) => {
            outcomes_of = element(reader, sets, table, (own, kind, is_unclear), &whose, &mut node);
            NodeKind::Element(kind)
        }
        NodeSort::Outcome => {
            node.rule = outcome(reader, table, own, &whose);
            NodeKind::OUTCOME
        }
        NodeSort::Group if table.get("parent").is_none() => NodeKind::Competency(CompetencyLevel::Area),
        NodeSort::Group => NodeKind::Competency(CompetencyLevel::Competency),
        NodeSort::StepOff => {
            let status = reader.reading("status", |reader| {
                if table.get("status").is_none() {
                    reader.problem(table.line, format!("{whose} leads to no status"), "Add status = \"…\"");
                }
                reader.one(table, "status", STATUS)
            });
            // Where it is none, the framework is refused.
            NodeKind::StepOff { status: status.unwrap_or(NodeIx(0)) }
        }
        NodeSort::Status => NodeKind::Status(status(reader, table, &whose)),
        NodeSort::Route => NodeKind::Route,
    };
    if matches!(sort, NodeSort::StepOff | NodeSort::Route) && table.get("requires").is_none() {
        let fix = "Add requires = …; { all = [] } is open to all";
        reader.problem(table.line, format!("{whose} asks for nothing"), fix);
    }
    Draft { node, sort, is_unclear, outcomes_of, lines }
}

fn rule_of(reader: &mut Reader<'_>, table: Table<'_, '_>, key: &'static str) -> Option<Rule> {
    let value = table.get(key)?;
    reader.reading(key, |reader| rule(reader, value, 0))
}

pub(super) fn unpublished(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str) -> Option<String> {
    let flagged = reader.flag(table, "unpublished");
    let note = reader.text(table, "note");
    if flagged && table.get("note").is_none() {
        let what = format!("{whose} is marked unpublished without a word on what is not known");
        reader.problem(reader.line_at(table, "unpublished"), what, "Add note = \"…\"");
    }
    let is_read = table.get("unpublished").is_none_or(|flag| flag.get_ref().is_bool());
    if !flagged && note.is_some() && is_read && !reader.may_lack_keys(table) {
        let what = format!("{whose} has a note and is not marked unpublished");
        reader.problem(reader.line_at(table, "note"), what, "Add unpublished = true, or write the note as summary");
    }
    note.filter(|_| flagged)
}

fn key(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str, key: &'static str, absent: &str) -> KeyRule {
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
        let fix = format!("Add {key} = …, or {absent} = \"…\", which says why");
        reader.reading(key, |reader| reader.problem(table.line, what, fix));
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
    (own, kind, is_unclear): (NodeIx, ElementKind, bool),
    whose: &str,
    node: &mut Node,
) -> Vec<NodeIx> {
    if !is_unclear {
        reader.reading("kind", |reader| fitting(reader, table, (own, kind), whose));
    }
    node.valid_for = reader.length(table, "valid_for");
    node.marks = reader.marks(table);
    node.attempts = attempts(reader, table);
    node.sat_after = named(reader, table, "sat_after", ASSESSED);
    node.expires = reader.reading("expires", |reader| expiry(reader, table, sets));
    node.rule = rule_of(reader, table, "gather");
    named(reader, table, "outcomes_of", COMPETENCY)
}

fn named(reader: &mut Reader<'_>, table: Table<'_, '_>, key: &'static str, wanted: Wanted) -> Vec<NodeIx> {
    let each = reader.reading(key, |reader| reader.each(table, key, wanted));
    each.into_iter().filter_map(|(ix, _)| ix).collect()
}

/// Reports the keys that an element of its kind may not have, and those without which nothing can complete it.
fn fitting(reader: &mut Reader<'_>, table: Table<'_, '_>, own: (NodeIx, ElementKind), whose: &str) {
    let (ix, kind) = own;
    reader.element(ix, table, kind, whose);
    let has = |key: &str| table.get(key).is_some();
    let word = kind.word();
    let of_results = |key: &str| (format!("{whose} is no assessment or course, and has `{key}`"), "Take it out");
    let of_others = |key: &str, fix| (format!("{whose} is of kind {word} and has `{key}`"), fix);
    let lapses = "A pass lapses by `expires`; only verifications and outcomes have `valid_for`";
    let keys: [(&str, Fits, _); 7] = [
        ("attempts", NodeSort::has_results, of_results("attempts")),
        ("sat_after", NodeSort::has_results, of_results("sat_after")),
        ("expires", NodeSort::has_results, of_results("expires")),
        ("marks", NodeSort::has_results, of_results("marks")),
        ("valid_for", |sort| sort == VERIFICATION, of_others("valid_for", lapses)),
        ("gather", is_gathered, of_others("gather", "Take it out")),
        ("outcomes_of", |sort| sort == PORTFOLIO, of_others("outcomes_of", "Take it out")),
    ];
    for (key, fits, (what, fix)) in keys.into_iter().filter(|(key, ..)| has(key)) {
        match fits(NodeSort::Element(kind)) {
            true => reader.fits_kind(ix, fits),
            false => reader.misfit((ix, fits), reader.line_at(table, key), what, fix),
        }
    }
    let is_gathered_here = is_gathered(NodeSort::Element(kind));
    if is_gathered_here && has("gather") && has("outcomes_of") {
        let what = format!("{whose} has `gather` and `outcomes_of`, and only one of them can complete it");
        reader.problem(table.line, what, "Keep one; `gather` can name outcomes beside other things");
    }
    if !has("gather") && !has("outcomes_of") {
        let needs_none: Fits = |sort| !is_gathered(sort);
        if !is_gathered_here {
            return reader.fits_kind(ix, needs_none);
        }
        let of_outcomes = "Add outcomes_of = [\"…\"] or gather = …";
        let is_of_outcomes = kind == ElementKind::Portfolio;
        let fix = if is_of_outcomes { of_outcomes } else { "Add gather = { hours = …, kind = \"…\" }" };
        let what = format!("nothing can complete {whose}");
        reader.reading("gather", |reader| reader.misfit((ix, needs_none), table.line, what, fix));
    }
}

const VERIFICATION: NodeSort = NodeSort::Element(ElementKind::Verification);
const PORTFOLIO: NodeSort = NodeSort::Element(ElementKind::Portfolio);

fn is_gathered(sort: NodeSort) -> bool {
    matches!(sort, NodeSort::Element(ElementKind::Experience | ElementKind::Portfolio))
}

fn attempts(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Option<Attempts> {
    let value = table.get("attempts")?;
    if !value.get_ref().is_table() {
        return reader.wrong(value, "attempts", "a table", "Write attempts = { max = 3 }, with as many as there are");
    }
    let table = reader.table(value, "attempts", "max within")?;
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

fn outcome(reader: &mut Reader<'_>, table: Table<'_, '_>, own: NodeIx, whose: &str) -> Option<Rule> {
    reader.reading("stage", |reader| reader.needed(table, "stage", whose, "Add stage = \"…\""));
    let claims = reader.reading("examples", |reader| {
        reader.needed(table, "examples", whose, "Add examples = 1");
        claims(reader, table, own)
    });
    claims.map(|claims| Rule::Leaf(Leaf::Claims(claims)))
}
