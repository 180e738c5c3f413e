//! Adding a text.

use super::add::{add_written, buttons};
use super::adding;
use crate::features::sign_off::draft::LONGEST;
use crate::features::sign_off::store::NewEvidence;
use crate::prelude::pages::*;

const TITLE: Field = Field::new("title");
const TEXT: Field = Field::written("text");

/// Adds a text as evidence.
pub struct AddText;

impl Form for AddText {
    const FIELDS: &'static [Field] = &[TITLE, TEXT];
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = paths::EVIDENCE_TEXT;

    fn shown_on(id: &ClaimId, _values: &Values) -> String {
        adding(*id, "text")
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: ClaimId, values: &Values) -> Result<Done, Stop> {
        add_written(tx, id, parse(values), TITLE).await
    }
}

fn parse(values: &Values) -> Result<NewEvidence, Invalid> {
    let mut invalid = Invalid::default();
    let title = fields::line(values.get(TITLE), "a title for the text", 200);
    let title = invalid.take(TITLE.name, title);
    let text = invalid.take(TEXT.name, fields::text(values.get(TEXT), "the text", LONGEST));
    match (title, text) {
        (Some(title), Some(text)) => Ok(NewEvidence::Text(title, text)),
        _ => Err(invalid),
    }
}

/// Its fields.
pub fn draw(id: ClaimId, form: &Sheet<AddText>) -> AnyView {
    form.around(view! {
        <TextField of=form.field(TITLE) label="Title" hint="Such as: attendance note, redacted."/>
        <TextArea of=form.field(TEXT) label="Text" rows=8/>
        {buttons(id, "Add text")}
    })
}
