//! Reads rules: the small algebra of `docs/standing.md`.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::DeValue;

use super::names::{Names, Sort};
use super::reader::{Reader, Table, did_you_mean, list, shorten};
use super::{Attribute, Claims, Elapsed, KindIx, Leaf, Minutes, Moment, NodeIx, Rule, Source, Tally};

/// Each form of rule by the key that marks it, with the keys it may have.
const FORMS: [(&str, &str); 15] = [
    ("all", "all"),
    ("any", "any"),
    ("at_least", "at_least of"),
    ("not", "not"),
    ("now", "now"),
    ("examples", "examples of max_age valid_for distinct_signers"),
    ("hours", "hours kind window while distinct_signers"),
    ("period", "period kind full_time_equivalent max_organisations while"),
    ("credits", "credits of"),
    ("holds", "holds"),
    ("matches", "matches"),
    ("exempt", "exempt"),
    ("joined_before", "joined_before"),
    ("joined_from", "joined_from"),
    ("unpublished", "unpublished"),
];

/// How many forms may stand in each other.
const DEEPEST: usize = 24;

/// Reads a rule; `None` when it has a problem, which is then written down.
#[expect(clippy::wildcard_enum_match_arm, reason = "what TOML has of values is not ours")]
pub(super) fn rule(reader: &mut Reader<'_>, names: &Names, value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Rule> {
    let line = reader.line_of(value);
    match value.get_ref() {
        DeValue::String(id) => node_rule(reader, names, id, line),
        DeValue::Table(_) if depth >= DEEPEST => {
            reader.problem(line, "rules are nested too deeply", format!("Nest at most {DEEPEST}"));
            None
        }
        DeValue::Table(entries) => {
            let forms: Vec<_> = FORMS.iter().filter(|(key, _)| entries.contains_key(*key)).collect();
            match forms.as_slice() {
                [(form, keys)] => {
                    reader.unknown_keys(entries, &format!("a rule with `{form}`"), &format!("{keys} at"));
                    let table = Table { entries, line };
                    let rule = form_rule(reader, names, form, table, depth)?;
                    at(reader, table, rule)
                }
                [] => {
                    let known = FORMS.map(|(key, _)| key);
                    let mut keys = entries.keys();
                    let near = keys.next().and_then(|key| reader.near(key.get_ref(), known));
                    let fix = did_you_mean(near, || {
                        format!("Write one of {}, or a node's id in quotation marks", list(&known))
                    });
                    reader.problem(line, "this is no rule", fix);
                    None
                }
                several => {
                    let keys: Vec<&str> = several.iter().map(|(key, _)| *key).collect();
                    let what = format!("a rule has {} at once", list(&keys));
                    reader.problem(line, what, "Write { all = [ … ] } around separate rules");
                    None
                }
            }
        }
        _ => {
            reader.problem(line, "this is no rule", "Write a node's id in quotation marks, or { all = [ … ] }");
            None
        }
    }
}

fn node_rule(reader: &mut Reader<'_>, names: &Names, id: &str, line: usize) -> Option<Rule> {
    let can_be_met = |sort| !matches!(sort, Sort::StepOff | Sort::Route);
    let node = names.node(reader, id, line, "a stage, element, competency or status", can_be_met)?;
    Some(Rule::node(node))
}

fn form_rule(reader: &mut Reader<'_>, names: &Names, form: &str, table: Table<'_, '_>, depth: usize) -> Option<Rule> {
    let line = table.line;
    match form {
        "all" => Some(Rule::all(rules(reader, names, table, "all", depth)?)),
        "any" => {
            let parts = rules(reader, names, table, "any", depth)?;
            if parts.is_empty() {
                never(reader, line, "`any` of nothing", "Name at least one rule");
                return None;
            }
            Some(Rule::any(parts))
        }
        "at_least" => at_least(reader, names, table, depth),
        "examples" => examples(reader, names, table),
        "hours" => hours(reader, names, table),
        "period" => period(reader, names, table),
        "credits" => credits(reader, names, table),
        "holds" => status(reader, names, table, "holds").map(Rule::node),
        "not" => {
            let part = rule(reader, names, table.get("not")?, depth + 1)?;
            Some(Rule::Not(Box::new(part)))
        }
        "now" => {
            let part = rule(reader, names, table.get("now")?, depth + 1)?;
            Some(Rule::At { moment: Moment::Now, rule: Box::new(part) })
        }
        "matches" => {
            let found = names.specialism(reader, table, "matches");
            found.map(|ix| Rule::Leaf(Leaf::Person(Attribute::Specialism(ix))))
        }
        "exempt" => {
            let nodes = names.all(reader, (table, "exempt"), "an assessment or course", Sort::has_results)?;
            if nodes.is_empty() {
                never(reader, line, "`exempt` of nothing", "Name at least one assessment or course");
                return None;
            }
            let all = nodes.len() as i64;
            Some(tally(Source::Exemptions(nodes), all, 1))
        }
        "joined_before" => joined(reader, table, form, Attribute::JoinedBefore),
        "joined_from" => joined(reader, table, form, Attribute::JoinedFrom),
        _ => reader.text(table, "unpublished").map(|what| Rule::Leaf(Leaf::Unpublished(what))),
    }
}

fn joined(reader: &mut Reader<'_>, table: Table<'_, '_>, form: &str, when: fn(NaiveDate) -> Attribute) -> Option<Rule> {
    reader.date(table, form).map(|day| Rule::Leaf(Leaf::Person(when(day))))
}

fn tally(source: Source, least: i64, signers: u32) -> Rule {
    Rule::Leaf(Leaf::Tally(Tally { source, least, signers }))
}

