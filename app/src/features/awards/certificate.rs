//! The status of a code, as it stands now. Nothing here names a person but the holder.

use super::check::field;
use super::code;
use super::store::{self, Award};
use super::words::of_state;
use crate::design::certificate::Certificate;
use crate::features::record::store::subject;
use crate::prelude::pages::*;
use domain::awards::AwardState;
use domain::bodies::Register;
use http::{HeaderName, HeaderValue, StatusCode};
use leptos_axum::ResponseOptions;

/// The certificate of a code; a page of its own where no status has it.
pub async fn page(cx: RequestCx, typed: String) -> Result<Page, AppError> {
    let read = code::read(&typed);
    if let Some(code) = read.as_ref().filter(|code| **code != typed) {
        return Ok(Page::elsewhere(paths::CERTIFICATE.to(code.clone())));
    }
    let award = match &read {
        Some(code) => store::by_code(cx.app.db.read(), code).await?,
        None => None,
    };
    let award = match award {
        Some(award) if shows(&cx, &award).await? => Some(award),
        _ => None,
    };
    Ok(match award {
        Some(award) => {
            let title = format!("{}: {}", award.holder, award.title);
            Page::new(title, move || {
                unlisted(StatusCode::OK);
                certificate(&cx, award)
            })
        }
        None => Page::new("No status has this code", move || {
            unlisted(StatusCode::NOT_FOUND);
            unknown(typed)
        }),
    }
    .reading())
}

/// Whether whoever asks may see it: anyone, unless the body's register is not public; then the body's registrar.
async fn shows(cx: &RequestCx, award: &Award) -> Result<bool, AppError> {
    let policies = cx.app.catalogue.bodies().policies_of(award.body.as_deref());
    let is_public = policies.register == Register::Public;
    let Some(person) = cx.person.as_deref().filter(|_| !is_public) else {
        return Ok(is_public);
    };
    let subject = subject(cx.app.db.read(), award.enrolment, award.today(cx)).await?;
    Ok(person.actor.is_registrar_of(&subject))
}

/// No search engine lists a page with a code in its address.
fn unlisted(status: StatusCode) {
    let response = expect_context::<ResponseOptions>();
    response.set_status(status);
    response.insert_header(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
}

fn unknown(typed: String) -> AnyView {
    view! {
        <BackLink href=paths::CHECK.to(()) label="Check a status"/>
        <Heading
            title="No status has this code"
            intro="Check each letter and digit against what you were given: 8 and B, 5 and S, 2 and Z look alike. If they agree, ask the holder for the code again."
        />
        {field(typed, None)}
    }
    .into_any()
}

fn certificate(cx: &RequestCx, award: Award) -> AnyView {
    let framework = cx.app.catalogue.get(&award.framework_slug, &award.framework_version);
    let today = award.today(cx);
    let state = award.state(today);
    let (tone, mut said) = of_state(state);
    if state == Some(AwardState::InForce) {
        said = format!("{said} on {}", words::date(today));
    }
    let mut rows = Vec::new();
    let mut add =
        |key: &str, value: String| rows.push(SummaryRow { key: key.to_owned(), value: value.into_any(), action: None });
    let body = award.body.as_deref().and_then(|slug| cx.app.catalogue.bodies().get(slug));
    let body = body.map(|body| body.name.clone()).unwrap_or_default();
    add("Conferred on", words::date(award.conferred_on));
    add("Conferred by", body.clone());
    if let Some(expires) = award.expires_on {
        add("Last day", words::last_day(expires));
    }
    if let Some(framework) = &framework {
        add("Framework", format!("{}, version {}", framework.title(), framework.version()));
    }
    add("Code", award.code.clone());
    let foot = format!(
        "Checked on {}. This page says what the register says now: look it up again before you rely on it.",
        words::instant(cx.now, cx.app.catalogue.zone_of_version(&award.framework_slug, &award.framework_version))
    );
    // For paper, where no link can be followed: what is configured alone, and nothing that whoever asks made up.
    let address = cx.published(&paths::CERTIFICATE.to(award.code.clone()));
    let at =
        address.map(|address| view! { <p class="print-only">"To check this code: "<strong>{address}</strong></p> });
    let foot = view! { <p>{foot}</p>{at} }.into_any();
    view! {
            <Certificate
                issuer=body
                holder=award.holder
                status=award.title
                letters=award.letters
                tone=tone
                state=said
                rows=rows
                foot=foot
            />
            <p class="no-print"><a href=paths::CHECK.to(())>"Check another code"</a></p>
    }
    .into_any()
}
