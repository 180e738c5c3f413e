//! Accepting an invitation: it sets up an account, or adds a role to the one that is there.

use super::sign_in::too_many;
use super::store::{self, Link};
use crate::journal::refusals;
use crate::prelude::pages::*;
use crate::web::{limit, password, session};

const NAME: Field = Field::new("name");
const PASSWORD: Field = Field::secret("password");
const AGAIN: Field = Field::secret("again");

/// Accepts an invitation and signs the person in.
pub struct Accept;

impl Form for Accept {
    const FIELDS: &'static [Field] = &[NAME, PASSWORD, AGAIN];
    type At = String;
    const ROUTE: Route<String> = paths::INVITATION;

    async fn act(cx: &RequestCx, tx: &Tx, token: String, values: &Values) -> Result<Done, Stop> {
        let db = cx.app.db.read();
        let back = Done::to(paths::INVITATION.to(token.clone()));
        let Link::Open(open) = store::invitation_of(db, &token, cx.now).await? else {
            // The page of the link says what happened to it.
            return Ok(back);
        };
        let known = store::credential_of(db, &open.email).await?;
        let chosen = match known.and_then(|(_, hash)| hash) {
            // Whoever made the link has seen it, so it must not open an account that is there.
            Some(hash) => {
                prove(cx, &open.email, values.get(PASSWORD), hash).await?;
                None
            }
            None => Some(Chosen::parse(cx, values, &open.email).await?),
        };
        let accepted = match store::accept(tx, *open, chosen).await {
            // The page of the link says how it is now, and what can be done.
            Err(AppError::Conflict(why)) => return Err(Stop::Instead(back.warning(why))),
            other => other?,
        };
        let cx = cx.clone();
        tx.afterwards(async move { session::begin(&cx, accepted.person).await });
        Ok(Done::to(paths::START.to(())).saying(if accepted.had_role {
            "You are signed in. You have had this role already, so nothing changed."
        } else {
            "Welcome. You are signed in."
        }))
    }
}

/// Whether the person knows the password of the account at an address; wrong ones count towards its limit.
async fn prove(cx: &RequestCx, address: &str, password: &str, hash: String) -> Result<(), Stop> {
    if let Some(wait) = limit::begin(cx, address).await? {
        return Err(Invalid::one(PASSWORD.name, too_many(wait)).into());
    }
    if password::verify(&cx.app, password.to_owned(), Some(hash)).await? {
        limit::succeeded(cx, address).await?;
        return Ok(());
    }
    refusals::sign_in(cx, address).await?;
    let wrong = "The password is wrong. Enter the one with which you sign in";
    Err(Invalid::one(PASSWORD.name, wrong).into())
}

/// What a person chooses who has no account yet.
#[derive(Debug)]
pub struct Chosen {
    pub name: String,
    /// The hash of the password.
    pub hash: String,
}

impl Chosen {
    async fn parse(cx: &RequestCx, values: &Values, email: &str) -> Result<Self, Stop> {
        let mut invalid = Invalid::default();
        let name = invalid.take(NAME.name, fields::line(values.get(NAME), "your name", 200));
        let words = [name.as_deref().unwrap_or_default(), email];
        let password = invalid.take(PASSWORD.name, fields::new_password(values.get(PASSWORD), &words));
        if password.as_deref().is_some_and(|password| password != values.get(AGAIN)) {
            invalid.add(AGAIN.name, "Enter the same password a second time");
        }
        match (name, password) {
            (Some(name), Some(password)) if invalid.is_empty() => {
                Ok(Self { name, hash: password::hash(&cx.app, password).await? })
            }
            _ => Err(invalid.into()),
        }
    }
}

/// The page for someone without an account.
pub(super) fn new_account(form: Sheet<Accept>, intro: String, name: String) -> Page {
    let draw = move || {
        let fields = view! {
            <TextField of=form.field_or(NAME, name) label="Your name" hint="As it should stand on records and certificates." autocomplete="name"/>
            <TextField of=form.field(PASSWORD) label="Choose a password" kind="password" autocomplete="new-password" hint="15 characters or more. Four or five words are good."/>
            <TextField of=form.field(AGAIN) label="The same password again" kind="password" autocomplete="new-password"/>
            <Buttons><Button label="Create account and sign in"/></Buttons>
        };
        view! { <Heading title="Set up your account" intro=intro/>{form.around(fields)} }
    };
    Page::new("Set up your account", draw).reading()
}

/// The page of an invitation whose address has an account: its password proves who accepts.
pub(super) fn account_there(form: Sheet<Accept>, intro: String) -> Page {
    let draw = move || {
        let fields = view! {
            <TextField of=form.field(PASSWORD) label="Your password" kind="password" autocomplete="current-password" hint="You have an account with this address. Enter the password with which you sign in."/>
            <Buttons><Button label="Accept and sign in"/></Buttons>
        };
        view! { <Heading title="Accept the invitation" intro=intro/>{form.around(fields)} }
    };
    Page::new("Accept the invitation", draw).reading()
}
