//! The evidence of a draft: what there is, and the way to add a piece.

mod add;
mod file;
mod link;
pub mod remove;
mod text;

pub use file::{ACCEPT, AddFile, BroughtFile, FILE};
pub use link::AddLink;
pub use remove::RemoveEvidence;
pub use text::AddText;

use super::store::{self, Evidence};
use super::{kinds, own};
use crate::design::file_list::{FileItem, FileList};
use crate::prelude::pages::*;
use domain::sign_off::EvidenceKind;

const STEP: &str = "Step 2 of 3 · Evidence";
const NAMES: &str = "Remove the names of clients and other people before you add anything.";

/// The form that adds a piece of a kind, which the query names. Each has a page of its own, so that a text that was begun
/// is not lost by adding a link.
fn adding(id: ClaimId, kind: &str) -> String {
    format!("{}?add={kind}", paths::EVIDENCE.to(id))
}

/// Step 2: what there is, or the form that adds a piece.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the author of the claim.
pub async fn page(cx: RequestCx, id: ClaimId) -> Result<Page, AppError> {
    let claim = own::read(&cx, id).await?;
    if !claim.state().is_editable() {
        return Ok(Page::elsewhere(paths::CLAIM.to(id)));
    }
    Ok(match cx.query("add").as_str() {
        "file" => add_page(id, "Add a file", Sheet::<AddFile>::on(&cx, &id).await?, file::draw),
        "text" => add_page(id, "Add a text", Sheet::<AddText>::on(&cx, &id).await?, text::draw),
        "link" => add_page(id, "Add a link", Sheet::<AddLink>::on(&cx, &id).await?, link::draw),
        _ => {
            let evidence = store::evidence(cx.app.db.read(), id).await?;
            Page::new("Evidence", move || list_view(id, evidence)).reading()
        }
    }
    .about(claim.enrolment_id))
}

fn add_page<F: Form>(
    id: ClaimId,
    title: &'static str,
    form: Sheet<F>,
    draw: fn(ClaimId, &Sheet<F>) -> AnyView,
) -> Page {
    Page::new(title, move || {
        view! {
            <BackLink href=paths::EVIDENCE.to(id) label="Evidence"/>
            <Heading title=title eyebrow=STEP intro=NAMES/>
            {draw(id, &form)}
        }
    })
    .reading()
}

fn list_view(id: ClaimId, evidence: Vec<Evidence>) -> AnyView {
    let is_empty = evidence.is_empty();
    let items = evidence.into_iter().map(file_item).collect::<Vec<_>>();
    let list = if is_empty {
        view! { <p>"No evidence yet. Add at least one piece."</p> }.into_any()
    } else {
        view! { <FileList files=items/> }.into_any()
    };
    let go_on = (!is_empty)
        .then(|| view! { <p><a class="button" href=paths::SENDING.to(id)>"Go on to check and send"</a></p> });
    let add = [("file", "Add a file"), ("text", "Add a text"), ("link", "Add a link")]
        .map(|(kind, label)| view! { <a class="button quiet" href=adding(id, kind)>{label}</a> });
    view! {
        <BackLink href=paths::DRAFT.to(id) label="What you did"/>
        <Heading title="What shows it?" eyebrow=STEP intro=NAMES/>
        {list}
        <div class="buttons">{add.collect_view()}</div>
        {go_on}
    }
    .into_any()
}

fn file_item(piece: Evidence) -> FileItem {
    let address = (piece.claim_id, piece.id);
    let href = match piece.kind {
        EvidenceKind::Link => piece.content.unwrap_or_default(),
        EvidenceKind::Text | EvidenceKind::File => paths::PIECE.to(address),
    };
    let detail = match piece.kind {
        EvidenceKind::Link | EvidenceKind::Text => piece.kind.code().to_owned(),
        EvidenceKind::File => format!(
            "{}, {}",
            kinds::kind_words(piece.media_type.as_deref().unwrap_or_default()),
            words::bytes(piece.size.unwrap_or_default())
        ),
    };
    FileItem { href, name: piece.title, detail, remove: Some(paths::REMOVAL.to(address)) }
}
