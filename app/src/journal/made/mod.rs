//! What each event makes of the rows: the one place that says so. Who says an event writes what it makes here, with its words;
//! `gradus doctor` makes it again and compares it with what stands.

mod awards;
mod exemptions;
mod people;
mod records;
mod results;
mod signing;

use super::change::{Change, added, changed, maybe, removed};
use crate::entities::{
    claim, credential, employment, enrolment, evidence, experience, invitation, joining, membership, organisation,
    person, recognition, record, registration, signing_link, specialism, supervision,
};
use crate::prelude::stores::*;
use domain::access::SupervisorAt;
use domain::awards::ApplicationOutcome;
use domain::journal::Reason;
use domain::sign_off::EndReason;

/// What stands beside an event.
#[derive(Clone, Copy, Debug)]
pub struct EventContext {
    /// Where it is said.
    pub place: Place,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// From when it is true.
    pub on: NaiveDate,
    /// Who did it; none for the system's own set-up.
    pub by: Option<PersonId>,
    /// Whose record it is, in the chain of a record.
    pub trainee: Option<PersonId>,
    /// And at which body.
    pub body: Option<OrganisationId>,
}

impl EventContext {
    fn record(&self) -> Option<RecordId> {
        self.place.chain.record()
    }

    /// The body in whose chain it stands.
    fn at_body(&self) -> Option<OrganisationId> {
        match self.place.chain {
            Chain::Body(body) => Some(body),
            Chain::Record(_) | Chain::Organisation(_) | Chain::Account(_) => None,
        }
    }

    /// Whose account it is in whose chain it stands.
    fn account(&self) -> Option<PersonId> {
        match self.place.chain {
            Chain::Account(person) => Some(person),
            Chain::Record(_) | Chain::Organisation(_) | Chain::Body(_) => None,
        }
    }
}

