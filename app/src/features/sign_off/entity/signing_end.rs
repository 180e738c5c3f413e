//! How a request ended that nobody answered.

use super::signing_request;
use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{PersonId, SigningRequestId};
use domain::sign_off::EndReason;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_end")]
pub struct Model {
    /// Which request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: SigningRequestId,
    /// Why.
    pub reason: EndReason,
    /// Who ended it; none where the system did.
    pub ended_by: Option<PersonId>,
    /// The day.
    pub ended_on: Date,
    /// When.
    pub ended_at: ChronoDateTimeUtc,
    /// Which request.
    #[sea_orm(belongs_to, relation_enum = "Request", from = "request_id", to = "id")]
    pub request: BelongsTo<signing_request::Entity>,
    /// Who ended it.
    #[sea_orm(belongs_to, relation_enum = "Ender", from = "ended_by", to = "id")]
    pub ender: BelongsTo<Option<person::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { SigningRequestId => RequestId }
