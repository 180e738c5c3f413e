//! What was answered and asks for something, and what was begun.

use super::super::own::Own;
use super::item;
use crate::design::next::NextItem;
use crate::features::enrolments::store::Case;
use crate::features::frameworks::map::called;
use crate::features::sign_off::store::unfinished::{Answer, Unfinished};
use crate::paths;
use crate::web::words;
use chrono::NaiveDate;
use domain::standing::ClaimOutcome;

fn outcome(case: &Case, id: &str) -> String {
    case.framework
        .find(id)
        .map_or_else(|| id.to_owned(), |ix| called(&case.framework, ix))
}

/// Whether the node is met, or another request for it lies with somebody.
pub(in super::super) fn is_settled(case: &Case, id: &str) -> bool {
    let met = case
        .framework
        .find(id)
        .is_some_and(|ix| case.standing.state(ix).counts());
    met || case.waits(id)
}

/// Decisions that ask for an answer: of supervisors, of the employer, of the registrar.
pub(super) fn answers(case: &Case, own: &Own) -> Vec<NextItem> {
    let claims = own
        .unfinished
        .iter()
        .filter(|one| !is_settled(case, &one.outcome))
        .filter_map(|one| one.answer.as_ref().map(|answer| of_claim(case, one, answer)));
    let stages = own
        .declined
        .iter()
        .filter(|one| !is_settled(case, &one.element))
        .map(|one| {
            let text = format!(
                "{} declined on {}{} Then ask again.",
                one.declined_by,
                words::date(one.declined_on),
                said(&one.comment)
            );
            let title = format!("Answer on the {}", lower(&outcome(case, &one.element)));
            item(paths::ask_verification(case.id, &one.element), title, text)
        });
    let applications = own.applications.iter().filter_map(|one| {
        let decided = one.decided.as_ref()?;
        let text = format!(
            "{} declined it on {}{} Then apply again.",
            decided.by,
            words::date(decided.on),
            said(&decided.reason)
        );
        let title = format!("Answer on your application for {}", outcome(case, &one.status));
        Some(item(paths::application(one.id), title, text))
    });
    claims.chain(stages).chain(applications).collect()
}

fn of_claim(case: &Case, one: &Unfinished, answer: &Answer) -> NextItem {
    let (found, then) = match answer.outcome {
        ClaimOutcome::PartlyMet => ("found it partly met", "Add what is missing and send it again."),
        ClaimOutcome::Declined => ("did not decide it", "Send it to another supervisor."),
        _ => ("found it not yet met", "Add what is missing and send it again."),
    };
    let text = format!(
        "{} {found} on {}{} {then}",
        answer.by,
        words::date(answer.on),
        said(&answer.said)
    );
    let title = format!("Answer on {}", outcome(case, &one.outcome));
    item(paths::claim(one.claim), title, text)
}

/// ": what was said." after a date, or the full stop alone.
fn said(text: &str) -> String {
    let text = text.trim();
    match text.chars().last() {
        None => String::from("."),
        Some('.' | '?' | '!') => format!(": {text}"),
        Some(_) => format!(": {text}."),
    }
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Drafts, the oldest first. One that was sent and taken back can't be deleted: it is left out once nothing asks for it.
pub(super) fn drafts(case: &Case, own: &Own, today: NaiveDate) -> Vec<NextItem> {
    let asked_for = |one: &&Unfinished| !one.was_sent || !is_settled(case, &one.outcome);
    let drafts = own
        .unfinished
        .iter()
        .filter(|one| one.answer.is_none())
        .filter(asked_for);
    drafts
        .map(|one| {
            let text = format!(
                "You have a draft, begun {}. Go on with it.",
                words::days_from(one.begun_on, today)
            );
            let title = format!("Go on with your draft: {}", outcome(case, &one.outcome));
            item(paths::edit_claim(one.claim), title, text)
        })
        .collect()
}
