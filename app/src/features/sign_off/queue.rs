//! What waits for a supervisor or an employer.

use super::routes::{QUEUE, REQUEST};
use super::store::queue::{self, Queued};
use crate::design::empty::Empty;
use crate::design::heading::Heading;
use crate::design::pagination::{Pagination, no_such_page};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::frameworks::map::called;
use crate::web::draw::Page;
use crate::web::request::RequestCx;
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{Subject, actions, permit};
use domain::ids::PersonId;
use domain::sign_off::SigningKind;
use leptos::prelude::*;

/// Requests on one page of the queue.
const PAGE: usize = 50;

/// Requests that wait, the oldest first.
///
/// # Errors
/// [`AppError::NotFound`] for anyone who is neither a supervisor nor an employer's administrator.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    permit(actor, actions::SeeQueue, &Subject::default())?;
    let waiting = queue::queue(cx.app.db.read(), actor, cx.today).await?;
    let person = actor.person;
    Ok(Page::new("Queue", move || draw(&cx, person, waiting)))
}

fn draw(cx: &RequestCx, person: PersonId, waiting: Vec<Queued>) -> AnyView {
    if waiting.is_empty() {
        let text = "When a trainee sends you a claim, or asks to have a stage verified, it appears here.";
        return view! { <Heading title="Queue"/><Empty title="Nothing waits for you" text=text/> }.into_any();
    }
    let order = if waiting.len() == 1 { "" } else { ", the oldest first" };
    let intro = format!("{}{order}.", words::count(waiting.len(), "request waits", "requests wait"));
    let number = usize::try_from(cx.page_of("page")).unwrap_or(usize::MAX);
    let pages = waiting.len().div_ceil(PAGE);
    let from = number.saturating_sub(1).saturating_mul(PAGE);
    let row = |one| row(one, person, &cx.app.catalogue, cx.today);
    let rows: Vec<_> = waiting.into_iter().skip(from).take(PAGE).map(row).collect();
    let head = ["What", "To do", "Trainee", "Asked", "Since"].map(String::from).to_vec();
    let [page, pages] = [number, pages].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    view! {
        <Heading title="Queue" intro=intro/>
        <DataTable caption="Requests" caption_hidden=true head=head rows=rows empty=no_such_page(QUEUE.to(()))/>
        <Pagination page=page pages=pages base=format!("{}?page=", QUEUE.path)/>
    }
    .into_any()
}

fn row(one: Queued, me: PersonId, catalogue: &Catalogue, today: NaiveDate) -> Vec<AnyView> {
    let framework = catalogue.get(&one.framework_slug, &one.framework_version);
    let title = framework.and_then(|framework| framework.find(&one.node).map(|ix| called(&framework, ix)));
    let to_do = match one.subject {
        SigningKind::Claim => "Decide the claim",
        SigningKind::Stage => "Verify the stage",
    };
    let asked = if one.person_id == Some(me) { String::from("You") } else { one.recipient.unwrap_or(one.employer) };
    vec![
        view! { <a href=REQUEST.to(one.id)>{title.unwrap_or(one.node)}</a> }.into_any(),
        to_do.into_any(),
        one.trainee.into_any(),
        asked.into_any(),
        since(one.sent_on, today),
    ]
}

fn since(date: NaiveDate, today: NaiveDate) -> AnyView {
    let text = words::days_from(date, today);
    if words::is_late(date, today) { view! { <Tag tone=Tone::Late label=text/> }.into_any() } else { text.into_any() }
}
