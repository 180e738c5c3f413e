//! Exemptions that wait for a decision: from what, and since when.

use super::{PriorLearning, of_enrolment, proved};
use crate::features::record::store::Case;
use crate::journal::chapter_file::Waiting;
use crate::prelude::stores::*;
use domain::exemptions::{PriorState, excuses};
use domain::framework::{NodeIx, PriorIx};
use std::collections::BTreeSet;

/// Something held from before that waits for a decision, with what it is to excuse from.
#[derive(Clone, Debug)]
pub struct Awaited {
    pub id: PriorLearningId,
    /// When it was sent, or its review asked for.
    pub since: NaiveDate,
    /// Whether somebody else looks at it once more.
    pub in_review: bool,
    elements: BTreeSet<NodeIx>,
}

impl Awaited {
    /// Whether it is to excuse from an assessment or course.
    pub fn is_of(&self, node: NodeIx) -> bool {
        self.elements.contains(&node)
    }

    /// All from which it is to excuse.
    pub fn elements(&self) -> impl Iterator<Item = NodeIx> {
        self.elements.iter().copied()
    }
}

/// What waits, as far as whoever reads the case may know of it.
pub async fn awaited(db: &impl ConnectionTrait, case: &Case) -> Result<Vec<Awaited>, AppError> {
    let mut waiting = case.waiting.iter();
    if !waiting.any(|one| matches!(one, Waiting::PriorLearning { .. })) {
        return Ok(Vec::new());
    }
    Ok(awaited_of(case, &of_enrolment(db, case.id).await?))
}

/// What waits of all that was sent. What counts already is left out.
pub fn awaited_of(case: &Case, all: &[PriorLearning]) -> Vec<Awaited> {
    let framework = &case.framework;
    let waits = || all.iter().filter(|one| one.state().waits());
    let listed: BTreeSet<PriorIx> = waits().filter_map(|one| one.listed(framework)).collect();
    let held: BTreeSet<PriorIx> = proved(framework, all).into_iter().chain(listed).collect();
    let of = |one: &PriorLearning| {
        let mut elements = match one.listed(framework) {
            Some(prior) => excuses(framework, prior, &held),
            None => one.open_elements().into_iter().filter_map(|id| framework.find(id)).collect(),
        };
        elements.retain(|ix| !case.standing.state(*ix).counts());
        let in_review = one.state() == PriorState::InReview;
        Awaited { id: one.row.id, since: one.row.waits_since, in_review, elements }
    };
    waits().map(of).filter(|one| !one.elements.is_empty()).collect()
}
