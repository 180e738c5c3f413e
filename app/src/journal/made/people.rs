//! Rows of invitations, memberships and proposals.

use super::EventContext;
use crate::entities::{former_name, invitation, membership, organisation, proposal};
use crate::journal::change::{Change, added, changed, maybe};
use crate::prelude::stores::*;
use domain::access::Role;
use domain::journal::Digest;
use domain::proposals::{Proposable, Settled};

pub(super) fn invited(
    beside: &EventContext,
    id: InvitationId,
    (organisation, role): (Option<OrganisationId>, Option<Role>),
    expires_at: DateTime<Utc>,
) -> Change {
    added(invitation::ActiveModel {
        id: Set(id),
        organisation_id: Set(organisation),
        role: Set(role),
        person_id: Set(beside.account()),
        invited_by: Set(beside.by),
        invited_at: Set(beside.at),
        expires_at: Set(expires_at),
        used_at: Set(None),
        used_by: Set(None),
        withdrawn_at: Set(None),
        ..Default::default()
    })
}

pub(super) fn granted(
    beside: &EventContext,
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
        reset_id: Set(None),
    })
}

pub(super) fn proposed(
    beside: &EventContext,
    id: ProposalId,
    act: Proposable,
    (person, award): (PersonId, Option<AwardId>),
) -> Change {
    added(proposal::ActiveModel {
        id: Set(id),
        body_id: maybe(beside.at_body()),
        act: Set(act),
        person_id: Set(person),
        award_id: Set(award),
        proposed_by: maybe(beside.by),
        proposed_on: Set(beside.on),
        proposed_at: Set(beside.at),
        settled: Set(None),
        settled_by: Set(None),
        settled_on: Set(None),
        ..Default::default()
    })
}

/// An organisation has another name, and what it was called is kept.
pub(super) fn renamed(
    beside: &EventContext,
    (id, round): (OrganisationId, i32),
    words: Digest,
    before: Digest,
) -> [Change; 2] {
    let had = former_name::ActiveModel {
        organisation_id: Set(id),
        round: Set(round),
        until_on: Set(beside.on),
        corrected_by: Set(beside.by),
        ..Default::default()
    };
    let now = organisation::ActiveModel { id: Set(id), ..Default::default() };
    [changed(now).worded(words), added(had).worded(before)]
}

pub(super) fn settled(beside: &EventContext, id: ProposalId, settled: Settled) -> Change {
    changed(proposal::ActiveModel {
        id: Set(id),
        settled: Set(Some(settled)),
        settled_by: Set(beside.by.filter(|_| settled != Settled::Lapsed)),
        settled_on: Set(Some(beside.on)),
        ..Default::default()
    })
}
