//! Naming a supervisor.

use super::new_supervision::{AUTHORISED_AS, FROM_ON, SUPERVISOR, UNTIL_ON};
use crate::features::record::store::{self, NewSupervision, Overtaken, Possible};
use crate::prelude::pages::*;
use crate::web::names::told_apart;
use crate::web::tx::ReadOnly;
use domain::access::{SupervisorAt, managed_employers};
use domain::enrolments::{first_day, supervises_from};

/// Names a supervisor, of an employer for which the person acts.
pub struct NameSupervisor;

impl Form for NameSupervisor {
    const FIELDS: &'static [Field] = &[SUPERVISOR, AUTHORISED_AS, FROM_ON, UNTIL_ON];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::SUPERVISION;

    async fn act(cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::NameSupervisor, id).await?;
        let db = tx.read().await?;
        let managed = managed_employers(&tx.actor().await?, may.permit().subject());
        let possible = store::possible_supervisors(&db, id, &managed, cx.days(may.today())).await?;
        let there = store::supervisions(&db, id).await?;
        let name = &may.state().name;
        let employments = store::employments(&db, id).await?;
        let beginning = |first, employer| {
            let there = employments.iter().filter(|one| Some(one.employer) == employer).map(|one| one.spell());
            let first = supervises_from(first, name, there).and_then(|()| first_day(first, may.today()));
            first.map_err(|why| why.to_string())
        };
        let unknown = unknown(&db, id, values, &managed).await?;
        let new = NewSupervision::parse(values, (&possible, &unknown), &there, beginning)?;
        store::supervise(&may, &new).await?;
        Ok(Done::to(paths::SUPERVISION.to(id)).saying("The supervisor is named."))
    }
}

/// What is said where nobody was chosen who can be named: what somebody else did meanwhile with whoever was chosen, of an employer for
/// which the person acts.
async fn unknown(
    db: &ReadOnly<'_>,
    id: EnrolmentId,
    values: &Values,
    managed: &[OrganisationId],
) -> Result<String, AppError> {
    let chosen = SupervisorAt::parse(values.get(SUPERVISOR)).filter(|one| managed.contains(&one.employer));
    let overtaken = match chosen {
        Some(chosen) => store::overtaken(db, id, chosen).await?,
        None => None,
    };
    Ok(match overtaken {
        Some(Overtaken::Named { supervisor, by, from }) => {
            let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
            let from = words::date(from);
            format!(
                "{supervisor} was named meanwhile{by}, from {from} on. See above whether that is right, or choose somebody else"
            )
        }
        Some(Overtaken::Left { supervisor, employer }) => {
            format!("{supervisor} is no longer a supervisor at {employer}. Choose somebody else")
        }
        None => String::from("Choose who supervises"),
    })
}

/// The form, with those who may be named.
pub(super) fn draw(form: &Sheet<NameSupervisor>, possible: &[Possible], today: NaiveDate) -> AnyView {
    let several = possible.iter().any(|one| one.employer != possible[0].employer);
    let label = |one: &Possible| if several { format!("{}, {}", one.name, one.employer) } else { one.name.clone() };
    let labels: Vec<(String, &Possible)> = possible.iter().map(|one| (label(one), one)).collect();
    let called = told_apart(&labels, |(label, _)| label, &[&|(_, one)| one.email.clone()]);
    let options: Vec<_> = possible.iter().zip(called).map(|(one, called)| Choice::new(one.which(), called)).collect();
    form.around(view! {
        <Radios of=form.field(SUPERVISOR) legend="Supervisor" options=options/>
        <TextField of=form.field(AUTHORISED_AS) label="Authorised as" hint="Such as solicitor or Fellow. Fill it in if the framework asks for an authorised person." optional=true/>
        <TextField of=form.field_or(FROM_ON, today) label="First day" kind="date"/>
        <TextField of=form.field(UNTIL_ON) label="Last day" kind="date" hint="Leave it empty if it is not over." optional=true/>
        <Buttons><Button label="Name supervisor"/></Buttons>
    })
}
