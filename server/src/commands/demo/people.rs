//! The demo people as they are written in `content/demo/people.toml`.

use super::{Setting, trainee};
use crate::config::Store;
use crate::start::Refusal;
use app::content::catalogue::Catalogue;
use app::features::people::store;
use app::journal::store::Stamp;
use app::web::clock::civil_date;
use app::web::db::Db;
use app::web::password;
use app::web::tx::{SetUp, Tx};
use chrono::{Duration, NaiveDate, NaiveTime};
use domain::access::Role;
use domain::framework::Framework;
use domain::ids::{OrganisationId, PersonId};
use domain::people::OrganisationKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPeople {
    /// The same for everyone.
    pub password: String,
    organisation: Vec<Organisation>,
    person: Vec<Person>,
    pub trainee: Vec<Trainee>,
    pub narrative: Vec<Narrative>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Organisation {
    name: String,
    kind: OrganisationKind,
    /// The folder of a body under content/bodies.
    slug: Option<String>,
    /// Of an employer or a provider, the bodies whose trainees it serves.
    #[serde(default)]
    recognised_by: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: String,
    email: String,
    organisation: String,
    roles: Vec<Role>,
    about: String,
}

/// A trainee with what has happened; days are counted back from today.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trainee {
    pub name: String,
    pub email: String,
    pub about: String,
    pub framework: String,
    /// The version; the newest when it is empty.
    pub version: String,
    pub specialism: Option<String>,
    pub began: i64,
    pub provider: String,
    pub employer: String,
    pub job_title: String,
    pub supervisors: Vec<String>,
    #[serde(default)]
    pub results: Vec<DemoResult>,
    /// Outcomes claimed and found met.
    #[serde(default)]
    pub claims: Vec<DemoClaims>,
    /// An outcome whose claim lies with the first supervisor.
    pub open_claim: Option<String>,
    /// Work that was recorded and confirmed.
    #[serde(default)]
    pub experience: Vec<DemoSpell>,
    /// What they hold from before, sent to the body.
    #[serde(default)]
    pub prior_learning: Vec<DemoPrior>,
    /// Verification elements, verified.
    #[serde(default)]
    pub verified: Vec<DemoVerification>,
    /// Step-off points whose statuses are conferred.
    #[serde(default)]
    pub conferred: Vec<DemoAward>,
}

/// Claims of outcomes, one a week from a day on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoClaims {
    pub from: i64,
    pub outcomes: Vec<String>,
}

/// A verification, and when it was asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoVerification {
    pub element: String,
    pub asked: i64,
}

/// A status, and when it was applied for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoAward {
    pub step_off: String,
    pub applied: i64,
}

/// One result.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoResult {
    pub element: String,
    pub held: i64,
    pub outcome: domain::standing::Outcome,
    pub mark: Option<String>,
    #[serde(default)]
    pub provisional: bool,
}

/// A spell of work, its days counted back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoSpell {
    /// As the framework names it.
    pub kind: String,
    pub from: i64,
    /// The first day after it.
    pub until: i64,
    pub hours: i64,
    pub work: String,
}

/// Something held from before, its days counted back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPrior {
    /// As the framework names it; none where it is not listed.
    pub prior: Option<String>,
    pub title: String,
    pub awarded_by: String,
    pub awarded: i64,
    /// What is asked for, where it is not listed.
    #[serde(default)]
    pub elements: Vec<String>,
    pub proof: String,
    pub sent: i64,
    /// When a registrar confirmed its proof; none where it waits.
    pub confirmed: Option<i64>,
}

/// What a claim says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrative {
    pub outcome: String,
    pub text: String,
    pub evidence: String,
}

/// Everyone put in so far.
pub struct Known {
    pub people: BTreeMap<String, PersonId>,
    pub organisations: BTreeMap<String, OrganisationId>,
    /// Who is what where, in the order of the file.
    pub roles: Vec<(Role, String, PersonId)>,
    /// The bodies' names, by their slugs.
    pub bodies: BTreeMap<String, String>,
}

impl Known {
    /// # Errors
    /// When the file names someone it does not have.
    pub fn person(&self, email: &str) -> Result<PersonId, Refusal> {
        self.people
            .get(email)
            .cloned()
            .ok_or_else(|| Refusal(format!("content/demo/people.toml: there is no person {email}.")))
    }

    /// A registrar of the body of a framework.
    ///
    /// # Errors
    /// When the file has none.
    pub fn registrar(&self, framework: &Framework) -> Result<PersonId, Refusal> {
        let body = self.bodies.get(framework.body());
        let found = body.and_then(|name| self.with_role(Role::Registrar, name).next());
        found.ok_or_else(|| Refusal(format!("content/demo/people.toml: {} has no registrar.", framework.body())))
    }

    /// Those who have a role at an organisation, in the order of the file.
    pub fn with_role(&self, role: Role, organisation: &str) -> impl Iterator<Item = PersonId> {
        let all = self.roles.iter().filter(move |(held, at, _)| *held == role && at == organisation);
        all.map(|(.., person)| *person)
    }

    /// # Errors
    /// When the file names an organisation it does not have.
    pub fn organisation(&self, name: &str) -> Result<OrganisationId, Refusal> {
        self.organisations
            .get(name)
            .cloned()
            .ok_or_else(|| Refusal(format!("content/demo/people.toml: there is no organisation {name}.")))
    }
}

