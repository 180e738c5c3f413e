//! What brings a trainee on: the next things to do, the most useful first.

use super::stair::one_person_turned_both;
use crate::design::next::NextItem;
use crate::features::enrolments::store::Case;
use crate::features::frameworks::map::called;
use crate::paths;
use domain::framework::{ElementKind, NodeIx, NodeKind, Rule};
use domain::sign_off::workplace_missing;
use domain::standing::Key;

/// How many next steps are listed; the map has the rest.
const MOST_NEXT: usize = 7;

/// What brings the current stage on, the most useful first.
pub(super) fn next_items(case: &Case, own: bool) -> Vec<NextItem> {
    let (framework, standing) = (&case.framework, &case.standing);
    let mut items = Vec::new();
    for step_off in standing.open_step_offs(framework) {
        let node = framework.node(step_off);
        if case.waiting.iter().any(|waiting| waiting.node == node.id) {
            continue;
        }
        items.push(NextItem {
            href: if own {
                paths::apply(&case.id, &node.id)
            } else {
                paths::node(&case.id, &node.id)
            },
            title: format!("Apply for {}", node.title),
            text: String::from("Everything it asks is there."),
            who: None,
        });
    }
    if let Some(stage) = standing.current_stage(framework) {
        items.extend(another_verifier(case, stage, own));
        let choices = choices(case, stage);
        for missing in standing.missing(framework, stage) {
            match choices.iter().find(|choice| choice.of.contains(&missing)) {
                None => add_next(case, missing, own, &mut items),
                // A choice is one thing to do, said where its first part comes.
                Some(choice) if choice.of.first() == Some(&missing) => items.push(choice.item(case, stage)),
                Some(_) => {}
            }
        }
    }
    items.truncate(MOST_NEXT);
    items
}

/// Where one person turned both keys of a stage, everything is there and nothing is missing: somebody else has to act.
fn another_verifier(case: &Case, stage: NodeIx, own: bool) -> Option<NextItem> {
    let framework = &case.framework;
    if !one_person_turned_both(&case.standing.key(stage, Key::Employer)) {
        return None;
    }
    let title = &framework.node(stage).title;
    let is_verification = |ix: &NodeIx| {
        framework.node(*ix).kind == NodeKind::Element(ElementKind::Verification) && case.standing.state(*ix).counts()
    };
    let Some(verification) = framework.needs(stage).iter().copied().find(is_verification) else {
        // What was signed at work is experience: the stage's page says which.
        return Some(NextItem {
            href: paths::node(&case.id, &framework.node(stage).id),
            title: format!("Someone else has to turn one of the two keys of {title}"),
            text: String::from("One person signed on both sides, and different people turn the two keys."),
            who: Some(String::from("The employer or the provider confirms")),
        });
    };
    let node = framework.node(verification);
    if case.waiting.iter().any(|waiting| waiting.node == node.id) {
        return None;
    }
    Some(NextItem {
        href: if own {
            paths::ask_verification(&case.id, &node.id)
        } else {
            paths::node(&case.id, &node.id)
        },
        title: if own {
            format!("Ask someone else to verify {title}")
        } else {
            format!("Someone else has to verify {title}")
        },
        text: String::from(
            "One person signed on both sides, and different people turn the two keys. Someone else has to verify the stage, or to \
             confirm those results.",
        ),
        who: Some(String::from("The employer verifies, or the provider confirms")),
    })
}

/// Several nodes of which some are enough.
struct OneOf {
    n: usize,
    /// Those still open, in the order of the rule.
    of: Vec<NodeIx>,
}

