//! How far the keys of a stage are, counted one way wherever it is said: results, examples of outcomes, experience, the
//! verification.

use super::explanation::{Explanation, Progress};
use super::{Key, Standing};
use crate::framework::{CompetencyLevel, ElementKind, Framework, Leaf, NodeIx, NodeKind, Rule, Source};

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Credits of what counts.
    Credits,
    /// Whole hours of experience.
    Hours,
    /// Days of experience, full-time days where shares are weighed.
    Days,
    /// Anything else that a rule asks for.
    #[default]
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
            Unit::Experience => format!("experience {done} of {of}"),
            Unit::Verification => String::from(if done == of { "verified" } else { "not verified yet" }),
            Unit::Examples | Unit::Credits | Unit::Hours | Unit::Days => format!("{done} of {of} {}", unit.noun(2)),
            Unit::Results | Unit::Outcomes | Unit::Parts => format!("{done} of {of} {}", unit.noun(of)),
        }
    }

    /// What is still missing of it, "1 more outcome"; nothing when all is there.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let left = self.of.saturating_sub(self.done);
        (left > 0).then(|| match self.unit {
            Unit::Experience | Unit::Verification => format!("the {}", self.unit.noun(1)),
            Unit::Results
            | Unit::Outcomes
            | Unit::Examples
            | Unit::Credits
            | Unit::Hours
            | Unit::Days
            | Unit::Parts => {
                format!("{left} more {}", self.unit.noun(left))
            }
        })
    }
}

impl Unit {
    /// What so many of it are called.
    fn noun(self, n: u32) -> &'static str {
        let (one, many) = match self {
            Unit::Results => ("result", "results"),
            Unit::Outcomes => ("outcome", "outcomes"),
            Unit::Examples => ("example", "examples"),
            Unit::Experience => ("experience", "experience"),
            Unit::Verification => ("verification", "verifications"),
            Unit::Credits => ("credit", "credits"),
            Unit::Hours => ("hour", "hours"),
            Unit::Days => ("day", "days"),
            Unit::Parts => ("part", "parts"),
        };
        if n == 1 { one } else { many }
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
        let mut parts = Vec::new();
        if let Some(rule) = node.key(key).rule() {
            self.count(framework, &Explanation::of(rule, &self.reading(framework)), &mut parts);
        }
        parts
    }

    fn count(&self, framework: &Framework, explained: &Explanation<'_>, into: &mut Vec<Counted>) {
        let Progress { done, of, unit } = explained.progress;
        let once = |unit| Counted { unit, done: u32::from(explained.holds), of: 1 };
        let beneath = |into: &mut Vec<Counted>| {
            let parts = explained.parts.iter();
            parts.for_each(|part| self.count(framework, part, into));
        };
        let part = match explained.rule {
            Rule::Of { least, parts } if *least as usize >= parts.len() => return beneath(into),
            Rule::At { .. } => return beneath(into),
            Rule::Of { .. } if unit == Unit::Parts && is_of_results(framework, explained.rule) => {
                Counted { unit: Unit::Results, done, of }
            }
            Rule::Of { .. } => Counted { unit, done, of },
            Rule::Not(_) => return,
            Rule::Leaf(leaf) => match leaf {
                Leaf::Node(ix) => self.counted_as(framework, *ix),
                // Who one is can't be counted.
                Leaf::Person(_) => return,
                Leaf::Tally(tally) => match &tally.source {
                    Source::Claims(_) | Source::Credits(_) => Counted { unit, done, of },
                    Source::Minutes(_) => once(Unit::Experience),
                    Source::Exemptions(_) => once(Unit::Parts),
                },
                Leaf::Elapsed(_) => once(Unit::Experience),
                Leaf::Unpublished(_) => once(Unit::Parts),
            },
        };
        add(into, part);
    }

    fn counted_as(&self, framework: &Framework, ix: NodeIx) -> Counted {
        let once = |unit| Counted { unit, done: u32::from(self.state(ix).counts()), of: 1 };
        match framework.node(ix).kind {
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) => {
                let Progress { done, of, unit } = self.reading(framework).progress(ix);
                let each_once = unit == Unit::Examples && framework.outcomes_beneath(ix).len() == of as usize;
                Counted { unit: if each_once { Unit::Outcomes } else { unit }, done, of }
            }
            NodeKind::Element(ElementKind::Experience) => once(Unit::Experience),
            NodeKind::Element(ElementKind::Verification) => once(Unit::Verification),
            NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => once(Unit::Results),
            NodeKind::Stage(_) | NodeKind::StepOff { .. } | NodeKind::Status(_) | NodeKind::Route => once(Unit::Parts),
        }
    }

    /// How far a node is, with what is counted: "8 of 9 outcomes"; of a stage, both its keys. None where there is
    /// nothing to count.
    #[must_use]
    pub fn progress_in_words(&self, framework: &Framework, ix: NodeIx) -> Option<String> {
        let node = framework.node(ix);
        let Progress { done, of, unit } = self.reading(framework).progress(ix);
        match &node.kind {
            NodeKind::Stage(_) => {
                let keys = [Key::Results, Key::Employer].map(|key| self.parts(framework, ix, key));
                let words = parts_in_words(&keys.concat());
                (!words.is_empty()).then_some(words)
            }
            NodeKind::Competency(CompetencyLevel::Outcome) => (of > 1).then(|| format!("{done} of {of} examples")),
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) if of > 0 => {
                Some(self.counted_as(framework, ix).words())
            }
            NodeKind::Element(ElementKind::Experience) if of > 1 => Some(Counted { unit, done, of }.words()),
            NodeKind::Element(_)
            | NodeKind::Competency(_)
            | NodeKind::StepOff { .. }
            | NodeKind::Status(_)
            | NodeKind::Route => None,
        }
    }
}

/// Whether a rule names nothing but assessments and courses.
fn is_of_results(framework: &Framework, rule: &Rule) -> bool {
    let mut only = true;
    rule.walk(&mut |leaf| {
        only &= match leaf {
            Leaf::Node(ix) => {
                matches!(framework.node(*ix).kind, NodeKind::Element(ElementKind::Assessment | ElementKind::Course))
            }
            Leaf::Person(_) | Leaf::Tally(_) | Leaf::Elapsed(_) | Leaf::Unpublished(_) => false,
        };
    });
    only
}

/// What is counted in the same unit is added up; credits may be the same again.
fn add(into: &mut Vec<Counted>, part: Counted) {
    let alike = |counted: &&mut Counted| counted.unit == part.unit && part.unit != Unit::Credits;
    match into.iter_mut().find(alike) {
        Some(counted) => {
            counted.done = counted.done.saturating_add(part.done);
            counted.of = counted.of.saturating_add(part.of);
        }
        None => into.push(part),
    }
}
