//! Deciding a claim: exactly what will be attested, and the signature.

use super::request::{Reader, decision_view, meaning_view, proof_view, shown_view, unpublished_view};
use super::routes::{QUEUE, REQUEST};
use super::shown::Shown;
use super::store::decisions;
use super::store::requests::{self, Request};
use crate::design::attest::Attest;
use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::field::{Button, Buttons, Choice, Radios, Select, TextArea};
use crate::design::heading::Heading;
use crate::error::AppError;
use crate::web::draw::Page;
use crate::web::forms::{Done, Field, Form, Sheet, Stop, Values};
use crate::web::request::RequestCx;
use crate::web::route::Route;
use crate::web::tx::Tx;
use crate::web::words;
use domain::access::{Denied, Subject, actions, permit};
use domain::ids::{ClaimRequestId, PersonId};
use domain::sign_off::{ReasonCode, claim_statement, decide};
use domain::standing::ClaimOutcome;
use leptos::prelude::*;

const OUTCOME: Field = Field::new("outcome");
const MISSING: Field = Field::new("missing");
const REASON: Field = Field::new("reason");
const COMMENT: Field = Field::new("comment");

/// Signs an answer to a claim.
pub struct Decide;

impl Form for Decide {
    const FIELDS: &'static [Field] = &[OUTCOME, MISSING, REASON, COMMENT];
    type At = ClaimRequestId;
    const ROUTE: Route<ClaimRequestId> = REQUEST;

    async fn act(cx: &RequestCx, tx: &Tx, id: ClaimRequestId, values: &Values) -> Result<Done, Stop> {
        permit(cx.actor()?, actions::SeeQueue, &Subject::default())?;
        let may = tx.may(actions::DecideClaim, id).await?;
        let request = may.state();
        if let Some(why) = overtaken(request, may.permit().by()) {
            return Err(Stop::Instead(Done::to(REQUEST.to(id)).warning(why)));
        }
        let [outcome, comment, missing, reason] = [OUTCOME, COMMENT, MISSING, REASON].map(|field| values.get(field));
        let decision = decide(outcome, comment, missing, reason)?;
        let shown = Shown::read(&request.shown)?;
        let said = match decision.outcome {
            ClaimOutcome::Met => "Signed as met.",
            ClaimOutcome::PartlyMet => "Signed as partly met. The trainee can answer.",
            ClaimOutcome::NotYet => "Signed as not yet met. The trainee can answer.",
            ClaimOutcome::Declined => "Not decided. The trainee can ask someone else.",
        };
        let statement = claim_statement(&shown.trainee, decision.outcome);
        decisions::decide(&may, decision, &statement).await?;
        Ok(Done::to(QUEUE.to(())).saying(format!("{said} {}: {}.", shown.trainee, shown.outcome_title)))
    }
}

/// What happened to the request before this answer, if anything did.
fn overtaken(request: &Request, by: PersonId) -> Option<String> {
    if let (Some(other), Some(outcome)) = (&request.decided_by, request.outcome) {
        if request.decided_by_id == Some(by) {
            return Some(String::from(
                "You have answered this claim already. What you signed then stands.",
            ));
        }
        let what = match outcome {
            ClaimOutcome::Declined => String::from("answered this claim before you, without deciding it"),
            decided => format!("decided this claim before you: {}", decided.code().replace('_', " ")),
        };
        return Some(format!("{other} {what}. Nothing of yours was saved."));
    }
    let why = match &request.closed_for {
        _ if request.is_open => return None,
        Some(employer) => {
            format!("This claim was closed: the trainee no longer works for {employer}. Nothing was saved.")
        }
        None => String::from("The trainee took this claim back. Nothing was saved."),
    };
    Some(why)
}

/// One request: read, then decide.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn page(cx: RequestCx, id: ClaimRequestId) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    permit(actor, actions::SeeQueue, &Subject::default())?;
    let db = cx.app.db.read();
    let request = requests::request(db, id).await?;
    let subject = requests::subject(db, &request, cx.today).await?;
    permit(actor, actions::ViewClaim, &subject)?;
    let decides = permit(actor, actions::DecideClaim, &subject).map(drop);
    if decides == Err(Denied::Unknown) && request.is_open {
        return Err(AppError::NotFound);
    }
    let shown = Shown::read(&request.shown)?;
    let form = Sheet::<Decide>::on(&cx, &id).await?;
    let title = form.title(&shown.outcome_title);
    Ok(Page::new(title, move || draw(&request, &shown, decides, &form)).reading())
}

fn draw(request: &Request, shown: &Shown, decides: Result<(), Denied>, form: &Sheet<Decide>) -> AnyView {
    let eyebrow = format!(
        "{}, sent {} to {}",
        shown.trainee,
        words::date(request.sent_on),
        request.supervisor
    );
    let proof = request.outcome.and_then(|_| proof_view(std::slice::from_ref(request)));
    view! {
        <BackLink href=QUEUE.to(()) label="Queue"/>
        {form.summary()}
        <Heading title=shown.outcome_title.clone() eyebrow=eyebrow/>
        {shown.meaning.clone().map(meaning_view)}
        {unpublished_view(shown.unpublished.iter().map(String::as_str))}
        {shown_view(shown, request.claim_id, Reader::Other)}
        {next(request, shown, decides, form)}
        {proof}
    }
    .into_any()
}

/// The decision, or the form for it, or why there is none.
fn next(request: &Request, shown: &Shown, decides: Result<(), Denied>, form: &Sheet<Decide>) -> AnyView {
    let card = |title: &str, text: String| view! { <Card title=title.to_owned()><p>{text}</p></Card> }.into_any();
    match decides {
        _ if request.outcome.is_some() => decision_view(request).into_any(),
        _ if !request.is_open && request.closed_for.is_some() => card(
            "Closed",
            String::from("The trainee no longer works for this employer. There is nothing to decide."),
        ),
        _ if !request.is_open => card(
            "Taken back",
            String::from("The trainee took this claim back. There is nothing to decide."),
        ),
        Ok(()) => decide_form(shown, form),
        Err(why) => card("You can read it, not decide it", why.to_string()),
    }
}

fn decide_form(shown: &Shown, form: &Sheet<Decide>) -> AnyView {
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
    form.around(view! {
        <Radios of=form.field(OUTCOME) legend="Was this outcome met in the work you saw?" options=outcomes/>
        <div class="when when-partly">
            <TextArea of=form.field(MISSING) label="What is missing" rows=2/>
        </div>
        <div class="when when-declined">
            <Select of=form.field(REASON) label="Why can’t you say?" prompt="Choose a reason" options=reasons/>
        </div>
        <TextArea of=form.field(COMMENT) label="What you saw" hint="One or two sentences of your own. With “Not yet”, say what would show it." rows=3/>
        <div class="when when-decided"><Attest lines=statement.lines foot=statement.foot/></div>
        <div class="when when-declined"><Attest title="What your signature says when you can’t say" lines=declining.lines foot=declining.foot/></div>
        <Buttons><Button label="Sign and send"/>" "<a href=QUEUE.to(())>"Not now"</a></Buttons>
    })
}