impl OneOf {
    fn item(&self, case: &Case, stage: NodeIx) -> NextItem {
        let names: Vec<String> = self.of.iter().map(|ix| called(&case.framework, *ix)).collect();
        NextItem {
            href: paths::node(&case.id, &case.framework.node(stage).id),
            title: format!("Choose {} of {}", self.n, names.len()),
            text: format!("{}.", names.join("; ")),
            who: Some(String::from("Your provider records")),
        }
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

fn add_next(case: &Case, ix: NodeIx, own: bool, items: &mut Vec<NextItem>) {
    let (framework, standing) = (&case.framework, &case.standing);
    let node = framework.node(ix);
    let waiting = case.waiting.iter().find(|waiting| waiting.node == node.id);
    let href = paths::node(&case.id, &node.id);
    let called = called(framework, ix);
    let item = |href: String, title: String, text: String, who: Option<&str>| NextItem {
        href,
        title,
        text,
        who: who.map(str::to_owned),
    };
    match node.kind {
        // How far it is at work is between the trainee, the employer and the body.
        _ if !case.shows(ix) => {}
        NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_)
            if !framework.children(ix).is_empty() || !framework.needs(ix).is_empty() =>
        {
            let parts = if framework.children(ix).is_empty() {
                framework.needs(ix)
            } else {
                framework.children(ix)
            };
            for part in parts.iter().copied().filter(|part| !standing.state(*part).counts()) {
                add_next(case, part, own, items);
            }
        }
        NodeKind::Competency(_) => match (waiting, answer(case, &node.id)) {
            (Some(_), _) => {}
            (None, Some((said, missing))) => items.push(item(
                href,
                format!("Answer on {called}"),
                format!("Found {said}. {missing}"),
                None,
            )),
            (None, None) => {
                let (done, of) = standing.progress(ix);
                let href = if own {
                    paths::new_claim(&case.id, &node.id)
                } else {
                    href
                };
                let text = if done > 0 {
                    format!("{done} of {of} examples.")
                } else {
                    String::from("Nothing claimed yet.")
                };
                items.push(item(href, format!("Claim {called}"), text, None));
            }
        },
        NodeKind::Element(ElementKind::Verification) if waiting.is_none() => {
            let stage = node.stage.map_or("the", |stage| framework.node(stage).title.as_str());
            let title = if case.sees_claims {
                format!("Ask your employer to verify {stage}")
            } else {
                format!("The employer’s verification of {stage}")
            };
            let (href, text) = if !case.sees_claims {
                (
                    href,
                    "What is to be shown at work first is between the trainee, the employer and the body.",
                )
            } else if workplace_missing(&case.framework, &case.standing, ix).is_empty() {
                let ask = if own {
                    paths::ask_verification(&case.id, &node.id)
                } else {
                    href
                };
                (ask, "Your employer turns the second key.")
            } else {
                (href, "Opens when the workplace competence of the stage is met.")
            };
            items.push(item(href, title, text.to_owned(), Some("Your employer verifies")));
        }
        NodeKind::Element(ElementKind::Verification) => {}
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => match waiting {
            Some(_) => items.push(item(
                href,
                called,
                String::from("A result is recorded and provisional: it counts when a second person confirms it."),
                Some("Your provider confirms"),
            )),
            None => {
                let text = if node.unpublished.is_some() {
                    "Not published in full: see what is known."
                } else {
                    "No result that counts yet."
                };
                items.push(item(href, called, text.to_owned(), Some("Your provider records")));
            }
        },
        _ => {
            let (done, of) = standing.progress(ix);
            let text = if of > 1 {
                format!("{done} of {of}")
            } else {
                String::new()
            };
            items.push(item(href, called, text, None));
        }
    }
}

/// What a supervisor last said of an outcome, when it asks for an answer.
fn answer(case: &Case, node: &str) -> Option<(&'static str, String)> {
    use domain::standing::ClaimOutcome;
    let claims = &case.facts.file().claims;
    let last = claims
        .iter()
        .rfind(|claim| claim.withdrawn_on.is_none() && claim.outcomes.iter().any(|outcome| outcome == node))?;
    let decision = last.decision.as_ref()?;
    let said = match decision.outcome {
        ClaimOutcome::Met => return None,
        ClaimOutcome::PartlyMet => "partly met",
        ClaimOutcome::NotYet => "not yet met",
        ClaimOutcome::Declined => "declined",
    };
    Some((said, decision.missing.clone().unwrap_or_default()))
}
