use crate::features::enrolments::store::SupervisionRow;
use crate::web::fields;
use crate::web::form::Values;
use chrono::NaiveDate;
use domain::enrolments::{Spell, Taken, free};
use domain::ids::PersonId;
use domain::invalid::Invalid;

/// A supervision to be noted.
#[derive(Clone, Debug)]
pub struct Supervise {
    /// Who supervises.
    pub supervisor: PersonId,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

impl Supervise {
    /// # Errors
    /// Every field that is wrong. `possible` are the supervisors who may be named, `there` the supervisions of the trainee.
    pub fn parse(values: &Values, possible: &[(PersonId, String)], there: &[SupervisionRow]) -> Result<Self, Invalid> {
        let get = |field: &str| values.get(field).map_or("", String::as_str);
        let mut invalid = Invalid::default();
        let supervisor = possible
            .iter()
            .find(|(id, _)| Some(*id) == PersonId::parse(get("supervisor")))
            .map(|(id, _)| *id);
        if supervisor.is_none() {
            invalid.add("supervisor", "Choose who supervises");
        }
        let authorised_as = invalid
            .take(
                "authorised_as",
                fields::optional_text(get("authorised_as"), "what they are authorised as", 200),
            )
            .flatten();
        let from_on = invalid.take("from_on", fields::date(get("from_on"), "the first day"));
        let until_on = match get("until_on").trim() {
            "" => None,
            last => invalid
                .take("until_on", fields::date(last, "the last day"))
                .and_then(|last| last.succ_opt()),
        };
        if let (Some(from), Some(until)) = (from_on, until_on)
            && until <= from
        {
            invalid.add("until_on", "Choose a last day on or after the first day");
        }
        let new = supervisor.zip(from_on).map(|(supervisor, from_on)| Self {
            supervisor,
            authorised_as,
            from_on,
            until_on,
        });
        if let Some(Err(taken)) = new.as_ref().map(|new| new.free(there)) {
            invalid.add("from_on", taken.to_string());
        }
        match new {
            Some(new) if invalid.is_empty() => Ok(new),
            _ => Err(invalid),
        }
    }

    /// Whether the person does not supervise the trainee on some of the days already.
    ///
    /// # Errors
    /// With the supervision that is in the way.
    pub fn free(&self, there: &[SupervisionRow]) -> Result<(), Taken> {
        let new = Spell {
            from: self.from_on,
            until: self.until_on,
        };
        let theirs = || there.iter().filter(|row| row.supervisor_id == self.supervisor);
        free(new, theirs().map(SupervisionRow::spell)).map_err(|spell| Taken::Supervised {
            supervisor: theirs().next().map(|row| row.name.clone()).unwrap_or_default(),
            there: spell,
        })
    }
}
