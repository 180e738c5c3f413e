//! Checking a status: for anyone, without signing in. Nothing here names a person but the holder.

use super::code;
use super::state::{AwardState, expires_on};
use super::store::{self, Award};
use crate::design::back::BackLink;
use crate::design::certificate::Certificate;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, FieldWidth, TextField};
use crate::design::heading::Heading;
use crate::design::summary_list::SummaryRow;
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::request::RequestCx;
use crate::web::words;
use domain::invalid::Invalid;
use http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// What a code looks like, said wherever one is asked for.
const SHAPE: &str =
    "Twelve letters and digits in three groups, like 7KQ2-M8FD-3XWA. Capitals and hyphens don’t matter.";

/// The form; a code in the address leads on to its page.
#[component]
pub fn Check() -> impl IntoView {
    page(|_, params| async move {
        let typed = params.query("code");
        if let Some(code) = code::read(&typed) {
            return Ok(Page::elsewhere(paths::check(&code)));
        }
        // A link may carry what was typed: this form is a search and changes nothing, so it has no session to come back by.
        let was_sent = params.has("code");
        let error = if typed.trim().is_empty() {
            "Enter the code"
        } else {
            "Check the code: it has twelve letters and digits, and none of them is a U"
        };
        let form = if was_sent {
            Returned {
                errors: Invalid::one("code", error),
                ..Returned::default()
            }
        } else {
            Returned::default()
        };
        Ok(Page::new(
            "Check a status",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Check a status" lede="Enter the code that the holder gave you. You see who holds which status, and whether it is in force today."/>
                <CodeForm value=typed error=form.error("code")/>
            },
        )
        .with_form(&form)
        .reading())
    })
}

#[component]
fn CodeForm(value: String, error: Option<String>) -> impl IntoView {
    view! {
        <form method="get" action=paths::CHECK novalidate>
            <TextField name="code" label="Code" hint=SHAPE width=FieldWidth::Half autocomplete="off" value=value error=error/>
            <Buttons><Button label="Check"/></Buttons>
        </form>
    }
    .into_any()
}

/// The status of a code, as it stands now.
#[component]
pub fn CheckCode() -> impl IntoView {
    // Taken before anything is awaited: an unknown code is a page of its own, with the status of one not found.
    let response = use_context::<ResponseOptions>();
    if let Some(response) = &response {
        response.insert_header(
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex"),
        );
    }
    page(|cx, params| async move {
        let typed = params.path("code");
        let read = code::read(&typed);
        if let Some(code) = read.as_ref().filter(|code| **code != typed) {
            return Ok(Page::elsewhere(paths::check(code)));
        }
        let award = match &read {
            Some(code) => store::by_code(cx.app.db.read(), code).await?,
            None => None,
        };
        match award {
            Some(award) => Ok(certificate(&cx, award)),
            None => {
                if let Some(response) = response {
                    response.set_status(StatusCode::NOT_FOUND);
                }
                Ok(unknown(typed))
            }
        }
    })
}

fn unknown(typed: String) -> Page {
    Page::new(
        "No status has this code",
        view! {
            <BackLink href=paths::CHECK label="Check a status"/>
            <Heading
                title="No status has this code"
                lede="Check each letter and digit against what you were given: 8 and B, 5 and S, 2 and Z look alike. If they agree, ask the holder for the code again."
            />
            <CodeForm value=typed error=None/>
        },
    )
    .reading()
}

fn certificate(cx: &RequestCx, award: Award) -> Page {
    let framework = cx.app.catalogue.get(&award.framework_slug, &award.framework_version);
    let state = AwardState::of(&award, &cx.app.catalogue, cx.today);
    let said = match state {
        AwardState::InForce => format!("{} on {}", state.label(), words::date(cx.today)),
        _ => state.label(),
    };
    let mut rows = Vec::new();
    let mut add = |key: &str, value: String| {
        rows.push(SummaryRow {
            key: key.to_owned(),
            value: value.into_any(),
            action: None,
        })
    };
    let body = framework
        .as_ref()
        .map(|framework| framework.body().to_owned())
        .unwrap_or_default();
    add("Conferred on", words::date(award.conferred_on));
    add("Conferred by", body.clone());
    if let Some(expires) = expires_on(&award, &cx.app.catalogue) {
        add("Last day", words::last_day(expires));
    }
    if let Some(framework) = &framework {
        add(
            "Framework",
            format!("{}, version {}", framework.title(), framework.version()),
        );
    }
    add("Code", award.code.clone());
    let foot = format!(
        "Checked on {}. This page says what the register says now: look it up again before you rely on it.",
        words::instant(cx.now)
    );
    // For paper, where no link can be followed.
    let address = cx.address(&paths::check(&award.code));
    let at = view! { <p class="print-only">"To check this code: "<strong>{address}</strong></p> };
    let foot = view! { <p>{foot}</p>{at} }.into_any();
    Page::new(
        format!("{}: {}", award.holder, award.title),
        view! {
            <Certificate
                issuer=body
                holder=award.holder
                status=award.title
                letters=award.letters
                tone=state.tone()
                state=said
                rows=rows
                foot=foot
            />
            <p class="no-print"><a href=paths::CHECK>"Check another code"</a></p>
        },
    )
    .reading()
}
