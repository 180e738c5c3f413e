//! The verification of stages by employers.

use super::{ChapterFile, Row, Waiting};
use crate::features::sign_off::entity::{verification, verification_request};
use crate::web::query::Of;
use chrono::NaiveDate;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, VerificationRequestId};
use domain::sign_off::VerificationOutcome;
use domain::standing::VerificationFact;
use sea_orm::{DerivePartialModel, EntityTrait, JoinType, QueryOrder, QuerySelect, RelationTrait, Select};

#[derive(DerivePartialModel)]
#[sea_orm(entity = "verification_request::Entity")]
pub(super) struct VerificationRow {
    enrolment_id: EnrolmentId,
    id: VerificationRequestId,
    element: String,
    employer_id: OrganisationId,
    asked_on: NaiveDate,
    is_open: bool,
    #[sea_orm(from_expr = "verification::Column::Outcome")]
    outcome: Option<VerificationOutcome>,
    #[sea_orm(from_expr = "verification::Column::VerifiedBy")]
    verified_by: Option<PersonId>,
    #[sea_orm(from_expr = "verification::Column::VerifiedOn")]
    verified_on: Option<NaiveDate>,
}

impl Row for VerificationRow {
    type Of = verification_request::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        verification_request::Entity::find()
            .join(JoinType::LeftJoin, verification::Relation::Request.def().rev())
            .of_any(enrolments)
            .order_by_asc(verification_request::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile) {
        if self.is_open {
            file.waiting.push(Waiting::Verification {
                request: self.id,
                node: self.element.clone(),
                employer: self.employer_id,
                since: self.asked_on,
            });
        }
        let verified = self.outcome.filter(|outcome| *outcome == VerificationOutcome::Verified);
        if let (Some(_), Some(by), Some(on)) = (verified, self.verified_by, self.verified_on) {
            file.facts.verifications.push(VerificationFact {
                id: self.id.to_string(),
                element: self.element,
                on,
                by: by.to_string(),
                employer: Some(self.employer_id.to_string()),
                withdrawn_on: None,
                recorded_on: None,
            });
        }
    }
}
