//! What the link of an invitation opens.

use super::accept::{self, Accept};
use super::set_up::{self, SetUp};
use super::store::{self, Link};
use crate::prelude::pages::*;
use crate::web::random;
use domain::text::list;
use sea_orm::ConnectionTrait;

/// An invitation: the way to accept it, or what happened to the link.
///
/// # Errors
/// [`AppError::NotFound`] when there never was such a link.
pub async fn page(cx: RequestCx, token: String) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let open = match store::invitation_of(db, &cx.app.catalogue, &token, cx.now).await? {
        Link::Open(open) => open,
        Link::Unknown if random::is_cut(&token) => return Ok(dead("This link is not complete", "Copy all of it.")),
        Link::Unknown => return Err(AppError::NotFound),
        Link::Used => {
            return Ok(dead(
                "This invitation has been used",
                "If it was you, sign in with the password you chose. If not, tell the person who invited you.",
            ));
        }
        Link::Expired => {
            return Ok(dead(
                "This invitation has expired",
                "Invitations work for 14 days. Ask the person who invited you for a new one.",
            ));
        }
        Link::Refused => return Ok(dead("This link no longer works", store::MAY_NO_LONGER_INVITE)),
        Link::Replaced(at) => {
            let text = format!(
                "A newer link was made on {}. Use that one. If it has not reached you, ask the person who invited you to send it.",
                words::instant(at, cx.zone)
            );
            return Ok(dead("This link was replaced by a newer one", text));
        }
        Link::Withdrawn => {
            return Ok(dead("This invitation was withdrawn", "Ask the person who invited you why."));
        }
    };
    let offered = offered(db, &open).await?;
    let (accept, set_up) = (Sheet::<Accept>::on(&cx, &token).await?, Sheet::<SetUp>::on(&cx, &token).await?);
    // Who may invite to a role learns nothing of an address by its link; who made one to an account knows of it.
    let is_set_up = match open.role {
        Some(_) => None,
        None => Some(store::credential_of(db, &open.email).await?.is_some_and(|(_, hash)| hash.is_some())),
    };
    let intro = match &offered {
        Some(role) => format!("You are invited to be {role}."),
        None => to_account(&cx, &open, is_set_up == Some(true)).await?,
    };
    let intro = format!("{intro} You sign in as {}.", open.email);
    Ok(Page::new(TITLE, move || {
        let accepts = (is_set_up != Some(false)).then(|| {
            let form = accept::draw(&accept);
            let becomes = offered.map(|role| view! { <p>{format!("By accepting you become {role}.")}</p> });
            let title = if is_set_up.is_none() { "If you have an account here" } else { "Your account" };
            view! { <Section id="accept" title=title>{becomes}{form}</Section> }
        });
        let sets_up = (is_set_up != Some(true)).then(|| {
            let form = set_up::draw(&set_up, &open);
            let title =
                if is_set_up.is_none() { "If you have no account here: set one up" } else { "Set up your account" };
            view! { <Section id="set-up" title=title>{form}</Section> }
        });
        view! {
            <Heading title=TITLE intro=intro/>
            {accepts}
            {sets_up}
        }
    })
    .reading())
}

const TITLE: &str = "Accept the invitation";

/// The role that an invitation is to: "a supervisor at Hale & Partners".
pub(super) async fn offered(db: &impl ConnectionTrait, open: &store::Invitation) -> Result<Option<String>, AppError> {
    let Some((role, at)) = open.role.zip(open.organisation_id) else { return Ok(None) };
    Ok(Some(format!("{} at {}", role.with_article(), store::organisation(db, at).await?.name)))
}

/// What a link to an account is for: to set it up, for the first time or again, or to show whose it is.
async fn to_account(cx: &RequestCx, open: &store::Invitation, is_set_up: bool) -> Result<String, AppError> {
    let db = cx.app.db.read();
    let again = || Ok(String::from("With this link you set up your account again."));
    // At the server a link is made only to an account that was reset.
    let Some((person, body)) = open.person_id.zip(open.organisation_id) else { return again() };
    if store::was_reset(db, person).await? {
        return again();
    }
    let body = (body, store::organisation(db, body).await?.name);
    let of = store::enrolled_on(db, person, body.0).await?.into_iter();
    let titles = of.filter_map(|(slug, version)| Some(cx.app.catalogue.get(&slug, &version)?.title().to_owned()));
    let on = list(&titles.collect::<Vec<_>>());
    let then = match is_set_up {
        true => "With this link you show that your account here is yours.",
        false => "Choose a password to set up your account.",
    };
    Ok(format!("{} has enrolled you on {on}. {then}", body.1))
}

fn dead(title: &'static str, text: impl Into<String>) -> Page {
    let text = text.into();
    let draw = move || {
        view! { <Heading title=title intro=text/><p><a href=paths::SIGN_IN.to(())>"Sign in"</a></p> }
    };
    Page::new(title, draw).reading()
}
