use crate::framework::{Exempts, Framework, NodeIx, PriorIx};
use std::collections::BTreeSet;

/// What somebody holds is worth by the framework's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth<'f> {
    /// The assessments and courses that it excuses from, in the order of the file.
    pub exempt: Vec<Excused<'f>>,
    /// What one thing more would add: part of a rule is no exemption.
    pub nearly: Vec<Nearly>,
}

/// One that is excused, and the rule that does: the first that holds by what is confirmed, else by all that is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excused<'f> {
    /// The assessment or course.
    pub node: NodeIx,
    /// The rule.
    pub by: &'f Exempts,
}

/// One thing that completes a rule of which part is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearly {
    /// What is missing.
    pub missing: PriorIx,
    /// What it would excuse from besides, in the order of the file.
    pub elements: Vec<NodeIx>,
}

/// What it is worth to hold these, of which some are `proved`: by what waits nothing is excused from that is so without it. More that is
/// held takes nothing away, and the order does not matter.
pub fn worth<'f>(framework: &'f Framework, held: &BTreeSet<PriorIx>, proved: &BTreeSet<PriorIx>) -> Worth<'f> {
    let excused = |held: &BTreeSet<PriorIx>| -> Vec<Excused<'f>> {
        let by = |node: NodeIx| {
            let rules = || framework.exempts().iter().filter(move |one| one.elements.contains(&node));
            rules().find(|one| one.held.holds(proved)).or_else(|| rules().find(|one| one.held.holds(held)))
        };
        framework.in_file_order().filter_map(|(node, _)| Some(Excused { node, by: by(node)? })).collect()
    };
    let exempt = excused(held);
    // Of a rule of which nothing is held, nothing is said: all of them stand on the page anyway.
    let begun = framework.exempts().iter().map(|one| one.held.named()).filter(|named| !named.is_disjoint(held));
    let missing: BTreeSet<PriorIx> = begun.flatten().filter(|ix| !held.contains(ix)).collect();
    let nearly = missing.into_iter().filter_map(|missing| {
        let alone = excused(&BTreeSet::from([missing]));
        let with = excused(&held.iter().copied().chain([missing]).collect());
        let is_new = |node: NodeIx| exempt.iter().chain(&alone).all(|one| one.node != node);
        let elements: Vec<NodeIx> = with.into_iter().map(|one| one.node).filter(|node| is_new(*node)).collect();
        (!elements.is_empty()).then_some(Nearly { missing, elements })
    });
    let nearly = nearly.collect();
    Worth { exempt, nearly }
}

/// From what one thing that is held is to excuse once its proof is confirmed, with all that is held besides.
pub fn excuses(framework: &Framework, prior: PriorIx, held: &BTreeSet<PriorIx>) -> BTreeSet<NodeIx> {
    let rules = framework.exempts().iter().filter(|rule| rule.held.named().contains(&prior) && rule.held.holds(held));
    rules.flat_map(|rule| rule.elements.iter().copied()).collect()
}

/// What comes to be exempt when the proof of one more thing is confirmed: all that is proved then excuses from, but for what was
/// decided before.
pub fn newly_exempt<'f>(
    framework: &'f Framework,
    proved: &BTreeSet<PriorIx>,
    was_decided: impl Fn(&str) -> bool,
) -> Vec<Excused<'f>> {
    let all = worth(framework, proved, proved).exempt.into_iter();
    all.filter(|one| !was_decided(&framework.node(one.node).id)).collect()
}
