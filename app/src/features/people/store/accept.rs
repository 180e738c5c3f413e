//! Accepting an invitation: once, whoever comes second is told so.

use super::accounts::rename;
use super::organisations::lock_organisation;
use super::{add_person, credential_of, grant, set_password};
use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::invitation;
use crate::features::people::forms::Accept;
use crate::web::query::Of;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::PersonId;
use sea_orm::sea_query::Expr;
use sea_orm::{DatabaseTransaction, EntityTrait, QueryFilter};

/// What came of accepting an invitation.
#[derive(Debug)]
pub struct Accepted {
    /// Who accepted.
    pub person: PersonId,
    /// Whether they had its role already, so that nothing was granted.
    pub had_role: bool,
}

/// Accepts an invitation once: adds the person unless the address is known, sets their first password, grants the role.
/// `chosen` is the name and the password's hash of someone without an account; who has one keeps theirs.
///
/// # Errors
/// [`AppError::Conflict`] when the link was used or withdrawn meanwhile, or the account is not this link's to set up.
pub async fn accept(
    tx: &DatabaseTransaction,
    at: DateTime<Utc>,
    on: NaiveDate,
    open: &invitation::Model,
    chosen: Option<(Accept, String)>,
) -> Result<Accepted, AppError> {
    let organisation = open.organisation_id;
    if let Some(organisation) = organisation {
        // Before the invitation's own row: whoever ends a membership takes both in this order.
        lock_organisation(tx, organisation).await?;
    }
    // First of all, so that of two at once the second waits here and then finds it used.
    let used = invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedAt, Expr::value(at))
        .of(open.id)
        .filter(invitation::Entity::is_open())
        .exec(tx)
        .await?;
    if used.rows_affected != 1 {
        return Err(AppError::Conflict(String::from(
            "This invitation was used or withdrawn meanwhile. Nothing was changed.",
        )));
    }
    let person = account(tx, at, on, open, chosen).await?;
    let stamp = Stamp {
        by: Some(person),
        at,
        on,
    };
    invitation::Entity::update_many()
        .col_expr(invitation::Column::UsedBy, Expr::value(person))
        .of(open.id)
        .exec(tx)
        .await?;
    let mut had_role = false;
    if let (Some(organisation), Some(role)) = (organisation, open.role) {
        let granted = grant(tx, &stamp, person, organisation, role, Some(open.invited_by)).await?;
        had_role = granted.is_none();
    }
    journal::write(
        tx,
        &stamp,
        Event {
            act: "accepted invitation",
            object: Object::Invitation(open.id),
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await?;
    Ok(Accepted { person, had_role })
}

/// The account that an invitation is for, with its first password when it has none.
async fn account(
    tx: &DatabaseTransaction,
    at: DateTime<Utc>,
    on: NaiveDate,
    open: &invitation::Model,
    chosen: Option<(Accept, String)>,
) -> Result<PersonId, AppError> {
    let known = credential_of(tx, &open.email).await?;
    let (accept, hash) = match (known, chosen) {
        (Some((person, Some(_))), None) => return Ok(person),
        (None, Some((accept, hash))) => (accept, hash),
        // Enrolled, but not set up: the registrar's link does that. An employer's must not, because whoever made it
        // has seen it and could act as the trainee.
        (Some((person, None)), Some((accept, hash))) if open.organisation_id.is_none() => {
            let stamp = Stamp {
                by: Some(person),
                at,
                on,
            };
            set_password(tx, &stamp, person, hash).await?;
            rename(tx, &stamp, person, &accept.name).await?;
            return Ok(person);
        }
        (Some((_, None)), Some(_)) => {
            return Err(AppError::Conflict(String::from(
                "Someone with this address has not set up their account yet. Use the link from the professional body first, then this one.",
            )));
        }
        _ => return Err(set_up_meanwhile()),
    };
    let setup = Stamp { by: None, at, on };
    let person = match add_person(tx, &setup, &accept.name, &open.email).await {
        Err(AppError::Conflict(_)) => return Err(set_up_meanwhile()),
        other => other?,
    };
    let stamp = Stamp {
        by: Some(person),
        ..setup
    };
    set_password(tx, &stamp, person, hash).await?;
    Ok(person)
}

fn set_up_meanwhile() -> AppError {
    AppError::Conflict(String::from(
        "An account with this address was set up meanwhile. If it was you, accept with the password that you chose then.",
    ))
}
