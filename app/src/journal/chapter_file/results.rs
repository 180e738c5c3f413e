//! Results, provisional and confirmed.

use super::{ChapterFile, Row, Waiting};
use crate::entities::{result, result_confirmation, sitting};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::standing::{Outcome, ResultFact, was_confirmed};

#[derive(DerivePartialModel)]
#[sea_orm(entity = "result::Entity")]
pub(super) struct ResultRow {
    enrolment_id: EnrolmentId,
    id: ResultId,
    #[sea_orm(from_expr = "sitting::Column::Element")]
    element: String,
    #[sea_orm(from_expr = "sitting::Column::HeldOn")]
    held_on: NaiveDate,
    #[sea_orm(from_expr = "sitting::Column::ProviderId")]
    provider: OrganisationId,
    outcome: Outcome,
    recorded_by: PersonId,
    recorded_at: DateTime<Utc>,
    #[sea_orm(from_expr = "result_confirmation::Column::ConfirmedBy")]
    confirmed_by: Option<PersonId>,
    #[sea_orm(from_expr = "result_confirmation::Column::ConfirmedOn")]
    confirmed_on: Option<NaiveDate>,
    supersedes: Option<ResultId>,
}

impl Row for ResultRow {
    type Of = result::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        result::Entity::find()
            .join(JoinType::InnerJoin, result::Relation::Sitting.def())
            .join(JoinType::LeftJoin, result_confirmation::Relation::Result.def().rev())
            .of_any(enrolments)
            // What is corrected comes before what corrects it, which may be of an earlier day.
            .order_by_asc(result::Column::Round)
            .order_by_asc(sitting::Column::HeldOn)
            .order_by_asc(result::Column::SittingId)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, zone: Tz) {
        let civil = |at| civil_date(at, zone);
        // What is corrected waits no more.
        file.waiting.retain(|one| !matches!(one, Waiting::Result { result, .. } if Some(*result) == self.supersedes));
        if self.confirmed_on.is_none() {
            file.waiting.push(Waiting::Result {
                result: self.id,
                node: self.element.clone(),
                provider: self.provider,
                since: civil(self.recorded_at),
                is_correction: self
                    .supersedes
                    .is_some_and(|before| was_confirmed(&file.facts.results, &before.to_string())),
            });
        }
        file.facts.results.push(ResultFact {
            id: self.id.to_string(),
            element: self.element,
            outcome: self.outcome,
            sat_on: self.held_on,
            confirmed_on: self.confirmed_on,
            recorded_by: Some(self.recorded_by.to_string()),
            confirmed_by: self.confirmed_by.map(|person| person.to_string()),
            mark: None,
            voided_on: None,
            superseded_on: None,
            corrects: self.supersedes.map(|result| result.to_string()),
            recorded_on: Some(civil(self.recorded_at)).filter(|day| *day > self.held_on),
        });
    }
}
