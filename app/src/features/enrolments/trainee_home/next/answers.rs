//! What was answered and asks for something, and what was begun.

use super::super::own::Own;
use super::item;
use crate::design::next::NextItem;
use crate::features::frameworks::map::{called_by_id, subject_title};
use crate::features::record::store::Case;
use crate::features::sign_off::store::unfinished::{Answer, Begun, Returned};
use crate::prelude::pages::*;
use domain::experience::asks_for;
use domain::sign_off::{ExperienceOutcome, SigningOutcome, SigningSubject, StageOutcome};
use domain::standing::ClaimOutcome;

/// Whether the node is met, or another request for it lies with somebody.
pub(in super::super) fn is_settled(case: &Case, id: &str) -> bool {
    let met = case.framework.find(id).is_some_and(|ix| case.standing.state(ix).counts());
    met || case.waits(id)
}

/// The same of what a request is about: of work, whether all that asks for such work is met.
pub(in super::super) fn is_settled_of(case: &Case, subject: &SigningSubject) -> bool {
    let SigningSubject::Experience { kind, .. } = subject else { return is_settled(case, subject.named()) };
    let asks = case.framework.nodes().filter(|(ix, _)| asks_for(&case.framework, *ix, kind));
    asks.into_iter().all(|(ix, _)| case.standing.state(ix).counts())
}

/// Decisions that ask for an answer: of supervisors, of the employer, of the registrar.
pub(super) fn answers(case: &Case, own: &Own) -> Vec<NextItem> {
    let signed = own
        .answered()
        .filter(|(one, _)| !is_settled_of(case, &one.subject))
        .map(|(one, answer)| answered(case, one, answer));
    let applications = own.applications.iter().filter_map(|one| {
        let decided = one.decided.as_ref()?;
        let text = format!(
            "{} declined it on {}{} Then apply again.",
            decided.by,
            words::date(decided.on),
            said(&decided.reason)
        );
        let title = format!("Answer on your application for {}", called_by_id(&case.framework, &one.status));
        Some(item(paths::APPLICATION.to(one.id), title, text))
    });
    signed.chain(applications).collect()
}

fn answered(case: &Case, one: &Returned, answer: &Answer) -> NextItem {
    let node = subject_title(&case.framework, one.subject.kind(), one.subject.named());
    let (found, then) = match answer.outcome {
        SigningOutcome::Claim(ClaimOutcome::PartlyMet) => {
            ("found it partly met", "Add what is missing and send it again.")
        }
        SigningOutcome::Claim(ClaimOutcome::Declined) => ("did not decide it", "Send it to another supervisor."),
        SigningOutcome::Claim(ClaimOutcome::NotYet) => {
            ("found it not yet met", "Add what is missing and send it again.")
        }
        // What was found good comes back because that was withdrawn.
        SigningOutcome::Claim(ClaimOutcome::Met) => {
            ("withdrew the decision that it is met", "Change what is wrong and send it again.")
        }
        SigningOutcome::Stage(StageOutcome::Verified) => ("withdrew the verification", "Then ask again."),
        SigningOutcome::Stage(StageOutcome::Declined) => ("declined", "Then ask again."),
        SigningOutcome::Experience(ExperienceOutcome::Confirmed) => {
            ("withdrew the confirmation", "Ask again, or take the work out and record it again.")
        }
        SigningOutcome::Experience(ExperienceOutcome::Declined) => {
            ("did not confirm it", "Put it right and record it again, or ask again.")
        }
    };
    let text = format!("{} {found} on {}{} {then}", answer.by, words::date(answer.on), said(&answer.words));
    match &one.subject {
        SigningSubject::Claim { claim, .. } => item(paths::CLAIM.to(*claim), format!("Answer on {node}"), text),
        SigningSubject::Stage { element } => {
            let title = format!("Answer on the {}", lower(&node));
            item(paths::ASKING.to((case.id, element.to_owned())), title, text)
        }
        SigningSubject::Experience { experience, .. } => {
            item(paths::SPELL.to(*experience), format!("Answer on your work: {node}"), text)
        }
    }
}

/// ": what was said." after a date, or the full stop alone.
pub(super) fn said(text: &str) -> String {
    let text = text.trim();
    match text.chars().last() {
        None => String::from("."),
        Some('.' | '?' | '!') => format!(": {text}"),
        Some(_) => format!(": {text}."),
    }
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Drafts, the oldest first, and one line for all of one outcome. One that was sent and taken back can't be deleted: it is left out once nothing asks for it.
pub(super) fn drafts(case: &Case, own: &Own, today: NaiveDate) -> Vec<NextItem> {
    let asked_for = |one: &&Begun| !one.was_sent || !is_settled(case, &one.outcome);
    let drafts: Vec<&Begun> = own.drafts.iter().filter(asked_for).collect();
    let of = |outcome: &str| drafts.iter().filter(|one| one.outcome == outcome).count();
    let is_first = |place: usize, one: &Begun| drafts[..place].iter().all(|before| before.outcome != one.outcome);
    let firsts = drafts.iter().enumerate().filter(|(place, one)| is_first(*place, one));
    firsts
        .map(|(_, one)| {
            let begun = words::days_from(one.begun_on, today);
            let (title, called) = (called_by_id(&case.framework, &one.outcome), paths::node(case.id, &one.outcome));
            match of(&one.outcome) {
                1 => {
                    item(paths::DRAFT.to(one.claim), format!("Continue your draft: {title}"), format!("Begun {begun}."))
                }
                n => item(
                    format!("{called}#claims"),
                    format!("Continue one of your drafts: {title}"),
                    format!("You have {n} drafts of it, the first begun {begun}."),
                ),
            }
        })
        .collect()
}
