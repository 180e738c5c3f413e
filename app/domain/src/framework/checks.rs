//! What a framework as a whole must have.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::link::verifications;
use super::names::Sort;
use super::parse_node::Draft;
use super::reach::reachable;
use super::reader::Reader;
use super::{Attribute, ElementKind, ExperienceKind, KeyRule, Leaf, Node, NodeKind, Rule};

pub(super) fn check(reader: &mut Reader<'_>, drafts: &[Draft], kinds: &[ExperienceKind]) {
    let mut sets = BTreeMap::new();
    for draft in drafts {
        stage_keys(reader, drafts, draft);
        same_windows(reader, &mut sets, &draft.node);
        in_its_place(reader, draft);
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
            let what = format!("the kind of experience `{}` counts as one that itself counts as another", kind.id);
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
        reader.problem(line, format!("`{id}` has neither key"), "Give it `results` or `employer`");
    }
}

/// Whether a node belongs to the other key.
fn is_wrong_side(key: &str, sort: Sort) -> bool {
    let formal = match sort {
        Sort::Element(kind) => matches!(kind, ElementKind::Assessment | ElementKind::Course),
        Sort::Outcome | Sort::Group => false,
        Sort::Stage | Sort::StepOff | Sort::Status | Sort::Route => return false,
    };
    formal != (key == "results")
}

/// Whether a rule asks for what is gathered at work.
fn gathers(rule: &Rule) -> bool {
    let mut found = false;
    rule.walk(&mut |leaf| found |= leaf.is_gathered());
    found
}

/// Whether a rule can hold with no fact at all.
fn turns_by_itself(rule: &Rule) -> bool {
    let is_person = |_: &Rule, leaf: &Leaf| match leaf {
        Leaf::Person(_) => true,
        Leaf::Node(_) | Leaf::Tally(_) | Leaf::Elapsed(_) | Leaf::Unpublished(_) => false,
    };
    rule.holds_where(&is_person, &|_| true)
}

/// Reports conditions that exclude each other.
fn can_hold(reader: &mut Reader<'_>, rule: &Rule, line: usize) {
    match rule {
        Rule::Of { least, parts } => {
            if *least as usize >= parts.len() {
                excluding(reader, parts, line);
            }
            parts.iter().for_each(|part| can_hold(reader, part, line));
        }
        Rule::Not(part) | Rule::At { rule: part, .. } => can_hold(reader, part, line),
        Rule::Leaf(_) => {}
    }
}

fn excluding(reader: &mut Reader<'_>, parts: &[Rule], line: usize) {
    let people = parts.iter().filter_map(|part| match part {
        Rule::Leaf(Leaf::Person(attribute)) => Some(*attribute),
        Rule::Leaf(_) | Rule::Of { .. } | Rule::Not(_) | Rule::At { .. } => None,
    });
    let (mut specialisms, mut before, mut from) = (BTreeSet::new(), None, None);
    for attribute in people {
        match attribute {
            Attribute::Specialism(ix) => {
                specialisms.insert(ix);
            }
            Attribute::JoinedBefore(day) => before = Some(before.map_or(day, |other: NaiveDate| other.min(day))),
            Attribute::JoinedFrom(day) => from = from.max(Some(day)),
        }
    }
    if specialisms.len() > 1 {
        let what = "a rule that can never hold: it asks for two specialisms at once";
        reader.problem(line, what, "Write { any = [ … ] } around them");
    }
    if let (Some(before), Some(from)) = (before, from)
        && before <= from
    {
        let what = format!("a rule that can never hold: joined before {before} and from {from} on");
        reader.problem(line, what, "Put `joined_from` before `joined_before`");
    }
}

/// Reports moments and exceptions where nothing gives them a meaning: what is asked at another moment comes before an
/// element; what must not hold opens a way or a step-off, and never takes away what counts.
fn in_its_place(reader: &mut Reader<'_>, draft: &Draft) {
    let (node, line) = (&draft.node, draft.node.line);
    let is_element = matches!(node.kind, NodeKind::Element(_));
    let opens = matches!(node.kind, NodeKind::StepOff { .. } | NodeKind::Route);
    let keys = node.as_stage().into_iter().flat_map(|stage| [&stage.results, &stage.employer]);
    let others = node.rule.iter().chain(keys.filter_map(|key| key.rule()));
    for (rule, moments, exceptions) in
        node.requires.iter().map(|rule| (rule, is_element, opens)).chain(others.map(|rule| (rule, false, false)))
    {
        let (has_moment, has_exception) = odd_forms(rule);
        if has_moment && !moments {
            let what = format!("`{}` asks for something at a moment, and is not done on a day", node.id);
            reader.problem(line, what, "Use `at` and `now` in the `requires` of an element");
        }
        if has_exception && !exceptions {
            let what = format!("`{}` counts while something does not hold, so that more could take it away", node.id);
            reader.problem(line, what, "Use `not` in a step-off or a route");
        }
    }
}

/// Whether a rule has a moment, and whether it has an exception.
fn odd_forms(rule: &Rule) -> (bool, bool) {
    match rule {
        Rule::Of { parts, .. } => {
            parts.iter().map(odd_forms).fold((false, false), |sum, part| (sum.0 || part.0, sum.1 || part.1))
        }
        Rule::Not(part) => (odd_forms(part).0, true),
        Rule::At { rule, .. } => (true, odd_forms(rule).1),
        Rule::Leaf(_) => (false, false),
    }
}

/// `sets` holds the first element of each set of elements that lapse together.
fn same_windows<'d>(reader: &mut Reader<'_>, sets: &mut BTreeMap<u32, &'d Node>, node: &'d Node) {
    let Some(expiry) = node.expires else { return };
    let Some(set) = expiry.whole_set else { return };
    let first = sets.entry(set).or_insert(node);
    if first.expires.map(|expiry| expiry.after) != Some(expiry.after) {
        let what = format!("`{}` and `{}` are one set and lapse after different times", first.id, node.id);
        reader.problem(node.line, what, "Give the whole set the same `after`");
    }
    if let Some(within) = node.attempts.and_then(|attempts| attempts.within)
        && within != expiry.after
    {
        let what = format!("`{}` counts attempts within {within} and lapses after {}", node.id, expiry.after);
        reader.problem(node.line, what, "Attempts at a whole set share its window: write the same length");
    }
}

/// Gives each stage the verification elements of its employer's key.
pub(super) fn note_verifications(drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let rule = drafts[at].node.as_stage().and_then(|stage| stage.employer.rule());
        let found = rule.map(|rule| verifications(drafts, rule));
        if let (Some(found), NodeKind::Stage(stage)) = (found, &mut drafts[at].node.kind) {
            stage.verifications = found;
        }
    }
}
