//! Claims, one fact for each time that one was sent.

use super::{ChapterFile, Row, Waiting};
use crate::entities::{signature, signature_withdrawal, signing_end, signing_request};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::sign_off::{Signer, SigningKind};
use domain::standing::{ClaimDecision, ClaimFact, ClaimOutcome};
use std::collections::BTreeMap;

/// The requests of a kind with what came of them, those about one claim or stage in order.
pub(super) fn requests(kind: SigningKind, enrolments: &[EnrolmentId]) -> Select<signing_request::Entity> {
    signing_request::Entity::find()
        .join(JoinType::LeftJoin, signature::Relation::Request.def().rev())
        .join(JoinType::LeftJoin, signature_withdrawal::Relation::Request.def().rev())
        .join(JoinType::LeftJoin, signing_end::Relation::Request.def().rev())
        .filter(signing_request::Column::Subject.eq(kind))
        .of_any(enrolments)
        .order_by_asc(signing_request::Column::Node)
        .order_by_asc(signing_request::Column::ClaimId)
        .order_by_asc(signing_request::Column::Round)
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "signing_request::Entity")]
pub(super) struct ClaimRow {
    enrolment_id: EnrolmentId,
    id: SigningRequestId,
    claim_id: Option<ClaimId>,
    employer_id: OrganisationId,
    node: String,
    happened_from: NaiveDate,
    happened_until: NaiveDate,
    person_id: Option<PersonId>,
    link_id: Option<SigningLinkId>,
    sent_on: NaiveDate,
    is_open: bool,
    #[sea_orm(from_expr = "signing_end::Column::EndedOn")]
    ended_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "signature::Column::Outcome")]
    outcome: Option<ClaimOutcome>,
    #[sea_orm(from_expr = "signature::Column::SignedOn")]
    signed_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "signature::Column::PersonId")]
    signed_by: Option<PersonId>,
    #[sea_orm(from_expr = "signature::Column::LinkId")]
    signed_by_link: Option<SigningLinkId>,
    /// When what was decided was withdrawn.
    #[sea_orm(from_expr = "signature_withdrawal::Column::WithdrawnOn")]
    undone_on: Option<NaiveDate>,
    #[sea_orm(skip)]
    sent_again: Option<NaiveDate>,
}

/// When each claim was sent again: the fact of the earlier time ends then.
pub(super) fn ended_by_the_next(mut rows: Vec<ClaimRow>) -> Vec<ClaimRow> {
    let mut next: BTreeMap<Option<ClaimId>, NaiveDate> = BTreeMap::new();
    for row in rows.iter_mut().rev() {
        row.sent_again = next.insert(row.claim_id, row.sent_on);
    }
    rows
}

impl Row for ClaimRow {
    type Of = signing_request::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        requests(SigningKind::Claim, enrolments)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, _: Tz) {
        let supervisor = Signer::of(self.person_id, self.link_id);
        let signer = Signer::of(self.signed_by, self.signed_by_link);
        if let (true, Some(claim), Some(supervisor)) = (self.is_open, self.claim_id, supervisor) {
            let (node, employer) = (self.node.clone(), self.employer_id);
            file.waiting.push(Waiting::Claim { claim, node, supervisor, employer, since: self.sent_on });
        }
        let decision = match (self.outcome, self.signed_on, signer) {
            (Some(outcome), Some(on), Some(by)) => {
                Some(ClaimDecision { outcome, on, by: by.to_string(), missing: None })
            }
            _ => None,
        };
        file.facts.claims.push(ClaimFact {
            id: self.id.to_string(),
            outcomes: vec![self.node],
            happened_from: self.happened_from,
            happened_until: self.happened_until,
            submitted_on: self.sent_on,
            supervisor: supervisor.map(|one| one.to_string()),
            decision,
            withdrawn_on: self.ended_on.or(self.undone_on).or(self.sent_again),
            recorded_on: None,
        });
    }
}
