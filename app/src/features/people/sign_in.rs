//! Signing in.

use super::store;
use crate::design::tag::Mark;
use crate::journal::refusals;
use crate::prelude::pages::*;
use crate::web::{forms, limit, password, session};

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
        let attempt = limit::begin(cx, &address).await?.map_err(|wait| Invalid::one(EMAIL.name, too_many(wait)))?;
        let known = store::credential_of(cx.app.db.read(), &address).await?;
        let (person, hash) = known.map_or((None, None), |(person, hash)| (Some(person), hash));
        let is_right = password::verify(&cx.app, typed, hash).await?;
        let Some(person) = person.filter(|_| is_right) else {
            tracing::info!(event = "sign_in_failed", "sign-in failed");
            refusals::sign_in(cx, &address).await?;
            let wrong = "The email address or the password is wrong. Check both and try again";
            return Err(Invalid::one(PASSWORD.name, wrong).into());
        };
        limit::succeeded(cx, attempt).await?;
        let cx = cx.clone();
        tx.afterwards(async move { session::begin(&cx, person).await });
        Ok(Done::to(paths::local(values.get(NEXT))))
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

/// How long to wait after many wrong passwords.
pub(super) fn too_many(wait: i64) -> String {
    let minutes = words::count(usize::try_from(wait).unwrap_or_default(), "minute", "minutes");
    format!("Too many wrong passwords were tried. Wait {minutes} and try again")
}

/// The page with the form.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let next = paths::local(&cx.query(NEXT.name)).to_owned();
    let form = Sheet::<SignIn>::on(&cx, &()).await?;
    Ok(Page::new("Sign in", move || draw(next, &form)).reading())
}

fn draw(next: String, form: &Sheet<SignIn>) -> AnyView {
    // Whoever was signed out while typing reads here already that nothing of it is lost.
    let kept = forms::is_shown_again(&next).then(|| {
        let said = "You are no longer signed in, so the form was not sent. What you typed is kept: sign in, and you see it again.";
        view! { <div class="notice t-now" role="status"><Mark tone=Tone::Now/><p>{said}</p></div> }
    });
    let fields = view! {
        {form.fixed(NEXT, next)}
        <TextField of=form.field(EMAIL) label="Email address" kind="email" autocomplete="username"/>
        <TextField of=form.field(PASSWORD) label="Password" kind="password" autocomplete="current-password"/>
        <Buttons><Button label="Sign in"/></Buttons>
    };
    view! {
        <Heading title="Sign in"/>
        {kept}
        {form.around(fields)}
        <p>"No account? Your employer, training provider or professional body invites you by a link."</p>
    }
    .into_any()
}
