//! An invitation by a link that works once.

use super::query::names;
use domain::access::Role;
use domain::ids::{InvitationId, OrganisationId, PersonId};
use sea_orm::Condition;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// The hash of the link's token, in hexadecimal; the token is stored nowhere.
    pub token_sha256: String,
    /// The name as whoever invited typed it.
    pub name: String,
    /// The address, in lower case.
    pub email: String,
    /// Where the role is, or for which body the account is opened; none for an account at the server.
    pub organisation_id: Option<OrganisationId>,
    pub role: Option<Role>,
    /// Whose account it opens, where it opens no role.
    pub person_id: Option<PersonId>,
    /// Who made the link; none at the server.
    pub invited_by: Option<PersonId>,
    /// When the link was made.
    pub invited_at: ChronoDateTimeUtc,
    /// Until when the link works.
    pub expires_at: ChronoDateTimeUtc,
    /// When it was used.
    pub used_at: Option<ChronoDateTimeUtc>,
    pub used_by: Option<PersonId>,
    /// When it was taken back.
    pub withdrawn_at: Option<ChronoDateTimeUtc>,
    pub salt: String,
    #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
    pub organisation: BelongsTo<Option<super::organisation::Entity>>,
}

impl Entity {
    /// Whether a link was neither used nor taken back; its time may be over.
    pub fn is_open() -> Condition {
        Condition::all().add(Column::UsedAt.is_null()).add(Column::WithdrawnAt.is_null())
    }
}

names! { InvitationId => Id, OrganisationId => OrganisationId, PersonId => PersonId }
