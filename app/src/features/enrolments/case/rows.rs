//! The rows that facts are made of.

use super::{CaseFile, Waiting};
use crate::features::awards::entity::{application, award, award_withdrawal};
use crate::features::enrolments::entity::{enrolment, joining, specialism};
use crate::features::people::entity::organisation;
use crate::features::people::entity::person::{self, name_of};
use crate::features::results::entity::{result, result_confirmation, sitting};
use crate::features::sign_off::entity::{claim, claim_request, decision, verification, verification_request};
use crate::paths;
use crate::web::clock::civil_date;
use crate::web::query::Of;
use crate::web::request::ZONE;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{
    ApplicationId, AwardId, ClaimId, ClaimRequestId, EnrolmentId, PersonId, ResultId, VerificationRequestId,
};
use domain::sign_off::VerificationOutcome;
use domain::standing::{
    AwardFact, ClaimDecision, ClaimFact, ClaimOutcome, FactsFile, Outcome, ResultFact, VerificationFact,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, DerivePartialModel, EntityTrait, JoinType, PartialModelTrait, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, RelationTrait, Select,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A row that adds to a case file.
pub(super) trait Row: PartialModelTrait {
    /// Of which table it is.
    type Of: EntityTrait;

    /// The rows of some enrolments, in the order in which they are added.
    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of>;

    /// Whose it is.
    fn enrolment(&self) -> EnrolmentId;

    /// Adds what it says.
    fn add(self, case: &mut CaseFile);
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
pub(super) struct HeadRow {
    #[sea_orm(from_col = "id")]
    enrolment_id: EnrolmentId,
    person_id: PersonId,
    from_on: NaiveDate,
}

impl Row for HeadRow {
    type Of = enrolment::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        enrolment::Entity::find().of_any(enrolments)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        case.facts = FactsFile {
            trainee: self.person_id.to_string(),
            enrolled_on: Some(self.from_on),
            ..FactsFile::default()
        };
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "specialism::Entity")]
pub(super) struct SpecialismRow {
    enrolment_id: EnrolmentId,
    specialism: String,
}

impl Row for SpecialismRow {
    type Of = specialism::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        specialism::Entity::find()
            .of_any(enrolments)
            .order_by_asc(specialism::Column::Round)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    /// The last one holds: the facts have room for one.
    fn add(self, case: &mut CaseFile) {
        case.facts.specialism = Some(self.specialism);
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "joining::Entity")]
pub(super) struct JoiningRow {
    #[sea_orm(from_expr = "enrolment::Column::Id")]
    enrolment_id: EnrolmentId,
    joined_on: NaiveDate,
}

/// Of the record, and so of each enrolment in it.
impl Row for JoiningRow {
    type Of = joining::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        let chapters: RelationDef = joining::Entity::belongs_to(enrolment::Entity)
            .from(joining::Column::RecordId)
            .to(enrolment::Column::RecordId)
            .into();
        joining::Entity::find()
            .join(JoinType::InnerJoin, chapters)
            .filter(enrolment::Column::Id.is_in(enrolments.iter().copied()))
            .order_by_asc(joining::Column::Round)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    /// The last one holds: the facts have room for one.
    fn add(self, case: &mut CaseFile) {
        case.facts.joined_on = Some(self.joined_on);
    }
}

fn name(case: &mut CaseFile, id: Option<PersonId>, name: Option<String>) {
    if let (Some(id), Some(name)) = (id, name) {
        case.facts.people.insert(id.to_string(), name);
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "result::Entity")]
pub(super) struct ResultRow {
    enrolment_id: EnrolmentId,
    id: ResultId,
    #[sea_orm(from_expr = "sitting::Column::Element")]
    element: String,
    #[sea_orm(from_expr = "sitting::Column::HeldOn")]
    held_on: NaiveDate,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    provider: String,
    outcome: Outcome,
    mark: Option<String>,
    recorded_by: PersonId,
    #[sea_orm(from_expr = "name_of(\"recorder\")")]
    recorded_by_name: String,
    recorded_at: DateTime<Utc>,
    #[sea_orm(from_expr = "result_confirmation::Column::ConfirmedBy")]
    confirmed_by: Option<PersonId>,
    #[sea_orm(from_expr = "name_of(\"confirmer\")")]
    confirmed_by_name: Option<String>,
    #[sea_orm(from_expr = "result_confirmation::Column::ConfirmedOn")]
    confirmed_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "Expr::col((\"newer\", result::Column::RecordedAt))")]
    superseded_at: Option<DateTime<Utc>>,
}

