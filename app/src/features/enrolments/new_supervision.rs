//! A supervision to be noted.

use crate::features::record::store::{NewSupervision, Possible, SupervisionRow};
use crate::prelude::pages::*;
use domain::access::SupervisorAt;
use domain::enrolments::Taken;
use domain::interval::{Interval, free};

pub(super) const SUPERVISOR: Field = Field::new("supervisor");
pub(super) const AUTHORISED_AS: Field = Field::new("authorised_as");
pub(super) const FROM_ON: Field = Field::new("from_on");
pub(super) const UNTIL_ON: Field = Field::new("until_on");

impl NewSupervision {
    /// `possible` are the supervisors who may be named, with what is said where none of them was chosen; `there` are the supervisions of
    /// the trainee; `beginning` says whether a day can be the first for an employer.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(
        values: &Values,
        (possible, unknown): (&[Possible], &str),
        there: &[SupervisionRow],
        beginning: impl Fn(NaiveDate, Option<OrganisationId>) -> Result<NaiveDate, String>,
    ) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let chosen = SupervisorAt::parse(values.get(SUPERVISOR));
        let supervisor = possible.iter().map(Possible::which).find(|one| Some(*one) == chosen);
        if supervisor.is_none() {
            invalid.add(SUPERVISOR.name, unknown);
        }
        let authorised_as = fields::optional_text(values.get(AUTHORISED_AS), "what they are authorised as", 200);
        let authorised_as = invalid.take(AUTHORISED_AS.name, authorised_as).flatten();
        let first = fields::date(values.get(FROM_ON), "the first day");
        let first = first.and_then(|first| beginning(first, supervisor.map(|one| one.employer)));
        let from_on = invalid.take(FROM_ON.name, first);
        let until_on = match values.get(UNTIL_ON).trim() {
            "" => None,
            last => invalid.take(UNTIL_ON.name, fields::date(last, "the last day")).and_then(|last| last.succ_opt()),
        };
        if let (Some(from), Some(until)) = (from_on, until_on)
            && until <= from
        {
            invalid.add(UNTIL_ON.name, "Choose a last day on or after the first day");
        }
        let new =
            supervisor.zip(from_on).map(|(supervisor, from_on)| Self { supervisor, authorised_as, from_on, until_on });
        if let Some(Err(taken)) = new.as_ref().map(|new| new.free(there)) {
            invalid.add(FROM_ON.name, taken.to_string());
        }
        match new {
            Some(new) if invalid.is_empty() => Ok(new),
            _ => Err(invalid),
        }
    }

    /// Whether the person does not supervise the trainee there on some of the days already; else the supervision that is in the
    /// way.
    fn free(&self, there: &[SupervisionRow]) -> Result<(), Taken> {
        let new = Interval { from: self.from_on, until: self.until_on };
        let theirs = || there.iter().filter(|row| row.by() == self.supervisor);
        free(new, theirs().map(SupervisionRow::spell)).map_err(|spell| Taken::Supervised {
            supervisor: theirs().next().map(|row| row.name.clone()).unwrap_or_default(),
            there: spell,
        })
    }
}
