//! Signatures that were withdrawn.

use crate::entities::person::name_of;
use crate::entities::{signature_withdrawal, signing_request};
use crate::prelude::stores::*;
use domain::sign_off::SigningKind;

/// That a signature was withdrawn, with what it was about.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "signature_withdrawal::Entity")]
pub struct Undone {
    #[sea_orm(from_expr = "signing_request::Column::EnrolmentId")]
    pub enrolment_id: EnrolmentId,
    /// The outcome, the verification or the kind of experience.
    #[sea_orm(from_expr = "signing_request::Column::Node")]
    pub node: String,
    pub subject: SigningKind,
    pub reason: String,
    #[sea_orm(from_expr = "name_of(\"withdrawer\")")]
    pub by: String,
    #[sea_orm(from_col = "withdrawn_on")]
    pub on: NaiveDate,
}

/// Those of some enrolments, the first first.
pub async fn undone(db: &impl ConnectionTrait, enrolments: &[EnrolmentId]) -> Result<Vec<Undone>, AppError> {
    let all = signature_withdrawal::Entity::find()
        .join(JoinType::InnerJoin, signature_withdrawal::Relation::Request.def())
        .join_as(JoinType::InnerJoin, signature_withdrawal::Relation::Withdrawer.def(), "withdrawer")
        .filter(signing_request::Column::EnrolmentId.is_in(enrolments.iter().copied()))
        .order_by_asc(signature_withdrawal::Column::WithdrawnAt)
        .order_by_asc(signature_withdrawal::Column::RequestId);
    Ok(all.into_partial_model().all(db).await?)
}
