//! Withdrawing what was signed by mistake.

use super::sign::on_record;
use super::store::requests::{self, OnRecord, Request};
use super::store::signing;
use crate::features::record::store::{self as records, Case, at_employer};
use crate::prelude::pages::*;
use domain::access::Actor;
use domain::interval::Interval;
use domain::sign_off::{Shown, SigningKind, stage_title};

const REASON: Field = Field::written("reason");

/// Who reads it: those who read what was signed, and whoever signed it ([`super::queue`], [`super::signed`]).
const READERS: &str = "The trainee and their professional body read it, and so do whoever signed it, the trainee’s supervisors and the administrators of this employer.";

/// The longest reason, characters.
const REASON_MAX: usize = 2000;

/// Withdraws it: as it is known from now on, it never counted.
pub struct WithdrawSignature;

impl Form for WithdrawSignature {
    const FIELDS: &'static [Field] = &[REASON];
    type At = SigningRequestId;
    const ROUTE: Route<SigningRequestId> = paths::WITHDRAW_SIGNATURE;

    async fn act(_cx: &RequestCx, tx: &Tx, id: SigningRequestId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WithdrawSignature, id).await?;
        let OnRecord { request, case, .. } = may.state();
        let there = Done::to(paths::REQUEST.to(id));
        let (noun, then) = (request.subject.kind().noun(), then(case, request.subject.kind()));
        if let Some(why) = why_not(request) {
            return Err(Stop::Instead(there.warning(format!("{why} {then}"))));
        }
        let reason = fields::text(values.get(REASON), "the reason", REASON_MAX);
        let reason = reason.map_err(|message| Invalid::one(REASON.name, message))?;
        signing::withdraw(&may, reason).await?;
        Ok(there.saying(format!("The {noun} is withdrawn. The trainee sees why. {then}")))
    }
}

/// What the trainee can do once it is withdrawn.
fn then(case: &Case, kind: SigningKind) -> &'static str {
    match kind {
        _ if case.ended.is_some() => "The enrolment has ended, so nothing is sent or asked for on it any more.",
        SigningKind::Claim => "They can change the claim and send it again.",
        SigningKind::Stage => "They can ask again.",
        SigningKind::Experience => "They can ask again or take the work out.",
    }
}

/// Why there is nothing to withdraw.
fn why_not(request: &Request) -> Option<String> {
    let Some(signature) = &request.signature else {
        return Some(String::from("There is nothing to withdraw: nobody has signed it. Nothing was saved."));
    };
    if let Some(before) = &signature.withdrawal {
        let on = words::date(before.on);
        return Some(format!("{} withdrew it already, on {on}. Nothing was saved.", before.by));
    }
    let why = match request.subject.kind() {
        SigningKind::Claim => "It was not found met, so there is nothing to withdraw.",
        SigningKind::Stage => "It was not verified, so there is nothing to withdraw.",
        SigningKind::Experience => "It was not confirmed, so there is nothing to withdraw.",
    };
    (!signature.signed.outcome.can_be_withdrawn()).then(|| why.to_owned())
}

/// The way to the question, where there is something to withdraw.
pub fn link(request: &Request) -> Option<AnyView> {
    let href = paths::WITHDRAW_SIGNATURE.to(request.row.id);
    let label = format!("Withdraw this {}", request.subject.kind().noun());
    why_not(request).is_none().then(|| view! { <p><a href=href>{label}</a></p> }.into_any())
}

/// The same on a page of the record, for whoever may withdraw it; `around` is who stands around the enrolment.
pub fn way(actor: &Actor, request: &Request, around: &Subject) -> Option<AnyView> {
    let signed_by = request.signature.as_ref().and_then(|signature| signature.signed.signer.person());
    let at_employer = at_employer(around.clone(), request.row.employer_id);
    let subject = Subject { signs: Some(request.subject.kind()), signed_by, ..at_employer };
    permit(actor, actions::WithdrawSignature, &subject).ok()?;
    link(request)
}

/// The ways to the questions on the page of a verification.
pub async fn ways(cx: &RequestCx, case: &Case, verification: &str) -> Result<Option<AnyView>, AppError> {
    let (db, actor) = (cx.app.db.read(), cx.actor()?);
    let around = records::subject(db, case.id, case.today()).await?;
    let all = requests::requests_of_enrolment(db, case.id).await?;
    let of_it = all.iter().filter(|one| one.subject.kind() == SigningKind::Stage && one.row.node == verification);
    let ways: Vec<AnyView> = of_it.filter_map(|one| way(actor, one, &around)).collect();
    Ok((!ways.is_empty()).then(|| ways.into_any()))
}

/// The question, with the reason.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it; [`AppError::Forbidden`] with the reason.
pub async fn page(cx: RequestCx, id: SigningRequestId) -> Result<Page, AppError> {
    let request = requests::request(cx.app.db.read(), id).await?;
    let (on_record, subject) = on_record(&cx, request).await?;
    permit(cx.actor()?, actions::WithdrawSignature, &subject)?;
    if why_not(&on_record.request).is_some() {
        return Ok(Page::elsewhere(paths::REQUEST.to(id)));
    }
    let form = Sheet::<WithdrawSignature>::on(&cx, &id).await?;
    let question = question(&on_record)?;
    Ok(form.ask_with(question, |form| {
        view! { <TextArea of=form.field(REASON) label="Why it is withdrawn" hint=READERS rows=4/> }.into_any()
    }))
}

fn question(on_record: &OnRecord) -> Result<Question, AppError> {
    let request = &on_record.request;
    let kind = request.subject.kind();
    let (noun, then) = (kind.noun(), then(&on_record.case, kind));
    let (what, counts) = match kind {
        SigningKind::Claim => ("The claim", "no longer counts as met"),
        SigningKind::Stage => ("The stage", "is no longer verified"),
        SigningKind::Experience => ("The work", "no longer counts"),
    };
    let signed = request.signature.as_ref();
    let signed = signed.map(|one| format!("{noun} by {} on {}", one.by, words::date(one.on))).unwrap_or_default();
    Ok(Question {
        title: format!("Withdraw this {noun}?"),
        eyebrow: format!("{}, {signed}", called(on_record)?).into(),
        intro: format!(
            "For a {noun} that was given by mistake. {what} {counts}, and what depends on it no longer counts either. A status that was conferred stays in force: the registrar is told that it has lost its basis. The trainee reads why. {then} What was signed stays in the record, with your reason."
        ),
        yes: yes(kind),
        back: (paths::REQUEST.to(request.row.id), "The request"),
    })
}

/// What is withdrawn and whose it is, under the name of then: the trainee may have left this employer.
fn called(OnRecord { request, case, .. }: &OnRecord) -> Result<String, AppError> {
    let shown = request.shown()?;
    let trainee = shown.trainee();
    Ok(match &shown {
        Shown::Claim(claim) => format!("{}, claim of {trainee}", claim.outcome_title),
        Shown::Stage(stage) => {
            let verification = case.framework.find(&stage.element).ok_or(AppError::NotFound)?;
            format!("The {} stage of {trainee}", stage_title(&case.framework, verification))
        }
        Shown::Experience(work) => {
            let days = Interval { from: work.from, until: work.last_day.succ_opt() };
            format!("Work of {trainee} {days}")
        }
    })
}

fn yes(kind: SigningKind) -> &'static str {
    match kind {
        SigningKind::Claim => "Withdraw the decision",
        SigningKind::Stage => "Withdraw the verification",
        SigningKind::Experience => "Withdraw the confirmation",
    }
}
