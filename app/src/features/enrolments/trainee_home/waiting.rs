//! What lies with others: requests and applications since when, and results that the provider has still to record.

use super::results;
use super::viewer::Viewer;
use crate::design::tag::{Tag, Tone};
use crate::features::enrolments::chapter_file::Waiting;
use crate::features::enrolments::store::Case;
use crate::features::enrolments::waiting::{href, title, with_whom};
use crate::paths;
use crate::web::words;
use chrono::NaiveDate;
use leptos::prelude::*;

/// So many missing results have a line each; more are told together.
const MOST_RESULTS: usize = 3;

/// One sentence for a page on which nothing is left to do but to wait; none where nothing is waited for.
pub(super) fn you_wait(case: &Case) -> Option<String> {
    let is_verification = |one: &&Waiting| matches!(one, Waiting::Verification { .. });
    let mut waiting = case.waiting.iter();
    if let Some(first) = waiting.find(is_verification).or(case.waiting.first()) {
        let (with, day) = (with_whom(case, first), words::date(first.since()));
        return Some(match first {
            Waiting::Verification { .. } => format!("You are waiting for {with}, asked on {day}."),
            Waiting::Application { .. } => format!("You are waiting for {with}. You applied on {day}."),
            Waiting::Result { .. } => format!("You are waiting for {with} to confirm a result, recorded on {day}."),
            Waiting::Claim { .. } => format!("You are waiting for {with}, to whom you sent a claim on {day}."),
        });
    }
    let stage = case.standing.current_stage(&case.framework)?;
    (!results::missing(case, stage).is_empty())
        .then(|| String::from("You are waiting for your training provider to record your results."))
}

/// The rows of what lies with others: what, with whom, since when, how it stands.
pub(super) fn rows(case: &Case, viewer: Viewer, today: NaiveDate) -> Vec<Vec<AnyView>> {
    let mut rows: Vec<Vec<AnyView>> = case.waiting.iter().map(|waiting| row(case, waiting, today)).collect();
    if viewer == Viewer::Trainee {
        rows.extend(missing_results(case));
    }
    rows
}

fn row(case: &Case, waiting: &Waiting, today: NaiveDate) -> Vec<AnyView> {
    let since = waiting.since();
    let state = match waiting {
        Waiting::Result { .. } => "Provisional",
        Waiting::Verification { .. } => "Asked",
        Waiting::Application { .. } => "Applied",
        Waiting::Claim { .. } => "Sent",
    };
    let tag = if words::is_late(since, today) {
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

/// Results of which nothing is recorded yet; those that are provisional have their row already.
fn missing_results(case: &Case) -> Vec<Vec<AnyView>> {
    let Some(stage) = case.standing.current_stage(&case.framework) else {
        return Vec::new();
    };
    let mut missing = results::missing(case, stage);
    missing.retain(|one| !one.is_provisional);
    let line = |href: String, title: String| {
        vec![
            view! { <a href=href>{title}</a> }.into_any(),
            "Your training provider".into_any(),
            "Not recorded yet".into_any(),
            view! { <Tag tone=Tone::Open label="No result yet"/> }.into_any(),
        ]
    };
    if missing.len() > MOST_RESULTS {
        let node = case.framework.node(stage);
        let title = format!("{} results of {}", missing.len(), node.title);
        return vec![line(paths::node(case.id, &node.id), title)];
    }
    let href = |ix| paths::node(case.id, &case.framework.node(ix).id);
    missing.into_iter().map(|one| line(href(one.node), one.title)).collect()
}
