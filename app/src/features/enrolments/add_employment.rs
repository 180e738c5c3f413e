//! Noting a further employment.

use super::employers_and_providers::first_day_there;
use crate::features::people::store as people;
use crate::features::record::store::{self, Employment, NewEmployment};
use crate::prelude::pages::*;
use domain::enrolments::Taken;
use domain::interval::free;
use domain::people::OrganisationKind;

const EMPLOYER: Field = Field::new("employer");
const JOB_TITLE: Field = Field::new("job_title");
const FROM: Field = Field::new("employed_from");

/// Notes a further employment. It is of the whole record, and so belongs to each enrolment in it.
pub struct AddEmployment;

impl Form for AddEmployment {
    const FIELDS: &'static [Field] = &[EMPLOYER, JOB_TITLE, FROM];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::ADD_EMPLOYMENT;

    fn shown_on(id: &EnrolmentId, _values: &Values) -> String {
        paths::EMPLOYERS_AND_PROVIDERS.to(*id)
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManageEmployersAndProviders, id).await?;
        let db = tx.read().await?;
        let of = (OrganisationKind::Employer, may.permit().subject().bodies.as_slice());
        let employer = people::chosen(&db, of, OrganisationId::parse(values.get(EMPLOYER))).await?;
        let there = store::employments(&db, id).await?;
        let name = &may.state().name;
        let new = NewEmployment::parse((values, may.today()), name, employer, &there)?;
        store::employ(&may, &new).await?;
        Ok(Done::to(paths::EMPLOYERS_AND_PROVIDERS.to(id)).saying(format!(
            "{name} works for {} from {} on. Its administrator can name supervisors from that day.",
            new.employer_name,
            words::date(new.from_on)
        )))
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
        let from_on = first_day_there(&mut invalid, from, |new| {
            let (id, employer) = employer.clone()?;
            let there = free(new, there.iter().filter(|one| one.employer == id).map(Employment::spell)).err()?;
            Some(Taken::Employed { trainee: trainee.to_owned(), employer, there })
        });
        match (employer, job_title, from_on) {
            (Some((employer, employer_name)), Some(job_title), Some(from_on)) if invalid.is_empty() => {
                Ok(Self { employer, employer_name, job_title, from_on })
            }
            _ => Err(invalid),
        }
    }
}

/// The form, with the employers to choose from.
pub(super) fn draw(form: &Sheet<AddEmployment>, employers: Vec<Choice>, today: NaiveDate) -> AnyView {
    form.around(view! {
        <Select of=form.field(EMPLOYER) label="Employer" hint="If it is not in the list, add it under People first." prompt="Choose an employer" options=employers/>
        <TextField of=form.field(JOB_TITLE) label="Job title"/>
        <TextField of=form.field_or(FROM, today) label="First day of the employment" kind="date"/>
        <Buttons><Button label="Add employer"/></Buttons>
    })
}
