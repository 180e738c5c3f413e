//! Noting a further employment.

use super::employers_and_providers::first_day_there;
use crate::features::people::store as people;
use crate::features::record::store::{self, Employment, NewEmployment};
use crate::prelude::pages::*;
use domain::enrolments::Taken;
use domain::interval::{Interval, free};
use domain::people::OrganisationKind;

const EMPLOYER: Field = Field::new("employer");
const JOB_TITLE: Field = Field::new("job_title");
const FROM: Field = Field::new("employed_from");
const LAST_DAY: Field = Field::new("employed_until");

/// Notes a further employment. It is of the whole record, and so belongs to each enrolment in it.
pub struct AddEmployment;

impl Form for AddEmployment {
    const FIELDS: &'static [Field] = &[EMPLOYER, JOB_TITLE, FROM, LAST_DAY];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::ADD_EMPLOYMENT;
    const SHOWN_ON: Route<EnrolmentId> = paths::EMPLOYERS_AND_PROVIDERS;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::AddEmployerOrProvider, id).await?;
        let db = tx.read().await?;
        let of = (OrganisationKind::Employer, may.permit().subject().bodies.as_slice());
        let employer = people::chosen(&db, of, OrganisationId::parse(values.get(EMPLOYER))).await?;
        let there = store::employments(&db, id).await?;
        let name = &may.state().name;
        let new = NewEmployment::parse((values, may.today()), name, employer, &there)?;
        store::employ(&may, &new).await?;
        let (employer, from) = (&new.employer_name, words::date(new.from_on));
        let said = match new.until_on.and_then(|until| until.pred_opt()) {
            Some(last) => format!(
                "{name} worked for {employer} from {from} to {}. Its people confirm work of those days, and see nothing else.",
                words::date(last)
            ),
            None => format!(
                "{name} works for {employer} from {from} on. Its administrator can name supervisors from that day."
            ),
        };
        Ok(Done::to(paths::EMPLOYERS_AND_PROVIDERS.to(id)).saying(said))
    }
}

impl NewEmployment {
    /// `employer` is the one that was chosen, `there` are the employments of the trainee.
    fn parse(
        (values, today): (&Values, NaiveDate),
        trainee: &str,
        employer: Option<(OrganisationId, String)>,
        there: &[Employment],
    ) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let employer = invalid.take(EMPLOYER.name, employer.ok_or_else(|| String::from("Choose the employer")));
        let job_title = invalid.take(JOB_TITLE.name, fields::line(values.get(JOB_TITLE), "the job title", 200));
        let from = (FROM, fields::date(values.get(FROM), "the first day of the employment"), today);
        let until_on = match values.get(LAST_DAY).trim() {
            "" => Some(None),
            day => invalid.take(LAST_DAY.name, last_day(day, today)).map(|last| last.succ_opt()),
        };
        let from_on = first_day_there(&mut invalid, from, |new| {
            let (id, employer) = employer.clone()?;
            let new = Interval { until: until_on.flatten(), ..new };
            let there = free(new, there.iter().filter(|one| one.employer == id).map(Employment::spell)).err()?;
            Some(Taken::Employed { trainee: trainee.to_owned(), employer, there })
        });
        if from_on.zip(until_on.flatten()).is_some_and(|(from, until)| until <= from) {
            invalid.add(LAST_DAY.name, "Choose a last day on or after the first day");
        }
        match (employer, job_title, from_on, until_on) {
            (Some((employer, employer_name)), Some(job_title), Some(from_on), Some(until_on)) if invalid.is_empty() => {
                Ok(Self { employer, employer_name, job_title, from_on, until_on })
            }
            _ => Err(invalid),
        }
    }
}

/// The last day of an employment that is over.
fn last_day(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let day = fields::date(text, "the last day of the employment")?;
    let is_over = day < today;
    is_over.then_some(day).ok_or_else(|| {
        String::from("Leave the last day empty while the employment goes on, and end it when it is over")
    })
}

/// The form, with the employers to choose from.
pub(super) fn draw(form: &Sheet<AddEmployment>, employers: Vec<Choice>, today: NaiveDate) -> AnyView {
    form.around(view! {
        <Select of=form.field(EMPLOYER) label="Employer" hint="If it is not in the list, add it under People first." prompt="Choose an employer" options=employers/>
        <TextField of=form.field(JOB_TITLE) label="Job title"/>
        <TextField of=form.field_or(FROM, today) label="First day of the employment" kind="date"/>
        <TextField of=form.field(LAST_DAY) label="Last day" hint="Fill this in only if the employment is over. The people of that employer then see only the work that they are asked to confirm." kind="date" optional=true/>
        <Buttons><Button label="Add employer"/></Buttons>
    })
}
