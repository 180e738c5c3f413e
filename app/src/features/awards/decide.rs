//! Deciding an application: conferring the status, or declining to.

use super::store::{self, Application, Decided};
use crate::features::record::store::Case;
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::awards::ApplicationOutcome;
use domain::journal::Digest;
use domain::standing::State;

const DECISION: Field = Field::new("decision");
const REASON: Field = Field::written("reason");
/// What the decision rests on, as the page showed it.
const READ: Field = Field::new("read");

/// Longest reason that is kept, characters.
pub(super) const REASON_MAX: usize = 2000;

/// Confers the status from today on, or declines to.
pub struct Decide;

impl Form for Decide {
    const FIELDS: &'static [Field] = &[DECISION, REASON, READ];
    type At = ApplicationId;
    const ROUTE: Route<ApplicationId> = paths::APPLICATION;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ApplicationId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::DecideApplication, id).await?;
        let asked = may.state();
        // Whoever decides second is shown the first decision, whatever their own form says.
        if let Some(before) = &asked.application.decided {
            return Err(Stop::Instead(Done::to(paths::APPLICATION.to(id)).warning(overtaken(before))));
        }
        let (outcome, reason) = parse(values)?;
        if values.get(READ) != read(&asked.case, &asked.application) {
            let why = "What this rests on has changed since you opened the page. Look at it again, and send your decision once more if it is still the same";
            return Err(Invalid::one(DECISION.name, why).into());
        }
        let name = &asked.case.name;
        match outcome {
            ApplicationOutcome::Conferred if !is_open(&asked.case, &asked.application) => {
                let why = "Decline, or leave the application open: not every requirement of the status is met today";
                Err(Invalid::one(DECISION.name, why).into())
            }
            ApplicationOutcome::Conferred => {
                let award = store::confer(&may, reason).await?;
                Ok(Done::to(paths::AWARD.to(award)).saying(format!("{name} holds the status from today.")))
            }
            ApplicationOutcome::Declined => {
                store::decline(&may, reason).await?;
                let said = format!("The application is declined. {name} sees your reason.");
                Ok(Done::to(paths::APPLICATION.to(id)).saying(said))
            }
        }
    }
}

/// The decision with its reason, or with a remark, which may be empty.
fn parse(values: &Values) -> Result<(ApplicationOutcome, String), Invalid> {
    let mut invalid = Invalid::default();
    let typed = values.get(REASON);
    let parsed = match values.get(DECISION) {
        "confer" => invalid
            .take(REASON.name, fields::optional_text(typed, "the remark", REASON_MAX))
            .map(|remark| (ApplicationOutcome::Conferred, remark.unwrap_or_default())),
        "decline" => {
            let what = "the reason, so that the trainee knows what to do";
            invalid
                .take(REASON.name, fields::text(typed, what, REASON_MAX))
                .map(|reason| (ApplicationOutcome::Declined, reason))
        }
        _ => {
            invalid.add(DECISION.name, "Choose whether to confer the status or to decline");
            None
        }
    };
    parsed.ok_or(invalid)
}

/// What whoever decides reads: how every node stands, and which results are being corrected.
fn read(case: &Case, application: &Application) -> String {
    let nodes: Vec<State> = case.framework.nodes().map(|(ix, _)| case.standing.state(ix)).collect();
    let corrected = case.waiting.iter().filter(|one| matches!(one, Waiting::Result { is_correction: true, .. }));
    let corrected: Vec<&Waiting> = corrected.collect();
    Digest::of(&format!("{} {nodes:?} {corrected:?}", application.step_off)).to_string()
}

/// Whether everything is there that the status asks for.
fn is_open(case: &Case, application: &Application) -> bool {
    let step_off = case.framework.step_off(&application.step_off);
    step_off.is_some_and(|(ix, _)| case.standing.state(ix) == State::Available)
}

fn overtaken(before: &Decided) -> String {
    let what = if before.is_conferred() { "conferred the status" } else { "declined this application" };
    let on = words::date(before.on);
    format!("{} {what} on {on}. Nothing was saved.", before.by)
}

/// The form. Conferring is offered only where it can be done; the standing is asked once more when it is sent.
pub(super) fn draw(case: &Case, application: &Application, form: &Sheet<Decide>) -> AnyView {
    let option = |value: &str, label: &str, hint: &str| Choice::new(value, label).hinted(hint);
    let mut options = Vec::new();
    if is_open(case, application) {
        options.push(option(
            "confer",
            "Confer the status",
            "It is in force from today. The public page shows it at once.",
        ));
    }
    options.push(option("decline", "Decline", "The trainee reads your reason and may apply again."));
    form.around(view! {
        {form.fixed(READ, read(case, application))}
        <Radios of=form.field(DECISION) legend="What do you decide?" options=options/>
        <TextArea
            of=form.field(REASON)
            label="Reason or remark"
            hint="If you decline, you have to give a reason. It is kept with the decision. The trainee and the registrars of their professional body read it."
            rows=4
        />
        <Buttons><Button label="Decide"/></Buttons>
    })
}
