//! What was sent and what came of it, as every page shows it.

use super::kinds;
use super::store::requests::{Request, Signature, Withdrawal};
use crate::design::attest::Attest;
use crate::design::card::Card;
use crate::features::record::store::Ended;
use crate::prelude::pages::*;
use chrono_tz::Tz;
use domain::experience::worked_in_words;
use domain::sign_off::{
    ClaimState, EvidenceKind, ExperienceOutcome, ReasonCode, ShownClaim, ShownEvidence, ShownExperience, SigningKind,
    SigningOutcome, StageOutcome,
};
use domain::standing::ClaimOutcome;

/// What the outcome means, under its name.
pub fn meaning_view(meaning: String) -> AnyView {
    view! { <p class="meaning">"What it means: "{meaning}</p> }.into_any()
}

/// What the body has not published of what is claimed or verified, folded: what a person wrote comes first.
pub fn unpublished_view<'a>(notes: impl Iterator<Item = &'a str>) -> Option<AnyView> {
    let notes: Vec<_> = notes.map(|note| view! { <li>{note.to_owned()}</li> }).collect();
    (!notes.is_empty()).then(|| {
        view! {
            <details>
                <summary>"What the body has not published"</summary>
                <ul>{notes}</ul>
            </details>
        }
        .into_any()
    })
}

/// Who reads what was sent: its author is spoken to, others are told about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadBy {
    /// Whoever wrote it.
    Author,
    /// Anyone else.
    Other,
}

