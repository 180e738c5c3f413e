//! Rows of invitations and memberships.

use super::Beside;
use crate::features::journal::change::{Change, added, maybe};
use crate::features::people::entity::{invitation, membership};
use chrono::{DateTime, Utc};
use domain::access::Role;
use domain::ids::{InvitationId, MembershipId, OrganisationId, PersonId};
use sea_orm::ActiveValue::Set;

pub(super) fn invited(
    beside: &Beside,
    id: InvitationId,
    (organisation, role): (Option<OrganisationId>, Option<Role>),
    expires_at: DateTime<Utc>,
) -> Change {
    added(invitation::ActiveModel {
        id: Set(id),
        organisation_id: Set(organisation),
        role: Set(role),
        invited_by: maybe(beside.by),
        invited_at: Set(beside.at),
        expires_at: Set(expires_at),
        used_at: Set(None),
        used_by: Set(None),
        withdrawn_at: Set(None),
        ..Default::default()
    })
}

pub(super) fn granted(
    beside: &Beside,
    id: MembershipId,
    (person, organisation, role): (PersonId, OrganisationId, Role),
    granted_by: Option<PersonId>,
) -> Change {
    added(membership::ActiveModel {
        id: Set(id),
        person_id: Set(person),
        organisation_id: Set(organisation),
        role: Set(role),
        from_on: Set(beside.on),
        until_on: Set(None),
        granted_by: Set(granted_by),
        granted_at: Set(beside.at),
        ended_by: Set(None),
    })
}
