//! Recording the results of a file.

use super::import::checkable;
use super::judge::Judge;
use super::store::{self, Row};
use crate::design::field::Checkboxes;
use crate::features::results::store::{Import, ImportState};
use crate::prelude::pages::*;
use domain::imports::Verdict;
use domain::journal::Digest;
use domain::text::list;

/// That rows that can't be recorded are left out.
const LEAVE_OUT: Field = Field::new("leave_out");
/// The hash of the rows and of how the columns were matched, as they were shown.
const SEEN: Field = Field::new("seen");

/// Records all results of a file, or none.
#[derive(Debug)]
pub struct WriteImport;

impl Form for WriteImport {
    const FIELDS: &'static [Field] = &[LEAVE_OUT, SEEN];
    type At = ImportId;
    const ROUTE: Route<ImportId> = paths::WRITE_IMPORT;

    fn shown_on(id: &ImportId, _values: &Values) -> String {
        paths::IMPORT.to(*id)
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: ImportId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteImport, id).await?;
        checkable(may.state())?;
        let there = Done::to(paths::IMPORT.to(id));
        if may.state().state() != ImportState::Checked {
            return Err(Stop::Instead(there.warning("The rows are still being checked. Nothing was recorded.")));
        }
        let counts = store::counts(&tx.read().await?, id).await?;
        let count = |verdict| counts.get(&verdict).copied().unwrap_or_default();
        writable(
            (count(Verdict::Ready), count(Verdict::Ask), count(Verdict::Wrong)),
            !values.get(LEAVE_OUT).is_empty(),
        )?;
        if values.get(SEEN) != store::hash(&tx.read().await?, id).await?.to_string() {
            let said = "Nothing was recorded: the columns were matched again or rows were decided otherwise since you opened the page. What stands below is as it is now.";
            return Err(Stop::Instead(there.warning(said)));
        }
        let sitting = tx.may(actions::ManageSitting, may.state().sitting_id).await?;
        let mut rows = store::by_verdict(&tx.read().await?, (id, Verdict::Ready), domain::imports::MOST_ROWS).await?;
        store::lock_rows(tx, &rows).await?;
        let judge = Judge {
            catalogue: tx.catalogue(),
            sitting: sitting.state(),
            today: may.today(),
            by: may.state().began_by,
            import: id,
        };
        let db = tx.read().await?;
        let columns = may.state().matched()?.ok_or(AppError::NotFound)?;
        let changed = judge.changed(&db, (&store::table(&db, id).await?, &columns), &rows).await?;
        store::check_again(&may, changed.clone()).await?;
        let (known, otherwise): (Vec<&Row>, Vec<&Row>) = changed.iter().partition(|row| row.verdict == Verdict::Known);
        if !otherwise.is_empty() {
            let numbers: Vec<String> = otherwise.iter().take(10).map(|row| row.number.to_string()).collect();
            let row = if otherwise.len() == 1 { "row" } else { "rows" };
            return Ok(there.warning(format!(
                "Nothing was recorded: something has changed meanwhile of {row} {}. What stands below is as it is now; the rest can still be recorded.",
                list(&numbers)
            )));
        }
        rows.retain(|row| known.iter().all(|known| known.number != row.number));
        if rows.is_empty() {
            return Ok(there.warning("Nothing was recorded: all that the file says was recorded already."));
        }
        let written = store::write(tx, &may, sitting.state(), &rows).await?;
        let results = words::count(written, "result is", "results are");
        let they = if written == 1 { "It counts" } else { "They count" };
        let known = match known.len() {
            0 => String::new(),
            n => format!(" {} what was recorded already meanwhile.", words::count(n, "row says", "rows say")),
        };
        Ok(there.saying(format!("{results} recorded. {they} when someone else confirms the file.{known}")))
    }
}

/// Whether a file can be recorded as it is.
fn writable((ready, ask, wrong): (usize, usize, usize), leaves_out: bool) -> Result<(), Invalid> {
    let mut invalid = Invalid::default();
    if ask > 0 {
        invalid.add("decide", format!("Decide first about the {}", words::count(ask, "row", "rows")));
    }
    if ready == 0 {
        invalid.add("record", "There is no row that can be recorded");
    }
    if wrong > 0 && !leaves_out {
        invalid
            .add(LEAVE_OUT.name, "Mend the rows that can’t be recorded and upload the file again, or leave them out");
    }
    if invalid.is_empty() { Ok(()) } else { Err(invalid) }
}

/// What can be done with a file whose rows are checked.
pub(super) fn draw(
    import: &Import,
    (form, seen): (&Sheet<WriteImport>, Digest),
    (ready, ask, wrong): (usize, usize, usize),
) -> AnyView {
    let id = import.id;
    let (again, new, discard) =
        (paths::IMPORT_COLUMNS.to(id), paths::NEW_IMPORT.to(import.sitting_id), paths::DISCARD_IMPORT.to(id));
    let leave_out = (wrong > 0).then(|| {
        let rows = words::count(wrong, "row that can’t be recorded", "rows that can’t be recorded");
        let options = vec![Choice::new("yes", format!("Leave out the {rows}"))];
        view! { <Checkboxes of=form.field(LEAVE_OUT) legend="Rows that can’t be recorded" options=options/> }
    });
    let write = match (ready, ask) {
        (0, 0) => view! { <p id="record-none">"No row of this file can be recorded."</p> }.into_any(),
        (_, 0) => {
            let label = format!("Record {}", words::count(ready, "result", "results"));
            form.around(view! {
                {form.fixed(SEEN, seen)}
                {leave_out}
                <Buttons><Button label=label/></Buttons>
            })
        }
        _ => view! { <p>"Decide about the rows above first. Then the results can be recorded."</p> }.into_any(),
    };
    view! {
        <Section id="record" title="Record the results">
            <p>"All of them are recorded at once, or none. They are provisional until someone else confirms the file."</p>
            {write}
            <ul>
                <li><a href=new>"Upload a mended file in its place"</a></li>
                <li><a href=again>"Match the columns again"</a></li>
                <li><a href=discard>"Throw the file away"</a></li>
            </ul>
        </Section>
    }
    .into_any()
}
