//! What a framework as a whole must have.

use std::collections::{BTreeMap, BTreeSet};

use super::link::verifications;
use super::names::NodeSort;
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
        let gathers = matches!(draft.node.kind, NodeKind::Element(_));
        if gathers && draft.outcomes_of.is_empty() && draft.node.rule.as_ref().is_some_and(turns_by_itself) {
            let what = format!("`{}` is complete with nothing gathered", draft.node.id);
            reader.problem(draft.line_of("gather"), what, "Ask for at least one thing");
        }
        for (key, rule) in draft.rules() {
            can_hold(reader, rule, draft.line_of(key));
            has_time(reader, kinds, rule, draft.line_of(key));
        }
    }
    if !reader.is_partial() {
        for (first, _) in sets.values().filter(|(_, members)| *members == 1) {
            let what = format!("`{}` is alone in its `whole_set`, which then never lapses", first.id);
            reader.problem(
                first.line,
                what,
                "Give the others of the set the same name, or write `expires` without a set",
            );
        }
        reachable(reader, drafts, kinds);
    }
    for kind in kinds {
        let other = kind.counts_as.and_then(|other| kinds.get(other.index()));
        if other.is_some_and(|other| other.counts_as.is_some()) {
            let what = format!("the kind of experience `{}` counts as one that itself counts as another", kind.id);
            reader.problem(kind.line, what, "Name the last kind directly");
        }
    }
}

fn stage_keys(reader: &mut Reader<'_>, drafts: &[Draft], draft: &Draft) {
    let NodeKind::Stage(stage) = &draft.node.kind else {
        return;
    };
    let id = &draft.node.id;
    let fix = "Results are assessments and courses; the employer's key is all that is seen at work";
    for (key, rule) in [("results", &stage.results), ("employer", &stage.employer)] {
        let KeyRule::Needs(rule) = rule else { continue };
        let line = draft.line_of(key);
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
            if is_wrong_side(key, other.sort) && !other.incomplete {
                let (other, kind) = (&other.node.id, other.node.kind.word());
                let what = format!("the key `{key}` of `{id}` asks for `{other}`, which is of kind {kind}");
                reader.problem(line, what, fix);
            }
        }
    }
    if stage.results.rule().is_none() && stage.employer.rule().is_none() {
        reader.problem(draft.node.line, format!("`{id}` has neither key"), "Give it `results` or `employer`");
    }
}

/// Whether a node belongs to the other key.
fn is_wrong_side(key: &str, sort: NodeSort) -> bool {
    let has_side = matches!(sort, NodeSort::Element(_) | NodeSort::Outcome | NodeSort::Group);
    has_side && sort.has_results() != (key == "results")
}

/// Whether a rule asks for what is gathered at work: claims, hours or time.
fn gathers(rule: &Rule) -> bool {
    rule.any_leaf(|leaf| leaf.kind().is_some() || matches!(leaf, Leaf::Claims(_)))
}

/// Whether a rule can hold with no fact at all.
fn turns_by_itself(rule: &Rule) -> bool {
    rule.holds_where(&|_, leaf| matches!(leaf, Leaf::Person(_)), &|_| true)
}

/// Reports conditions that exclude each other.
fn can_hold(reader: &mut Reader<'_>, rule: &Rule, line: usize) {
    rule.all_of().iter().for_each(|parts| excluding(reader, parts, line));
    rule.parts().iter().for_each(|part| can_hold(reader, part, line));
}

fn excluding(reader: &mut Reader<'_>, parts: &[Rule], line: usize) {
    let (mut specialisms, mut before, mut from) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for part in parts {
        if let Rule::Leaf(Leaf::Person(attribute)) = part {
            match attribute {
                Attribute::Specialism(ix) => specialisms.insert(*ix),
                Attribute::JoinedBefore(day) => before.insert(*day),
                Attribute::JoinedFrom(day) => from.insert(*day),
            };
        }
    }
    if specialisms.len() > 1 {
        let what = "a rule that can never hold: it asks for two specialisms at once";
        reader.problem(line, what, "Write { any = [ … ] } around them");
    }
    if let (Some(before), Some(from)) = (before.first(), from.last())
        && before <= from
    {
        let what = format!("a rule that can never hold: joined before {before} and from {from} on");
        reader.problem_of_days(line, what, "Put `joined_from` before `joined_before`");
    }
}

/// Reports moments and exceptions where nothing gives them a meaning: what is asked at a moment comes before what is done
/// on a day; what must not hold opens a way or a step-off, and never takes away what counts.
fn in_its_place(reader: &mut Reader<'_>, draft: &Draft) {
    let node = &draft.node;
    let is_act = matches!(node.kind, NodeKind::Element(ElementKind::Verification)) || node.kind.has_results();
    let opens = matches!(node.kind, NodeKind::StepOff { .. } | NodeKind::Route);
    for (key, rule) in draft.rules() {
        let (line, (has_moment, has_exception)) = (draft.line_of(key), odd_forms(rule));
        let (moments, exceptions) = (is_act && key == "requires", opens && key == "requires");
        if has_moment && !moments {
            let what = format!("`{}` asks for something at a moment, and is not done on a day", node.id);
            reader.problem(
                line,
                what,
                "Use `at` and `now` in the `requires` of an assessment, a course or a verification",
            );
        }
        if has_exception && !exceptions {
            let what = format!("`{}` counts while something does not hold, so that more could take it away", node.id);
            reader.problem(line, what, "Use `not` in a step-off or a route");
        }
    }
}

/// Whether a rule has a moment, and whether it has an exception.
fn odd_forms(rule: &Rule) -> (bool, bool) {
    let own = (matches!(rule, Rule::At { .. }), matches!(rule, Rule::Not(_)));
    rule.parts().iter().map(odd_forms).fold(own, |sum, part| (sum.0 || part.0, sum.1 || part.1))
}

/// Reports a period of experience that adds no time, and hours of what counts once and is worth less.
fn has_time(reader: &mut Reader<'_>, kinds: &[ExperienceKind], rule: &Rule, line: usize) {
    rule.walk(&mut |leaf| {
        let Some(wanted) = leaf.kind() else { return };
        let counts = |at: usize, kind: &ExperienceKind| at == wanted.index() || kind.counts_as == Some(wanted);
        let counting = kinds.iter().enumerate().filter(|(at, kind)| counts(*at, kind));
        let Some(once) = counting.map(|(_, kind)| kind.minutes_flat).sum::<Option<i64>>() else { return };
        if let Leaf::Minutes(minutes) = leaf {
            if once < minutes.least {
                let what = format!("{} hours of what counts {} once", minutes.least / 60, once / 60);
                reader.problem(line, format!("a rule that can never hold: {what}"), "Ask for fewer hours of it");
            }
        } else {
            let what = "a rule that can never hold: a period of experience that counts once, whatever was worked";
            reader.problem(line, what, "Ask for `hours` of it");
        }
    });
}

/// `sets` holds the first element of each set of elements that lapse together, and how many there are.
fn same_windows<'d>(reader: &mut Reader<'_>, sets: &mut BTreeMap<u32, (&'d Node, usize)>, node: &'d Node) {
    let Some((expiry, set)) = node.expires.zip(node.whole_set()) else { return };
    let (first, members) = sets.entry(set).or_insert((node, 0));
    *members += 1;
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
