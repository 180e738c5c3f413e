//! What waits for a second person, at the top of the list of sittings.

use super::words::of_sitting;
use crate::content::catalogue::Catalogue;
use crate::features::results::store::WaitingRow;
use crate::prelude::pages::*;

/// Sittings shown in one of the two parts. Who has more begins with these, and the others move up.
const SHOWN: usize = 50;

/// What the officer can confirm, then what they recorded for others to confirm. Nothing of a part that is empty.
pub(super) fn parts(waiting: &[WaitingRow], catalogue: &Catalogue) -> AnyView {
    let confirm = sum(waiting, |row| row.to_confirm);
    let confirm = (confirm > 0).then(|| {
        let title = format!("{} for your confirmation", words::count(confirm, "result waits", "results wait"));
        let rows = rows(waiting, |row| row.to_confirm, catalogue);
        part("confirm", title, rows)
    });
    let recorded = (sum(waiting, |row| row.recorded) > 0).then(|| {
        let title = String::from("Recorded by you, waiting for a second person");
        let rows = rows(waiting, |row| row.recorded, catalogue);
        part("recorded", title, rows)
    });
    view! { {confirm}{recorded} }.into_any()
}

fn sum(waiting: &[WaitingRow], of: fn(&WaitingRow) -> i64) -> usize {
    usize::try_from(waiting.iter().map(of).sum::<i64>()).unwrap_or_default()
}

fn rows(waiting: &[WaitingRow], of: fn(&WaitingRow) -> i64, catalogue: &Catalogue) -> Vec<Vec<AnyView>> {
    let rows = waiting.iter().filter(|row| of(row) > 0).take(SHOWN);
    rows.map(|row| {
        let (framework, element) = of_sitting(&row.sitting, catalogue);
        let href = format!("{}#results", paths::SITTING.to(row.sitting.id));
        let count = usize::try_from(of(row)).unwrap_or_default();
        vec![
            view! { <a href=href>{element}</a> }.into_any(),
            framework.into_any(),
            words::day(row.sitting.held_on),
            words::count(count, "result", "results").into_any(),
        ]
    })
    .collect()
}

fn part(id: &'static str, title: String, rows: Vec<Vec<AnyView>>) -> AnyView {
    let head = ["Sitting", "Framework", "Date", "Waiting"].map(String::from).to_vec();
    view! {
        <Section id=id title=title>
            <DataTable named_by=format!("{id}-title") head=head rows=rows/>
        </Section>
    }
    .into_any()
}
