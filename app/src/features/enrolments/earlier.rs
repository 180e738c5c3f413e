//! Why something is noted for an earlier day, or another day in the place of one: asked for wherever that changes the past.

use crate::prelude::pages::*;

pub(super) const REASON: Field = Field::written("reason");

/// The longest reason, in characters.
const MOST: usize = 1000;

/// The reason that was typed, which must be there where the past is changed.
pub(super) fn reason(values: &Values, what: &str, is_needed: bool) -> Result<Option<String>, String> {
    match is_needed {
        true => fields::text(values.get(REASON), what, MOST).map(Some),
        false => fields::optional_text(values.get(REASON), what, MOST),
    }
}

/// What is asked for where a day may be an earlier one.
pub(super) const WHY: &str = "why it is an earlier day";

/// The field for it.
pub(super) fn field<F: Form>(form: &Sheet<F>) -> AnyView {
    let hint = format!("If the day above is before today, you have to say why. {READERS}");
    view! { <TextArea of=form.field(REASON) label="Why it is an earlier day" hint=hint rows=3 optional=true/> }
        .into_any()
}

/// Who reads a reason (`actions::ReadMarksAndReasons`).
pub(super) const READERS: &str = "The trainee and their professional body read it in the record.";
