//! The report of a file: every row with its verdict and the reason, beside what stands in the file.

use super::store;
use super::words::verdict;
use crate::features::results::store::{self as results, candidates_of};
use crate::prelude::pages::*;
use crate::web::csv::{attachment, written};
use axum::response::Response;
use std::collections::HashMap;

/// Candidates whose names are read together.
const TOGETHER: usize = 250;

/// Downloads it.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for the provider, and where the file was thrown away.
pub async fn report(cx: RequestCx, id: ImportId) -> Result<Response, AppError> {
    let db = cx.app.db.read();
    let import = results::import(db, id).await?;
    permit(cx.actor()?, actions::ManageSitting, &import.subject())?;
    let table = store::table(db, id).await?;
    let rows = store::rows_of(db, id).await?;
    let sitting = results::sitting(db, import.sitting_id).await?;
    let today = cx.day_of_version(&sitting.framework_slug, &sitting.framework_version);
    let mut ids: Vec<EnrolmentId> = rows.iter().filter_map(|row| row.enrolment_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names: HashMap<EnrolmentId, String> = HashMap::new();
    for some in ids.chunks(TOGETHER) {
        let found = candidates_of(db, &sitting, some, today).await?;
        names.extend(found.into_iter().map(|one| (one.enrolment_id, one.name)));
    }
    let own = ["Row", "Verdict", "Reason", "Found as"].map(String::from);
    let head = own.into_iter().chain((0..table.headings.len()).map(|at| table.heading(at))).collect();
    let judged: HashMap<i64, _> = rows.iter().map(|row| (row.number, row)).collect();
    let lines = table.lines.iter().map(|line| {
        let row = judged.get(&i64::from(line.number));
        let name = row.and_then(|row| names.get(&row.enrolment_id?)).cloned().unwrap_or_default();
        let said = row.map_or("Not checked yet", |row| verdict(row.verdict, import.written_at.is_some()));
        let why = row.map(|row| row.why.clone()).unwrap_or_default();
        let cells = (0..table.headings.len()).map(|at| line.cell(Some(at)).0.clone());
        [line.number.to_string(), said.to_owned(), why, name].into_iter().chain(cells).collect()
    });
    attachment(&format!("Report on {}.csv", import.file_name), written(std::iter::once(head).chain(lines)))
}
