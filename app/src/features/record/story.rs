//! What each event of a record says.

use super::store::Notes;
use crate::design::tag::Tone;
use crate::design::timeline::TimelineItem;
use crate::error::AppError;
use crate::features::awards::store::awards_of;
use crate::features::enrolments::store::{self as enrolments, Case, SupervisionRow};
use crate::features::frameworks::map::{called, capital};
use crate::features::journal::store::{Entry, Object};
use crate::features::people::store as people;
use crate::features::results::pages::words::{names_course, outcome};
use crate::features::sign_off::store::{self as sign_off, Readable};
use crate::paths;
use crate::web::request::RequestCx;
use crate::web::words;
use domain::ids::{AwardId, ClaimId, OrganisationId};
use domain::people::OrganisationKind;
use domain::standing::{ClaimOutcome, Outcome};
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// What a trainee does in a draft is nobody else's business until it is sent.
#[must_use]
pub fn is_private(entry: &Entry) -> bool {
    matches!(
        entry.act.as_str(),
        "began claim" | "added evidence" | "removed evidence" | "deleted draft"
    )
}

/// What the entries of one record speak of.
#[derive(Debug)]
pub struct Story<'a> {
    case: &'a Case,
    /// What each claim is of.
    claimed: HashMap<ClaimId, String>,
    /// Claims that have no page any more.
    deleted: HashSet<ClaimId>,
    /// The claims that whoever reads it may read, where that is not all.
    readable: Option<Readable>,
    supervisions: Vec<SupervisionRow>,
    organisations: Vec<(OrganisationId, String)>,
    /// The public code of each award.
    codes: HashMap<AwardId, String>,
    notes: Notes,
}

impl<'a> Story<'a> {
    /// Reads what belongs to the entries.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn of(cx: &RequestCx, case: &'a Case, entries: &[Entry], notes: Notes) -> Result<Self, AppError> {
        Ok(Self {
            claimed: claimed(case, entries),
            deleted: deleted(entries),
            readable: readable(cx, case).await?,
            organisations: organisations(cx).await?,
            supervisions: enrolments::supervisions(cx.app.db.read(), case.id).await?,
            codes: codes(cx, case).await?,
            case,
            notes,
        })
    }

    /// Whether a claim has a page for whoever reads it.
    fn leads_to(&self, claim: ClaimId) -> bool {
        let is_readable = |readable: &Readable| readable.has_claim(claim);
        !self.deleted.contains(&claim) && self.readable.as_ref().is_none_or(is_readable)
    }
}

/// What of the claims someone else than their author may read.
async fn readable(cx: &RequestCx, case: &Case) -> Result<Option<Readable>, AppError> {
    let (db, actor) = (cx.app.db.read(), cx.actor()?);
    if actor.person == case.trainee {
        return Ok(None);
    }
    let subject = enrolments::subject(db, case.id, cx.today).await?;
    Ok(Some(sign_off::readable(db, actor, case.id, &subject).await?))
}

/// The names of all employers and providers: the journal keeps ids.
async fn organisations(cx: &RequestCx) -> Result<Vec<(OrganisationId, String)>, AppError> {
    let db = cx.app.db.read();
    let mut all = people::names_of_kind(db, OrganisationKind::Employer).await?;
    all.extend(people::names_of_kind(db, OrganisationKind::Provider).await?);
    Ok(all)
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
    let began = entries.iter().filter(|entry| entry.act == "began claim");
    began
        .filter_map(|entry| {
            let outcome = detail(entry).get("outcome")?.as_str()?.to_owned();
            let title = case.framework.find(&outcome).map(|ix| called(&case.framework, ix));
            Some((claim_of(entry)?, title.unwrap_or(outcome)))
        })
        .collect()
}

fn deleted(entries: &[Entry]) -> HashSet<ClaimId> {
    let deleted = entries.iter().filter(|entry| entry.act == "deleted draft");
    deleted.filter_map(claim_of).collect()
}

fn claim_of(entry: &Entry) -> Option<ClaimId> {
    match entry.object()? {
        Object::Claim(claim) => Some(claim),
        _ => None,
    }
}

fn detail(entry: &Entry) -> serde_json::Value {
    serde_json::from_str(&entry.detail).unwrap_or_default()
}

