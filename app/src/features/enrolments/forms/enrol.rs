use super::joining::joined_on;
use crate::features::frameworks::catalogue::Catalogue;
use crate::web::fields;
use crate::web::form::Values;
use crate::web::words;
use chrono::NaiveDate;
use domain::ids::OrganisationId;
use domain::invalid::Invalid;

/// A new enrolment.
#[derive(Clone, Debug)]
pub struct Enrol {
    /// Slug and version.
    pub framework: (String, String),
    /// A practice area, where the framework has them.
    pub specialism: Option<String>,
    /// First day.
    pub from_on: NaiveDate,
    /// The day on which they joined the professional body, where it is known.
    pub joined_on: Option<NaiveDate>,
    /// The provider to register with.
    pub provider: Option<OrganisationId>,
    /// The employer and the job there.
    pub employer: Option<(OrganisationId, String)>,
}

/// A new trainee with their enrolment.
pub struct EnrolTrainee {
    /// As shown.
    pub name: String,
    /// In lower case.
    pub email: String,
    /// Whether the account that has this address is to be started anew, as the form asks when it may be in other hands.
    pub anew: bool,
    /// What they are enrolled on.
    pub enrol: Enrol,
}

impl EnrolTrainee {
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(values: &Values, catalogue: &Catalogue, today: NaiveDate) -> Result<Self, Invalid> {
        let get = |field: &str| values.get(field).map_or("", String::as_str);
        let mut invalid = Invalid::default();
        let name = invalid.take("name", fields::line(get("name"), "the trainee’s name", 200));
        let email = invalid.take("email", fields::email(get("email")));
        let framework = get("framework")
            .split_once(' ')
            .and_then(|(slug, version)| catalogue.get(slug, version));
        if framework.is_none() {
            invalid.add("framework", "Choose a framework");
        }
        let specialism = Some(get("specialism").trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned);
        if let (Some(framework), Some(specialism)) = (&framework, &specialism)
            && !framework.specialisms().iter().any(|one| one.id == *specialism)
        {
            invalid.add("specialism", "Choose a specialism of the framework, or none for now");
        }
        let from_on = invalid.take("from_on", fields::date(get("from_on"), "the first day"));
        if let (Some(framework), Some(from)) = (&framework, from_on)
            && from < framework.effective_from()
        {
            let day = words::date(framework.effective_from());
            let text = format!("Choose a first day on or after {day}, when this version came into force");
            invalid.add("from_on", text);
        }
        let joined_on = match get("joined_on").trim() {
            "" => None,
            day => invalid.take("joined_on", joined_on(day, today)),
        };
        let employer = OrganisationId::parse(get("employer"));
        let job_title = match &employer {
            Some(_) => invalid.take("job_title", fields::line(get("job_title"), "the job title", 200)),
            None => {
                if !get("job_title").trim().is_empty() {
                    invalid.add("employer", "Choose the employer of this job, or clear the job title");
                }
                None
            }
        };
        match (name, email, framework, from_on) {
            (Some(name), Some(email), Some(framework), Some(from_on)) if invalid.is_empty() => Ok(Self {
                name,
                // The box says for which address it was ticked: one that is typed afterwards is another account.
                anew: get("anew") == email,
                email,
                enrol: Enrol {
                    framework: (framework.slug().to_owned(), framework.version().to_owned()),
                    specialism,
                    from_on,
                    joined_on,
                    provider: OrganisationId::parse(get("provider")),
                    employer: employer.zip(job_title),
                },
            }),
            _ => Err(invalid),
        }
    }
}
