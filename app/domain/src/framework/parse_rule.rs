//! Reads rules: the small algebra of `docs/standing.md`.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::DeValue;

use super::names::{ASSESSED, MET, OUTCOME, STATUS, WORTH_CREDITS};
use super::reader::{Reader, list, shorten};
use super::table::Table;
use super::{Attribute, Claims, Elapsed, KindIx, Leaf, Minutes, Moment, NodeIx, Rule};
use crate::text;

/// Each form of rule by the key that marks it, with the keys it may have, and how it is read.
const FORMS: [(&str, &str, Form); 15] = [
    ("all", "all at", |reader, table, depth| Some(Rule::all(rules(reader, table, "all", depth)?))),
    ("any", "any at", any),
    ("at_least", "at_least of at", at_least),
    ("not", "not at", |reader, table, depth| Some(Rule::Not(Box::new(rule(reader, table.get("not")?, depth + 1)?)))),
    ("now", "now at", now),
    ("examples", "examples of max_age valid_for distinct_signers at", examples),
    ("hours", "hours kind window while distinct_signers at", hours),
    ("period", "period kind full_time_equivalent max_organisations while at", period),
    ("credits", "credits of at", credits),
    ("holds", "holds at", |reader, table, _| reader.one(table, "holds", STATUS).map(Rule::node)),
    ("matches", "matches at", |reader, table, _| {
        person(reader.specialism(table, "matches").map(Attribute::Specialism))
    }),
    ("exempt", "exempt at", exempt),
    ("joined_before", "joined_before at", |reader, table, _| {
        person(reader.date(table, "joined_before").map(Attribute::JoinedBefore))
    }),
    ("joined_from", "joined_from at", |reader, table, _| {
        person(reader.date(table, "joined_from").map(Attribute::JoinedFrom))
    }),
    ("unpublished", "unpublished at", |reader, table, _| {
        reader.text(table, "unpublished").map(|what| Rule::Leaf(Leaf::Unpublished(what)))
    }),
];