/// What was sent, as it was sent.
pub fn shown_view(shown: &ShownClaim, claim: ClaimId, reader: ReadBy) -> AnyView {
    let dates = if shown.happened_from == shown.happened_until {
        words::date(shown.happened_from)
    } else {
        format!("{} to {}", words::date(shown.happened_from), words::date(shown.happened_until))
    };
    let (title, redacted) = match reader {
        ReadBy::Author => (String::from("What you wrote"), " · you declared that names are removed"),
        ReadBy::Other => (format!("What {} says", shown.trainee), " · names removed, says the trainee"),
    };
    let redacted = if shown.redacted { redacted } else { "" };
    let evidence = shown.evidence.iter().map(|piece| evidence_view(piece, claim)).collect_view();
    let (narrative, when) =
        (shown.narrative.clone(), format!("Happened {dates} · sent {}{redacted}", words::date(shown.sent_on)));
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

/// A spell of work as it was recorded.
pub fn experience_rows(shown: &ShownExperience) -> Vec<SummaryRow> {
    let row = |key: &str, value: AnyView| SummaryRow { key: key.to_owned(), value, action: None };
    let hours =
        (shown.minutes > 0).then(|| row("Hours", worked_in_words(shown.minutes, shown.minutes_each_week).into_any()));
    let share = match (shown.full_time_percent, shown.asks_full_time) {
        (Some(part), _) => Some(format!("{part} % of full time")),
        (None, true) => Some(String::from("Full time")),
        (None, false) => None,
    };
    let share = share.map(|share| row("Part of full time", share.into_any()));
    let days = format!("{} to {}", words::date(shown.from), words::date(shown.last_day));
    [
        row("Kind", shown.kind_title.clone().into_any()),
        row("Employer", shown.employer.clone().into_any()),
        row("Days", days.into_any()),
    ]
    .into_iter()
    .chain(hours)
    .chain(share)
    .chain([row("What was done", view! { <div class="prose">{shown.work.clone()}</div> }.into_any())])
    .collect()
}

/// A piece of evidence as the supervisor sees it.
pub fn evidence_view(piece: &ShownEvidence, claim: ClaimId) -> AnyView {
    let title = piece.title.clone();
    match piece.kind {
        EvidenceKind::Text => view! { <li><details open><summary>{title}</summary><div class="prose">{piece.content.clone()}</div></details></li> }.into_any(),
        EvidenceKind::Link => view! { <li><a href=piece.content.clone() rel="noopener noreferrer external">{title}</a>" "<span class="count">"link"</span></li> }.into_any(),
        EvidenceKind::File => {
            let detail = format!("{}, {}", kinds::kind_words(piece.media_type.as_deref().unwrap_or_default()), words::bytes(piece.size.unwrap_or_default()));
            let href = paths::PIECE.to((claim, piece.id));
            view! { <li><a href=href>{title}</a>" "<span class="count">{detail}</span></li> }.into_any()
        }
    }
}

/// How a claim stands, as a tag.
pub fn claim_tag(state: ClaimState) -> (Tone, &'static str) {
    match state {
        ClaimState::Draft => (Tone::Plain, "Draft"),
        ClaimState::Sent => (Tone::Wait, "With the supervisor"),
        ClaimState::Decided(ClaimOutcome::Met) => (Tone::Met, "Met"),
        ClaimState::Decided(ClaimOutcome::PartlyMet) => (Tone::Now, "Partly met"),
        ClaimState::Decided(ClaimOutcome::NotYet) => (Tone::Now, "Not yet"),
        // The signature says nothing for or against the work.
        ClaimState::Decided(ClaimOutcome::Declined) => (Tone::Plain, "Not decided"),
        ClaimState::Withdrawn => (Tone::Late, "Decision withdrawn"),
    }
}

/// The same in an enrolment: after its end nobody decides what waits.
pub fn claim_tag_in(has_ended: bool, state: ClaimState) -> (Tone, &'static str) {
    match state {
        ClaimState::Sent if has_ended => LEFT_ASIDE,
        _ => claim_tag(state),
    }
}

/// Of what waited when the enrolment ended.
pub const LEFT_ASIDE: (Tone, &str) = (Tone::Plain, "Left aside");

/// Since when it is left aside, in a sentence.
pub fn left_aside(ended: &Ended) -> String {
    format!("It was left aside when the enrolment ended, which is over from {} on.", words::date(ended.on))
}

/// What was answered, as a tag.
pub fn outcome_tag(outcome: SigningOutcome) -> (Tone, &'static str) {
    match outcome {
        SigningOutcome::Claim(outcome) => claim_tag(ClaimState::Decided(outcome)),
        SigningOutcome::Stage(StageOutcome::Verified) => (Tone::Met, "Verified"),
        SigningOutcome::Stage(StageOutcome::Declined) => (Tone::Late, "Declined"),
        SigningOutcome::Experience(ExperienceOutcome::Confirmed) => (Tone::Met, "Confirmed"),
        SigningOutcome::Experience(ExperienceOutcome::Declined) => (Tone::Late, "Not confirmed"),
    }
}

/// What was answered, by whom, and what was attested; nothing while it is open.
pub fn signature_view(request: &Request, zone: Tz) -> Option<AnyView> {
    let Signature { signed, by, withdrawal, .. } = request.signature.as_ref()?;
    let (tone, label) = outcome_tag(signed.outcome);
    let by = format!("{by}, {}", words::instant(signed.at, zone));
    let withdrawn = withdrawal.as_ref().map(|Withdrawal { reason, by, at, .. }| {
        let counts = match signed.outcome.kind() {
            SigningKind::Claim => "It no longer counts as met",
            SigningKind::Stage => "It no longer turns the employer’s key",
            SigningKind::Experience => "The work no longer counts",
        };
        let said = format!("{by}, {}. {counts}.", words::instant(*at, zone));
        let reason = format!("Reason: {reason}");
        view! { <p><Tag tone=Tone::Late label="Withdrawn"/>" "<span class="count">{said}</span></p><p>{reason}</p> }
    });
    let comment = (!signed.comment.is_empty()).then(|| view! { <div class="prose">{signed.comment.clone()}</div> });
    let missing = signed.missing.clone();
    let missing = missing.map(|text| view! { <p><b>"What is missing: "</b>{text}</p> });
    let reason = signed.reason.map(ReasonCode::words);
    let reason = reason.map(|words| view! { <p>{words}</p> });
    let (lines, foot) = signed.statement.rsplit_once('\n').unwrap_or(("", &signed.statement));
    let (lines, foot) = (lines.lines().map(str::to_owned).collect(), foot.to_owned());
    Some(
        view! {
            <Card title="The decision">
                {withdrawn}
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
pub fn proof_view<'a>(requests: impl IntoIterator<Item = &'a Request>) -> Option<AnyView> {
    let line = |what: String, hash: String| view! { <li>{what}": "<code class="hash">{hash}</code></li> };
    let hashes = requests.into_iter().flat_map(|request| {
        let sent = words::date(request.row.sent_on);
        let shown = request.signature.as_ref().map(|signature| &signature.signed.shown_sha256);
        let shown = shown.unwrap_or(&request.row.shown_sha256).clone();
        let shown = line(format!("what was shown, sent {sent}"), shown);
        let signed = request.signature.iter().map(move |signature| {
            line(format!("what was signed of it, by {}", signature.by), signature.sha256.clone())
        });
        std::iter::once(shown).chain(signed)
    });
    let hashes: Vec<_> = hashes.collect();
    (!hashes.is_empty()).then(|| {
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