impl DemoPeople {
    /// Reads the file.
    ///
    /// # Errors
    /// When it isn't there or can't be read.
    pub fn read(from: &Store) -> Result<Self, Refusal> {
        let path = from.content.join("demo").join("people.toml");
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Refusal(format!("{} can’t be read: {error}. Name the content folder with --content.", path.display()))
        })?;
        toml::from_str(&text)
            .map_err(|error| Refusal(format!("{}: {}", path.display(), error.to_string().replace('\n', " "))))
    }

    /// The first address: when it is known, the demo people are in.
    pub fn first_address(&self) -> &str {
        self.person.first().map_or("", |person| person.email.as_str())
    }

    /// Who can sign in with what: a line each, address and password last.
    pub fn who_can_sign_in(&self, catalogue: &Catalogue) -> String {
        let mut text = String::from("Demo people, each with the address and the password to sign in with:\n");
        let rows = self
            .trainee
            .iter()
            .filter(|trainee| version_of(trainee, catalogue).is_some())
            .map(|trainee| (&trainee.name, &trainee.about, &trainee.email))
            .chain(self.person.iter().map(|person| (&person.name, &person.about, &person.email)));
        for (name, about, email) in rows {
            text.push_str(&format!("  {name}, {about}: {email} {}\n", self.password));
        }
        text
    }

    /// What a claim of an outcome says: the narrative whose outcome begins its id, else the last.
    pub fn narrative(&self, outcome: &str) -> Option<&Narrative> {
        self.narrative
            .iter()
            .find(|narrative| !narrative.outcome.is_empty() && outcome.starts_with(&narrative.outcome))
            .or(self.narrative.last())
    }
}

/// The version a trainee is put on, when the catalogue has it.
pub fn version_of(trainee: &Trainee, catalogue: &Catalogue) -> Option<String> {
    let versions = catalogue
        .all()
        .filter(|framework| framework.slug() == trainee.framework)
        .map(|framework| framework.version().to_owned());
    versions.filter(|version| trainee.version.is_empty() || *version == trainee.version).max()
}

impl Setting {
    /// What a unit of work needs.
    pub fn whole(&self) -> (&Db, &Arc<Catalogue>) {
        (&self.db, &self.catalogue)
    }

    /// The day that was so many days ago.
    pub fn day(&self, days_ago: i64) -> NaiveDate {
        civil_date(self.now, self.catalogue.zone()) - Duration::days(days_ago)
    }

    /// The stamp of someone who acted some days ago, at ten in the morning.
    pub fn stamp(&self, by: Option<PersonId>, days_ago: i64) -> Stamp {
        let at = if days_ago == 0 {
            self.now
        } else {
            self.day(days_ago).and_time(NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default()).and_utc()
        };
        Stamp { by, at }
    }
}

/// Puts everyone in, in one transaction: an interrupted start leaves an empty database. Where there is somebody already nobody
/// is put in, and the answer is `false`.
///
/// # Errors
/// When the file contradicts itself or the database can't be written.
pub async fn put_in(setting: &Setting, demo: &DemoPeople) -> Result<bool, Refusal> {
    let oldest = demo.trainee.iter().map(|trainee| trainee.began).max().unwrap_or_default() + 1;
    let founding = setting.stamp(None, oldest);
    Tx::outside((&setting.db, &setting.catalogue), founding, async |tx| {
        if !store::is_empty(&tx.read().await?).await? {
            return Ok(false);
        }
        everyone(setting, tx, demo).await?;
        Ok(true)
    })
    .await
}

async fn everyone(setting: &Setting, tx: &SetUp, demo: &DemoPeople) -> Result<(), Refusal> {
    let (hash, writer) = (password::hash_now(&demo.password)?, &tx.writer());
    let mut organisations = BTreeMap::new();
    for organisation in &demo.organisation {
        let Organisation { name, kind, slug, .. } = organisation;
        let id = match slug {
            Some(slug) => store::insert_body(writer, name, slug).await?,
            None => store::insert_organisation(writer, name, *kind).await?,
        };
        organisations.insert(name.clone(), id);
    }
    let slugs = demo.organisation.iter();
    let bodies = slugs.filter_map(|one| Some((one.slug.clone()?, one.name.clone()))).collect();
    let mut known = Known { people: BTreeMap::new(), organisations, roles: Vec::new(), bodies };
    for one in &demo.organisation {
        for body in &one.recognised_by {
            store::recognise(writer, known.organisation(body)?, known.organisation(&one.name)?).await?;
        }
    }
    for person in demo.person.iter().rev() {
        let id = store::add_person(writer, &person.name, &person.email).await?;
        store::set_password(writer, id, hash.clone()).await?;
        let organisation = known.organisation(&person.organisation)?;
        for role in &person.roles {
            store::grant(writer, id, organisation, *role, None).await?;
            known.roles.insert(0, (*role, person.organisation.clone(), id));
        }
        known.people.insert(person.email.clone(), id);
    }
    for one in &demo.trainee {
        if let Some(version) = version_of(one, &setting.catalogue) {
            trainee::put_in(setting, tx, demo, &known, one, &version, &hash).await?;
        }
    }
    Ok(())
}
