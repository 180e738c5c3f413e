//! Checking a status: for anyone, without signing in.

use super::code;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::FieldState;
use crate::prelude::pages::*;
use domain::bodies::{Body, Register};

/// What a code looks like, said wherever one is asked for.
const SHAPE: &str =
    "Twelve letters and digits in three groups, like 7KQ2-M8FD-3XWA. Capitals and hyphens don’t matter.";

/// What the field takes, characters: a code in any grouping, and no more than an address can carry.
const LONGEST: usize = 100;

/// The form; a code in the address leads on to its page.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    // A link may carry what was typed: this form is a search and changes nothing.
    let typed = cx.query_of("code");
    if let Some(code) = typed.as_deref().and_then(code::read) {
        return Ok(Page::elsewhere(paths::CERTIFICATE.to(code)));
    }
    let title = "Check a status";
    let error = typed.as_deref().map(|typed| {
        String::from(if typed.trim().is_empty() {
            "Enter the code"
        } else {
            match code::has_u(typed) {
                true => "Check the code: it has twelve letters and digits, and none of them is a U",
                false => "Check the code: it has twelve letters and digits",
            }
        })
    });
    let intro = format!(
        "Enter the code that the holder gave you. You see who holds which status, and whether it is in force today. {}",
        registers(cx.app.catalogue.bodies().all())
    );
    let titled = error.as_ref().map_or_else(|| title.to_owned(), |_| format!("Error: {title}"));
    let draw = move || {
        let errors: Vec<_> = error.iter().map(|error| (String::from("code"), error.clone())).collect();
        view! {
            <ErrorSummary errors/>
            <Heading title intro=intro/>
            {field(typed.unwrap_or_default().chars().take(LONGEST).collect(), error)}
        }
    };
    Ok(Page::new(titled, draw).reading())
}

/// Whose statuses can be checked by anyone.
fn registers<'a>(bodies: impl Iterator<Item = &'a Arc<Body>>) -> String {
    let public = bodies.filter(|body| body.policies.register == Register::Public);
    let names: Vec<&str> = public.map(|body| body.name.as_str()).collect();
    match &names[..] {
        [] => String::from("No register here is open to the public."),
        [only] => format!("This is the register of {only}."),
        [first @ .., last] => format!("These are the registers of {} and {last}.", first.join(", ")),
    }
}

/// The field for a code, in a form that asks for its page.
pub(super) fn field(value: String, error: Option<String>) -> AnyView {
    view! {
        <form method="get" action=paths::CHECK.to(()) novalidate>
            <TextField of=FieldState::of_query("code", value, error) label="Code" hint=SHAPE width=FieldWidth::Half autocomplete="off" longest=LONGEST/>
            <Buttons><Button label="Check"/></Buttons>
        </form>
    }
    .into_any()
}
