//! The evidence of a draft.

use super::actions::{AddEvidence, RemoveEvidence, own_claim};
use super::store::{self, Evidence};
use super::upload::{self, ACCEPT};
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, ButtonTone, Buttons, FileField, Hidden, TextArea, TextField};
use crate::design::file_list::{FileItem, FileList};
use crate::design::heading::{Heading, Section};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::ids::{ClaimId, RowId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Step 2: texts, links and files.
#[component]
pub fn EvidencePage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if !claim.state.is_editable() {
            return Ok(Page::elsewhere(paths::claim(&claim.id)));
        }
        let id = claim.id.clone();
        let evidence = store::evidence(cx.app.db.read(), &id).await?;
        let form = cx.returned(&format!("evidence {id}")).await?;
        let value = |field: &str| form.value(field, "");
        let (text_title, text, link_title, address) = (
            value("text_title"),
            value("text"),
            value("link_title"),
            value("address"),
        );
        let files = evidence
            .into_iter()
            .map(|piece| file_item(piece, &id))
            .collect::<Vec<_>>();
        let list = if files.is_empty() {
            view! { <p>"No evidence yet. Add at least one piece."</p> }.into_any()
        } else {
            view! { <FileList files=files/> }.into_any()
        };
        let add_file = view! {
            <form method="post" enctype="multipart/form-data" action=upload::action(&id)>
                <FileField name="file" label="File" hint="PDF, JPEG, PNG, HEIC, Word, Excel or plain text, up to 25 MB a file and 100 MB a claim." accept=ACCEPT error=form.error("file")/>
                <Buttons><Button label="Add file" tone=ButtonTone::Quiet/></Buttons>
            </form>
        };
        let add_text = view! {
            <form method="post" action=AddEvidence::PATH novalidate>
                <Hidden name="claim" value=id.to_string()/>
                <Hidden name="kind" value="text"/>
                <TextField id="text_title" name="title" label="Title" hint="Such as: attendance note, redacted." value=text_title error=form.error("text_title")/>
                <TextArea name="text" label="Text" rows=6 value=text error=form.error("text")/>
                <Buttons><Button label="Add text" tone=ButtonTone::Quiet/></Buttons>
            </form>
        };
        let add_link = view! {
            <form method="post" action=AddEvidence::PATH novalidate>
                <Hidden name="claim" value=id.to_string()/>
                <Hidden name="kind" value="link"/>
                <TextField id="link_title" name="title" label="What it leads to" value=link_title error=form.error("link_title")/>
                <TextField name="address" label="Address" kind="url" hint="Your supervisor must be able to open it." value=address error=form.error("address")/>
                <Buttons><Button label="Add link" tone=ButtonTone::Quiet/></Buttons>
            </form>
        };
        Ok(Page::new(
            "Evidence",
            view! {
                <BackLink href=paths::edit_claim(&id) label="What you did"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title="What shows it?" eyebrow="Step 2 of 3 · Evidence" lede="Remove the names of clients and other people before you add anything."/>
                {list}
                <p><a class="button" href=paths::send_claim(&id)>"Go on to check and send"</a></p>
                <Section id="add-file" title="Add a file">{add_file}</Section>
                <Section id="add-text" title="Add a text">{add_text}</Section>
                <Section id="add-link" title="Add a link">{add_link}</Section>
            },
        )
        .with_form(&form)
        .reading())
    })
}

fn file_item(piece: Evidence, claim: &ClaimId) -> FileItem {
    let remove = Some((
        RemoveEvidence::PATH.to_owned(),
        vec![
            (String::from("claim"), claim.to_string()),
            (String::from("evidence"), piece.id.clone()),
        ],
    ));
    let href = match piece.kind.as_str() {
        "link" => piece.content.clone().unwrap_or_default(),
        _ => paths::evidence(claim, &RowId::from(piece.id)),
    };
    let detail = match piece.kind.as_str() {
        "link" => String::from("link"),
        "text" => String::from("text"),
        _ => format!(
            "{}, {}",
            upload::kind_words(piece.media_type.as_deref().unwrap_or_default()),
            words::bytes(piece.size.unwrap_or_default())
        ),
    };
    FileItem {
        href,
        name: piece.title,
        detail,
        remove,
    }
}
