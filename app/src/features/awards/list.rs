//! The statuses conferred.

use super::store::{self, Award};
use super::words::{lost_tag, state_tag};
use crate::design::filter::{Filter, nothing_found};
use crate::design::pagination::NextPage;
use crate::features::record::store as records;
use crate::prelude::pages::*;
use crate::web::pages::ListPage;
use domain::access::scope;
use std::collections::{HashMap, HashSet};

/// Every status conferred by one's body, the latest first, with a search by the holder's name or the code.
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
    let of: Vec<EnrolmentId> = list.rows.iter().map(|award| award.enrolment).collect();
    let formerly = records::formerly(cx.app.db.read(), &of, &records::listed::searched(&search)).await?;
    let total = store::how_many(cx.app.db.read(), &bodies, &search).await?;
    Ok(Page::new("Statuses conferred", move || draw(&cx, (&list, total, &lost, &formerly), search, after.is_some())))
}

fn draw(
    cx: &RequestCx,
    (list, total, lost, formerly): (&ListPage<Award, AwardId>, usize, &HashSet<AwardId>, &HashMap<EnrolmentId, String>),
    search: String,
    is_further: bool,
) -> AnyView {
    let row = |award: &Award| {
        let formerly = formerly.get(&award.enrolment).filter(|before| **before != award.holder);
        row(award, award.today(cx), (lost.contains(&award.id), formerly))
    };
    let rows: Vec<_> = list.rows.iter().map(row).collect();
    let first = format!("{}?q={}", paths::AWARDS.path, paths::encoded(&search));
    let next = list.next.map(|last| format!("{first}&after={last}"));
    let empty = nothing_found(&search, paths::AWARDS.path, "No status has been conferred yet.");
    let intro = match total {
        0 => String::new(),
        _ => format!("{}, the latest first.", words::counted(total, "status", "statuses")),
    };
    let note = records::listed::cut(&search);
    view! {
        <Heading title="Statuses conferred" intro=intro/>
        <Filter label="Holder’s name or code" value=search list="awards" note=note/>
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

fn row(award: &Award, today: NaiveDate, (is_lost, formerly): (bool, Option<&String>)) -> Vec<AnyView> {
    let now = (award.name != award.holder).then(|| format!("now {}", award.name));
    let others = now.into_iter().chain(formerly.map(|before| format!("formerly {before}")));
    let others = others.map(|other| view! { <br/><span class="count">{other}</span> }).collect_view();
    let letters = award.letters.clone().map(|letters| view! { <br/><span class="count">{letters}</span> });
    vec![
        view! { <div><a href=paths::AWARD.to(award.id)>{award.holder.clone()}</a>{others}</div> }.into_any(),
        view! { <div>{award.title.clone()}{letters}</div> }.into_any(),
        words::day(award.conferred_on),
        view! { <div>{state_tag(award.state(today))}{is_lost.then(|| view! { <br/>{lost_tag()} })}</div> }.into_any(),
        view! { <a href=paths::CERTIFICATE.to(award.code.clone())>{award.code.clone()}</a> }.into_any(),
    ]
}
