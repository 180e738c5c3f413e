//! Answering a request: exactly what will be attested, and the signature. What differs by what is signed stands in the files
//! beside this one.

mod claim;
mod experience;
mod others;
mod overtaken;
mod stage;
mod withdrawn;

use super::request::{proof_view, signature_view};
use super::store;
use super::store::queue::{self, Queued};
use super::store::requests::{self, OnRecord, Request, ToSign};
use super::store::signing;
use super::withdraw;
use crate::design::card::Card;
use crate::features::record::store as records;
use crate::prelude::pages::*;
use crate::web::tx::ReadOnly;
use domain::access::{Denied, Subject, SupervisorAt, known_answer};
use domain::experience::confirmable;
use domain::sign_off::{
    ExperienceOutcome, Given, NotSigned, Shown, SigningKind, SigningOutcome, StageOutcome, Typed, answer,
    says_of_the_work, stage_title, work,
};
use domain::standing::ClaimOutcome;
use others::{next_after, others};
use overtaken::{noun, overtaken};

const READ: Field = Field::new("read");
const OUTCOME: Field = Field::new("outcome");
const MISSING: Field = Field::written("missing");
const REASON: Field = Field::new("reason");
const WHY: Field = Field::written("why");
const COMMENT: Field = Field::written("comment");
const THEN: Field = Field::new("then");

/// Who reads what is written with an answer (`actions::ViewClaim`, `actions::ViewExperience`).
const READERS: &str = "The trainee and their professional body read it, and so do the trainee’s supervisors and the administrators of this employer.";

/// Where [`THEN`] leads to the next request that waits.
const NEXT: &str = "next";

/// What is shown, to which an error leads that is about it.
const SHOWN: Field = Field::new("shown");

/// Signs an answer to a request.
pub struct Sign;

impl Form for Sign {
    const FIELDS: &'static [Field] = &[READ, OUTCOME, MISSING, REASON, WHY, COMMENT, THEN];
    type At = SigningRequestId;
    const ROUTE: Route<SigningRequestId> = paths::REQUEST;

    async fn act(cx: &RequestCx, tx: &Tx, id: SigningRequestId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::Sign, id).await?;
        let OnRecord { request, case, to_sign } = may.state();
        if let Some(why) = overtaken(request, may.permit().by()) {
            return Err(instead(id, why));
        }
        let [outcome, comment, missing, reason, why, read] =
            [OUTCOME, COMMENT, MISSING, REASON, WHY, READ].map(|field| values.get(field));
        let typed = Typed { outcome, comment, missing, reason, why, read };
        let given = answer(&may.state().asked(), &typed).map_err(|why| not_signed(request, why))?;
        let saw = SupervisorAt { person: may.permit().by(), employer: request.row.employer_id };
        not_unseen(&tx.read().await?, case.id, saw, &given).await?;
        let stage = if let ToSign::Stage(ix) = to_sign { stage_title(&case.framework, *ix) } else { "" };
        let mut said = said(&given, stage);
        // Whose browser it is may have changed since somebody else read the page.
        said.extend(cx.person.as_deref().map(|signer| format!(" You signed as {}.", signer.name)));
        let next = match values.get(THEN) {
            NEXT => next_after(&tx.read().await?, cx, id).await?,
            _ => None,
        };
        signing::sign(&may, given).await?;
        Ok(Done::to(next.map_or_else(|| paths::QUEUE.to(()), |next| paths::REQUEST.to(next))).saying(said))
    }
}

/// Refuses an answer that says something of work which whoever signs it can't have seen, or which lies outside the employment.
async fn not_unseen(db: &ReadOnly<'_>, id: EnrolmentId, saw: SupervisorAt, given: &Given) -> Result<(), Stop> {
    match (given.shown(), given.outcome()) {
        (Shown::Claim(claim), SigningOutcome::Claim(answer)) if says_of_the_work(answer) => {
            let days = work(claim.happened_from, claim.happened_until);
            let seen = store::can_have_seen(db, id, saw, days).await?;
            seen.map_err(|why| Invalid::one(OUTCOME.name, why.to_signer(&claim.trainee)))?;
        }
        (Shown::Experience(shown), SigningOutcome::Experience(ExperienceOutcome::Confirmed)) => {
            let employers = records::employers(db, id).await?;
            let there = employers.iter().find(|one| one.employer == saw.employer);
            let days = work(shown.from, shown.last_day);
            confirmable(days, there.map_or(&[], |one| &one.when)).map_err(|_| {
                let text = format!(
                    "These are not all days on which {} worked for {}, as it is on record. Choose “No”, or have the employment put right first",
                    shown.trainee, shown.employer
                );
                Invalid::one(OUTCOME.name, text)
            })?;
        }
        _ => {}
    }
    Ok(())
}

