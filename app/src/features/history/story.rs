//! What each event of a record says.

use super::as_what::{as_what, asked_at};
use super::store::Notes;
use super::title::{Beside, title};
use crate::design::timeline::TimelineItem;
use crate::features::awards::store::awards_of;
use crate::features::frameworks::map::called_by_id;
use crate::features::people::store as people;
use crate::features::record::store::{self as records, Case, Employment, SupervisionRow};
use crate::journal::store::Entry;
use crate::prelude::pages::*;
use domain::bodies::Register;
use domain::interval::Interval;
use domain::journal::{Event, Nature};
use std::collections::{HashMap, HashSet};

/// What the entries of one record speak of.
#[derive(Debug)]
pub struct Story<'a> {
    pub(super) case: &'a Case,
    /// What each claim is of.
    pub(super) claimed: HashMap<ClaimId, String>,
    /// What each spell of work is: the employer and the days.
    pub(super) work: HashMap<ExperienceId, (OrganisationId, Interval)>,
    /// Claims that have no page any more.
    deleted: HashSet<ClaimId>,
    pub(super) supervisions: Vec<SupervisionRow>,
    pub(super) organisations: HashMap<OrganisationId, String>,
    /// The public code of each award.
    codes: HashMap<AwardId, String>,
    notes: Notes,
    /// Whether the trainee or the body reads it, who may open the pages of what is held from before.
    pub(super) reads_all: bool,
    pub(super) employments: Vec<Employment>,
    /// At which employer each request was made.
    pub(super) asked_at: HashMap<SigningRequestId, OrganisationId>,
}

impl<'a> Story<'a> {
    /// Reads what belongs to the entries.
    pub async fn of(
        cx: &RequestCx,
        case: &'a Case,
        entries: &[Entry],
        // Who reads all notes is the trainee or the body, and reads these pages too.
        (notes, reads_all): (Notes, bool),
    ) -> Result<Self, AppError> {
        let organisation = |entry: &Entry| entry.event.nature().organisation;
        Ok(Self {
            claimed: claimed(case, entries),
            work: entries.iter().filter_map(work).collect(),
            deleted: deleted(entries),
            organisations: people::names(cx.app.db.read(), entries.iter().filter_map(organisation)).await?,
            supervisions: records::supervisions(cx.app.db.read(), case.id).await?,
            codes: codes(cx, case).await?,
            case,
            notes,
            reads_all,
            employments: records::employments(cx.app.db.read(), case.id).await?,
            asked_at: asked_at(entries),
        })
    }

    /// Whether a claim has a page for whoever reads it.
    fn leads_to(&self, claim: ClaimId) -> bool {
        !self.deleted.contains(&claim) && self.case.opens(claim)
    }
}

/// Public codes: anybody who has one can check the status.
async fn codes(cx: &RequestCx, case: &Case) -> Result<HashMap<AwardId, String>, AppError> {
    if case.facts.file().awards.is_empty() {
        return Ok(HashMap::new());
    }
    let awards = awards_of(cx.app.db.read(), case.id).await?;
    Ok(awards.into_iter().map(|award| (award.id, award.code)).collect())
}

fn claimed(case: &Case, entries: &[Entry]) -> HashMap<ClaimId, String> {
    let began = |entry: &Entry| {
        let Event::BeganClaim { claim, outcome } = &entry.event else { return None };
        Some((*claim, called_by_id(&case.framework, outcome)))
    };
    entries.iter().filter_map(began).collect()
}

fn work(entry: &Entry) -> Option<(ExperienceId, (OrganisationId, Interval))> {
    let Event::RecordedExperience { experience, employer, from, until, .. } = entry.event else { return None };
    Some((experience, (employer, Interval { from, until: Some(until) })))
}

fn deleted(entries: &[Entry]) -> HashSet<ClaimId> {
    let deleted = |entry: &Entry| {
        let Event::DeletedDraft { claim, .. } = entry.event else { return None };
        Some(claim)
    };
    entries.iter().filter_map(deleted).collect()
}

/// The spells of work that whoever reads the case may not read: they were done for another employer.
pub(super) fn hidden_work(case: &Case, entries: &[Entry]) -> HashSet<ExperienceId> {
    let hidden = |entry: &Entry| match &entry.event {
        Event::RecordedExperience { experience, employer, .. } if !case.reads_work_for(&employer.to_string()) => {
            Some(*experience)
        }
        _ => None,
    };
    entries.iter().filter_map(hidden).collect()
}

