//! Accepting an invitation: once, whoever comes second is told so.

use super::accounts::rename;
use super::organisations;
use super::owner::subject_of_account;
use super::{add_person, credential_of, end_sessions, grant, set_password};
use crate::content::catalogue::Catalogue;
use crate::entities::invitation::{self, Model as Invitation};
use crate::journal::place_at;
use crate::journal::store::Stamp;
use crate::prelude::stores::*;
use crate::web::roles::actor_at;
use crate::web::tx::Tx;
use domain::access::{actions, permit};

/// What a person chooses who has no account yet.
#[derive(Debug)]
pub struct Chosen {
    pub name: String,
    /// The hash of the password.
    pub hash: String,
}

/// What came of accepting an invitation.
#[derive(Debug)]
pub struct Accepted {
    pub person: PersonId,
    /// Whether they had its role already, so that nothing was granted.
    pub had_role: bool,
}

/// Accepts an invitation once: adds the person unless the address is known, sets their first password, grants the role, and
/// ends every session that was open.
/// `chosen` is what someone without an account chose; who has one keeps theirs.
///
/// # Errors
/// [`AppError::Conflict`] when the link was used or withdrawn meanwhile, or the account is not this link's to set up.
pub async fn accept(tx: &Tx, open: Invitation, chosen: Option<Chosen>) -> Result<Accepted, AppError> {
    let to = match open.organisation_id.zip(open.role) {
        Some((organisation, role)) => Some((organisation, role, place_at(&tx.read().await?, organisation).await?)),
        None => None,
    };
    // Before the invitation's own row: whoever ends a membership, or makes a new link to an account, takes both in this order.
    tx.lock_all(to.map(|(.., at)| at.chain()).or(open.person_id.map(Chain::Account))).await?;
    let writer = tx.by_link().await?;
    // First of all, so that of two at once the second waits here and then finds it used.
    let still = invitation::Entity::find().of(open.id).filter(invitation::Entity::is_open());
    if writer.locked(still).await?.is_empty() {
        return Err(AppError::Conflict(String::from(
            "This invitation was used or withdrawn meanwhile. Nothing was changed.",
        )));
    }
    let db = writer.tx().read().await?;
    if !may_still_invite(&db, db.catalogue(), &open, writer.now()).await? {
        return Err(AppError::Conflict(format!("{MAY_NO_LONGER_INVITE} Nothing was changed.")));
    }
    let person = account(&writer, &open, chosen).await?;
    if to.is_some() && open.invited_by == Some(person) {
        return Err(AppError::Conflict(String::from(
            "You made this link yourself, and nobody gives themselves a role. Somebody else who may invite people there can invite you. Nothing was changed.",
        )));
    }
    end_sessions(&writer, person, None).await?;
    let theirs = by(&writer, Some(person));
    let mut had_role = false;
    if let Some((organisation, role, _)) = to {
        let granted = grant(&theirs, person, organisation, role, open.invited_by).await?;
        had_role = granted.is_none();
    }
    let place = to.map_or(theirs.account(person), |(.., at)| at);
    theirs.says(place, Event::AcceptedInvitation { invitation: open.id }, &[]).await?;
    Ok(Accepted { person, had_role })
}

/// What is said of a link that whoever made it could not make any more.
pub const MAY_NO_LONGER_INVITE: &str =
    "The person who made this link may no longer invite anybody here. Ask for a new link.";

/// Whoever made a link could make it now: meanwhile they may have left, or others may have come to depend on who acts there.
pub async fn may_still_invite(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    open: &Invitation,
    at: DateTime<Utc>,
) -> Result<bool, AppError> {
    let Some((organisation, maker)) = open.organisation_id.zip(open.invited_by) else { return Ok(true) };
    let actor = actor_at(db, catalogue, maker, at).await?;
    let slug = organisations::organisation(db, organisation).await?.slug;
    let today = civil_date(at, catalogue.zone_of_organisation(slug.as_deref()));
    let subject = organisations::subject_of(db, organisation, today).await?;
    Ok(match open.role {
        Some(_) => permit(&actor, actions::ManagePeople, &subject).is_ok(),
        None => permit(&actor, actions::Enrol, &subject).is_ok(),
    })
}

/// The same at the same instant, done by somebody else.
fn by<'t>(writer: &Writer<'t>, by: Option<PersonId>) -> Writer<'t> {
    writer.stamped(Stamp { by, ..writer.stamp().clone() })
}

/// The account that an invitation is for, with its first password when it has none.
async fn account(writer: &Writer<'_>, open: &Invitation, chosen: Option<Chosen>) -> Result<PersonId, AppError> {
    let db = writer.tx().read().await?;
    let known = credential_of(&db, &open.email).await?;
    let chosen = match (known, chosen) {
        (Some((person, Some(_))), None) => return Ok(person),
        (None, Some(chosen)) => chosen,
        (Some((person, None)), Some(chosen)) if sets_up(&db, db.catalogue(), (open, person), writer.now()).await? => {
            let theirs = by(writer, Some(person));
            set_password(&theirs, person, chosen.hash).await?;
            rename(&theirs, person, &chosen.name).await?;
            return Ok(person);
        }
        _ => return Err(set_up_meanwhile()),
    };
    let person = match add_person(&by(writer, None), &chosen.name, &open.email).await {
        Err(AppError::Conflict(_)) => return Err(set_up_meanwhile()),
        other => other?,
    };
    set_password(&by(writer, Some(person)), person, chosen.hash).await?;
    Ok(person)
}

/// Whether a link sets up an account that is there and is not set up: one to the account does. One to a role only does where whoever
/// made it may make a link to the account, because they have seen it and could act as its owner.
pub async fn sets_up(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (open, person): (&Invitation, PersonId),
    at: DateTime<Utc>,
) -> Result<bool, AppError> {
    if open.role.is_none() {
        return Ok(true);
    }
    let Some(maker) = open.invited_by else { return Ok(false) };
    let maker = actor_at(db, catalogue, maker, at).await?;
    Ok(permit(&maker, actions::RenewAccountLink, &subject_of_account(db, person).await?).is_ok())
}

/// What somebody is told who would set up an account by a link to a role, where one has the address, set up or not.
pub const SET_UP_ALREADY: &str = "This address is known here already. If you have set up your account, accept with its password. If a professional body has enrolled you, use its link first, then this one. Otherwise tell the person who invited you. Nothing was changed.";

fn set_up_meanwhile() -> AppError {
    AppError::Conflict(String::from(SET_UP_ALREADY))
}
