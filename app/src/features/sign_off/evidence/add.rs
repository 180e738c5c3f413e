//! What adding a text, a link and a file share.

use crate::features::sign_off::files::refused_by_name;
use crate::features::sign_off::own;
use crate::features::sign_off::store::{self, Added, NewEvidence, TooMuch};
use crate::prelude::pages::*;
use crate::web::tx::May;

/// Adds a piece, and says whether it did: the same under the same title is not added twice. That the claim has as much as
/// it may is said at the field, with the name of the file.
pub async fn add(may: &May<'_, actions::WriteClaim>, new: NewEvidence, field: Field) -> Result<bool, Stop> {
    let file = if let NewEvidence::File { name, .. } = &new { name.clone() } else { String::new() };
    match store::add_evidence(may, new).await? {
        Added::New => Ok(true),
        Added::ThereAlready => Ok(false),
        Added::No(too_much) => Err(Invalid::one(field.name, refused_by_name(&file, &instruction(too_much))).into()),
    }
}

/// Adds what was typed, if it is as it should be.
pub async fn add_written(tx: &Tx, id: ClaimId, new: Result<NewEvidence, Invalid>, field: Field) -> Result<Done, Stop> {
    let may = own::edit(tx, id).await.map_err(own::conflict_on_claim(id))?;
    let is_new = add(&may, new?, field).await?;
    Ok(listed(id, is_new, "The evidence is added."))
}

/// What to do where a claim has as much as it may.
fn instruction(too_much: TooMuch) -> String {
    match too_much {
        TooMuch::Pieces(most) => format!("A claim has at most {most} pieces of evidence. Remove one first"),
        TooMuch::Kept(most) => format!(
            "A claim keeps at most {most} pieces of evidence, with those that were sent once. Begin another claim for more"
        ),
        TooMuch::Bytes(most) => format!(
            "The files of a claim, with those that were sent once, come to at most {} MB. Choose a smaller file, or remove one that was never sent",
            most / (1024 * 1024)
        ),
        TooMuch::OfRecord(most) => format!(
            "The files of all your claims come to at most {} GB. Choose a smaller file, or remove one that was never sent",
            most / (1024 * 1024 * 1024)
        ),
    }
}

/// Back to the list, which says what came of it.
pub fn listed(id: ClaimId, is_new: bool, said: &str) -> Done {
    let list = Done::to(paths::EVIDENCE.to(id));
    if is_new {
        list.saying(said)
    } else {
        list.warning("This evidence is there already. It was not added a second time.")
    }
}

/// The end of a form that adds a piece.
pub fn buttons(id: ClaimId, label: &'static str) -> AnyView {
    view! { <Buttons><Button label=label/>" "<a href=paths::EVIDENCE.to(id)>"Cancel"</a></Buttons> }.into_any()
}
