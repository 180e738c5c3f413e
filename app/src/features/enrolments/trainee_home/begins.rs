//! An enrolment whose first day is to come: the day, and nothing to do before it.

use super::viewer::Viewer;
use super::{Around, membership_number, of_others, worth};
use crate::features::record::store::Case;
use crate::prelude::pages::*;

/// When it begins, and what can be read until then.
pub(super) fn draw(case: &Case, around: Around) -> AnyView {
    let Around { viewer, changes, .. } = around;
    let framework = &case.framework;
    let first = words::date(case.from_on);
    let (title, intro) = if viewer == Viewer::Trainee {
        (
            format!("You begin on {first}"),
            "From that day you claim here what you show at work. You need to do nothing before that day.",
        )
    } else {
        (format!("{} begins on {first}", case.name), "From that day claims can be made and results recorded.")
    };
    // Somebody who begins with what they have from before need not wait for the day.
    let exemptions = (viewer == Viewer::Trainee).then(|| {
        let worth = worth(case).map(|link| view! { " · "{link} });
        view! { <p><a href=paths::EXEMPTIONS.to(case.id)>"Already have a qualification? Say so now"</a>{worth}</p> }
    });
    let eyebrow = format!("{}, version {}", framework.short_title(), framework.version());
    view! {
        {of_others::way_back(viewer)}
        <Heading title=title eyebrow=eyebrow intro=intro/>
        {changes}
        <p><a href=paths::FRAMEWORK.to((framework.slug().to_owned(), framework.version().to_owned()))>"Read what the qualification asks"</a></p>
        {membership_number(case, viewer)}
        {exemptions}
    }
    .into_any()
}