/// The rows that an event makes, changes or takes away.
#[expect(clippy::too_many_lines, reason = "one arm for each act: a table, read from top to bottom")]
pub fn made(beside: &EventContext, event: &Event) -> Vec<Change> {
    let EventContext { at, on, by, .. } = *beside;
    let (chapter, trainee) = (beside.place.chapter, beside.trainee);
    match event {
        Event::AddedPerson { person, words } => {
            let (id, created_at, addressed_on) = (Set(*person), Set(at), Set(on));
            vec![added(person::ActiveModel { id, created_at, addressed_on, ..Default::default() }).worded(*words)]
        }
        Event::SetPassword { person, password } => {
            let row = credential::ActiveModel { person_id: Set(*person), set_at: Set(at), ..Default::default() };
            vec![added(row).worded(*password)]
        }
        Event::ChangedPassword { person, password } => {
            vec![changed(credential::ActiveModel { person_id: Set(*person), ..Default::default() }).worded(*password)]
        }
        Event::EndedAccess { person, .. } => {
            vec![removed(credential::ActiveModel { person_id: Set(*person), ..Default::default() })]
        }
        Event::ChangedAddress { person, words } => {
            let row = person::ActiveModel { id: Set(*person), addressed_on: Set(on), ..Default::default() };
            vec![changed(row).worded(*words)]
        }
        Event::CorrectedName { person, words } => {
            vec![changed(person::ActiveModel { id: Set(*person), ..Default::default() }).worded(*words)]
        }
        Event::Invited { invitation, organisation, role, expires_at, words } => {
            vec![people::invited(beside, *invitation, (*organisation, *role), *expires_at).worded(*words)]
        }
        Event::WithdrewInvitation { invitation } => {
            let row =
                invitation::ActiveModel { id: Set(*invitation), withdrawn_at: Set(Some(at)), ..Default::default() };
            vec![changed(row)]
        }
        Event::AcceptedInvitation { invitation } => {
            let (id, used_at, used_by) = (Set(*invitation), Set(Some(at)), Set(by));
            vec![changed(invitation::ActiveModel { id, used_at, used_by, ..Default::default() })]
        }
        Event::AddedOrganisation { organisation, kind, slug, words } => {
            let row = organisation::ActiveModel {
                id: Set(*organisation),
                kind: Set(*kind),
                slug: Set(slug.clone()),
                created_at: Set(at),
                ..Default::default()
            };
            vec![added(row).worded(*words)]
        }
        Event::RenamedOrganisation { organisation, round, words, before } => {
            people::renamed(beside, (*organisation, *round), *words, *before).into()
        }
        Event::RecognisedOrganisation { organisation } => {
            vec![added(recognition::ActiveModel {
                body_id: maybe(beside.at_body()),
                organisation_id: Set(*organisation),
                since: Set(on),
                recognised_by: Set(by),
            })]
        }
        Event::GrantedRole { membership, person, organisation, role, granted_by } => {
            vec![people::granted(beside, *membership, (*person, *organisation, *role), *granted_by)]
        }
        Event::EndedMembership { membership, until, reset } => {
            let (id, until_on, ended_by) = (Set(*membership), Set(Some(*until)), Set(by));
            vec![changed(membership::ActiveModel {
                id,
                until_on,
                ended_by,
                reset_id: Set(*reset),
                ..Default::default()
            })]
        }
        Event::Proposed { proposal, of, person, award, words } => {
            vec![people::proposed(beside, *proposal, *of, (*person, *award)).worded(*words)]
        }
        Event::SettledProposal { proposal, settled } => vec![people::settled(beside, *proposal, *settled)],
        Event::AddedSitting { sitting, provider, framework, framework_version, element, held_on } => {
            let what = [framework, framework_version, element].map(String::as_str);
            vec![results::sitting(beside, (*sitting, *provider), what, *held_on)]
        }
        Event::BeganImport { import, provider, sitting, file, rows, words } => {
            vec![results::began_import(beside, *import, (*provider, *sitting), (*file, *rows)).worded(*words)]
        }
        Event::DiscardedImport { import } => vec![results::discarded_import(beside, *import)],
        Event::WroteImport { import, results, recorded } => {
            vec![results::wrote_import(beside, *import, *results, *recorded)]
        }
        Event::SettledImport { import, imported_by, settled, words } => {
            vec![results::settled_import(beside, *import, *imported_by, *settled).worded(*words)]
        }
        Event::OpenedRecord { person, body, words } => {
            vec![records::opened(beside, *person, *body).worded(*words), records::named(beside, (1, on), *words)]
        }
        Event::NumberedRecord { round, number, reason } => {
            let numbered = records::numbered(beside, *round, number.as_ref());
            numbered.into_iter().chain(records::because(beside, reason.as_ref())).collect()
        }
        Event::RenamedRecord { round, words, from, reason } => {
            let row = record::ActiveModel { id: maybe(beside.record()), ..Default::default() };
            let named = [changed(row).worded(*words), records::named(beside, (*round, *from), *words)];
            named.into_iter().chain(records::because(beside, reason.as_ref())).collect()
        }
        Event::Enrolled { enrolment, person, framework, framework_version, from, registration } => {
            let enrolled = records::enrolled(beside, (*enrolment, *person), (framework, framework_version), *from);
            let with_it = registration.iter().map(|one| records::registered(beside, one));
            std::iter::once(enrolled).chain(with_it).collect()
        }
        Event::CorrectedFirstDay { enrolment, from, reason } => {
            let row = enrolment::ActiveModel { id: Set(*enrolment), from_on: Set(*from), ..Default::default() };
            std::iter::once(changed(row)).chain(records::because(beside, reason.as_ref())).collect()
        }
        Event::EndedEnrolment { enrolment, why, until, reason } => {
            let ended = records::ended(*enrolment, Some((*until, *why, reason.id)));
            with_reason(beside, ended, Some(reason))
        }
        Event::TookBackEnrolmentEnd { enrolment, reason } => {
            with_reason(beside, records::ended(*enrolment, None), Some(reason))
        }
        Event::ChoseSpecialism { round, specialism, from } => vec![added(specialism::ActiveModel {
            enrolment_id: maybe(chapter),
            round: Set(*round),
            specialism: Set(specialism.clone()),
            from_on: Set(*from),
            recorded_by: Set(by),
            recorded_at: Set(at),
        })],
        Event::RecordedJoining { round, joined_on, reason } => {
            let joined = added(joining::ActiveModel {
                record_id: maybe(beside.record()),
                round: Set(*round),
                joined_on: Set(*joined_on),
                recorded_by: Set(by),
                recorded_at: Set(at),
            });
            with_reason(beside, joined, reason.as_ref())
        }
        Event::NamedSupervisor { supervision, supervisor, employer, from, until, words } => {
            let by = SupervisorAt { person: *supervisor, employer: *employer };
            vec![records::supervised(beside, (*supervision, by), (*from, *until)).worded(*words)]
        }
        Event::EndedSupervision { supervision, until, reason } => {
            let (id, until_on) = (Set(*supervision), Set(Some(*until)));
            let ended = changed(supervision::ActiveModel { id, until_on, ..Default::default() });
            with_reason(beside, ended, reason.as_ref())
        }
        Event::AddedEmployment(one) => vec![records::employed(beside, one)],
        Event::EndedEmployment { employment, until, reason, .. } => {
            let (id, until_on) = (Set(*employment), Set(Some(*until)));
            let ended = changed(employment::ActiveModel { id, until_on, ..Default::default() });
            with_reason(beside, ended, reason.as_ref())
        }
        Event::AddedRegistration(one) => vec![records::registered(beside, one)],
        Event::EndedRegistration { registration, until, reason, .. } => {
            let (id, until_on) = (Set(*registration), Set(Some(*until)));
            let ended = changed(registration::ActiveModel { id, until_on, ..Default::default() });
            with_reason(beside, ended, reason.as_ref())
        }
        Event::RecordedResult { result, of, import, words } => {
            results::recorded(beside, (*result, 1, None), (of, *import), *words)
        }
        Event::CorrectedResult { result, round, supersedes, of, import, words } => {
            results::recorded(beside, (*result, *round, Some(*supersedes)), (of, *import), *words)
        }
        // The row is that of the file.
        Event::DeclinedResult { .. } => Vec::new(),
        Event::ConfirmedResult { result, recorded_by, .. } => results::confirmed(beside, *result, *recorded_by),
        Event::BeganClaim { claim, outcome } => vec![added(claim::ActiveModel {
            id: Set(*claim),
            enrolment_id: maybe(chapter),
            trainee_id: maybe(trainee),
            outcome: Set(outcome.clone()),
            narrative: Set(String::new()),
            happened_from: Set(None),
            happened_until: Set(None),
            redacted: Set(false),
            revision: Set(1),
            created_at: Set(at),
            changed_at: Set(at),
            deleted_at: Set(None),
        })],
        Event::AddedEvidence { evidence, claim, kind, words } => {
            let row = evidence::ActiveModel {
                id: Set(*evidence),
                claim_id: Set(*claim),
                kind: Set(*kind),
                added_at: Set(at),
                removed_at: Set(None),
                ..Default::default()
            };
            vec![added(row).worded(*words)]
        }
        Event::RemovedEvidence { evidence, kept: true, .. } => {
            let row = evidence::ActiveModel { id: Set(*evidence), removed_at: Set(Some(at)), ..Default::default() };
            vec![changed(row)]
        }
        Event::RemovedEvidence { evidence, kept: false, .. } => {
            vec![removed(evidence::ActiveModel { id: Set(*evidence), ..Default::default() })]
        }
        Event::DeletedDraft { claim, evidence } => {
            let deleted =
                changed(claim::ActiveModel { id: Set(*claim), deleted_at: Set(Some(at)), ..Default::default() });
            let gone = |piece| removed(evidence::ActiveModel { id: Set(piece), ..Default::default() });
            std::iter::once(deleted).chain(evidence.iter().copied().map(gone)).collect()
        }
        Event::RecordedExperience {
            experience,
            kind,
            employer,
            from,
            until,
            minutes,
            minutes_each_week,
            full_time_percent,
            words,
        } => {
            let row = experience::ActiveModel {
                id: Set(*experience),
                enrolment_id: maybe(chapter),
                trainee_id: maybe(trainee),
                kind: Set(kind.clone()),
                employer_id: Set(*employer),
                from_on: Set(*from),
                until_on: Set(*until),
                minutes: Set(*minutes),
                minutes_each_week: Set(*minutes_each_week),
                full_time_percent: Set(*full_time_percent),
                recorded_at: Set(at),
                withdrawn_at: Set(None),
                ..Default::default()
            };
            vec![added(row).worded(*words)]
        }
        Event::WithdrewExperience { experience, .. } => {
            let (id, withdrawn_at) = (Set(*experience), Set(Some(at)));
            vec![changed(experience::ActiveModel { id, withdrawn_at, ..Default::default() })]
        }
        Event::RequestedSignature { request, subject, round, employer, to, until, shown } => {
            signing::request(beside, *request, (subject, *round), (*employer, to, *until), *shown)
        }
        Event::ProvedMailbox { link, .. } => {
            let (id, mailbox_proved_at) = (Set(*link), Set(Some(at)));
            vec![changed(signing_link::ActiveModel { id, mailbox_proved_at, ..Default::default() })]
        }
        Event::Signed { request, outcome, reason, signer, shown, signed, .. } => {
            signing::signed(beside, *request, (*outcome, *reason, *signer), (*shown, *signed))
        }
        Event::WithdrewSignature { request, subject, words } => {
            vec![signing::withdrawn(beside, *request, subject.kind()).worded(*words)]
        }
        Event::TookBackRequest { request, .. } => signing::ended(beside, *request, EndReason::TakenBack),
        Event::ClosedRequest { request, .. } => signing::ended(beside, *request, EndReason::EmploymentEnded),
        Event::Applied { application, round, step_off, status } => {
            vec![awards::applied(beside, *application, *round, (step_off, status))]
        }
        Event::ConferredStatus { award, application, status, expires_on, words, decision, .. } => {
            let conferred = awards::conferred(beside, (*award, *application), status, *expires_on).worded(*words);
            let decided = awards::decided(beside, *application, ApplicationOutcome::Conferred, *decision);
            decided.into_iter().chain([conferred]).collect()
        }
        Event::DeclinedApplication { application, decision, .. } => {
            awards::decided(beside, *application, ApplicationOutcome::Declined, *decision).into()
        }
        Event::WithdrewStatus { award, words, .. } => vec![awards::withdrawn(beside, *award).worded(*words)],
        Event::SentPriorLearning { prior_learning, prior, awarded_on, elements, due, words } => {
            let asked = (*awarded_on, &elements[..], *due);
            vec![exemptions::sent(beside, *prior_learning, prior.as_ref(), asked).worded(*words)]
        }
        Event::TookBackPriorLearning { prior_learning } => vec![exemptions::closed(*prior_learning)],
        Event::DecidedPriorLearning { prior_learning, round, is_proved, exemptions: all, words } => {
            exemptions::decided(beside, (*prior_learning, *round), *is_proved, all, *words)
        }
        Event::AskedForReview { prior_learning, due, words } => {
            exemptions::review(beside, (*prior_learning, *due), *words)
        }
        Event::WithdrewExemption { exemption, words, .. } => vec![exemptions::withdrawn(beside, *exemption, *words)],
    }
}

/// A row, and the row of why, where a reason was given.
fn with_reason(beside: &EventContext, row: Change, reason: Option<&Reason>) -> Vec<Change> {
    std::iter::once(row).chain(records::because(beside, reason)).collect()
}
