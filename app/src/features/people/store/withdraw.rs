//! Taking invitations back: one by hand, and those that would outlive a membership.

use super::organisations::{recognised_besides, recognised_by};
use crate::entities::{invitation, membership, person};
use crate::journal::places_at;
use crate::prelude::stores::*;
use crate::web::roles::actor_at;
use domain::access::{Actor, Role, actions};
use sea_orm::sea_query::ExprTrait;

/// An invitation to a role in an organisation.
///
/// # Errors
/// [`AppError::NotFound`] when the organisation has no such invitation.
pub async fn invitation(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    id: InvitationId,
) -> Result<invitation::Model, AppError> {
    let found = invitation::Entity::find_by_id(id).of(organisation).filter(invitation::Column::Role.is_not_null());
    let found = found.one(connection).await?;
    found.ok_or(AppError::NotFound)
}

/// Takes an invitation back, and any other open one of the same address to the same role.
pub async fn withdraw_invitation(
    may: &May<'_, actions::ManagePeople>,
    found: invitation::Model,
) -> Result<(), AppError> {
    let same = Condition::all()
        .add(invitation::Column::OrganisationId.eq(may.on()))
        .add(invitation::Column::Email.eq(found.email))
        .add(invitation::Column::Role.eq(found.role));
    withdraw_links(may.writer(), same).await
}

/// Withdraws the open links that would outlive a membership: to the same person and role, and those that the person made
/// as one who may invite and could make no longer. Whoever made a link has seen it, and could use it after they are gone.
pub(super) async fn withdraw_links_of(writer: &Writer<'_>, ended: &membership::Model) -> Result<(), AppError> {
    let (organisation, person, role) = (ended.organisation_id, ended.person_id, ended.role);
    let address = person::Entity::find().select_only().column(person::Column::Email).of(person);
    let to_them = Condition::all()
        .add(invitation::Column::OrganisationId.eq(organisation))
        .add(invitation::Column::Role.eq(role))
        .add(invitation::Column::Email.in_subquery(address.into_query()));
    // Read after the end: what is left stands for the others. A registrar invites to the body and to whom it recognises, and enrols.
    let db = writer.tx().read().await?;
    let left = actor_at(&db, db.catalogue(), person, writer.now()).await?;
    let by_them = Condition::all().add(invitation::Column::InvitedBy.eq(person)).add(stands_for(&left).not());
    withdraw_links(writer, Condition::any().add(to_them).add(by_them)).await
}

/// Links that somebody may make: to a body of which they are registrar, to organisations that no other one recognises and to those that
/// they administer; and to accounts, for such a body.
fn stands_for(actor: &Actor) -> Condition {
    let (bodies, own) = (actor.organisations(Role::Registrar), actor.organisations(Role::EmployerAdmin));
    let at = invitation::Column::OrganisationId;
    let recognised = Condition::all().add(at.in_subquery(recognised_by(&bodies)));
    let recognised = recognised.add(recognised_besides(&bodies, at).not());
    Condition::any().add(at.is_in(bodies.iter().copied().chain(own))).add(recognised)
}

/// Withdraws the open invitations of which a condition holds.
pub(super) async fn withdraw_links(writer: &Writer<'_>, which: Condition) -> Result<(), AppError> {
    let open = invitation::Entity::find().filter(invitation::Entity::is_open()).filter(which);
    let open = writer.locked(open).await?;
    let at: Vec<OrganisationId> = open.iter().filter_map(|link| link.organisation_id).collect();
    let places = places_at(&writer.tx().read().await?, &at).await?;
    for link in open {
        // The schema knows no other: to a role somewhere, or to an account.
        let place = match link.person_id {
            Some(person) => writer.account(person),
            None => *link.organisation_id.and_then(|at| places.get(&at)).ok_or(AppError::NotFound)?,
        };
        writer.says(place, Event::WithdrewInvitation { invitation: link.id }, &[]).await?;
    }
    Ok(())
}
