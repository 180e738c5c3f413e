//! Writing files: what is uploaded, how far it is, and the results that are recorded from it.

use super::rows::{duplicates, judged_anew};
use super::{Row, hash, unfinished};
use crate::entities::job::Kind;
use crate::entities::{import, import_row, import_settlement, import_table};
use crate::features::results::store::Entry;
use crate::features::results::store::{self as results, Sitting};
use crate::journal::places_of;
use crate::prelude::stores::*;
use crate::web::tx::{Batch, Tx};
use domain::access::actions;
use domain::imports::{Columns, ImportEnd, Judged, Table};
use domain::journal::Digest;
use domain::sittings::Now;
use std::collections::HashMap;

/// Records that are asked about together: the queries of so many stay short.
const TOGETHER: usize = 250;

/// A file that was uploaded and read.
#[derive(Clone, Debug)]
pub struct NewImport {
    pub name: String,
    /// The hash of its bytes.
    pub sha256: Digest,
    pub table: Table,
}

/// Keeps a file that was read. It takes the place of what the same person has not finished at the sitting; the names of those files.
pub async fn begin(
    may: &May<'_, actions::ManageSitting>,
    new: &NewImport,
) -> Result<(ImportId, Vec<String>), AppError> {
    let earlier = unfinished(&may.tx().read().await?, may.on(), may.permit().by()).await?;
    for one in &earlier {
        throw_away(may.writer(), may.place(), one.id).await?;
    }
    let id = ImportId::new(random::uuid());
    let words = Words::new(import::ActiveModel { file_name: Set(new.name.clone()), ..Default::default() })?;
    let event = Event::BeganImport {
        import: id,
        provider: may.state().provider_id,
        sitting: may.on(),
        file: new.sha256,
        rows: u32::try_from(new.table.lines.len()).unwrap_or(u32::MAX),
        words: words.digest(),
    };
    let mut batch = Batch::default();
    may.writer().adds(&mut batch, may.place(), event, &[words])?;
    may.writer().says_batch(batch).await?;
    let (head, content) = (serde_json::to_string(&new.table.head())?, serde_json::to_string(&new.table)?);
    let table = import_table::Model { import_id: id, head, content };
    may.writer().lists(vec![table]).await?;
    Ok((id, earlier.into_iter().map(|one| one.file_name).collect()))
}

/// Says which column says what: every row is checked anew.
pub async fn match_columns(may: &May<'_, actions::WriteImport>, columns: &Columns) -> Result<(), AppError> {
    may.writer().unlists(import_row::Entity::delete_many().of(may.on())).await?;
    let columns = Set(Some(serde_json::to_string(columns)?));
    let matched = import::ActiveModel { id: Set(may.on()), columns, checked: Set(0), ..Default::default() };
    may.writer().saves(matched).await?;
    may.writer().asks(Kind::Imports, &may.on().to_string()).await
}

/// Writes what became of rows that somebody answered for, and what follows for others that are of the same person.
pub async fn answer(may: &May<'_, actions::WriteImport>, rows: &[(Row, Judged)]) -> Result<(), AppError> {
    for (row, judged) in rows {
        let whose = Expr::value(row.enrolment_id);
        let answered = judged_anew(may.on(), row.number, judged).col_expr(import_row::Column::EnrolmentId, whose);
        may.writer().lists_anew(answered).await?;
    }
    for (number, judged) in duplicates(&may.tx().read().await?, may.on()).await? {
        may.writer().lists_anew(judged_anew(may.on(), number, &judged)).await?;
    }
    Ok(())
}

/// Puts rows that were checked anew in the place of what was said of them, and writes what follows for others of the same people.
pub async fn check_again(may: &May<'_, actions::WriteImport>, rows: Vec<Row>) -> Result<(), AppError> {
    if rows.is_empty() {
        return Ok(());
    }
    let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
    for some in numbers.chunks(TOGETHER) {
        let those = import_row::Entity::delete_many().of(may.on());
        may.writer().unlists(those.filter(import_row::Column::Number.is_in(some.iter().copied()))).await?;
    }
    may.writer().lists(rows).await?;
    for (number, judged) in duplicates(&may.tx().read().await?, may.on()).await? {
        may.writer().lists_anew(judged_anew(may.on(), number, &judged)).await?;
    }
    Ok(())
}

/// Throws a file away of which nothing is written.
pub async fn discard(may: &May<'_, actions::WriteImport>) -> Result<(), AppError> {
    throw_away(may.writer(), may.place(), may.on()).await
}

async fn throw_away(writer: &Writer<'_>, place: LocalPlace, id: ImportId) -> Result<(), AppError> {
    writer.says(place, Event::DiscardedImport { import: id }, &[]).await?;
    writer.unlists(import_row::Entity::delete_many().of(id)).await?;
    writer.unlists(import_table::Entity::delete_many().of(id)).await
}

