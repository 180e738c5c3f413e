//! How a request ended that nobody answered.

use super::query::names;
use super::signing_request;
use domain::ids::{PersonId, SigningRequestId};
use domain::sign_off::EndReason;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_end")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: SigningRequestId,
    pub reason: EndReason,
    /// Who ended it; none where the system did.
    pub ended_by: Option<PersonId>,
    pub ended_on: Date,
    pub ended_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, relation_enum = "Request", from = "request_id", to = "id")]
    pub request: BelongsTo<signing_request::Entity>,
}

names! { SigningRequestId => RequestId }
