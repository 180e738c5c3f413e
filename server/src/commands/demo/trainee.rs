//! One demo trainee: enrolled, taught, supervised, assessed, verified, as it would have happened.

use super::Setting;
use super::claim::{DemoClaim, given};
use super::people::{DemoPeople, DemoPrior, DemoResult, DemoSpell, Known, Trainee};
use super::{exemptions, experience};
use crate::start::Refusal;
use app::error::AppError;
use app::features::awards::store as awards;
use app::features::people::store as people;
use app::features::record::store::{self as records, NewEnrolment, NewSupervision};
use app::features::results::store::{self as results, Entry, NewSitting};
use app::features::sign_off::ask;
use app::features::sign_off::store::{sending, signing};
use app::journal::store::Stamp;
use app::web::tx::SetUp;
use domain::access::{Role, SupervisorAt, actions};
use domain::framework::Framework;
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::sign_off::Typed;
use domain::standing::State;
use std::collections::HashMap;
use std::sync::Arc;

/// Days from one claim of a series to the next.
const CLAIM_EVERY: i64 = 7;
/// Days after which what was asked for or applied for is answered.
const ANSWERED_AFTER: i64 = 5;

/// What every step needs.
struct Scene<'a> {
    setting: &'a Setting,
    tx: &'a SetUp,
    demo: &'a DemoPeople,
    known: &'a Known,
    one: &'a Trainee,
    framework: Arc<Framework>,
    enrolment: EnrolmentId,
    trainee: PersonId,
    provider: OrganisationId,
    employer: OrganisationId,
}

/// Puts one trainee in with everything that has happened.
///
/// # Errors
/// When the file contradicts the framework or the database can't be written.
pub async fn put_in(
    setting: &Setting,
    tx: &SetUp,
    demo: &DemoPeople,
    known: &Known,
    one: &Trainee,
    version: &str,
    hash: &str,
) -> Result<(), Refusal> {
    let framework = setting.catalogue.get(&one.framework, version).ok_or_else(|| missing(&one.framework))?;
    let enrolling = setting.stamp(Some(known.registrar(&framework)?), one.began);
    let from_on = setting.day(one.began);
    let enrolling = tx.writer().stamped(enrolling);
    let trainee = people::add_person(&enrolling, &one.name, &one.email).await?;
    people::set_password(&enrolling, trainee, hash.to_owned()).await?;
    let (provider, employer) = (known.organisation(&one.provider)?, known.organisation(&one.employer)?);
    let enrol = NewEnrolment {
        framework: (one.framework.clone(), version.to_owned()),
        specialism: one.specialism.clone(),
        from_on,
        joined_on: None,
        provider: Some(provider),
        employer: Some((employer, one.job_title.clone())),
    };
    let enrolment = records::insert_enrolment(&enrolling, trainee, &enrol).await?;
    let scene = Scene { setting, tx, demo, known, one, framework, enrolment, trainee, provider, employer };
    scene.supervisors().await?;
    let mut sent = HashMap::new();
    for (days_ago, step) in steps(one) {
        match step {
            Step::Record(result) => scene.record(result, days_ago).await?,
            Step::Confirm(result) => scene.confirm(result, days_ago).await?,
            Step::Send(outcome) => {
                let claim = scene.claim(outcome)?;
                let request = claim.send(scene.tx, scene.stamp(trainee, days_ago)).await?;
                sent.insert(outcome, request);
            }
            Step::Decide(outcome) => {
                let request = *sent.get(outcome).ok_or_else(|| missing("request"))?;
                let claim = scene.claim(outcome)?;
                let signed = scene.stamp(claim.supervisor, days_ago);
                claim.find_met(scene.tx, signed, request).await?;
            }
            Step::Prior(prior) => scene.prior_learning(prior).await?,
            Step::Work(spell) => scene.work_for_employer(spell, days_ago).await?,
            Step::Verify(element) => scene.verify(element, days_ago).await?,
            Step::Confer(step_off) => scene.confer(step_off, days_ago).await?,
        }
    }
    Ok(())
}

