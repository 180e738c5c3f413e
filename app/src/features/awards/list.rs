//! The statuses conferred.

use super::store::{self, Award};
use super::words::{lost_tag, state_tag};
use crate::design::filter::{Filter, nothing_found};
use crate::design::pagination::NextPage;
use crate::prelude::pages::*;
use crate::web::pages::ListPage;
use domain::access::scope;
use std::collections::HashSet;

/// Every status conferred by one's body, the latest first, with a search by the holder's name.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.lists(OwnList::OfBody)?;
    let bodies = scope(actor).bodies;
    let (search, after) = (cx.query("q"), AwardId::parse(&cx.query("after")));
    let list = store::awards(cx.app.db.read(), &bodies, &search, after).await?;
    let ids: Vec<AwardId> = list.rows.iter().map(|award| award.id).collect();
    let lost = store::lost_among(cx.app.db.read(), &ids, cx.day_of_organisations()).await?;
    let total = store::how_many(cx.app.db.read(), &bodies, &search).await?;
    Ok(Page::new("Statuses conferred", move || draw(&cx, (&list, total, &lost), search, after.is_some())))
}

fn draw(
    cx: &RequestCx,
    (list, total, lost): (&ListPage<Award, AwardId>, usize, &HashSet<AwardId>),
    search: String,
    is_further: bool,
) -> AnyView {
    let rows: Vec<_> = list.rows.iter().map(|award| row(award, award.today(cx), lost.contains(&award.id))).collect();
    let first = format!("{}?q={}", paths::AWARDS.path, paths::encoded(&search));
    let next = list.next.map(|last| format!("{first}&after={last}"));
    let empty = nothing_found(&search, paths::AWARDS.path, "No status has been conferred yet.");
    let count = words::counted(total, "status", "statuses");
    let note = crate::features::record::store::listed::cut(&search);
    view! {
        <Heading title="Statuses conferred" intro=format!("{count}, the latest first.")/>
        <Filter label="Holder’s name" value=search list="awards" note=note/>
        <DataTable
            named_by="page-title"
            id="awards"
            head=["Holder", "Status", "Conferred", "State", "Code"].map(String::from).to_vec()
            rows=rows
            empty=empty
        />
        <NextPage first=is_further.then_some(first) next/>
    }
    .into_any()
}

fn row(award: &Award, today: NaiveDate, is_lost: bool) -> Vec<AnyView> {
    let letters = award.letters.clone().map(|letters| view! { <br/><span class="count">{letters}</span> });
    vec![
        view! { <a href=paths::AWARD.to(award.id)>{award.holder.clone()}</a> }.into_any(),
        view! { <div>{award.title.clone()}{letters}</div> }.into_any(),
        words::day(award.conferred_on),
        view! { <div>{state_tag(award.state(today))}{is_lost.then(|| view! { <br/>{lost_tag()} })}</div> }.into_any(),
        view! { <a href=paths::CERTIFICATE.to(award.code.clone())>{award.code.clone()}</a> }.into_any(),
    ]
}
