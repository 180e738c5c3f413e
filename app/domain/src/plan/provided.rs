//! On what a plan depends besides its steps. Steps take time, and it is not known who will sign them, nor where.

use std::collections::BTreeSet;

use super::lapses::Walked;
use super::search::Task;
use super::{Step, What};
use crate::dates::{hours_in_words, in_words};
use crate::framework::{ExperienceKind, Leaf, NodeKind, Rule};
use crate::text::organisations;

/// A sentence each, without its full stop.
pub(super) fn provided(walked: Walked<'_>, steps: &[Step]) -> Vec<String> {
    let Walked { framework, facts, found: standing, way, .. } = walked;
    let steps: Vec<Task> = steps.iter().map(|step| Task { node: step.node, what: step.what }).collect();
    let mut provided: BTreeSet<String> = walked.in_words(&steps).collect();
    for task in &steps {
        if let What::GatherMinutes { kind, .. } | What::GatherDays { kind, .. } = task.what {
            of_kind(framework.experience_kind(kind), &mut provided);
        }
    }
    let (from, before) = way.joined;
    let joined = "The day of joining is to be recorded, and is";
    provided.extend(from.map(|day| format!("{joined} {} or later", in_words(day))));
    provided.extend(before.map(|day| format!("{joined} before {}", in_words(day))));
    let mut keys_are_planned = false;
    for (ix, node) in framework.nodes().filter(|(ix, _)| way.planned[ix.index()]) {
        keys_are_planned |= node.as_stage().is_some_and(|stage| stage.rules().iter().all(Option::is_some));
        node.rules().for_each(|rule| of_rule(&node.title, rule, &mut provided));
        // What its stage requires is asked for with it, though the stage itself may not be.
        let stage = node.stage.filter(|_| matches!(node.kind, NodeKind::Element(_)));
        let stage = stage.map(|ix| framework.node(ix));
        if let Some((stage, rule)) = stage.and_then(|stage| Some((stage, stage.requires.as_ref()?))) {
            of_rule(&stage.title, rule, &mut provided);
        }
        let needs = framework.needs(ix).iter().chain(node.stage.as_ref());
        for need in needs.filter(|need| standing.state(**need).counts()) {
            let until = standing.until(*need);
            provided.extend(until.map(|day| format!("{} lapses on {}", framework.node(*need).title, in_words(day))));
        }
    }
    let both = facts.names_on_both_sides().filter(|_| keys_are_planned);
    provided.extend(both.map(|name| {
        format!("{name} signed for results and for work; another person may have to sign for one of them again")
    }));
    provided.into_iter().collect()
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

/// What grows too old meanwhile, and where time has to be spent.
fn of_rule(title: &str, rule: &Rule, provided: &mut BTreeSet<String>) {
    rule.walk(&mut |leaf| {
        if let Leaf::Elapsed(elapsed) = leaf {
            let most = elapsed.max_organisations;
            provided.extend(most.map(|most| format!("{title} counts time in at most {}", organisations(most))));
        } else if leaf.grows_too_old() {
            provided.insert(format!("What is there for {title} counts for a time only"));
        }
    });
}