/// A rule with `at = "done"` is asked on the day of the sitting or verifying.
fn at(reader: &mut Reader<'_>, table: Table<'_, '_>, rule: Rule) -> Option<Rule> {
    if table.get("at").is_none() {
        return Some(rule);
    }
    let moment = reader.text(table, "at")?;
    if moment != "done" {
        let what = format!("there is no moment `{}`", shorten(&moment));
        reader.problem(table.line, what, "Write at = \"done\", or { now = … } around the rule");
        return None;
    }
    Some(Rule::At { moment: Moment::Done, rule: Box::new(rule) })
}

fn rules(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, key: &str, depth: usize) -> Option<Vec<Rule>> {
    let Some(value) = table.get(key) else {
        reader.problem(table.line, format!("the rule has no `{key}`"), format!("Add {key} = [ … ]"));
        return None;
    };
    let DeValue::Array(items) = value.get_ref() else {
        let line = reader.line_of(value);
        reader.problem(line, format!("`{key}` should be a list of rules"), format!("Write {key} = [ … ]"));
        return None;
    };
    // All parts are read before any failure is passed on, so that every problem is found.
    let parts: Vec<_> = items.iter().map(|item| rule(reader, names, item, depth + 1)).collect();
    let mut seen = BTreeSet::new();
    for (item, part) in items.iter().zip(&parts) {
        // Two rules that say the same are the same, whatever the order of their keys.
        if let Some(part) = part
            && !seen.insert(format!("{part:?}"))
        {
            let line = reader.line_of(item);
            reader.twice(item.get_ref().as_str().unwrap_or("the rule"), key, line);
        }
    }
    parts.into_iter().collect()
}

fn at_least(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, depth: usize) -> Option<Rule> {
    let n = reader.count_u32(table, "at_least", 1);
    let of = rules(reader, names, table, "of", depth);
    let (n, of) = (n?, of?);
    if n as usize > of.len() {
        let what = format!("`at_least` asks for {n} of {}, more than there are", of.len());
        reader.problem(table.line, what, format!("Ask for at most {}, or add to the list", of.len()));
        return None;
    }
    Some(Rule::Of { least: n, parts: of })
}

fn examples(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>) -> Option<Rule> {
    let n = reader.count_u32(table, "examples", 1);
    let max_age = reader.length(table, "max_age");
    let valid_for = reader.length(table, "valid_for");
    let signers = signers(reader, table);
    reader.required_text(table, "of", "a rule with `examples`")?;
    let of = names.one(reader, (table, "of"), "an outcome", |sort| sort == Sort::Outcome)?;
    let examples = Tally { source: Source::Claims(Claims { of, max_age, valid_for }), least: i64::from(n?), signers };
    few_enough_signers(reader, table.line, &examples).then_some(Rule::Leaf(Leaf::Tally(examples)))
}

pub(super) fn few_enough_signers(reader: &mut Reader<'_>, line: usize, examples: &Tally) -> bool {
    let fits = i64::from(examples.signers) <= examples.least;
    if !fits {
        let what = format!("{} different signers of {} examples", examples.signers, examples.least);
        never(reader, line, &what, "Ask for at most as many signers as examples");
    }
    fits
}

pub(super) fn signers(reader: &mut Reader<'_>, table: Table<'_, '_>) -> u32 {
    reader.count_u32(table, "distinct_signers", 1).unwrap_or(1)
}

fn hours(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>) -> Option<Rule> {
    let hours = reader.count(table, "hours", 1);
    let window = reader.length(table, "window");
    let distinct_signers = signers(reader, table);
    let while_holding = status(reader, names, table, "while");
    let kind = kind(reader, names, table, "a rule with `hours`");
    let minutes = hours? * 60;
    if let Some(window) = window
        && window.in_days() * 24 * 60 < minutes
    {
        let what = format!("{} hours within {window}", minutes / 60);
        never(reader, table.line, &what, "Ask for fewer hours, or lengthen the window");
        return None;
    }
    let work = Minutes { kind: kind?, window, while_holding };
    Some(tally(Source::Minutes(work), minutes, distinct_signers))
}

fn period(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>) -> Option<Rule> {
    let length = reader.length(table, "period");
    let full_time_equivalent = reader.flag(table, "full_time_equivalent");
    let max_organisations = reader.count_u32(table, "max_organisations", 1);
    let while_holding = status(reader, names, table, "while");
    let kind = kind(reader, names, table, "a rule with `period`");
    let (length, kind) = (length?, kind?);
    Some(Rule::Leaf(Leaf::Elapsed(Elapsed { length, kind, full_time_equivalent, max_organisations, while_holding })))
}

fn credits(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>) -> Option<Rule> {
    let n = reader.count_u32(table, "credits", 1);
    let worth = |sort| matches!(sort, Sort::Stage | Sort::Element(_));
    let of = names.all(reader, (table, "of"), "a stage or an element", worth)?;
    let n = n?;
    let credits = of.iter().map(|ix| names.credits[ix.index()]);
    let there_are = credits.fold(0u32, u32::saturating_add);
    if n > there_are {
        let what = format!("{n} credits of {there_are}, all there are in the list");
        never(reader, table.line, &what, "Ask for fewer, or give the nodes their `credits`");
        return None;
    }
    Some(tally(Source::Credits(of), i64::from(n), 1))
}

fn status(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, key: &str) -> Option<NodeIx> {
    names.one(reader, (table, key), "a status", |sort| sort == Sort::Status)
}

fn kind(reader: &mut Reader<'_>, names: &Names, table: Table<'_, '_>, whose: &str) -> Option<KindIx> {
    reader.required_text(table, "kind", whose)?;
    names.kind(reader, table, "kind")
}

fn never(reader: &mut Reader<'_>, line: usize, what: &str, fix: &str) {
    reader.problem(line, format!("a rule that can never hold: {what}"), fix);
}
