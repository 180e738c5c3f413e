//! What a framework as a whole must have.

use std::collections::{BTreeMap, BTreeSet};

use super::link::verifications;
use super::names::Sort;
use super::parse_node::Draft;
use super::reach::reachable;
use super::reader::Reader;
use super::{ElementKind, ExperienceKind, KeyRule, Node, NodeKind, Rule};

pub(super) fn check(reader: &mut Reader<'_>, drafts: &[Draft], kinds: &[ExperienceKind]) {
    let mut sets = BTreeMap::new();
    for draft in drafts {
        stage_keys(reader, drafts, draft);
        same_windows(reader, &mut sets, &draft.node);
        let rules = draft.node.requires.iter().chain(&draft.node.rule);
        rules.for_each(|rule| can_hold(reader, rule, draft.node.line));
    }
    if !reader.is_partial() {
        reachable(reader, drafts, kinds);
    }
    for (at, kind) in kinds.iter().enumerate() {
        if kind
            .counts_as
            .is_some_and(|other| other.index() == at || kinds.get(other.index()).is_some_and(|k| k.counts_as.is_some()))
        {
            let what = format!(
                "the kind of experience `{}` counts as one that itself counts as another",
                kind.id
            );
            reader.problem(kind.line, what, "Name the last kind directly");
        }
    }
}

fn stage_keys(reader: &mut Reader<'_>, drafts: &[Draft], draft: &Draft) {
    let NodeKind::Stage(stage) = &draft.node.kind else {
        return;
    };
    let (id, line) = (&draft.node.id, draft.node.line);
    let fix = "Results are assessments and courses; the employer's key is all that is seen at work";
    for (key, rule) in [("results", &stage.results), ("employer", &stage.employer)] {
        let KeyRule::Needs(rule) = rule else { continue };
        can_hold(reader, rule, line);
        if turns_by_itself(rule) {
            let what = format!("the key `{key}` of `{id}` turns without anyone turning it");
            reader.problem(line, what, "Ask for at least one element");
        }
        if key == "results" && gathers(rule) {
            let what = format!("the key `results` of `{id}` asks for examples, hours or a period");
            reader.problem(line, what, fix);
        }
        let mut named = Vec::new();
        rule.nodes(&mut named);
        for ix in named {
            let other = &drafts[ix.index()];
            if is_wrong_side(key, other.sort) {
                let (other, kind) = (&other.node.id, other.node.kind.word());
                let what = format!("the key `{key}` of `{id}` asks for `{other}`, which is of kind {kind}");
                reader.problem(line, what, fix);
            }
        }
    }
    if stage.results.rule().is_none() && stage.employer.rule().is_none() {
        reader.problem(
            line,
            format!("`{id}` has neither key"),
            "Give it `results` or `employer`",
        );
    }
}

/// Whether a node belongs to the other key.
fn is_wrong_side(key: &str, sort: Sort) -> bool {
    let formal = match sort {
        Sort::Element(kind) => matches!(kind, ElementKind::Assessment | ElementKind::Course),
        Sort::Outcome | Sort::Group => false,
        _ => return false,
    };
    formal != (key == "results")
}

/// Whether a rule asks for what is gathered at work.
fn gathers(rule: &Rule) -> bool {
    match rule {
        Rule::All(parts) | Rule::Any(parts) | Rule::AtLeast { of: parts, .. } => parts.iter().any(gathers),
        Rule::Examples(_) | Rule::Hours(_) | Rule::Period(_) => true,
        _ => false,
    }
}

/// Whether a rule can hold with no fact at all.
fn turns_by_itself(rule: &Rule) -> bool {
    match rule {
        Rule::All(parts) => parts.iter().all(turns_by_itself),
        Rule::Any(parts) => parts.iter().any(turns_by_itself),
        Rule::AtLeast { n, of } => of.iter().filter(|part| turns_by_itself(part)).count() >= *n as usize,
        Rule::Matches(_) | Rule::JoinedBefore(_) | Rule::JoinedFrom(_) => true,
        Rule::Outcomes(nodes) => nodes.is_empty(),
        _ => false,
    }
}

/// Reports conditions that exclude each other.
fn can_hold(reader: &mut Reader<'_>, rule: &Rule, line: usize) {
    match rule {
        Rule::All(parts) => {
            let specialisms: BTreeSet<_> = parts
                .iter()
                .filter_map(|part| match part {
                    Rule::Matches(ix) => Some(*ix),
                    _ => None,
                })
                .collect();
            if specialisms.len() > 1 {
                let what = "a rule that can never hold: it asks for two specialisms at once";
                reader.problem(line, what, "Write { any = [ … ] } around them");
            }
            let before = parts
                .iter()
                .filter_map(|part| match part {
                    Rule::JoinedBefore(day) => Some(*day),
                    _ => None,
                })
                .min();
            let from = parts
                .iter()
                .filter_map(|part| match part {
                    Rule::JoinedFrom(day) => Some(*day),
                    _ => None,
                })
                .max();
            if let (Some(before), Some(from)) = (before, from)
                && before <= from
            {
                let what = format!("a rule that can never hold: joined before {before} and from {from} on");
                reader.problem(line, what, "Put `joined_from` before `joined_before`");
            }
            parts.iter().for_each(|part| can_hold(reader, part, line));
        }
        Rule::Any(parts) | Rule::AtLeast { of: parts, .. } => {
            parts.iter().for_each(|part| can_hold(reader, part, line));
        }
        _ => {}
    }
}

/// `sets` holds the first element of each set of elements that lapse together.
fn same_windows<'d>(reader: &mut Reader<'_>, sets: &mut BTreeMap<u32, &'d Node>, node: &'d Node) {
    let Some(expiry) = node.expires else { return };
    let Some(set) = expiry.whole_set else { return };
    let first = sets.entry(set).or_insert(node);
    if first.expires.map(|expiry| expiry.after) != Some(expiry.after) {
        let what = format!(
            "`{}` and `{}` are one set and lapse after different times",
            first.id, node.id
        );
        reader.problem(node.line, what, "Give the whole set the same `after`");
    }
    if let Some(within) = node.attempts.and_then(|attempts| attempts.within)
        && within != expiry.after
    {
        let what = format!(
            "`{}` counts attempts within {within} and lapses after {}",
            node.id, expiry.after
        );
        reader.problem(
            node.line,
            what,
            "Attempts at a whole set share its window: write the same length",
        );
    }
}

/// Gives each stage the verification elements of its employer's key.
pub(super) fn note_verifications(drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let found = match &drafts[at].node.kind {
            NodeKind::Stage(stage) => stage.employer.rule().map(|rule| verifications(drafts, rule)),
            _ => None,
        };
        if let (Some(found), NodeKind::Stage(stage)) = (found, &mut drafts[at].node.kind) {
            stage.verifications = found;
        }
    }
}
