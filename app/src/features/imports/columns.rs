//! Saying which column of a file says what.

use super::import::checkable;
use super::store;
use crate::features::results::store as results;
use crate::prelude::pages::*;
use domain::imports::results::{DAY, EMAIL, NAME, NUMBER, RESULT, WANTED};
use domain::imports::{Columns, DayOrder, Orders, Table, Wanted, orders, place, quoted, suggest};

/// The column of something wanted.
const COLUMN: Field = Field::new("column");
/// In which order the days are written.
const DAYS: Field = Field::new("days");

/// Matches the columns; every row is checked afterwards.
#[derive(Debug)]
pub struct MatchColumns;

impl Form for MatchColumns {
    const FIELDS: &'static [Field] = &[COLUMN, DAYS];
    type At = ImportId;
    const ROUTE: Route<ImportId> = paths::IMPORT_COLUMNS;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ImportId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteImport, id).await?;
        checkable(may.state())?;
        let db = tx.read().await?;
        let head = store::head(&db, id).await?;
        // Of the whole only the column of the days is looked at.
        let whole = if values.get(COLUMN.of(DAY)).is_empty() { None } else { Some(store::table(&db, id).await?) };
        let columns = parse(values, &whole.unwrap_or(head))?;
        store::match_columns(&may, &columns).await?;
        Ok(Done::to(paths::IMPORT.to(id)))
    }
}

fn parse(values: &Values, table: &Table) -> Result<Columns, Invalid> {
    let mut invalid = Invalid::default();
    let mut columns = Columns::default();
    for wanted in WANTED {
        let field = COLUMN.of(wanted.code);
        match values.get(&field) {
            "" => {}
            typed => match typed.parse().ok().filter(|at: &usize| *at < table.headings.len()) {
                None => invalid.add(&field, format!("Choose a column for the {}", wanted.title.to_lowercase())),
                Some(at) => match columns.of.iter().find(|(_, taken)| **taken == at) {
                    Some((other, _)) => {
                        let other = WANTED.iter().find(|one| one.code == other).map_or("", |one| one.title);
                        invalid.add(&field, format!("Choose another column: this one is the {}", other.to_lowercase()));
                    }
                    None => {
                        columns.of.insert(wanted.code.to_owned(), at);
                        columns.headings.insert(wanted.code.to_owned(), table.heading(at));
                    }
                },
            },
        }
    }
    if columns.column(RESULT).is_none() && values.get(COLUMN.of(RESULT)).is_empty() {
        invalid.add(&COLUMN.of(RESULT), "Choose the column with the results");
    }
    let says_who =
        [NUMBER, EMAIL, NAME].iter().any(|code| values.has(COLUMN.of(code)) && !values.get(COLUMN.of(code)).is_empty());
    if !says_who {
        let text = "Choose the column that says whose result it is: the number, the email address or the name";
        invalid.add(&COLUMN.of(NUMBER), text);
    }
    if let Some(day) = columns.column(DAY) {
        match (DayOrder::from_code(values.get(DAYS)), orders(table.column(day))) {
            (Some(order), _) | (None, Orders::Only(order)) => columns.days = Some(order),
            (None, Orders::Any) => {}
            (None, Orders::Ambiguous(at)) => {
                let cell = table.lines.get(at).map(|line| (place(day, line.number), quoted(&line.cell(Some(day)).0)));
                let (at, says) = cell.unwrap_or_default();
                let text = format!("Choose how the dates are written: cell {at}, {says}, can be read in two ways");
                invalid.add(DAYS.name, text);
            }
        }
    }
    if invalid.is_empty() { Ok(columns) } else { Err(invalid) }
}

/// The form, with what the headings suggest.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for the provider, [`AppError::Forbidden`] for who did not upload the file.
pub async fn page(cx: RequestCx, id: ImportId) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let import = results::import(db, id).await?;
    permit(cx.actor()?, actions::WriteImport, &import.subject())?;
    if checkable(&import).is_err() {
        return Ok(Page::elsewhere(paths::IMPORT.to(id)));
    }
    let table = store::head(db, id).await?;
    let matched = import.matched()?;
    let before = store::matched_before(db, import.provider_id).await?;
    let suggested = match &matched {
        Some(columns) => columns.of.clone(),
        None => suggest(&table.headings, &WANTED, before.as_ref()),
    };
    let days = matched.as_ref().and_then(|columns| columns.days).map(DayOrder::code).unwrap_or_default();
    let form = Sheet::<MatchColumns>::on(&cx, &id).await?;
    let page = FormPage {
        title: String::from("Match the columns"),
        eyebrow: import.file_name.clone().into(),
        intro: String::from(
            "Say which column of the file says what. What the headings suggest is chosen already; beside each heading stands what the first rows have there.",
        ),
        back: (paths::SITTING.to(import.sitting_id), String::from("The sitting")),
    };
    Ok(form.page(page, move |form| {
        let fields: Vec<AnyView> = WANTED
            .iter()
            .map(|wanted| {
                let first = suggested.get(wanted.code).map(usize::to_string).unwrap_or_default();
                view! {
                    <Select of=form.field_of(COLUMN, wanted.code, first) label=wanted.title hint=hint(wanted) prompt="Not in the file" options=choices(&table)/>
                }
                .into_any()
            })
            .collect();
        let orders = [
            Choice::new(DayOrder::DayFirst.code(), "Day first: 31/12/2026"),
            Choice::new(DayOrder::MonthFirst.code(), "Month first: 12/31/2026"),
        ];
        let discard = paths::DISCARD_IMPORT.to(id);
        view! {
            {fields}
            <Select of=form.field_or(DAYS, days) label="How dates are written" hint="Needed where a date can be read in two ways, as 03/04/2026 can." prompt="As the column shows by itself" options=orders.to_vec()/>
            <Buttons><Button label="Check the rows"/>" "<a href=discard>"Throw the file away"</a></Buttons>
        }
        .into_any()
    }))
}

fn hint(wanted: &Wanted) -> Option<&'static str> {
    match wanted.code {
        NUMBER => {
            Some("The number that the professional body gave. Needed, unless the email address or the name is there.")
        }
        EMAIL | NAME => Some("Needed, unless one of the two others is there."),
        RESULT => Some(
            "Passed or Not passed, Completed or Not completed, or the like. A row without a result records nothing.",
        ),
        DAY => Some("Rows of another day than this sitting’s are refused."),
        _ => None,
    }
}

/// The columns, each with what its first rows have.
fn choices(table: &Table) -> Vec<Choice> {
    let choice = |at: usize| {
        let samples: Vec<String> = table.samples(at).into_iter().map(shortened).collect();
        let samples = if samples.is_empty() { String::from("empty") } else { samples.join(", ") };
        Choice::new(at, format!("{} ({samples})", table.heading(at)))
    };
    (0..table.headings.len()).map(choice).collect()
}

fn shortened(text: &str) -> String {
    const LETTERS: usize = 20;
    match text.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
