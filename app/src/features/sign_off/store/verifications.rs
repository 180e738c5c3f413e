//! The employer's answer to a request to verify a stage.

use super::verification_requests::Asked;
use crate::error::AppError;
use crate::features::journal;
use crate::features::people::entity::{organisation, person};
use crate::features::sign_off::entity::{verification, verification_request};
use crate::web::query::insert;
use crate::web::tx::May;
use chrono::{DateTime, Utc};
use domain::access::actions;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, VerificationRequestId};
use domain::journal::{Digest, Event};
use domain::sign_off::{Statement, VerificationOutcome};
use sea_orm::ActiveValue::Set;
use sea_orm::JoinType::InnerJoin;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};
use serde::Serialize;

/// What the employer answers.
#[derive(Debug)]
pub struct Answer {
    /// Whether the stage is verified.
    pub outcome: VerificationOutcome,
    /// The employer's words.
    pub comment: String,
    /// What is attested.
    pub statement: Statement,
    /// Exactly what was shown.
    pub shown: serde_json::Value,
}

/// What the signature of an answer covers, in this order; its hash is stored with the answer, and `gradus doctor` makes it
/// again from the rows.
#[derive(Debug, Serialize)]
pub struct SignedVerification {
    /// Keeps anyone from finding out by trying what was signed, once it is erased.
    pub salt: String,
    /// The request's id.
    pub request: VerificationRequestId,
    /// Exactly what was shown, as JSON.
    pub shown: String,
    /// The answer.
    pub outcome: VerificationOutcome,
    /// The employer's words.
    pub comment: String,
    /// What was attested.
    pub statement: String,
    /// The version of its wording.
    pub statement_version: String,
    /// Who answered: the person's id.
    pub verified_by: PersonId,
    /// When.
    pub verified_at: DateTime<Utc>,
}

impl SignedVerification {
    /// The text that is hashed.
    ///
    /// # Errors
    /// Never in practice: the value is plain.
    pub fn text(&self) -> Result<String, AppError> {
        Ok(serde_json::to_string(self)?)
    }

    /// The hash that is stored with it.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn sha256(&self) -> Result<Digest, AppError> {
        Ok(Digest::of(&self.text()?))
    }
}

/// What was signed, and the hash that is stored with it.
pub(in crate::features::sign_off) fn signed(row: verification::Model) -> (SignedVerification, String) {
    let signed = SignedVerification {
        salt: row.salt,
        request: row.request_id,
        shown: row.shown,
        outcome: row.outcome,
        comment: row.comment,
        statement: row.statement,
        statement_version: row.statement_version,
        verified_by: row.verified_by,
        verified_at: row.verified_at,
    };
    (signed, row.signed_sha256)
}

/// An employer's answer with what its signature covers.
#[derive(Debug)]
pub struct Given {
    /// The employer asked.
    pub employer_id: OrganisationId,
    /// Its name.
    pub employer: String,
    /// The name of whoever answered.
    pub given_by: String,
    /// Hash over all that was signed.
    pub signed_sha256: String,
    /// What was signed.
    pub signed: SignedVerification,
}

/// Every answer that employers gave for an enrolment, in order.
///
/// # Errors
/// When the database can't be read.
pub async fn given(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Given>, AppError> {
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "verification::Entity")]
    struct Row {
        #[sea_orm(nested)]
        answer: verification::Model,
        #[sea_orm(from_expr = "verification_request::Column::EmployerId")]
        employer_id: OrganisationId,
        #[sea_orm(from_expr = "organisation::Column::Name")]
        employer: String,
        #[sea_orm(from_expr = "person::Column::Name")]
        given_by: String,
    }
    let rows: Vec<Row> = verification::Entity::find()
        .join(InnerJoin, verification::Relation::Request.def())
        .join(InnerJoin, verification_request::Relation::Employer.def())
        .join(InnerJoin, verification::Relation::Verifier.def())
        .filter(verification_request::Column::EnrolmentId.eq(enrolment))
        .order_by_asc(verification::Column::VerifiedAt)
        .order_by_asc(verification::Column::RequestId)
        .into_partial_model()
        .all(connection)
        .await?;
    let given = rows.into_iter().map(|row| {
        let (signed, signed_sha256) = signed(row.answer);
        Given {
            employer_id: row.employer_id,
            employer: row.employer,
            given_by: row.given_by,
            signed_sha256,
            signed,
        }
    });
    Ok(given.collect())
}

/// Turns the employer's key, or declines to.
///
/// # Errors
/// When the database can't be written.
pub async fn answer(may: &May<'_, actions::VerifyStage>, answer: Answer) -> Result<(), AppError> {
    let Asked { request, case, .. } = may.state();
    let stamp = may.stamp();
    let signed = SignedVerification {
        salt: journal::salt(),
        request: request.id,
        shown: answer.shown.to_string(),
        outcome: answer.outcome,
        comment: answer.comment,
        statement: answer.statement.text(),
        statement_version: answer.statement.version.to_owned(),
        verified_by: may.permit().by(),
        verified_at: stamp.at,
    };
    let hash = signed.sha256()?;
    let (id, element) = (request.id, request.element.clone());
    let tx = may.says(match answer.outcome {
        VerificationOutcome::Verified => Event::VerifiedStage {
            request: id,
            element,
            signed: hash,
        },
        VerificationOutcome::Declined => Event::DeclinedVerification {
            request: id,
            element,
            signed: hash,
        },
    });
    let row = verification::Model {
        request_id: signed.request,
        trainee_id: case.trainee,
        outcome: signed.outcome,
        comment: signed.comment,
        statement: signed.statement,
        statement_version: signed.statement_version,
        shown: signed.shown,
        signed_sha256: hash.to_string(),
        salt: signed.salt,
        verified_by: signed.verified_by,
        verified_on: stamp.on,
        verified_at: signed.verified_at,
    };
    insert(tx, row).await?;
    let closed = verification_request::ActiveModel {
        id: Set(id),
        is_open: Set(false),
        ..Default::default()
    };
    closed.update(tx).await?;
    Ok(())
}
