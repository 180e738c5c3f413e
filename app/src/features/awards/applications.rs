//! The registrar's applications: those that wait, and those that are decided.

use super::lost_basis;
use super::store::{self, Application, PutRight, Waiting};
use super::words::{decided_tag, of_application};
use crate::content::catalogue::Catalogue;
use crate::design::pagination::NextPage;
use crate::prelude::pages::*;
use crate::web::pages::ListPage;
use domain::access::scope;
use domain::interval::is_late;

/// Open applications, the longest waiting first; decided ones below.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.lists(OwnList::OfBody)?;
    let bodies = scope(actor).bodies;
    let db = cx.app.db.read();
    let [last_waiting, last_decided] = ["waiting", "decided"].map(|name| ApplicationId::parse(&cx.query(name)));
    let waiting = store::waiting(db, &bodies, last_waiting).await?;
    let decided = store::decided(db, &bodies, last_decided).await?;
    let last_lost = AwardId::parse(&cx.query(lost_basis::AFTER));
    let lost = store::lost_bases(db, (&bodies, cx.day_of_organisations()), last_lost).await?;
    let of: Vec<EnrolmentId> = lost.rows.iter().map(|one| one.enrolment_id).collect();
    let put_right = PutRight::of(db, &of).await?;
    let are_further = (last_waiting.is_some(), last_decided.is_some());
    Ok(Page::new("Applications", move || {
        let lost = lost_basis::section(&lost, &put_right, last_lost.is_some(), &cx.app.catalogue);
        draw(&cx, &waiting, &decided, (are_further, lost))
    }))
}

fn draw(
    cx: &RequestCx,
    waiting: &Waiting,
    decided: &ListPage<Application, ApplicationId>,
    (are_further, lost): ((bool, bool), Option<AnyView>),
) -> AnyView {
    let intro = match waiting.total {
        // The section below says so.
        0 => String::new(),
        n => format!("{} for a decision.", words::counted(n, "application waits", "applications wait")),
    };
    let waiting_rows: Vec<_> = waiting.part.rows.iter().map(|one| waiting_row(one, cx)).collect();
    let decided_rows: Vec<_> = decided.rows.iter().map(|one| decided_row(one, cx)).collect();
    let (waiting_further, decided_further) = are_further;
    let none_waiting = if waiting_further {
        "No more applications are waiting."
    } else {
        "No application is waiting for a decision. A trainee applies from the page of a step-off point."
    };
    let none_decided = if decided_further { "There are no more decisions." } else { "Nothing decided yet." };
    let waiting_pages = pages(waiting.part.next, ("waiting", "applications that wait"), waiting_further);
    let decided_pages = pages(decided.next, ("decided", "decisions"), decided_further);
    view! {
        <Heading title="Applications" intro=intro/>
        {lost}
        <Section id="waiting" title="Waiting">
            <DataTable
                named_by="waiting-title"
                head=["Who", "Status", "Since", "Waiting"].map(String::from).to_vec()
                rows=waiting_rows
                empty=none_waiting
            />
            {waiting_pages}
        </Section>
        <Section id="decided" title="Decided">
            <DataTable
                named_by="decided-title"
                head=["Who", "Status", "Decision", "Decided on", "By"].map(String::from).to_vec()
                rows=decided_rows
                empty=none_decided
            />
            {decided_pages}
        </Section>
    }
    .into_any()
}

/// The way on through one of the lists; `name` is what the query calls the application after which its page begins, `of`
/// what the list is of.
fn pages(next: Option<ApplicationId>, (name, of): (&str, &'static str), is_further: bool) -> AnyView {
    let next = next.map(|last| format!("{}?{name}={last}", paths::APPLICATIONS.path));
    view! { <NextPage of first=is_further.then(|| paths::APPLICATIONS.to(())) next/> }.into_any()
}

fn first_cells(application: &Application, catalogue: &Catalogue) -> (AnyView, AnyView) {
    let (framework, status) = of_application(application, catalogue);
    let who = view! { <a href=paths::APPLICATION.to(application.id)>{application.name.clone()}</a> }.into_any();
    (who, view! { <div>{status}<br/><span class="count">{framework}</span></div> }.into_any())
}

fn waiting_row(application: &Application, cx: &RequestCx) -> Vec<AnyView> {
    let (who, status) = first_cells(application, &cx.app.catalogue);
    let today = cx.day_of_version(&application.framework_slug, &application.framework_version);
    let days = (today - application.applied_on).num_days();
    let tone = if is_late(application.applied_on, today) { Tone::Late } else { Tone::Wait };
    let label = match usize::try_from(days).unwrap_or_default() {
        0 => String::from("Since today"),
        n => words::count(n, "day", "days"),
    };
    vec![who, status, words::day(application.applied_on), view! { <Tag tone=tone label=label/> }.into_any()]
}

fn decided_row(application: &Application, cx: &RequestCx) -> Vec<AnyView> {
    let (who, status) = first_cells(application, &cx.app.catalogue);
    let Some(decided) = &application.decided else {
        return vec![who, status];
    };
    let today = cx.day_of_version(&application.framework_slug, &application.framework_version);
    vec![who, status, decided_tag(decided, today), words::day(decided.on), decided.by.clone().into_any()]
}
