//! The record as JSON, for its owner to keep and for others to read by machine.

use super::signed;
use super::story::is_private;
use super::told_marks_and_reasons;
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::journal::store as journal;
use crate::web::page::plain_error;
use crate::web::request::RequestCx;
use axum::Extension;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::access::actions;
use domain::ids::EnrolmentId;
use domain::standing::report;
use http::header;

/// `GET /enrolments/{enrolment}/record.json`
pub async fn record_json(Extension(cx): Extension<RequestCx>, Path(enrolment): Path<String>) -> Response {
    match export(&cx, &enrolment).await {
        Ok(response) => response,
        Err(error) => plain_error(&error),
    }
}

async fn export(cx: &RequestCx, enrolment: &str) -> Result<Response, AppError> {
    let id = EnrolmentId::parse(enrolment).ok_or(AppError::NotFound)?;
    let (case, permit) = enrolments::case_for(cx, &id, actions::ViewRecord).await?;
    let own = *permit.by() == case.trainee;
    let mut facts = case.facts.file().clone();
    if !told_marks_and_reasons(cx.actor()?, own) {
        facts.results.iter_mut().for_each(|result| result.mark = None);
    }
    let mut story = Vec::new();
    for entry in journal::of_enrolment(cx.app.db.read(), &id).await? {
        if own || !is_private(&entry) {
            let detail: serde_json::Value = serde_json::from_str(&entry.detail)?;
            story.push(serde_json::json!({
                "id": entry.id, "at": entry.at, "valid_on": entry.valid_on, "by": entry.actor, "act": entry.act,
                "object": { "kind": entry.object_kind, "id": entry.object_id }, "detail": detail,
            }));
        }
    }
    let record = serde_json::json!({
        "format": "gradus-record/1",
        "exported_at": cx.now,
        "enrolment": {
            "id": id, "name": case.name, "from": case.from_on, "framework": case.framework.slug(), "version": case.framework.version(),
            "specialism": facts.specialism,
        },
        "facts": facts,
        "standing": report(&case.framework, &case.standing),
        "waiting": case.waiting,
        "claims": signed::claims(cx, &case, permit.subject()).await?,
        "verifications": signed::answers(cx, &case, permit.subject()).await?,
        "story": story,
    });
    let name = format!(
        "attachment; filename=\"gradus-record-{}-{}.json\"",
        case.framework.slug(),
        cx.today
    );
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
