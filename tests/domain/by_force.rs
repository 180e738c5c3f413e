//! Plans against brute force: no choice of fewer steps reaches the target, in generated frameworks in which nothing lapses.

use domain::framework::{Framework, Leaf, NodeIx, NodeKind, SourceFile, load};
use domain::plan::{Plan, Step, What, Who, plan};
use domain::standing::{ExperienceFact, FactsFile, State, standing};

use crate::carrying_out::{carry_out, carry_out_with, not_open, partners};
use crate::generated::Dice;
use crate::generated_work::{dice, record, short, tables};
use crate::small::{ON, small};
use crate::support::{bound, d};

/// Steps of a plan of which it is tried whether fewer are enough.
pub const MOST: usize = 5;

/// All that may be done, each at once in full, but for what is there of it already.
fn acts(framework: &Framework, facts: &FactsFile) -> Vec<Step> {
    let mut found: Vec<(NodeIx, What)> = Vec::new();
    for (ix, node) in framework.nodes() {
        match &node.kind {
            NodeKind::Status(_) => found.push((ix, What::Apply)),
            kind if kind.has_results() => found.push((ix, What::Pass)),
            _ if node.id == "v" => found.push((ix, What::AskToVerify)),
            _ => {}
        }
        if node.id == "r" {
            continue;
        }
        let keys = if let NodeKind::Stage(stage) = &node.kind {
            [stage.results.rule(), stage.employer.rule()]
        } else {
            [None; 2]
        };
        [node.requires.as_ref(), node.rule.as_ref()].into_iter().chain(keys).flatten().for_each(|rule| {
            rule.walk(&mut |leaf| {
                let what = match leaf {
                    Leaf::Minutes(of) => {
                        let own = framework.experience_kind(of.kind);
                        let counts = |spell: &&ExperienceFact| {
                            let kind = framework.experience_kinds().iter().find(|kind| kind.id == spell.kind).unwrap();
                            of.while_holding.is_none() && (kind.id == own.id || kind.counts_as == Some(of.kind))
                        };
                        let there: Vec<&ExperienceFact> = facts.experience.iter().filter(counts).collect();
                        let mut people: Vec<_> = there.iter().map(|spell| &spell.confirmed_by).collect();
                        people.sort();
                        people.dedup();
                        let minutes = of.least - there.iter().map(|spell| spell.minutes).sum::<i64>();
                        let signed = people.len() as u32;
                        let signers = if of.signers > 1 { of.signers.saturating_sub(signed) } else { 0 };
                        let minutes = minutes.max(i64::from(signers));
                        let (kind, while_holding) = (of.kind, of.while_holding);
                        (minutes > 0).then_some(What::GatherMinutes { kind, minutes, while_holding, signers, signed })
                    }
                    Leaf::Elapsed(of) => Some(What::GatherDays {
                        kind: of.kind,
                        days: of.length.most_days(),
                        whole: Some(of.length),
                        while_holding: of.while_holding,
                    }),
                    Leaf::Claims(of) => {
                        let there =
                            facts.claims.iter().filter(|one| one.outcomes[0] == framework.node(of.of).id).count();
                        let examples = (of.least as u32).saturating_sub(there as u32);
                        let signed = u32::from(there > 0);
                        let what = What::Claim { examples, distinct_signers: of.signers, signed };
                        (examples > 0).then_some(what)
                    }
                    _ => None,
                };
                if let Some(what) = what.filter(|what| found.iter().all(|(_, other)| other != what)) {
                    found.push((if let Leaf::Claims(of) = leaf { of.of } else { ix }, what));
                }
            });
        });
    }
    let step = |(node, what)| Step {
        node,
        what,
        who: Who::Trainee,
        needs: Vec::new(),
        sentence: format!("{} {what:?}", framework.node(node).id),
        within: None,
        instead: Vec::new(),
    };
    found.into_iter().map(step).collect()
}

/// The order in which as many as can be of some steps are taken, if the target is reached by it.
fn reached(framework: &Framework, facts: &FactsFile, steps: &[&Step], target: NodeIx) -> Option<Vec<Step>> {
    let ways = partners(facts, true).into_iter().map(|by| reached_by(framework, facts, steps, target, by.as_deref()));
    ways.collect::<Option<Vec<_>>>()?.pop()
}

