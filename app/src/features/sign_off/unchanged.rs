//! A claim that was not found met, and goes out once more as it was: its author reads what was said of it before sending it.

use super::look::Look;
use super::request::outcome_tag;
use super::store::Claim;
use super::store::requests::{Request, Signature};
use crate::design::card::Card;
use crate::prelude::pages::*;
use domain::sign_off::{Shown, ShownEvidence, SigningOutcome};
use domain::standing::ClaimOutcome;

/// What was said of the same text, days and evidence, the last first: by whom, when and with which words.
///
/// # Errors
/// When what was shown then can't be read.
pub fn said_before(look: &Look, claim: &Claim, requests: &[Request]) -> Result<Vec<String>, AppError> {
    let evidence: Vec<ShownEvidence> = look.evidence.iter().cloned().map(Into::into).collect();
    let mut said = Vec::new();
    for request in requests {
        let Some(signature) = &request.signature else { continue };
        let Shown::Claim(sent) = request.shown()? else { continue };
        let days = (Some(sent.happened_from), Some(sent.happened_until));
        let is_same = sent.narrative == claim.narrative
            && days == (claim.happened_from, claim.happened_until)
            && sent.evidence == evidence;
        said.extend(answer(request, signature).filter(|_| is_same));
    }
    Ok(said)
}

/// An answer that speaks against the claim; who did not decide it said nothing of the work.
fn answer(request: &Request, Signature { signed, by, on, withdrawal, .. }: &Signature) -> Option<String> {
    let at = &request.employer;
    if let Some(why) = withdrawal {
        return Some(format!("{}, {at}, withdrew the decision on {}: {}", why.by, words::date(why.on), why.reason));
    }
    let SigningOutcome::Claim(ClaimOutcome::NotYet | ClaimOutcome::PartlyMet) = signed.outcome else { return None };
    let found = outcome_tag(signed.outcome).1.to_lowercase();
    let missing = signed.missing.iter().map(|missing| format!("What is missing: {missing}"));
    let comment = Some(signed.comment.clone()).filter(|comment| !comment.is_empty());
    let said: Vec<String> = [format!("{by}, {at}, said “{found}” on {}.", words::date(*on))]
        .into_iter()
        .chain(missing)
        .chain(comment)
        .collect();
    Some(said.join(" "))
}

/// What its author reads before it is sent; nothing where nothing was said of it.
pub fn notice(claim: ClaimId, said: &[String]) -> Option<AnyView> {
    let items = said.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
    (!said.is_empty()).then(|| {
        view! {
            <Card title="Unchanged since it was answered">
                <ul>{items}</ul>
                <p>"You have changed nothing since: neither the text, nor the days, nor the evidence. Whoever decides at another employer is told that you sent it elsewhere too. "<a href=paths::DRAFT.to(claim)>"Change it first"</a></p>
            </Card>
        }
        .into_any()
    })
}
