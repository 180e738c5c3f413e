//! Taking invitations back: one by hand, and those that would outlive a membership.

use super::organisations::lock_to_manage;
use crate::error::AppError;
use crate::features::journal::{self, store::Stamp};
use crate::features::people::entity::{invitation, membership};
use crate::web::db::sql;
use domain::access::{Permit, Role, actions};
use domain::ids::{InvitationId, OrganisationId, PersonId};
use domain::journal::{Chain, Event};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, Value};

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
    let found = invitation::Entity::find_by_id(id)
        .filter(invitation::Column::OrganisationId.eq(organisation))
        .one(tx)
        .await?;
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
    let same = "organisation_id = $2 AND email = $3 AND role = $4";
    let values = [organisation.into(), found.email.into(), found.role.into()];
    withdraw_links(tx, stamp, same, values).await
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
    let to_them = "organisation_id = $2 AND role = $3 AND email = (SELECT email FROM person WHERE id = $4)";
    let values = [organisation.into(), role.into(), person.into()];
    withdraw_links(tx, stamp, to_them, values).await?;
    match role {
        Role::EmployerAdmin => {
            let by_them = "organisation_id = $2 AND invited_by = $3";
            withdraw_links(tx, stamp, by_them, [organisation.into(), person.into()]).await
        }
        // A registrar invites everywhere, and enrols.
        Role::Registrar => withdraw_links(tx, stamp, "invited_by = $2", [person.into()]).await,
        Role::Supervisor | Role::Officer => Ok(()),
    }
}

/// Withdraws the open invitations of which a condition holds; its values begin at `$2`.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn withdraw_links(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<(), AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: InvitationId,
        organisation_id: Option<OrganisationId>,
        role: Option<Role>,
        person_id: Option<PersonId>,
    }
    let text = format!(
        "UPDATE invitation SET withdrawn_at = $1 WHERE used_at IS NULL AND withdrawn_at IS NULL AND {condition}
         RETURNING id, organisation_id, role, (SELECT p.id FROM person p WHERE p.email = invitation.email) AS person_id"
    );
    let values = std::iter::once(Value::from(stamp.at)).chain(values);
    let event = |row: Row| {
        let chain = match (row.organisation_id, row.role, row.person_id) {
            (Some(organisation), Some(role), _) => Chain::of(organisation, role.organisation_kind()),
            (_, _, Some(person)) => Chain::Account(person),
            // A link to an account is made when the person is known, and people stay.
            _ => return Err(AppError::internal(&format!("invitation {} is to nothing", row.id))),
        };
        Ok((chain, Event::WithdrewInvitation { invitation: row.id }))
    };
    let rows = Row::find_by_statement(sql(tx, &text, values)).all(tx).await?;
    let events: Vec<_> = rows.into_iter().map(event).collect::<Result<_, AppError>>()?;
    journal::append(tx, stamp, &events).await
}
