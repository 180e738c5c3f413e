//! The record as JSON, for its owner to keep and for others to read by machine.

use super::story::hidden_work;
use super::{prior_learning, signed, store};
use crate::features::awards::store::lost_of;
use crate::features::record::store::{self as records, Case};
use crate::features::record::waiting::with_whom;
use crate::journal::chapter_file::Waiting;
use crate::journal::store as journal;
use crate::prelude::pages::*;
use axum::response::{IntoResponse, Response};
use domain::journal::Event;
use domain::sign_off::without_facts;
use domain::standing::report;
use http::header;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// One event of the story.
#[derive(Serialize)]
struct StoryEvent {
    seq: i64,
    id: EventId,
    at: DateTime<Utc>,
    valid_on: NaiveDate,
    by: Option<String>,
    #[serde(flatten)]
    event: Value,
}

/// An event as far as the page of the record tells it to the same reader: of what was signed for another employer not why it was
/// declined, of what is held from before what was granted and not how it came to that.
fn told(case: &Case, reads_all: bool, mut event: Event) -> serde_json::Result<Value> {
    if let Event::Signed { request, reason, .. } = &mut event
        && !case.reads(*request)
    {
        *reason = None;
    }
    let is_hidden = !reads_all && matches!(event, Event::DecidedPriorLearning { .. });
    let mut told = serde_json::to_value(event)?;
    if let Some(fields) = told.as_object_mut().filter(|_| is_hidden) {
        ["prior_learning", "round", "is_proved"].into_iter().for_each(|field| drop(fields.remove(field)));
    }
    Ok(told)
}

/// What lies with somebody else.
#[derive(Serialize)]
struct Lies<'a> {
    #[serde(flatten)]
    what: &'a Waiting,
    with: &'a str,
}

/// The record as a file.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn record_json(cx: RequestCx, id: EnrolmentId) -> Result<Response, AppError> {
    let cx = &cx;
    let (case, seen) = records::case_for(cx, id, actions::ViewRecord).await?;
    let own = seen.by() == case.trainee;
    let mut facts = case.facts.file().clone();
    facts.experience.retain(|one| case.reads_work_for(&one.organisation));
    records::forget_unnamed(&mut facts, &case.waiting);
    let reads_all = permit(cx.actor()?, actions::ReadMarksAndReasons, seen.subject()).is_ok();
    let mut notes = store::notes_for(cx.app.db.read(), (&case, reads_all)).await?;
    let mut lost = Vec::new();
    if reads_all {
        lost = lost_of(cx.app.db.read(), id, case.today()).await?;
        for result in &mut facts.results {
            result.mark = ResultId::parse(&result.id).and_then(|id| notes.marks.remove(&id));
        }
    }
    let mut standing = report(&case.framework, &case.standing);
    for node in &mut standing.nodes {
        node.reasons = without_facts(std::mem::take(&mut node.reasons), &|fact| case.hides(fact));
    }
    let waiting = case.waiting.iter();
    let waiting: Vec<_> = waiting.map(|what| Lies { what, with: with_whom(&case, what) }).collect();
    let mut story = Vec::new();
    let mut entries = journal::of_enrolment(cx.app.db.read(), id).await?;
    let mut held = Vec::new();
    if permit(cx.actor()?, actions::ViewPriorLearning, seen.subject()).is_ok() {
        held = prior_learning::all(cx, id).await?;
    } else {
        entries = entries.into_iter().filter_map(prior_learning::for_others).collect();
    }
    let hidden = hidden_work(&case, &entries);
    for entry in entries {
        let nature = entry.event.nature();
        if (own || !nature.private) && nature.experience.is_none_or(|one| !hidden.contains(&one)) {
            story.push(StoryEvent {
                seq: entry.seq,
                id: entry.id,
                at: entry.at,
                valid_on: entry.valid_on,
                by: entry.actor,
                event: told(&case, reads_all, entry.event)?,
            });
        }
    }
    // What was given of another enrolment of the same person stands in its record.
    let given: BTreeSet<&str> = story.iter().filter_map(|one| one.event.get("reason")?.get("id")?.as_str()).collect();
    notes.earlier.retain(|id, _| given.contains(id.to_string().as_str()));
    let signed = signed::all(cx, &case, own).await?;
    let record = serde_json::json!({
        "format": "gradus-record/1",
        "exported_at": cx.now,
        "enrolment": {
            "id": id, "name": case.name, "names": notes.names.values().collect::<Vec<_>>(), "from": case.from_on, "framework": case.framework.slug(), "version": case.framework.version(),
            "specialism": facts.specialism.last(),
            "ended": case.ended.map(|ended| serde_json::json!({
                "from": ended.on, "as": ended.why, "reason": notes.earlier.get(&ended.reason),
            })),
        },
        "facts": facts,
        "lost_bases": lost.iter().map(|one| {
            serde_json::json!({ "award": one.award_id, "missing": one.missing(), "since": one.since_on })
        }).collect::<Vec<_>>(),
        "around": around(cx, id, reads_all).await?,
        "standing": standing,
        "waiting": waiting,
        "claims": signed.claims,
        "verifications": signed.verifications,
        "experience": signed.experience,
        "prior_learning": held,
        "reasons": {
            "corrections": notes.corrections, "declined_results": notes.declined, "withdrawals": notes.withdrawals,
            "exemptions": notes.exemptions, "withdrawn_signatures": notes.signatures, "earlier_days": notes.earlier,
            "decisions": notes.decisions,
        },
        "story": story,
    });
    let name = format!("attachment; filename=\"gradus-record-{}-{}.json\"", case.framework.slug(), case.today());
    let body = serde_json::to_string_pretty(&record)?;
    Ok((
        [
            (header::CONTENT_TYPE, "application/json; charset=utf-8"),
            (header::CONTENT_DISPOSITION, name.as_str()),
            (header::CACHE_CONTROL, "no-store"),
        ],
        body,
    )
        .into_response())
}

/// Who works with the trainee, by name: their own to read, and the body's. `until` is the first day no longer.
async fn around(cx: &RequestCx, id: EnrolmentId, reads_all: bool) -> Result<serde_json::Value, AppError> {
    if !reads_all {
        return Ok(serde_json::json!({}));
    }
    let db = cx.app.db.read();
    let employers = records::employments(db, id).await?.into_iter().map(|one| {
        serde_json::json!({ "id": one.employer, "name": one.name, "job_title": one.job_title, "from": one.from_on, "until": one.until_on })
    });
    let providers = records::registrations(db, id).await?.into_iter().map(
        |one| serde_json::json!({ "id": one.provider, "name": one.name, "from": one.from_on, "until": one.until_on }),
    );
    let supervisors = records::supervisions(db, id).await?.into_iter().map(|one| {
        serde_json::json!({
            "id": one.supervisor_id, "name": one.name, "employer": one.employer_id, "authorised_as": one.authorised_as,
            "from": one.from_on, "until": one.until_on,
        })
    });
    Ok(serde_json::json!({
        "employers": employers.collect::<Vec<_>>(),
        "providers": providers.collect::<Vec<_>>(),
        "supervisors": supervisors.collect::<Vec<_>>(),
    }))
}
