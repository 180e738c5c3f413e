//! Results, provisional and confirmed.

use super::{ChapterFile, Row, Waiting};
use crate::entities::{import_settlement, result, result_confirmation, sitting};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::imports::ImportEnd;
use domain::sittings::Rounds;
use domain::standing::{Outcome, ResultFact};
use std::collections::HashMap;

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
    /// How the file ended that it came from, and when.
    #[sea_orm(from_expr = "import_settlement::Column::Settled")]
    settled: Option<ImportEnd>,
    #[sea_orm(from_expr = "import_settlement::Column::SettledOn")]
    settled_on: Option<NaiveDate>,
    /// Where it waits to be confirmed: whether an earlier one counts meanwhile.
    #[sea_orm(skip)]
    waits: Option<bool>,
}

/// Of what was recorded of a sitting the last waits, until it is confirmed.
pub(super) fn the_last_waits(rows: Vec<ResultRow>) -> Vec<ResultRow> {
    let all = Rounds::of_all(rows.iter().collect(), |row| (row.id, row.supersedes));
    let waits = all.iter().filter_map(|rounds| {
        let stands = rounds.stands().filter(|row| row.confirmed_on.is_none())?;
        Some((stands.id, rounds.counts(|row| row.confirmed_on.is_some()).is_some()))
    });
    let waits: HashMap<ResultId, bool> = waits.collect();
    rows.into_iter().map(|row| ResultRow { waits: waits.get(&row.id).copied(), ..row }).collect()
}

impl Row for ResultRow {
    type Of = result::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        result::Entity::find()
            .join(JoinType::InnerJoin, result::Relation::Sitting.def())
            .join(JoinType::LeftJoin, result_confirmation::Relation::Result.def().rev())
            .join(JoinType::LeftJoin, result::Entity::file())
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
        let declined_on = self.settled_on.filter(|_| self.settled == Some(ImportEnd::Declined));
        let (result, node, provider) = (self.id, self.element.clone(), self.provider);
        file.waiting.extend(self.waits.map(|is_correction| match declined_on {
            Some(since) => Waiting::Declined { result, node, provider, since },
            None => Waiting::Result { result, node, provider, since: civil(self.recorded_at), is_correction },
        }));
        file.facts.results.push(ResultFact {
            id: self.id.to_string(),
            element: self.element,
            outcome: self.outcome,
            sat_on: self.held_on,
            confirmed_on: self.confirmed_on,
            declined_on,
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
