//! Applications that are open, and what was conferred.

use super::{ChapterFile, Row, Waiting};
use crate::entities::{application, award, award_withdrawal};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::standing::AwardFact;

#[derive(DerivePartialModel)]
#[sea_orm(entity = "application::Entity")]
pub(super) struct ApplicationRow {
    enrolment_id: EnrolmentId,
    id: ApplicationId,
    step_off: String,
    applied_on: NaiveDate,
}

impl Row for ApplicationRow {
    type Of = application::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        application::Entity::find()
            .of_any(enrolments)
            .filter(application::Column::IsOpen.eq(true))
            .order_by_asc(application::Column::StepOff)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, _: Tz) {
        file.waiting.push(Waiting::Application { application: self.id, node: self.step_off, since: self.applied_on });
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "award::Entity")]
pub(super) struct AwardRow {
    enrolment_id: EnrolmentId,
    id: AwardId,
    status: String,
    conferred_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    conferred_by: PersonId,
    #[sea_orm(from_expr = "award_withdrawal::Column::WithdrawnOn")]
    withdrawn_on: Option<NaiveDate>,
}

impl Row for AwardRow {
    type Of = award::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        award::Entity::find()
            .join(JoinType::InnerJoin, award::Relation::Application.def())
            .join(JoinType::LeftJoin, award_withdrawal::Relation::Award.def().rev())
            .of_any(enrolments)
            .order_by_asc(application::Column::StepOff)
            .order_by_asc(application::Column::Round)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, _: Tz) {
        file.facts.awards.push(AwardFact {
            id: self.id.to_string(),
            status: self.status,
            conferred_on: self.conferred_on,
            conferred_by: Some(self.conferred_by.to_string()),
            expires_on: self.expires_on,
            withdrawn_on: self.withdrawn_on,
            recorded_on: None,
        });
    }
}
