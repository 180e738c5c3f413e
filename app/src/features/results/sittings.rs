//! A provider's sittings.

use super::waiting;
use super::words::of_sitting;
use crate::content::catalogue::Catalogue;
use crate::design::pagination::NextPage;
use crate::features::results::store::{self, SittingRow};
use crate::prelude::pages::*;
use domain::access::Role;

/// The sittings of the providers that one acts for: first those with results to confirm, then those whose results wait for
/// someone else, then all.
///
/// # Errors
/// [`AppError::NotFound`] for who acts for none.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.lists(OwnList::Sittings)?;
    let providers = actor.organisations(Role::Officer);
    let after = SittingId::parse(&cx.query("after"));
    let list = store::sittings(cx.app.db.read(), &providers, after).await?;
    let waiting = store::waiting(cx.app.db.read(), &cx.app.catalogue, &providers, actor.person).await?;
    let back = store::came_back(cx.app.db.read(), &providers, actor.person).await?;
    let of: Vec<ImportId> = back.iter().map(|file| file.id).collect();
    let left = store::left_of(cx.app.db.read(), &of).await?;
    let several = providers.len() > 1;
    let mut head = ["Sitting", "Framework", "Date", "Results"].map(String::from).to_vec();
    if several {
        head.push(String::from("Provider"));
    }
    let rows = list.rows.into_iter().map(|row| table_row(row, several, &cx.app.catalogue)).collect::<Vec<_>>();
    let next = list.next.map(|last| format!("{}?after={last}", paths::SITTINGS.path));
    let first = after.map(|_| paths::SITTINGS.to(()));
    // The queue stands before the first page only: whoever turns to another one has seen it.
    let queue =
        first.is_none().then(|| (super::files::came_back(&back, &left), waiting::parts(&waiting, &cx.app.catalogue)));
    let empty = if first.is_none() { "No sitting yet." } else { "No further sitting." };
    Ok(Page::new("Sittings", move || {
        view! {
            <Heading title="Sittings" intro="One person records the results of a sitting, a second person confirms them. Until then they are provisional and don’t count."/>
            <p><a class="button" href=paths::NEW_SITTING.to(())>"Add a sitting"</a></p>
            {queue}
            <Section id="all" title="All sittings, newest first">
                <DataTable named_by="all-title" head=head rows=rows empty=empty/>
                <NextPage first next/>
            </Section>
        }
    }))
}

fn table_row(row: SittingRow, several: bool, catalogue: &Catalogue) -> Vec<AnyView> {
    let (framework, element) = of_sitting(&row.sitting, catalogue);
    let href = paths::SITTING.to(row.sitting.id);
    let (tone, label) = match (row.recorded, row.provisional, row.declined) {
        (0, ..) if row.moved.is_some() => (Tone::Later, String::from("Moved")),
        (0, ..) => (Tone::Open, String::from("None yet")),
        (_, 0, 0) if row.left_out > 0 => (Tone::Later, left_out(&row)),
        (_, 0, 0) => (Tone::Met, String::from("All confirmed")),
        (_, 0, declined) => (Tone::Late, format!("{declined} declined")),
        (_, provisional, 0) => (Tone::Wait, format!("{provisional} provisional")),
        (_, provisional, declined) => (Tone::Wait, format!("{provisional} provisional, {declined} declined")),
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

/// What is said of a sitting of which nothing waits but what nobody confirms any more.
fn left_out(row: &SittingRow) -> String {
    let ended = if row.left_out == 1 { "the enrolment has ended" } else { "the enrolments have ended" };
    match row.left_out == row.recorded {
        true => format!("None confirmed: {ended}"),
        false => format!("{} confirmed, {} left out: {ended}", row.recorded - row.left_out, row.left_out),
    }
}
