//! Spells of work, each with the last request to confirm it.

use super::{ChapterFile, Row, Waiting};
use crate::entities::{experience, signature, signing_request};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::sign_off::{ExperienceOutcome, Signer};
use domain::standing::ExperienceFact;

#[derive(DerivePartialModel)]
#[sea_orm(entity = "experience::Entity")]
pub(super) struct ExperienceRow {
    enrolment_id: EnrolmentId,
    id: ExperienceId,
    kind: String,
    employer_id: OrganisationId,
    from_on: NaiveDate,
    until_on: NaiveDate,
    minutes: i64,
    full_time_percent: Option<i64>,
    recorded_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
    #[sea_orm(from_expr = "signing_request::Column::Id")]
    request: Option<SigningRequestId>,
    #[sea_orm(from_expr = "signing_request::Column::SentOn")]
    sent_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "signing_request::Column::IsOpen")]
    is_open: Option<bool>,
    #[sea_orm(from_expr = "signature::Column::Outcome")]
    outcome: Option<ExperienceOutcome>,
    #[sea_orm(from_expr = "signature::Column::PersonId")]
    signed_by: Option<PersonId>,
    #[sea_orm(from_expr = "signature::Column::LinkId")]
    signed_by_link: Option<SigningLinkId>,
    #[sea_orm(from_expr = "signature::Column::SignedOn")]
    signed_on: Option<NaiveDate>,
}

impl Row for ExperienceRow {
    type Of = experience::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        let requests = signing_request::Relation::Experience.def().rev();
        let is_last = |_, _| Condition::all().add(signing_request::Entity::is_last());
        experience::Entity::find()
            .join(JoinType::LeftJoin, requests.on_condition(is_last))
            .join(JoinType::LeftJoin, signature::Relation::Request.def().rev())
            .of_any(enrolments)
            .order_by_asc(experience::Column::FromOn)
            .order_by_asc(experience::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, zone: Tz) {
        if let (Some(true), Some(request), Some(since)) = (self.is_open, self.request, self.sent_on) {
            file.waiting.push(Waiting::Experience {
                request,
                experience: self.id,
                experience_kind: self.kind.clone(),
                employer: self.employer_id,
                since,
            });
        }
        let is_confirmed = self.outcome == Some(ExperienceOutcome::Confirmed);
        let signer = Signer::of(self.signed_by, self.signed_by_link).filter(|_| is_confirmed);
        file.facts.experience.push(ExperienceFact {
            id: self.id.to_string(),
            kind: self.kind,
            from: self.from_on,
            until: self.until_on,
            minutes: self.minutes,
            full_time_percent: self.full_time_percent.and_then(|percent| u8::try_from(percent).ok()),
            organisation: self.employer_id.to_string(),
            confirmed_on: self.signed_on.filter(|_| is_confirmed),
            confirmed_by: signer.map(|one| one.to_string()),
            withdrawn_on: self.withdrawn_at.map(|at| civil_date(at, zone)),
            recorded_on: Some(civil_date(self.recorded_at, zone)),
        });
    }
}
