//! What would be so, if: what somebody supposes of themselves to see how the way changes. It is recorded nowhere.

use chrono::NaiveDate;

use crate::framework::{Framework, NodeIx, SpecialismIx};
use crate::standing::{ExemptionFact, Facts, Outcome, ResultFact, Since, UnknownId};

/// What is supposed, all of it on the day on which one looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatIf {
    /// Assessments that are passed, courses that are completed.
    pub passed: Vec<NodeIx>,
    /// Assessments and courses from which the body exempts.
    pub exempt: Vec<NodeIx>,
    /// The specialism that is chosen.
    pub specialism: Option<SpecialismIx>,
}

impl WhatIf {
    /// Whether nothing is supposed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The facts, and all that is supposed beside them.
    ///
    /// # Errors
    /// As [`Facts::bind`]: where the facts are of another framework.
    pub fn beside(&self, framework: &Framework, facts: &Facts, on: NaiveDate) -> Result<Facts, Vec<UnknownId>> {
        let mut file = facts.file().clone();
        let named = |what: &str, ix: NodeIx| {
            let element = framework.node(ix).id.clone();
            (format!("{what} {element}"), element)
        };
        file.results.extend(self.passed.iter().map(|ix| {
            let (id, element) = named("supposed to be passed:", *ix);
            ResultFact {
                id,
                element,
                outcome: Outcome::Pass,
                sat_on: on,
                confirmed_on: Some(on),
                // Nobody who signs for anything else.
                recorded_by: Some(String::from("one who is supposed")),
                confirmed_by: Some(String::from("another who is supposed")),
                mark: None,
                declined_on: None,
                voided_on: None,
                superseded_on: None,
                corrects: None,
                recorded_on: None,
            }
        }));
        file.exemptions.extend(self.exempt.iter().map(|ix| {
            let (id, element) = named("supposed to be exempt:", *ix);
            ExemptionFact {
                id,
                element,
                decided_on: on,
                decided_by: None,
                because: String::from("Supposed"),
                expires_on: None,
                withdrawn_on: None,
                recorded_on: None,
            }
        }));
        if let Some(ix) = self.specialism {
            let is = framework.specialism(ix).id.clone();
            file.specialism.note(Since { is, since: Some(on), recorded_on: None });
        }
        Facts::bind(framework, file)
    }
}
