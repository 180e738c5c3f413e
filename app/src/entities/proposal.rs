//! The row of a proposal.

use super::query::names;
use super::{award, organisation, person};
use domain::ids::{AwardId, OrganisationId, PersonId, ProposalId};
use domain::proposals::{Proposable, Settled};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProposalId,
    pub body_id: OrganisationId,
    /// What is asked for.
    pub act: Proposable,
    /// Whose account or status it is about.
    pub person_id: PersonId,
    /// The status that is to be withdrawn.
    pub award_id: Option<AwardId>,
    /// The address that an account is to have from then on, where it changes.
    pub email: Option<String>,
    pub reason: String,
    pub salt: String,
    pub proposed_by: PersonId,
    pub proposed_on: Date,
    pub proposed_at: ChronoDateTimeUtc,
    pub settled: Option<Settled>,
    pub settled_by: Option<PersonId>,
    pub settled_on: Option<Date>,
    #[sea_orm(belongs_to, relation_enum = "Body", from = "body_id", to = "id")]
    pub body: BelongsTo<organisation::Entity>,
    /// Whose account or status it is about.
    #[sea_orm(belongs_to, relation_enum = "Person", from = "person_id", to = "id")]
    pub person: BelongsTo<person::Entity>,
    /// The status that is to be withdrawn.
    #[sea_orm(belongs_to, from = "award_id", to = "id")]
    pub award: BelongsTo<Option<award::Entity>>,
    #[sea_orm(belongs_to, relation_enum = "Proposer", from = "proposed_by", to = "id")]
    pub proposer: BelongsTo<person::Entity>,
    /// Who confirmed, declined or took back.
    #[sea_orm(belongs_to, relation_enum = "Settler", from = "settled_by", to = "id")]
    pub settler: BelongsTo<Option<person::Entity>>,
}

names! { ProposalId => Id, OrganisationId => BodyId, PersonId => PersonId, AwardId => AwardId }