/// Records the results of rows that are ready and were looked at under the locks of their records: all of them, or where one is
/// refused none. What came from a file that was declined is replaced. How many were recorded.
///
/// # Errors
/// [`AppError::NotFound`] where one is of nobody who is a candidate, or is recorded already.
pub async fn write(
    tx: &Tx,
    may: &May<'_, actions::WriteImport>,
    sitting: &Sitting,
    rows: &[Row],
) -> Result<usize, AppError> {
    let mut pairs: Vec<(SittingId, EnrolmentId)> =
        rows.iter().filter_map(|row| Some((sitting.id, row.enrolment_id?))).collect();
    pairs.sort_unstable();
    let mut all = Vec::new();
    for some in pairs.chunks(TOGETHER) {
        all.extend(tx.may_all(actions::RecordResult, some.to_vec()).await?);
    }
    let (mut entries, mut anew) = (Vec::new(), HashMap::new());
    let by = may.permit().by();
    let of: HashMap<_, _> = all.iter().map(|may| (may.on().1, may.state())).collect();
    for row in rows {
        let (Some(enrolment), Some(outcome)) = (row.enrolment_id, row.outcome) else { continue };
        let entry = Entry { enrolment, outcome, mark: row.mark.clone() };
        match of.get(&enrolment).map(|candidate| &candidate.result) {
            Some(None) => entries.push(entry),
            Some(Some(there)) if there.is_replaced_by(by) => drop(anew.insert(there.id, entry)),
            Some(Some(_)) | None => return Err(AppError::NotFound),
        }
    }
    results::record(&all, sitting, &entries, Some(may.on())).await?;
    let mut replaced = Vec::new();
    for some in anew.keys().copied().collect::<Vec<_>>().chunks(TOGETHER) {
        replaced.extend(tx.may_all(actions::CorrectResult, some.to_vec()).await?);
    }
    results::replace(&replaced, &anew, may.on()).await?;
    let written = entries.len() + anew.len();
    let results = u32::try_from(written).unwrap_or(u32::MAX);
    let recorded = hash(&tx.read().await?, may.on()).await?;
    may.says(Event::WroteImport { import: may.on(), results, recorded }, &[]).await?;
    Ok(written)
}

/// Takes the locks of the records of some rows: what is said of them then stays so until they are recorded.
pub async fn lock_rows(tx: &Tx, rows: &[Row]) -> Result<(), AppError> {
    lock(tx, &rows.iter().filter_map(|row| row.enrolment_id).collect::<Vec<_>>()).await
}

/// Takes the locks of all records at once, in the one order of locks: afterwards they can be asked about in parts.
async fn lock(tx: &Tx, enrolments: &[EnrolmentId]) -> Result<(), AppError> {
    let mut chains = Vec::new();
    let db = tx.read().await?;
    for some in enrolments.chunks(10 * TOGETHER) {
        chains.extend(places_of(&db, tx.catalogue(), some).await?.into_values().map(LocalPlace::chain));
    }
    tx.lock_all(chains).await
}

/// Confirms results of a file, each under its permit.
async fn confirm(tx: &Tx, waiting: &[(ResultId, EnrolmentId)]) -> Result<(), AppError> {
    lock(tx, &waiting.iter().map(|(_, enrolment)| *enrolment).collect::<Vec<_>>()).await?;
    let ids: Vec<ResultId> = waiting.iter().map(|(id, _)| *id).collect();
    for some in ids.chunks(TOGETHER) {
        let all = tx.may_all(actions::ConfirmResult, some.to_vec()).await?;
        let still: Vec<_> = all.iter().filter(|may| may.state().now == Now::Waits).collect();
        results::confirm(&still).await?;
    }
    Ok(())
}

/// Says in the record of each whose result of a file waits that it was declined, under the locks of the records.
async fn decline(tx: &Tx, may: &May<'_, actions::ConfirmImport>) -> Result<(), AppError> {
    let db = tx.read().await?;
    let whose = results::whose_wait(&db, may.on()).await?;
    lock(tx, &whose.iter().map(|(_, enrolment)| *enrolment).collect::<Vec<_>>()).await?;
    let mut batch = Batch::default();
    // What was confirmed or corrected before the locks were held is declined no more.
    for some in results::whose_wait(&db, may.on()).await?.chunks(TOGETHER) {
        let ids: Vec<ResultId> = some.iter().map(|(id, _)| *id).collect();
        let places =
            places_of(&db, tx.catalogue(), &some.iter().map(|(_, enrolment)| *enrolment).collect::<Vec<_>>()).await?;
        for one in results::results(&db, &ids).await? {
            let place = *places.get(&one.enrolment).ok_or(AppError::NotFound)?;
            let of = results::of_sitting((one.sitting, &one.element, one.held_on), one.outcome);
            let event = Event::DeclinedResult { result: one.id, import: may.on(), of };
            may.writer().adds(&mut batch, place, event, &[])?;
        }
    }
    may.writer().says_batch(batch).await
}

/// Ends a file that was written: what of it waits and may be confirmed is, or nothing is, for a reason.
pub async fn settle(
    tx: &Tx,
    may: &May<'_, actions::ConfirmImport>,
    ends: Result<&[(ResultId, EnrolmentId)], String>,
) -> Result<(), AppError> {
    let (settled, reason) = match ends {
        Ok(waiting) => {
            confirm(tx, waiting).await?;
            (ImportEnd::Confirmed, None)
        }
        Err(reason) => {
            decline(tx, may).await?;
            (ImportEnd::Declined, Some(reason))
        }
    };
    let words = Words::new(import_settlement::ActiveModel { reason: Set(reason), ..Default::default() })?;
    let (import, imported_by) = (may.on(), may.state().began_by);
    may.says(Event::SettledImport { import, imported_by, settled, words: words.digest() }, &[words]).await
}
