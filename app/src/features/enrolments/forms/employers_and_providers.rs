use crate::features::enrolments::store::{Employment, Registration};
use crate::web::fields;
use crate::web::form::Values;
use chrono::NaiveDate;
use domain::enrolments::{Spell, Taken, free};
use domain::ids::OrganisationId;
use domain::invalid::Invalid;

/// An employment to be noted.
#[derive(Clone, Debug)]
pub struct Employ {
    /// Whose, as a message says it.
    pub trainee: String,
    /// For whom.
    pub employer: OrganisationId,
    /// Its name.
    pub employer_name: String,
    /// The job there.
    pub job_title: String,
    /// First day.
    pub from_on: NaiveDate,
}

impl Employ {
    /// # Errors
    /// Every field that is wrong. `employers` are those to choose from, `there` the employments of the trainee.
    pub fn parse(
        values: &Values,
        trainee: &str,
        employers: &[(OrganisationId, String)],
        there: &[Employment],
    ) -> Result<Self, Invalid> {
        let get = |field: &str| values.get(field).map_or("", String::as_str);
        let mut invalid = Invalid::default();
        let employer = chosen(employers, get("employer"));
        if employer.is_none() {
            invalid.add("employer", "Choose the employer");
        }
        let job_title = invalid.take("job_title", fields::line(get("job_title"), "the job title", 200));
        let from_on = invalid.take(
            "employed_from",
            fields::date(get("employed_from"), "the first day of the employment"),
        );
        if let (Some((id, name)), Some(from)) = (&employer, from_on) {
            let there = there.iter().filter(|one| one.employer == *id).map(|one| one.spell);
            if let Err(there) = free(Spell::from(from), there) {
                let (trainee, employer) = (trainee.to_owned(), name.clone());
                let taken = Taken::Employed {
                    trainee,
                    employer,
                    there,
                };
                invalid.add("employed_from", taken.to_string());
            }
        }
        match (employer, job_title, from_on) {
            (Some((employer, employer_name)), Some(job_title), Some(from_on)) if invalid.is_empty() => Ok(Self {
                trainee: trainee.to_owned(),
                employer,
                employer_name,
                job_title,
                from_on,
            }),
            _ => Err(invalid),
        }
    }
}

/// A registration to be noted.
#[derive(Clone, Debug)]
pub struct Register {
    /// Whose, as a message says it.
    pub trainee: String,
    /// With whom.
    pub provider: OrganisationId,
    /// Its name.
    pub provider_name: String,
    /// First day.
    pub from_on: NaiveDate,
}

impl Register {
    /// # Errors
    /// Every field that is wrong. `providers` are those to choose from, `there` the registrations of the enrolment.
    pub fn parse(
        values: &Values,
        trainee: &str,
        providers: &[(OrganisationId, String)],
        there: &[Registration],
    ) -> Result<Self, Invalid> {
        let get = |field: &str| values.get(field).map_or("", String::as_str);
        let mut invalid = Invalid::default();
        let provider = chosen(providers, get("provider"));
        if provider.is_none() {
            invalid.add("provider", "Choose the training provider");
        }
        let from_on = invalid.take(
            "registered_from",
            fields::date(get("registered_from"), "the first day of the registration"),
        );
        if let (Some((id, name)), Some(from)) = (&provider, from_on) {
            let there = there.iter().filter(|one| one.provider == *id).map(|one| one.spell);
            if let Err(there) = free(Spell::from(from), there) {
                let (trainee, provider) = (trainee.to_owned(), name.clone());
                let taken = Taken::Registered {
                    trainee,
                    provider,
                    there,
                };
                invalid.add("registered_from", taken.to_string());
            }
        }
        match (provider, from_on) {
            (Some((provider, provider_name)), Some(from_on)) if invalid.is_empty() => Ok(Self {
                trainee: trainee.to_owned(),
                provider,
                provider_name,
                from_on,
            }),
            _ => Err(invalid),
        }
    }
}

fn chosen(options: &[(OrganisationId, String)], posted: &str) -> Option<(OrganisationId, String)> {
    let posted = OrganisationId::parse(posted)?;
    options.iter().find(|(id, _)| *id == posted).cloned()
}
