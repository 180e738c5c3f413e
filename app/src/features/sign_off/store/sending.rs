//! Asking somebody to sign, and what ends a request that nobody answered.

use super::touch;
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::journal::{self, store::Stamp};
use crate::features::sign_off::entity::signing_request::{self, subject_key};
use crate::features::sign_off::entity::{claim, signing_end};
use crate::web::query::{Of, insert};
use crate::web::random;
use crate::web::tx::{May, Object};
use chrono::NaiveDate;
use domain::access::{Act, actions};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, SigningRequestId};
use domain::journal::{Digest, Event};
use domain::sign_off::{EndReason, Recipient, Shown, SigningKind, SigningSubject};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// A request to be sent.
#[derive(Debug)]
pub struct NewRequest {
    /// On which enrolment, and whose.
    pub of: (EnrolmentId, PersonId),
    /// What is to be signed.
    pub subject: SigningSubject,
    /// Who is asked.
    pub to: Recipient,
    /// At which employer.
    pub employer: OrganisationId,
    /// The first day on which it can be answered no longer.
    pub until: Option<NaiveDate>,
    /// Exactly what is shown.
    pub shown: Shown,
}

/// Asks somebody to sign; what is shown is fixed and hashed here.
pub async fn send<A: Act>(may: &May<'_, A>, new: NewRequest) -> Result<SigningRequestId, AppError>
where
    A::On: Object,
{
    let round = 1 + last_round(&may.tx().read().await?, new.of.0, &new.subject).await?;
    let (row, event) = new_request(may.stamp(), round, &new)?;
    let (id, db) = (row.id, may.says(event));
    insert(db, row).await?;
    if let Some(claim) = new.subject.claim() {
        // Nothing is sent without the declaration that names are removed.
        let at = may.stamp().at;
        let declared =
            claim::ActiveModel { id: Set(claim), redacted: Set(true), changed_at: Set(at), ..Default::default() };
        declared.update(db).await?;
    }
    Ok(id)
}

/// A request, and what is said of it.
///
/// # Errors
/// Never in practice: what is shown is plain.
pub fn new_request(stamp: &Stamp, round: i64, new: &NewRequest) -> Result<(signing_request::Model, Event), AppError> {
    let id = SigningRequestId::new(random::uuid());
    let text = new.shown.text(&journal::salt())?;
    let shown = Digest::of(&text);
    let (enrolment_id, trainee_id) = new.of;
    let event = Event::RequestedSignature {
        request: id,
        subject: new.subject.clone(),
        round,
        employer: new.employer,
        to: new.to,
        until: new.until,
        shown,
    };
    let (person_id, link_id) = match new.to {
        Recipient::Person(person) => (Some(person), None),
        Recipient::Link { link, .. } => (None, Some(link)),
        Recipient::Employer => (None, None),
    };
    let row = signing_request::Model {
        id,
        enrolment_id,
        trainee_id,
        subject: new.subject.kind(),
        node: new.subject.node().to_owned(),
        claim_id: new.subject.claim(),
        round,
        employer_id: new.employer,
        person_id,
        link_id,
        shown: text,
        shown_sha256: shown.to_string(),
        sent_at: stamp.at,
        sent_on: stamp.on,
        until_on: new.until,
        is_open: true,
    };
    Ok((row, event))
}

/// The round of the last request about a subject; 0 before the first.
async fn last_round(db: &impl ConnectionTrait, of: EnrolmentId, subject: &SigningSubject) -> Result<i64, AppError> {
    let key = subject.claim().map_or_else(|| subject.node().to_owned(), |claim| claim.to_string());
    let last: Option<Option<i64>> = signing_request::Entity::find()
        .select_only()
        .column_as(signing_request::Column::Round.max(), "last")
        .of(of)
        .filter(subject_key(signing_request::Entity).eq(key))
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

/// Takes the open request of a claim back.
pub async fn take_back(may: &May<'_, actions::WriteClaim>, request: SigningRequestId) -> Result<(), AppError> {
    let claim = may.state();
    let subject = SigningSubject::Claim { claim: claim.id, outcome: claim.outcome.clone() };
    let db = may.says(Event::TookBackRequest { request, subject });
    end(may, db, request, EndReason::TakenBack).await?;
    touch(db, may.stamp(), claim.id).await
}

/// Closes the open requests of some kinds of an enrolment that are with employers for whom the trainee works no longer, so
/// that they can ask again elsewhere. Says of what kind each of them was.
pub async fn close_at_former_employers<A: Act>(
    may: &May<'_, A>,
    enrolment: EnrolmentId,
    kinds: &[SigningKind],
) -> Result<Vec<SigningKind>, AppError>
where
    A::On: Object,
{
    // Not a reader: the end of an employment has been written by now.
    let read = may.unjournaled("each closing says it below");
    let employers = enrolments::employers_today(read, enrolment, may.stamp().on).await?;
    let mut left = super::requests::open(read, enrolment, kinds).await?;
    left.retain(|request| employers.iter().all(|(employer, _)| *employer != request.employer_id));
    for request in &left {
        let db = may.says(Event::ClosedRequest {
            request: request.id,
            subject: request.subject()?,
            employer: request.employer_id,
        });
        end(may, db, request.id, EndReason::EmploymentEnded).await?;
    }
    Ok(left.into_iter().map(|request| request.subject).collect())
}

async fn end<A: Act>(
    may: &May<'_, A>,
    db: &impl ConnectionTrait,
    request_id: SigningRequestId,
    reason: EndReason,
) -> Result<(), AppError>
where
    A::On: Object,
{
    let stamp = may.stamp();
    no_longer_open(db, request_id).await?;
    let row = signing_end::Model { request_id, reason, ended_by: stamp.by, ended_on: stamp.on, ended_at: stamp.at };
    Ok(insert(db, row).await?)
}

/// Writes that a request waits no longer.
pub(super) async fn no_longer_open(db: &impl ConnectionTrait, id: SigningRequestId) -> Result<(), AppError> {
    signing_request::Entity::update_many()
        .col_expr(signing_request::Column::IsOpen, Expr::value(false))
        .of(id)
        .exec(db)
        .await?;
    Ok(())
}
