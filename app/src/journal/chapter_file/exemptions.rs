//! What was sent of what is held from before and waits, and the exemptions that were granted.

use super::{ChapterFile, Row, Waiting};
use crate::entities::{exemption, exemption_withdrawal, prior_learning};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::standing::ExemptionFact;

#[derive(DerivePartialModel)]
#[sea_orm(entity = "prior_learning::Entity")]
pub(super) struct PriorLearningRow {
    enrolment_id: EnrolmentId,
    id: PriorLearningId,
    prior: Option<String>,
    waits_since: NaiveDate,
}

impl Row for PriorLearningRow {
    type Of = prior_learning::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        prior_learning::Entity::find()
            .of_any(enrolments)
            .filter(prior_learning::Column::IsOpen.eq(true))
            .order_by_asc(prior_learning::Column::WaitsSince)
            .order_by_asc(prior_learning::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, _: Tz) {
        file.waiting.push(Waiting::PriorLearning {
            prior_learning: self.id,
            prior: self.prior.unwrap_or_default(),
            since: self.waits_since,
        });
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "exemption::Entity")]
pub(super) struct ExemptionRow {
    enrolment_id: EnrolmentId,
    id: ExemptionId,
    element: String,
    decided_on: NaiveDate,
    decided_by: PersonId,
    expires_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "exemption_withdrawal::Column::WithdrawnOn")]
    withdrawn_on: Option<NaiveDate>,
}

impl Row for ExemptionRow {
    type Of = exemption::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        exemption::Entity::find()
            .join(JoinType::LeftJoin, exemption_withdrawal::Relation::Exemption.def().rev())
            .of_any(enrolments)
            .filter(exemption::Column::IsGranted.eq(true))
            .order_by_asc(exemption::Column::DecidedOn)
            .order_by_asc(exemption::Column::Element)
            .order_by_asc(exemption::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, _: Tz) {
        file.facts.exemptions.push(ExemptionFact {
            id: self.id.to_string(),
            element: self.element,
            decided_on: self.decided_on,
            decided_by: Some(self.decided_by.to_string()),
            // What it depends on stands in its row, in words.
            because: String::new(),
            expires_on: self.expires_on,
            withdrawn_on: self.withdrawn_on,
            recorded_on: None,
        });
    }
}