/// The same, where somebody confirms what anybody may.
fn reached_by(
    framework: &Framework,
    facts: &FactsFile,
    steps: &[&Step],
    target: NodeIx,
    by: Option<&str>,
) -> Option<Vec<Step>> {
    let mut left: Vec<&Step> = steps.to_vec();
    let mut taken = Plan { target, steps: Vec::new(), provided: Vec::new() };
    loop {
        let (facts, day) = carry_out_with(framework, &taken, facts, d(ON), false, by);
        let found = standing(framework, &bound(framework, &facts), day, day);
        if found.state(target).counts() {
            return Some(taken.steps);
        }
        let is_open = |step: &&Step| match step.what {
            What::Apply => {
                framework.needs(step.node).iter().any(|way| matches!(found.state(*way), State::Available | State::Met))
            }
            What::GatherMinutes { while_holding, .. } | What::GatherDays { while_holding, .. } => {
                while_holding.is_none_or(|held| found.state(held).counts())
            }
            _ => found.is_open(step.node) && found.state(step.node) != State::Blocked,
        };
        // A status is applied for last: another may have to come before it.
        let now: Vec<&Step> = left.iter().copied().filter(is_open).collect();
        let acts: Vec<&Step> = now.iter().copied().filter(|step| step.what != What::Apply).collect();
        let now: Vec<&Step> = if acts.is_empty() { now } else { acts };
        if now.is_empty() {
            return None;
        }
        // Of statuses the target first, each alone.
        let now = if now[0].what == What::Apply {
            vec![*now.iter().find(|step| step.node == target).unwrap_or(&now[0])]
        } else {
            now
        };
        left.retain(|step| !now.iter().any(|other| std::ptr::eq(*other, *step)));
        taken.steps.extend(now.into_iter().cloned());
    }
}

/// Fewer steps than a plan has by which its target is reached.
fn fewer(framework: &Framework, facts: &FactsFile, plan: &Plan) -> Option<Vec<String>> {
    let acts = acts(framework, facts);
    let (last, others): (Vec<&Step>, Vec<&Step>) =
        acts.iter().partition(|step| step.node == plan.target && step.what == What::Apply);
    let most = plan.steps.len().checked_sub(1 + last.len())?;
    let mut chosen: Vec<usize> = Vec::new();
    loop {
        let steps: Vec<&Step> = chosen.iter().map(|at| others[*at]).chain(last.iter().copied()).collect();
        if let Some(steps) = reached(framework, facts, &steps, plan.target) {
            return Some(steps.into_iter().map(|step| step.sentence).collect());
        }
        // The next choice of at most so many, one after another.
        let next = chosen.last().map_or(0, |last| last + 1);
        if chosen.len() < most && next < others.len() {
            chosen.push(next);
            continue;
        }
        loop {
            let last = chosen.pop()?;
            if last + 1 < others.len() {
                chosen.push(last + 1);
                break;
            }
        }
    }
}

fn fault(dice: &mut Dice) -> Option<String> {
    let tables = tables(dice);
    let (framework, _) = load(&SourceFile::new("framework.toml", small(&tables)));
    let framework = framework?;
    let facts = record(dice);
    for target in ["st", "s2", "one"] {
        let ix = framework.find(target).unwrap();
        let found = plan(&framework, &bound(&framework, &facts), ix, d(ON));
        let told = |plan: &Plan| {
            plan.steps.iter().map(|step| format!("{} {:?}", step.sentence, step.needs)).collect::<Vec<_>>()
        };
        let Ok(plan) = found else {
            let acts = acts(&framework, &facts);
            let all: Vec<&Step> = acts.iter().collect();
            let way = reached(&framework, &facts, &all, ix);
            if let Some(way) = way {
                let way: Vec<String> = way.into_iter().map(|step| step.sentence).collect();
                return Some(format!("{target}: there is a way: {way:#?} {found:#?}\n{tables}\n{}", short(&facts)));
            }
            continue;
        };
        let (done, day) = carry_out(&framework, &plan, &facts, d(ON));
        let found = standing(&framework, &bound(&framework, &done), day, day);
        if !found.state(ix).counts() && plan.provided.is_empty() {
            return Some(format!("{target} is not reached: {:#?}\n{tables}\n{}", told(&plan), short(&facts)));
        }
        if let Some(closed) = not_open(&framework, &plan, &facts, d(ON)) {
            return Some(format!("{target}: {closed}: {:#?}\n{tables}\n{}", told(&plan), short(&facts)));
        }
        if plan.steps.is_empty() || plan.steps.len() > MOST {
            continue;
        }
        if let Some(steps) = fewer(&framework, &facts, &plan) {
            return Some(format!("{target}: fewer: {steps:#?}, not {:#?}\n{tables}\n{}", told(&plan), short(&facts)));
        }
    }
    None
}

#[test]
fn no_choice_of_fewer_steps_reaches_the_target() {
    for dice in &mut dice() {
        let found = fault(dice);
        assert!(found.is_none(), "{}", found.unwrap_or_default());
    }
}
