//! The results that a stage still lacks: what the training provider records.

use crate::features::exemptions::asked_for;
use crate::features::exemptions::store::Awaited;
use crate::features::frameworks::map::called;
use crate::features::record::store::Case;
use crate::journal::chapter_file::Waiting;
use crate::web::words::date;
use chrono::NaiveDate;
use domain::framework::{Choice, Framework, Leaf, NodeIx, Rule};

/// A result that is missing, or a choice of several.
pub(super) struct Missing {
    /// The node to look at.
    pub node: NodeIx,
    /// What it is called.
    pub title: String,
    /// Whether a result is recorded and not confirmed yet.
    pub is_provisional: bool,
    /// When a second person declined to confirm what was recorded.
    pub declined_on: Option<NaiveDate>,
    /// The last sitting of it that was not passed; of a choice of several, with what it was of.
    pub failed: Option<(NaiveDate, Option<String>)>,
    /// The assessments and courses of which one is asked for.
    pub options: Vec<NodeIx>,
}

/// What the results key of a stage lacks, each choice once.
pub(super) fn missing(case: &Case, stage: NodeIx) -> Vec<Missing> {
    let framework = &case.framework;
    let stage_node = framework.node(stage).as_stage();
    let choices = stage_node.and_then(|stage| stage.results.rule()).map_or_else(Vec::new, Rule::choices);
    let is_result = |ix: &NodeIx| framework.node(*ix).kind.has_results();
    let lacking: Vec<NodeIx> = case.standing.missing(framework, stage).into_iter().filter(is_result).collect();
    let mut made = Vec::new();
    let mut found = Vec::new();
    for ix in &lacking {
        let Some(at) = choices.iter().position(|choice| choice.nodes().contains(ix)) else {
            found.push(Missing {
                node: *ix,
                title: called(framework, *ix),
                is_provisional: is_provisional(case, *ix),
                declined_on: declined_on(case, &[*ix]),
                failed: case.standing.failed_on(*ix).map(|day| (day, None)),
                options: vec![*ix],
            });
            continue;
        };
        // A choice is one thing to do, said where its first part comes; one that is made asks for nothing more.
        if made.contains(&at) {
            continue;
        }
        made.push(at);
        let options = choices[at].nodes();
        let failed =
            options.iter().filter_map(|ix| Some((case.standing.failed_on(*ix)?, Some(called(framework, *ix)))));
        let failed = failed.max();
        found.extend(words(case, choices[at]).map(|title| Missing {
            node: stage,
            title,
            is_provisional: options.iter().any(|ix| is_provisional(case, *ix)),
            declined_on: declined_on(case, &options),
            failed,
            options,
        }));
    }
    found
}

/// That an exemption from what is missing waits for a decision; `who` asked for it, none for whoever reads it. Of a choice each is named.
pub(super) fn asked(
    case: &Case,
    (node, options): (NodeIx, &[NodeIx]),
    awaited: &[Awaited],
    who: Option<&str>,
) -> Option<String> {
    let said = options.iter().filter_map(|ix| {
        let one = awaited.iter().find(|one| one.is_of(*ix))?;
        let from = if *ix == node { String::from("it") } else { called(&case.framework, *ix) };
        Some(asked_for(one, who, &from))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// "A second person declined on 3 June 2026 to confirm the result that was recorded", which ends where why is said.
pub(super) fn declined(day: NaiveDate) -> String {
    format!("A second person declined on {} to confirm the result that was recorded", date(day))
}

/// When what was recorded of one of these was last declined.
fn declined_on(case: &Case, options: &[NodeIx]) -> Option<NaiveDate> {
    let is_one = |node: &str| options.iter().any(|ix| case.framework.node(*ix).id == node);
    let declined = case.waiting.iter().filter_map(|one| match one {
        Waiting::Declined { node, since, .. } => is_one(node).then_some(*since),
        _ => None,
    });
    declined.max()
}

fn is_provisional(case: &Case, ix: NodeIx) -> bool {
    let id = &case.framework.node(ix).id;
    let mut waiting = case.waiting.iter();
    waiting.any(|one| matches!(one, Waiting::Result { node, .. } if node == id))
}

/// "1 of 2 options: A and B; C"; nothing when the choice is made.
fn words(case: &Case, choice: Choice<'_>) -> Option<String> {
    let (there, open): (Vec<&Rule>, Vec<&Rule>) =
        choice.of.iter().partition(|part| case.standing.holds(&case.framework, part));
    let left = (choice.n as usize).checked_sub(there.len()).filter(|left| *left > 0)?;
    let names: Vec<String> = open.into_iter().map(|part| named(&case.framework, part)).collect();
    Some(format!("{left} of {} options: {}", names.len(), names.join("; ")))
}

fn named(framework: &Framework, part: &Rule) -> String {
    match part {
        Rule::Leaf(Leaf::Node(ix)) => called(framework, *ix),
        Rule::Of { least, parts } if *least as usize >= parts.len() => {
            let names: Vec<String> = parts.iter().map(|part| named(framework, part)).collect();
            names.join(" and ")
        }
        Rule::Of { .. } | Rule::Not(_) | Rule::At { .. } | Rule::Leaf(_) => framework.rule_in_words(part),
    }
}
