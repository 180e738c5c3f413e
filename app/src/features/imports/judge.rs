//! What becomes of rows: each is read, its candidate is looked for, and what is recorded of them is looked at.

use super::store::{self, Known, Row};
use crate::content::catalogue::Catalogue;
use crate::error::AppError;
use crate::features::record::store as records;
use crate::features::results::store::{self as results, Candidate, Sitting};
use crate::features::results::words::{is_course, marks_of, result};
use crate::journal::chapter_file::facts;
use crate::web::fields;
use crate::web::names::{self, look, number};
use chrono::NaiveDate;
use domain::framework::MarkScheme;
use domain::ids::{EnrolmentId, ImportId, PersonId};
use domain::imports::results::{NAME, OfSitting, ResultRow, Stands, judged, nothing, read};
use domain::imports::{self, Cell, Clue, Columns, Found, Judged, Line, Table, Verdict, identify};
use domain::sittings::{LEFT, registered_later};
use domain::standing::{Facts, State, standing};
use domain::text::list;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap};

/// Rows that are judged together: the queries of so many stay short.
pub(super) const TOGETHER: usize = 250;

/// Against what the rows of a file are judged.
pub(super) struct Judge<'a> {
    pub catalogue: &'a Catalogue,
    pub sitting: &'a Sitting,
    /// The day there.
    pub today: NaiveDate,
    /// Who uploaded it.
    pub by: PersonId,
    pub import: ImportId,
}

