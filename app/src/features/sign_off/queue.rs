//! What waits for a supervisor or an employer.

use super::store::queue::{self, Queued};
use super::store::requests::Withdrawal;
use super::store::signed::{self, SignedRow};
use crate::design::card::Card;
use crate::design::empty::Empty;
use crate::design::pagination::NextPage;
use crate::features::people::reset;
use crate::features::record::store::{self as records, Case};
use crate::prelude::pages::*;
use crate::web::pages::{ListPage, PAGE};
use chrono::Days;
use domain::access::Role;
use domain::interval::is_late;
use domain::sign_off::SigningKind;
use std::collections::{HashMap, HashSet};

/// Requests that wait, the oldest first.
///
/// # Errors
/// [`AppError::NotFound`] for anyone who is neither a supervisor nor an employer's administrator.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.lists(OwnList::Queue)?;
    let after = SigningRequestId::parse(&cx.query("after"));
    let db = cx.app.db.read();
    let waiting = (queue::part(db, &cx, actor, after).await?, queue::total(db, &cx, actor).await?);
    let ended = reset::of_own_people(&cx).await?;
    let since = cx.day_of_organisations() - Days::new(WITHDRAWN_DAYS);
    let withdrawn = signed::withdrawn_by_others(db, actor, since).await?;
    let last: Vec<SigningRequestId> = withdrawn.iter().map(|(_, last)| *last).collect();
    let open = if last.is_empty() { HashSet::new() } else { signed::open_to(db, &cx, actor, &last).await? };
    let mut unsupervised = records::unsupervised(&cx, &actor.organisations(Role::EmployerAdmin)).await?;
    let more = unsupervised.len() > PAGE;
    // Of whom the reset of an account is told, that is told with it.
    let told = |id| ended.iter().any(|reset| reset.trainees.iter().any(|one| one.enrolment == id));
    unsupervised.retain(|case| !told(case.id));
    let called = records::called(&cx, &unsupervised).await?;
    Ok(Page::new("Queue", move || {
        let first = view! { {withdrawn_by_others(&cx, &withdrawn, &open)}{ended.iter().map(reset::notice).collect_view()}{without_supervisor((&unsupervised, more), &called)} };
        draw(&cx, first.into_any(), waiting, after.is_some())
    }))
}

fn draw(
    cx: &RequestCx,
    first: AnyView,
    (part, total): (ListPage<Queued, SigningRequestId>, usize),
    is_further: bool,
) -> AnyView {
    if total == 0 {
        let text = "When a trainee sends you a claim, or asks to have a stage verified, it appears here.";
        return view! { <Heading title="Queue"/>{first}<Empty title="No request waits for you" text=text/>{answered()} }
            .into_any();
    }
    let order = if total == 1 { "" } else { ", the oldest first" };
    let intro = format!("{}{order}.", words::counted(total, "request waits", "requests wait"));
    let me = cx.person.as_deref().map(|me| me.actor.person);
    let rows: Vec<_> = part.rows.into_iter().map(|one| row(one, me, cx)).collect();
    let head = ["What", "To do", "Trainee", "Asked", "Since"].map(String::from).to_vec();
    let next = part.next.map(|last| format!("{}?after={last}", paths::QUEUE.path));
    let begin = is_further.then(|| paths::QUEUE.to(()));
    view! {
        <Heading title="Queue" intro=intro/>
        {first}
        <DataTable named_by="page-title" head=head rows=rows empty="No further request waits."/>
        <NextPage first=begin next/>
        {answered()}
    }
    .into_any()
}

/// How long somebody reads that what they signed was withdrawn, days.
const WITHDRAWN_DAYS: u64 = 30;

/// What others withdrew of what one signed: whoever put their name to something knows what became of it. Each leads to the last request
/// about the same, where it is among those that are `open` to the reader.
fn withdrawn_by_others(
    cx: &RequestCx,
    all: &[(SignedRow, SigningRequestId)],
    open: &HashSet<SigningRequestId>,
) -> Option<AnyView> {
    let items = all.iter().filter_map(|(one, last)| {
        let Withdrawal { reason, by, on, .. } = one.withdrawal.as_ref()?;
        let (title, trainee) = (one.request.title(&cx.app.catalogue), &one.request.trainee);
        let label = if *last == one.request.id { "See what you signed" } else { "See the request that followed" };
        let unseen = format!(": {title}, {trainee}");
        let link = open.contains(last).then(|| {
            view! { " "<a href=paths::REQUEST.to(*last)>{label}<span class="unseen">{unseen}</span></a> }
        });
        let said = format!(
            "{by} withdrew your {} on {}: {title}, {trainee}. Reason: {reason}",
            one.request.subject.noun(),
            words::date(*on)
        );
        Some(view! { <li>{said}{link}</li> })
    });
    let items = items.collect_view();
    (!all.is_empty()).then(|| {
        view! {
            <Card title="Withdrawn since you signed it">
                <ul>{items}</ul>
                <p>"What you signed stays in the record, with the reason. You need to do nothing, unless you are asked again."</p>
            </Card>
        }
        .into_any()
    })
}

/// The way to what was answered before.
fn answered() -> AnyView {
    view! { <p><a href=paths::SIGNED.to(())>"What you signed"</a></p> }.into_any()
}

/// What an administrator reads of trainees whom nobody supervises: nobody can decide what they claim.
fn without_supervisor((cases, more): (&[Case], bool), called: &HashMap<EnrolmentId, String>) -> Option<AnyView> {
    let items = cases.iter().take(PAGE).map(|case| {
        let name = called.get(&case.id).cloned().unwrap_or_else(|| case.name.clone());
        let of = format!(" of {name}");
        view! { <li>{name}" "<a href=paths::SUPERVISION.to(case.id)>"Name a supervisor"<span class="unseen">{of}</span></a></li> }
    });
    let items = items.collect_view();
    let shown = cases.len().min(PAGE);
    let more = more.then(|| view! { <p>{format!("These are the first {shown}, by name. The others follow when these have somebody.")}</p> });
    (!cases.is_empty()).then(|| {
        view! {
            <Card title="Trainees without a supervisor">
                <p>"Nobody can decide what they claim of their work here until you name who supervises them here."</p>
                <ul>{items}</ul>
                {more}
            </Card>
        }
        .into_any()
    })
}

fn row(one: Queued, me: Option<PersonId>, cx: &RequestCx) -> Vec<AnyView> {
    let today = cx.day_of_version(&one.framework_slug, &one.framework_version);
    let title = one.title(&cx.app.catalogue);
    let to_do = match one.subject {
        SigningKind::Claim => "Decide the claim",
        SigningKind::Stage => "Verify the stage",
        SigningKind::Experience => "Confirm the work",
    };
    let asked =
        if me.is_some() && one.person_id == me { String::from("You") } else { one.recipient.unwrap_or(one.employer) };
    vec![
        view! { <a href=paths::REQUEST.to(one.id)>{title}</a> }.into_any(),
        to_do.into_any(),
        one.trainee.into_any(),
        asked.into_any(),
        since(one.sent_on, today),
    ]
}

fn since(date: NaiveDate, today: NaiveDate) -> AnyView {
    let text = words::days_from(date, today);
    if is_late(date, today) { view! { <Tag tone=Tone::Late label=text/> }.into_any() } else { text.into_any() }
}
