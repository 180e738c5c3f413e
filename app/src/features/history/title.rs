//! What happened, in words.

use super::story::Story;
use crate::features::frameworks::map::called_by_id;
use crate::features::results::words::{names_course, outcome};
use crate::prelude::pages::*;
use domain::enrolments::EnrolmentEnd;
use domain::interval::Interval;
use domain::journal::{Digest, Event, ResultOf};
use domain::sign_off::{ExperienceOutcome, SigningOutcome, SigningSubject, StageOutcome};
use domain::standing::ClaimOutcome;
use domain::standing::Outcome;
use domain::text::list;

/// What is shown beside the title of an event.
#[derive(Default)]
pub struct Beside {
    /// The result whose mark it is.
    pub result: Option<ResultId>,
    /// The result that says why it corrects another.
    pub corrects: Option<ResultId>,
    /// The result whose file says why it was declined.
    pub declined: Option<ResultId>,
    /// The status that has a public code.
    pub status: Option<AwardId>,
    /// The status that says why it was withdrawn.
    pub withdrawn: Option<AwardId>,
    /// What is held from before, which has a page for the trainee and the body.
    pub prior_learning: Option<PriorLearningId>,
    /// Which decision on it was made.
    pub decision: Option<i64>,
    /// The how manieth name the record has from then on.
    pub named: Option<i32>,
    /// What is held from before whose review says why it was asked for.
    pub review: Option<PriorLearningId>,
    /// The exemption that says why it was withdrawn.
    pub exemption: Option<ExemptionId>,
    /// The request whose signature says why it was withdrawn.
    pub undone: Option<SigningRequestId>,
    /// Why it was noted for an earlier day.
    pub reason: Option<ReasonId>,
    /// The hash of what was signed.
    pub signed: Option<Digest>,
    /// Whether somebody without an account did it, where nobody is named.
    pub by_link: bool,
}

