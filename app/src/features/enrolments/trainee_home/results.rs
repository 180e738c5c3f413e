//! The results that a stage still lacks: what the training provider records.

use crate::features::enrolments::store::Case;
use crate::features::frameworks::map::called;
use domain::framework::{ElementKind, NodeIx, NodeKind, Rule};

/// A result that is missing, or a choice of several.
pub(super) struct Missing {
    /// The node to look at.
    pub node: NodeIx,
    /// What it is called.
    pub title: String,
    /// Whether a result is recorded and not confirmed yet.
    pub is_provisional: bool,
}

/// What the results key of a stage lacks, each choice once.
pub(super) fn missing(case: &Case, stage: NodeIx) -> Vec<Missing> {
    let framework = &case.framework;
    let choices = choices(case, stage);
    let is_result = |ix: &NodeIx| {
        let kind = &framework.node(*ix).kind;
        matches!(kind, NodeKind::Element(ElementKind::Assessment | ElementKind::Course))
    };
    let mut found = Vec::new();
    for ix in case.standing.missing(framework, stage).into_iter().filter(is_result) {
        let (node, title) = match choices.iter().find(|choice| choice.of.contains(&ix)) {
            None => (ix, called(framework, ix)),
            // A choice is one thing to do, said where its first part comes.
            Some(choice) if choice.of.first() == Some(&ix) => (stage, choice.words(case)),
            Some(_) => continue,
        };
        let id = &framework.node(ix).id;
        let is_provisional = case
            .waiting
            .iter()
            .any(|waiting| waiting.node == *id && waiting.kind == "result");
        found.push(Missing {
            node,
            title,
            is_provisional,
        });
    }
    found
}

/// Several nodes of which some are enough.
struct OneOf {
    n: usize,
    /// Those still open, in the order of the rule.
    of: Vec<NodeIx>,
}

impl OneOf {
    fn words(&self, case: &Case) -> String {
        let names: Vec<String> = self.of.iter().map(|ix| called(&case.framework, *ix)).collect();
        format!("{} of {} options: {}", self.n, names.len(), names.join("; "))
    }
}

/// The choices that the results key of a stage leaves.
fn choices(case: &Case, stage: NodeIx) -> Vec<OneOf> {
    let mut found = Vec::new();
    let key = case
        .framework
        .node(stage)
        .as_stage()
        .and_then(|stage| stage.results.rule());
    if let Some(rule) = key {
        collect_choices(case, rule, &mut found);
    }
    found
}

fn collect_choices(case: &Case, rule: &Rule, found: &mut Vec<OneOf>) {
    let (n, parts) = match rule {
        Rule::All(parts) => {
            parts.iter().for_each(|part| collect_choices(case, part, found));
            return;
        }
        Rule::Any(parts) => (1, parts),
        Rule::AtLeast { n, of } => (*n as usize, of),
        _ => return,
    };
    let nodes = parts.iter().filter_map(|part| match part {
        Rule::Node(ix) => Some(*ix),
        _ => None,
    });
    let (there, open): (Vec<NodeIx>, Vec<NodeIx>) = nodes.partition(|ix| case.standing.state(*ix).counts());
    if there.len() < n && n < parts.len() {
        found.push(OneOf {
            n: n - there.len(),
            of: open,
        });
    }
}