/// Reads a form of rule, which lies so deep; `None` when it has a problem, which is then written down.
type Form = fn(&mut Reader<'_>, Table<'_, '_>, usize) -> Option<Rule>;

/// How many forms may stand in each other.
const DEEPEST: usize = 24;

/// Reads a rule; `None` when it has a problem, which is then written down.
#[expect(clippy::wildcard_enum_match_arm, reason = "what TOML has of values is not ours")]
pub(super) fn rule(reader: &mut Reader<'_>, value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Rule> {
    let line = reader.line_of(value);
    let (what, fix) = match value.get_ref() {
        DeValue::String(id) if !text::is_blank(id) => {
            let id = reader.name_as_seen(id, &text::without_unseen(id), line);
            return reader.node(&id, line, MET).map(Rule::node);
        }
        DeValue::String(_) => {
            (String::from("the name of a node is empty"), String::from("Write its id, or take it out"))
        }
        DeValue::Table(_) if depth >= DEEPEST => {
            (String::from("rules are nested too deeply"), format!("Nest at most {DEEPEST}"))
        }
        DeValue::Table(entries) => {
            let known = FORMS.map(|(key, ..)| key);
            let mut forms: Vec<_> = FORMS.iter().filter(|(key, ..)| entries.contains_key(*key)).collect();
            if forms.is_empty() {
                let meant = entries.keys().find_map(|key| reader.near(key.get_ref(), known).one());
                forms.extend(FORMS.iter().find(|(key, ..)| Some(*key) == meant));
            }
            match forms.as_slice() {
                [(form, keys, read)] => {
                    let table = reader.table_of(entries, line, &format!("a rule with `{form}`"), keys);
                    let rule = read(reader, table, depth)?;
                    return at(reader, table, rule);
                }
                [] => {
                    let fix = format!("Write one of {}, or a node's id in quotation marks", list(&known));
                    (String::from("this is no rule"), fix)
                }
                several => {
                    let keys: Vec<&str> = several.iter().map(|(key, ..)| *key).collect();
                    let fix = "Write { all = [ … ] } around separate rules";
                    (format!("a rule has {} at once", list(&keys)), fix.to_owned())
                }
            }
        }
        _ => {
            let fix = "Write a node's id in quotation marks, or { all = [ … ] }";
            (String::from("this is no rule"), fix.to_owned())
        }
    };
    reader.problem(line, what, fix);
    None
}

fn person(attribute: Option<Attribute>) -> Option<Rule> {
    Some(Rule::Leaf(Leaf::Person(attribute?)))
}

fn any(reader: &mut Reader<'_>, table: Table<'_, '_>, depth: usize) -> Option<Rule> {
    let parts = rules(reader, table, "any", depth)?;
    if parts.is_empty() {
        return never(reader, table, "`any` of nothing", "Name at least one rule");
    }
    Some(Rule::any(parts))
}

fn now(reader: &mut Reader<'_>, table: Table<'_, '_>, depth: usize) -> Option<Rule> {
    let rule = Box::new(rule(reader, table.get("now")?, depth + 1)?);
    Some(Rule::At { moment: Moment::Now, rule })
}

fn exempt(reader: &mut Reader<'_>, table: Table<'_, '_>, _: usize) -> Option<Rule> {
    reader.all(table, "exempt", ASSESSED).map(|nodes| Rule::Leaf(Leaf::Exempt(nodes)))
}

/// A rule with `at = "done"` is asked on the day of the sitting or verifying.
fn at(reader: &mut Reader<'_>, table: Table<'_, '_>, rule: Rule) -> Option<Rule> {
    if table.get("at").is_none() {
        return Some(rule);
    }
    let moment = reader.text(table, "at")?;
    if moment != "done" {
        let what = format!("there is no moment `{}`", shorten(&moment));
        reader.problem(reader.line_at(table, "at"), what, "Write at = \"done\", or { now = … } around the rule");
        return None;
    }
    Some(Rule::At { moment: Moment::Done, rule: Box::new(rule) })
}

fn rules(reader: &mut Reader<'_>, table: Table<'_, '_>, key: &str, depth: usize) -> Option<Vec<Rule>> {
    let fix = format!("Add {key} = [ … ]");
    let Some(value) = table.get(key) else {
        reader.missing((table.number, table.line), key, format!("the rule has no `{key}`"), fix);
        return None;
    };
    let DeValue::Array(items) = value.get_ref() else {
        let line = reader.line_of(value);
        reader.problem(line, format!("`{key}` should be a list of rules"), format!("Write {key} = [ … ]"));
        return None;
    };
    // All parts are read before any failure is passed on, so that every problem is found.
    let parts: Vec<_> = items.iter().map(|item| rule(reader, item, depth + 1)).collect();
    let mut seen = BTreeSet::new();
    for (item, part) in items.iter().zip(&parts) {
        // Two rules that say the same are the same, whatever the order of their keys.
        if part.as_ref().is_some_and(|part| !seen.insert(format!("{part:?}"))) {
            let line = reader.line_of(item);
            match item.get_ref().as_str() {
                Some(name) => reader.twice(name, key, line),
                None => {
                    reader.problem(line, format!("this rule stands twice in `{key}`"), "Take one of them out");
                }
            }
        }
    }
    // What a part that can't be read would ask for is left open, so that the others are looked at.
    let unreadable = || Rule::Leaf(Leaf::Unpublished(String::new()));
    Some(parts.into_iter().map(|part| part.unwrap_or_else(unreadable)).collect())
}

fn at_least(reader: &mut Reader<'_>, table: Table<'_, '_>, depth: usize) -> Option<Rule> {
    let least = reader.count_u32(table, "at_least", 1);
    let parts = rules(reader, table, "of", depth);
    let (least, parts) = (least?, parts?);
    if parts.is_empty() {
        return never(reader, table, "`at_least` of nothing", "Name at least one rule");
    }
    if least as usize > parts.len() {
        let what = format!("`at_least` asks for {least} of {}, more than there are", parts.len());
        reader.problem(table.line, what, format!("Ask for at most {}, or add to the list", parts.len()));
        return None;
    }
    Some(Rule::Of { least, parts })
}

fn examples(reader: &mut Reader<'_>, table: Table<'_, '_>, _: usize) -> Option<Rule> {
    let claims = claims(reader, table, NodeIx(0));
    reader.needed(table, "of", "a rule with `examples`", "Add of = \"…\"");
    let of = reader.one(table, "of", OUTCOME)?;
    Some(Rule::Leaf(Leaf::Claims(Claims { of, ..claims? })))
}

/// What a table says of the claims of an outcome.
pub(super) fn claims(reader: &mut Reader<'_>, table: Table<'_, '_>, of: NodeIx) -> Option<Claims> {
    let least = reader.count(table, "examples", 1);
    let max_age = reader.length(table, "max_age");
    let valid_for = reader.length(table, "valid_for");
    let signers = signers(reader, table);
    Some(Claims { of, least: least?, signers, max_age, valid_for })
}

fn signers(reader: &mut Reader<'_>, table: Table<'_, '_>) -> u32 {
    reader.count_u32(table, "distinct_signers", 1).unwrap_or(1)
}

fn hours(reader: &mut Reader<'_>, table: Table<'_, '_>, _: usize) -> Option<Rule> {
    let hours = reader.count(table, "hours", 1);
    let window = reader.length(table, "window");
    let signers = signers(reader, table);
    let while_holding = reader.one(table, "while", STATUS);
    let kind = kind(reader, table, "a rule with `hours`");
    let (kind, least) = (kind?, hours? * 60);
    Some(Rule::Leaf(Leaf::Minutes(Minutes { kind, least, signers, window, while_holding })))
}

fn period(reader: &mut Reader<'_>, table: Table<'_, '_>, _: usize) -> Option<Rule> {
    let length = reader.length(table, "period");
    let full_time_equivalent = reader.flag(table, "full_time_equivalent");
    let max_organisations = reader.count_u32(table, "max_organisations", 1);
    let while_holding = reader.one(table, "while", STATUS);
    let kind = kind(reader, table, "a rule with `period`");
    let (length, kind) = (length?, kind?);
    Some(Rule::Leaf(Leaf::Elapsed(Elapsed { length, kind, full_time_equivalent, max_organisations, while_holding })))
}

fn credits(reader: &mut Reader<'_>, table: Table<'_, '_>, _: usize) -> Option<Rule> {
    let least = reader.count(table, "credits", 1);
    reader.needed(table, "of", "a rule with `credits`", "Add of = [\"…\"]");
    let of = reader.all(table, "of", WORTH_CREDITS)?;
    let least = least?;
    let credits = of.iter().map(|ix| reader.names.credits[ix.index()]);
    let there_are = credits.fold(0u32, u32::saturating_add);
    if least > i64::from(there_are) && reader.has_read(&["credits"]) {
        let what = format!("{least} credits of {there_are}, all there are in the list");
        return never(reader, table, &what, "Ask for fewer, or give the nodes their `credits`");
    }
    Some(Rule::Leaf(Leaf::Credits(least, of)))
}

fn kind(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str) -> Option<KindIx> {
    reader.needed(table, "kind", whose, "Add kind = \"…\"");
    reader.kind(table, "kind")
}

fn never<T>(reader: &mut Reader<'_>, table: Table<'_, '_>, what: &str, fix: &str) -> Option<T> {
    reader.problem(table.line, format!("a rule that can never hold: {what}"), fix);
    None
}
