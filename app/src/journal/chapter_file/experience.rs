//! Spells of work, each with the last request to confirm it, and with each confirmation that was withdrawn.

use super::{ChapterFile, Row, Waiting};
use crate::entities::{experience, signature, signature_withdrawal, signing_request};
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
    /// When the confirmation was withdrawn.
    #[sea_orm(from_expr = "signature_withdrawal::Column::WithdrawnOn")]
    undone_on: Option<NaiveDate>,
    /// When the last one before was.
    #[sea_orm(skip)]
    undone_before: Option<NaiveDate>,
    /// Whether a later request is about the same spell.
    #[sea_orm(skip)]
    is_asked_again: bool,
}

/// What a spell of which a confirmation was withdrawn was until that day, and what it is since: of the rows of one spell each is the
/// state of it until the next.
pub(super) fn undone_before_the_next(mut rows: Vec<ExperienceRow>) -> Vec<ExperienceRow> {
    for at in 1..rows.len() {
        if rows[at - 1].id == rows[at].id {
            rows[at].undone_before = rows[at - 1].undone_on;
            rows[at - 1].is_asked_again = true;
        }
    }
    rows
}

impl Row for ExperienceRow {
    type Of = experience::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        let requests = signing_request::Relation::Experience.def().rev();
        let tells = |_, _| {
            let undone =
                signature_withdrawal::Entity::find().select_only().column(signature_withdrawal::Column::RequestId);
            let is_undone = signing_request::Column::Id.in_subquery(undone.into_query());
            Condition::any().add(signing_request::Entity::is_last()).add(is_undone)
        };
        experience::Entity::find()
            .join(JoinType::LeftJoin, requests.on_condition(tells))
            .join(JoinType::LeftJoin, signature::Relation::Request.def().rev())
            .join(JoinType::LeftJoin, signature_withdrawal::Relation::Request.def().rev())
            .of_any(enrolments)
            .order_by_asc(experience::Column::FromOn)
            .order_by_asc(experience::Column::Id)
            .order_by_asc(signing_request::Column::Round)
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
        let recorded_on = civil_date(self.recorded_at, zone);
        let fact = ExperienceFact {
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
            recorded_on: Some(self.undone_before.unwrap_or(recorded_on)),
        };
        let Some((request, undone_on)) = self.request.zip(self.undone_on) else {
            return file.facts.experience.push(fact);
        };
        // A fact of its own: what it was by what was known then. Afterwards nobody has confirmed the spell.
        let now =
            ExperienceFact { confirmed_on: None, confirmed_by: None, recorded_on: Some(undone_on), ..fact.clone() };
        file.facts.experience.push(ExperienceFact { id: request.to_string(), withdrawn_on: Some(undone_on), ..fact });
        if !self.is_asked_again {
            file.facts.experience.push(now);
        }
    }
}
