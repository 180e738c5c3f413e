//! The evidence of a draft.

use super::actions::{AddEvidence, RemoveEvidence, own_claim};
use super::store::{self, Evidence};
use super::upload::{self, ACCEPT};
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, FileField, Hidden, TextArea, TextField};
use crate::design::file_list::{FileItem, FileList};
use crate::design::heading::Heading;
use crate::design::question::Question;
use crate::error::AppError;
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::ids::{ClaimId, EvidenceId};
use domain::sign_off::EvidenceKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Step 2: what there is, and the way to add a piece. Each kind has a page of its own, so that a text that was begun is
/// not lost by adding a link.
#[component]
pub fn EvidencePage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if !claim.state.is_editable() {
            return Ok(Page::elsewhere(paths::claim(claim.id)));
        }
        let id = claim.id;
        let form = cx.returned(&format!("evidence {id}")).await?;
        Ok(match params.query("add").as_str() {
            "file" => add_page(id, "Add a file", file_form(id, &form), &form),
            "text" => add_page(id, "Add a text", text_form(id, &form), &form),
            "link" => add_page(id, "Add a link", link_form(id, &form), &form),
            _ => list_page(id, store::evidence(cx.app.db.read(), id).await?),
        })
    })
}

fn list_page(id: ClaimId, evidence: Vec<Evidence>) -> Page {
    let is_empty = evidence.is_empty();
    let files = evidence
        .into_iter()
        .map(|piece| file_item(piece, id))
        .collect::<Vec<_>>();
    let list = if is_empty {
        view! { <p>"No evidence yet. Add at least one piece."</p> }.into_any()
    } else {
        view! { <FileList files=files/> }.into_any()
    };
    let go_on = (!is_empty)
        .then(|| view! { <p><a class="button" href=paths::send_claim(id)>"Go on to check and send"</a></p> });
    let add = [("file", "Add a file"), ("text", "Add a text"), ("link", "Add a link")]
        .map(|(kind, label)| view! { <a class="button quiet" href=paths::add_evidence(id, kind)>{label}</a> });
    Page::new(
        "Evidence",
        view! {
            <BackLink href=paths::edit_claim(id) label="What you did"/>
            <Heading title="What shows it?" eyebrow=STEP lede=NAMES/>
            {list}
            <div class="buttons">{add.collect_view()}</div>
            {go_on}
        },
    )
    .reading()
}

const STEP: &str = "Step 2 of 3 · Evidence";
const NAMES: &str = "Remove the names of clients and other people before you add anything.";

fn add_page(id: ClaimId, title: &'static str, fields: AnyView, form: &Returned) -> Page {
    Page::new(
        title,
        view! {
            <BackLink href=paths::claim_evidence(id) label="Evidence"/>
            <ErrorSummary errors=form.summary()/>
            <Heading title=title eyebrow=STEP lede=NAMES/>
            {fields}
        },
    )
    .with_form(form)
    .reading()
}

fn file_form(id: ClaimId, form: &Returned) -> AnyView {
    view! {
        <form method="post" enctype="multipart/form-data" action=upload::action(id)>
            <FileField name="file" label="File" hint="PDF, JPEG, PNG, HEIC, Word, Excel or plain text, up to 25 MB a file and 100 MB a claim." accept=ACCEPT error=form.error("file")/>
            {buttons(id, "Add file")}
        </form>
    }
    .into_any()
}

fn text_form(id: ClaimId, form: &Returned) -> AnyView {
    let (title, text) = (form.value("text_title", ""), form.value("text", ""));
    view! {
        <form method="post" action=AddEvidence::PATH novalidate>
            <Hidden name="claim" value=id.to_string()/>
            <Hidden name="kind" value="text"/>
            <TextField id="text_title" name="title" label="Title" hint="Such as: attendance note, redacted." value=title error=form.error("text_title")/>
            <TextArea name="text" label="Text" rows=8 value=text error=form.error("text")/>
            {buttons(id, "Add text")}
        </form>
    }
    .into_any()
}

fn link_form(id: ClaimId, form: &Returned) -> AnyView {
    let (title, address) = (form.value("link_title", ""), form.value("address", ""));
    view! {
        <form method="post" action=AddEvidence::PATH novalidate>
            <Hidden name="claim" value=id.to_string()/>
            <Hidden name="kind" value="link"/>
            <TextField id="link_title" name="title" label="What it leads to" value=title error=form.error("link_title")/>
            <TextField name="address" label="Address" kind="url" hint="Your supervisor must be able to open it." value=address error=form.error("address")/>
            {buttons(id, "Add link")}
        </form>
    }
    .into_any()
}

fn buttons(id: ClaimId, label: &'static str) -> AnyView {
    let list = paths::claim_evidence(id);
    view! { <Buttons><Button label=label/>" "<a href=list>"Add nothing"</a></Buttons> }.into_any()
}

fn file_item(piece: Evidence, claim: ClaimId) -> FileItem {
    let row = piece.id;
    let href = match piece.kind {
        EvidenceKind::Link => piece.content.clone().unwrap_or_default(),
        EvidenceKind::Text | EvidenceKind::File => paths::evidence(claim, row),
    };
    let detail = match piece.kind {
        EvidenceKind::Link | EvidenceKind::Text => piece.kind.code().to_owned(),
        EvidenceKind::File => format!(
            "{}, {}",
            upload::kind_words(piece.media_type.as_deref().unwrap_or_default()),
            words::bytes(piece.size.unwrap_or_default())
        ),
    };
    FileItem {
        href,
        name: piece.title,
        detail,
        remove: Some(paths::remove_evidence(claim, row)),
    }
}

/// The question before a piece of evidence is removed.
#[component]
pub fn RemoveEvidencePage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if !claim.state.is_editable() {
            return Ok(Page::elsewhere(paths::claim(claim.id)));
        }
        let (id, db) = (claim.id, cx.app.db.read());
        let row = EvidenceId::parse(&params.path("evidence")).ok_or(AppError::NotFound)?;
        let mut pieces = store::evidence(db, id).await?.into_iter();
        let piece = pieces.find(|piece| piece.id == row).ok_or(AppError::NotFound)?;
        let lede = if store::was_sent(db, id, row).await? {
            "It leaves this draft. What was sent with it before stays as it was."
        } else {
            "It is gone for good. It was never sent, so nobody else has seen it."
        };
        let title = format!("Remove “{}”?", piece.title);
        Ok(Page::new(
            title.clone(),
            view! {
                <Question
                    title=title
                    eyebrow=STEP
                    lede=lede
                    back=paths::claim_evidence(id)
                    back_label="Evidence"
                    action=RemoveEvidence::PATH
                    fields=vec![("claim", id.to_string()), ("evidence", row.to_string())]
                    yes="Remove it"
                />
            },
        )
        .reading())
    })
}