impl Judge<'_> {
    /// The verdicts of some rows.
    pub async fn rows(
        &self,
        db: &impl ConnectionTrait,
        (lines, columns): (&[Line], &Columns),
    ) -> Result<Vec<Row>, AppError> {
        let judged = self.identified(db, (lines, columns)).await?;
        self.with_notes(db, judged).await
    }

    /// Rows with what a result changes nothing of any more.
    async fn with_notes(&self, db: &impl ConnectionTrait, mut judged: Vec<Row>) -> Result<Vec<Row>, AppError> {
        let already = self.already(db, judged.iter().filter_map(|row| row.enrolment_id)).await?;
        for row in &mut judged {
            row.why = noted(row.verdict, &row.why, row.enrolment_id.and_then(|id| already.get(&id)).copied());
        }
        Ok(judged)
    }

    /// The same, without a look at what counts already.
    async fn identified(
        &self,
        db: &impl ConnectionTrait,
        (lines, columns): (&[Line], &Columns),
    ) -> Result<Vec<Row>, AppError> {
        let marks: Option<MarkScheme> = marks_of(self.sitting, self.catalogue);
        let is_course = is_course(self.sitting, self.catalogue);
        let of = OfSitting { held_on: self.sitting.held_on, marks: marks.as_ref(), is_course };
        let mut rows: Vec<Result<ResultRow, Vec<String>>> =
            lines.iter().map(|line| read(&plain(line, columns), columns, &of)).collect();
        rows.iter_mut().flatten().for_each(|row| compared(&mut row.clue));
        let clues: Vec<&Clue> =
            rows.iter().flatten().filter(|row| row.outcome.is_some()).map(|row| &row.clue).collect();
        let version = (self.sitting.framework_slug.as_str(), self.sitting.framework_version.as_str());
        let framework = self.catalogue.get(version.0, version.1).ok_or(AppError::NotFound)?;
        let known = store::known(db, framework.body(), (self.sitting, self.today), &clues).await?;
        let named: Vec<_> = known.iter().map(|one| one.named.clone()).collect();
        let is_nobody = |clue: &&&Clue| matches!(identify(clue, &named), Found::Nobody(_));
        let unknown: Vec<&Clue> = clues.iter().filter(is_nobody).copied().collect();
        let ended = store::ended(db, framework.body(), self.sitting, &unknown).await?;
        let judged = lines.iter().zip(rows).map(|(line, row)| self.row(line, row, (&known, &named, &ended), is_course));
        judged.collect()
    }

    /// Those of some rows that could be recorded of which something else is to be said by now: a number or a name was corrected, a
    /// result recorded, a candidate has left. Each as it is now.
    pub async fn changed(
        &self,
        db: &impl ConnectionTrait,
        (table, columns): (&Table, &Columns),
        rows: &[Row],
    ) -> Result<Vec<Row>, AppError> {
        let of: Vec<EnrolmentId> = rows.iter().filter_map(|row| row.enrolment_id).collect();
        let left = results::left(db, self.sitting, &of, self.today).await?;
        let has_left = |row: &&Row| row.enrolment_id.is_some_and(|id| left.contains_key(&id));
        let (gone, here): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(has_left);
        let mut changed: Vec<Row> = gone.into_iter().map(|row| of_who_left(row.clone())).collect();
        let (by_file, answered): (Vec<&Row>, Vec<&Row>) = here.into_iter().partition(|row| row.choices.is_none());
        let by_file: HashMap<i64, &Row> = by_file.into_iter().map(|row| (row.number, row)).collect();
        let lines: Vec<Line> =
            table.lines.iter().filter(|line| by_file.contains_key(&line.number.into())).cloned().collect();
        let is_otherwise = |now: &Row| {
            let then = by_file.get(&now.number);
            then.is_some_and(|then| (then.verdict, then.enrolment_id) != (now.verdict, now.enrolment_id))
        };
        let mut otherwise = Vec::new();
        for some in lines.chunks(TOGETHER) {
            otherwise.extend(self.identified(db, (some, columns)).await?.into_iter().filter(is_otherwise));
        }
        changed.extend(self.with_notes(db, otherwise).await?);
        for some in answered.chunks(TOGETHER) {
            changed.extend(self.answered_otherwise(db, some).await?);
        }
        Ok(changed)
    }

    /// Those of some rows for which somebody answered that can be recorded no more, as they are now.
    async fn answered_otherwise(&self, db: &impl ConnectionTrait, rows: &[&Row]) -> Result<Vec<Row>, AppError> {
        let of: Vec<EnrolmentId> = rows.iter().filter_map(|row| row.enrolment_id).collect();
        let found = results::candidates_of(db, self.sitting, &of, self.today).await?;
        let found: HashMap<EnrolmentId, Candidate> = found.into_iter().map(|one| (one.enrolment_id, one)).collect();
        let since = results::candidates_since(db, self.sitting.provider_id, &of).await?;
        let is_course = is_course(self.sitting, self.catalogue);
        let otherwise = rows.iter().copied().filter_map(|row| {
            let id = row.enrolment_id?;
            let now = self.of((row, found.get(&id)?, since.get(&id).copied()), None, is_course);
            let Judged { verdict, why } = now;
            (verdict != row.verdict).then(|| Row { verdict, why, ..row.clone() })
        });
        Ok(otherwise.collect())
    }

    /// What a result changes nothing of any more: of whom the assessment or course counts already, and as what.
    pub async fn already(
        &self,
        db: &impl ConnectionTrait,
        of: impl Iterator<Item = EnrolmentId>,
    ) -> Result<HashMap<EnrolmentId, &'static str>, AppError> {
        let version = (self.sitting.framework_slug.as_str(), self.sitting.framework_version.as_str());
        let framework = self.catalogue.get(version.0, version.1).ok_or(AppError::NotFound)?;
        let element = framework.find(&self.sitting.element).ok_or(AppError::NotFound)?;
        let mut ids: Vec<EnrolmentId> = of.collect();
        ids.sort_unstable();
        ids.dedup();
        let is_course = is_course(self.sitting, self.catalogue);
        let left = records::left(db, self.sitting.provider_id, &ids).await?;
        let mut already = HashMap::new();
        for (id, facts) in facts(db, self.catalogue, &ids).await? {
            // Of who has left it is told as of their last day.
            let last_day = left.get(&id).and_then(NaiveDate::pred_opt);
            let on = last_day.map_or(self.today, |last| last.min(self.today));
            let facts =
                Facts::bind(&framework, facts).map_err(|unknown| AppError::internal(&format!("{unknown:?}")))?;
            match standing(&framework, &facts, on, on).state(element) {
                State::Exempt => already.insert(id, "They are exempt from this already"),
                State::Met if is_course => already.insert(id, "They have completed this already"),
                State::Met => already.insert(id, "They have passed this already"),
                _ => None,
            };
        }
        Ok(already)
    }

    fn row(
        &self,
        line: &Line,
        read: Result<ResultRow, Vec<String>>,
        (known, named, ended): (&[Known], &[imports::Candidate], &[imports::Candidate]),
        is_course: bool,
    ) -> Result<Row, AppError> {
        let mut row = Row {
            import_id: self.import,
            number: line.number.into(),
            verdict: Verdict::Wrong,
            why: String::new(),
            enrolment_id: None,
            outcome: None,
            mark: None,
            choices: None,
        };
        let read = match read {
            Ok(read) => read,
            Err(wrong) => {
                row.why = wrong.join(". ");
                return Ok(row);
            }
        };
        (row.outcome, row.mark) = (read.outcome, read.mark);
        let judged = match row.outcome.map(|_| identify(&read.clue, named)) {
            None => nothing(),
            Some(Found::One(at, note)) => {
                row.enrolment_id = Some(known[at].candidate.enrolment_id);
                self.of((&row, &known[at].candidate, known[at].since), note, is_course)
            }
            Some(Found::Ask(at, why)) => {
                let choices: Vec<String> = at.iter().map(|at| known[*at].candidate.enrolment_id.to_string()).collect();
                row.choices = Some(serde_json::to_string(&choices)?);
                Judged::new(Verdict::Ask, why)
            }
            Some(Found::Nobody(why)) => {
                Judged::new(Verdict::Wrong, has_ended(identify(&read.clue, ended), ended).unwrap_or(why))
            }
        };
        (row.verdict, row.why) = (judged.verdict, judged.why);
        Ok(row)
    }

    /// The verdict of a row whose candidate is known, who is registered with the provider since a day.
    pub fn of(
        &self,
        (row, candidate, since): (&Row, &Candidate, Option<NaiveDate>),
        note: Option<String>,
        is_course: bool,
    ) -> Judged {
        let stands = candidate.result.as_ref().map(|there| Stands {
            outcome: there.outcome,
            mark: there.mark.clone(),
            by: there.recorded_by_name.clone(),
            said: result(there.outcome, there.mark.as_deref(), is_course),
            is_replaced: there.is_replaced_by(self.by),
        });
        let later = registered_later(since, self.sitting.held_on);
        let is_own = candidate.trainee_id == self.by;
        judged((row.outcome, row.mark.as_ref()), is_own, (stands.as_ref(), later), note)
    }
}

