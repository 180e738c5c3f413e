//! What stands between here and the next status, in a sentence.

use super::stair::{is_absent, one_person_turned_both};
use crate::features::enrolments::store::Case;
use crate::features::frameworks::map::capital;
use domain::framework::{NodeIx, NodeKind};
use domain::standing::{Counted, Key};

/// The sentence.
pub(super) fn lede(case: &Case, current: Option<NodeIx>) -> String {
    let framework = &case.framework;
    let open = case.standing.open_step_offs(framework);
    if let Some(step_off) = open.first()
        && let NodeKind::StepOff { status } = framework.node(*step_off).kind
    {
        let asked = case
            .waiting
            .iter()
            .any(|waiting| waiting.node == framework.node(*step_off).id);
        let then = if asked {
            "It is applied for."
        } else {
            "It can be applied for."
        };
        return format!(
            "Everything for the status {} is there. {then}",
            framework.node(status).title
        );
    }
    let Some(stage) = current else {
        return String::from("Every stage is met, with both keys.");
    };
    let parts: Vec<String> = [results(case, stage), employer(case, stage)]
        .into_iter()
        .flatten()
        .collect();
    format!("{}.", capital(&parts.join(", ")))
}

fn results(case: &Case, stage: NodeIx) -> Option<String> {
    let key = case.standing.key(stage, Key::Results);
    let parts = case.standing.parts(&case.framework, stage, Key::Results);
    (!is_absent(&key)).then(|| match (key.turned, needs(&parts)) {
        (true, _) => String::from("the results key is turned"),
        (false, None) => String::from("the results key is not turned yet"),
        (false, Some(needs)) => format!("the results key needs {needs}"),
    })
}

fn employer(case: &Case, stage: NodeIx) -> Option<String> {
    let key = case.standing.key(stage, Key::Employer);
    let parts = case.standing.parts(&case.framework, stage, Key::Employer);
    (!is_absent(&key)).then(|| match (key.turned, needs(&parts)) {
        (true, _) => String::from("the employer’s key is turned"),
        (false, _) if one_person_turned_both(&key) => String::from(
            "the employer’s key waits for another person: one person signed on both sides, so \
             someone else has to sign on one of them",
        ),
        (false, Some(needs)) if case.sees_claims => format!("the employer’s key needs {needs}"),
        (false, _) => String::from("the employer’s key is not turned yet"),
    })
}

/// "1 more outcome and the verification".
fn needs(parts: &[Counted]) -> Option<String> {
    let missing: Vec<String> = parts.iter().filter_map(Counted::missing).collect();
    match &missing[..] {
        [] => None,
        [only] => Some(only.clone()),
        [first @ .., last] => Some(format!("{} and {last}", first.join(", "))),
    }
}
