//! On what a plan depends besides its steps. Steps take time, and it is not known who will sign them, nor where.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Step;
use super::clock::days_of_minutes;
use super::lapses::{self, Walked};
use super::relied::Relied;
use super::search::Task;
use crate::dates::{hours_in_words, in_words};
use crate::framework::{ExperienceKind, Leaf, Minutes, NodeIx, Rule};
use crate::standing::signed_for_both;
use crate::text::organisations;

/// Of how many stages it is looked at who signed for both keys: each may depend on all that came before.
const MOST_STAGES: usize = 100;

/// Whether a node may lapse on a day before it is needed no more.
pub(super) type MayLapse<'a> = dyn Fn(NodeIx, NaiveDate) -> bool + 'a;

/// A sentence each, without its full stop. Where `parted`, the keys are turned by different people once the steps are taken.
/// Where the target is reached though time passes, only that is said to lapse on a day that `may_lapse`.
pub(super) fn provided(
    walked: Walked<'_>,
    target: NodeIx,
    steps: &[Step],
    parted: bool,
    may_lapse: Option<&MayLapse<'_>>,
) -> BTreeSet<String> {
    let Walked { framework, found, .. } = walked;
    let tasks: Vec<Task> = steps.iter().map(|step| Task { node: step.node, what: step.what }).collect();
    let lasts = |task: &Task| lapses::lasts(framework, task).is_some();
    let needed = if tasks.iter().any(lasts) { walked.needed(steps, &tasks, target) } else { Vec::new() };
    let mut provided: BTreeSet<String> = walked.in_words(&tasks, &needed, may_lapse.is_none()).collect();
    for task in &tasks {
        if let Some(kind) = task.what.gathers() {
            of_kind(framework.experience_kind(kind), &mut provided);
        }
    }
    let nobody_on_both_sides = parted || found.facts.on_both_sides().is_empty();
    let has_lapsing = || framework.nodes().any(|(ix, _)| walked.lapses_on(ix).is_some());
    if !framework.has_limits && nobody_on_both_sides && !has_lapsing() {
        return provided;
    }
    let mut stages = BTreeSet::new();
    let relied = Relied::of(walked);
    relied.each(target, &mut |ix, rule, nodes| {
        let node = framework.node(ix);
        stages.extend(node.as_stage().map(|_| ix));
        let lapsing = nodes.iter().filter_map(|ix| Some((*ix, relied.lapses_on(*ix)?)));
        let lapsing = lapsing.filter(|(ix, day)| may_lapse.is_none_or(|may| may(*ix, *day)));
        provided.extend(lapsing.map(|(ix, day)| format!("{} lapses on {}", framework.node(ix).title, in_words(day))));
        if let Some(rule @ Rule::Leaf(leaf)) = rule {
            let is_there = || may_lapse.is_none() || found.explain(framework, rule).count.done > 0;
            of_leaf(&node.title, leaf, is_there, &mut provided);
            if let Leaf::Minutes(Minutes { least, window: Some(window), .. }) = leaf
                && days_of_minutes(*least) > window.fewest_days().unsigned_abs()
                && !found.explain(framework, rule).holds
            {
                let (title, hours) = (&node.title, hours_in_words(*least));
                provided
                    .insert(format!("{title} asks for {hours} within {window}, which is more than 35 hours a week"));
            }
        }
    });
    // Of a monstrous framework it is said of whoever signed for results and for work anywhere.
    let both: BTreeSet<&str> = if nobody_on_both_sides {
        BTreeSet::new()
    } else if stages.len() > MOST_STAGES {
        found.facts.names_on_both_sides().collect()
    } else {
        stages.iter().flat_map(|stage| signed_for_both(framework, found, *stage)).collect()
    };
    provided.extend(both.into_iter().map(|name| {
        format!("{name} signed for results and for work; another person may have to sign for one of them again")
    }));
    provided
}

/// How a kind of experience counts, where that is not hour by hour, and until when.
fn of_kind(kind: &ExperienceKind, provided: &mut BTreeSet<String>) {
    let title = &kind.title;
    let hours = |minutes: i64| hours_in_words(minutes);
    provided.extend(kind.minutes_per_week.map(|week| format!("{title} counts {} for each whole week", hours(week))));
    provided.extend(kind.minutes_flat.map(|once| format!("{title} counts {} once", hours(once))));
    let before = kind.confirmed_before.map(in_words);
    provided.extend(before.map(|day| format!("{title} counts only if it is confirmed before {day}")));
}

/// What is there and grows too old meanwhile, and where time has to be spent.
fn of_leaf(title: &str, leaf: &Leaf, is_there: impl FnOnce() -> bool, provided: &mut BTreeSet<String>) {
    let most = leaf.max_organisations();
    provided.extend(most.map(|most| format!("{title} counts time in at most {}", organisations(most))));
    if leaf.grows_too_old() && is_there() {
        provided.insert(format!("What is there for {title} counts for a time only"));
    }
}
