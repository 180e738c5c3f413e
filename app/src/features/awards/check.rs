//! Checking a status: for anyone, without signing in.

use super::code;
use super::routes::{CERTIFICATE, CHECK};
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, FieldWidth, TextField};
use crate::design::heading::Heading;
use crate::error::AppError;
use crate::web::draw::Page;
use crate::web::request::RequestCx;
use leptos::prelude::*;

/// What a code looks like, said wherever one is asked for.
const SHAPE: &str =
    "Twelve letters and digits in three groups, like 7KQ2-M8FD-3XWA. Capitals and hyphens don’t matter.";

/// The form; a code in the address leads on to its page.
///
/// # Errors
/// None.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    // A link may carry what was typed: this form is a search and changes nothing.
    let typed = cx.query_of("code");
    if let Some(code) = typed.as_deref().and_then(code::read) {
        return Ok(Page::elsewhere(CERTIFICATE.to(code)));
    }
    let title = "Check a status";
    let error = typed.as_deref().map(|typed| {
        String::from(if typed.trim().is_empty() {
            "Enter the code"
        } else {
            "Check the code: it has twelve letters and digits, and none of them is a U"
        })
    });
    let titled = error.as_ref().map_or_else(|| title.to_owned(), |_| format!("Error: {title}"));
    let draw = move || {
        let errors: Vec<_> = error.iter().map(|error| (String::from("code"), error.clone())).collect();
        view! {
            <ErrorSummary errors/>
            <Heading title intro="Enter the code that the holder gave you. You see who holds which status, and whether it is in force today."/>
            {field(typed.unwrap_or_default(), error)}
        }
    };
    Ok(Page::new(titled, draw).reading())
}

/// The field for a code, in a form that asks for its page.
pub(super) fn field(value: String, error: Option<String>) -> AnyView {
    view! {
        <form method="get" action=CHECK.to(()) novalidate>
            <TextField name="code" label="Code" hint=SHAPE width=FieldWidth::Half autocomplete="off" value=value error=error/>
            <Buttons><Button label="Check"/></Buttons>
        </form>
    }
    .into_any()
}
