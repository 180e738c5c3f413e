//! What was put right since in some records, by which a status can lose its basis.

use crate::features::results::store::{Corrected, corrections};
use crate::features::sign_off::store::undone::{Undone, undone};
use crate::prelude::stores::*;
use domain::experience::asks_for;
use domain::framework::Framework;
use domain::sign_off::SigningKind;

/// Results that were corrected, and signatures that were withdrawn.
#[derive(Clone, Debug, Default)]
pub struct PutRight {
    corrected: Vec<Corrected>,
    undone: Vec<Undone>,
}

impl PutRight {
    /// Of some enrolments.
    pub async fn of(db: &impl ConnectionTrait, enrolments: &[EnrolmentId]) -> Result<Self, AppError> {
        if enrolments.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self { corrected: corrections(db, enrolments).await?, undone: undone(db, enrolments).await? })
    }

    /// The corrections of an element's results in an enrolment.
    pub fn corrected(&self, enrolment: EnrolmentId, element: &str) -> impl Iterator<Item = &Corrected> {
        self.corrected.iter().filter(move |one| one.enrolment_id == enrolment && one.element == element)
    }

    /// The signatures on which a node rested in an enrolment.
    pub fn undone(&self, enrolment: EnrolmentId, framework: &Framework, node: &str) -> impl Iterator<Item = &Undone> {
        let ix = framework.find(node);
        let outcomes = ix.map(|ix| framework.outcomes_beneath(ix)).unwrap_or_default();
        let is_of = move |one: &Undone| match one.subject {
            SigningKind::Claim => framework.find(&one.node).is_some_and(|outcome| outcomes.contains(&outcome)),
            SigningKind::Stage => one.node == node,
            SigningKind::Experience => ix.is_some_and(|ix| asks_for(framework, ix, &one.node)),
        };
        self.undone.iter().filter(move |one| one.enrolment_id == enrolment && is_of(one))
    }
}