/// One event as it is shown: what happened, to what, by whom. None for an act of which a record holds nothing.
pub fn item(story: &Story<'_>, entry: Entry) -> Option<TimelineItem> {
    let (tone, title, beside) = title(story, &entry.event)?;
    let (code, signed) = (beside.status.and_then(|award| story.codes.get(&award)), beside.signed);
    let note = note(story, &beside);
    let as_what = as_what(story, &entry).map(|line| view! { <p>{line}</p> });
    let is_public = story.case.body.policies.register == Register::Public;
    let code = code.map(|code| {
        let share =
            is_public.then(|| view! { " · "<a href=paths::CERTIFICATE.to(code.to_owned())>"Share this link"</a> });
        view! { <p>"Code "<code>{code.clone()}</code>{share}</p> }
    });
    let signed = signed.map(|hash| view! { <details><summary>"Proof of what was signed"</summary><code class="hash">{hash.to_string()}</code></details> });
    let Nature { claim, experience, .. } = entry.event.nature();
    let claim = claim.filter(|claim| story.leads_to(*claim)).map(|claim| paths::CLAIM.to(claim));
    // What is held from before is between the trainee and the body.
    let prior = beside.prior_learning.filter(|_| story.reads_all).map(|one| paths::PRIOR_LEARNING.to(one));
    let title = match claim.or(experience.map(|one| paths::SPELL.to(one))).or(prior) {
        Some(href) => view! { <a href=href>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    let by = match entry.actor {
        Some(name) => format!("By {name}"),
        None if beside.by_link => String::from("By the holder of a link"),
        None => String::from("Set up"),
    };
    Some(TimelineItem {
        on: words::instant(entry.at, story.case.zone),
        at: Some(entry.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        title,
        body: Some(view! { {as_what}{note}<p class="count">{by}</p>{code}{signed} }.into_any()),
        tone,
    })
}

/// The mark of a result, why it was corrected or declined, why a status or a signature was withdrawn, why a review was asked for, why something was noted for an earlier day;
/// what a record was called before, and what was decided on what is held from before.
fn note(story: &Story<'_>, beside: &Beside) -> AnyView {
    let notes = &story.notes;
    let mark = beside.result.and_then(|result| notes.marks.get(&result));
    let corrects = beside.corrects.and_then(|result| notes.corrections.get(&result));
    let declined = beside.declined.and_then(|result| notes.declined.get(&result));
    let withdrawn = beside.withdrawn.and_then(|award| notes.withdrawals.get(&award));
    let earlier = beside.reason.and_then(|reason| notes.earlier.get(&reason));
    let undone = beside.undone.and_then(|request| notes.signatures.get(&request));
    let exemption = beside.exemption.and_then(|one| notes.exemptions.get(&one));
    let review = beside.review.and_then(|one| notes.reviews.get(&one));
    let reason = corrects.or(declined).or(withdrawn).or(undone).or(exemption).or(review).or(earlier);
    let mark = mark.map(|mark| view! { <p>{format!("Mark: {mark}")}</p> });
    let reason = reason.map(|reason| view! { <p>{format!("Reason: {reason}")}</p> });
    let more = said_of_name(notes, beside).into_iter().chain(said_of_what_is_held(story, beside));
    let more = more.map(|line| view! { <p>{line}</p> }).collect_view();
    view! { {mark}{more}{reason} }.into_any()
}

/// What the record was called before, and is called from then on.
fn said_of_name(notes: &Notes, beside: &Beside) -> Option<String> {
    let round = beside.named?;
    let (_, before) = notes.names.range(..round).next_back()?;
    Some(format!("Before: {before}. From then on: {}.", notes.names.get(&round)?))
}

/// What it is that is held from before, and what a decision says of each element.
fn said_of_what_is_held(story: &Story<'_>, beside: &Beside) -> Vec<String> {
    let Some(id) = beside.prior_learning else { return Vec::new() };
    let notes = &story.notes;
    let mut lines: Vec<String> = notes.held_before.get(&id).cloned().into_iter().collect();
    let Some(round) = beside.decision else { return lines };
    lines.extend(notes.proofs.get(&(id, round)).map(|why| format!("Reason: {why}")));
    for one in notes.exempted.get(&(id, round)).into_iter().flatten() {
        let decided = match (one.is_granted, one.expires_on) {
            (true, Some(until)) => format!("exempt, last day {}", words::last_day(until)),
            (true, None) => String::from("exempt"),
            (false, _) => String::from("not exempt"),
        };
        let why = if one.reason.is_empty() { String::new() } else { format!(" Reason: {}", one.reason) };
        lines.push(format!("{}: {decided}.{why}", called_by_id(&story.case.framework, &one.element)));
    }
    lines
}
