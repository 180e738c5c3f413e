//! Taking invitations back: one by hand, and those that would outlive a membership.

use super::organisations::lock_to_manage;
use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::{invitation, membership, person};
use crate::web::query::Of;
use domain::access::{Permit, Role, actions};
use domain::ids::{InvitationId, OrganisationId};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// Takes an invitation back, and any other open one of the same address to the same role.
///
/// # Errors
/// [`AppError::NotFound`] when the organisation has no such invitation; [`AppError::Conflict`] with what happened, when it is
/// no longer open.
pub async fn withdraw_invitation(
    tx: &DatabaseTransaction,
    permit: Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: OrganisationId,
    id: InvitationId,
) -> Result<(), AppError> {
    lock_to_manage(tx, &permit, stamp, organisation).await?;
    let found = invitation::Entity::find_by_id(id).of(organisation).one(tx).await?;
    let found = found.ok_or(AppError::NotFound)?;
    if found.used_at.is_some() {
        return Err(AppError::Conflict(format!(
            "{} accepted this invitation meanwhile. End the membership instead.",
            found.name
        )));
    }
    if found.withdrawn_at.is_some() {
        return Err(AppError::Conflict(String::from(
            "This invitation was withdrawn already.",
        )));
    }
    let same = Condition::all()
        .add(invitation::Column::OrganisationId.eq(organisation))
        .add(invitation::Column::Email.eq(found.email))
        .add(invitation::Column::Role.eq(found.role));
    withdraw_links(tx, stamp, same).await
}

/// Withdraws the open links that would outlive a membership: to the same person and role, and those that the person made
/// as one who may invite. Whoever made a link has seen it, and could use it after they are gone.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn withdraw_links_of(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    ended: &membership::Model,
) -> Result<(), AppError> {
    let (organisation, person, role) = (ended.organisation_id, ended.person_id, ended.role);
    let here = || Condition::all().add(invitation::Column::OrganisationId.eq(organisation));
    let address = person::Entity::find()
        .select_only()
        .column(person::Column::Email)
        .of(person);
    let to_them = here()
        .add(invitation::Column::Role.eq(role))
        .add(invitation::Column::Email.in_subquery(address.into_query()));
    withdraw_links(tx, stamp, to_them).await?;
    let by_them = invitation::Column::InvitedBy.eq(person);
    match role {
        Role::EmployerAdmin => withdraw_links(tx, stamp, here().add(by_them)).await,
        // A registrar invites everywhere, and enrols.
        Role::Registrar => withdraw_links(tx, stamp, by_them.into_condition()).await,
        Role::Supervisor | Role::Officer => Ok(()),
    }
}

/// Withdraws the open invitations of which a condition holds.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn withdraw_links(tx: &DatabaseTransaction, stamp: &Stamp, which: Condition) -> Result<(), AppError> {
    let withdrawn = invitation::Entity::update_many()
        .col_expr(invitation::Column::WithdrawnAt, Expr::value(stamp.at))
        .filter(invitation::Entity::is_open())
        .filter(which)
        .exec_with_returning(tx)
        .await?;
    for invitation in withdrawn {
        let event = Event {
            act: "withdrew invitation",
            object: Object::Invitation(invitation.id),
            enrolment: None,
            detail: serde_json::json!({}),
        };
        journal::write(tx, stamp, event).await?;
    }
    Ok(())
}
