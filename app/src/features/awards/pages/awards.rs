//! The statuses conferred.

use crate::design::filter::{Filter, nothing_found};
use crate::design::heading::Heading;
use crate::design::pagination::{Pagination, no_such_page};
use crate::design::table::DataTable;
use crate::design::tag::Tag;
use crate::features::awards::state::AwardState;
use crate::features::awards::store::{self, Award, PAGE};
use crate::features::frameworks::catalogue::Catalogue;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{Subject, actions, permit};
use leptos::prelude::*;

/// Every status conferred, the latest first, with a search by the holder's name.
#[component]
pub fn Awards() -> impl IntoView {
    page(|cx, params| async move {
        permit(cx.actor()?, actions::WithdrawAward, &Subject::default())?;
        let search = params.query("q");
        let list = store::awards(cx.app.db.read(), &search, params.page()).await?;
        let rows = list
            .rows
            .iter()
            .map(|award| row(award, &cx.app.catalogue, cx.today))
            .collect::<Vec<_>>();
        let pages = u32::try_from(list.total.div_ceil(PAGE)).unwrap_or(u32::MAX);
        let page = u32::try_from(params.page()).unwrap_or(u32::MAX);
        let base = format!("{}?q={}&page=", paths::AWARDS, paths::encoded(&search));
        let empty = if list.total == 0 {
            nothing_found(&search, paths::AWARDS, "No status has been conferred yet.")
        } else {
            no_such_page(format!("{}?q={}", paths::AWARDS, paths::encoded(&search)))
        };
        let count = words::count(usize::try_from(list.total).unwrap_or(usize::MAX), "status", "statuses");
        Ok(Page::new(
            "Statuses conferred",
            view! {
                <Heading title="Statuses conferred" lede=format!("{count}, the latest first.")/>
                <Filter label="Holder’s name" value=search list="awards"/>
                <DataTable
                    caption="Statuses conferred"
                    caption_hidden=true
                    id="awards"
                    head=["Holder", "Status", "Conferred", "State", "Code"].map(String::from).to_vec()
                    rows=rows
                    empty=empty
                />
                <Pagination page=page pages=pages base=base/>
            },
        ))
    })
}

fn row(award: &Award, catalogue: &Catalogue, today: NaiveDate) -> Vec<AnyView> {
    let state = AwardState::of(award, catalogue, today);
    let letters = award
        .letters
        .clone()
        .map(|letters| view! { <br/><span class="count">{letters}</span> });
    vec![
        view! { <a href=paths::award(award.id)>{award.holder.clone()}</a> }.into_any(),
        view! { <div>{award.title.clone()}{letters}</div> }.into_any(),
        words::day(award.conferred_on),
        view! { <Tag tone=state.tone() label=state.label()/> }.into_any(),
        view! { <a href=paths::check(&award.code)>{award.code.clone()}</a> }.into_any(),
    ]
}
