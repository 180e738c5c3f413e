//! A provider's sittings.

use super::routes::{NEW_SITTING, SITTING, SITTINGS};
use super::waiting;
use super::words::of_sitting;
use crate::design::heading::{Heading, Section};
use crate::design::pagination::{Pagination, no_such_page};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::results::store::{self, PAGE, SittingRow};
use crate::web::draw::Page;
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::{Role, Subject, actions, permit};
use leptos::prelude::*;

/// The sittings of the providers that one acts for: first those with results to confirm, then those whose results wait for
/// someone else, then all.
///
/// # Errors
/// [`AppError::NotFound`] for who acts for none.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    permit(cx.actor()?, actions::ListSittings, &Subject::default())?;
    let providers = cx.actor()?.organisations(Role::Officer);
    let number = cx.page_of("page");
    let list = store::sittings(cx.app.db.read(), &providers, number).await?;
    let waiting = store::waiting(cx.app.db.read(), &providers, cx.actor()?.person).await?;
    let several = providers.len() > 1;
    let mut head = ["Sitting", "Framework", "Date", "Results"].map(String::from).to_vec();
    if several {
        head.push(String::from("Provider"));
    }
    let rows = list.rows.into_iter().map(|row| table_row(row, several, &cx.app.catalogue)).collect::<Vec<_>>();
    let pages = u32::try_from(list.total.div_ceil(PAGE)).unwrap_or(u32::MAX);
    let page = u32::try_from(number).unwrap_or(u32::MAX);
    // The queue stands before the first page only: whoever turns to another one has seen it.
    let queue = (page == 1).then(|| waiting::parts(&waiting, &cx.app.catalogue));
    let empty = if list.total == 0 { "No sitting yet.".into_any() } else { no_such_page(SITTINGS.to(())) };
    Ok(Page::new("Sittings", move || {
        view! {
            <Heading title="Sittings" intro="One person records the results of a sitting, a second person confirms them. Until then they are provisional and don’t count."/>
            <p><a class="button" href=NEW_SITTING.to(())>"Add a sitting"</a></p>
            {queue}
            <Section id="all" title="All sittings, newest first">
                <DataTable caption="Sittings, newest first" caption_hidden=true head=head rows=rows empty=empty/>
                <Pagination page=page pages=pages base=format!("{}?page=", SITTINGS.to(()))/>
            </Section>
        }
    }))
}

fn table_row(row: SittingRow, several: bool, catalogue: &Catalogue) -> Vec<AnyView> {
    let (framework, element) = of_sitting(&row.sitting, catalogue);
    let href = SITTING.to(row.sitting.id);
    let provisional = row.recorded - row.confirmed;
    let (tone, label) = match (row.recorded, provisional) {
        (0, _) => (Tone::Open, String::from("None yet")),
        (_, 0) => (Tone::Met, String::from("All confirmed")),
        _ => (Tone::Wait, format!("{provisional} provisional")),
    };
    let count = usize::try_from(row.recorded).unwrap_or_default();
    let recorded =
        (count > 0).then(|| view! { <br/><span class="count">{words::count(count, "result", "results")}</span> });
    let mut cells = vec![
        view! { <a href=href>{element}</a> }.into_any(),
        framework.into_any(),
        words::day(row.sitting.held_on),
        view! { <div><Tag tone=tone label=label/>{recorded}</div> }.into_any(),
    ];
    if several {
        cells.push(row.sitting.provider.into_any());
    }
    cells
}
