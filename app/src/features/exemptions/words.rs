//! How what is held from before, and what it is worth, is shown.

use super::store::{Awaited, Exemption, PriorLearning};
use crate::features::frameworks::map::{called, called_by_id};
use crate::prelude::pages::*;
use domain::bodies::Body;
use domain::exemptions::{Excused, Nearly, PriorState, Worth};
use domain::framework::{Exempts, Framework, PriorIx};
use domain::text::list;
use std::collections::BTreeSet;

/// How it stands, as a tag.
pub(super) fn tag(one: &PriorLearning) -> AnyView {
    let (tone, label) = match one.state() {
        PriorState::Sent => (Tone::Wait, "With the registrar"),
        PriorState::InReview => (Tone::Wait, "In review"),
        PriorState::TakenBack => (Tone::Plain, "Taken back"),
        PriorState::Decided | PriorState::Reviewed => {
            let granted = || one.exemptions.iter().filter(|one| one.row.is_granted);
            let is_withdrawn = granted().any(|one| one.withdrawn_on.is_some());
            match (granted().any(|one| one.withdrawn_on.is_none()), one.was_refused() || is_withdrawn) {
                (false, _) if is_withdrawn => (Tone::Late, "Withdrawn"),
                (true, false) => (Tone::Met, "Exempt"),
                (true, true) => (Tone::Met, "Exempt from a part"),
                (false, true) => (Tone::Late, "Refused"),
                // Part of a rule: with another it is worth something.
                (false, false) => (Tone::Plain, "Confirmed"),
            }
        }
    };
    view! { <Tag tone=tone label=label/> }.into_any()
}

/// What was decided on one element, and whether that holds today, as a tag with the last day.
pub(super) fn exemption_tag(one: &Exemption, today: NaiveDate) -> AnyView {
    let is_over = one.row.expires_on.is_some_and(|day| day <= today);
    let (tone, label) = match one.withdrawn_on {
        _ if !one.row.is_granted => (Tone::Late, String::from("Refused")),
        Some(day) => (Tone::Late, format!("Withdrawn on {}", words::date(day))),
        None if is_over => (Tone::Plain, String::from("No longer exempt")),
        None => (Tone::Met, String::from("Exempt")),
    };
    let until = one.row.expires_on.map(|day| format!(" Last day {}.", words::last_day(day)));
    view! { <Tag tone=tone label=label/>{until} }.into_any()
}

/// What it is called: by the framework, else by whoever sent it. Of what is judged case by case both are told, such as which unit it is.
pub fn title(framework: &Framework, one: &PriorLearning) -> String {
    let own = &one.row.title;
    let named = one.row.prior.as_deref().and_then(|prior| framework.prior_of_id(prior));
    let named = named.map(|ix| &framework.prior(ix).title);
    match named {
        Some(named) if own != named && one.listed(framework).is_none() => format!("{named}: {own}"),
        Some(named) => named.clone(),
        None => own.clone(),
    }
}

/// "You asked for an exemption from it on 3 June 2026; it waits for the registrar." `who` asked, in whose own words none is.
pub fn asked_for(one: &Awaited, who: Option<&str>, from: &str) -> String {
    let (who, on) = (who.unwrap_or("You"), words::date(one.since));
    match one.in_review {
        false => format!("{who} asked for an exemption from {from} on {on}; it waits for the registrar."),
        true => {
            format!("{who} asked for a review of the exemption from {from} on {on}; it waits for another registrar.")
        }
    }
}

/// "Level 3 Client Care and Level 3 Legal Research Skills".
pub(super) fn titles(framework: &Framework, these: impl IntoIterator<Item = PriorIx>) -> String {
    let titles: Vec<String> = these.into_iter().map(|ix| framework.prior(ix).title.clone()).collect();
    list(&titles)
}

/// What of a rule is held, as what an exemption depends on: what is proved, where that is enough, else also what waits, after it.
pub(super) fn held_of(
    framework: &Framework,
    by: &Exempts,
    (held, proved): (&BTreeSet<PriorIx>, &BTreeSet<PriorIx>),
) -> String {
    let named = by.held.named();
    let waits = named.intersection(held).filter(|ix| !proved.contains(ix) && !by.held.holds(proved));
    titles(framework, named.intersection(proved).chain(waits).copied())
}

/// The names of elements, each a link where they have pages.
pub(super) fn elements<'n>(
    framework: &Framework,
    of: impl Iterator<Item = &'n str>,
    href: &dyn Fn(&str) -> String,
) -> AnyView {
    let items = of.map(|id| view! { <li><a href=href(id)>{called_by_id(framework, id)}</a></li> });
    view! { <ul class="plain">{items.collect_view()}</ul> }.into_any()
}

/// What it is worth by the framework's rules: what one is exempt from and by what of it, which may be `proved`, and what one thing more
/// would add.
pub(super) fn worth_view(
    framework: &Framework,
    (worth, held, proved): (&Worth<'_>, &BTreeSet<PriorIx>, &BTreeSet<PriorIx>),
    href: &dyn Fn(&str) -> String,
) -> AnyView {
    let row = |one: &Excused<'_>| {
        let by = held_of(framework, one.by, (held, proved));
        vec![
            view! { <a href=href(&framework.node(one.node).id)>{called(framework, one.node)}</a> }.into_any(),
            by.into_any(),
        ]
    };
    // A rule that excuses from several says what is to be known of it once.
    let mut notes: Vec<&String> = worth.exempt.iter().filter_map(|one| one.by.note.as_ref()).collect();
    let mut said = BTreeSet::new();
    notes.retain(|note| said.insert(*note));
    let notes = notes.into_iter().map(|note| view! { <p class="hint">{note.clone()}</p> }).collect_view();
    let rows: Vec<_> = worth.exempt.iter().map(row).collect();
    let head = ["Exempt from", "By"].map(String::from).to_vec();
    let exempt = (!rows.is_empty()).then(|| view! { <DataTable named_by="worth-title" head=head rows=rows/> });
    let nearly = worth.nearly.iter().map(|one| nearly_view(framework, one)).collect::<Vec<_>>();
    let nearly = (!nearly.is_empty()).then(|| view! { <ul>{nearly}</ul> });
    let nothing = worth.exempt.is_empty().then(|| {
        view! { <p>"By the published rules it excuses from nothing by itself."</p> }
    });
    view! { {nothing}{exempt}{notes}{nearly} }.into_any()
}

fn nearly_view(framework: &Framework, one: &Nearly) -> AnyView {
    let elements: Vec<String> = one.elements.iter().map(|ix| called(framework, *ix)).collect();
    let missing = framework.prior(one.missing).title.clone();
    let text = format!("With {missing} too: exempt from {}. A part of it is no exemption.", list(&elements));
    view! { <li>{text}</li> }.into_any()
}

/// Until when it is decided, in words, with what was counted.
pub(super) fn due_in_words(body: &Body, framework: &Framework, one: &PriorLearning) -> String {
    let name = &body.look.short_name;
    let Some(day) = one.row.due() else {
        return format!("{name} has not published how long a decision takes.");
    };
    let service = one.service(framework);
    let mut times = body.service_times.iter();
    let within = times.find(|time| time.due.is_some_and(|(of, _)| of == service));
    let within = within.map(|time| time.within.clone()).unwrap_or_default();
    let closed = match body.holidays.is_empty() {
        true => format!("On which of these days {name} is closed is not published"),
        false => format!("Days on which {name} is closed are left out"),
    };
    format!(
        "by {}, {within} after {}. Working days are Monday to Friday. {closed}.",
        words::date(day),
        words::date(one.row.waits_since)
    )
}
