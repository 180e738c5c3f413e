//! Closing what lies with an employer for whom the trainee works no longer: it goes back to the trainee, who may ask again
//! elsewhere.

use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::journal::store::Stamp;
use crate::features::people::entity::organisation;
use crate::features::sign_off::entity::{claim, claim_request, request_closure, verification_request};
use crate::web::query::{Of, insert};
use crate::web::random;
use crate::web::tx::May;
use chrono::NaiveDate;
use domain::access::actions;
use domain::ids::{ClaimId, ClosureId, EnrolmentId, OrganisationId};
use domain::journal::Event;
use sea_orm::ActiveValue::Set;
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

/// How much was closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// Claims that went back to the trainee.
    pub claims: usize,
    /// Stages that are no longer asked to be verified.
    pub stages: usize,
}

/// The closing of a request, before it is written.
#[derive(Clone, Debug)]
pub struct Closing {
    event: Event,
    row: request_closure::Model,
}

impl Closing {
    /// What it says.
    #[must_use]
    pub fn event(&self) -> Event {
        self.event.clone()
    }

    /// Writes it, and that the request waits no longer.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn write(self, tx: &impl ConnectionTrait) -> Result<(), AppError> {
        if let Some(id) = self.row.verification_request_id {
            let request = verification_request::ActiveModel {
                id: Set(id),
                is_open: Set(false),
                ..Default::default()
            };
            request.update(tx).await?;
        }
        if let Some(id) = self.row.claim_request_id {
            let request = claim_request::ActiveModel {
                id: Set(id),
                is_open: Set(false),
                taken_back_at: Set(Some(self.row.closed_at)),
                ..Default::default()
            };
            request.update(tx).await?;
        }
        insert(tx, self.row).await?;
        Ok(())
    }
}

fn row(stamp: &Stamp, enrolment_id: EnrolmentId, employer_id: OrganisationId) -> request_closure::Model {
    request_closure::Model {
        id: ClosureId::new(random::uuid()),
        enrolment_id,
        claim_request_id: None,
        verification_request_id: None,
        employer_id,
        closed_by: stamp.by,
        closed_on: stamp.on,
        closed_at: stamp.at,
    }
}

async fn works_for(
    db: &impl ConnectionTrait,
    stamp: &Stamp,
    enrolment: EnrolmentId,
) -> Result<Vec<OrganisationId>, AppError> {
    let employers = enrolments::employers_today(db, enrolment, stamp.on).await?;
    Ok(employers.into_iter().map(|(id, _)| id).collect())
}

/// Closes the open requests of an enrolment to verify a stage whose employer the trainee works for no longer, so that
/// another one can be asked.
///
/// # Errors
/// When the database can't be read.
pub async fn verifications(
    db: &impl ConnectionTrait,
    stamp: &Stamp,
    enrolment: EnrolmentId,
) -> Result<Vec<Closing>, AppError> {
    let open = verification_request::Entity::find()
        .of(enrolment)
        .filter(verification_request::Column::IsOpen.eq(true))
        .filter(verification_request::Column::EmployerId.is_not_in(works_for(db, stamp, enrolment).await?))
        .order_by_asc(verification_request::Column::AskedAt)
        .order_by_asc(verification_request::Column::Id);
    let closing = |request: verification_request::Model| {
        let row = request_closure::Model {
            verification_request_id: Some(request.id),
            ..row(stamp, enrolment, request.employer_id)
        };
        let event = Event::ClosedVerificationRequest {
            request: request.id,
            closure: row.id,
            element: request.element,
            employer: request.employer_id,
        };
        Closing { event, row }
    };
    Ok(open.all(db).await?.into_iter().map(closing).collect())
}

/// Takes the open claims of an enrolment back from an employer, when the trainee works there no longer.
///
/// # Errors
/// When the database can't be read.
pub async fn claims(
    db: &impl ConnectionTrait,
    stamp: &Stamp,
    enrolment: EnrolmentId,
    employer: OrganisationId,
) -> Result<Vec<Closing>, AppError> {
    if works_for(db, stamp, enrolment).await?.contains(&employer) {
        return Ok(Vec::new());
    }
    let open = claim_request::Entity::find()
        .join(InnerJoin, claim_request::Relation::Claim.def())
        .of(employer)
        .filter(claim::Column::EnrolmentId.eq(enrolment))
        .filter(claim_request::Column::IsOpen.eq(true))
        .order_by_asc(claim_request::Column::SentAt)
        .order_by_asc(claim_request::Column::Id);
    let closing = |request: claim_request::Model| {
        let row = request_closure::Model {
            claim_request_id: Some(request.id),
            ..row(stamp, enrolment, employer)
        };
        let event = Event::ClosedClaimRequest {
            claim: request.claim_id,
            request: request.id,
            closure: row.id,
            employer,
        };
        Closing { event, row }
    };
    Ok(open.all(db).await?.into_iter().map(closing).collect())
}

/// Closes what [`verifications`] finds. Says how many.
///
/// # Errors
/// When the database can't be read or written.
pub async fn close_verifications(may: &May<'_, actions::ManageSupervision>) -> Result<usize, AppError> {
    let found = verifications(may.unjournaled("each closing says it below"), may.stamp(), may.on()).await?;
    close(may, found).await
}

/// Closes what [`claims`] finds. Says how many.
///
/// # Errors
/// When the database can't be read or written.
pub async fn close_claims(
    may: &May<'_, actions::ManageSupervision>,
    employer: OrganisationId,
) -> Result<usize, AppError> {
    let db = may.unjournaled("each closing says it below");
    let found = claims(db, may.stamp(), may.on(), employer).await?;
    close(may, found).await
}

async fn close(may: &May<'_, actions::ManageSupervision>, all: Vec<Closing>) -> Result<usize, AppError> {
    let closed = all.len();
    for closing in all {
        let db = may.says(closing.event());
        closing.write(db).await?;
    }
    Ok(closed)
}

/// A request that was closed and that the trainee has not made again since.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "request_closure::Entity")]
pub struct CameBack {
    /// The node: an outcome, or the verification of a stage.
    #[sea_orm(from_expr = "node()")]
    pub node: String,
    /// The claim, where it was one.
    #[sea_orm(from_expr = "claim_request::Column::ClaimId")]
    pub claim_id: Option<ClaimId>,
    /// The employer for whom the trainee works no longer.
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub employer: String,
    /// On which day.
    pub closed_on: NaiveDate,
}

/// What was to be decided or verified.
fn node() -> Expr {
    let outcome = Expr::col((claim::Entity, claim::Column::Outcome));
    let element = Expr::col((verification_request::Entity, verification_request::Column::Element));
    Func::coalesce([outcome, element]).into()
}

/// What came back to the trainee of an enrolment and still lies with them, the latest first.
///
/// # Errors
/// When the database can't be read.
pub async fn came_back(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<CameBack>, AppError> {
    Ok(request_closure::Entity::find()
        .join(InnerJoin, request_closure::Relation::Employer.def())
        .join(LeftJoin, request_closure::Relation::ClaimRequest.def())
        .join(LeftJoin, claim_request::Relation::Claim.def())
        .join(LeftJoin, request_closure::Relation::VerificationRequest.def())
        .of(enrolment)
        .filter(claim::Column::DeletedAt.is_null())
        .filter(claim_request::Entity::is_last())
        .filter(verification_request::Entity::is_last())
        .order_by_desc(request_closure::Column::Id)
        .into_partial_model()
        .all(connection)
        .await?)
}
