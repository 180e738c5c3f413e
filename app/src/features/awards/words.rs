//! How statuses, applications and awards are shown.

use super::store::{Application, Decided};
use crate::content::catalogue::Catalogue;
use crate::prelude::pages::*;
use domain::awards::AwardState;

/// The framework's short title and the status's title on the day of applying. Ids where the version is not published.
pub(super) fn of_application(application: &Application, catalogue: &Catalogue) -> (String, String) {
    let Some(framework) = catalogue.get(&application.framework_slug, &application.framework_version) else {
        return (application.framework_slug.clone(), application.status.clone());
    };
    let status = framework.find(&application.status);
    let called = status
        .map_or_else(|| application.status.clone(), |ix| framework.status_title(ix, application.applied_on).title);
    (framework.short_title().to_owned(), called)
}

/// "CILEX Advanced Paralegal (MCILEX)".
pub(super) fn with_letters(title: &str, letters: Option<&str>) -> String {
    letters.map_or_else(|| title.to_owned(), |letters| format!("{title} ({letters})"))
}

/// What was decided, as a tag, and what became of the status by a day, where it is not in force then.
pub(super) fn decided_tag(decided: &Decided, today: NaiveDate) -> AnyView {
    let (tone, label) = if decided.is_conferred() { (Tone::Held, "Conferred") } else { (Tone::Late, "Declined") };
    let became = decided.award.as_ref().and_then(|award| award.state(today));
    let became = became.filter(|state| *state != AwardState::InForce).map(|state| state_tag(Some(state)));
    view! { <Tag tone=tone label=label/>{became.map(|became| view! { " "{became} })} }.into_any()
}

/// Beside the state of an award in force whose basis is lost.
pub(super) fn lost_tag() -> AnyView {
    view! { <Tag tone=Tone::Late label="Basis lost"/> }.into_any()
}

/// How an award stands, in tone and words.
pub(super) fn of_state(state: Option<AwardState>) -> (Tone, String) {
    match state {
        None => (Tone::Later, String::from("Not in force yet")),
        Some(AwardState::InForce) => (Tone::Held, String::from("In force")),
        Some(AwardState::Suspended(day)) => (Tone::Late, format!("Suspended since {}", words::date(day))),
        Some(AwardState::Expired(day)) => (Tone::Late, format!("Expired on {}", words::date(day))),
        Some(AwardState::Withdrawn(day)) => (Tone::Late, format!("Withdrawn on {}", words::date(day))),
        Some(AwardState::Superseded(day)) => (Tone::Late, format!("Superseded on {}", words::date(day))),
    }
}

/// How an award stands, as a tag.
pub(super) fn state_tag(state: Option<AwardState>) -> AnyView {
    let (tone, label) = of_state(state);
    view! { <Tag tone label/> }.into_any()
}
