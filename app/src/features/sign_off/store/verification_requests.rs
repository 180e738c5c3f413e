//! Requests to an employer to verify a stage, with what was answered.

use super::{asked, closing};
use crate::error::AppError;
use crate::features::enrolments::store::{self as enrolments, Case};
use crate::features::people::entity::organisation;
use crate::features::people::entity::person::Name;
use crate::features::sign_off::entity::{verification, verification_request};
use crate::web::query::{Of, insert};
use crate::web::random;
use crate::web::tx::{May, Object, Reader};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Subject, actions};
use domain::framework::NodeIx;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, VerificationRequestId};
use domain::journal::{Event, Place};
use domain::sign_off::{VerificationOutcome, results_confirmed_by};
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use sea_orm::{ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QuerySelect, RelationTrait};

/// A request with what came of it.
#[derive(Clone, Debug)]
pub struct VerificationRequest {
    /// Its id.
    pub id: VerificationRequestId,
    /// Whose record.
    pub enrolment_id: EnrolmentId,
    /// The verification element.
    pub element: String,
    /// The employer asked.
    pub employer_id: OrganisationId,
    /// Its name.
    pub employer: String,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// Whether it waits.
    pub is_open: bool,
    /// What was answered.
    pub outcome: Option<VerificationOutcome>,
    /// The employer's words.
    pub comment: Option<String>,
    /// Hash over all that was signed.
    pub signed_sha256: Option<String>,
    /// Who answered.
    pub verified_by: Option<String>,
    /// The id of whoever answered.
    pub verified_by_id: Option<PersonId>,
    /// When.
    pub verified_at: Option<DateTime<Utc>>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "verification_request::Entity")]
struct Row {
    #[sea_orm(nested)]
    request: verification_request::Model,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    employer: String,
    #[sea_orm(nested)]
    answer: Option<verification::Model>,
    #[sea_orm(nested)]
    verifier: Option<Name>,
}

impl From<Row> for VerificationRequest {
    fn from(row: Row) -> Self {
        let request = row.request;
        let request = Self {
            id: request.id,
            enrolment_id: request.enrolment_id,
            element: request.element,
            employer_id: request.employer_id,
            employer: row.employer,
            asked_on: request.asked_on,
            is_open: request.is_open,
            outcome: None,
            comment: None,
            signed_sha256: None,
            verified_by: None,
            verified_by_id: None,
            verified_at: None,
        };
        let Some((answer, verifier)) = row.answer.zip(row.verifier) else {
            return request;
        };
        Self {
            outcome: Some(answer.outcome),
            comment: Some(answer.comment),
            signed_sha256: Some(answer.signed_sha256),
            verified_by: Some(verifier.name),
            verified_by_id: Some(answer.verified_by),
            verified_at: Some(answer.verified_at),
            ..request
        }
    }
}

/// One request.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn request(
    connection: &impl ConnectionTrait,
    id: VerificationRequestId,
) -> Result<VerificationRequest, AppError> {
    let row: Option<Row> = verification_request::Entity::find()
        .join(InnerJoin, verification_request::Relation::Employer.def())
        .join(LeftJoin, verification::Relation::Request.def().rev())
        .join(LeftJoin, verification::Relation::Verifier.def())
        .of(id)
        .into_partial_model()
        .one(connection)
        .await?;
    Ok(row.ok_or(AppError::NotFound)?.into())
}

/// A request with the record that it is answered on.
#[derive(Debug)]
pub struct Asked {
    /// The request.
    pub request: VerificationRequest,
    /// The record.
    pub case: Case,
    /// The verification in the record's framework.
    pub ix: NodeIx,
}

impl Asked {
    /// The request on its record.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the framework has no such verification.
    pub fn new(request: VerificationRequest, case: Case) -> Result<Self, AppError> {
        let ix = case.framework.find(&request.element).ok_or(AppError::NotFound)?;
        Ok(Self { request, case, ix })
    }

    /// What a rule of access may look at when a request is answered: only the employer that was asked may answer, only while
    /// the trainee works there, and by nobody who turned the other key.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn subject(&self, connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Subject, AppError> {
        let Self { request, case, ix } = self;
        let confirmed_by = results_confirmed_by(&case.framework, &case.facts, *ix);
        let subject = enrolments::subject(connection, request.enrolment_id, today).await?;
        Ok(Subject {
            results_confirmed_by: confirmed_by.into_iter().filter_map(PersonId::parse).collect(),
            ..asked(subject, Some(request.employer_id))
        })
    }
}

impl Object for VerificationRequestId {
    type State = Asked;

    async fn place(self, db: &Reader<'_>) -> Result<Option<Place>, AppError> {
        enrolments::place_of(db, request(db, self).await?.enrolment_id).await
    }

    async fn read(self, db: &Reader<'_>, today: NaiveDate) -> Result<(Subject, Asked), AppError> {
        let request = request(db, self).await?;
        let case = enrolments::case_in(db, db.catalogue(), request.enrolment_id, today).await?;
        let asked = Asked::new(request, case)?;
        Ok((asked.subject(db, today).await?, asked))
    }
}

/// The open request of an enrolment for an element.
///
/// # Errors
/// When the database can't be read.
pub async fn open(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    element: &str,
) -> Result<Option<verification_request::Model>, AppError> {
    let found = verification_request::Entity::find()
        .of(enrolment)
        .filter(verification_request::Column::Element.eq(element))
        .filter(verification_request::Column::IsOpen.eq(true));
    Ok(found.one(connection).await?)
}

/// Asks an employer to verify. What is with an employer for whom the trainee works no longer is closed.
///
/// # Errors
/// When the database can't be written.
pub async fn ask(
    may: &May<'_, actions::AskVerification>,
    element: String,
    employer: OrganisationId,
) -> Result<VerificationRequestId, AppError> {
    let stamp = may.stamp();
    for closing in closing::verifications(&may.tx().read().await?, stamp, may.on()).await? {
        let tx = may.says(closing.event());
        closing.write(tx).await?;
    }
    let id = VerificationRequestId::new(random::uuid());
    let tx = may.says(Event::RequestedVerification {
        request: id,
        element: element.clone(),
        employer,
    });
    let row = verification_request::Model {
        id,
        enrolment_id: may.on(),
        trainee_id: may.permit().by(),
        element,
        employer_id: employer,
        asked_at: stamp.at,
        asked_on: stamp.on,
        is_open: true,
    };
    insert(tx, row).await?;
    Ok(id)
}
