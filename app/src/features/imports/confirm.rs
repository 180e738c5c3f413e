//! Confirming what a file brought that someone else recorded.

use super::store;
use crate::features::results::store::{self as results, Import, ImportState};
use crate::prelude::pages::*;
use crate::web::tx::Object;
use domain::access::Denied;

/// Confirms a file: all its results that wait, but for those that this person may not confirm.
#[derive(Debug)]
pub struct ConfirmImport;

impl Form for ConfirmImport {
    const FIELDS: &'static [Field] = &[];
    type At = ImportId;
    const ROUTE: Route<ImportId> = paths::CONFIRM_IMPORT;

    fn shown_on(id: &ImportId, _values: &Values) -> String {
        paths::IMPORT.to(*id)
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: ImportId, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ConfirmImport, id).await?;
        waits(may.state())?;
        let db = tx.read().await?;
        let actor = tx.actor().await?;
        let waiting = results::waiting_of(&db, id).await?;
        let (mut mine, mut others) = (Vec::new(), 0);
        for some in waiting.chunks(TOGETHER) {
            for (result, (subject, state)) in ResultId::read_all(some, &db, may.today()).await? {
                match permit(&actor, actions::ConfirmResult, &subject) {
                    Ok(_) => mine.push((result, state.enrolment)),
                    Err(_) => others += 1,
                }
            }
        }
        if mine.is_empty() {
            let said =
                "None of its results is yours to confirm. Ask a colleague, or look at them on the page of the sitting.";
            return Err(Stop::Instead(Done::to(paths::IMPORT.to(id)).warning(said)));
        }
        mine.sort_unstable();
        store::settle(tx, &may, Ok(&mine)).await?;
        let said = format!("{} confirmed and count.", words::count(mine.len(), "result is", "results are"));
        let said = if mine.len() == 1 { String::from("1 result is confirmed and counts.") } else { said };
        let done = Done::to(paths::IMPORT.to(id));
        Ok(match others {
            0 => done.saying(said),
            n => done.warning(format!(
                "{said} {} not yours to confirm: a colleague confirms it on the page of the sitting.",
                words::count(n, "result is", "results are")
            )),
        })
    }
}

/// Results that are asked about together.
pub(super) const TOGETHER: usize = 250;

/// Whether a file waits for a second person.
pub(super) fn waits(import: &Import) -> Result<(), Stop> {
    let ended = match (import.state(), &import.settled) {
        (ImportState::Written, _) => return Ok(()),
        (_, Some(by)) => format!("This file was looked at already {}. Nothing was changed.", super::words::settled(by)),
        (ImportState::LookedAt, None) => {
            String::from("Each of its results was looked at by itself already. Nothing was changed.")
        }
        (_, None) => String::from("Nothing is recorded of this file. Nothing was changed."),
    };
    Err(Stop::Instead(Done::to(paths::IMPORT.to(import.id)).warning(ended)))
}

/// What a second person can do with a file that was recorded.
pub(super) fn draw(
    import: &Import,
    form: Option<&Sheet<ConfirmImport>>,
    (refused, waiting): (Option<Denied>, usize),
) -> AnyView {
    let sitting = paths::SITTING.to(import.sitting_id);
    let to_sitting = view! { <p><a href=sitting>"See the results on the page of the sitting"</a></p> };
    let said = match import.state() {
        ImportState::Declined if waiting > 0 => Some(format!(
            "{}. What a mended file says of the same people takes the place of these, once it is recorded. Each can also be corrected, or confirmed, on the page of the sitting.",
            words::count(waiting, "of its results still waits", "of its results still wait")
        )),
        ImportState::LookedAt | ImportState::Declined => {
            Some(String::from("None of its results waits any more: each was confirmed or corrected."))
        }
        _ => None,
    };
    let said = said.map(|said| view! { <p>{said}</p> });
    let mended = (import.state() == ImportState::Declined && waiting > 0).then(|| {
        let new = paths::NEW_IMPORT.to(import.sitting_id);
        view! { <p><a class="button" href=new>"Upload a mended file in its place"</a></p> }
    });
    let confirm = form.map(|form| {
        let label = format!("Confirm {}", words::count(waiting, "result", "results"));
        let decline = paths::DECLINE_IMPORT.to(import.id);
        let fields = view! { <Buttons><Button label=label/>" "<a href=decline>"Decline"</a></Buttons> };
        let form = form.around(fields);
        view! {
            <Section id="confirm" title="Confirm the file">
                <p>"Compare it with what the assessor gave you. What you confirm counts from now on."</p>
                {form}
            </Section>
        }
    });
    view! {
        {said}
        {mended}
        {refused.map(|why| view! { <p>{why.to_string()}</p> })}
        {confirm}
        {to_sitting}
    }
    .into_any()
}
