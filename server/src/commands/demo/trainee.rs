//! One demo trainee: enrolled, taught, supervised, assessed, verified, as it would have happened.

use super::Setting;
use super::claim::DemoClaim;
use super::people::{DemoPeople, DemoResult, Known, Trainee};
use crate::start::Refusal;
use app::error::AppError;
use app::features::awards::store as awards;
use app::features::enrolments::new_enrolment::NewEnrolment;
use app::features::enrolments::new_supervision::NewSupervision;
use app::features::enrolments::store as enrolments;
use app::features::journal::store::Stamp;
use app::features::people::store as people;
use app::features::results::add_sitting::NewSitting;
use app::features::results::record::Entry;
use app::features::results::store as results;
use app::features::sign_off::basis::{shown, stage_title};
use app::features::sign_off::store::verification_requests::{self, Asked};
use app::features::sign_off::store::verifications::{self, Answer};
use app::web::tx::Tx;
use domain::access::actions;
use domain::framework::Framework;
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::sign_off::{VerificationOutcome, verification_statement};
use domain::standing::State;
use sea_orm::DatabaseTransaction;
use std::sync::Arc;

/// Days between the events of a trainee's claims.
const CLAIM_EVERY: i64 = 7;

/// What every step needs.
struct Scene<'a> {
    setting: &'a Setting,
    tx: &'a DatabaseTransaction,
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
    tx: &Tx,
    demo: &DemoPeople,
    known: &Known,
    one: &Trainee,
    version: &str,
    hash: &str,
) -> Result<(), Refusal> {
    let framework = setting
        .catalogue
        .get(&one.framework, version)
        .ok_or_else(|| missing(&one.framework))?;
    let enrolling = setting.stamp(Some(known.registrar), one.began);
    let from_on = enrolling.on;
    let enrolling = tx.stamped(enrolling).await?;
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
    let enrolment = enrolments::insert_enrolment(&enrolling, trainee, &enrol).await?;
    let scene = Scene {
        setting,
        tx: tx.without_permit("demo data is set up").await?,
        demo,
        known,
        one,
        framework,
        enrolment,
        trainee,
        provider,
        employer,
    };
    scene.supervisors(tx).await?;
    for result in &one.results {
        scene.result(result).await?;
    }
    for (i, outcome) in one.claims.iter().enumerate() {
        let days = one.began.min(500) - 60 - CLAIM_EVERY * i64::try_from(i).unwrap_or_default();
        scene.claim(outcome, days.max(CLAIM_EVERY), true).await?;
    }
    if let Some(outcome) = &one.open_claim {
        scene.claim(outcome, 9, false).await?;
    }
    if let Some(element) = &one.verified {
        scene.verify(element).await?;
    }
    if let Some(step_off) = &one.conferred {
        scene.confer(step_off).await?;
    }
    Ok(())
}

fn missing(what: &str) -> Refusal {
    Refusal(format!(
        "content/demo/people.toml: there is no {what} in the framework."
    ))
}

