//! What a form would put something else in the place of, as it was when the form was handed out. What somebody noted since is not
//! overwritten unseen.

use super::{Field, Form, Sheet, Values};
use domain::invalid::Invalid;
use leptos::prelude::AnyView;

/// The hidden field.
pub const PRESENT: Field = Field::new("present");

/// The hidden field that holds it: what is there now, whenever the page is drawn.
pub fn held<F: Form>(form: &Sheet<F>, present: impl ToString) -> AnyView {
    form.fixed(PRESENT, present)
}

/// Refuses a form, at one of its fields, where something else is there by now: `words` says what. Sent again, it has been seen.
pub fn is_seen(values: &Values, field: Field, present: impl ToString, words: &str) -> Result<(), Invalid> {
    if values.get(PRESENT) == present.to_string() {
        return Ok(());
    }
    let text =
        format!("Since you opened this page, {words}. Send the form again to put yours in its place all the same");
    Err(Invalid::one(field.name, text))
}
