//! That what was signed was signed by mistake.

use super::query::names;
use super::{person, signing_request};
use domain::ids::{PersonId, SigningRequestId};
use domain::sign_off::SigningKind;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature_withdrawal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: SigningRequestId,
    pub trainee_id: PersonId,
    /// What kind of thing was signed.
    pub subject: SigningKind,
    pub reason: String,
    pub salt: String,
    pub withdrawn_by: PersonId,
    pub withdrawn_on: Date,
    pub withdrawn_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, relation_enum = "Request", from = "request_id", to = "id")]
    pub request: BelongsTo<signing_request::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Withdrawer", from = "withdrawn_by", to = "id")]
    pub withdrawer: BelongsTo<person::Entity>,
}

names! { SigningRequestId => RequestId }
