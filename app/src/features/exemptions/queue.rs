//! The registrar's exemptions: what waits for a decision, until when, and what was decided.

use super::store::{self, PriorLearning, Waiting};
use super::words::{tag, title};
use crate::design::pagination::NextPage;
use crate::prelude::pages::*;
use domain::access::scope;
use domain::bodies::Service;

/// What waits, what is due first first; the last decisions below.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.lists(OwnList::OfBody)?;
    let (bodies, db) = (scope(actor).bodies, cx.app.db.read());
    let last = PriorLearningId::parse(&cx.query("after"));
    let waiting = store::waiting(db, &bodies, last).await?;
    let decided = store::decided(db, &bodies).await?;
    Ok(Page::new("Exemptions", move || draw(&cx, &waiting, &decided, last.is_some())))
}

fn draw(cx: &RequestCx, waiting: &Waiting, decided: &[PriorLearning], is_further: bool) -> AnyView {
    let intro = match waiting.total {
        0 => String::new(),
        n => format!("{} for a decision.", words::counted(n, "qualification waits", "qualifications wait")),
    };
    let waiting_rows: Vec<_> = waiting.part.rows.iter().map(|one| waiting_row(cx, one)).collect();
    let decided_rows: Vec<_> = decided.iter().map(|one| decided_row(cx, one)).collect();
    let none = if is_further { "No more wait." } else { "Nothing waits for a decision." };
    let next = waiting.part.next.map(|last| format!("{}?after={last}", paths::PRIOR_LEARNINGS.path));
    view! {
        <Heading title="Exemptions" intro=intro/>
        <Section id="waiting" title="Waiting">
            <DataTable
                named_by="waiting-title"
                head=["Who", "Qualification", "Asks for", "Since", "Decide by"].map(String::from).to_vec()
                rows=waiting_rows
                empty=none
            />
            <NextPage of="qualifications that wait" first=is_further.then(|| paths::PRIOR_LEARNINGS.to(())) next/>
        </Section>
        <Section id="decided" title="Decided">
            <DataTable
                named_by="decided-title"
                head=["Who", "Qualification", "Decision", "By"].map(String::from).to_vec()
                rows=decided_rows
                empty="Nothing decided yet."
            />
        </Section>
    }
    .into_any()
}

fn first_cells(cx: &RequestCx, one: &PriorLearning) -> [AnyView; 2] {
    let framework = cx.app.catalogue.get(&one.framework_slug, &one.framework_version);
    let (title, short) = match &framework {
        Some(framework) => (title(framework, one), framework.short_title().to_owned()),
        None => (one.row.title.clone(), one.framework_slug.clone()),
    };
    [
        view! { <a href=paths::PRIOR_LEARNING.to(one.row.id)>{one.name.clone()}</a> }.into_any(),
        view! { <div>{title}<br/><span class="count">{short}</span></div> }.into_any(),
    ]
}

fn waiting_row(cx: &RequestCx, one: &PriorLearning) -> Vec<AnyView> {
    let framework = cx.app.catalogue.get(&one.framework_slug, &one.framework_version);
    let today = cx.day_of_version(&one.framework_slug, &one.framework_version);
    let due = match one.row.due() {
        Some(day) if day < today => view! { <Tag tone=Tone::Late label="Overdue"/>" "{words::day(day)} }.into_any(),
        Some(day) => words::day(day),
        None => view! { <Tag tone=Tone::Unpublished label="Not published"/> }.into_any(),
    };
    let own = cx.actor().ok().map(|actor| actor.person);
    let asks = match framework.map(|framework| one.service(&framework)) {
        _ if one.reviewed().is_some_and(|first| Some(first.row.decided_by) == own) => {
            "A review, by another registrar than you"
        }
        _ if !one.decisions.is_empty() => "A review",
        Some(Service::ListedExemption) => "Its proof confirmed",
        Some(Service::OtherExemption) | None => "A judgement",
    };
    let [who, what] = first_cells(cx, one);
    vec![who, what, asks.into_any(), words::day(one.row.waits_since), due]
}

fn decided_row(cx: &RequestCx, one: &PriorLearning) -> Vec<AnyView> {
    let [who, what] = first_cells(cx, one);
    let Some(last) = one.decisions.last() else { return vec![who, what] };
    let on = words::date(last.row.decided_on);
    vec![who, what, view! { <div>{tag(one)}" "{on}</div> }.into_any(), last.by.clone().into_any()]
}