/// One thing that happens to a trainee.
enum Step<'a> {
    Record(&'a DemoResult),
    Confirm(&'a DemoResult),
    Send(&'a str),
    Decide(&'a str),
    Prior(&'a DemoPrior),
    Work(&'a DemoSpell),
    Verify(&'a str),
    Confer(&'a str),
}

/// Everything that happens, each with how many days ago, in the order in which it does: a record is written as it grows.
fn steps(one: &Trainee) -> Vec<(i64, Step<'_>)> {
    let mut steps = Vec::new();
    for result in &one.results {
        steps.push(((result.held - 40).max(3), Step::Record(result)));
        if !result.provisional {
            steps.push(((result.held - 45).max(2), Step::Confirm(result)));
        }
    }
    for series in &one.claims {
        for (outcome, week) in series.outcomes.iter().zip(0..) {
            let days = series.from - CLAIM_EVERY * week;
            steps.push((days, Step::Send(outcome)));
            steps.push((days - 3, Step::Decide(outcome)));
        }
    }
    steps.extend(one.prior_learning.iter().map(|prior| (prior.sent, Step::Prior(prior))));
    steps.extend(one.experience.iter().map(|spell| (spell.until, Step::Work(spell))));
    steps.extend(one.open_claim.iter().map(|outcome| (9, Step::Send(outcome))));
    steps.extend(one.verified.iter().map(|one| (one.asked, Step::Verify(&one.element))));
    steps.extend(one.conferred.iter().map(|one| (one.applied, Step::Confer(&one.step_off))));
    steps.sort_by_key(|(days_ago, _)| std::cmp::Reverse(*days_ago));
    steps
}

fn missing(what: &str) -> Refusal {
    Refusal(format!("content/demo/people.toml: there is no {what} in the framework."))
}

impl Scene<'_> {
    fn stamp(&self, by: PersonId, days_ago: i64) -> Stamp {
        self.setting.stamp(Some(by), days_ago)
    }

    async fn supervisors(&self) -> Result<(), Refusal> {
        let by = match self.known.with_role(Role::EmployerAdmin, &self.one.employer).next() {
            Some(admin) => admin,
            None => self.known.registrar(&self.framework)?,
        };
        let from_on = self.setting.day(self.one.began);
        let naming = self.tx.writer().stamped(self.stamp(by, self.one.began));
        for email in &self.one.supervisors {
            let new = NewSupervision {
                supervisor: SupervisorAt {
                    person: self.known.person(email)?,
                    employer: self.known.organisation(&self.one.employer)?,
                },
                authorised_as: Some(String::from("Solicitor")),
                from_on,
                until_on: None,
            };
            records::insert_supervision(&naming, self.enrolment, self.trainee, &new).await?;
        }
        Ok(())
    }

    fn sitting(&self, result: &DemoResult) -> NewSitting {
        NewSitting {
            provider: self.provider,
            framework: (self.one.framework.clone(), self.framework.version().to_owned()),
            element: result.element.clone(),
            held_on: self.setting.day(result.held),
        }
    }

    fn officers(&self) -> impl Iterator<Item = PersonId> {
        self.known.with_role(Role::Officer, &self.one.provider)
    }

    /// One officer records a result, at a sitting that is added when it isn't there.
    async fn record(&self, result: &DemoResult, days_ago: i64) -> Result<(), Refusal> {
        let recorder = self.officers().next().ok_or_else(|| missing("provider officer"))?;
        let new = self.sitting(result);
        self.work(self.stamp(recorder, days_ago), async |tx| {
            let id = match results::find_sitting(&tx.read().await?, &new).await? {
                Some(id) => id,
                None => results::add_sitting(&tx.may(actions::AddSitting, self.provider).await?, &new).await?,
            };
            let sitting = results::sitting(&tx.read().await?, id).await?;
            let entry = Entry { enrolment: self.enrolment, outcome: result.outcome, mark: result.mark.clone() };
            let may = tx.may(actions::RecordResult, (id, self.enrolment)).await?;
            results::record(&[may], &sitting, &[entry], None).await
        })
        .await
    }

    /// Another officer confirms it.
    async fn confirm(&self, result: &DemoResult, days_ago: i64) -> Result<(), Refusal> {
        let confirmer = self.officers().nth(1).ok_or_else(|| missing("second provider officer"))?;
        let held = self.sitting(result);
        self.work(self.stamp(confirmer, days_ago), async |tx| {
            let db = tx.read().await?;
            let id = results::find_sitting(&db, &held).await?.ok_or(AppError::NotFound)?;
            let candidates = results::candidates_of(
                &db,
                &results::sitting(&db, id).await?,
                &[self.enrolment],
                db.day_of_organisations(),
            )
            .await?;
            let recorded = candidates.into_iter().find_map(|candidate| candidate.result);
            let recorded = recorded.ok_or(AppError::NotFound)?;
            results::confirm(&[&tx.may(actions::ConfirmResult, recorded.id).await?]).await
        })
        .await
    }

    /// One step of one person on one day, as a part of the whole.
    async fn work<T>(&self, stamp: Stamp, work: impl AsyncFnOnce(&SetUp) -> Result<T, AppError>) -> Result<T, Refusal> {
        Ok(self.tx.part(stamp, work).await?)
    }

    fn claim(&self, outcome: &str) -> Result<DemoClaim<'_>, Refusal> {
        let supervisor = self.one.supervisors.first().map_or("", String::as_str);
        Ok(DemoClaim {
            framework: &self.framework,
            outcome: self.framework.find(outcome).ok_or_else(|| missing(outcome))?,
            enrolment: self.enrolment,
            name: &self.one.name,
            supervisor: self.known.person(supervisor)?,
            narrative: self.demo.narrative(outcome).ok_or_else(|| missing("narrative"))?,
        })
    }

    async fn work_for_employer(&self, spell: &DemoSpell, days_ago: i64) -> Result<(), Refusal> {
        let stamps = (self.stamp(self.trainee, days_ago), self.stamp(self.admin()?, days_ago - 3));
        experience::put_in((self.setting, self.tx), spell, (self.enrolment, self.employer), stamps).await
    }

    async fn prior_learning(&self, prior: &DemoPrior) -> Result<(), Refusal> {
        let confirmed = match prior.confirmed {
            Some(days_ago) => Some(self.stamp(self.known.registrar(&self.framework)?, days_ago)),
            None => None,
        };
        let stamps = (self.stamp(self.trainee, prior.sent), confirmed);
        exemptions::put_in((self.setting, self.tx), prior, self.enrolment, stamps).await
    }

    fn admin(&self) -> Result<PersonId, Refusal> {
        let mut admins = self.known.with_role(Role::EmployerAdmin, &self.one.employer);
        admins.next().ok_or_else(|| missing("administrator of the employer"))
    }

    async fn verify(&self, element: &str, asked: i64) -> Result<(), Refusal> {
        let admin = self.admin()?;
        let sent = self.tx.part(self.stamp(self.trainee, asked), async |tx| {
            let may = tx.may(actions::AskVerification, self.enrolment).await?;
            let ix = may.state().framework.find(element).ok_or(AppError::NotFound)?;
            sending::send(&may, ask::request(may.state(), ix, self.employer)).await
        });
        let request = sent.await?;
        let answered = self.tx.part(self.stamp(admin, asked - ANSWERED_AFTER), async |tx| {
            let may = tx.may(actions::Sign, request).await?;
            let given = given(&may.state().asked(), Typed { outcome: "verified", ..Typed::default() })?;
            signing::sign(&may, given).await
        });
        Ok(answered.await?)
    }

    async fn confer(&self, step_off: &str, days_ago: i64) -> Result<(), Refusal> {
        let applied = self.tx.part(self.stamp(self.trainee, days_ago), async |tx| {
            let may = tx.may(actions::ApplyForStatus, self.enrolment).await?;
            let case = may.state();
            match case.framework.step_off(step_off) {
                Some((ix, status)) if case.standing.state(ix) == State::Available => {
                    Ok::<_, AppError>(Some(awards::apply(&may, step_off, status).await?))
                }
                _ => Ok(None),
            }
        });
        let application = applied.await?.ok_or_else(|| {
            let name = &self.one.name;
            Refusal(format!("content/demo/people.toml: {name} can’t apply for {step_off}."))
        })?;
        let registrar = self.stamp(self.known.registrar(&self.framework)?, days_ago - ANSWERED_AFTER);
        let conferred = self.tx.part(registrar, async |tx| {
            let may = tx.may(actions::DecideApplication, application).await?;
            awards::confer(&may, String::new()).await
        });
        conferred.await?;
        Ok(())
    }
}
