//! Facts that are there when a test begins, written through the same stores as what people do.

use crate::{TestApp, today};
use app::features::people::store as people;
use app::features::record::store::{self as records, NewEnrolment};
use app::journal::store::Stamp;
use app::web::tx::Tx;
use domain::ids::{EnrolmentId, OrganisationId};

/// Trainees that are to be enrolled.
#[derive(Clone, Debug, Default)]
pub struct Trainees {
    /// With which provider they are registered.
    pub provider: Option<OrganisationId>,
    /// For whom they work.
    pub employer: Option<OrganisationId>,
}

impl Trainees {
    /// Enrols people of these names on CPQ from today on.
    ///
    /// # Panics
    /// When they can't be enrolled.
    pub async fn named(&self, app: &TestApp, names: &[&str]) -> Vec<EnrolmentId> {
        let new = NewEnrolment {
            framework: (String::from("cpq"), String::from("2021-06")),
            specialism: None,
            from_on: today(),
            joined_on: None,
            provider: self.provider,
            employer: self.employer.map(|id| (id, String::from("Paralegal"))),
        };
        let stamp = Stamp { by: None, at: app.state.clock.now() };
        let place = (app.db(), &app.state.catalogue);
        let enrolled = Tx::outside(place, stamp, async |tx| {
            let (mut enrolled, writer) = (Vec::new(), &tx.writer());
            for name in names {
                let address = format!("{}@given.example", app::web::random::uuid());
                let person = people::add_person(writer, name, &address).await?;
                enrolled.push(records::insert_enrolment(writer, person, &new).await?);
            }
            Ok::<_, app::error::AppError>(enrolled)
        });
        enrolled.await.expect("they are enrolled")
    }
}

impl TestApp {
    /// The id of an organisation by its name.
    pub async fn organisation(&self, name: &str) -> OrganisationId {
        let id: String = self.one("SELECT id FROM organisation WHERE name = $1", [name.into()]).await;
        OrganisationId::parse(&id).expect("it is an id")
    }
}
