//! Sign-in, sign-out, invitations, organisations, memberships.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::forms::{Accept, NewInvitation, NewOrganisation};
use super::pages::keep_link;
use super::{password, store};
use crate::error::AppError;
use crate::features::journal::refusals;
use crate::features::journal::store::{self as journal, Stamp};
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::fields;
use crate::web::form::Values;
use crate::web::request::{PERSON, RequestCx, SEEN_AT, SIGNED_IN_AT};
use crate::web::words;
use domain::access::{Permit, Subject, actions, permit};
use domain::ids::{InvitationId, MembershipId, OrganisationId, PersonId};
use domain::invalid::Invalid;
use leptos::prelude::*;

/// Signs in. The answer is the same for an unknown address and a wrong password, and takes as long.
#[server(prefix = "/api", endpoint = "sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let typed: String = email.chars().take(fields::LONGEST_EMAIL).collect();
        let back = |errors: Invalid| Fault::SendBack {
            form: String::from("sign-in"),
            page: paths::sign_in_then(paths::local(&next)),
            values: Values::from([(String::from("email"), typed.clone())]),
            errors,
        };
        let mut invalid = Invalid::default();
        // What can't be an address is remembered nowhere.
        let address = match email.trim() {
            "" => Err(String::from("Enter your email address")),
            email => fields::email(email),
        };
        let address = invalid.take("email", address);
        if password.is_empty() {
            invalid.add("password", "Enter your password");
        }
        let Some(address) = address.filter(|_| invalid.is_empty()) else {
            return Err(back(invalid));
        };
        if let Err(wait) = cx.app.sign_in_limit.begin(&address, cx.now) {
            return Err(back(Invalid::one("email", too_many(wait))));
        }
        let known = store::credential_of(cx.app.db.read(), &address).await?;
        let (person, hash) = known.map_or((None, None), |(person, hash)| (Some(person), hash));
        if !password::verify(&cx.app, password.clone(), hash).await? {
            tracing::info!(event = "sign_in_failed", "sign-in failed");
            refusals::sign_in(cx, &address).await?;
            return Err(back(Invalid::one(
                "password",
                "The email address or the password is wrong. Check both and try again",
            )));
        }
        let Some(person) = person else {
            return Err(AppError::NotFound.into());
        };
        cx.app.sign_in_limit.succeeded(&address);
        begin_session(cx, person).await?;
        Ok(Done::to(paths::local(&next)))
    })
    .await
}

fn too_many(wait: i64) -> String {
    let minutes = words::count(usize::try_from(wait).unwrap_or_default(), "minute", "minutes");
    format!("Too many attempts for this address. Wait {minutes} and try again")
}

/// Starts the session of a person under a new id.
async fn begin_session(cx: &RequestCx, person: PersonId) -> Result<(), AppError> {
    cx.session.cycle_id().await?;
    cx.session.insert(PERSON, person).await?;
    cx.session.insert(SIGNED_IN_AT, cx.now.timestamp()).await?;
    cx.session.insert(SEEN_AT, cx.now.timestamp()).await?;
    Ok(())
}

/// Signs out: the session is gone, not just emptied.
#[server(prefix = "/api", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        cx.session.flush().await?;
        Ok(Done::to(paths::SIGN_IN))
    })
    .await
}

/// Accepts an invitation and signs the person in.
#[server(prefix = "/api", endpoint = "accept-invitation")]
pub async fn accept_invitation(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] again: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let store::Link::Open(open) = store::invitation_of(cx.app.db.read(), &token, cx.now).await? else {
            // The page of the link says what happened to it.
            return Ok(Done::to(paths::invitation(&paths::encoded(&token))));
        };
        let back = |errors: Invalid| Fault::SendBack {
            form: String::from("accept-invitation"),
            page: paths::invitation(&paths::encoded(&token)),
            values: Values::from([(String::from("name"), name.clone())]),
            errors,
        };
        let known = store::credential_of(cx.app.db.read(), &open.email).await?;
        let chosen = match known.and_then(|(_, hash)| hash) {
            // Whoever made the link has seen it, so it must not open an account that is there.
            Some(hash) => {
                prove(cx, &open.email, &password, hash).await?.map_err(back)?;
                None
            }
            None => {
                let accept = Accept::parse(&name, &password, &again, &open.email).map_err(back)?;
                let hash = password::hash(&cx.app, accept.password.clone()).await?;
                Some((accept, hash))
            }
        };
        let tx = cx.app.db.begin().await?;
        let accepted = match store::accept(&tx, cx.now, cx.today, &open, chosen).await {
            // The page of the link says how it is now, and what can be done.
            Err(AppError::Conflict(why)) => {
                return Ok(Done::to(paths::invitation(&paths::encoded(&token))).warning(why));
            }
            other => other?,
        };
        tx.commit().await?;
        begin_session(cx, accepted.person).await?;
        let done = Done::to(paths::START);
        Ok(if accepted.had_role {
            done.saying("You are signed in. You have had this role already, so nothing changed.")
        } else {
            done.saying("Welcome. You are signed in.")
        })
    })
    .await
}

