//! The whole story of an enrolment, in order.

use super::filter::{self, Order};
use super::story::{Story, hidden_work, item};
use super::{prior_learning, store};
use crate::design::timeline::FoldingTimeline;
use crate::features::record::store as records;
use crate::journal::store as journal;
use crate::prelude::pages::*;

/// The record.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn record(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, seen) = records::case_for(&cx, id, actions::ViewRecord).await?;
    let own = seen.by() == case.trainee;
    let mut entries = journal::of_enrolment(cx.app.db.read(), id).await?;
    let reads_all = permit(cx.actor()?, actions::ReadMarksAndReasons, seen.subject()).is_ok();
    let notes = store::notes_for(cx.app.db.read(), (&case, reads_all)).await?;
    let called = called_now((case.name.as_str(), notes.names.len()), own);
    if !reads_all {
        entries = entries.into_iter().filter_map(prior_learning::for_others).collect();
    }
    let hidden = hidden_work(&case, &entries);
    entries.retain(|entry| entry.event.nature().experience.is_none_or(|one| !hidden.contains(&one)));
    let story = Story::of(&cx, &case, &entries, (notes, reads_all)).await?;
    let (part, order) = (filter::read(&cx.query("show")), Order::read(&cx.query("order")));
    if order == Order::Newest {
        entries.reverse();
    }
    let items: Vec<_> = entries
        .into_iter()
        .map(|entry| (entry.event.nature(), entry))
        .filter(|(nature, _)| own || !nature.private)
        .filter(|(nature, _)| part.is_none() || nature.part == part)
        .filter_map(|(nature, entry)| Some((item(&story, entry)?, nature.private)))
        .collect();
    let printed = format!("The record of {}", case.name);
    let title = if own { String::from("Your record") } else { printed.clone() };
    let eyebrow =
        format!("{}, version {}, from {}", case.framework.title(), case.framework.version(), words::date(case.from_on));
    let as_of = format!("{}, as it stood on {}", filter::label(part), words::instant(cx.now, case.zone));
    let found = if items.is_empty() {
        let all = paths::RECORD.to(id);
        view! { <p class="none">"Nothing of this kind yet. "<a href=all>"Show everything"</a></p> }.into_any()
    } else {
        view! { <FoldingTimeline items=items label="Show drafts and evidence"/> }.into_any()
    };
    let latest =
        (order == Order::Oldest).then(|| view! { <p class="no-print"><a href="#latest">"Jump to the latest"</a></p> });
    Ok(Page::new(title.clone(), move || {
        view! {
            <BackLink href=paths::ENROLMENT.to(id) label=if own { "Where you are" } else { "Where they are" }/>
            <Heading title=title eyebrow=eyebrow printed=printed intro="Everything that happened, with who did it and when. Nothing decided is ever edited or deleted."/>
            {called}
            <p class="print-only">{as_of}</p>
            <p class="no-print"><a href=paths::RECORD_JSON.to(id) download="">"Export as JSON"</a></p>
            {filter::filter(part, order)}
            {latest}
            {found}
            <span id="latest"></span>
        }
    })
    .reading())
}

/// Under which name what the trainee did stands, where the record had another before.
fn called_now((name, names): (&str, usize), own: bool) -> Option<AnyView> {
    let who = if own { "you did yourself" } else { "they did themselves" };
    (names > 1).then(|| view! { <p>{format!("What {who} stands here under the name of now, {name}, also where it was done under an earlier one.")}</p> }.into_any())
}
