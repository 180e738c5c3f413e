//! What a framework as a whole must have.

use std::collections::BTreeMap;

use super::contradictions;
use super::gaps::Checks;
use super::kinds::Fits;
use super::link::verifications;
use super::load::WHOLE_SET;
use super::names::NodeSort;
use super::parse_node::Draft;
use super::{ElementKind, ExperienceKind, KeyRule, Leaf, Length, NodeIx, NodeKind, Rule};

/// How many others that are alone in their sets are named.
const MOST: usize = 10;

/// What is wrong with single nodes and kinds of experience.
pub(super) fn each(checks: &mut Checks<'_, '_>, drafts: &[Draft], kinds: &[ExperienceKind]) {
    let mut sets: BTreeMap<u32, Vec<&Draft>> = BTreeMap::new();
    let once = counts_once(kinds);
    for (at, draft) in drafts.iter().enumerate() {
        stage_keys(checks, drafts, draft);
        draft.node.whole_set().into_iter().for_each(|set| sets.entry(set).or_default().push(draft));
        in_its_place(checks, NodeIx(at as u32), draft);
        let gathers = matches!(draft.node.kind, NodeKind::Element(_));
        if gathers && draft.outcomes_of.is_empty() && draft.node.rule.as_ref().is_some_and(turns_by_itself) {
            let what = format!("`{}` is complete with nothing gathered", draft.node.id);
            checks.own("gather", draft.line_of("gather"), what, "Ask for at least one thing");
        }
        for (key, rule) in draft.rules() {
            contradictions::report(checks, drafts, (key, draft.line_of(key)), rule);
            has_time(checks, &once, rule, draft.line_of(key));
        }
    }
    sets.values().for_each(|set| same_windows(checks, set));
    let alone = sets.values().filter(|set| set.len() == 1).flatten().copied();
    if let Some((first, others)) = alone.collect::<Vec<&Draft>>().split_first() {
        // Of two that were meant to be one set the name of one is misspelt.
        let named = others.iter().take(MOST).map(|draft| format!(", and so is `{}`", draft.node.id));
        let more = others.len().saturating_sub(MOST);
        let more = (more > 0).then(|| format!(", and so are {more} more"));
        let others: String = named.chain(more).collect();
        let what = format!("`{}` is alone in its `whole_set`, which then never lapses{others}", first.node.id);
        let fix = "Give the others of the set the same name, or write `expires` without a set";
        if checks.has_read(&["expires"]) {
            checks.missing(&[WHOLE_SET], first.line_of("expires"), what, fix);
        }
    }
    count_directly(checks, kinds);
}

/// Reports a kind of experience that counts as one which counts as another. Of a circle of them the first is told, and nothing
/// of what leads to it.
fn count_directly(checks: &mut Checks<'_, '_>, kinds: &[ExperienceKind]) {
    let next = |kind: &&ExperienceKind| kind.counts_as.and_then(|other| kinds.get(other.index()));
    for kind in kinds.iter().filter(|kind| next(kind).is_some_and(|other| other.counts_as.is_some())) {
        let ring: Vec<&ExperienceKind> = std::iter::successors(next(&kind), next).take(kinds.len()).collect();
        if ring.last().is_none_or(|last| last.counts_as.is_none()) {
            let what = format!("the kind of experience `{}` counts as one that itself counts as another", kind.id);
            checks.own("counts_as", kind.counts_as_line, what, "Name the last kind directly");
            continue;
        }
        let Some(round) = ring.iter().position(|other| std::ptr::eq(*other, kind)) else { continue };
        if ring[..round].iter().all(|other| other.line > kind.line) {
            let shown = std::iter::once(&kind).chain(&ring[..=round]).take(MOST);
            let shown: Vec<String> = shown.map(|kind| format!("`{}`", kind.id)).collect();
            let more = if round + 2 > MOST { " counts as others" } else { "" };
            let what = format!("kinds of experience in a circle: {}{more}", shown.join(" counts as "));
            let fix = "Let the one whose hours are asked for count as itself: take its `counts_as` out";
            checks.own("counts_as", kind.counts_as_line, what, fix);
        }
    }
}

