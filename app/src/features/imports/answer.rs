//! Saying whose the rows are that leave it open.

use super::import::checkable;
use super::judge::{Judge, noted, of_who_left};
use super::rows::{Shown, ShownRow, choices};
use super::store;
use crate::features::results::store as results;
use crate::features::results::words::{is_course, result};
use crate::prelude::pages::*;
use crate::web::pages::PAGE;
use domain::imports::{Judged, ONLY_NAME, Verdict};
use std::collections::HashMap;

/// Whose a row is.
const WHOSE: Field = Field::new("whose");
/// That it is nobody's of these, and left out.
const NOBODY: &str = "nobody";

/// Answers for several rows.
#[derive(Debug)]
pub struct AnswerRows;

impl Form for AnswerRows {
    const FIELDS: &'static [Field] = &[WHOSE];
    type At = ImportId;
    const ROUTE: Route<ImportId> = paths::IMPORT_ROWS;

    fn shown_on(id: &ImportId, _values: &Values) -> String {
        paths::IMPORT.to(*id)
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: ImportId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteImport, id).await?;
        checkable(may.state())?;
        let answers = answers(values)?;
        let db = tx.read().await?;
        let sitting = results::sitting(&db, may.state().sitting_id).await?;
        let numbers: Vec<i64> = answers.keys().copied().collect();
        let rows = store::rows_with(&db, (id, Verdict::Ask), &numbers).await?;
        let named: Vec<EnrolmentId> = answers.values().copied().flatten().collect();
        let found = results::candidates_of(&db, &sitting, &named, may.today()).await?;
        let since = results::candidates_since(&db, sitting.provider_id, &named).await?;
        let found: HashMap<EnrolmentId, _> = found.into_iter().map(|one| (one.enrolment_id, one)).collect();
        let by = may.state().began_by;
        let judge = Judge { catalogue: tx.catalogue(), sitting: &sitting, today: may.today(), by, import: id };
        let is_course = is_course(&sitting, tx.catalogue());
        let already = judge.already(&db, named.iter().copied()).await?;
        let mut judged = Vec::new();
        for mut row in rows {
            let Some(whose) = answers[&row.number] else {
                judged.push((row, Judged::new(Verdict::LeftOut, "Nobody of those who were asked about")));
                continue;
            };
            if !choices(&row)?.contains(&whose) {
                return Err(AppError::NotFound.into());
            }
            row.enrolment_id = Some(whose);
            let Some(candidate) = found.get(&whose) else {
                let row = of_who_left(row);
                let judged_so = Judged::new(row.verdict, row.why.clone());
                judged.push((row, judged_so));
                continue;
            };
            let answer = judge.of((&row, candidate, since.get(&whose).copied()), Some(row.why.clone()), is_course);
            let why = noted(answer.verdict, &answer.why, already.get(&whose).copied());
            let answer = Judged::new(answer.verdict, why);
            judged.push((row, answer));
        }
        let count = judged.len();
        store::answer(&may, &judged).await?;
        let said = format!("{} decided.", words::count(count, "row is", "rows are"));
        Ok(Done::to(paths::IMPORT.to(id)).saying(said))
    }
}

/// Whose each row is that was answered for; none for one that is nobody's.
fn answers(values: &Values) -> Result<HashMap<i64, Option<EnrolmentId>>, Stop> {
    let mut answers = HashMap::new();
    for (number, whose) in values.each(WHOSE).filter(|(_, whose)| !whose.is_empty()) {
        let number = number.parse().map_err(|_| AppError::NotFound)?;
        let whose = match whose {
            NOBODY => None,
            id => Some(EnrolmentId::parse(id).ok_or(AppError::NotFound)?),
        };
        answers.insert(number, whose);
    }
    match answers.len() {
        0 => Err(Invalid::one("decide", "Decide about one row or more").into()),
        n if n > PAGE => Err(AppError::Malformed.into()),
        _ => Ok(answers),
    }
}

/// The rows that are to be decided, as far as a page shows them; nothing where there is none.
pub(super) fn draw(form: &Sheet<AnswerRows>, shown: Shown) -> Option<AnyView> {
    if shown.rows.is_empty() {
        return None;
    }
    let is_course = shown.is_course;
    let rows = shown.rows.into_iter().map(|row| asked(form, row, is_course)).collect::<Vec<_>>();
    let fields = view! {
        {rows}
        <Buttons><Button label="Use these answers"/></Buttons>
    };
    let form = form.around(fields);
    Some(
        view! {
            <Section id="decide" title="Rows to decide">
                <p>"Say whose result each of these is. Nothing is recorded of a row before that."</p>
                {form}
            </Section>
        }
        .into_any(),
    )
}

fn asked(form: &Sheet<AnswerRows>, shown: ShownRow, is_course: bool) -> AnyView {
    let ShownRow { row, cells, choices, others, .. } = shown;
    // Where there is one only, and nothing says otherwise, it is likely, and is still looked at.
    let first = match &choices[..] {
        [only] if row.why == ONLY_NAME && others.is_empty() => only.enrolment_id.to_string(),
        _ => String::new(),
    };
    let came = row.outcome.map(|outcome| result(outcome, row.mark.as_deref(), is_course)).unwrap_or_default();
    let options = choices.iter().map(|one| Choice::new(one.enrolment_id, &one.name));
    let options = options.chain([Choice::new(NOBODY, "None of them: leave the row out")]).collect();
    let legend = format!("Row {}: whose result is “{came}”?", row.number);
    let why = std::iter::once(row.why).chain(others).collect::<Vec<_>>().join(". ");
    let hint = format!("The file says: {cells}. {why}.");
    view! { <Radios of=form.field_of(WHOSE, row.number, first) legend=legend hint=hint options=options/> }.into_any()
}
