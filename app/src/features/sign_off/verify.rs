//! Verifying a stage, or declining to: the employer's signature.

use super::basis::{BASIS, shown, shown_digest, stage_title};
use super::routes::{QUEUE, VERIFICATION};
use super::store::verification_requests::{Asked, VerificationRequest};
use super::store::verifications::{self, Answer};
use crate::design::attest::Attest;
use crate::design::field::{Button, Buttons, Choice, Radios, TextArea};
use crate::features::enrolments::store::Case;
use crate::web::fields;
use crate::web::forms::{Done, Field, Form, Sheet, Stop, Values};
use crate::web::request::RequestCx;
use crate::web::route::Route;
use crate::web::tx::Tx;
use domain::access::{Subject, actions, permit};
use domain::framework::NodeIx;
use domain::ids::{PersonId, VerificationRequestId};
use domain::invalid::Invalid;
use domain::sign_off::{
    VerificationOutcome, declined_verification_statement, verification_statement, workplace_missing,
};
use leptos::prelude::*;

const READ: Field = Field::new("read");
const OUTCOME: Field = Field::new("outcome");
const WHY: Field = Field::new("why");
const COMMENT: Field = Field::new("comment");

/// Longest remark or reason, characters.
const LONGEST: usize = 5_000;

/// Signs the employer's answer.
pub struct Verify;

impl Form for Verify {
    const FIELDS: &'static [Field] = &[READ, OUTCOME, WHY, COMMENT];
    type At = VerificationRequestId;
    const ROUTE: Route<VerificationRequestId> = VERIFICATION;

    async fn act(cx: &RequestCx, tx: &Tx, id: VerificationRequestId, values: &Values) -> Result<Done, Stop> {
        permit(cx.actor()?, actions::SeeQueue, &Subject::default())?;
        let may = tx.may(actions::VerifyStage, id).await?;
        let Asked { request, case, ix } = may.state();
        let instead = |why: String| Err(Stop::Instead(Done::to(VERIFICATION.to(id)).warning(why)));
        if let Some(why) = overtaken(request, may.permit().by()) {
            return instead(why);
        }
        let (outcome, comment) = parse(values)?;
        let is_verified = outcome == VerificationOutcome::Verified;
        if is_verified && !workplace_missing(&case.framework, &case.standing, *ix).is_empty() {
            let why = "Not verified: workplace competence of the stage is missing since it was asked.";
            return instead(why.to_owned());
        }
        if shown_digest(case, *ix) != values.get(READ) {
            let why = "What this stage rests on has changed since you opened the page. Read it again before you sign";
            return Err(Invalid::one(BASIS, why).into());
        }
        let stage = stage_title(case, *ix);
        let answer = Answer {
            outcome,
            comment,
            statement: if is_verified {
                verification_statement(&case.name, &stage)
            } else {
                declined_verification_statement(&case.name, &stage)
            },
            shown: shown(case, *ix),
        };
        verifications::answer(&may, answer).await?;
        let said = if is_verified {
            format!("The {stage} stage of {} is verified.", case.name)
        } else {
            String::from("Declined. The trainee sees why.")
        };
        Ok(Done::to(QUEUE.to(())).saying(said))
    }
}

/// What happened to the request before this answer, if anything did.
fn overtaken(request: &VerificationRequest, by: PersonId) -> Option<String> {
    match &request.verified_by {
        Some(_) if request.verified_by_id == Some(by) => Some(String::from(
            "You have answered this request already. What you signed then stands.",
        )),
        Some(other) => Some(format!(
            "{other} answered this request before you. Nothing of yours was saved."
        )),
        None if !request.is_open => Some(String::from("This request is closed. Nothing was saved.")),
        None => None,
    }
}

/// The answer with its remark, which may be empty, or its reason. What belongs to the other answer contradicts this one, and
/// is never dropped unsaid.
fn parse(values: &Values) -> Result<(VerificationOutcome, String), Invalid> {
    let mut invalid = Invalid::default();
    let outcome = VerificationOutcome::from_code(values.get(OUTCOME));
    if outcome.is_none() {
        invalid.add(OUTCOME.name, "Choose whether you verify the stage");
    }
    let why = fields::optional_text(values.get(WHY), "the reason", LONGEST);
    let why = invalid.take(WHY.name, why);
    let remark = fields::optional_text(values.get(COMMENT), "the remark", LONGEST);
    let remark = invalid.take(COMMENT.name, remark);
    let said = match outcome {
        Some(VerificationOutcome::Verified) => {
            if matches!(why, Some(Some(_))) {
                let text = "This belongs to “No, not now”: choose that answer, or take this out";
                invalid.add(WHY.name, text);
            }
            remark
        }
        Some(VerificationOutcome::Declined) => {
            if why == Some(None) {
                invalid.add(WHY.name, "Say why, so that the trainee knows what to do");
            }
            if matches!(remark, Some(Some(_))) {
                let text = "This belongs to “Yes, I verify it”: choose that answer, or take this out";
                invalid.add(COMMENT.name, text);
            }
            why
        }
        None => None,
    };
    match outcome {
        Some(outcome) if invalid.is_empty() => Ok((outcome, said.flatten().unwrap_or_default())),
        _ => Err(invalid),
    }
}

/// The form. Verifying is offered only where it can be done; the standing is asked once more when it is sent.
pub(super) fn draw(case: &Case, ix: NodeIx, form: &Sheet<Verify>, is_complete: bool) -> AnyView {
    let (trainee, stage) = (&case.name, stage_title(case, ix));
    let choice = |value: &str, label: &str, hint: &str| Choice::new(value, label).hinted(hint);
    let mut options = Vec::new();
    if is_complete {
        options.push(choice("verified", "Yes, I verify it", "This turns the employer’s key."));
    }
    options.push(choice("declined", "No, not now", "Say why; the trainee can ask again."));
    let declining = declined_verification_statement(trainee, &stage);
    let verifying = is_complete.then(|| {
        let statement = verification_statement(trainee, &stage);
        view! {
            <div class="when when-verified">
                <TextArea of=form.field(COMMENT) label="Remark" rows=2 optional=true/>
                <Attest lines=statement.lines foot=statement.foot/>
            </div>
        }
    });
    form.around(view! {
        {form.fixed(READ, read(case, ix, form))}
        <Radios of=form.field(OUTCOME) legend=format!("Has {trainee} shown the competence of this stage at work?") options=options/>
        <div class="when when-declined">
            <TextArea of=form.field(WHY) label="Why not" hint="The trainee reads it." rows=3/>
            <Attest title="What your signature says when you do not verify" lines=declining.lines foot=declining.foot/>
        </div>
        {verifying}
        <Buttons><Button label="Sign and send"/>" "<a href=QUEUE.to(())>"Not now"</a></Buttons>
    })
}

/// What the page shows, as the form says it when it is sent. A form that comes back keeps what it was opened with, because its
/// reader may not notice what changed; unless that is what it comes back for.
fn read(case: &Case, ix: NodeIx, form: &Sheet<Verify>) -> String {
    let now = shown_digest(case, ix);
    let says_so = form.field(Field::new(BASIS)).error.is_some();
    match form.typed() {
        Some(typed) if !says_so => typed.get(READ).to_owned(),
        _ => now,
    }
}
