//! Adding a link.

use super::add::{add_written, buttons};
use super::adding;
use crate::features::sign_off::store::NewEvidence;
use crate::prelude::pages::*;

const TITLE: Field = Field::new("title");
const ADDRESS: Field = Field::new("address");

/// Adds a link as evidence.
pub struct AddLink;

impl Form for AddLink {
    const FIELDS: &'static [Field] = &[TITLE, ADDRESS];
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = paths::EVIDENCE_LINK;

    fn shown_on(id: &ClaimId, _values: &Values) -> String {
        adding(*id, "link")
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: ClaimId, values: &Values) -> Result<Done, Stop> {
        add_written(tx, id, parse(values), TITLE).await
    }
}

fn parse(values: &Values) -> Result<NewEvidence, Invalid> {
    let mut invalid = Invalid::default();
    let title = fields::line(values.get(TITLE), "what the link leads to", 200);
    let title = invalid.take(TITLE.name, title);
    let address = invalid.take(ADDRESS.name, fields::web_address(values.get(ADDRESS)));
    match (title, address) {
        (Some(title), Some(address)) => Ok(NewEvidence::Link(title, address)),
        _ => Err(invalid),
    }
}

/// Its fields.
pub fn draw(id: ClaimId, form: &Sheet<AddLink>) -> AnyView {
    form.around(view! {
        <TextField of=form.field(TITLE) label="What it leads to"/>
        <TextField of=form.field(ADDRESS) label="Address" kind="url" hint="Your supervisor must be able to open it."/>
        {buttons(id, "Add link")}
    })
}
