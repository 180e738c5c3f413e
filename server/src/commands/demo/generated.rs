//! Many trainees at once, for measuring: each with half of the first stage behind them, at the provider and at work.

use super::Setting;
use super::claim::DemoClaim;
use super::people::DemoPeople;
use crate::start::Refusal;
use app::features::enrolments::forms::{Enrol, Supervise};
use app::features::enrolments::store as enrolments;
use app::features::people::{password, store as people};
use app::features::results::forms::{Entry, NewSitting};
use app::features::results::store as results;
use domain::access::{Actor, Membership, Role, Subject, actions, permit};
use domain::framework::{CompetencyLevel, ElementKind, Framework, NodeIx, NodeKind};
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::people::OrganisationKind;
use domain::standing::Outcome;

/// Trainees in one transaction.
const BATCH: u32 = 500;
/// Elements each of them has passed.
const PASSED: usize = 4;
/// Outcomes each of them has claimed and was found to meet.
const CLAIMED: usize = 4;

/// Generates trainees on the first framework with assessments; returns the address of the first.
///
/// # Errors
/// When the database can't be written.
pub async fn put_in(setting: &Setting, demo: &DemoPeople, how_many: u32) -> Result<String, Refusal> {
    let hash = password::hash_now(&demo.password)?;
    let framework = setting
        .catalogue
        .all()
        .next()
        .ok_or_else(|| Refusal(String::from("There is no framework to enrol on.")))?
        .clone();
    let assessments = framework
        .in_file_order()
        .filter(|(_, node)| matches!(node.kind, NodeKind::Element(ElementKind::Assessment)));
    let assessments: Vec<String> = assessments.take(PASSED).map(|(_, node)| node.id.clone()).collect();
    let founding = setting.stamp(None, 400);
    let tx = setting.db.begin().await?;
    let provider = people::insert_organisation(&tx, &founding, "Generated College", OrganisationKind::Provider).await?;
    let employer = people::insert_organisation(&tx, &founding, "Generated LLP", OrganisationKind::Employer).await?;
    let mut officers = Vec::new();
    for name in ["one", "two"] {
        let officer = people::add_person(
            &tx,
            &founding,
            &format!("Officer {name}"),
            &format!("officer-{name}@generated.example"),
        )
        .await?;
        people::grant(&tx, &founding, officer, provider, Role::Officer, None).await?;
        officers.push(officer);
    }
    let supervisor = people::add_person(&tx, &founding, "Supervisor one", "supervisor-one@generated.example").await?;
    people::grant(&tx, &founding, supervisor, employer, Role::Supervisor, None).await?;
    tx.commit().await?;
    let mut all = Vec::new();
    for from in (0..how_many).step_by(BATCH as usize) {
        let tx = setting.db.begin().await?;
        for n in from..(from + BATCH).min(how_many) {
            let person = people::add_person(&tx, &founding, &name(n), &address(n)).await?;
            people::set_password(&tx, &founding, person, hash.clone()).await?;
            let enrol = Enrol {
                framework: (framework.slug().to_owned(), framework.version().to_owned()),
                specialism: None,
                from_on: founding.on,
                joined_on: None,
                provider: Some(provider),
                employer: Some((employer, String::from("Paralegal"))),
            };
            let enrolment = enrolments::insert_enrolment(&tx, &founding, person, &enrol).await?;
            let supervise = Supervise {
                supervisor,
                authorised_as: None,
                from_on: founding.on,
                until_on: None,
            };
            enrolments::insert_supervision(&tx, &founding, enrolment, person, &supervise).await?;
            all.push((enrolment, person));
        }
        tx.commit().await?;
    }
    for (i, element) in assessments.iter().enumerate() {
        let days = 300 - 20 * i64::try_from(i).unwrap_or_default();
        sit(
            setting,
            (provider, &officers),
            &all,
            (framework.slug(), framework.version(), element),
            days,
        )
        .await?;
    }
    at_work(setting, demo, &framework, supervisor, &all).await?;
    Ok(address(0))
}