impl Row for ResultRow {
    type Of = result::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        result::Entity::find()
            .join(JoinType::InnerJoin, result::Relation::Sitting.def())
            .join(JoinType::InnerJoin, sitting::Relation::Provider.def())
            .join_as(JoinType::InnerJoin, result::Relation::Recorder.def(), "recorder")
            .join(JoinType::LeftJoin, result_confirmation::Relation::Result.def().rev())
            .join_as(
                JoinType::LeftJoin,
                result_confirmation::Relation::Confirmer.def(),
                "confirmer",
            )
            .join_as_rev(JoinType::LeftJoin, result::Relation::Superseded.def(), "newer")
            .of_any(enrolments)
            .order_by_asc(sitting::Column::HeldOn)
            .order_by_asc(result::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        let civil = |at| civil_date(at, ZONE);
        name(case, Some(self.recorded_by), Some(self.recorded_by_name));
        name(case, self.confirmed_by, self.confirmed_by_name);
        if self.confirmed_on.is_none() && self.superseded_at.is_none() {
            case.waiting.push(Waiting {
                node: self.element.clone(),
                kind: String::from("result"),
                href: String::new(),
                with: self.provider,
                since: civil(self.recorded_at),
            });
        }
        case.facts.results.push(ResultFact {
            id: self.id.to_string(),
            element: self.element,
            outcome: self.outcome,
            sat_on: self.held_on,
            confirmed_on: self.confirmed_on,
            recorded_by: Some(self.recorded_by.to_string()),
            confirmed_by: self.confirmed_by.map(|person| person.to_string()),
            mark: self.mark,
            voided_on: None,
            superseded_on: self.superseded_at.map(civil),
            recorded_on: Some(civil(self.recorded_at)).filter(|day| *day > self.held_on),
        });
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "claim_request::Entity")]
pub(super) struct ClaimRow {
    #[sea_orm(from_expr = "claim::Column::EnrolmentId")]
    enrolment_id: EnrolmentId,
    id: ClaimRequestId,
    claim_id: ClaimId,
    #[sea_orm(from_expr = "claim::Column::Outcome")]
    node: String,
    shown: String,
    supervisor_id: PersonId,
    #[sea_orm(from_expr = "name_of(\"supervisor\")")]
    supervisor_name: String,
    sent_on: NaiveDate,
    taken_back_at: Option<DateTime<Utc>>,
    is_open: bool,
    #[sea_orm(from_expr = "decision::Column::Outcome")]
    outcome: Option<ClaimOutcome>,
    #[sea_orm(from_expr = "decision::Column::DecidedOn")]
    decided_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "decision::Column::DecidedBy")]
    decided_by: Option<PersonId>,
    #[sea_orm(from_expr = "name_of(\"decider\")")]
    decided_by_name: Option<String>,
    #[sea_orm(from_expr = "decision::Column::Missing")]
    missing: Option<String>,
    #[sea_orm(skip)]
    sent_again: Option<NaiveDate>,
}

/// When each claim was sent again: the fact of the earlier time ends then.
pub(super) fn ended_by_the_next(mut rows: Vec<ClaimRow>) -> Vec<ClaimRow> {
    let mut next: BTreeMap<ClaimId, NaiveDate> = BTreeMap::new();
    for row in rows.iter_mut().rev() {
        row.sent_again = next.insert(row.claim_id, row.sent_on);
    }
    rows
}

