//! Signing in.

use super::prove::{Tried, tried};
use super::store;
use crate::design::tag::Mark;
use crate::prelude::pages::*;
use crate::web::{forms, session};

const EMAIL: Field = Field::new("email");
const PASSWORD: Field = Field::secret("password");
const NEXT: Field = Field::new("next");

/// Signs in. The answer is the same for an unknown address and a wrong password, and takes as long.
pub struct SignIn;

impl Form for SignIn {
    const FIELDS: &'static [Field] = &[EMAIL, PASSWORD, NEXT];
    type At = ();
    const ROUTE: Route<()> = paths::SIGN_IN;

    fn shown_on((): &(), values: &Values) -> String {
        paths::sign_in_then(paths::local(values.get(NEXT)))
    }

    fn unfilled() -> Invalid {
        parse(&Values::default()).err().unwrap_or_default()
    }

    async fn act(cx: &RequestCx, tx: &Tx, (): (), values: &Values) -> Result<Done, Stop> {
        let (address, typed) = parse(values)?;
        let known = store::credential_of(cx.app.db.read(), &address).await?;
        let known = known.and_then(|(person, hash)| Some((person, hash?)));
        match (tried(cx, &address, &typed, known.as_ref().map(|(_, hash)| hash.clone())).await?, known) {
            (Tried::TooMany(wait), _) => Err(Invalid::one(EMAIL.name, wait).into()),
            (Tried::Right, Some((person, hash))) => {
                let cx = cx.clone();
                tx.afterwards(async move { session::begin(&cx, person, &hash).await });
                Ok(Done::to(paths::local(values.get(NEXT))))
            }
            (Tried::Right | Tried::Wrong, _) => {
                let wrong = "The email address or the password is wrong. Check both and try again";
                Err(Invalid::one(PASSWORD.name, wrong).into())
            }
        }
    }
}

fn parse(values: &Values) -> Result<(String, String), Invalid> {
    let mut invalid = Invalid::default();
    let address = match values.get(EMAIL).trim() {
        "" => Err(String::from("Enter your email address")),
        email => fields::email(email),
    };
    let address = invalid.take(EMAIL.name, address);
    let password = values.get(PASSWORD);
    if password.is_empty() {
        invalid.add(PASSWORD.name, "Enter your password");
    }
    match address {
        Some(address) if invalid.is_empty() => Ok((address, password.to_owned())),
        _ => Err(invalid),
    }
}

/// The page with the form.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let next = paths::local(&cx.query(NEXT.name)).to_owned();
    let form = Sheet::<SignIn>::on(&cx, &()).await?;
    let was_signed_out = !cx.query(paths::SIGNED_OUT).is_empty();
    Ok(Page::new("Sign in", move || draw(next, was_signed_out, &form)).reading())
}

fn draw(next: String, was_signed_out: bool, form: &Sheet<SignIn>) -> AnyView {
    let said = why(&next, was_signed_out);
    let said =
        said.map(|said| view! { <div class="notice t-now" role="status"><Mark tone=Tone::Now/><p>{said}</p></div> });
    let fields = view! {
        {form.fixed(NEXT, next)}
        <TextField of=form.field(EMAIL) label="Email address" kind="email" autocomplete="username"/>
        <TextField of=form.field(PASSWORD) label="Password" kind="password" autocomplete="current-password"/>
        <Buttons><Button label="Sign in"/></Buttons>
    };
    view! {
        <Heading title="Sign in"/>
        {said}
        {form.around(fields)}
        <p>"No account? Your employer, training provider or professional body invites you by a link."</p>
    }
    .into_any()
}

/// Why whoever comes is signed out, and what becomes of what they did.
fn why(next: &str, was_signed_out: bool) -> Option<&'static str> {
    // Whoever was signed out while typing reads here already that nothing of it is lost.
    match (forms::is_shown_again(next), was_signed_out) {
        // All forms with passwords that are sent signed in are there.
        (true, _) if next.starts_with(paths::YOUR_ACCOUNT.path) => Some(
            "You are no longer signed in, so the form was not sent. Passwords are not kept: sign in, and enter them again.",
        ),
        (true, _) => Some(
            "You are no longer signed in, so the form was not sent. What you typed is kept: sign in, and you see it again.",
        ),
        (false, true) => Some(
            "You were signed out: your session was ended from another browser or by a new password, or it had lasted a day. Sign in, and you come to the page that you asked for.",
        ),
        (false, false) => None,
    }
}