/// What happened, how it is marked, and what is shown beside it. None for an act of which a record holds nothing.
pub fn title(story: &Story<'_>, event: &Event) -> Option<(Tone, String, Beside)> {
    let mut beside = Beside::default();
    let case = story.case;
    let node = |id: &str| called_by_id(&case.framework, id);
    let work = |id: &ExperienceId| work(story, *id);
    let about = |of: &SigningSubject| match of {
        SigningSubject::Experience { experience, .. } => work(experience),
        SigningSubject::Claim { .. } | SigningSubject::Stage { .. } => called_by_id(&case.framework, of.named()),
    };
    let organisation = |id: &OrganisationId| organisation(story, *id);
    let claim = |id: &ClaimId| story.claimed.get(id).map_or("A claim", String::as_str);
    let result = |of: &ResultOf| {
        let came = outcome(of.outcome, names_course(&case.framework, &of.element));
        format!("{} on {}, {came}", node(&of.element), words::date(of.held_on))
    };
    let (tone, title) = match event {
        Event::OpenedRecord { .. } => (Tone::Plain, String::from("The professional body opened the record")),
        Event::NumberedRecord { number, reason, .. } => {
            beside.reason = reason.map(|reason| reason.id);
            let said = match number {
                Some(number) => format!("The membership number in the record is {number}"),
                None => String::from("The membership number was taken out of the record"),
            };
            (Tone::Plain, said)
        }
        Event::RenamedRecord { round, from, reason, .. } => {
            (beside.named, beside.reason) = (Some(*round), reason.map(|reason| reason.id));
            (Tone::Plain, format!("The name in the record was corrected, from {}", words::date(*from)))
        }
        Event::Enrolled { from, registration, .. } => {
            let with = registration.as_ref().map(|one| format!(", registered with {}", organisation(&one.provider)));
            let (title, from) = (case.framework.short_title(), words::date(*from));
            (Tone::Open, format!("Enrolled on {title} from {from} on{}", with.unwrap_or_default()))
        }
        Event::CorrectedFirstDay { from, reason, .. } => {
            beside.reason = reason.map(|reason| reason.id);
            (Tone::Plain, format!("The first day of the enrolment was corrected: it is {}", words::date(*from)))
        }
        Event::EndedEnrolment { why, until, reason, .. } => {
            beside.reason = Some(reason.id);
            let why = match why {
                EnrolmentEnd::Mistake => "it was made by mistake",
                EnrolmentEnd::Left => "the trainee has left",
            };
            (Tone::Plain, format!("The enrolment ended, from {} on: {why}", words::date(*until)))
        }
        Event::TookBackEnrolmentEnd { reason, .. } => {
            beside.reason = Some(reason.id);
            (Tone::Open, String::from("The end of the enrolment was taken back: it goes on"))
        }
        Event::ChoseSpecialism { specialism, .. } => {
            let mut all = case.framework.specialisms().iter();
            let chosen = all.find(|one| one.id == *specialism).map_or("", |one| one.title.as_str());
            (Tone::Plain, format!("Chose the specialism {chosen}"))
        }
        Event::RecordedJoining { round, joined_on, reason } => {
            beside.reason = reason.map(|reason| reason.id);
            let day = words::date(*joined_on);
            let said = match round {
                1 => format!("Joined the professional body on {day}"),
                _ => format!("The day of joining the professional body was corrected: {day}"),
            };
            (Tone::Plain, said)
        }
        Event::NamedSupervisor { supervision, employer, from, until, .. } => {
            let days = Interval { from: *from, until: *until };
            let on = if until.is_none() { " on" } else { "" };
            let (name, at) = (supervised(story, *supervision).0, organisation(employer));
            (Tone::Plain, format!("{name} was named as supervisor for {at}, {days}{on}"))
        }
        Event::EndedSupervision { supervision, until, reason } => {
            beside.reason = reason.map(|reason| reason.id);
            (Tone::Plain, no_longer(story, *supervision, *until))
        }
        Event::AddedEmployment(one) => {
            let from = words::date(one.from);
            (Tone::Plain, format!("Began to work for {}, from {from} on", organisation(&one.employer)))
        }
        Event::EndedEmployment { employer, until, reason, .. } => {
            beside.reason = reason.map(|reason| reason.id);
            (Tone::Plain, format!("No longer works for {}, from {} on", organisation(employer), words::date(*until)))
        }
        Event::AddedRegistration(one) => {
            let from = words::date(one.from);
            (Tone::Plain, format!("Registered with {}, from {from} on", organisation(&one.provider)))
        }
        Event::EndedRegistration { provider, until, reason, .. } => {
            beside.reason = reason.map(|reason| reason.id);
            let (provider, until) = (organisation(provider), words::date(*until));
            (Tone::Plain, format!("No longer registered with {provider}, from {until} on"))
        }
        Event::RecordedResult { result: id, of, .. } => {
            beside.result = Some(*id);
            (Tone::Wait, format!("Result recorded, provisional: {}", result(of)))
        }
        Event::ConfirmedResult { result: id, of, .. } => {
            beside.result = Some(*id);
            let tone = match of.outcome {
                Outcome::Pass => Tone::Met,
                Outcome::Fail | Outcome::NotSat => Tone::Late,
            };
            (tone, format!("Result confirmed: {}", result(of)))
        }
        Event::DeclinedResult { result: id, of, .. } => {
            beside.declined = Some(*id);
            (Tone::Late, format!("Result declined, so that it does not count: {}", result(of)))
        }
        Event::CorrectedResult { result: id, of, .. } => {
            (beside.result, beside.corrects) = (Some(*id), Some(*id));
            (Tone::Wait, format!("Correction of a result recorded, provisional: {}", result(of)))
        }
        Event::BeganClaim { outcome, .. } => (Tone::Plain, format!("Began a claim: {}", node(outcome))),
        Event::RecordedExperience { experience, .. } => (Tone::Plain, format!("Recorded work: {}", work(experience))),
        Event::WithdrewExperience { experience, .. } => {
            (Tone::Plain, format!("Took work out of the record: {}", work(experience)))
        }
        Event::RequestedSignature { subject, .. } => match subject {
            SigningSubject::Claim { outcome, .. } => (Tone::Wait, format!("Sent a claim: {}", node(outcome))),
            SigningSubject::Stage { element } => (Tone::Wait, format!("Asked the employer: {}", node(element))),
            SigningSubject::Experience { .. } => {
                (Tone::Wait, format!("Asked the employer to confirm: {}", about(subject)))
            }
        },
        Event::AddedEvidence { claim: of, .. } => (Tone::Plain, format!("Added evidence: {}", claim(of))),
        Event::RemovedEvidence { claim: of, .. } => (Tone::Plain, format!("Removed evidence: {}", claim(of))),
        Event::DeletedDraft { claim: of, .. } => (Tone::Plain, format!("Deleted a draft: {}", claim(of))),
        Event::TookBackRequest { subject, .. } => match subject {
            SigningSubject::Claim { outcome, .. } => (Tone::Plain, format!("Took a claim back: {}", node(outcome))),
            SigningSubject::Stage { .. } | SigningSubject::Experience { .. } => {
                (Tone::Plain, format!("Took a request back: {}", about(subject)))
            }
        },
        Event::ClosedRequest { subject, employer, .. } => {
            let (employer, what) = (organisation(employer), about(subject));
            let said = format!("Returned undecided, because the employment by {employer} ended: {what}");
            (Tone::Now, said)
        }
        Event::ProvedMailbox { .. } => {
            beside.by_link = true;
            (Tone::Plain, String::from("The holder of a link confirmed their address"))
        }
        Event::Signed { subject, outcome, signed: hash, .. } => {
            (beside.signed, beside.by_link) = (Some(*hash), true);
            signed(*outcome, &about(subject))
        }
        Event::WithdrewSignature { request, subject, .. } => {
            beside.undone = Some(*request);
            let what = match subject {
                SigningSubject::Experience { .. } => "The confirmation of work was withdrawn",
                SigningSubject::Claim { .. } => "The decision that a claim is met was withdrawn",
                SigningSubject::Stage { .. } => "The employer’s verification was withdrawn",
            };
            (Tone::Late, format!("{what}: {}", about(subject)))
        }
        Event::Applied { step_off, .. } => (Tone::Wait, format!("Applied: {}", node(step_off))),
        Event::ConferredStatus { award, status, .. } => {
            beside.status = Some(*award);
            (Tone::Held, format!("Status conferred: {}", node(status)))
        }
        Event::DeclinedApplication { step_off, .. } => {
            (Tone::Late, format!("Application declined: {}", node(step_off)))
        }
        Event::WithdrewStatus { award, status, .. } => {
            beside.withdrawn = Some(*award);
            (Tone::Late, format!("Status withdrawn: {}", node(status)))
        }
        Event::SentPriorLearning { prior_learning, prior, .. } => {
            beside.prior_learning = Some(*prior_learning);
            (Tone::Wait, format!("Sent what is held from before: {}", prior_title(story, prior.as_deref())))
        }
        Event::TookBackPriorLearning { prior_learning } => {
            beside.prior_learning = Some(*prior_learning);
            (Tone::Plain, String::from("Took back what was sent of what is held from before"))
        }
        Event::DecidedPriorLearning { prior_learning, round, is_proved, exemptions, .. } => {
            (beside.prior_learning, beside.decision) = (Some(*prior_learning), Some(*round));
            let granted = exemptions.iter().filter(|one| one.is_granted).map(|one| node(&one.element));
            decided(*round, *is_proved, &granted.collect::<Vec<_>>())
        }
        Event::AskedForReview { prior_learning, .. } => {
            (beside.prior_learning, beside.review) = (Some(*prior_learning), Some(*prior_learning));
            (Tone::Wait, String::from("Asked for a review of what was refused"))
        }
        Event::WithdrewExemption { exemption, element, .. } => {
            beside.exemption = Some(*exemption);
            (Tone::Late, format!("Exemption withdrawn: {}", node(element)))
        }
        Event::AddedPerson { .. }
        | Event::SetPassword { .. }
        | Event::ChangedPassword { .. }
        | Event::EndedAccess { .. }
        | Event::ChangedAddress { .. }
        | Event::CorrectedName { .. }
        | Event::Proposed { .. }
        | Event::SettledProposal { .. }
        | Event::Invited { .. }
        | Event::WithdrewInvitation { .. }
        | Event::AcceptedInvitation { .. }
        | Event::AddedOrganisation { .. }
        | Event::RenamedOrganisation { .. }
        | Event::RecognisedOrganisation { .. }
        | Event::GrantedRole { .. }
        | Event::EndedMembership { .. }
        | Event::AddedSitting { .. }
        | Event::BeganImport { .. }
        | Event::DiscardedImport { .. }
        | Event::WroteImport { .. }
        | Event::SettledImport { .. } => return None,
    };
    Some((tone, title, beside))
}

