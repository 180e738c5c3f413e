//! Withdrawing what was signed by mistake.

use super::sign::on_record;
use super::store::requests::{self, Request};
use super::store::signing;
use crate::prelude::pages::*;
use domain::interval::Interval;
use domain::sign_off::{Shown, SigningKind};

const REASON: Field = Field::new("reason");

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
        let (request, there) = (&may.state().request, Done::to(paths::REQUEST.to(id)));
        if let Some(why) = why_not(request) {
            return Err(Stop::Instead(there.warning(why)));
        }
        let reason = fields::text(values.get(REASON), "the reason", REASON_MAX);
        let reason = reason.map_err(|message| Invalid::one(REASON.name, message))?;
        signing::withdraw(&may, reason).await?;
        Ok(there.saying("The confirmation is withdrawn. The trainee sees why, and can ask again or take the work out."))
    }
}

/// Why there is nothing to withdraw.
fn why_not(request: &Request) -> Option<String> {
    let Some(signature) = &request.signature else {
        return Some(String::from("There is nothing to withdraw: nobody has signed it."));
    };
    if let Some(before) = &signature.withdrawal {
        let on = words::date(before.on);
        return Some(format!("{} withdrew it already, on {on}. Nothing was saved.", before.by));
    }
    let why = match request.subject.kind() {
        SigningKind::Claim => "The decision on a claim is not withdrawn.",
        SigningKind::Stage => "The verification of a stage is not withdrawn.",
        SigningKind::Experience => "It was not confirmed, so there is nothing to withdraw. The trainee can ask again.",
    };
    (!signature.signed.outcome.can_be_withdrawn()).then(|| why.to_owned())
}

/// The way to the question, where there is something to withdraw.
pub fn link(request: &Request) -> Option<AnyView> {
    let href = paths::WITHDRAW_SIGNATURE.to(request.row.id);
    why_not(request).is_none().then(|| view! { <p><a href=href>"Withdraw this confirmation"</a></p> }.into_any())
}

/// The question, with the reason.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it; [`AppError::Forbidden`] with the reason.
pub async fn page(cx: RequestCx, id: SigningRequestId) -> Result<Page, AppError> {
    let request = requests::request(cx.app.db.read(), id).await?;
    let (on_record, subject) = on_record(&cx, request).await?;
    permit(cx.actor()?, actions::WithdrawSignature, &subject)?;
    let request = &on_record.request;
    if why_not(request).is_some() {
        return Ok(Page::elsewhere(paths::REQUEST.to(id)));
    }
    let form = Sheet::<WithdrawSignature>::on(&cx, &id).await?;
    let signed = request.signature.as_ref();
    // Under the name of then: the trainee may have left this employer.
    let shown = request.shown()?;
    let days = match &shown {
        Shown::Experience(work) => Interval { from: work.from, until: work.last_day.succ_opt() }.to_string(),
        Shown::Claim(_) | Shown::Stage(_) => String::new(),
    };
    let signed = signed.map(|one| format!("confirmed by {} on {}", one.by, words::date(one.on))).unwrap_or_default();
    let question = Question {
        title: String::from("Withdraw this confirmation?"),
        eyebrow: format!("Work of {} {days}, {signed}", shown.trainee()).into(),
        intro: String::from(
            "For a confirmation that was given by mistake. The work no longer counts, and what depends on it no longer counts either. The trainee can ask again, or take the work out. What was signed stays in the record, with your reason.",
        ),
        yes: "Withdraw the confirmation",
        back: (paths::REQUEST.to(id), "The request"),
    };
    Ok(form.ask_with(question, |form| {
        view! { <TextArea of=form.field(REASON) label="Why it is withdrawn" hint=READERS rows=4/> }.into_any()
    }))
}
