//! What lies with others: requests, applications and provisional results, since when.

use crate::features::record::store::Case;
use crate::features::record::waiting::{href, title, with_whom};
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::interval::is_late;

/// One sentence for a page on which nothing is left to do but to wait; none where nothing is waited for.
pub(super) fn you_wait(case: &Case) -> Option<String> {
    let is_verification = |one: &&Waiting| matches!(one, Waiting::Verification { .. });
    let mut waiting = case.waiting.iter();
    let first = waiting.find(is_verification).or(case.waiting.first())?;
    let (with, day) = (with_whom(case, first), words::date(first.since()));
    Some(match first {
        Waiting::Verification { .. } => format!("You are waiting for {with}, asked on {day}."),
        Waiting::Experience { .. } => format!("You are waiting for {with} to confirm work, asked on {day}."),
        Waiting::Application { .. } => format!("You are waiting for {with}. You applied on {day}."),
        Waiting::PriorLearning { .. } => {
            format!("You are waiting for {with} to decide on a qualification of yours, sent on {day}.")
        }
        Waiting::Result { is_correction: true, .. } => {
            format!("You are waiting for {with} to confirm the correction of a result, recorded on {day}.")
        }
        Waiting::Result { .. } => format!("You are waiting for {with} to confirm a result, recorded on {day}."),
        Waiting::Claim { .. } => format!("You are waiting for {with}, to whom you sent a claim on {day}."),
    })
}

/// The rows of what lies with others: what, with whom, since when, how it stands.
pub(super) fn rows(case: &Case, today: NaiveDate) -> Vec<Vec<AnyView>> {
    case.waiting.iter().map(|waiting| row(case, waiting, today)).collect()
}

fn row(case: &Case, waiting: &Waiting, today: NaiveDate) -> Vec<AnyView> {
    let since = waiting.since();
    let state = match waiting {
        Waiting::Result { is_correction: true, .. } => "Correction",
        Waiting::Result { .. } => "Provisional",
        Waiting::Verification { .. } | Waiting::Experience { .. } => "Asked",
        Waiting::Application { .. } => "Applied",
        Waiting::Claim { .. } | Waiting::PriorLearning { .. } => "Sent",
    };
    let tag = if is_late(since, today) {
        let days = (today - since).num_days();
        view! { <Tag tone=Tone::Late label=format!("{state}, {days} days ago")/> }.into_any()
    } else {
        view! { <Tag tone=Tone::Wait label=state/> }.into_any()
    };
    vec![
        view! { <a href=href(case, waiting)>{title(case, waiting)}</a> }.into_any(),
        with_whom(case, waiting).to_owned().into_any(),
        words::days_from(since, today).into_any(),
        tag,
    ]
}
