//! Results, provisional and confirmed.

use super::{ChapterFile, Row, Waiting};
use crate::entities::{result, result_confirmation, sitting};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::standing::{Outcome, ResultFact};
use std::collections::BTreeMap;

#[derive(DerivePartialModel)]
#[sea_orm(entity = "result::Entity")]
pub(super) struct ResultRow {
    enrolment_id: EnrolmentId,
    id: ResultId,
    sitting_id: SittingId,
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
    #[sea_orm(skip)]
    corrected_at: Option<DateTime<Utc>>,
    #[sea_orm(skip)]
    correction_confirmed_on: Option<NaiveDate>,
}

impl Row for ResultRow {
    type Of = result::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        result::Entity::find()
            .join(JoinType::InnerJoin, result::Relation::Sitting.def())
            .join(JoinType::LeftJoin, result_confirmation::Relation::Result.def().rev())
            .of_any(enrolments)
            .order_by_asc(sitting::Column::HeldOn)
            .order_by_asc(result::Column::SittingId)
            .order_by_asc(result::Column::Round)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, zone: Tz) {
        let civil = |at| civil_date(at, zone);
        if self.confirmed_on.is_none() && self.corrected_at.is_none() {
            file.waiting.push(Waiting::Result {
                result: self.id,
                node: self.element.clone(),
                provider: self.provider,
                since: civil(self.recorded_at),
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
            superseded_on: self.confirmed_on.map_or(self.corrected_at.map(civil), |_| self.correction_confirmed_on),
            recorded_on: Some(civil(self.recorded_at)).filter(|day| *day > self.held_on),
        });
    }
}

/// When each result was corrected: one that counts does so until a correction is confirmed, and one that nobody confirmed waits
/// no more once it is corrected.
pub(super) fn ended_by_corrections(mut rows: Vec<ResultRow>) -> Vec<ResultRow> {
    let mut later: BTreeMap<(EnrolmentId, SittingId), (DateTime<Utc>, Option<NaiveDate>)> = BTreeMap::new();
    for row in rows.iter_mut().rev() {
        let next = later.get(&(row.enrolment_id, row.sitting_id)).copied();
        row.corrected_at = next.map(|(at, _)| at);
        row.correction_confirmed_on = next.and_then(|(_, on)| on);
        let confirmed_on = row.confirmed_on.or(row.correction_confirmed_on);
        later.insert((row.enrolment_id, row.sitting_id), (row.recorded_at, confirmed_on));
    }
    rows
}
