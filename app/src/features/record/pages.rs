//! The whole story of an enrolment, in order.

use crate::design::back::BackLink;
use crate::design::heading::Heading;
use crate::design::tag::Tone;
use crate::design::timeline::{Timeline, TimelineItem};
use crate::error::AppError;
use crate::features::awards::store::awards_of;
use crate::features::enrolments::store::{self as enrolments, Case, SupervisionRow};
use crate::features::frameworks::map::{called, capital};
use crate::features::journal::store::{self as journal, Entry};
use crate::features::people::store as people;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::actions;
use domain::ids::{ClaimId, EnrolmentId, OrganisationId};
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// The record.
#[component]
pub fn Record() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, permit) = enrolments::case_for(&cx, &id, actions::ViewRecord).await?;
        let own = *permit.by() == case.trainee;
        let entries = journal::of_enrolment(cx.app.db.read(), &id).await?;
        let story = Story {
            claimed: claimed(&case, &entries),
            deleted: deleted(&entries),
            organisations: organisations(&cx).await?,
            supervisions: enrolments::supervisions(cx.app.db.read(), &id).await?,
            codes: codes(&cx, &case).await?,
            case: &case,
        };
        let items = entries
            .into_iter()
            .filter(|entry| own || !is_private(entry))
            .map(|entry| item(&story, entry))
            .collect();
        let title = if own {
            String::from("Your record")
        } else {
            format!("The record of {}", case.name)
        };
        let eyebrow = format!(
            "{}, version {}, from {}",
            case.framework.title(),
            case.framework.version(),
            words::date(case.from_on)
        );
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::enrolment(&id) label=if own { "Where you are" } else { "Where they are" }/>
                <Heading title=title eyebrow=eyebrow lede="Everything that happened, in order, with who did it and when. Nothing decided is ever edited or deleted."/>
                <p class="no-print"><a href=paths::record_json(&id) download="">"Export as JSON"</a></p>
                <Timeline items=items/>
            },
        )
        .reading())
    })
}

/// What a trainee does in a draft is nobody else's business until it is sent.
#[must_use]
pub fn is_private(entry: &Entry) -> bool {
    matches!(
        entry.act.as_str(),
        "began claim" | "added evidence" | "removed evidence" | "deleted draft"
    )
}

/// What the entries of one record speak of.
struct Story<'a> {
    case: &'a Case,
    /// What each claim is of, by the claim's id.
    claimed: HashMap<String, String>,
    /// Claims that have no page any more.
    deleted: HashSet<String>,
    supervisions: Vec<SupervisionRow>,
    /// The public code of each award, by the award's id.
    codes: HashMap<String, String>,
    organisations: Vec<(OrganisationId, String)>,
}

/// The names of all employers and providers: the journal keeps ids.
async fn organisations(cx: &RequestCx) -> Result<Vec<(OrganisationId, String)>, AppError> {
    let db = cx.app.db.read();
    let mut all = people::names_of_kind(db, "employer").await?;
    all.extend(people::names_of_kind(db, "provider").await?);
    Ok(all)
}

/// Public codes: anybody who has one can check the status.
async fn codes(cx: &RequestCx, case: &Case) -> Result<HashMap<String, String>, AppError> {
    if case.facts.file().awards.is_empty() {
        return Ok(HashMap::new());
    }
    let awards = awards_of(cx.app.db.read(), &case.id).await?;
    Ok(awards
        .into_iter()
        .map(|award| (award.id.to_string(), award.code))
        .collect())
}

fn claimed(case: &Case, entries: &[Entry]) -> HashMap<String, String> {
    let began = entries.iter().filter(|entry| entry.act == "began claim");
    began
        .filter_map(|entry| {
            let outcome = detail(entry).get("outcome")?.as_str()?.to_owned();
            let title = case.framework.find(&outcome).map(|ix| called(&case.framework, ix));
            Some((entry.object_id.clone(), title.unwrap_or(outcome)))
        })
        .collect()
}

fn deleted(entries: &[Entry]) -> HashSet<String> {
    let deleted = entries.iter().filter(|entry| entry.act == "deleted draft");
    deleted.map(|entry| entry.object_id.clone()).collect()
}

fn detail(entry: &Entry) -> serde_json::Value {
    serde_json::from_str(&entry.detail).unwrap_or_default()
}

fn item(story: &Story<'_>, entry: Entry) -> TimelineItem {
    let case = story.case;
    let detail = detail(&entry);
    let text = |key: &str| detail.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
    let node = |key: &str| {
        case.framework
            .find(text(key))
            .map_or_else(|| text(key).to_owned(), |ix| called(&case.framework, ix))
    };
    let supervisor = || {
        let supervision = story.supervisions.iter().find(|one| one.id == entry.object_id);
        supervision.map_or_else(|| String::from("Someone"), |one| one.name.clone())
    };
    let organisation = |key: &str| {
        let found = story.organisations.iter().find(|(id, _)| id.as_str() == text(key));
        found.map_or_else(|| String::from("an organisation"), |(_, name)| name.clone())
    };
    let claim = || story.claimed.get(&entry.object_id).map_or("A claim", String::as_str);
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
        "named supervisor" => (Tone::Plain, format!("{} was named as supervisor", supervisor())),
        "ended supervision" => (Tone::Plain, format!("{} supervises no longer", supervisor())),
        "added employment" => (Tone::Plain, format!("Began to work for {}", organisation("employer"))),
        "ended employment" => (Tone::Plain, format!("Works for {} no longer", organisation("employer"))),
        "added registration" => (Tone::Plain, format!("Registered with {}", organisation("provider"))),
        "ended registration" => (
            Tone::Plain,
            format!("Registered with {} no longer", organisation("provider")),
        ),
        "recorded result" => (
            Tone::Wait,
            format!("Result recorded, provisional: {}, {}", node("element"), text("outcome")),
        ),
        "confirmed result" => (
            if text("outcome") == "pass" {
                Tone::Met
            } else {
                Tone::Late
            },
            format!("Result confirmed: {}, {}", node("element"), text("outcome")),
        ),
        "corrected result" => (
            Tone::Wait,
            format!(
                "Result corrected, provisional again: {}, {}",
                node("element"),
                text("outcome")
            ),
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
        "decided claim" => match text("outcome") {
            "met" => (Tone::Met, format!("Found met: {}", claim())),
            "partly_met" => (Tone::Now, format!("Found partly met: {}", claim())),
            "not_yet" => (Tone::Now, format!("Found not yet met: {}", claim())),
            _ => (Tone::Late, format!("The supervisor declined to decide: {}", claim())),
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
    let award = entry.object_id.clone();
    let title = match entry.object_kind.as_str() {
        "claim" if !story.deleted.contains(&entry.object_id) => {
            view! { <a href=paths::claim(&ClaimId::from(entry.object_id))>{title}</a> }.into_any()
        }
        _ => title.into_any(),
    };
    let code = story.codes.get(&award).filter(|_| entry.act == "conferred status");
    let code = code.map(|code| view! { <p>"Code "<code>{code.clone()}</code>" · "<a href=paths::check(code)>"Share this address"</a></p> });
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
        body: Some(view! { <p class="count">{by}</p>{code}{signed} }.into_any()),
        tone,
    }
}
