//! Many trainees at once, for measuring: each somewhere in the first half of the first stage, at a provider and at work. What is
//! said of them is what the stores say, and its rows are written in sets; what they come to is written by the commit, as always.

mod names;
mod place;
mod trainee;

use super::Setting;
use super::people::DemoPeople;
use crate::say;
use crate::start::Refusal;
use app::error::AppError;
use app::features::record::store::body_of;
use app::web::password;
use app::web::tx::{Batch, SetUp, Tx};
use domain::framework::{CompetencyLevel, ElementKind, Framework, NodeIx, NodeKind};
use domain::ids::OrganisationId;
use place::{Place, Provider};
use sea_orm::{ConnectionTrait, DbBackend};
use std::cell::Cell;

/// Trainees in one transaction: whole sittings and whole employers of them.
const TOGETHER: u32 = 600;
/// Candidates of a sitting.
const SITTING: u32 = 300;
/// Trainees of an employer, with one supervisor.
const EMPLOYER: u32 = 200;
/// Candidates of a provider, with two officers.
const PROVIDER: u32 = 3000;
/// Elements that the first of them has passed, and outcomes that they were found to meet.
const DONE: usize = 4;

/// What all of them have in common.
struct Common<'a> {
    setting: &'a Setting,
    demo: &'a DemoPeople,
    framework: &'a Framework,
    body: OrganisationId,
    password: String,
    assessments: Vec<String>,
    outcomes: Vec<NodeIx>,
}

/// Generates trainees on the first framework with assessments; returns the addresses of the first, of an officer and of a
/// supervisor.
pub async fn put_in(setting: &Setting, demo: &DemoPeople, how_many: u32) -> Result<[String; 3], Refusal> {
    let framework = setting.catalogue.all().next();
    let framework = framework.ok_or_else(|| Refusal(String::from("There is no framework to enrol on.")))?.clone();
    let nodes = |wanted: fn(&NodeKind) -> bool| {
        framework.in_file_order().filter(move |(_, node)| wanted(&node.kind)).take(DONE)
    };
    let assessments = nodes(|kind| matches!(kind, NodeKind::Element(ElementKind::Assessment)));
    let outcomes = nodes(|kind| matches!(kind, NodeKind::Competency(CompetencyLevel::Outcome)));
    let version = (framework.slug().to_owned(), framework.version().to_owned());
    let common = Common {
        setting,
        demo,
        framework: &framework,
        body: body_of(setting.db.read(), &setting.catalogue, &version).await?,
        password: password::hash_now(&demo.password)?,
        assessments: assessments.map(|(_, node)| node.id.clone()).collect(),
        outcomes: outcomes.map(|(ix, _)| ix).collect(),
    };
    let (providers, done) = (how_many.div_ceil(PROVIDER), Cell::new(0));
    let every_other = |first: u32| common.providers((first..providers).step_by(2), how_many, &done);
    // PostgreSQL writes for two at once; of SQLite there is one writer.
    if setting.db.writer().get_database_backend() == DbBackend::Postgres {
        tokio::try_join!(every_other(0), every_other(1))?;
    } else {
        common.providers(0..providers, how_many, &done).await?;
    }
    // What the tables hold by now decides how PostgreSQL reads them. SQLite would plan each statement anew by each value.
    let db = setting.db.writer();
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("ANALYZE").await.map_err(AppError::from)?;
    }
    Ok([trainee::address(0), place::officer_address(0, 0), place::supervisor_address(0)])
}

impl Common<'_> {
    /// The trainees of some providers, of so many in all; `done` counts those that are put in.
    async fn providers(
        &self,
        which: impl Iterator<Item = u32>,
        how_many: u32,
        done: &Cell<u32>,
    ) -> Result<(), Refusal> {
        for provider in which {
            let (first, last) = (provider * PROVIDER, ((provider + 1) * PROVIDER).min(how_many));
            let mut provider = None;
            for from in (first..last).step_by(TOGETHER as usize) {
                let to = (from + TOGETHER).min(last);
                Tx::outside(self.setting.whole(), self.setting.stamp(None, 400), async |tx| {
                    self.together(tx, &mut provider, from..to).await
                })
                .await?;
                done.set(done.get() + to - from);
                if how_many > TOGETHER {
                    say::err(&format!("{} of {how_many} trainees are put in.", done.get()));
                }
            }
        }
        Ok(())
    }

    async fn together(
        &self,
        tx: &SetUp,
        provider: &mut Option<Provider>,
        trainees: std::ops::Range<u32>,
    ) -> Result<(), Refusal> {
        let (mut together, writer) = (Batch::default(), &tx.writer());
        let mut place: Option<Place> = None;
        for n in trainees {
            let at = match provider.take().filter(|_| n % PROVIDER != 0) {
                Some(there) => there,
                None => self.provider(writer, n / PROVIDER).await?,
            };
            let mut here = place.take().unwrap_or_default();
            if n % EMPLOYER == 0 {
                here.employer = Some(self.employer(writer, n / EMPLOYER).await?);
            }
            if n % SITTING == 0 {
                here.sittings = self.sittings(writer, &at, n % PROVIDER / SITTING, &mut together)?;
            }
            self.trainee(n, (&at, &here), (writer, &mut together))?;
            (*provider, place) = (Some(at), Some(here));
        }
        Ok(writer.says_batch(together).await?)
    }
}
