//! A claim as whoever decides it reads and answers it.

use super::{COMMENT, MISSING, OUTCOME, READERS, REASON, Sign, when};
use crate::design::attest::Attest;
use crate::features::sign_off::request::{ReadBy, meaning_view, shown_view, unpublished_view};
use crate::features::sign_off::store::requests::Request;
use crate::prelude::pages::*;
use domain::sign_off::{ReasonCode, ShownClaim, claim_statement};
use domain::standing::ClaimOutcome;

/// Its title, whose it is, and nothing more.
pub(super) fn heading(request: &Request, shown: &ShownClaim) -> (String, String, String) {
    let sent = words::date(request.row.sent_on);
    let eyebrow = format!("{}, sent {sent} to {}", shown.trainee, request.to());
    (shown.outcome_title.clone(), eyebrow, String::new())
}

/// What was sent.
pub(super) fn draw(request: &Request, shown: &ShownClaim) -> AnyView {
    view! {
        {request.subject.claim().map(|claim| shown_view(shown, claim, ReadBy::Other))}
        {shown.meaning.clone().map(meaning_view)}
        {unpublished_view(shown.unpublished.iter().map(String::as_str))}
    }
    .into_any()
}

/// The fields of the decision.
pub(super) fn fields(shown: &ShownClaim, form: &Sheet<Sign>) -> AnyView {
    let choice = |value: ClaimOutcome, label: &str, hint: &str| Choice::new(value.code(), label).hinted(hint);
    let outcomes = vec![
        choice(ClaimOutcome::Met, "Met", "The work shows the outcome."),
        choice(ClaimOutcome::PartlyMet, "Partly met", "Something is missing; the trainee can answer."),
        choice(ClaimOutcome::NotYet, "Not yet", "The trainee can answer."),
        choice(ClaimOutcome::Declined, "I can’t say", "I did not supervise this, or there is another reason."),
    ];
    let reasons = ReasonCode::ALL.map(|reason| Choice::new(reason.code(), reason.words())).to_vec();
    let statement = claim_statement(&shown.trainee, ClaimOutcome::Met);
    let declining = claim_statement(&shown.trainee, ClaimOutcome::Declined);
    let hint = format!("One or two sentences of your own. With “Not yet”, say what would show it. {READERS}");
    view! {
        <Radios of=form.field(OUTCOME) legend="Was this outcome met in the work you saw?" options=outcomes/>
        <div class=when("when-partly", form, MISSING, ClaimOutcome::PartlyMet.code())>
            <TextArea of=form.field(MISSING) label="What is missing" hint=READERS rows=2/>
        </div>
        <div class=when("when-declined", form, REASON, ClaimOutcome::Declined.code())>
            <Select of=form.field(REASON) label="Why can’t you say?" hint=READERS prompt="Choose a reason" options=reasons/>
        </div>
        <TextArea of=form.field(COMMENT) label="What you saw" hint=hint rows=3/>
        <div class="when when-decided"><Attest lines=statement.lines foot=statement.foot/></div>
        <div class="when when-declined"><Attest title="What your signature will say if you do not decide" lines=declining.lines foot=declining.foot/></div>
    }
    .into_any()
}
