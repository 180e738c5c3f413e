//! How far the keys of a stage are, counted one way wherever it is said: results, examples of outcomes, experience, the
//! verification.

use super::{Key, Standing};
use crate::framework::{CompetencyLevel, ElementKind, Framework, NodeIx, NodeKind, Rule};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Assessments and courses.
    Results,
    /// Outcomes, where each asks for one example.
    Outcomes,
    /// Examples of outcomes.
    Examples,
    /// Amounts of experience.
    Experience,
    /// The employer’s verification.
    Verification,
    /// Anything else that a rule asks for.
    Parts,
}

/// Parts of one kind that are there, and how many are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What is counted.
    pub unit: Unit,
    /// Those that are there.
    pub done: u32,
    /// All that are asked for.
    pub of: u32,
}

impl Counted {
    /// "8 of 9 outcomes", "not verified yet".
    #[must_use]
    pub fn words(&self) -> String {
        let Counted { unit, done, of } = *self;
        match unit {
            Unit::Results => format!("{done} of {of} {}", if of == 1 { "result" } else { "results" }),
            Unit::Outcomes => format!("{done} of {of} {}", if of == 1 { "outcome" } else { "outcomes" }),
            Unit::Examples => format!("{done} of {of} examples"),
            Unit::Experience => format!("experience {done} of {of}"),
            Unit::Verification => String::from(if done == of { "verified" } else { "not verified yet" }),
            Unit::Parts => format!("{done} of {of} {}", if of == 1 { "part" } else { "parts" }),
        }
    }

    /// What is still missing of it, "1 more outcome"; nothing when all is there.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let left = self.of.saturating_sub(self.done);
        let more = |one: &str, many: &str| format!("{left} more {}", if left == 1 { one } else { many });
        (left > 0).then(|| match self.unit {
            Unit::Results => more("result", "results"),
            Unit::Outcomes => more("outcome", "outcomes"),
            Unit::Examples => more("example", "examples"),
            Unit::Experience => String::from("the experience"),
            Unit::Verification => String::from("the verification"),
            Unit::Parts => more("part", "parts"),
        })
    }
}

/// "8 of 9 outcomes, not verified yet".
#[must_use]
pub fn parts_in_words(parts: &[Counted]) -> String {
    parts.iter().map(Counted::words).collect::<Vec<_>>().join(", ")
}

impl Standing {
    /// What a key of a stage is made of. Nothing where the stage has no such key.
    #[must_use]
    pub fn parts(&self, framework: &Framework, stage: NodeIx, key: Key) -> Vec<Counted> {
        let Some(node) = framework.node(stage).as_stage() else {
            return Vec::new();
        };
        match key {
            Key::Results => {
                let found = self.key(stage, key);
                let results = Counted {
                    unit: Unit::Results,
                    done: found.done,
                    of: found.of,
                };
                Vec::from_iter((found.of > 0).then_some(results))
            }
            Key::Employer => {
                let mut parts = Vec::new();
                node.employer
                    .rule()
                    .into_iter()
                    .for_each(|rule| self.at_work(framework, rule, &mut parts));
                parts
            }
        }
    }

    fn at_work(&self, framework: &Framework, rule: &Rule, into: &mut Vec<Counted>) {
        match rule {
            Rule::All(parts) => parts.iter().for_each(|part| self.at_work(framework, part, into)),
            Rule::Node(ix) => add(into, self.counted_as(framework, *ix)),
            Rule::Any(of) => add(into, self.some_of(of, 1)),
            Rule::AtLeast { n, of } => add(into, self.some_of(of, *n)),
            // What else a key asks for has no node of its own that could be counted.
            _ => {}
        }
    }

    fn some_of(&self, of: &[Rule], n: u32) -> Counted {
        let there = of.iter().filter(|part| self.is_there(part));
        let done = u32::try_from(there.count()).unwrap_or(n).min(n);
        Counted {
            unit: Unit::Parts,
            done,
            of: n,
        }
    }

    fn counted_as(&self, framework: &Framework, ix: NodeIx) -> Counted {
        let once = |unit| Counted {
            unit,
            done: u32::from(self.state(ix).counts()),
            of: 1,
        };
        match framework.node(ix).kind {
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) => {
                let (done, of) = self.progress(ix);
                let each_once = framework.outcomes_beneath(ix).len() == of as usize;
                Counted {
                    unit: if each_once { Unit::Outcomes } else { Unit::Examples },
                    done,
                    of,
                }
            }
            NodeKind::Element(ElementKind::Experience) => once(Unit::Experience),
            NodeKind::Element(ElementKind::Verification) => once(Unit::Verification),
            NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => once(Unit::Results),
            _ => once(Unit::Parts),
        }
    }

    /// How far a node is, with what is counted: "8 of 9 outcomes"; a stage tells of both its keys. None where there is
    /// nothing to count.
    #[must_use]
    pub fn progress_in_words(&self, framework: &Framework, ix: NodeIx) -> Option<String> {
        let node = framework.node(ix);
        let (done, of) = self.progress(ix);
        let counted = || format!("{done} of {of}");
        match &node.kind {
            NodeKind::Stage(_) => {
                let keys = [Key::Results, Key::Employer].map(|key| self.parts(framework, ix, key));
                let words = parts_in_words(&keys.concat());
                (!words.is_empty()).then_some(words)
            }
            NodeKind::Competency(CompetencyLevel::Outcome) => (of > 1).then(|| format!("{} examples", counted())),
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) if of > 0 => {
                Some(self.counted_as(framework, ix).words())
            }
            NodeKind::Element(ElementKind::Experience) if of > 1 => Some(match &node.rule {
                Some(Rule::Hours(_)) => format!("{} hours", counted()),
                Some(Rule::Period(_)) => format!("{} days", counted()),
                _ => format!("{} parts", counted()),
            }),
            _ => None,
        }
    }
}

/// What is counted in the same unit is added up.
fn add(into: &mut Vec<Counted>, part: Counted) {
    match into.iter_mut().find(|counted| counted.unit == part.unit) {
        Some(counted) => {
            counted.done = counted.done.saturating_add(part.done);
            counted.of = counted.of.saturating_add(part.of);
        }
        None => into.push(part),
    }
}
