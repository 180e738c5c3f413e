//! Where the generated trainees learn and work.

use super::{Common, DONE};
use crate::start::Refusal;
use app::features::people::store as people;
use app::features::results::store::{self as results, NewSitting};
use app::journal::LocalPlace;
use app::journal::store::Stamp;
use app::web::tx::{Batch, Writer};
use chrono::NaiveDate;
use domain::access::Role;
use domain::ids::{OrganisationId, PersonId, SittingId};
use domain::people::OrganisationKind;

/// A provider, with the two officers who record and confirm.
pub struct Provider {
    pub id: OrganisationId,
    pub officers: [PersonId; 2],
}

/// A sitting of one assessment.
pub struct Sitting {
    pub id: SittingId,
    pub element: String,
    pub held_on: NaiveDate,
    pub recorded: Stamp,
    pub confirmed: Stamp,
}

/// Where one trainee works, under whom, and which sittings they were at.
#[derive(Default)]
pub struct Place {
    pub employer: Option<(OrganisationId, PersonId)>,
    pub sittings: Vec<Sitting>,
}

impl Common<'_> {
    /// Adds a provider.
    pub async fn provider(&self, writer: &Writer<'_>, number: u32) -> Result<Provider, Refusal> {
        let id = self.organisation(writer, &format!("Generated College {number}"), OrganisationKind::Provider).await?;
        let mut officers = Vec::new();
        for of in 0..2 {
            let (name, email) = (format!("Officer {number}-{of}"), officer_address(number, of));
            officers.push(self.member(writer, (&name, &email), (id, Role::Officer)).await?);
        }
        Ok(Provider { id, officers: [officers[0], officers[1]] })
    }

    /// Adds an employer with a supervisor.
    pub async fn employer(&self, writer: &Writer<'_>, number: u32) -> Result<(OrganisationId, PersonId), Refusal> {
        let id = self.organisation(writer, &format!("Generated LLP {number}"), OrganisationKind::Employer).await?;
        let (name, email) = (format!("Supervisor {number}"), supervisor_address(number));
        Ok((id, self.member(writer, (&name, &email), (id, Role::Supervisor)).await?))
    }

    async fn organisation(
        &self,
        writer: &Writer<'_>,
        name: &str,
        kind: OrganisationKind,
    ) -> Result<OrganisationId, Refusal> {
        let id = people::insert_organisation(writer, name, kind).await?;
        people::recognise(writer, self.body, id).await?;
        Ok(id)
    }

    async fn member(
        &self,
        writer: &Writer<'_>,
        (name, email): (&str, &str),
        (organisation, role): (OrganisationId, Role),
    ) -> Result<PersonId, Refusal> {
        let person = people::add_person(writer, name, email).await?;
        people::set_password(writer, person, self.password.clone()).await?;
        people::grant(writer, person, organisation, role, None).await?;
        Ok(person)
    }

    /// Adds the sittings of some candidates of a provider, its `number`th: one for each assessment, each on a day of its own.
    pub fn sittings(
        &self,
        writer: &Writer<'_>,
        provider: &Provider,
        number: u32,
        together: &mut Batch,
    ) -> Result<Vec<Sitting>, Refusal> {
        let [recorder, confirmer] = provider.officers;
        let of_all = self.assessments.iter().zip((0..DONE).map(|i| 300 - 20 * i as i64 - i64::from(number)));
        let mut made = Vec::new();
        for (element, days) in of_all {
            let added = self.stamp(Some(recorder), days);
            let place = LocalPlace::sitting(&self.setting.catalogue, self.named(), provider.id);
            let (held_on, framework, element) = (self.day(days), self.version(), element.clone());
            let new = NewSitting { provider: provider.id, framework, element: element.clone(), held_on };
            let (id, event) = results::new_sitting(&new);
            writer.stamped(added).adds(together, place, event, &[])?;
            let (recorded, confirmed) = (self.stamp(Some(recorder), days - 1), self.stamp(Some(confirmer), days - 2));
            made.push(Sitting { id, element, held_on, recorded, confirmed });
        }
        Ok(made)
    }

    /// The stamp of someone who acted some days ago.
    pub fn stamp(&self, by: Option<PersonId>, days_ago: i64) -> Stamp {
        self.setting.stamp(by, days_ago)
    }

    /// The day of it, where the days of the framework are read.
    pub fn day(&self, days_ago: i64) -> NaiveDate {
        self.setting.catalogue.day_of(self.framework, self.stamp(None, days_ago).at)
    }

    /// Slug and version of the framework.
    pub fn named(&self) -> (&str, &str) {
        (self.framework.slug(), self.framework.version())
    }

    /// The same, to be kept.
    pub fn version(&self) -> (String, String) {
        (self.framework.slug().to_owned(), self.framework.version().to_owned())
    }
}

/// The address of an officer of a provider.
pub fn officer_address(provider: u32, officer: u32) -> String {
    format!("officer-{provider}-{officer}@generated.example")
}

/// The address of the supervisor at an employer.
pub fn supervisor_address(employer: u32) -> String {
    format!("supervisor-{employer}@generated.example")
}
