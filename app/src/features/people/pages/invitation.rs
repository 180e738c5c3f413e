//! What the link of an invitation opens.

use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Hidden, TextField};
use crate::design::heading::Heading;
use crate::error::AppError;
use crate::features::people::actions::AcceptInvitation;
use crate::features::people::store::{self, Link};
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use domain::access::Role;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// An invitation: set up an account, or what happened to the link.
#[component]
pub fn Invitation() -> impl IntoView {
    page(|cx, params| async move {
        let token = params.path("token");
        let dead = |title: &str, text: &str| {
            let (title, text) = (title.to_owned(), text.to_owned());
            Ok(Page::new(
                title.clone(),
                view! { <Heading title=title lede=text/><p><a href=paths::SIGN_IN>"Sign in"</a></p> },
            )
            .reading())
        };
        let open = match store::invitation_of(cx.app.db.read(), &token, cx.now).await? {
            Link::Open(open) => open,
            Link::Used => {
                return dead(
                    "This invitation has been used",
                    "If it was you, sign in with the password you chose. If not, tell whoever invited you.",
                );
            }
            Link::Expired => {
                return dead(
                    "This invitation has expired",
                    "Invitations work for 14 days. Ask whoever invited you for a new one.",
                );
            }
            Link::Withdrawn => {
                return dead(
                    "This invitation was withdrawn",
                    "Ask whoever invited you whether you still need an account.",
                );
            }
            Link::Unknown => return Err(AppError::NotFound),
        };
        let form = cx.returned("accept-invitation").await?;
        let organisation = match open.organisation_id {
            Some(id) => Some(store::organisation(cx.app.db.read(), id).await?.name),
            None => None,
        };
        let role = open.role.map_or("trainee", Role::title).to_lowercase();
        let lede = match organisation {
            Some(name) => format!(
                "You are invited to {name} as {role}. You will sign in as {}.",
                open.email
            ),
            None => format!("You are invited as {role}. You will sign in as {}.", open.email),
        };
        match store::credential_of(cx.app.db.read(), &open.email).await? {
            Some((_, Some(_))) => return Ok(account_there(token, lede, &form)),
            Some((_, None)) if open.organisation_id.is_some() => {
                return dead(
                    "Set up your account first",
                    "The professional body has enrolled you and made a link for you. Set up your account by that one, then open this one again.",
                );
            }
            _ => {}
        }
        let name = form.value("name", &open.name);
        Ok(Page::new(
            "Set up your account",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Set up your account" lede=lede/>
                <form method="post" action=AcceptInvitation::PATH novalidate>
                    <Hidden name="token" value=token/>
                    <TextField name="name" label="Your name" hint="As it should stand on records and certificates." autocomplete="name" value=name error=form.error("name")/>
                    <TextField name="password" label="Choose a password" kind="password" autocomplete="new-password" hint="15 characters or more. Four or five words are good." error=form.error("password")/>
                    <TextField name="again" label="The same password again" kind="password" autocomplete="new-password" error=form.error("again")/>
                    <Buttons><Button label="Create account and sign in"/></Buttons>
                </form>
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// The page of an invitation whose address has an account: its password proves who accepts.
fn account_there(token: String, lede: String, form: &Returned) -> Page {
    Page::new(
        "Accept the invitation",
        view! {
            <ErrorSummary errors=form.summary()/>
            <Heading title="Accept the invitation" lede=lede/>
            <form method="post" action=AcceptInvitation::PATH novalidate>
                <Hidden name="token" value=token/>
                <TextField name="password" label="Your password" kind="password" autocomplete="current-password" hint="You have an account with this address. Enter the password with which you sign in." error=form.error("password")/>
                <Buttons><Button label="Accept and sign in"/></Buttons>
            </form>
        },
    )
    .with_form(form)
    .reading()
}