/// "for Hale & Partners from 1 March 2025 to 31 May 2025".
fn work(story: &Story<'_>, id: ExperienceId) -> String {
    let found = story.work.get(&id);
    found.map_or_else(String::new, |(employer, days)| format!("for {} {days}", organisation(story, *employer)))
}

/// What the framework calls what is held from before.
fn prior_title(story: &Story<'_>, prior: Option<&str>) -> String {
    let framework = &story.case.framework;
    let named = prior.and_then(|prior| framework.prior_of_id(prior));
    named.map_or_else(|| String::from("something that is not listed"), |ix| framework.prior(ix).title.clone())
}

fn decided(round: i64, is_proved: bool, granted: &[String]) -> (Tone, String) {
    let review = if round > 1 { ", in review" } else { "" };
    match (granted.is_empty(), is_proved) {
        (false, _) => (Tone::Met, format!("Exempt{review}: {}", list(granted))),
        (true, true) => (Tone::Met, format!("The proof of what is held from before was confirmed{review}")),
        (true, false) => (Tone::Late, format!("No exemption{review}")),
    }
}

fn organisation<'a>(story: &'a Story<'_>, id: OrganisationId) -> &'a str {
    story.organisations.get(&id).map_or("an organisation", String::as_str)
}

/// By whom a supervision is, and for which employer.
fn supervised<'a>(story: &'a Story<'_>, id: SupervisionId) -> (&'a str, &'a str) {
    let found = story.supervisions.iter().find(|one| one.id == id);
    found.map_or(("Someone", "an employer"), |one| (&one.name, &one.employer))
}

