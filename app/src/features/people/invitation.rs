//! What the link of an invitation opens.

use super::accept::{Accept, account_there, new_account};
use super::store::{self, Link};
use crate::prelude::pages::*;
use domain::access::Role;

/// An invitation: the way to accept it, or what happened to the link.
///
/// # Errors
/// [`AppError::NotFound`] when there never was such a link.
pub async fn page(cx: RequestCx, token: String) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let open = match store::invitation_of(db, &token, cx.now).await? {
        Link::Open(open) => open,
        Link::Unknown => return Err(AppError::NotFound),
        Link::Used => {
            return Ok(dead(
                "This invitation has been used",
                "If it was you, sign in with the password you chose. If not, tell whoever invited you.",
            ));
        }
        Link::Expired => {
            return Ok(dead(
                "This invitation has expired",
                "Invitations work for 14 days. Ask whoever invited you for a new one.",
            ));
        }
        Link::Withdrawn => {
            return Ok(dead(
                "This invitation was withdrawn",
                "Ask whoever invited you whether you still need an account.",
            ));
        }
    };
    let role = open.role.map_or("trainee", Role::title).to_lowercase();
    let intro = match open.organisation_id {
        Some(id) => {
            let name = store::organisation(db, id).await?.name;
            format!("You are invited to {name} as {role}. You will sign in as {}.", open.email)
        }
        None => format!("You are invited as {role}. You will sign in as {}.", open.email),
    };
    let form = Sheet::<Accept>::on(&cx, &token).await?;
    Ok(match store::credential_of(db, &open.email).await? {
        Some((_, Some(_))) => account_there(form, intro),
        Some((_, None)) if open.organisation_id.is_some() => dead(
            "Set up your account first",
            "The professional body has enrolled you and made a link for you. Set up your account by that one, then open this one again.",
        ),
        _ => new_account(form, intro, open.name),
    })
}

fn dead(title: &'static str, text: &'static str) -> Page {
    let draw = move || {
        view! { <Heading title=title intro=text/><p><a href=paths::SIGN_IN.to(())>"Sign in"</a></p> }
    };
    Page::new(title, draw).reading()
}
