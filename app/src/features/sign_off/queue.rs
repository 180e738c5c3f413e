//! What waits for a supervisor or an employer.

use super::routes::{QUEUE, REQUEST, VERIFICATION};
use super::store::queue::{self, QueuedClaim, QueuedStage};
use crate::design::empty::Empty;
use crate::design::heading::{Heading, Section};
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
use leptos::prelude::*;

/// Claims on one page of the queue.
const PAGE: usize = 50;

/// Requests that wait, the oldest first.
///
/// # Errors
/// [`AppError::NotFound`] for anyone who is neither a supervisor nor an employer's administrator.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    permit(actor, actions::SeeQueue, &Subject::default())?;
    let db = cx.app.db.read();
    let claims = queue::claims(db, actor, cx.today).await?;
    let stages = queue::stages(db, actor, cx.today).await?;
    let person = actor.person;
    Ok(Page::new("Queue", move || draw(&cx, person, claims, stages)))
}

fn draw(cx: &RequestCx, person: PersonId, claims: Vec<QueuedClaim>, stages: Vec<QueuedStage>) -> AnyView {
    let waiting = claims.len() + stages.len();
    if waiting == 0 {
        let text = "When a trainee sends you a claim, or asks to have a stage verified, it appears here.";
        return view! { <Heading title="Queue"/><Empty title="Nothing waits for you" text=text/> }.into_any();
    }
    let number = usize::try_from(cx.page_of("page")).unwrap_or(usize::MAX);
    let only_stages = claims.is_empty();
    let section = claims_section(claims, number, |claim| {
        claim_row(claim, person, &cx.app.catalogue, cx.today)
    });
    // Stages are few: they stand below the first page of claims, and whoever turns to another one has seen them.
    let stages = (number == 1 || only_stages).then(|| stages_section(stages, &cx.app.catalogue, cx.today));
    let order = if waiting == 1 { "" } else { ", the oldest first" };
    let lede = format!("{}{order}.", words::count(waiting, "request waits", "requests wait"));
    view! { <Heading title="Queue" lede=lede/>{section}{stages} }.into_any()
}

fn claims_section(
    claims: Vec<QueuedClaim>,
    number: usize,
    row: impl Fn(QueuedClaim) -> Vec<AnyView>,
) -> Option<AnyView> {
    if claims.is_empty() {
        return None;
    }
    let pages = claims.len().div_ceil(PAGE);
    let from = number.saturating_sub(1).saturating_mul(PAGE);
    let rows: Vec<_> = claims.into_iter().skip(from).take(PAGE).map(row).collect();
    let head = ["Outcome", "Trainee", "Asked", "Since"].map(String::from).to_vec();
    let [page, pages] = [number, pages].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let section = view! {
        <Section id="claims" title="Claims to decide">
            <DataTable caption="Claims" caption_hidden=true head=head rows=rows empty=no_such_page(QUEUE.to(()))/>
            <Pagination page=page pages=pages base=format!("{}?page=", QUEUE.path)/>
        </Section>
    };
    Some(section.into_any())
}

fn claim_row(claim: QueuedClaim, me: PersonId, catalogue: &Catalogue, today: NaiveDate) -> Vec<AnyView> {
    let framework = catalogue.get(&claim.framework_slug, &claim.framework_version);
    let title = framework.and_then(|framework| framework.find(&claim.outcome).map(|ix| called(&framework, ix)));
    let with = if claim.supervisor_id == me {
        String::from("You")
    } else {
        claim.supervisor
    };
    vec![
        view! { <a href=REQUEST.to(claim.id)>{title.unwrap_or(claim.outcome)}</a> }.into_any(),
        claim.trainee.into_any(),
        with.into_any(),
        since(claim.sent_on, today),
    ]
}

fn stages_section(stages: Vec<QueuedStage>, catalogue: &Catalogue, today: NaiveDate) -> Option<AnyView> {
    if stages.is_empty() {
        return None;
    }
    let row = |request: QueuedStage| {
        let framework = catalogue.get(&request.framework_slug, &request.framework_version);
        let title = framework.and_then(|framework| {
            let found = framework.find(&request.element);
            found.map(|ix| framework.node(ix).title.clone())
        });
        vec![
            view! { <a href=VERIFICATION.to(request.id)>{title.unwrap_or(request.element)}</a> }.into_any(),
            request.trainee.into_any(),
            request.employer.into_any(),
            since(request.asked_on, today),
        ]
    };
    let rows: Vec<_> = stages.into_iter().map(row).collect();
    let head = ["What", "Trainee", "For", "Since"].map(String::from).to_vec();
    let section = view! {
        <Section id="stages" title="Stages to verify">
            <DataTable caption="Stages" caption_hidden=true head=head rows=rows/>
        </Section>
    };
    Some(section.into_any())
}

fn since(date: NaiveDate, today: NaiveDate) -> AnyView {
    let text = words::days_from(date, today);
    if words::is_late(date, today) {
        view! { <Tag tone=Tone::Late label=text/> }.into_any()
    } else {
        text.into_any()
    }
}
