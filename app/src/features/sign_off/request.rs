//! One request: exactly what will be attested, and the decision.

use super::actions::DecideClaim;
use super::files;
use super::shown::{Shown, ShownEvidence};
use super::store::requests::{self, Request};
use crate::design::attest::Attest;
use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, Hidden, Radios, Select, TextArea};
use crate::design::heading::Heading;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::{Denied, actions, permit};
use domain::ids::{ClaimId, ClaimRequestId};
use domain::sign_off::{EvidenceKind, ReasonCode, claim_statement};
use domain::standing::ClaimOutcome;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// One request: read, then decide.
#[component]
pub fn RequestPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = ClaimRequestId::parse(&params.path("request")).ok_or(AppError::NotFound)?;
        let db = cx.app.db.read();
        let request = requests::request(db, id).await?;
        let subject = requests::subject(db, &request, cx.today).await?;
        permit(cx.actor()?, actions::ViewClaim, &subject)?;
        let may_decide = permit(cx.actor()?, actions::DecideClaim, &subject);
        let shown = Shown::read(&request.shown)?;
        let form = cx.returned(&format!("decide {id}")).await?;
        let claim = request.claim_id;
        let next = match (&request.outcome, request.is_open, may_decide) {
            (Some(_), _, _) => decision_view(&request).into_any(),
            (None, false, _) if request.closed_for.is_some() => view! { <Card title="Closed"><p>"The trainee no longer works for this employer. There is nothing to decide."</p></Card> }.into_any(),
            (None, false, _) => view! { <Card title="Taken back"><p>"The trainee took this claim back. There is nothing to decide."</p></Card> }.into_any(),
            (None, true, Ok(_)) => decide_form(id, &shown, &form),
            (None, true, Err(Denied::Forbidden(why))) => view! { <Card title="You can read it, not decide it"><p>{why}</p></Card> }.into_any(),
            (None, true, Err(Denied::Unknown)) => return Err(AppError::NotFound),
        };
        let decided = request
            .outcome
            .as_ref()
            .and_then(|_| proof_view(std::slice::from_ref(&request)));
        let eyebrow = format!(
            "{}, sent {} to {}",
            shown.trainee,
            words::date(request.sent_on),
            request.supervisor
        );
        Ok(Page::new(
            shown.outcome_title.clone(),
            view! {
                <BackLink href=paths::QUEUE label="Queue"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=shown.outcome_title.clone() eyebrow=eyebrow/>
                {shown.meaning.clone().map(meaning_view)}
                {unpublished_view(shown.unpublished.iter().map(String::as_str))}
                {shown_view(&shown, claim, Reader::Other)}
                {next}
                {decided}
            },
        )
        .with_form(&form)
        .reading())
    })
}

fn decide_form(id: ClaimRequestId, shown: &Shown, form: &Returned) -> AnyView {
    let choice = |value: &str, label: &str, hint: &str| Choice::new(value, label).hinted(hint);
    let outcomes = vec![
        choice("met", "Met", "The work shows the outcome."),
        choice(
            "partly_met",
            "Partly met",
            "Something is missing; the trainee can answer.",
        ),
        choice("not_yet", "Not yet", "The trainee can answer."),
        choice(
            "declined",
            "I can’t say",
            "I did not supervise this, or for another reason.",
        ),
    ];
    let reasons = ReasonCode::ALL
        .into_iter()
        .map(|reason| Choice::new(reason.code(), reason.words()))
        .collect::<Vec<_>>();
    let statement = claim_statement(&shown.trainee, ClaimOutcome::Met);
    let declining = claim_statement(&shown.trainee, ClaimOutcome::Declined);
    let value = |field: &str| form.value(field, "");
    view! {
        <form method="post" action=DecideClaim::PATH novalidate>
            <Hidden name="request" value=id.to_string()/>
            <Radios name="outcome" legend="Was this outcome met in the work you saw?" options=outcomes value=value("outcome") error=form.error("outcome")/>
            <div class="when when-partly">
                <TextArea name="missing" label="What is missing" rows=2 value=value("missing") error=form.error("missing")/>
            </div>
            <div class="when when-declined">
                <Select name="reason" label="Why can’t you say?" prompt="Choose a reason" options=reasons value=value("reason") error=form.error("reason")/>
            </div>
            <TextArea name="comment" label="What you saw" hint="One or two sentences of your own. With “Not yet”, say what would show it." rows=3 value=value("comment") error=form.error("comment")/>
            <div class="when when-decided"><Attest lines=statement.lines foot=statement.foot/></div>
            <div class="when when-declined"><Attest title="What your signature says when you can’t say" lines=declining.lines foot=declining.foot/></div>
            <Buttons><Button label="Sign and send"/>" "<a href=paths::QUEUE>"Not now"</a></Buttons>
        </form>
    }
    .into_any()
}

/// What the outcome means, under its name.
pub fn meaning_view(meaning: String) -> AnyView {
    view! { <p class="meaning">"What it means: "{meaning}</p> }.into_any()
}

