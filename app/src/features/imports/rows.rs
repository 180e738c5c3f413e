//! Rows of a file as its page lists them.

use super::again::is_answered;
use super::store::{self, Row};
use super::words::verdict as said;
use crate::features::results::store::{Candidate, Confirmed, SinceFile, Sitting, candidates_of, since_file};
use crate::features::results::words::{is_course, result};
use crate::prelude::pages::*;
use crate::web::pages::PAGE;
use domain::imports::{Table, Verdict};
use std::collections::HashMap;

/// Rows of one verdict, with whose they are.
pub(super) struct Shown {
    pub rows: Vec<ShownRow>,
    /// What the file says of a row, and what becomes of it.
    pub is_course: bool,
}

/// A row with what is shown of it.
pub(super) struct ShownRow {
    pub row: Row,
    /// Its cells, in one line.
    pub cells: String,
    /// Whose it is.
    pub candidate: Option<String>,
    /// Whose it may be.
    pub choices: Vec<Candidate>,
    /// What other rows say otherwise of those whose it may be, each in a sentence without its full stop.
    pub others: Vec<String>,
    /// What became of the result that was recorded of it.
    pub since: Option<SinceFile>,
}

/// The ids of whom a row may be of.
pub(super) fn choices(row: &Row) -> Result<Vec<EnrolmentId>, AppError> {
    let ids: Vec<String> = row.choices.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
    Ok(ids.iter().filter_map(|id| EnrolmentId::parse(id)).collect())
}

/// The first rows of a verdict in a table, a page of them.
pub(super) async fn shown(
    cx: &RequestCx,
    (sitting, today): (&Sitting, NaiveDate),
    which: (ImportId, Verdict),
    table: &Table,
) -> Result<Shown, AppError> {
    let db = cx.app.db.read();
    let rows = store::by_verdict(db, which, PAGE).await?;
    let is_course = is_course(sitting, &cx.app.catalogue);
    let mut ids: Vec<EnrolmentId> = Vec::new();
    for row in &rows {
        ids.extend(row.enrolment_id);
        ids.extend(choices(row)?);
    }
    ids.sort_unstable();
    ids.dedup();
    let found = candidates_of(db, sitting, &ids, today).await?;
    let found: HashMap<EnrolmentId, Candidate> = found.into_iter().map(|one| (one.enrolment_id, one)).collect();
    let about = match which.1 {
        Verdict::Ask => store::rows_about(db, which.0, &ids).await?,
        _ => Vec::new(),
    };
    let mut since = match which.1 {
        Verdict::Ready => since_file(db, (which.0, sitting), &ids).await?,
        _ => HashMap::new(),
    };
    let row = |row: Row| {
        let since = row.enrolment_id.and_then(|id| since.remove(&id));
        let cells = cells(table, row.number);
        let candidate = row.enrolment_id.and_then(|id| found.get(&id)).map(|one| one.name.clone());
        let choices: Vec<Candidate> = choices(&row)?.iter().filter_map(|id| found.get(id).cloned()).collect();
        let otherwise = about.iter().filter(|other| (other.outcome, &other.mark) != (row.outcome, &row.mark));
        let others = otherwise.filter_map(|other| {
            let of = choices.iter().find(|one| Some(one.enrolment_id) == other.enrolment_id)?;
            let says = result(other.outcome?, other.mark.as_deref(), is_course);
            Some(format!("Row {} is of {} too: {says}", other.number, of.name))
        });
        let others = others.collect();
        Ok(ShownRow { row, cells, candidate, choices, others, since })
    };
    Ok(Shown { rows: rows.into_iter().map(row).collect::<Result<_, AppError>>()?, is_course })
}

/// What a row has in its cells, in one line.
fn cells(table: &Table, number: i64) -> String {
    let at = table.lines.binary_search_by_key(&number, |line| line.number.into());
    let cells = at.ok().map(|at| table.lines[at].cells.iter().map(|cell| cell.0.as_str()));
    let filled = cells.into_iter().flatten().filter(|cell| !cell.is_empty());
    filled.collect::<Vec<_>>().join(" · ")
}

/// The section of a verdict; none where it has no row.
pub(super) fn section(
    verdict: Verdict,
    (is_written, may_answer): (bool, bool),
    count: usize,
    shown: Shown,
) -> Option<AnyView> {
    if count == 0 {
        return None;
    }
    let title = format!("{}: {}", said(verdict, is_written), words::count(count, "row", "rows"));
    let id = format!("rows-{}", verdict.code().replace(' ', "-"));
    let named_by = format!("{id}-title");
    let more = (count > shown.rows.len()).then(
        || view! { <p class="count">{format!("The first {} are shown. The report has all.", shown.rows.len())}</p> },
    );
    let has_result = matches!(verdict, Verdict::Ready | Verdict::Known);
    let second = if has_result { "Candidate and result" } else { "What it says" };
    let tells_since = is_written && verdict == Verdict::Ready;
    let heads = [Some("Row"), Some(second), tells_since.then_some("By now"), Some("Remark")];
    let head = heads.into_iter().flatten().map(String::from).collect::<Vec<_>>();
    let is_course = shown.is_course;
    let rows = shown.rows.into_iter().map(|one| {
        let now = tells_since
            .then(|| one.since.as_ref().map(|since| by_now(since, one.candidate.as_deref(), is_course)).into_any());
        let known = one.candidate.zip(one.row.outcome).filter(|_| has_result);
        let what = match known {
            Some((name, outcome)) => format!("{name}: {}", result(outcome, one.row.mark.as_deref(), is_course)),
            None => one.cells,
        };
        let why = if one.row.why.is_empty() { String::from("–") } else { format!("{}.", one.row.why) };
        let number = one.row.number.to_string();
        let again = (may_answer && is_answered(&one.row)).then(|| {
            let href = paths::IMPORT_ROW_AGAIN.to((one.row.import_id, number.clone()));
            view! { " "<a href=href>"Decide again"<span class="unseen">{format!(" about row {number}")}</span></a> }
        });
        let remark = view! { <div>{why}{again}</div> }.into_any();
        [number.into_any(), what.into_any()].into_iter().chain(now).chain([remark]).collect::<Vec<_>>()
    });
    let rows = rows.collect::<Vec<_>>();
    Some(
        view! {
            <Section id=id title=title>
                <DataTable named_by=named_by head=head rows=rows/>
                {more}
            </Section>
        }
        .into_any(),
    )
}

/// What a result of a file says by now, and whether that is what the file says.
fn by_now(SinceFile { stands, is_changed, has_ended }: &SinceFile, whose: Option<&str>, is_course: bool) -> AnyView {
    let said = result(stands.outcome, stands.mark.as_deref(), is_course);
    let changed = match is_changed {
        true => format!("Changed since by {}. ", stands.recorded_by_name),
        false => String::new(),
    };
    let state = match (&stands.confirmed, stands.declined()) {
        (Some(Confirmed { by, on }), _) => format!("Confirmed by {by}, {}", words::date(*on)),
        (None, Some(_)) => String::from("Declined"),
        (None, None) if *has_ended => String::from("Left out: the enrolment has ended"),
        (None, None) => String::from("Waits for a second person"),
    };
    let href = paths::CORRECTION.to((stands.sitting, stands.id));
    let of = whose.map(|whose| format!(", the result of {whose}"));
    view! { <div><a href=href>{said}<span class="unseen">{of}</span></a><br/><span class="count">{changed}{state}</span></div> }.into_any()
}
