//! A new enrolment, and the trainee whose it is.

use super::joining::joined_on;
use crate::features::record::store::NewEnrolment;
use crate::prelude::pages::*;
use domain::enrolments::{enrolled_from, first_day};
use domain::framework::Framework;

pub(super) const NAME: Field = Field::new("name");
pub(super) const EMAIL: Field = Field::new("email");
pub(super) const FRAMEWORK: Field = Field::new("framework");
pub(super) const SPECIALISM: Field = Field::new("specialism");
pub(super) const FROM_ON: Field = Field::new("from_on");
pub(super) const JOINED_ON: Field = Field::new("joined_on");
pub(super) const PROVIDER: Field = Field::new("provider");
pub(super) const EMPLOYER: Field = Field::new("employer");
pub(super) const JOB_TITLE: Field = Field::new("job_title");
pub(super) const ACCOUNT: Field = Field::new("account");
pub(super) const NAMESAKE: Field = Field::new("namesake");

/// A new trainee with their enrolment.
#[derive(Debug)]
pub(super) struct NewTrainee {
    pub name: String,
    pub email: String,
    /// Whether to do what the form asks about the account of this address, when it may be in other hands.
    pub agreed: bool,
    /// Whether they are another person than the trainees of the same name.
    pub is_another: bool,
    /// What they are enrolled on.
    pub enrolment: NewEnrolment,
}

impl NewTrainee {
    /// Every field that is wrong, or the values; `offered` are the frameworks to choose from.
    pub fn parse(values: &Values, cx: &RequestCx, offered: &[Arc<Framework>]) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take(NAME.name, fields::line(values.get(NAME), "the trainee’s name", 200));
        let email = invalid.take(EMAIL.name, fields::email(values.get(EMAIL)));
        let framework = values.get(FRAMEWORK).split_once(' ').and_then(|chosen| {
            let mut offered = offered.iter();
            offered.find(|one| (one.slug(), one.version()) == chosen)
        });
        if framework.is_none() {
            invalid.add(FRAMEWORK.name, "Choose a framework");
        }
        let specialism = Some(values.get(SPECIALISM).trim()).filter(|text| !text.is_empty()).map(str::to_owned);
        if let (Some(framework), Some(specialism)) = (framework, &specialism)
            && !framework.specialisms().iter().any(|one| one.id == *specialism)
        {
            invalid.add(SPECIALISM.name, "Choose a specialism of the framework, or none for now");
        }
        let today = framework.map_or_else(|| cx.day_of_organisations(), |framework| cx.day_of(framework));
        let from_on = invalid.take(
            FROM_ON.name,
            fields::date(values.get(FROM_ON), "the first day").and_then(|first| {
                let first = match framework {
                    Some(framework) => enrolled_from(first, today, framework.effective_from(), false),
                    None => first_day(first, today),
                };
                first.map_err(|why| why.to_string())
            }),
        );
        let joined_on = match values.get(JOINED_ON).trim() {
            "" => None,
            day => invalid.take(JOINED_ON.name, joined_on(day, today)),
        };
        let employer = employer(values, &mut invalid);
        match (name, email, framework, from_on) {
            (Some(name), Some(email), Some(framework), Some(from_on)) if invalid.is_empty() => Ok(Self {
                // Each box says for whom it was ticked: a name or an address that is typed afterwards is somebody else's.
                is_another: values.get(NAMESAKE) == name,
                name,
                agreed: values.get(ACCOUNT) == email,
                email,
                enrolment: NewEnrolment {
                    framework: (framework.slug().to_owned(), framework.version().to_owned()),
                    specialism,
                    from_on,
                    joined_on,
                    provider: OrganisationId::parse(values.get(PROVIDER)),
                    employer,
                },
            }),
            _ => Err(invalid),
        }
    }
}

/// Refuses a first day on which an earlier enrolment on the same version went on, which the trainee has left by now.
pub(super) fn after_the_earlier(first: NaiveDate, over_from: Option<NaiveDate>) -> Result<NaiveDate, String> {
    match over_from.filter(|over_from| first < *over_from) {
        None => Ok(first),
        Some(over_from) => Err(format!(
            "Enter a day from {} on: an earlier enrolment on this version went on until then",
            words::date(over_from)
        )),
    }
}

/// The employer with the job there: both, or neither.
fn employer(values: &Values, invalid: &mut Invalid) -> Option<(OrganisationId, String)> {
    let job_title = values.get(JOB_TITLE);
    match OrganisationId::parse(values.get(EMPLOYER)) {
        Some(employer) => {
            let job_title = invalid.take(JOB_TITLE.name, fields::line(job_title, "the job title", 200));
            job_title.map(|job_title| (employer, job_title))
        }
        None => {
            if !job_title.trim().is_empty() {
                let text = "Choose the employer of this job, or clear the job title";
                invalid.add(EMPLOYER.name, text);
            }
            None
        }
    }
}
