//! Confirming what a file brought that someone else recorded.

use super::store;
use crate::content::catalogue::Catalogue;
use crate::features::results::store::{self as results, Import, ImportState};
use crate::prelude::pages::*;
use crate::web::names::by_name;
use crate::web::pages::PAGE;
use domain::access::{Actor, Denied};
use domain::text::list;
use sea_orm::ConnectionTrait;

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
        let actor = tx.actor().await?;
        let Waiting { mut mine, left, ended } =
            waiting(&tx.read().await?, tx.catalogue(), (id, &actor), may.today()).await?;
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
        let left = match left.len() {
            0 => None,
            n => Some(format!(
                "{} left to a colleague, who confirms {} on the page of the sitting.",
                words::count(n, "result is", "results are"),
                if n == 1 { "it" } else { "them" }
            )),
        };
        let rest: Vec<String> = left.into_iter().chain(left_out(&ended)).collect();
        Ok(if rest.is_empty() { done.saying(said) } else { done.warning(format!("{said} {}", rest.join(" "))) })
    }
}

/// Results that are asked about together.
const TOGETHER: usize = 250;

/// The results of a file that wait.
pub(super) struct Waiting {
    /// Those that somebody may confirm.
    pub mine: Vec<(ResultId, EnrolmentId)>,
    /// Those that they may not, by name.
    pub left: Vec<Left>,
    /// Of whom the enrolment has ended, by name: nobody confirms these.
    pub ended: Vec<String>,
}

/// A result that somebody may not confirm.
pub(super) struct Left {
    pub name: String,
    /// Whose it is.
    pub trainee: PersonId,
    pub why: Denied,
}

/// The results of a file that wait, by whether somebody may confirm them today.
pub(super) async fn waiting(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (id, actor): (ImportId, &Actor),
    today: NaiveDate,
) -> Result<Waiting, AppError> {
    let (mut mine, mut left, mut ended) = (Vec::new(), Vec::new(), Vec::new());
    for some in results::waiting_of(connection, id).await?.chunks(TOGETHER) {
        for (result, (subject, state)) in results::with_subjects(connection, catalogue, some, today).await? {
            match permit(actor, actions::ConfirmResult, &subject) {
                Ok(_) => mine.push((result, state.enrolment)),
                Err(_) if subject.has_ended && state.trainee != actor.person => ended.push(state.name),
                Err(why) => left.push(Left { name: state.name, trainee: state.trainee, why }),
            }
        }
    }
    Ok(Waiting { mine, left: by_name(left, |one| &one.name), ended: by_name(ended, |name| name.as_str()) })
}

/// What is said of results of enrolments that have ended.
fn left_out(ended: &[String]) -> Option<String> {
    let more = ended.len().saturating_sub(PAGE);
    let names = ended.iter().take(PAGE).cloned().chain((more > 0).then(|| format!("{more} more")));
    let names = list(&names.collect::<Vec<_>>());
    match ended.len() {
        0 => None,
        1 => Some(format!("The enrolment of {names} has ended: that result is left out.")),
        _ => Some(format!("The enrolments of {names} have ended: their results are left out.")),
    }
}

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

/// What a second person can do with a file that was recorded: `waiting` are the results that wait, how many they are and, for who
/// looks at them, whether they may confirm them.
pub(super) fn draw(
    import: &Import,
    form: Option<&Sheet<ConfirmImport>>,
    (refused, count, waiting): (Option<Denied>, usize, Option<(&Waiting, PersonId)>),
) -> AnyView {
    let sitting = paths::SITTING.to(import.sitting_id);
    let to_sitting = view! { <p><a href=sitting>"See the results on the page of the sitting"</a></p> };
    let said = match import.state() {
        ImportState::Declined if count > 0 => Some(format!(
            "{}. What a mended file says of the same people takes the place of these, once it is recorded. Each can also be corrected, or confirmed, on the page of the sitting.",
            words::count(count, "of its results is not put right yet", "of its results are not put right yet")
        )),
        ImportState::LookedAt | ImportState::Declined => {
            Some(String::from("Nothing of it is left to be done: each result was confirmed or corrected."))
        }
        _ => None,
    };
    let said = said.map(|said| view! { <p>{said}</p> });
    let mended = (import.state() == ImportState::Declined && count > 0).then(|| {
        let new = paths::NEW_IMPORT.to(import.sitting_id);
        view! { <p><a class="button" href=new>"Upload a mended file in its place"</a></p> }
    });
    let confirm = form.zip(waiting).map(|(form, waiting)| confirm(import.id, form, waiting));
    view! {
        {said}
        {mended}
        {refused.map(|why| view! { <p>{why.to_string()}</p> })}
        {confirm}
        {to_sitting}
    }
    .into_any()
}

/// The results that somebody confirms, and those that they leave to a colleague.
fn confirm(id: ImportId, form: &Sheet<ConfirmImport>, (waiting, who): (&Waiting, PersonId)) -> AnyView {
    let (mine, left) = (waiting.mine.len(), &waiting.left);
    // Nobody declines a result of their own either.
    let decline = left.iter().all(|one| one.trainee != who).then(|| {
        view! { <a href=paths::DECLINE_IMPORT.to(id)>"Decline"</a> }
    });
    let form = match mine {
        0 => view! { <p>{decline}</p> }.into_any(),
        n => {
            let label = format!("Confirm {}", words::count(n, "result", "results"));
            form.around(view! { <Buttons><Button label=label/>" "{decline}</Buttons> })
        }
    };
    let said = match mine {
        0 => "None of its results is yours to confirm.",
        _ => "Compare it with what the assessor gave you. What you confirm counts from now on.",
    };
    let items = left.iter().take(PAGE).map(|one| {
        let why = match one.why {
            Denied::Forbidden(why) => why,
            Denied::Unknown => "You can’t confirm it.",
        };
        view! { <li>{format!("{}: {why}", one.name)}</li> }
    });
    let items = items.collect_view();
    let more = left.len().saturating_sub(PAGE);
    let more = (more > 0).then(|| view! { <li>{format!("{more} more.")}</li> });
    let ended = left_out(&waiting.ended).map(|said| view! { <p>{said}</p> });
    let left = (!left.is_empty()).then(|| {
        let said = match left.len() {
            1 => String::from("1 result is left to a colleague, who confirms it on the page of the sitting:"),
            n => format!("{n} results are left to a colleague, who confirms them on the page of the sitting:"),
        };
        view! { <p>{said}</p><ul>{items}{more}</ul> }
    });
    view! {
        <Section id="confirm" title="Confirm the file">
            <p>{said}</p>
            {left}
            {ended}
            {form}
        </Section>
    }
    .into_any()
}