/// What the body has not published of the outcome, a line each.
pub fn unpublished_view<'a>(notes: impl Iterator<Item = &'a str>) -> AnyView {
    let line = |note: &str| view! { <p><Tag tone=Tone::Unpublished label="Unpublished"/>" "{note.to_owned()}</p> };
    notes.map(line).collect_view().into_any()
}

/// Who reads what was sent: its author is spoken to, others are told about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Whoever wrote it.
    Author,
    /// Anyone else.
    Other,
}

/// What was sent, as it was sent.
pub fn shown_view(shown: &Shown, claim: ClaimId, reader: Reader) -> AnyView {
    let dates = if shown.happened_from == shown.happened_until {
        words::date(shown.happened_from)
    } else {
        format!(
            "{} to {}",
            words::date(shown.happened_from),
            words::date(shown.happened_until)
        )
    };
    let (title, redacted) = match reader {
        Reader::Author => (String::from("What you wrote"), " · you declared that names are removed"),
        Reader::Other => (
            format!("What {} says", shown.trainee),
            " · names removed, says the trainee",
        ),
    };
    let redacted = if shown.redacted { redacted } else { "" };
    let evidence = shown
        .evidence
        .iter()
        .map(|piece| evidence_view(piece, claim))
        .collect_view();
    let (narrative, when) = (
        shown.narrative.clone(),
        format!("Happened {dates} · sent {}{redacted}", words::date(shown.sent_on)),
    );
    view! {
        <Card title=title>
            <div class="prose">{narrative}</div>
            <h3>"Evidence"</h3>
            <ul class="files">{evidence}</ul>
            <p class="count">{when}</p>
        </Card>
    }
    .into_any()
}

/// A piece of evidence as the supervisor sees it.
pub fn evidence_view(piece: &ShownEvidence, claim: ClaimId) -> AnyView {
    let title = piece.title.clone();
    match piece.kind {
        EvidenceKind::Text => view! { <li><details open><summary>{title}</summary><div class="prose">{piece.content.clone()}</div></details></li> }.into_any(),
        EvidenceKind::Link => view! { <li><a href=piece.content.clone() rel="noopener noreferrer external">{title}</a>" "<span class="count">"link"</span></li> }.into_any(),
        EvidenceKind::File => {
            let detail = format!("{}, {}", files::kind_words(piece.media_type.as_deref().unwrap_or_default()), words::bytes(piece.size.unwrap_or_default()));
            let href = paths::evidence(claim, piece.id);
            view! { <li><a href=href>{title}</a>" "<span class="count">{detail}</span></li> }.into_any()
        }
    }
}

/// What was decided, by whom, and what was attested; nothing while it is open.
pub fn decision_view(request: &Request) -> Option<AnyView> {
    let outcome = request.outcome?;
    let (tone, label) = super::store::ClaimState::Decided(outcome).tag();
    let by = format!(
        "{}, {}",
        request.decided_by.clone().unwrap_or_default(),
        request.decided_at.map(words::instant).unwrap_or_default()
    );
    let comment = request
        .comment
        .clone()
        .filter(|text| !text.is_empty())
        .map(|text| view! { <div class="prose">{text}</div> });
    let missing = request
        .missing
        .clone()
        .map(|text| view! { <p><b>"What is missing: "</b>{text}</p> });
    let reason = (outcome == ClaimOutcome::Declined)
        .then(|| request.reason_code.map(ReasonCode::words))
        .flatten()
        .map(|words| view! { <p>{words}</p> });
    let statement = request.statement.clone().unwrap_or_default();
    let lines: Vec<String> = statement.lines().map(str::to_owned).collect();
    let (lines, foot) = lines.split_at(lines.len().saturating_sub(1));
    let (lines, foot) = (lines.to_vec(), foot.first().cloned().unwrap_or_default());
    Some(
        view! {
            <Card title="The decision">
                <p><Tag tone=tone label=label/>" "<span class="count">{by}</span></p>
                {missing}{reason}{comment}
                <details>
                    <summary>"What was signed"</summary>
                    <Attest title="What the signature says" lines=lines foot=foot/>
                </details>
            </Card>
        }
        .into_any(),
    )
}

/// The hashes by which anyone can check that what was shown and signed is what is stored, for those who ask.
pub fn proof_view(requests: &[Request]) -> Option<AnyView> {
    let line = |what: String, hash: String| view! { <li>{what}": "<code class="hash">{hash}</code></li> };
    let hashes = requests.iter().flat_map(|request| {
        let sent = words::date(request.sent_on);
        let signed = request.signed_sha256.clone();
        let signed = signed.map(|hash| {
            line(
                format!(
                    "what was signed of it, by {}",
                    request.decided_by.clone().unwrap_or_default()
                ),
                hash,
            )
        });
        [
            Some(line(
                format!("what was shown, sent {sent}"),
                request.shown_sha256.clone(),
            )),
            signed,
        ]
    });
    let hashes = hashes.flatten().collect_view();
    (!requests.is_empty()).then(|| {
        view! {
            <details>
                <summary>"Proof that nothing was changed"</summary>
                <p>"SHA-256 hashes, made when it was sent and when it was signed:"</p>
                <ul class="plain count">{hashes}</ul>
            </details>
        }
        .into_any()
    })
}
