//! Taking back whose a row is, as long as nothing is recorded of its file.

use super::import::checkable;
use super::judge::Judge;
use super::store::{self, Row};
use crate::features::results::store as results;
use crate::prelude::pages::*;
use domain::imports::Verdict;
use domain::text::list;

/// Takes an answer back, so that the row is asked about again.
#[derive(Debug)]
pub struct AnswerAgain;

impl Form for AnswerAgain {
    const FIELDS: &'static [Field] = &[];
    type At = (ImportId, String);
    const ROUTE: Route<Self::At> = paths::IMPORT_ROW_AGAIN;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, number): Self::At, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteImport, id).await?;
        checkable(may.state())?;
        let db = tx.read().await?;
        let rows = with_the_same(store::rows_of(&db, id).await?, &number)?;
        let there = Done::to(paths::IMPORT.to(id));
        if !rows.iter().any(|row| is_asked_for(row, &number)) {
            return Err(Stop::Instead(there.warning("This row is to be decided already. Nothing was changed.")));
        }
        let columns = may.state().matched()?.ok_or(AppError::NotFound)?;
        let sitting = results::sitting(&db, may.state().sitting_id).await?;
        let by = may.state().began_by;
        let judge = Judge { catalogue: tx.catalogue(), sitting: &sitting, today: may.today(), by, import: id };
        let table = store::table(&db, id).await?;
        let is_one = |number: u32| rows.iter().any(|row| row.number == i64::from(number));
        let lines: Vec<_> = table.lines.into_iter().filter(|line| is_one(line.number)).collect();
        store::check_again(&may, judge.rows(&db, (&lines, &columns)).await?).await?;
        Ok(there.saying("The answer is taken back. Say again whose result it is."))
    }
}

/// Whether somebody has answered for a row.
pub(super) fn is_answered(row: &Row) -> bool {
    row.choices.is_some() && row.verdict != Verdict::Ask
}

fn is_asked_for(row: &Row, number: &str) -> bool {
    row.number.to_string() == number && is_answered(row)
}

/// A row with all others that are of the same person, whose verdicts may rest on it.
///
/// # Errors
/// [`AppError::NotFound`] where the file has no such row.
fn with_the_same(rows: Vec<Row>, number: &str) -> Result<Vec<Row>, AppError> {
    let of = rows.iter().find(|row| row.number.to_string() == number).ok_or(AppError::NotFound)?;
    let (own, whose) = (of.number, of.enrolment_id);
    let is_same = |row: &Row| row.number == own || (whose.is_some() && row.enrolment_id == whose);
    Ok(rows.into_iter().filter(is_same).collect())
}

/// The question before.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for the provider, [`AppError::Forbidden`] for who did not upload the file.
pub async fn page(cx: RequestCx, (id, number): (ImportId, String)) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let import = results::import(db, id).await?;
    permit(cx.actor()?, actions::WriteImport, &import.subject())?;
    let rows = with_the_same(store::rows_of(db, id).await?, &number)?;
    if checkable(&import).is_err() || !rows.iter().any(|row| is_asked_for(row, &number)) {
        return Ok(Page::elsewhere(paths::IMPORT.to(id)));
    }
    let others: Vec<String> = rows.iter().filter(|row| is_answered(row)).map(|row| row.number.to_string()).collect();
    let others: Vec<String> = others.into_iter().filter(|other| *other != number).collect();
    let with = match &others[..] {
        [] => String::new(),
        [one] => format!(" So is that of row {one}, which is of the same person."),
        some => format!(" So are those of the rows {}, which are of the same person.", list(some)),
    };
    let form = Sheet::<AnswerAgain>::on(&cx, &(id, number.clone())).await?;
    Ok(form.ask(Question {
        title: format!("Decide again about row {number}?"),
        eyebrow: import.file_name.into(),
        intro: format!(
            "The answer is taken back, and the row stands among those to decide.{with} Nothing is recorded yet."
        ),
        yes: "Take the answer back",
        back: (paths::IMPORT.to(id), "The file"),
    }))
}