/// One event as it is shown: what happened, to what, by whom.
#[must_use]
pub fn item(story: &Story<'_>, entry: Entry) -> TimelineItem {
    let case = story.case;
    let (detail, object) = (detail(&entry), entry.object());
    let text = |key: &str| detail.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
    let node = |key: &str| {
        case.framework
            .find(text(key))
            .map_or_else(|| text(key).to_owned(), |ix| called(&case.framework, ix))
    };
    let supervisor = || {
        let supervision = story
            .supervisions
            .iter()
            .find(|one| object == Some(Object::Supervision(one.id)));
        supervision.map_or_else(|| String::from("Someone"), |one| one.name.clone())
    };
    let organisation = |key: &str| {
        let found = story
            .organisations
            .iter()
            .find(|(id, _)| Some(*id) == OrganisationId::parse(text(key)));
        found.map_or_else(|| String::from("an organisation"), |(_, name)| name.clone())
    };
    let came_of = || Outcome::from_code(text("outcome")).unwrap_or(Outcome::Fail);
    let result = || outcome(came_of(), names_course(&case.framework, text("element")));
    let claim = || {
        claim_of(&entry)
            .and_then(|id| story.claimed.get(&id))
            .map_or("A claim", String::as_str)
    };
    let (tone, title) = match entry.act.as_str() {
        "enrolled" => (Tone::Open, format!("Enrolled on {}", case.framework.short_title())),
        "chose specialism" => {
            let chosen = case
                .framework
                .specialisms()
                .iter()
                .find(|one| one.id == text("specialism"))
                .map_or_else(String::new, |one| one.title.clone());
            (Tone::Plain, format!("Chose the specialism {chosen}"))
        }
        "noted joining" => {
            let day = text("joined_on").parse().map_or_else(|_| String::new(), words::date);
            (Tone::Plain, format!("Joined the professional body on {day}"))
        }
        "named supervisor" => (Tone::Plain, format!("{} was named as supervisor", supervisor())),
        "ended supervision" => (Tone::Plain, format!("{} no longer supervises", supervisor())),
        "added employment" => (Tone::Plain, format!("Began to work for {}", organisation("employer"))),
        "ended employment" => (Tone::Plain, format!("No longer works for {}", organisation("employer"))),
        "added registration" => (Tone::Plain, format!("Registered with {}", organisation("provider"))),
        "ended registration" => (
            Tone::Plain,
            format!("No longer registered with {}", organisation("provider")),
        ),
        "recorded result" => (
            Tone::Wait,
            format!("Result recorded, provisional: {}, {}", node("element"), result()),
        ),
        "confirmed result" => (
            if came_of() == Outcome::Pass {
                Tone::Met
            } else {
                Tone::Late
            },
            format!("Result confirmed: {}, {}", node("element"), result()),
        ),
        "corrected result" => (
            Tone::Wait,
            format!("Result corrected, provisional again: {}, {}", node("element"), result()),
        ),
        "began claim" => (Tone::Plain, format!("Began a claim: {}", node("outcome"))),
        "sent claim" => (Tone::Wait, format!("Sent a claim: {}", node("outcome"))),
        "added evidence" => (Tone::Plain, format!("Added evidence: {}", claim())),
        "removed evidence" => (Tone::Plain, format!("Removed evidence: {}", claim())),
        "deleted draft" => (Tone::Plain, format!("Deleted a draft: {}", claim())),
        "took claim back" => (Tone::Plain, format!("Took a claim back: {}", claim())),
        "closed claim request" => (
            Tone::Now,
            format!(
                "Came back undecided, because the employment by {} ended: {}",
                organisation("employer"),
                claim()
            ),
        ),
        "closed verification request" => (
            Tone::Now,
            format!(
                "Came back undecided, because the employment by {} ended: {}",
                organisation("employer"),
                node("element")
            ),
        ),
        "decided claim" => match ClaimOutcome::from_code(text("outcome")) {
            Some(ClaimOutcome::Met) => (Tone::Met, format!("Found met: {}", claim())),
            Some(ClaimOutcome::PartlyMet) => (Tone::Now, format!("Found partly met: {}", claim())),
            Some(ClaimOutcome::NotYet) => (Tone::Now, format!("Found not yet met: {}", claim())),
            Some(ClaimOutcome::Declined) | None => (Tone::Plain, format!("Answered without a decision: {}", claim())),
        },
        "asked for verification" => (Tone::Wait, format!("Asked the employer: {}", node("element"))),
        "verified stage" => (Tone::Met, format!("The employer’s key was turned: {}", node("element"))),
        "declined verification" => (Tone::Late, format!("The employer declined: {}", node("element"))),
        "applied" => (Tone::Wait, format!("Applied: {}", node("step_off"))),
        "conferred status" => (Tone::Held, format!("Status conferred: {}", node("status"))),
        "declined application" => (Tone::Late, format!("Application declined: {}", node("step_off"))),
        "withdrew status" => (Tone::Late, format!("Status withdrawn: {}", node("status"))),
        other => (Tone::Plain, capital(other)),
    };
    let note = note(&story.notes, &entry);
    let code = match object {
        Some(Object::Award(award)) if entry.act == "conferred status" => story.codes.get(&award),
        _ => None,
    };
    let code = code.map(|code| view! { <p>"Code "<code>{code.clone()}</code>" · "<a href=paths::check(code)>"Share this address"</a></p> });
    let title = match object {
        Some(Object::Claim(claim)) if story.leads_to(claim) => {
            view! { <a href=paths::claim(claim)>{title}</a> }.into_any()
        }
        _ => title.into_any(),
    };
    let by = entry
        .actor
        .map_or_else(|| String::from("Set up"), |name| format!("By {name}"));
    let signed = detail
        .get("signed_sha256")
        .and_then(serde_json::Value::as_str)
        .map(str::to_owned);
    let signed = signed.map(|hash| view! { <p class="count">"Signed: "<code class="hash">{hash}</code></p> });
    TimelineItem {
        on: words::instant(entry.at),
        at: Some(entry.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        title,
        body: Some(view! { {note}<p class="count">{by}</p>{code}{signed} }.into_any()),
        tone,
    }
}

/// The mark of a result, why it was corrected, why a status was withdrawn.
fn note(notes: &Notes, entry: &Entry) -> AnyView {
    let object = entry.object();
    let mark = match entry.act.as_str() {
        "recorded result" | "corrected result" | "confirmed result" => {
            object.and_then(|object| notes.marks.get(&object))
        }
        _ => None,
    };
    let reason = match entry.act.as_str() {
        "corrected result" | "withdrew status" => object.and_then(|object| notes.reasons.get(&object)),
        _ => None,
    };
    let mark = mark.map(|mark| view! { <p>{format!("Mark: {mark}")}</p> });
    let reason = reason.map(|reason| view! { <p>{format!("Reason: {reason}")}</p> });
    view! { {mark}{reason} }.into_any()
}