/// The request is shown again, with what happened.
fn instead(id: SigningRequestId, why: impl Into<String>) -> Stop {
    Stop::Instead(Done::to(paths::REQUEST.to(id)).warning(why))
}

/// Why an answer to a request was not signed.
fn not_signed(request: &Request, why: NotSigned) -> Stop {
    let changed = match request.subject.kind() {
        SigningKind::Claim => "The text has changed since you opened the page. Read it again before you sign",
        SigningKind::Stage => {
            "What this stage requires has changed since you opened the page. Read it again before you sign"
        }
        SigningKind::Experience => {
            "What was recorded has changed since you opened the page. Read it again before you sign"
        }
    };
    match why {
        NotSigned::Invalid(invalid) => invalid.into(),
        NotSigned::Changed => Invalid::one(SHOWN.name, changed).into(),
        NotSigned::WorkplaceMissing => instead(
            request.row.id,
            "Not verified: workplace competence of the stage is missing since the trainee asked.",
        ),
    }
}

/// What is said of an answer once it is signed.
fn said(given: &Given, stage: &str) -> String {
    let shown = given.shown();
    let said = match given.outcome() {
        SigningOutcome::Claim(ClaimOutcome::Met) => "Signed as met.",
        SigningOutcome::Claim(ClaimOutcome::PartlyMet) => "Signed as partly met. The trainee can answer.",
        SigningOutcome::Claim(ClaimOutcome::NotYet) => "Signed as not yet met. The trainee can answer.",
        SigningOutcome::Claim(ClaimOutcome::Declined) => "Not decided. The trainee can ask someone else.",
        SigningOutcome::Stage(StageOutcome::Verified) => {
            return format!("The {stage} stage of {} is verified.", shown.trainee());
        }
        SigningOutcome::Stage(StageOutcome::Declined) => return String::from("Declined. The trainee sees why."),
        SigningOutcome::Experience(ExperienceOutcome::Confirmed) => {
            return format!("The work of {} is confirmed.", shown.trainee());
        }
        SigningOutcome::Experience(ExperienceOutcome::Declined) => {
            return String::from("Not confirmed. The trainee sees why.");
        }
    };
    let title = shown.claim().map_or("", |claim| &claim.outcome_title);
    format!("{said} {}: {title}.", shown.trainee())
}

/// One request: read, then answer.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn page(cx: RequestCx, id: SigningRequestId) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    let db = cx.app.db.read();
    let request = requests::request(db, id).await?;
    let (on_record, subject) = on_record(&cx, request).await?;
    let signs = known_answer(actor, actions::Sign, &subject)?;
    match on_record.request.subject.kind() {
        SigningKind::Claim | SigningKind::Stage => permit(actor, actions::ViewClaim, &subject).map(drop)?,
        SigningKind::Experience => permit(actor, actions::ViewExperience, &subject).map(drop)?,
    }
    let withdraws = permit(actor, actions::WithdrawSignature, &subject).is_ok();
    let shown = on_record.asked().content.shown();
    let form = Sheet::<Sign>::on(&cx, &id).await?;
    let title = match &on_record.to_sign {
        ToSign::Claim(claim) => claim.outcome_title.clone(),
        ToSign::Stage(ix) => stage::title(&on_record.case, *ix),
        ToSign::Experience(work) => experience::title(&on_record.request, work),
    };
    let before = match &on_record.to_sign {
        ToSign::Experience(work) => experience::declined(db, &on_record.request, work).await?,
        ToSign::Claim(_) | ToSign::Stage(_) => withdrawn::withdrawn(db, &on_record.request).await?,
    };
    let elsewhere = match on_record.request.row.claim_id {
        Some(claim) => {
            let here = on_record.request.row.employer_id;
            requests::requests_of(db, claim).await?.iter().any(|one| one.row.employer_id != here)
        }
        None => false,
    };
    let read = read(&shown, &form)?;
    let waiting = queue::part(db, &cx, actor, None).await?.rows;
    Ok(Page::new(title, move || {
        let others = others(&waiting, id, &cx);
        let answer = view! {
            {elsewhere.then(|| view! { <p>"The trainee sent this claim to another employer too, whose people may have answered it. What they said is for them, the trainee and the body."</p> })}
            {next(&on_record, signs, &form, (read, &waiting), &before)}
            {withdraws.then(|| withdraw::link(&on_record.request)).flatten()}
        };
        draw(&on_record, others, answer.into_any())
    }))
}