/// Whether the person knows the password of the account at an address; wrong ones count towards its limit.
async fn prove(cx: &RequestCx, address: &str, password: &str, hash: String) -> Result<Result<(), Invalid>, AppError> {
    if let Err(wait) = cx.app.sign_in_limit.begin(address, cx.now) {
        return Ok(Err(Invalid::one("password", too_many(wait))));
    }
    if password::verify(&cx.app, password.to_owned(), Some(hash)).await? {
        cx.app.sign_in_limit.succeeded(address);
        return Ok(Ok(()));
    }
    refusals::sign_in(cx, address).await?;
    let text = "The password is wrong. Enter the one with which you sign in";
    Ok(Err(Invalid::one("password", text)))
}

fn manage(cx: &RequestCx, organisation: &str) -> Result<(OrganisationId, Permit<actions::ManagePeople>), AppError> {
    let organisation = OrganisationId::parse(organisation).ok_or(AppError::NotFound)?;
    let permit = permit(
        cx.actor()?,
        actions::ManagePeople,
        &Subject::of_organisation(organisation),
    )?;
    Ok((organisation, permit))
}

/// Invites a person to an organisation. The next page shows the link, once.
#[server(prefix = "/api", endpoint = "invite")]
pub async fn invite(
    #[server(default)] organisation: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] role: String,
    #[server(default)] form_key: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (id, permit) = manage(cx, &organisation)?;
        let found = store::organisation(cx.app.db.read(), id).await?;
        let back = |errors: Invalid| Fault::SendBack {
            form: format!("invite {id}"),
            page: paths::organisation(id),
            values: Values::from([
                (String::from("name"), name.clone()),
                (String::from("email"), email.clone()),
                (String::from("role"), role.clone()),
            ]),
            errors,
        };
        let parsed = NewInvitation::parse(&name, &email, &role, found.kind).map_err(back)?;
        let stamp = Stamp::of(cx);
        let tx = cx.app.db.begin().await?;
        let token = match store::invite(&tx, &permit, &stamp, id, &parsed).await {
            Err(AppError::Conflict(why)) => {
                // Of a form posted twice the first post made the link, and its page shows it.
                return match journal::submitted(&tx, &stamp, &form_key).await? {
                    Some(first) => Ok(Done::to(first)),
                    None => Err(back(Invalid::one("email", why.trim_end_matches('.')))),
                };
            }
            other => other?,
        };
        let page = paths::organisation(id);
        // Nobody is stopped by a key of before: the effect of that post is gone, or it would have been met above.
        journal::submit_once(&tx, &stamp, &form_key, &page).await?;
        tx.commit().await?;
        keep_link(cx, &parsed.name, &token).await?;
        Ok(Done::to(page).saying(format!(
            "{} is invited. Send them the link below: it is shown only now.",
            parsed.name
        )))
    })
    .await
}

/// Takes an invitation back.
#[server(prefix = "/api", endpoint = "withdraw-invitation")]
pub async fn withdraw_invitation(
    #[server(default)] organisation: String,
    #[server(default)] invitation: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (id, permit) = manage(cx, &organisation)?;
        let invitation = InvitationId::parse(&invitation).ok_or(AppError::NotFound)?;
        let tx = cx.app.db.begin().await?;
        match store::withdraw_invitation(&tx, permit, &Stamp::of(cx), id, invitation).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::organisation(id)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::organisation(id)).saying("The invitation is withdrawn. Its link no longer works."))
    })
    .await
}

/// Ends a membership today.
#[server(prefix = "/api", endpoint = "end-membership")]
pub async fn end_membership(
    #[server(default)] organisation: String,
    #[server(default)] membership: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (id, permit) = manage(cx, &organisation)?;
        let membership = MembershipId::parse(&membership).ok_or(AppError::NotFound)?;
        let tx = cx.app.db.begin().await?;
        match store::end_membership(&tx, permit, &Stamp::of(cx), id, membership).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::organisation(id)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::organisation(id))
            .saying("The membership has ended. The person’s earlier signatures stay valid, and their open links no longer work."))
    })
    .await
}

/// Adds an organisation.
#[server(prefix = "/api", endpoint = "add-organisation")]
pub async fn add_organisation(
    #[server(default)] name: String,
    #[server(default)] kind: String,
    #[server(default)] form_key: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let permit = permit(cx.actor()?, actions::ManageOrganisations, &Subject::default())?;
        let back = |errors: Invalid| Fault::SendBack {
            form: String::from("add-organisation"),
            page: paths::ORGANISATIONS.to_owned(),
            values: Values::from([
                (String::from("name"), name.clone()),
                (String::from("kind"), kind.clone()),
            ]),
            errors,
        };
        let new = NewOrganisation::parse(&name, &kind).map_err(back)?;
        let stamp = Stamp::of(cx);
        let tx = cx.app.db.begin().await?;
        let id = match store::add_organisation(&tx, permit, &stamp, new).await {
            Err(AppError::Conflict(why)) => {
                return match journal::submitted(&tx, &stamp, &form_key).await? {
                    Some(first) => Ok(Done::to(first)),
                    None => Err(back(Invalid::one("name", why.trim_end_matches('.')))),
                };
            }
            other => other?,
        };
        let page = paths::organisation(id);
        journal::submit_once(&tx, &stamp, &form_key, &page).await?;
        tx.commit().await?;
        Ok(Done::to(page).saying("The organisation is added. Invite its first person."))
    })
    .await
}
