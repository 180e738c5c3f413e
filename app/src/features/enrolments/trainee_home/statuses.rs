//! The statuses of the trainee: the one that was withdrawn, which comes first; and those held, with their public code.

use super::mine::Mine;
use crate::design::heading::Section;
use crate::design::tag::{Tag, Tone};
use crate::features::awards::store::{Award, Withdrawal};
use crate::features::enrolments::store::Case;
use crate::paths;
use crate::web::words;
use domain::framework::NodeKind;
use domain::standing::State;
use leptos::prelude::*;

/// The status that was withdrawn last and is not held again, with its withdrawal.
pub(super) fn lost<'a>(case: &Case, mine: &'a Mine) -> Option<(&'a Award, &'a Withdrawal)> {
    let held = |award: &&Award| {
        let status = case.framework.find(&award.status);
        status.is_some_and(|ix| case.standing.state(ix) == State::Held)
    };
    mine.awards
        .iter()
        .filter(|award| !held(award))
        .filter_map(|award| award.withdrawal.as_ref().map(|withdrawal| (award, withdrawal)))
        .max_by_key(|(award, withdrawal)| (withdrawal.on, award.conferred_on))
}

/// What a withdrawal says first, and what it means.
pub(super) fn withdrawn(case: &Case, (award, withdrawal): (&Award, &Withdrawal)) -> AnyView {
    let lead = format!(
        "Your status {} was withdrawn on {}: {}",
        award.title,
        words::date(withdrawal.on),
        withdrawal.reason
    );
    let letters = award
        .letters
        .as_ref()
        .map_or_else(String::new, |letters| format!(" or the letters {letters}"));
    let means = format!(
        "Since that day you do not hold it, and you may not use its title{letters}. The public page says that it was withdrawn, and \
         not why. What you passed and showed at work stays on your record and counts."
    );
    let step_off = case.framework.step_offs().iter().find(|ix| {
        matches!(case.framework.node(**ix).kind, NodeKind::StepOff { status } if case.framework.node(status).id == award.status)
    });
    let href = step_off.map(|ix| paths::apply(&case.id, &case.framework.node(*ix).id));
    let more = href.map(|href| view! { " "<a href=href>"See the decision"</a> });
    view! {
        <p><Tag tone=Tone::Late label="Withdrawn"/>" "<strong>{lead}</strong></p>
        <p>{means}{more}</p>
    }
    .into_any()
}

/// Each status in force with its code.
pub(super) fn held(case: &Case, mine: &Mine) -> Option<AnyView> {
    let in_force = |award: &&Award| {
        let status = case.framework.find(&award.status);
        award.withdrawal.is_none() && status.is_some_and(|ix| case.standing.state(ix) == State::Held)
    };
    let held: Vec<&Award> = mine.awards.iter().filter(in_force).collect();
    (!held.is_empty()).then(|| {
        let items = held
            .into_iter()
            .map(|award| view! { <li>{with_code(award)}</li> })
            .collect_view();
        view! { <Section id="statuses" title="Your status"><ul>{items}</ul></Section> }.into_any()
    })
}

/// A status with the address at which anybody can check it.
pub(in crate::features::enrolments) fn with_code(award: &Award) -> AnyView {
    let letters = award
        .letters
        .as_ref()
        .map_or_else(String::new, |letters| format!(" ({letters})"));
    let since = format!("{letters}, since {}. Its code is ", words::date(award.conferred_on));
    view! {
        <b>{award.title.clone()}</b>{since}<code>{award.code.clone()}</code>". "
        <a href=paths::check(&award.code)>"Share this address"<span class="unseen">" of the public page"</span></a>
        ": anybody can check the status there."
    }
    .into_any()
}
