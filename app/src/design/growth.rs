//! How an amount grew over time, as a stair in a picture and as a table.

use super::progress::grouped;
use super::table::DataTable;
use chrono::NaiveDate;
use leptos::prelude::*;

/// What there was on a day.
#[derive(Clone, Debug)]
pub struct Point {
    pub day: NaiveDate,
    /// The day in words.
    pub on: String,
    pub amount: u32,
}

const WIDTH: i64 = 640;
const HEIGHT: i64 = 120;

/// The stair, with a line at what is asked for, and its table folded beneath it.
#[component]
pub fn Growth(
    /// What it shows.
    #[prop(into)]
    label: String,
    /// In the order of their days, at least two.
    points: Vec<Point>,
    /// What is asked for.
    of: u32,
) -> impl IntoView {
    let Some((first, last)) = points.first().zip(points.last()) else { return ().into_any() };
    let days = (last.day - first.day).num_days().max(1);
    let most = i64::from(points.iter().map(|point| point.amount).max().unwrap_or(0).max(of).max(1));
    let x = |day: NaiveDate| (day - first.day).num_days() * WIDTH / days;
    let y = |amount: u32| HEIGHT - i64::from(amount) * HEIGHT / most;
    let steps = points.iter().map(|point| format!("H{}V{}", x(point.day), y(point.amount)));
    let path = format!("M0 {HEIGHT}{}", steps.collect::<String>());
    let (top, asked) = (y(of), grouped(of));
    let rows = points
        .iter()
        .map(|point| vec![point.on.clone().into_any(), format!("{} of {asked}", grouped(point.amount)).into_any()]);
    let rows = rows.collect::<Vec<_>>();
    let said = format!("{label}: {} of {asked} on {}", grouped(last.amount), last.on);
    let head = ["Day", "There"].map(String::from).to_vec();
    view! {
        <figure class="growth">
            <svg viewBox=format!("-4 -4 {} {}", WIDTH + 8, HEIGHT + 8) role="img" aria-label=said preserveAspectRatio="none">
                <path class="growth-asked" d=format!("M0 {top}H{WIDTH}")/>
                <path class="growth-stair" d=path/>
            </svg>
            <figcaption><span>{first.on.clone()}</span><span>{last.on.clone()}</span></figcaption>
            <details>
                <summary>"As a table"</summary>
                <DataTable caption=label caption_hidden=true head=head rows=rows/>
            </details>
        </figure>
    }
    .into_any()
}