fn stage_keys(checks: &mut Checks<'_, '_>, drafts: &[Draft], draft: &Draft) {
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
            checks.own(key, line, what, "Ask for at least one element");
        }
        if key == "results" && gathers(rule) {
            let what = format!("the key `results` of `{id}` asks for examples, hours or a period");
            checks.own(key, line, what, fix);
        }
        let mut named = Vec::new();
        rule.nodes(&mut named);
        for ix in named {
            let other = &drafts[ix.index()];
            let of_side: Fits =
                if key == "results" { NodeSort::has_results } else { |sort: NodeSort| !sort.has_results() };
            let is_element = matches!(other.sort, NodeSort::Element(_));
            if !other.is_unclear && is_wrong_side(key, other.sort) {
                let (other, kind) = (&other.node.id, other.node.kind.word());
                let what = format!("the key `{key}` of `{id}` asks for `{other}`, which is of kind {kind}");
                match is_element {
                    true => checks.misfit(key, (ix, of_side), line, what, fix),
                    false => checks.own(key, line, what, fix),
                }
            } else if is_element {
                checks.fits_kind(ix, of_side);
            }
        }
    }
    if stage.results.rule().is_none() && stage.employer.rule().is_none() {
        checks.whole(
            &["results", "employer"],
            draft.node.line,
            format!("`{id}` has neither key"),
            "Give it `results` or `employer`",
        );
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

/// Reports moments and exceptions where nothing gives them a meaning: what is asked at a moment comes before what is done
/// on a day; what must not hold opens a way or a step-off, and never takes away what counts.
fn in_its_place(checks: &mut Checks<'_, '_>, ix: NodeIx, draft: &Draft) {
    let node = &draft.node;
    let is_act = matches!(node.kind, NodeKind::Element(ElementKind::Verification)) || node.kind.has_results();
    let opens = matches!(node.kind, NodeKind::StepOff { .. } | NodeKind::Route);
    for (key, rule) in draft.rules() {
        let (line, (has_moment, has_exception)) = (draft.line_of(key), odd_forms(rule));
        let (moments, exceptions) = (is_act && key == "requires", opens && key == "requires");
        if has_moment && !moments && !draft.is_unclear {
            let what = format!("`{}` asks for something at a moment, and is not done on a day", node.id);
            let fix = "Use `at` and `now` in the `requires` of an assessment, a course or a verification";
            match matches!(draft.sort, NodeSort::Element(_)) && key == "requires" {
                true => checks.misfit(key, (ix, is_done_on_a_day), line, what, fix),
                false => checks.own(key, line, what, fix),
            }
        } else if has_moment && matches!(draft.sort, NodeSort::Element(_)) && key == "requires" {
            checks.fits_kind(ix, is_done_on_a_day);
        }
        if has_exception && !exceptions {
            let what = format!("`{}` counts while something does not hold, so that more could take it away", node.id);
            checks.own(key, line, what, "Use `not` in a step-off or a route");
        }
    }
}

fn is_done_on_a_day(sort: NodeSort) -> bool {
    sort.has_results() || sort == NodeSort::Element(ElementKind::Verification)
}

/// Whether a rule has a moment, and whether it has an exception.
fn odd_forms(rule: &Rule) -> (bool, bool) {
    let own = (matches!(rule, Rule::At { .. }), matches!(rule, Rule::Not(_)));
    rule.parts().iter().map(odd_forms).fold(own, |sum, part| (sum.0 || part.0, sum.1 || part.1))
}

/// For each kind of experience, the minutes that all that counts as it is worth, where all of it counts once.
fn counts_once(kinds: &[ExperienceKind]) -> Vec<Option<i64>> {
    let mut once: Vec<Option<i64>> = kinds.iter().map(|kind| kind.minutes_flat).collect();
    for kind in kinds {
        if let Some(sum) = kind.counts_as.and_then(|other| once.get_mut(other.index())) {
            *sum = sum.zip(kind.minutes_flat).map(|(sum, more)| sum + more);
        }
    }
    once
}

/// Reports a period of experience that adds no time, and hours of what counts once and is worth less.
fn has_time(checks: &mut Checks<'_, '_>, once: &[Option<i64>], rule: &Rule, line: usize) {
    rule.walk(&mut |leaf| {
        let Some(once) = leaf.kind().and_then(|wanted| *once.get(wanted.index())?) else { return };
        let (what, fix) = match leaf {
            Leaf::Minutes(minutes) if once >= minutes.least => return,
            Leaf::Node(_) | Leaf::Person(_) | Leaf::Claims(_) | Leaf::Credits(..) | Leaf::Exempt(_) => return,
            Leaf::Unpublished(_) => return,
            Leaf::Minutes(minutes) => {
                (format!("{} hours of what counts {} once", minutes.least / 60, once / 60), "Ask for fewer hours of it")
            }
            Leaf::Elapsed(_) => {
                (String::from("a period of experience that counts once, whatever was worked"), "Ask for `hours` of it")
            }
        };
        checks.missing(&["counts_as", "hours_flat"], line, format!("a rule that can never hold: {what}"), fix);
    });
}

/// Elements that lapse together have one length, and so have attempts at them: the one that most of them write.
fn same_windows(checks: &mut Checks<'_, '_>, set: &[&Draft]) {
    let after = |draft: &Draft| draft.node.expires.map(|expiry| expiry.after);
    let within = |draft: &Draft| draft.node.attempts.and_then(|attempts| attempts.within);
    let all: Vec<Length> =
        set.iter().filter_map(|one| after(one)).chain(set.iter().filter_map(|one| within(one))).collect();
    let key = |length: &Length| (length.months, length.days);
    let mut many: BTreeMap<_, usize> = BTreeMap::new();
    all.iter().for_each(|length| *many.entry(key(length)).or_default() += 1);
    // Of those that as many write the first.
    let Some(usual) = all.iter().rev().max_by_key(|length| many[&key(length)]).copied() else { return };
    for draft in set {
        let id = &draft.node.id;
        if let Some(own) = after(draft).filter(|own| *own != usual) {
            let what = format!("`{id}` lapses after {own}, and its set after {usual}");
            checks.own("expires", draft.line_of("expires"), what, "Give the whole set the same `after`");
        }
        if let Some(own) = within(draft).filter(|own| *own != usual) {
            let what = format!("`{id}` counts attempts within {own}, and its set lapses after {usual}");
            let fix = "Attempts at a whole set share its window: write the same length";
            checks.own("attempts", draft.line_of("attempts"), what, fix);
        }
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
