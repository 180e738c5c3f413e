//! Every event as it is stored, and that nothing else is read.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::enrolments::EnrolmentEnd;
use domain::imports::ImportEnd;
use domain::journal::{Digest, Employed, Event, Exempted, Reason, Registered, ResultOf};
use domain::people::OrganisationKind;
use domain::proposals::{Proposable, Settled};
use domain::sign_off::{EvidenceKind, ReasonCode, Recipient, Signer, SigningOutcome, SigningSubject, StageOutcome};
use domain::standing::ClaimOutcome;
use domain::standing::Outcome;
use tests::compare_snapshot;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The n-th id of a kind.
macro_rules! id {
    ($n:expr) => {
        serde_json::from_value(serde_json::json!(format!("019ac000-0000-7000-8000-{:012}", $n))).unwrap()
    };
}

/// One of each.
fn examples() -> Vec<Event> {
    let words = Digest::of("words");
    let until = day("2026-12-01");
    let from = day("2026-11-01");
    let reason = Some(Reason { id: id!(42), words });
    let registered = || Registered { registration: id!(10), provider: id!(11), from };
    let employed = || Employed { employment: id!(12), employer: id!(13), from, words };
    let of = || ResultOf { sitting: id!(14), element: String::from("F01"), held_on: from, outcome: Outcome::Pass };
    let claim = || SigningSubject::Claim { claim: id!(17), outcome: String::from("advice") };
    let stage = || SigningSubject::Stage { element: String::from("foundation-verification") };
    let (step_off, status) = (|| String::from("step-off"), || String::from("paralegal"));
    vec![
        Event::AddedPerson { person: id!(1), words },
        Event::SetPassword { person: id!(1), password: words },
        Event::ChangedPassword { person: id!(1), password: words },
        Event::EndedAccess { person: id!(1), set_up_for: Some(id!(13)) },
        Event::ChangedAddress { person: id!(1), words },
        Event::CorrectedName { person: id!(1), words },
        Event::Invited {
            invitation: id!(2),
            organisation: Some(id!(13)),
            role: Some(Role::EmployerAdmin),
            expires_at: at("2026-12-07T09:30:00Z"),
            words,
        },
        Event::WithdrewInvitation { invitation: id!(2) },
        Event::AcceptedInvitation { invitation: id!(2) },
        Event::AddedOrganisation { organisation: id!(13), kind: OrganisationKind::Employer, slug: None, words },
        Event::RenamedOrganisation { organisation: id!(13), round: 2, words, before: words },
        Event::RecognisedOrganisation { organisation: id!(13) },
        Event::GrantedRole {
            membership: id!(3),
            person: id!(1),
            organisation: id!(13),
            role: Role::Supervisor,
            granted_by: None,
        },
        Event::EndedMembership { membership: id!(3), until, reset: None },
        Event::EndedMembership { membership: id!(3), until, reset: Some(id!(40)) },
        Event::Proposed {
            proposal: id!(40),
            of: Proposable::WithdrawAward,
            person: id!(1),
            award: Some(id!(41)),
            words,
        },
        Event::SettledProposal { proposal: id!(40), settled: Settled::Confirmed },
        Event::AddedSitting {
            sitting: id!(14),
            provider: id!(11),
            framework: String::from("cpq"),
            framework_version: String::from("2021-06"),
            element: String::from("F01"),
            held_on: from,
        },
        Event::OpenedRecord { person: id!(1), body: id!(16), words },
        Event::NumberedRecord { round: 1, number: Some(String::from("M-1")), reason: None },
        Event::NumberedRecord { round: 2, number: None, reason },
        Event::RenamedRecord { round: 2, words, from, reason },
        Event::Enrolled {
            enrolment: id!(4),
            person: id!(1),
            framework: String::from("cpq"),
            framework_version: String::from("2021-06"),
            from,
            registration: Some(registered()),
        },
        Event::EndedEnrolment {
            enrolment: id!(4),
            why: EnrolmentEnd::Left,
            until,
            reason: Reason { id: id!(42), words },
        },
        Event::TookBackEnrolmentEnd { enrolment: id!(4), reason: Reason { id: id!(42), words } },
        Event::ChoseSpecialism { round: 1, specialism: String::from("wills"), from },
        Event::RecordedJoining { round: 1, joined_on: from, reason: None },
        Event::NamedSupervisor {
            supervision: id!(5),
            supervisor: id!(6),
            employer: id!(7),
            from,
            until: Some(until),
            words,
        },
        Event::EndedSupervision { supervision: id!(5), until, reason },
        Event::AddedEmployment(employed()),
        Event::EndedEmployment { employment: id!(12), employer: id!(13), until, reason },
        Event::AddedRegistration(registered()),
        Event::EndedRegistration { registration: id!(10), provider: id!(11), until, reason: None },
        Event::BeganImport { import: id!(50), provider: id!(11), sitting: id!(14), file: words, rows: 3, words },
        Event::DiscardedImport { import: id!(50) },
        Event::WroteImport { import: id!(50), results: 3, recorded: words },
        Event::SettledImport { import: id!(50), imported_by: id!(6), settled: ImportEnd::Declined, words },
        Event::RecordedResult { result: id!(15), of: of(), import: None, words },
        Event::RecordedResult { result: id!(15), of: of(), import: Some(id!(50)), words },
        Event::CorrectedResult { result: id!(16), round: 2, supersedes: id!(15), of: of(), import: None, words },
        Event::DeclinedResult { result: id!(15), import: id!(50), of: of() },
        Event::ConfirmedResult { result: id!(16), recorded_by: id!(6), of: of() },
        Event::BeganClaim { claim: id!(17), outcome: String::from("advice") },
        Event::AddedEvidence { evidence: id!(18), claim: id!(17), kind: EvidenceKind::File, words },
        Event::RemovedEvidence { evidence: id!(18), claim: id!(17), kept: false },
        Event::DeletedDraft { claim: id!(17), evidence: vec![id!(18)] },
        Event::RequestedSignature {
            request: id!(19),
            subject: claim(),
            round: 1,
            employer: id!(13),
            to: Recipient::Person(id!(6)),
            until: None,
            shown: words,
        },
        Event::RequestedSignature {
            request: id!(21),
            subject: stage(),
            round: 2,
            employer: id!(13),
            to: Recipient::Employer,
            until: None,
            shown: words,
        },
        Event::RequestedSignature {
            request: id!(24),
            subject: claim(),
            round: 2,
            employer: id!(13),
            to: Recipient::Link { link: id!(20), words },
            until: Some(until),
            shown: words,
        },
        Event::ProvedMailbox { request: id!(24), link: id!(20) },
        Event::Signed {
            request: id!(19),
            subject: claim(),
            outcome: SigningOutcome::Claim(ClaimOutcome::Declined),
            reason: Some(ReasonCode::NotAuthorised),
            signer: Signer::Person(id!(6)),
            shown: words,
            signed: words,
        },
        Event::Signed {
            request: id!(24),
            subject: stage(),
            outcome: SigningOutcome::Stage(StageOutcome::Verified),
            reason: None,
            signer: Signer::Link(id!(20)),
            shown: words,
            signed: words,
        },
        Event::WithdrewSignature {
            request: id!(25),
            subject: SigningSubject::Experience { experience: id!(26), kind: String::from("qualifying") },
            words,
        },
        Event::TookBackRequest { request: id!(19), subject: claim() },
        Event::ClosedRequest { request: id!(21), subject: stage(), employer: id!(13) },
        Event::Applied { application: id!(22), round: 1, step_off: step_off(), status: status() },
        Event::ConferredStatus {
            award: id!(23),
            application: id!(22),
            step_off: step_off(),
            status: status(),
            expires_on: Some(day("2028-03-01")),
            words,
            decision: words,
        },
        Event::DeclinedApplication { application: id!(22), step_off: step_off(), status: status(), decision: words },
        Event::WithdrewStatus { award: id!(23), status: status(), words },
        Event::SentPriorLearning {
            prior_learning: id!(50),
            prior: Some(String::from("unit")),
            awarded_on: from,
            elements: vec![String::from("F01"), String::from("F02")],
            due: Some(until),
            words,
        },
        Event::TookBackPriorLearning { prior_learning: id!(50) },
        Event::DecidedPriorLearning {
            prior_learning: id!(50),
            round: 2,
            is_proved: true,
            exemptions: vec![Exempted {
                exemption: id!(51),
                element: String::from("F01"),
                is_granted: true,
                expires_on: Some(until),
                words,
            }],
            words,
        },
        Event::AskedForReview { prior_learning: id!(50), due: Some(until), words },
        Event::WithdrewExemption { exemption: id!(51), element: String::from("F01"), words },
    ]
}

