//! How a time from a day until another is shown.

use crate::prelude::pages::*;
use domain::interval::{Interval, Phase};

/// How it stands today.
pub(super) fn tag(spell: Interval, today: NaiveDate) -> AnyView {
    let (tone, label) = match (spell.phase(today), spell.until) {
        (Phase::CalledOff, _) => (Tone::Later, String::from("Ended before it began")),
        // What ended on its first day was on none.
        (Phase::Over(until), _) if until <= spell.from => (Tone::Later, format!("Ended {}", words::date(until))),
        (Phase::Over(until), _) => (Tone::Later, format!("Ended, last day {}", words::last_day(until))),
        (Phase::ToCome, _) => (Tone::Wait, format!("From {}", words::date(spell.from))),
        (Phase::InForce, Some(until)) => (Tone::Met, format!("Last day {}", words::last_day(until))),
        (Phase::InForce, None) => (Tone::Met, String::from("In force")),
    };
    view! { <Tag tone=tone label=label/> }.into_any()
}