/// Everyone claims some outcomes and is found to meet them.
async fn at_work(
    setting: &Setting,
    demo: &DemoPeople,
    framework: &Framework,
    supervisor: PersonId,
    all: &[(EnrolmentId, PersonId)],
) -> Result<(), Refusal> {
    let is_outcome = |kind: &NodeKind| matches!(kind, NodeKind::Competency(CompetencyLevel::Outcome));
    let outcomes = framework.in_file_order().filter(|(_, node)| is_outcome(&node.kind));
    let outcomes: Vec<NodeIx> = outcomes.map(|(ix, _)| ix).take(CLAIMED).collect();
    for (first, batch) in all.chunks(BATCH as usize).enumerate() {
        let tx = setting.db.begin().await?;
        for (n, (enrolment, trainee)) in batch.iter().enumerate() {
            let name = name(u32::try_from(first).unwrap_or_default() * BATCH + u32::try_from(n).unwrap_or_default());
            for (outcome, days) in outcomes.iter().zip((100..).step_by(7)) {
                let Some(narrative) = demo.narrative(&framework.node(*outcome).id) else {
                    continue;
                };
                let claim = DemoClaim {
                    framework,
                    outcome: *outcome,
                    enrolment: *enrolment,
                    name: &name,
                    supervisor,
                    narrative,
                };
                let request = claim.send(setting, &tx, setting.stamp(Some(*trainee), days)).await?;
                claim
                    .find_met(setting, &tx, setting.stamp(Some(supervisor), days - 3), request)
                    .await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

fn name(n: u32) -> String {
    format!("Trainee {n:05}")
}

fn address(n: u32) -> String {
    format!("trainee-{n:05}@generated.example")
}

/// Everyone passes one element: recorded by one officer, confirmed by the other.
async fn sit(
    setting: &Setting,
    (provider, officers): (OrganisationId, &[PersonId]),
    all: &[(EnrolmentId, PersonId)],
    (slug, version, element): (&str, &str, &str),
    days_ago: i64,
) -> Result<(), Refusal> {
    let [recorder, confirmer] = officers else {
        return Err(Refusal(String::from("Two officers are needed.")));
    };
    let way = |person: PersonId| Actor {
        person,
        memberships: vec![Membership {
            organisation: provider,
            role: Role::Officer,
        }],
    };
    let denied = |denied: domain::access::Denied| Refusal(denied.to_string());
    let stamp = setting.stamp(Some(*recorder), days_ago - 30);
    let new = NewSitting {
        framework: (slug.to_owned(), version.to_owned()),
        element: element.to_owned(),
        held_on: setting.stamp(None, days_ago).on,
    };
    let tx = setting.db.begin().await?;
    let manage = permit(
        &way(*recorder),
        actions::ManageSitting,
        &Subject::of_organisation(provider),
    )
    .map_err(denied)?;
    let id = results::add_sitting(&tx, manage, &stamp, &new).await?;
    tx.commit().await?;
    let sitting = results::sitting(setting.db.read(), id).await?;
    for batch in all.chunks(BATCH as usize) {
        let tx = setting.db.begin().await?;
        let mut entries = Vec::new();
        for (enrolment, trainee) in batch {
            let subject = Subject {
                organisation: Some(provider),
                trainee: Some(*trainee),
                providers: vec![provider],
                ..Subject::default()
            };
            let permit = permit(&way(*recorder), actions::RecordResult, &subject).map_err(denied)?;
            entries.push((
                permit,
                Entry {
                    enrolment: *enrolment,
                    outcome: Outcome::Pass,
                    mark: None,
                },
            ));
        }
        results::record(&tx, &stamp, &sitting, &entries).await?;
        tx.commit().await?;
    }
    let confirmed = setting.stamp(Some(*confirmer), days_ago - 35);
    let candidates = results::candidates(setting.db.read(), id, stamp.on).await?;
    for batch in candidates.chunks(BATCH as usize) {
        let tx = setting.db.begin().await?;
        let mut permitted = Vec::new();
        for candidate in batch {
            let subject = sitting.subject_of(candidate);
            let permit = permit(&way(*confirmer), actions::ConfirmResult, &subject).map_err(denied)?;
            permitted.push((permit, candidate));
        }
        results::confirm(&tx, &confirmed, &sitting, &permitted).await?;
        tx.commit().await?;
    }
    Ok(())
}
