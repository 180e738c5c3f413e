//! Claims, one fact for each time that one was sent.

use super::{ChapterFile, Row, Waiting};
use crate::features::sign_off::entity::{claim, claim_request, decision};
use crate::web::clock::civil_date;
use crate::web::request::ZONE;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId, PersonId};
use domain::standing::{ClaimDecision, ClaimFact, ClaimOutcome};
use sea_orm::{
    ColumnTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    sent_on: NaiveDate,
    taken_back_at: Option<DateTime<Utc>>,
    is_open: bool,
    #[sea_orm(from_expr = "decision::Column::Outcome")]
    outcome: Option<ClaimOutcome>,
    #[sea_orm(from_expr = "decision::Column::DecidedOn")]
    decided_on: Option<NaiveDate>,
    #[sea_orm(from_expr = "decision::Column::DecidedBy")]
    decided_by: Option<PersonId>,
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

impl Row for ClaimRow {
    type Of = claim_request::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        claim_request::Entity::find()
            .join(JoinType::InnerJoin, claim_request::Relation::Claim.def())
            .join(JoinType::LeftJoin, decision::Relation::Request.def().rev())
            .filter(claim::Column::EnrolmentId.is_in(enrolments.iter().copied()))
            .order_by_asc(claim_request::Column::Id)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile) {
        if self.is_open {
            file.waiting.push(Waiting::Claim {
                claim: self.claim_id,
                node: self.node.clone(),
                supervisor: self.supervisor_id,
                since: self.sent_on,
            });
        }
        let taken_back = self.taken_back_at.map(|at| civil_date(at, ZONE));
        let happened = shown_dates(&self.shown).unwrap_or((self.sent_on, self.sent_on));
        let decision = match (self.outcome, self.decided_on, self.decided_by) {
            (Some(outcome), Some(on), Some(by)) => Some(ClaimDecision {
                outcome,
                on,
                by: by.to_string(),
                missing: None,
            }),
            _ => None,
        };
        file.facts.claims.push(ClaimFact {
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
    let dates = serde_json::from_str::<Dates>(shown).ok()?;
    Some((dates.happened_from, dates.happened_until))
}
