//! A spell of work as whoever confirms it reads and answers the request.

use super::{COMMENT, OUTCOME, READERS, Sign, WHY, when};
use crate::design::attest::Attest;
use crate::design::card::Card;
use crate::features::sign_off::request::experience_rows;
use crate::features::sign_off::store::requests::{Request, Withdrawal, requests_of_enrolment};
use crate::prelude::pages::*;
use domain::interval::Interval;
use domain::sign_off::{ExperienceOutcome, Shown, ShownExperience, SigningOutcome, experience_statement};
use sea_orm::ConnectionTrait;

/// Whose work it is, who was asked, and who may confirm it.
pub(super) fn heading(request: &Request, shown: &ShownExperience) -> (String, String, String) {
    let sent = words::date(request.row.sent_on);
    let title = title(request, shown);
    let eyebrow = format!("{} · asked {sent}, {}", shown.kind_title, request.to());
    let may = shown.confirmed_by.as_deref();
    (title, eyebrow, may.map_or_else(String::new, |who| format!("It is confirmed by {who}.")))
}

/// What is to be done with it, and once it is answered what it is.
pub(super) fn title(request: &Request, shown: &ShownExperience) -> String {
    match request.signature {
        None => format!("Confirm the work of {}", shown.trainee),
        Some(_) => format!("The work of {}", shown.trainee),
    }
}

/// What was recorded.
pub(super) fn draw(shown: &ShownExperience) -> AnyView {
    let (title, rows) = (format!("What {} recorded", shown.trainee), experience_rows(shown));
    view! { <Card title=title><SummaryList rows=rows/></Card> }.into_any()
}

/// What was said no to, or confirmed and withdrawn, of work there on some of these days, whoever was asked and whether that was
/// taken out since: who answers now knows of it.
pub(super) async fn declined(
    db: &impl ConnectionTrait,
    request: &Request,
    shown: &ShownExperience,
) -> Result<Vec<String>, AppError> {
    let mut said = Vec::new();
    for other in requests_of_enrolment(db, request.row.enrolment_id).await? {
        let is_other = other.row.id != request.row.id && other.row.employer_id == request.row.employer_id;
        let Some(signature) = other.signature.as_ref().filter(|_| is_other) else { continue };
        let Shown::Experience(work) = other.shown()? else { continue };
        let overlaps = work.kind == shown.kind && work.from <= shown.last_day && shown.from <= work.last_day;
        let is_declined = signature.signed.outcome == SigningOutcome::Experience(ExperienceOutcome::Declined);
        let days = Interval { from: work.from, until: work.last_day.succ_opt() };
        if let Some(Withdrawal { reason, by, on, .. }) = signature.withdrawal.as_ref().filter(|_| overlaps) {
            let on = words::date(*on);
            said.push(format!("{by} withdrew the confirmation of work {days}, on {on}: {reason}"));
        } else if overlaps && is_declined {
            let (by, on, why) = (&signature.by, words::date(signature.on), &signature.signed.comment);
            said.push(format!("{by} did not confirm work {days}, on {on}: {why}"));
        }
    }
    Ok(said)
}

/// The same, before the answer.
pub(super) fn told(said: &[String]) -> Option<AnyView> {
    let lines = said.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view();
    let card = || view! { <Card title="Not confirmed, or withdrawn, before">{lines}</Card> }.into_any();
    (!said.is_empty()).then(card)
}

/// The fields of the answer.
pub(super) fn fields(shown: &ShownExperience, form: &Sheet<Sign>) -> AnyView {
    let choice = |value: ExperienceOutcome, label: &str, hint: &str| Choice::new(value.code(), label).hinted(hint);
    let options = vec![
        choice(
            ExperienceOutcome::Confirmed,
            "Yes, I confirm it",
            "From today on it counts as far as the qualification asks for it.",
        ),
        choice(ExperienceOutcome::Declined, "No", "Say why; the trainee can put it right and record it again."),
    ];
    let confirming = experience_statement(shown, ExperienceOutcome::Confirmed);
    let declining = experience_statement(shown, ExperienceOutcome::Declined);
    view! {
        <Radios of=form.field(OUTCOME) legend=format!("Did {} work as it is shown here?", shown.trainee) options=options/>
        <div class=when("when-declined", form, WHY, ExperienceOutcome::Declined.code())>
            <TextArea of=form.field(WHY) label="Why not" hint=READERS rows=3/>
        </div>
        <div class="when when-declined">
            <Attest title="What your signature says when you do not confirm it" lines=declining.lines foot=declining.foot/>
        </div>
        <div class=when("when-confirmed", form, COMMENT, ExperienceOutcome::Confirmed.code())>
            <TextArea of=form.field(COMMENT) label="Remark" hint=READERS rows=2 optional=true/>
        </div>
        <div class="when when-confirmed"><Attest lines=confirming.lines foot=confirming.foot/></div>
    }
    .into_any()
}