/// A request on its record, with what a rule of access may look at. An employer of before reads what it is asked about, and
/// nothing else of the record.
pub(super) async fn on_record(cx: &RequestCx, request: Request) -> Result<(OnRecord, Subject), AppError> {
    let (db, id) = (cx.app.db.read(), request.row.enrolment_id);
    let (case, around) = if request.subject.kind().is_for_former_employers() {
        let today = records::today(cx, id).await?;
        (records::case_in(db, &cx.app.catalogue, id, today).await?, records::subject(db, id, today).await?)
    } else {
        let (case, seen) = records::case_for(cx, id, actions::ViewStanding).await?;
        (case, seen.subject().clone())
    };
    let on_record = OnRecord::new(request, case)?;
    let subject = on_record.subject(db, around).await?;
    Ok((on_record, subject))
}

/// The class of a field that belongs to one answer. What was sent with another answer, and is wrong for that, stays in sight.
fn when(class: &'static str, form: &Sheet<Sign>, field: Field, answer: &str) -> String {
    let is_left = form.field(field).error.is_some() && form.typed().is_some_and(|typed| typed.get(OUTCOME) != answer);
    format!("when {class}{}", if is_left { " is-left" } else { "" })
}

/// What the page shows, as the form says it when it is sent. A form that comes back keeps what it was opened with, because its
/// reader may not notice what changed; unless that is what it comes back for.
fn read(shown: &Shown, form: &Sheet<Sign>) -> Result<String, AppError> {
    let says_so = form.field(SHOWN).error.is_some();
    Ok(match form.typed() {
        Some(typed) if !says_so => typed.get(READ).to_owned(),
        _ => shown.digest()?.to_string(),
    })
}

/// On a wide screen side by side: the other requests that wait, what was sent, and the answer.
fn draw(OnRecord { request, case, to_sign }: &OnRecord, others: Option<AnyView>, answer: AnyView) -> AnyView {
    let ((title, eyebrow, intro), content) = match to_sign {
        ToSign::Claim(claim) => (claim::heading(request, claim), claim::draw(request, claim)),
        ToSign::Stage(ix) => (stage::heading((request, case), *ix), stage::draw(case, *ix)),
        ToSign::Experience(work) => (experience::heading(request, work), experience::draw(work)),
    };
    let proof = request.signature.as_ref().and_then(|_| proof_view([request]));
    view! {
        <BackLink href=paths::QUEUE.to(()) label="Queue"/>
        <Heading title=title eyebrow=eyebrow intro=intro/>
        <div class="panes">
            {others}
            <div class="section" id=SHOWN.name>{content}</div>
            <div class="section answer">{answer}{proof}</div>
        </div>
    }
    .into_any()
}

/// The answer, or the form for it, or why there is none.
fn next(
    OnRecord { request, case, to_sign }: &OnRecord,
    signs: Result<(), Denied>,
    form: &Sheet<Sign>,
    (read, waiting): (String, &[Queued]),
    before: &[String],
) -> AnyView {
    let card = |title: &str, text: String| view! { <Card title=title.to_owned()><p>{text}</p></Card> }.into_any();
    let (kind, verb) = (request.subject.kind(), request.subject.kind().verb());
    let nothing = format!("There is nothing to {verb}.");
    match signs {
        _ if request.signature.is_some() => signature_view(request, case.zone).into_any(),
        _ if request.is_closed() => card("Closed", format!("The trainee no longer works for this employer. {nothing}")),
        _ if !request.row.is_open => {
            card("Taken back", format!("The trainee took this {} back. {nothing}", noun(kind)))
        }
        Err(why) => card(&format!("You can read it, not {verb} it"), why.to_string()),
        Ok(()) => {
            let (before, fields) = match to_sign {
                ToSign::Claim(claim) => (withdrawn::told(before), claim::fields(claim, form)),
                ToSign::Stage(ix) => {
                    let (incomplete, fields) = stage::fields((case, *ix), form);
                    (Some(view! { {withdrawn::told(before)}{incomplete} }.into_any()), fields)
                }
                ToSign::Experience(work) => (experience::told(before), experience::fields(work, form)),
            };
            let is_last = waiting.iter().all(|one| one.id == request.row.id);
            let buttons = if is_last {
                view! { <Button label="Sign and send"/>" "<a href=paths::QUEUE.to(())>"Cancel"</a> }.into_any()
            } else {
                view! {
                    <Button label="Sign, and next" name=THEN.name value=NEXT/>
                    <Button label="Sign and send" tone=ButtonTone::Quiet/>
                    <a href=paths::QUEUE.to(())>"Cancel"</a>
                }
                .into_any()
            };
            let form = form.around(view! {
                {form.fixed(READ, read)}
                {fields}
                <Buttons>{buttons}</Buttons>
            });
            view! { {before}{form} }.into_any()
        }
    }
}