/// What was stored is read for ever: a change of this file needs a new version.
#[test]
fn every_event_is_stored_in_these_words_and_read_back() {
    let mut stored = String::new();
    for event in examples() {
        let text = event.text().unwrap();
        assert!(!text.contains('\n'), "{text}");
        assert_eq!(Event::read(Event::VERSION, &text).unwrap(), event);
        stored.push_str(&text);
        stored.push('\n');
    }
    compare_snapshot("domain/events.snap", &stored);
}

#[test]
fn what_is_no_event_of_this_version_is_refused() {
    let text = Event::BeganClaim { claim: id!(1), outcome: String::from("advice") }.text().unwrap();
    assert!(Event::read(0, &text).is_err());
    assert!(Event::read(Event::VERSION + 1, &text).is_err());
    let id = "019ac000-0000-7000-8000-000000000001";
    for wrong in [
        String::from("{}"),
        text.replace("began_claim", "won_claim"),
        text.replace("\"outcome\"", "\"result\""),
        text.replace('}', ",\"narrative\":\"I did it.\"}"),
        format!(r#"{{"act":"withdrew_invitation","invitation":"{id}","invitation":"{id}"}}"#),
    ] {
        assert!(Event::read(Event::VERSION, &wrong).is_err(), "{wrong}");
    }
}

/// Events that were written before a reason could be given are read as they are.
#[test]
fn an_end_of_before_there_were_reasons_has_none() {
    let text =
        r#"{"act":"ended_supervision","supervision":"019ac000-0000-7000-8000-000000000005","until":"2026-12-01"}"#;
    let read = Event::read(Event::VERSION, text).unwrap();
    assert_eq!(read, Event::EndedSupervision { supervision: id!(5), until: day("2026-12-01"), reason: None });
}

#[test]
fn who_takes_a_number_out_takes_back_what_was_noted_and_who_notes_another_does_not() {
    let numbered =
        |number: Option<&str>| Event::NumberedRecord { round: 1, number: number.map(str::to_owned), reason: None };
    assert!(numbered(None).takes_back());
    assert!(!numbered(Some("00123")).takes_back());
}
