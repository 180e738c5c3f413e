//! The stair: how far each stage is, and each of its keys.

use crate::design::stair::{KeyMark, KeyTurn, Step};
use crate::features::frameworks::map::{tone, word};
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::{ElementKind, NodeIx, NodeKind};
use domain::standing::{Key, KeyProblem, KeyStanding, State, parts_in_words};

pub(super) fn is_absent(key: &KeyStanding) -> bool {
    matches!(key.because, Some(KeyProblem::Absent(_)))
}

/// Everything is there, and still the key is not turned: one person turned both.
pub(in crate::features::enrolments) fn same_person_on_both_keys(key: &KeyStanding) -> bool {
    matches!(key.because, Some(KeyProblem::SamePerson(_)))
}

/// The first verification of a stage that is given.
pub(super) fn first_verification(case: &Case, stage: NodeIx) -> Option<NodeIx> {
    let given = |ix: &NodeIx| {
        let kind = &case.framework.node(*ix).kind;
        *kind == NodeKind::Element(ElementKind::Verification) && case.standing.state(*ix).counts()
    };
    case.framework.needs(stage).iter().copied().find(given)
}

pub(in crate::features::enrolments) fn step(case: &Case, stage: NodeIx, current: Option<NodeIx>) -> Step {
    let (framework, standing) = (&case.framework, &case.standing);
    let node = framework.node(stage);
    let state = standing.state(stage);
    let (results, employer) = (standing.key(stage, Key::Results), standing.key(stage, Key::Employer));
    let parts = |key| standing.parts(framework, stage, key);
    let at_work = parts(Key::Employer);
    let shown = if case.sees_claims { at_work.as_slice() } else { &[] };
    let (results_done, results_of) = standing.key_progress(framework, stage, Key::Results);
    let done = results_done + shown.iter().map(|part| part.done).sum::<u32>();
    let of = results_of + shown.iter().map(|part| part.of).sum::<u32>();
    let at_work = if case.sees_claims {
        (at_work.iter().map(|part| part.done).sum(), parts_in_words(&at_work))
    } else {
        (0, String::from("for the employer to turn"))
    };
    let step_off = framework.step_offs().iter().copied().find(|ix| framework.needs(*ix).contains(&stage));
    let landing = step_off.and_then(|ix| framework.node(ix).step_off_to()).map(|status| {
        let lead = if standing.state(status) == State::Held { "Step-off taken:" } else { "Leads to:" };
        (lead.to_owned(), framework.node(status).title.clone())
    });
    Step {
        href: paths::node(case.id, &node.id),
        title: node.title.clone(),
        tone: tone(state),
        state: word(state).to_owned(),
        is_current: current == Some(stage),
        keys: vec![
            key_mark("Results", &results, (results_done, parts_in_words(&parts(Key::Results)))),
            key_mark("Employer", &employer, at_work),
        ],
        done,
        of: if state == State::Met { 0 } else { of },
        unit: String::from(if case.sees_claims { "done" } else { "results" }),
        landing,
    }
}

fn key_mark(name: &str, key: &KeyStanding, (done, so_far): (u32, String)) -> KeyMark {
    let (turned, text) = match (&key.because, key.turned) {
        (Some(KeyProblem::Absent(why)), _) => (KeyTurn::NotNeeded, why.clone()),
        (Some(KeyProblem::SamePerson(_)), _) => (
            KeyTurn::Half,
            String::from("one person signed for both keys: a different person has to sign for one of them"),
        ),
        (Some(KeyProblem::NotProved) | None, true) => (
            KeyTurn::Turned,
            key.since.map_or_else(|| String::from("turned"), |since| format!("turned {}", words::date(since))),
        ),
        (Some(KeyProblem::NotProved) | None, false) if done > 0 => (KeyTurn::Half, so_far),
        (Some(KeyProblem::NotProved) | None, false) => (KeyTurn::Open, so_far),
    };
    KeyMark { name: name.to_owned(), text, turned }
}
