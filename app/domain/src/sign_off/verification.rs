//! What the employer's verification of a stage rests on: it comes last, and not from whoever turned the other key.

use crate::framework::{Framework, NodeIx};
use crate::standing::{Facts, Key, KeyProblem, Standing};

/// What the employer's key of a stage still lacks besides the verification itself: verification comes last.
pub fn workplace_missing(framework: &Framework, standing: &Standing, verification: NodeIx) -> Vec<NodeIx> {
    let mut seen = framework.seen_before_verifying(verification);
    seen.retain(|ix| !standing.state(*ix).counts());
    seen
}

/// Whether somebody else may have to verify the stage, verified though it is: one person signed for both of its keys.
pub fn needs_another_verifier(framework: &Framework, standing: &Standing, verification: NodeIx) -> bool {
    let stage = framework.node(verification).stage;
    let because = stage.and_then(|stage| standing.key(stage, Key::Employer).because);
    matches!(because, Some(KeyProblem::SamePerson(_)))
}

/// The ids of the people who confirmed results of the stage: the other key was turned by them.
pub fn results_confirmed_by<'a>(framework: &Framework, facts: &'a Facts, verification: NodeIx) -> Vec<&'a str> {
    let stage = framework.node(verification).stage;
    let of_stage = |element: &str| framework.find(element).is_some_and(|ix| framework.node(ix).stage == stage);
    let results = facts.file().results.iter();
    results.filter(|result| of_stage(&result.element)).filter_map(|result| result.confirmed_by.as_deref()).collect()
}