/// One fact per time a claim was sent.
impl Row for ClaimRow {
    type Of = claim_request::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        claim_request::Entity::find()
            .join(JoinType::InnerJoin, claim_request::Relation::Claim.def())
            .join_as(
                JoinType::InnerJoin,
                claim_request::Relation::Supervisor.def(),
                "supervisor",
            )
            .join(JoinType::LeftJoin, decision::Relation::Request.def().rev())
            .join_as(JoinType::LeftJoin, decision::Relation::Decider.def(), "decider")
            .filter(claim::Column::EnrolmentId.is_in(enrolments.iter().copied()))
            .order_by_asc(claim_request::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        let taken_back = self.taken_back_at.map(|at| civil_date(at, ZONE));
        let happened = shown_dates(&self.shown).unwrap_or((self.sent_on, self.sent_on));
        name(case, Some(self.supervisor_id), Some(self.supervisor_name.clone()));
        name(case, self.decided_by, self.decided_by_name);
        if self.is_open {
            case.waiting.push(Waiting {
                node: self.node.clone(),
                kind: String::from("claim"),
                href: paths::claim(self.claim_id),
                with: self.supervisor_name,
                since: self.sent_on,
            });
        }
        let decision = match (self.outcome, self.decided_on, self.decided_by) {
            (Some(outcome), Some(on), Some(by)) => Some(ClaimDecision {
                outcome,
                on,
                by: by.to_string(),
                missing: self.missing,
            }),
            _ => None,
        };
        case.facts.claims.push(ClaimFact {
            id: self.id.to_string(),
            outcomes: vec![self.node],
            happened_from: happened.0,
            happened_until: happened.1,
            submitted_on: self.sent_on,
            supervisor: Some(self.supervisor_id.to_string()),
            decision,
            withdrawn_on: taken_back.or(self.sent_again),
            recorded_on: None,
        });
    }
}

/// The dates of the work as they were when the claim was sent, whatever the draft says now.
fn shown_dates(shown: &str) -> Option<(NaiveDate, NaiveDate)> {
    #[derive(Deserialize)]
    struct Dates {
        happened_from: NaiveDate,
        happened_until: NaiveDate,
    }
    serde_json::from_str::<Dates>(shown)
        .ok()
        .map(|dates| (dates.happened_from, dates.happened_until))
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "verification_request::Entity")]
pub(super) struct VerificationRow {
    enrolment_id: EnrolmentId,
    id: VerificationRequestId,
    element: String,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    employer: String,
    asked_on: NaiveDate,
    is_open: bool,
    #[sea_orm(from_expr = "verification::Column::Outcome")]
    outcome: Option<VerificationOutcome>,
    #[sea_orm(from_expr = "verification::Column::VerifiedBy")]
    verified_by: Option<PersonId>,
    #[sea_orm(from_expr = "person::Column::Name")]
    verified_by_name: Option<String>,
    #[sea_orm(from_expr = "verification::Column::VerifiedOn")]
    verified_on: Option<NaiveDate>,
}

impl Row for VerificationRow {
    type Of = verification_request::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        verification_request::Entity::find()
            .join(JoinType::InnerJoin, verification_request::Relation::Employer.def())
            .join(JoinType::LeftJoin, verification::Relation::Request.def().rev())
            .join(JoinType::LeftJoin, verification::Relation::Verifier.def())
            .of_any(enrolments)
            .order_by_asc(verification_request::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        name(case, self.verified_by, self.verified_by_name);
        if self.is_open {
            case.waiting.push(Waiting {
                node: self.element.clone(),
                kind: String::from("verification"),
                href: String::new(),
                with: self.employer.clone(),
                since: self.asked_on,
            });
        }
        let verified = self.outcome.filter(|outcome| *outcome == VerificationOutcome::Verified);
        if let (Some(_), Some(by), Some(on)) = (verified, self.verified_by, self.verified_on) {
            case.facts.verifications.push(VerificationFact {
                id: self.id.to_string(),
                element: self.element,
                on,
                by: by.to_string(),
                employer: Some(self.employer),
                withdrawn_on: None,
                recorded_on: None,
            });
        }
    }
}

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
            .order_by_asc(application::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        case.waiting.push(Waiting {
            node: self.step_off,
            kind: String::from("application"),
            href: paths::application(self.id),
            with: String::from("the registrar"),
            since: self.applied_on,
        });
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
    #[sea_orm(from_expr = "person::Column::Name")]
    conferred_by_name: String,
    #[sea_orm(from_expr = "award_withdrawal::Column::WithdrawnOn")]
    withdrawn_on: Option<NaiveDate>,
}

impl Row for AwardRow {
    type Of = award::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        award::Entity::find()
            .join(JoinType::InnerJoin, award::Relation::Conferrer.def())
            .join(JoinType::LeftJoin, award_withdrawal::Relation::Award.def().rev())
            .of_any(enrolments)
            .order_by_asc(award::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        name(case, Some(self.conferred_by), Some(self.conferred_by_name));
        case.facts.awards.push(AwardFact {
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
