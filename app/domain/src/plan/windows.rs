//! What of a set is still to be passed has to fall in one window, or what was passed first lapses with its own.

use std::collections::BTreeMap;

use super::lapses::Walked;
use super::search::Task;
use super::{Step, What};
use crate::dates::in_words;
use crate::framework::NodeIx;
use crate::standing::lapses_with_its_set;
use crate::text::list;

/// How many others of a set are named.
const NAMED: usize = 3;

/// Says with each step of a set of which others are to be passed too that they have to fall in one window.
pub(super) fn say(walked: Walked<'_>, steps: &mut [Step]) {
    let framework = walked.framework;
    let mut sets: BTreeMap<u32, Vec<NodeIx>> = BTreeMap::new();
    for step in steps.iter().filter(|step| matches!(step.what, What::Pass | What::Complete)) {
        let set = framework.node(step.node).whole_set();
        set.into_iter().for_each(|set| sets.entry(set).or_default().push(step.node));
    }
    sets.retain(|_, nodes| nodes.len() > 1);
    let tasks: Vec<Task> = steps.iter().map(Step::task).collect();
    for (step, day) in steps.iter_mut().zip(walked.taken(&tasks)) {
        if !matches!(step.what, What::Pass | What::Complete) {
            continue;
        }
        let node = framework.node(step.node);
        let of_set = node.whole_set().and_then(|set| Some((set, sets.get(&set)?)));
        if let (Some((set, nodes)), Some(expiry)) = (of_set, node.expires) {
            let others = nodes.iter().filter(|other| **other != step.node);
            let titles: Vec<String> = others.map(|other| framework.node(*other).title.clone()).collect();
            let named =
                if titles.len() > NAMED { format!("{} others of its set", titles.len()) } else { list(&titles) };
            let (lapse, of) = if titles.len() > 1 {
                ("those passed first lapse", "any of them")
            } else {
                ("the one passed first lapses", "either")
            };
            let begun = lapses_with_its_set(framework, walked.found, set).filter(|closes| day < *closes);
            let window =
                begun.map(in_words).map_or(format!("within {} of the first sitting of {of}", expiry.after), |day| {
                    format!("before {day}, when the {} that an earlier sitting began are over", expiry.after)
                });
            step.within = Some(format!("It has to be passed with {named} {window}, or {lapse}"));
        }
    }
}
