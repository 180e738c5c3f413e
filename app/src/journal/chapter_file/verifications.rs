//! The verification of stages by employers.

use super::claims::requests;
use super::{ChapterFile, Row, Waiting};
use crate::entities::{signature, signature_withdrawal, signing_request};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::sign_off::{Signer, SigningKind, StageOutcome};
use domain::standing::VerificationFact;

#[derive(DerivePartialModel)]
#[sea_orm(entity = "signing_request::Entity")]
pub(super) struct VerificationRow {
    enrolment_id: EnrolmentId,
    id: SigningRequestId,
    node: String,
    employer_id: OrganisationId,
    sent_on: NaiveDate,
    is_open: bool,
    #[sea_orm(from_expr = "signature::Column::Outcome")]
    outcome: Option<StageOutcome>,
    #[sea_orm(from_expr = "signature::Column::PersonId")]
    signed_by: Option<PersonId>,
    #[sea_orm(from_expr = "signature::Column::LinkId")]
    signed_by_link: Option<SigningLinkId>,
    #[sea_orm(from_expr = "signature::Column::SignedOn")]
    signed_on: Option<NaiveDate>,
    /// When the verification was withdrawn.
    #[sea_orm(from_expr = "signature_withdrawal::Column::WithdrawnOn")]
    undone_on: Option<NaiveDate>,
}

impl Row for VerificationRow {
    type Of = signing_request::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        requests(SigningKind::Stage, enrolments)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, _: Tz) {
        if self.is_open {
            file.waiting.push(Waiting::Verification {
                request: self.id,
                node: self.node.clone(),
                employer: self.employer_id,
                since: self.sent_on,
            });
        }
        let signer = Signer::of(self.signed_by, self.signed_by_link);
        if let (Some(StageOutcome::Verified), Some(by), Some(on)) = (self.outcome, signer, self.signed_on) {
            file.facts.verifications.push(VerificationFact {
                id: self.id.to_string(),
                element: self.node,
                on,
                by: by.to_string(),
                employer: Some(self.employer_id.to_string()),
                withdrawn_on: self.undone_on,
                recorded_on: None,
            });
        }
    }
}
