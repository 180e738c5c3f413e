//! Setting up an account by the link of an invitation.

use super::accept::accept;
use super::store::{self, Chosen, Invitation, Link};
use crate::journal::refusals;
use crate::prelude::pages::*;
use crate::web::password;

const NAME: Field = Field::new("name");
/// A new password.
pub(super) const PASSWORD: Field = Field::secret("password");
/// The same once more.
pub(super) const AGAIN: Field = Field::secret("again");

/// Sets up an account, accepts the invitation and signs the person in.
pub struct SetUp;

impl Form for SetUp {
    const FIELDS: &'static [Field] = &[NAME, PASSWORD, AGAIN];
    type At = String;
    const ROUTE: Route<String> = paths::SET_UP;
    const SHOWN_ON: Route<String> = paths::INVITATION;

    async fn act(cx: &RequestCx, tx: &Tx, token: String, values: &Values) -> Result<Done, Stop> {
        let db = cx.app.db.read();
        let back = Done::to(paths::INVITATION.to(token.clone()));
        let Link::Open(open) = store::invitation_of(db, &cx.app.catalogue, &token, cx.now).await? else {
            // The page of the link says what happened to it.
            return Ok(back);
        };
        // First, so that nobody learns whether there is an account but who would set one up.
        let chosen = parse(cx, values, &open.email).await?;
        let is_refused = match store::credential_of(db, &open.email).await? {
            None => false,
            Some((_, Some(_))) => true,
            Some((person, None)) => !store::sets_up(db, &cx.app.catalogue, (&open, person), cx.now).await?,
        };
        if is_refused {
            refusals::sign_in(cx, &open.email).await?;
            return Err(Stop::Instead(back.warning(store::SET_UP_ALREADY)));
        }
        let hash = chosen.hash.clone();
        accept(cx, tx, (*open, token), (Some(chosen), hash)).await
    }
}

async fn parse(cx: &RequestCx, values: &Values, email: &str) -> Result<Chosen, Stop> {
    let mut invalid = Invalid::default();
    let name = invalid.take(NAME.name, fields::line(values.get(NAME), "your name", 200));
    let words = [name.as_deref().unwrap_or_default(), email];
    let password = new_password(&mut invalid, values, &words);
    match (name, password) {
        (Some(name), Some(password)) if invalid.is_empty() => {
            Ok(Chosen { name, hash: password::hash(&cx.app, password).await? })
        }
        _ => Err(invalid.into()),
    }
}

/// A new password, typed twice, of somebody who is called by these words.
pub(super) fn new_password(invalid: &mut Invalid, values: &Values, person: &[&str]) -> Option<String> {
    let password = invalid.take(PASSWORD.name, fields::new_password(values.get(PASSWORD), person));
    if password.as_deref().is_some_and(|password| password != values.get(AGAIN)) {
        invalid.add(AGAIN.name, "Enter the same password a second time");
    }
    password
}

/// What a new password has to be.
pub(super) const PASSWORD_HINT: &str = "15 characters or more. Four or five words are good.";

/// The form; the name is the one that whoever invited typed. The name in a record is its body's, which knows by what it is proved:
/// whoever has a link can't change it.
pub(super) fn draw(form: &Sheet<SetUp>, open: &Invitation) -> AnyView {
    let hint = match open.role {
        Some(_) => "As it should stand beside what you sign. An account that was here before keeps its name.",
        None => {
            "It is the name of your account. The one in your record stays as it is: if that is wrong, tell who enrolled you."
        }
    };
    form.around(view! {
        <TextField of=form.field_or(NAME, open.name.clone()) label="Your name" hint=hint autocomplete="name"/>
        <TextField of=form.field(PASSWORD) label="Choose a password" kind="password" autocomplete="new-password" hint=PASSWORD_HINT/>
        <TextField of=form.field(AGAIN) label="The same password again" kind="password" autocomplete="new-password"/>
        <Buttons><Button label="Create account and sign in"/></Buttons>
    })
}
