//! Which parts of a stage stand together on the map: mandatory assessments, options, then courses, experience and
//! verification.

use crate::design::graph::RowGroup;
use domain::framework::{ElementKind, Framework, NodeIx, NodeKind};

/// The row group of a node: that of its kind; a stage stands below all that it is made of.
pub fn row_group(framework: &Framework, ix: NodeIx) -> RowGroup {
    let node = framework.node(ix);
    let (row, kind, name) = match node.kind {
        NodeKind::Element(ElementKind::Assessment) => match choice(framework, ix) {
            Choice::None => (0, 0, String::from("Assessments")),
            Choice::Mandatory => (0, 0, String::from("Mandatory assessments")),
            Choice::Option { n, of } => (1, 1, format!("Options: {n} of {of}")),
        },
        NodeKind::Element(ElementKind::Course) => (2, 2, String::from("Course")),
        NodeKind::Element(ElementKind::Experience | ElementKind::Portfolio) => (2, 3, String::from("Experience")),
        NodeKind::Element(ElementKind::Verification) => (2, 4, String::from("Verification")),
        NodeKind::Stage(_) => (3, 5, String::new()),
        _ => (0, 0, String::new()),
    };
    RowGroup { row, kind, name }
}

/// Whether one may choose among the assessments of a stage.
enum Choice {
    /// No: all are asked for.
    None,
    /// Yes, but not about this one.
    Mandatory,
    /// This is one of those of which so many are asked for.
    Option { n: u32, of: usize },
}

fn choice(framework: &Framework, ix: NodeIx) -> Choice {
    let stage = framework.node(ix).stage.map(|stage| framework.node(stage));
    let Some(rule) = stage.and_then(|stage| stage.as_stage()).and_then(|stage| stage.results.rule()) else {
        return Choice::None;
    };
    let choices: Vec<(u32, Vec<NodeIx>)> =
        rule.choices().into_iter().map(|choice| (choice.n, choice.nodes())).collect();
    match choices.iter().find(|(_, among)| among.contains(&ix)) {
        Some((n, among)) => Choice::Option { n: *n, of: among.len() },
        None if choices.is_empty() => Choice::None,
        None => Choice::Mandatory,
    }
}
