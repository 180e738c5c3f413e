//! Many trainees at once, for measuring: each with half of the first stage behind them, at the provider and at work.

use super::Setting;
use super::claim::DemoClaim;
use super::people::DemoPeople;
use crate::start::Refusal;
use app::error::AppError;
use app::features::enrolments::new_enrolment::NewEnrolment;
use app::features::enrolments::new_supervision::NewSupervision;
use app::features::enrolments::store as enrolments;
use app::features::people::{password, store as people};
use app::features::results::add_sitting::NewSitting;
use app::features::results::record::Entry;
use app::features::results::store as results;
use app::web::tx::{SetUp, Tx};
use domain::access::{Role, actions};
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
pub async fn put_in(setting: &Setting, demo: &DemoPeople, how_many: u32) -> Result<String, Refusal> {
    let hash = password::hash_now(&demo.password)?;
    let framework = setting
        .catalogue
        .all()
        .next()
        .ok_or_else(|| Refusal(String::from("There is no framework to enrol on.")))?
        .clone();
    let assessments =
        framework.in_file_order().filter(|(_, node)| matches!(node.kind, NodeKind::Element(ElementKind::Assessment)));
    let assessments: Vec<String> = assessments.take(PASSED).map(|(_, node)| node.id.clone()).collect();
    let founding = setting.stamp(None, 400);
    let place = (&setting.db, &setting.catalogue);
    let school = Tx::outside(place, founding.clone(), async |tx| School::put_in(tx, &framework).await).await?;
    let (provider, employer, supervisor) = (school.provider, school.employer, school.supervisor);
    let officers = school.officers;
    let enrol = NewEnrolment {
        framework: (framework.slug().to_owned(), framework.version().to_owned()),
        specialism: None,
        from_on: founding.on,
        joined_on: None,
        provider: Some(provider),
        employer: Some((employer, String::from("Paralegal"))),
    };
    let supervise = NewSupervision { supervisor, authorised_as: None, from_on: founding.on, until_on: None };
    let mut all = Vec::new();
    for from in (0..how_many).step_by(BATCH as usize) {
        let batch = Tx::outside(place, founding.clone(), async |tx| -> Result<_, Refusal> {
            let (mut batch, writer) = (Vec::new(), &tx.writer());
            for n in from..(from + BATCH).min(how_many) {
                let person = people::add_person(writer, &name(n), &address(n)).await?;
                people::set_password(writer, person, hash.clone()).await?;
                let enrolment = enrolments::insert_enrolment(writer, person, &enrol).await?;
                enrolments::insert_supervision(writer, enrolment, person, &supervise).await?;
                batch.push((enrolment, person));
            }
            Ok(batch)
        });
        all.extend(batch.await?);
    }
    for (i, element) in assessments.iter().enumerate() {
        let days = 300 - 20 * i64::try_from(i).unwrap_or_default();
        sit(setting, (provider, &officers), &all, (framework.slug(), framework.version(), element), days).await?;
    }
    at_work(setting, demo, &framework, supervisor, &all).await?;
    Ok(address(0))
}

/// Where the generated trainees learn and work.
struct School {
    provider: OrganisationId,
    employer: OrganisationId,
    officers: Vec<PersonId>,
    supervisor: PersonId,
}

impl School {
    async fn put_in(tx: &SetUp, framework: &Framework) -> Result<Self, Refusal> {
        let writer = &tx.writer();
        let provider = people::insert_organisation(writer, "Generated College", OrganisationKind::Provider).await?;
        let employer = people::insert_organisation(writer, "Generated LLP", OrganisationKind::Employer).await?;
        let version = (framework.slug().to_owned(), framework.version().to_owned());
        let body = people::body_of(&tx.read().await?, tx.catalogue(), &version).await?;
        people::recognise(writer, body, provider).await?;
        people::recognise(writer, body, employer).await?;
        let mut officers = Vec::new();
        for name in ["one", "two"] {
            let (name, email) = (format!("Officer {name}"), format!("officer-{name}@generated.example"));
            let officer = people::add_person(writer, &name, &email).await?;
            people::grant(writer, officer, provider, Role::Officer, None).await?;
            officers.push(officer);
        }
        let supervisor = people::add_person(writer, "Supervisor one", "supervisor-one@generated.example").await?;
        people::grant(writer, supervisor, employer, Role::Supervisor, None).await?;
        Ok(Self { provider, employer, officers, supervisor })
    }
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
        let whole = Tx::outside::<_, Refusal>(setting.whole(), setting.stamp(None, 400), async |tx| {
            for (n, (enrolment, trainee)) in batch.iter().enumerate() {
                let name =
                    name(u32::try_from(first).unwrap_or_default() * BATCH + u32::try_from(n).unwrap_or_default());
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
                    let request = claim.send(tx, setting.stamp(Some(*trainee), days)).await?;
                    claim.find_met(tx, setting.stamp(Some(supervisor), days - 3), request).await?;
                }
            }
            Ok(())
        });
        whole.await?;
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
    let whole = (&setting.db, &setting.catalogue);
    let recorded = setting.stamp(Some(*recorder), days_ago - 30);
    let new = NewSitting {
        provider,
        framework: (slug.to_owned(), version.to_owned()),
        element: element.to_owned(),
        held_on: setting.stamp(None, days_ago).on,
    };
    let id = Tx::outside::<_, AppError>(whole, recorded.clone(), async |tx| {
        results::add_sitting(&tx.may(actions::AddSitting, provider).await?, &new).await
    })
    .await?;
    let sitting = results::sitting(setting.db.read(), id).await?;
    for batch in all.chunks(BATCH as usize) {
        Tx::outside::<_, AppError>(whole, recorded.clone(), async |tx| {
            let candidates = batch.iter().map(|(enrolment, _)| (id, *enrolment)).collect();
            let all = tx.may_all(actions::RecordResult, candidates).await?;
            let passed = |(enrolment, _): &(EnrolmentId, PersonId)| Entry {
                enrolment: *enrolment,
                outcome: Outcome::Pass,
                mark: None,
            };
            results::record(&all, &sitting, &batch.iter().map(passed).collect::<Vec<_>>()).await
        })
        .await?;
    }
    let confirmed = setting.stamp(Some(*confirmer), days_ago - 35);
    let candidates = results::candidates(setting.db.read(), id, recorded.on).await?;
    for batch in candidates.chunks(BATCH as usize) {
        Tx::outside::<_, AppError>(whole, confirmed.clone(), async |tx| {
            let recorded = batch.iter().filter_map(|candidate| Some(candidate.result.as_ref()?.id));
            for may in tx.may_all(actions::ConfirmResult, recorded.collect()).await? {
                results::confirm(&may).await?;
            }
            Ok::<(), AppError>(())
        })
        .await?;
    }
    Ok(())
}
