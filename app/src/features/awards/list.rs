//! The statuses conferred.

use super::routes::{AWARD, AWARDS, CERTIFICATE};
use super::store::{self, Award, AwardList, PAGE};
use super::words::state_tag;
use crate::design::filter::{Filter, nothing_found};
use crate::design::heading::Heading;
use crate::design::pagination::{Pagination, no_such_page};
use crate::design::table::DataTable;
use crate::error::AppError;
use crate::paths;
use crate::web::draw::Page;
use crate::web::request::RequestCx;
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{Subject, actions, permit, scope};
use leptos::prelude::*;

/// Every status conferred by one's body, the latest first, with a search by the holder's name.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    permit(actor, actions::ListOfBody, &Subject::default())?;
    let bodies = scope(actor).bodies;
    let (search, page) = (cx.query("q"), cx.page_of("page"));
    let list = store::awards(cx.app.db.read(), &bodies, &search, page).await?;
    Ok(Page::new("Statuses conferred", move || draw(&cx, &list, (search, page))))
}

fn draw(cx: &RequestCx, list: &AwardList, (search, page): (String, u64)) -> AnyView {
    let rows: Vec<_> = list.rows.iter().map(|award| row(award, award.today(cx))).collect();
    let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let searched = format!("{}?q={}", AWARDS.path, paths::encoded(&search));
    let base = format!("{searched}&page=");
    let empty = if list.total == 0 {
        nothing_found(&search, AWARDS.path, "No status has been conferred yet.")
    } else {
        no_such_page(searched)
    };
    let count = words::count(usize::try_from(list.total).unwrap_or(usize::MAX), "status", "statuses");
    view! {
        <Heading title="Statuses conferred" intro=format!("{count}, the latest first.")/>
        <Filter label="Holder’s name" value=search list="awards"/>
        <DataTable
            caption="Statuses conferred"
            caption_hidden=true
            id="awards"
            head=["Holder", "Status", "Conferred", "State", "Code"].map(String::from).to_vec()
            rows=rows
            empty=empty
        />
        <Pagination page=number(page) pages=number(list.total.div_ceil(PAGE)) base=base/>
    }
    .into_any()
}

fn row(award: &Award, today: NaiveDate) -> Vec<AnyView> {
    let letters = award.letters.clone().map(|letters| view! { <br/><span class="count">{letters}</span> });
    vec![
        view! { <a href=AWARD.to(award.id)>{award.holder.clone()}</a> }.into_any(),
        view! { <div>{award.title.clone()}{letters}</div> }.into_any(),
        words::day(award.conferred_on),
        state_tag(award.state(today)),
        view! { <a href=CERTIFICATE.to(award.code.clone())>{award.code.clone()}</a> }.into_any(),
    ]
}
