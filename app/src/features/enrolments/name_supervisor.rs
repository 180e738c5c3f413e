//! Naming a supervisor.

use super::new_supervision::{AUTHORISED_AS, FROM_ON, SUPERVISOR, UNTIL_ON};
use crate::features::record::store::{self, NewSupervision};
use crate::prelude::pages::*;
use domain::access::managed_employers;

/// Names a supervisor, of an employer for which the person acts.
pub struct NameSupervisor;

impl Form for NameSupervisor {
    const FIELDS: &'static [Field] = &[SUPERVISOR, AUTHORISED_AS, FROM_ON, UNTIL_ON];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::SUPERVISION;

    async fn act(cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManageSupervision, id).await?;
        let db = tx.read().await?;
        let managed = managed_employers(&tx.actor().await?, may.permit().subject());
        let possible = store::possible_supervisors(&db, id, &managed, cx.days(may.today())).await?;
        let there = store::supervisions(&db, id).await?;
        let new = NewSupervision::parse(values, &possible, &there)?;
        store::supervise(&may, &managed, &new).await?;
        Ok(Done::to(paths::SUPERVISION.to(id)).saying("The supervisor is named."))
    }
}

/// The form, with those who may be named.
pub(super) fn draw(form: &Sheet<NameSupervisor>, possible: &[(PersonId, String)], today: NaiveDate) -> AnyView {
    let options: Vec<_> = possible.iter().map(|(id, name)| Choice::new(id, name)).collect();
    form.around(view! {
        <Radios of=form.field(SUPERVISOR) legend="Supervisor" options=options/>
        <TextField of=form.field(AUTHORISED_AS) label="Authorised as" hint="Such as solicitor or Fellow. Needed where the framework asks for an authorised person." optional=true/>
        <TextField of=form.field_or(FROM_ON, today) label="First day" kind="date"/>
        <TextField of=form.field(UNTIL_ON) label="Last day" kind="date" hint="Leave it empty while it goes on." optional=true/>
        <Buttons><Button label="Name supervisor"/></Buttons>
    })
}