/// Why a row has its verdict, with what is worth knowing before it is recorded.
pub(super) fn noted(verdict: Verdict, why: &str, already: Option<&str>) -> String {
    let already = already.filter(|_| verdict == Verdict::Ready).unwrap_or_default();
    [already, why].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
}

/// A row of somebody who is no candidate of the sitting any more.
pub(super) fn of_who_left(row: Row) -> Row {
    Row { verdict: Verdict::Wrong, why: format!("No result can be recorded: {LEFT}"), ..row }
}

/// Why no result can be recorded of whom a row names, where those are found among whose enrolment has ended.
fn has_ended(found: Found, ended: &[imports::Candidate]) -> Option<String> {
    let at = match found {
        Found::One(at, _) => vec![at],
        Found::Ask(at, _) => at,
        Found::Nobody(_) => return None,
    };
    let names: BTreeSet<String> = at.into_iter().map(|at| ended[at].name.clone()).collect();
    let names = list(&names.into_iter().collect::<Vec<_>>());
    Some(format!("No result can be recorded: the enrolment of {names} has ended"))
}

/// Puts what a row says into the form in which it is compared.
fn compared(clue: &mut Clue) {
    clue.number = clue.number.as_deref().map(number).filter(|number| !number.is_empty());
    clue.look = clue.name.as_deref().map(look);
    clue.email = clue.email.take().map(|typed| fields::email(&typed).unwrap_or_else(|_| typed.to_lowercase()));
}

/// A row with its figures and words in letters and digits of one width, without what is not seen; names are people's own.
fn plain(line: &Line, columns: &Columns) -> Line {
    let name = columns.column(NAME);
    let cell = |(at, cell): (usize, &Cell)| {
        if Some(at) == name { cell.clone() } else { Cell(names::plain(&cell.0), cell.1) }
    };
    Line { number: line.number, cells: line.cells.iter().enumerate().map(cell).collect() }
}
