//! An enrolment that has ended: from when on and why, and what stays to be read.

use super::viewer::Viewer;
use super::{Around, membership_number, of_others, statuses};
use crate::design::tag::Mark;
use crate::features::enrolments::past::another_day;
use crate::features::record::store::{self, Case, Ended};
use crate::prelude::pages::*;
use domain::enrolments::EnrolmentEnd;

/// The reason that was given, for those who may read it.
pub(super) async fn because(cx: &RequestCx, case: &Case, subject: &Subject) -> Result<Option<String>, AppError> {
    match &case.ended {
        Some(ended) if permit(cx.actor()?, actions::ReadMarksAndReasons, subject).is_ok() => {
            store::reason_of(cx.app.db.read(), ended).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// That it has ended, and the ways to what was before.
pub(super) fn draw(case: &Case, ended: Ended, around: Around) -> AnyView {
    let Around { viewer, own, withdrawn, lost, changes, ended_because, ends, .. } = around;
    let is_own = viewer == Viewer::Trainee;
    let framework = &case.framework;
    let title = match is_own {
        true => String::from("This enrolment has ended"),
        false => format!("The enrolment of {} has ended", case.name),
    };
    let reason = ended_because.map(|reason| view! { <p>{format!("Reason: {reason}")}</p> });
    let stays = match is_own {
        true => {
            "What was before stays yours to read and to take along. If it ended by mistake, write to your professional body."
        }
        false => "What was before stays. Nothing can be signed, claimed, recorded or conferred on it.",
    };
    let take_back = ends.then(|| {
        view! { <p>"If it ended by mistake, "<a href=paths::TAKE_BACK_END.to(case.id)>"take the end back"</a>"."</p> }
    });
    let record = case.sees_claims.then(|| view! { <a href=paths::RECORD.to(case.id)>"The record"</a>" · " });
    let withdrawn = withdrawn.as_ref().map(|withdrawn| statuses::withdrawn(case, withdrawn));
    let statuses = own.as_ref().and_then(|own| statuses::held(case, own));
    let past = another_day(&paths::ENROLMENT.to(case.id));
    view! {
        {of_others::way_back(viewer)}
        <Heading title=title eyebrow=format!("{}, version {}", framework.short_title(), framework.version())/>
        {changes}
        <div class="notice t-later">
            <Mark tone=Tone::Later/>
            <div class="notice-text"><p><strong>{said(case, ended, is_own)}</strong></p>{reason}<p>{stays}</p>{take_back}</div>
        </div>
        {withdrawn}
        {lost}
        {statuses}
        {membership_number(case, viewer)}
        <p>{record}<a href=paths::MAP.to(case.id)>"See the whole map"</a></p>
        <Section id="past" title="On another day">{past}</Section>
    }
    .into_any()
}

fn said(case: &Case, ended: Ended, is_own: bool) -> String {
    let day = words::date(ended.on);
    match ended.why {
        EnrolmentEnd::Mistake => format!("It was made by mistake, and is over from {day} on"),
        EnrolmentEnd::Left if is_own => format!("You have left, and it is over from {day} on"),
        EnrolmentEnd::Left => format!("{} has left, and it is over from {day} on", case.name),
    }
}
