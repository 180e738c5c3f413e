//! Setting up an account by the link of an invitation.

use super::accept::accept;
use super::store::{self, Chosen, Invitation, Link};
use crate::journal::refusals;
use crate::prelude::pages::*;
use crate::web::password;

const NAME: Field = Field::new("name");
const PASSWORD: Field = Field::secret("password");
const AGAIN: Field = Field::secret("again");

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
        let Link::Open(open) = store::invitation_of(db, &token, cx.now).await? else {
            // The page of the link says what happened to it.
            return Ok(back);
        };
        // First, so that nobody learns whether there is an account but who would set one up.
        let chosen = parse(cx, values, &open).await?;
        let is_refused = match store::credential_of(db, &open.email).await? {
            None => false,
            Some((_, Some(_))) => true,
            Some((person, None)) => !store::sets_up(db, &cx.app.catalogue, (&open, person), cx.now).await?,
        };
        if is_refused {
            refusals::sign_in(cx, &open.email).await?;
            return Err(Stop::Instead(back.warning(store::SET_UP_ALREADY)));
        }
        accept(cx, tx, (*open, token), Some(chosen)).await
    }
}

async fn parse(cx: &RequestCx, values: &Values, open: &Invitation) -> Result<Chosen, Stop> {
    let mut invalid = Invalid::default();
    let name = match asks_name(open) {
        true => invalid.take(NAME.name, fields::line(values.get(NAME), "your name", 200)),
        false => Some(open.name.clone()),
    };
    let words = [name.as_deref().unwrap_or_default(), &open.email];
    let password = invalid.take(PASSWORD.name, fields::new_password(values.get(PASSWORD), &words));
    if password.as_deref().is_some_and(|password| password != values.get(AGAIN)) {
        invalid.add(AGAIN.name, "Enter the same password a second time");
    }
    match (name, password) {
        (Some(name), Some(password)) if invalid.is_empty() => {
            Ok(Chosen { name, hash: password::hash(&cx.app, password).await? })
        }
        _ => Err(invalid.into()),
    }
}

/// Whether somebody says by what name they are known: whoever is invited to a role does. The name in a record is the body's, which knows
/// by what it is proved, and whoever got hold of a link must not change it.
fn asks_name(open: &Invitation) -> bool {
    open.role.is_some()
}

/// The form; the name is the one that whoever invited typed, or by which the account is known.
pub(super) fn draw(form: &Sheet<SetUp>, open: &Invitation) -> AnyView {
    let name = if asks_name(open) {
        let field = form.field_or(NAME, open.name.clone());
        view! { <TextField of=field label="Your name" hint="As it should stand beside what you sign." autocomplete="name"/> }.into_any()
    } else {
        let text = format!(
            "This link was made for {}. If the name is wrong, set up your account all the same and tell who enrolled you: they can correct it.",
            open.name
        );
        view! { <p>{text}</p> }.into_any()
    };
    form.around(view! {
        {name}
        <TextField of=form.field(PASSWORD) label="Choose a password" kind="password" autocomplete="new-password" hint="15 characters or more. Four or five words are good."/>
        <TextField of=form.field(AGAIN) label="The same password again" kind="password" autocomplete="new-password"/>
        <Buttons><Button label="Create account and sign in"/></Buttons>
    })
}