/// That a supervision ended, or will never have been.
fn no_longer(story: &Story<'_>, id: SupervisionId, until: NaiveDate) -> String {
    let (name, employer) = supervised(story, id);
    let begins = story.supervisions.iter().find(|one| one.id == id).map(|one| one.from_on);
    if begins.is_some_and(|begins| begins >= until) {
        return format!("The supervision by {name} for {employer} was ended before it began");
    }
    format!("{name} no longer supervises for {employer}, from {} on", words::date(until))
}

fn signed(outcome: SigningOutcome, what: &str) -> (Tone, String) {
    let (tone, said) = match outcome {
        SigningOutcome::Claim(ClaimOutcome::Met) => (Tone::Met, "Found met"),
        SigningOutcome::Claim(ClaimOutcome::PartlyMet) => (Tone::Now, "Found partly met"),
        SigningOutcome::Claim(ClaimOutcome::NotYet) => (Tone::Now, "Found not yet met"),
        SigningOutcome::Claim(ClaimOutcome::Declined) => (Tone::Plain, "Answered without a decision"),
        SigningOutcome::Stage(StageOutcome::Verified) => (Tone::Met, "The employer’s key was turned"),
        SigningOutcome::Stage(StageOutcome::Declined) => (Tone::Late, "The employer declined"),
        SigningOutcome::Experience(ExperienceOutcome::Confirmed) => (Tone::Met, "Work was confirmed"),
        SigningOutcome::Experience(ExperienceOutcome::Declined) => (Tone::Late, "Work was not confirmed"),
    };
    (tone, format!("{said}: {what}"))
}
