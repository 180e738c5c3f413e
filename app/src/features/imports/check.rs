//! The job that checks the rows of a file: some at once, so that it goes on where it was when a server stops.

use super::judge::{Judge, TOGETHER};
use super::store;
use crate::error::AppError;
use crate::features::results::store::{self as results, ImportState};
use crate::web::clock::civil_date;
use crate::web::state::AppState;
use domain::ids::ImportId;

/// Checks the rows of a file that have no verdict yet. One that was thrown away or written is left alone.
pub async fn check(app: &AppState, subject: &str) -> Result<(), AppError> {
    let db = app.db.read();
    let import = match ImportId::parse(subject) {
        Some(id) => results::import(db, id).await?,
        None => return Ok(()),
    };
    let (ImportState::Checking, Some(matched), Some(columns)) = (import.state(), &import.columns, import.matched()?)
    else {
        return Ok(());
    };
    let table = store::table(db, import.id).await?;
    let sitting = results::sitting(db, import.sitting_id).await?;
    let zone = app.catalogue.zone_of_version(&sitting.framework_slug, &sitting.framework_version);
    let today = civil_date(app.clock.now(), zone);
    let judge = Judge { catalogue: &app.catalogue, sitting: &sitting, today, by: import.began_by, import: import.id };
    let mut from = usize::try_from(import.checked).unwrap_or_default();
    while from < table.lines.len() {
        let until = table.lines.len().min(from + TOGETHER);
        let rows = judge.rows(db, (&table.lines[from..until], &columns)).await?;
        let place = (i64::try_from(from).unwrap_or_default(), import.row_count);
        if !store::checked(&app.db, (import.id, matched.as_str()), place, rows).await? {
            return Ok(());
        }
        from = until;
    }
    Ok(())
}
