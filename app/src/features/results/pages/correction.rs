//! The correction of one result, with everything that was recorded before.

use super::words::{is_course, of_sitting, outcomes, result};
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, FieldWidth, Hidden, Radios, TextArea, TextField};
use crate::design::heading::{Heading, Section};
use crate::design::tag::Tone;
use crate::design::timeline::{Timeline, TimelineItem};
use crate::error::AppError;
use crate::features::results::actions::CorrectResult;
use crate::features::results::store::{self, Recorded, ResultVersion};
use crate::paths;
use crate::web::clock::civil_date;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::request::ZONE;
use crate::web::words;
use domain::access::{Denied, actions, permit};
use domain::ids::{ResultId, SittingId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The form for the result that stands; for an earlier one only its history.
#[component]
pub fn CorrectResultPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = SittingId::parse(&params.path("sitting")).ok_or(AppError::NotFound)?;
        let result_id = ResultId::parse(&params.path("result")).ok_or(AppError::NotFound)?;
        let db = cx.app.db.read();
        let sitting = store::sitting(db, id).await?;
        permit(cx.actor()?, actions::ManageSitting, &sitting.subject())?;
        let enrolment = store::is_of(db, id, result_id).await?.ok_or(AppError::NotFound)?;
        let candidates = store::candidates(db, id, cx.today).await?;
        let candidate = candidates
            .into_iter()
            .find(|candidate| candidate.enrolment_id == enrolment)
            .ok_or(AppError::NotFound)?;
        let history = store::history(db, id, enrolment).await?;
        let form = cx.returned(&format!("correct {result_id}")).await?;
        let may_correct = permit(cx.actor()?, actions::RecordResult, &sitting.subject_of(&candidate));
        let is_course = is_course(&sitting, &cx.app.catalogue);
        let (_, element) = of_sitting(&sitting, &cx.app.catalogue);
        let stands = candidate.result.as_ref().filter(|stands| stands.id == result_id);
        let correction = match (stands, may_correct) {
            (Some(stands), Ok(_)) => correction_form(id, stands, &form, is_course),
            (Some(_), Err(Denied::Forbidden(why))) => view! { <p>{why}</p> }.into_any(),
            (Some(_), Err(unknown)) => return Err(unknown.into()),
            (None, _) => view! { <p>"This result has been corrected. The newest one below stands, and only that one can be corrected."</p> }.into_any(),
        };
        let title = format!("Correct the result of {}", candidate.name);
        let eyebrow = format!("{element}, {}", words::date(sitting.held_on));
        let items = timeline(history, is_course);
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::sitting(id) label="The sitting"/>
                <ErrorSummary errors=form.summary()/>
                <Heading
                    title=title
                    eyebrow=eyebrow
                    lede="A correction takes the place of the earlier result, which stays visible. It counts when someone else confirms it."
                />
                {correction}
                <Section id="history" title="What was recorded">
                    <Timeline items=items/>
                </Section>
            },
        )
        .with_form(&form)
        .reading())
    })
}

fn correction_form(sitting: SittingId, stands: &Recorded, form: &Returned, is_course: bool) -> AnyView {
    let outcome = form.value("outcome", stands.outcome.code());
    let mark = form.value("mark", stands.mark.as_deref().unwrap_or_default());
    let reason = form.value("reason", "");
    let (sitting_id, result_id, back) = (sitting.to_string(), stands.id.to_string(), paths::sitting(sitting));
    view! {
        <form method="post" action=CorrectResult::PATH novalidate>
            <Hidden name="sitting" value=sitting_id/>
            <Hidden name="result" value=result_id/>
            <Radios name="outcome" legend="Result" options=outcomes(is_course) value=outcome error=form.error("outcome")/>
            <TextField name="mark" label="Mark" optional=true width=FieldWidth::Short value=mark error=form.error("mark")/>
            <TextArea
                name="reason"
                label="Why the earlier result was wrong"
                hint="It stays with the result, for whoever looks at its history."
                rows=3
                value=reason
                error=form.error("reason")
            />
            <Buttons><Button label="Correct the result"/>" "<a href=back>"Leave it as it is"</a></Buttons>
        </form>
    }
    .into_any()
}

/// Oldest first, as things happened.
fn timeline(history: Vec<ResultVersion>, is_course: bool) -> Vec<TimelineItem> {
    let last = history.len().saturating_sub(1);
    let item = |(place, version): (usize, ResultVersion)| {
        let result = result(version.outcome, version.mark.as_deref(), is_course);
        let verb = if version.reason.is_some() {
            "corrected"
        } else {
            "recorded"
        };
        let title = format!("{result}: {verb} by {}", version.recorded_by_name);
        let confirmed = match version.confirmed_by_name.zip(version.confirmed_on) {
            Some((by, on)) => format!("Confirmed by {by}, {}.", words::date(on)),
            None if place == last => String::from("Provisional: a second person confirms."),
            None => String::from("Never confirmed."),
        };
        let reason = version
            .reason
            .map(|reason| view! { <p>{format!("Reason: {reason}")}</p> });
        let replaced = (place < last).then(|| view! { <p>"Superseded by the next."</p> });
        TimelineItem {
            on: words::instant(version.recorded_at),
            at: Some(civil_date(version.recorded_at, ZONE).to_string()),
            title: title.into_any(),
            body: Some(view! { {reason}<p>{confirmed.clone()}</p>{replaced} }.into_any()),
            tone: match (place == last, version.confirmed_on) {
                (false, _) => Tone::Later,
                (true, Some(_)) => Tone::Met,
                (true, None) => Tone::Wait,
            },
        }
    };
    history.into_iter().enumerate().map(item).collect()
}
