//! Reads what only elements and outcomes have.

use std::collections::BTreeMap;

use super::load::Found;
use super::names::{Names, Sort};
use super::parse_rule::{self, few_enough_signers, signers};
use super::reader::{Reader, Table};
use super::{Attempts, Claims, ElementKind, Expiry, Leaf, Length, Node, NodeIx, Rule, Source, Tally};

pub(super) fn element(
    reader: &mut Reader<'_>,
    names: &Names,
    sets: &mut BTreeMap<String, u32>,
    found: &Found<'_, '_>,
    kind: ElementKind,
    node: &mut Node,
) -> Vec<(NodeIx, usize)> {
    let table = found.table;
    for key in ["attempts", "sat_after", "expires"] {
        if !found.sort.has_results() && table.get(key).is_some() {
            let what = format!("`{}` is no assessment or course, and has `{key}`", found.id);
            reader.problem(table.line, what, "Take it out");
        }
    }
    if kind != ElementKind::Verification && table.get("valid_for").is_some() {
        let what = format!("`{}` is of kind {} and has `valid_for`", found.id, kind.word());
        reader.problem(
            table.line,
            what,
            "A pass lapses by `expires`; only verifications and outcomes have `valid_for`",
        );
    }
    node.valid_for = reader.length(table, "valid_for");
    node.attempts = attempts(reader, table);
    let first = names.each(reader, (table, "sat_after"), "an assessment or course", Sort::has_results);
    node.sat_after = first.into_iter().filter_map(|(ix, _)| ix).collect();
    node.expires = expiry(reader, table, sets);
    let gathers = matches!(kind, ElementKind::Experience | ElementKind::Portfolio);
    for key in ["gather", "outcomes_of"] {
        let fits = gathers && (key == "gather" || kind == ElementKind::Portfolio);
        if !fits && table.get(key).is_some() {
            let what = format!("`{}` is of kind {} and has `{key}`", found.id, kind.word());
            reader.problem(table.line, what, "Take it out");
        }
    }
    if gathers && table.get("gather").is_some() && table.get("outcomes_of").is_some() {
        let what = format!("`{}` has `gather` and `outcomes_of`, and only one of them can complete it", found.id);
        reader.problem(table.line, what, "Keep one; `gather` can name outcomes beside other things");
    }
    if gathers && table.get("gather").is_none() && table.get("outcomes_of").is_none() {
        let what = format!("nothing can complete `{}`", found.id);
        let fix = if kind == ElementKind::Portfolio {
            "Add outcomes_of = [\"…\"] or gather = …"
        } else {
            "Add gather = { hours = …, kind = \"…\" }"
        };
        reader.problem(table.line, what, fix);
    }
    node.rule = table.get("gather").and_then(|value| parse_rule::rule(reader, names, value, 0));
    let fits = |sort| matches!(sort, Sort::Group | Sort::Outcome);
    let of = names.each(reader, (table, "outcomes_of"), "a competency", fits);
    of.into_iter().filter_map(|(ix, line)| Some((ix?, line))).collect()
}

fn attempts(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Option<Attempts> {
    let value = table.get("attempts")?;
    let table = reader.table(value, "attempts", "max within")?;
    if table.get("max").is_none() {
        reader.problem(table.line, "`attempts` has no `max`", "Add max = 3");
    }
    let within = reader.length(table, "within");
    let max = reader.count_u32(table, "max", 1)?;
    Some(Attempts { max, within })
}

fn expiry(reader: &mut Reader<'_>, table: Table<'_, '_>, sets: &mut BTreeMap<String, u32>) -> Option<Expiry> {
    let (after, details) = lapse(reader, table, "after whole_set");
    let label = details.and_then(|details| reader.one_line(details, "whole_set"));
    let whole_set = label.map(|label| {
        let next = sets.len() as u32;
        *sets.entry(label).or_insert(next)
    });
    Some(Expiry { after: after?, whole_set })
}

/// When something lapses: `expires = "7 years"`, or `{ after = "7 years" }` with what else `keys` allows.
pub(super) fn lapse<'t, 'i>(
    reader: &mut Reader<'_>,
    table: Table<'t, 'i>,
    keys: &str,
) -> (Option<Length>, Option<Table<'t, 'i>>) {
    match table.get("expires") {
        None => (None, None),
        Some(value) if value.get_ref().is_str() => (reader.length(table, "expires"), None),
        Some(value) => {
            let details = reader.table(value, "expires", keys);
            if let Some(details) = details.filter(|details| details.get("after").is_none()) {
                reader.problem(details.line, "`expires` has no `after`", "Add after = \"6 years\"");
            }
            (details.and_then(|details| reader.length(details, "after")), details)
        }
    }
}

pub(super) fn outcome(reader: &mut Reader<'_>, names: &Names, found: &Found<'_, '_>, whose: &str) -> Option<Rule> {
    let table = found.table;
    for (key, fix) in [("examples", "Add examples = 1"), ("stage", "Add stage = \"…\"")] {
        if table.get(key).is_none() {
            reader.problem(table.line, format!("the outcome {whose} has no `{key}`"), fix);
        }
    }
    let max_age = reader.length(table, "max_age");
    let valid_for = reader.length(table, "valid_for");
    let signers = signers(reader, table);
    let of = names.nodes.get(&found.id).copied()?;
    let examples = Tally {
        source: Source::Claims(Claims { of, max_age, valid_for }),
        least: i64::from(reader.count_u32(table, "examples", 1)?),
        signers,
    };
    few_enough_signers(reader, table.line, &examples).then_some(Rule::Leaf(Leaf::Tally(examples)))
}
