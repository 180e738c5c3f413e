//! A role held in an organisation over an interval.

use super::query::{Dated, names};
use domain::access::{Membership, Role};
use domain::ids::{MembershipId, OrganisationId, PersonId, ProposalId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    pub person_id: PersonId,
    pub organisation_id: OrganisationId,
    pub role: Role,
    pub from_on: Date,
    /// First day on which it is no longer held.
    pub until_on: Option<Date>,
    /// Who granted it; none at set-up.
    pub granted_by: Option<PersonId>,
    /// When it was granted.
    pub granted_at: ChronoDateTimeUtc,
    pub ended_by: Option<PersonId>,
    /// What was confirmed, where it ended with the reset of the account.
    pub reset_id: Option<ProposalId>,
    #[sea_orm(belongs_to, relation_enum = "Person", from = "person_id", to = "id")]
    pub person: BelongsTo<super::person::Entity>,
    #[sea_orm(belongs_to, from = "organisation_id", to = "id")]
    pub organisation: BelongsTo<super::organisation::Entity>,
}

impl Dated for Entity {
    const FROM: Column = Column::FromOn;
    const UNTIL: Column = Column::UntilOn;
}

impl From<Model> for Membership {
    fn from(row: Model) -> Self {
        Self { organisation: row.organisation_id, role: row.role }
    }
}

names! { MembershipId => Id, PersonId => PersonId, OrganisationId => OrganisationId, ProposalId => ResetId }