impl Scene<'_> {
    fn stamp(&self, by: PersonId, days_ago: i64) -> Stamp {
        self.setting.stamp(Some(by), days_ago)
    }

    async fn supervisors(&self, tx: &Tx) -> Result<(), Refusal> {
        let by = self
            .known
            .admins
            .get(&self.one.employer)
            .unwrap_or(&self.known.registrar);
        let stamp = self.stamp(*by, self.one.began);
        let from_on = stamp.on;
        let naming = tx.stamped(stamp.clone()).await?;
        for email in &self.one.supervisors {
            let new = NewSupervision {
                supervisor: self.known.person(email)?,
                authorised_as: Some(String::from("Solicitor")),
                from_on,
                until_on: None,
            };
            enrolments::insert_supervision(&naming, self.enrolment, self.trainee, &new).await?;
        }
        // What comes next reads it.
        naming.stamped(stamp).await?;
        Ok(())
    }

    async fn result(&self, result: &DemoResult) -> Result<(), Refusal> {
        let [recorder, confirmer] = self.known.officers.as_slice() else {
            return Err(missing("second provider officer"));
        };
        let new = NewSitting {
            provider: self.provider,
            framework: (self.one.framework.clone(), self.framework.version().to_owned()),
            element: result.element.clone(),
            held_on: self.setting.stamp(None, result.held).on,
        };
        let recorded = self.stamp(*recorder, (result.held - 40).max(3));
        let id = self
            .work(recorded, async |tx| {
                let id = match results::find_sitting(&tx.read().await?, &new).await? {
                    Some(id) => id,
                    None => results::add_sitting(&tx.may(actions::AddSitting, self.provider).await?, &new).await?,
                };
                let sitting = results::sitting(&tx.read().await?, id).await?;
                let entry = Entry {
                    enrolment: self.enrolment,
                    outcome: result.outcome,
                    mark: result.mark.clone(),
                };
                let may = tx.may(actions::RecordResult, (id, self.enrolment)).await?;
                results::record(&[may], &sitting, &[entry]).await?;
                Ok(id)
            })
            .await?;
        if result.provisional {
            return Ok(());
        }
        let confirmed = self.stamp(*confirmer, (result.held - 45).max(2));
        self.work(confirmed, async |tx| {
            let candidates = results::candidates_of(&tx.read().await?, id, &[self.enrolment], tx.today()).await?;
            let recorded = candidates.into_iter().find_map(|candidate| candidate.result);
            let recorded = recorded.ok_or(AppError::NotFound)?;
            results::confirm(&tx.may(actions::ConfirmResult, recorded.id).await?).await
        })
        .await
    }

    /// One step of one person on one day, as a part of the whole.
    async fn work<T>(&self, stamp: Stamp, work: impl AsyncFnOnce(&Tx) -> Result<T, AppError>) -> Result<T, Refusal> {
        let setting = self.setting;
        Ok(Tx::within(self.tx, (&setting.db, &setting.catalogue), stamp, work).await?)
    }

    async fn claim(&self, outcome: &str, days_ago: i64, decided: bool) -> Result<(), Refusal> {
        let supervisor = self
            .known
            .person(self.one.supervisors.first().map_or("", String::as_str))?;
        let claim = DemoClaim {
            framework: &self.framework,
            outcome: self.framework.find(outcome).ok_or_else(|| missing(outcome))?,
            enrolment: self.enrolment,
            name: &self.one.name,
            supervisor,
            narrative: self.demo.narrative(outcome).ok_or_else(|| missing("narrative"))?,
        };
        let request = claim
            .send(self.setting, self.tx, self.stamp(self.trainee, days_ago))
            .await?;
        if decided {
            let signed = self.stamp(supervisor, (days_ago - 3).max(0));
            claim.find_met(self.setting, self.tx, signed, request).await?;
        }
        Ok(())
    }

    async fn verify(&self, element: &str) -> Result<(), Refusal> {
        let admin = self
            .known
            .admins
            .get(&self.one.employer)
            .ok_or_else(|| missing("administrator of the employer"))?;
        let asked = Tx::within(
            self.tx,
            self.setting.whole(),
            self.stamp(self.trainee, 360),
            async |tx| {
                let may = tx.may(actions::AskVerification, self.enrolment).await?;
                verification_requests::ask(&may, element.to_owned(), self.employer).await
            },
        );
        let request = asked.await?;
        let answered = Tx::within(self.tx, self.setting.whole(), self.stamp(*admin, 355), async |tx| {
            let may = tx.may(actions::VerifyStage, request).await?;
            let Asked { case, ix, .. } = may.state();
            let answer = Answer {
                outcome: VerificationOutcome::Verified,
                comment: String::new(),
                statement: verification_statement(&case.name, &stage_title(case, *ix)),
                shown: shown(case, *ix),
            };
            verifications::answer(&may, answer).await
        });
        Ok(answered.await?)
    }

    async fn confer(&self, step_off: &str) -> Result<(), Refusal> {
        let applied = Tx::within(
            self.tx,
            self.setting.whole(),
            self.stamp(self.trainee, 350),
            async |tx| {
                let may = tx.may(actions::ApplyForStatus, self.enrolment).await?;
                let case = may.state();
                match case.framework.step_off(step_off) {
                    Some((ix, status)) if case.standing.state(ix) == State::Available => {
                        Ok::<_, AppError>(Some(awards::apply(&may, step_off, status).await?))
                    }
                    _ => Ok(None),
                }
            },
        );
        let application = applied.await?.ok_or_else(|| {
            let name = &self.one.name;
            Refusal(format!("content/demo/people.toml: {name} can’t apply for {step_off}."))
        })?;
        let registrar = self.stamp(self.known.registrar, 345);
        let conferred = Tx::within(self.tx, self.setting.whole(), registrar, async |tx| {
            let may = tx.may(actions::DecideApplication, application).await?;
            awards::confer(&may, String::new()).await
        });
        conferred.await?;
        Ok(())
    }
}
