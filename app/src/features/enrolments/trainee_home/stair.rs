//! The stair: how far each stage is, and each of its keys.

use crate::design::stair::{KeyMark, KeyTurn, Step};
use crate::features::enrolments::store::Case;
use crate::features::frameworks::map::{tone, word};
use crate::paths;
use crate::web::words;
use domain::framework::{ElementKind, NodeIx, NodeKind};
use domain::standing::{Key, KeyProblem, KeyStanding, State};

pub(super) fn is_absent(key: &KeyStanding) -> bool {
    matches!(key.because, Some(KeyProblem::Absent(_)))
}

/// Everything is there, and still the key is not turned: one person turned both.
pub(in crate::features::enrolments) fn one_person_turned_both(key: &KeyStanding) -> bool {
    matches!(key.because, Some(KeyProblem::SamePerson(_)))
}

pub(super) fn step(case: &Case, stage: NodeIx) -> Step {
    let (framework, standing) = (&case.framework, &case.standing);
    let node = framework.node(stage);
    let state = standing.state(stage);
    let (results, employer) = (standing.key(stage, Key::Results), standing.key(stage, Key::Employer));
    let work = Workplace::of(case, stage);
    let (done, of) = if case.sees_claims {
        (results.done + work.done(), results.of + work.all())
    } else {
        (results.done, results.of)
    };
    let at_work = if case.sees_claims {
        (work.done(), work.words())
    } else {
        (0, String::from("for the employer to turn"))
    };
    let step_off = framework
        .step_offs()
        .iter()
        .copied()
        .find(|ix| framework.needs(*ix).contains(&stage));
    let landing = step_off.and_then(|ix| match framework.node(ix).kind {
        NodeKind::StepOff { status } => {
            let title = framework.node(status).title.clone();
            let lead = match (standing.state(status), standing.state(ix)) {
                (State::Held, _) => "Step-off taken:",
                (_, State::Available) => "May be applied for:",
                _ => "Leads to:",
            };
            Some((lead.to_owned(), title))
        }
        _ => None,
    });
    Step {
        href: paths::node(&case.id, &node.id),
        title: node.title.clone(),
        tone: tone(state),
        state: word(state).to_owned(),
        keys: vec![
            key_mark(
                "Results",
                &results,
                (results.done, format!("{} of {}", results.done, results.of)),
            ),
            key_mark("Employer", &employer, at_work),
        ],
        done,
        of: if state == State::Met { 0 } else { of },
        unit: String::from(if case.sees_claims { "steps" } else { "results" }),
        landing,
    }
}

/// What the employer's key is made of, counted in claims rather than in portfolios.
#[derive(Default)]
pub(in crate::features::enrolments) struct Workplace {
    /// Examples that count.
    examples: (u32, u32),
    /// Experience elements that count.
    experience: (u32, u32),
    /// Verifications given.
    verified: (u32, u32),
}

impl Workplace {
    pub(in crate::features::enrolments) fn of(case: &Case, stage: NodeIx) -> Self {
        let mut work = Self::default();
        for need in case.framework.needs(stage).iter().copied() {
            let counts = u32::from(case.standing.state(need).counts());
            match case.framework.node(need).kind {
                NodeKind::Element(ElementKind::Portfolio) => {
                    let (done, of) = case.standing.progress(need);
                    work.examples = (work.examples.0 + done, work.examples.1 + of);
                }
                NodeKind::Element(ElementKind::Experience) => {
                    work.experience = (work.experience.0 + counts, work.experience.1 + 1);
                }
                NodeKind::Element(ElementKind::Verification) => {
                    work.verified = (work.verified.0 + counts, work.verified.1 + 1);
                }
                _ => {}
            }
        }
        work
    }

    pub(in crate::features::enrolments) fn done(&self) -> u32 {
        self.examples.0 + self.experience.0 + self.verified.0
    }

    pub(in crate::features::enrolments) fn all(&self) -> u32 {
        self.examples.1 + self.experience.1 + self.verified.1
    }

    fn words(&self) -> String {
        let mut parts = Vec::new();
        if self.examples.1 > 0 {
            parts.push(format!("{} of {} claims", self.examples.0, self.examples.1));
        }
        if self.experience.1 > 0 {
            parts.push(format!("experience {} of {}", self.experience.0, self.experience.1));
        }
        if self.verified.1 > 0 {
            parts.push(String::from(if self.verified.0 == self.verified.1 {
                "verified"
            } else {
                "not verified yet"
            }));
        }
        parts.join(", ")
    }
}

fn key_mark(name: &str, key: &KeyStanding, (done, so_far): (u32, String)) -> KeyMark {
    let (turned, text) = match (&key.because, key.turned) {
        (Some(KeyProblem::Absent(why)), _) => (KeyTurn::NotNeeded, why.clone()),
        (Some(KeyProblem::SamePerson(_)), _) => (
            KeyTurn::Half,
            String::from("one person signed for both keys: a different person has to sign for one of them"),
        ),
        (None, true) => (
            KeyTurn::Turned,
            key.since.map_or_else(
                || String::from("turned"),
                |since| format!("turned {}", words::date(since)),
            ),
        ),
        (None, false) if done > 0 => (KeyTurn::Half, so_far),
        (None, false) => (KeyTurn::Open, so_far),
    };
    KeyMark {
        name: name.to_owned(),
        text,
        turned,
    }
}
