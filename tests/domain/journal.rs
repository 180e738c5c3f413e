//! Events and their chains: what is stored, what is hashed, and what is noticed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Role;
use domain::ids::EventId;
use domain::journal::{Chain, Digest, Employed, Event, Fault, Head, Link, Registered, ResultOf, Walk};
use domain::people::OrganisationKind;
use domain::sign_off::{EvidenceKind, ReasonCode};
use domain::standing::{ClaimOutcome, Outcome};
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

fn link(seq: i64, body: &str) -> Link {
    Link {
        chain: Chain::Record(id!(1)),
        seq,
        id: id!(100 + seq),
        at: at("2026-11-23T09:30:00.000001Z"),
        valid_on: day("2026-11-23"),
        actor: Some(id!(2)),
        version: 1,
        body: body.to_owned(),
    }
}

/// The hash can be made with any tool: `printf` of the text below, and `sha256sum`.
#[test]
fn the_text_that_is_hashed_and_its_hash_are_these() {
    let first = link(1, r#"{"act":"chose_specialism","enrolment":"x","specialism":"wills"}"#);
    assert_eq!(
        first.text(Digest::NONE),
        "gradus-event/1\n\
         record 019ac000-0000-7000-8000-000000000001\n\
         1\n\
         019ac000-0000-7000-8000-000000000101\n\
         2026-11-23T09:30:00.000001Z\n\
         2026-11-23\n\
         019ac000-0000-7000-8000-000000000002\n\
         1\n\
         {\"act\":\"chose_specialism\",\"enrolment\":\"x\",\"specialism\":\"wills\"}\n\
         0000000000000000000000000000000000000000000000000000000000000000"
    );
    let hash = first.hash(Digest::NONE);
    assert_eq!(
        hash.to_string(),
        "58283be6da2f688aa76b8b55bc407bab00a20b0a8a221139d25988016c6142f1"
    );
    let set_up = Link {
        chain: Chain::Account(id!(1)),
        at: at("2026-11-23T09:30:00Z"),
        actor: None,
        ..link(2, "{}")
    };
    assert_eq!(
        set_up.hash(hash).to_string(),
        "161e959c57df59cdcc48f5bd7249d0c1155ee5c537a15467cba2651eba651036"
    );
}

#[test]
fn words_are_hashed_under_their_salt_column_by_column() {
    let salt = "00112233445566778899aabbccddeeff";
    let of = |words: &[Option<&str>]| Digest::of_words(salt, words);
    assert_eq!(
        of(&[Some("Amara “Ama” Osei"), None]).to_string(),
        "5fb5f08037949f36be27f14ee07069116439636fa0faa774346ace4c9bd1a1bf"
    );
    let all = [
        of(&[Some("a"), Some("b")]),
        of(&[Some("ab")]),
        of(&[Some("a"), None, Some("b")]),
        of(&[Some("a"), Some("b"), None]),
        of(&[Some("a"), Some("b"), Some("")]),
        Digest::of_words("another", &[Some("a"), Some("b")]),
    ];
    for (i, one) in all.iter().enumerate() {
        assert!(!all[..i].contains(one), "{i} has the hash of another");
    }
}

#[test]
fn a_digest_is_written_in_one_way_only() {
    let text = Digest::of("x").to_string();
    assert_eq!(text.parse(), Ok(Digest::of("x")));
    for wrong in [
        text.to_uppercase(),
        text[1..].to_owned(),
        format!("{text}0"),
        String::new(),
        "g".repeat(64),
    ] {
        assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
    }
}

#[test]
fn a_chain_is_read_from_its_kind_and_id() {
    for chain in [
        Chain::Record(id!(1)),
        Chain::of(id!(1), OrganisationKind::Employer),
        Chain::of(id!(1), OrganisationKind::Body),
        Chain::Account(id!(1)),
    ] {
        assert_eq!(Chain::read(chain.kind(), &chain.id()), Some(chain));
    }
    assert_eq!(Chain::read("record", "1"), None);
    assert_eq!(Chain::read("person", "019ac000-0000-7000-8000-000000000001"), None);
}

#[test]
fn an_instant_is_cut_to_what_both_databases_keep() {
    assert_eq!(
        Link::instant(at("2026-11-23T09:30:00.123456789Z")),
        at("2026-11-23T09:30:00.123456Z")
    );
}

/// Three events, each with the hashes that are stored with it.
fn chain() -> Vec<(Link, Digest, Digest)> {
    let mut prev = Digest::NONE;
    (1..=3)
        .map(|seq| {
            let link = link(seq, &format!("{{\"n\":{seq}}}"));
            let hash = link.hash(prev);
            let stored = (link, prev, hash);
            prev = hash;
            stored
        })
        .collect()
}

fn faults(events: &[(Link, Digest, Digest)], head: Option<Head>) -> Vec<Fault> {
    let mut walk = Walk::default();
    let mut found: Vec<Fault> = events
        .iter()
        .filter_map(|(link, prev, hash)| walk.step(link, *prev, *hash))
        .collect();
    found.extend(walk.end(head));
    found
}

#[test]
fn every_edit_of_a_chain_is_noticed_at_its_place() {
    type Edit = fn(&mut Vec<(Link, Digest, Digest)>, &mut Option<Head>);
    let edits: [(&str, Edit, &[Fault]); 12] = [
        ("none", |_, _| {}, &[]),
        (
            "the first is gone",
            |all, _| drop(all.remove(0)),
            &[Fault::Gap { after: 0, found: 2 }],
        ),
        (
            "one between is gone",
            |all, _| drop(all.remove(1)),
            &[Fault::Gap { after: 1, found: 3 }],
        ),
        (
            "the last is gone",
            |all, _| all.truncate(2),
            &[Fault::CutOff { last: 2, head: 3 }],
        ),
        (
            "all are gone",
            |all, _| all.clear(),
            &[Fault::CutOff { last: 0, head: 3 }],
        ),
        (
            "the body is another",
            |all, _| all[1].0.body.push(' '),
            &[Fault::Altered(2)],
        ),
        (
            "the actor is another",
            |all, _| all[1].0.actor = None,
            &[Fault::Altered(2)],
        ),
        (
            "it is another, with its hash made again",
            |all, _| {
                all[1].0.valid_on = day("2026-11-22");
                all[1].2 = all[1].0.hash(all[1].1);
            },
            &[Fault::Broken(3)],
        ),
        (
            "the last is another, with its hash made again",
            |all, _| {
                all[2].0.valid_on = day("2026-11-22");
                all[2].2 = all[2].0.hash(all[2].1);
            },
            &[Fault::HeadDiffers(3)],
        ),
        (
            "one was put behind the last",
            |all, _| {
                let prev = all[2].2;
                let more = link(4, "{}");
                let hash = more.hash(prev);
                all.push((more, prev, hash));
            },
            &[Fault::Beyond { last: 4, head: 3 }],
        ),
        ("the head is gone", |_, head| *head = None, &[Fault::NoHead(3)]),
        (
            "the head has another hash",
            |_, head| {
                *head = head.map(|head| Head {
                    hash: Digest::NONE,
                    ..head
                })
            },
            &[Fault::HeadDiffers(3)],
        ),
    ];
    for (what, edit, expected) in edits {
        let mut all = chain();
        let mut head = Some(Head { seq: 3, hash: all[2].2 });
        edit(&mut all, &mut head);
        assert_eq!(faults(&all, head), expected, "{what}");
    }
    assert_eq!(faults(&[], None), []);
}

/// One of each.
fn examples() -> Vec<Event> {
    let words = Digest::of("words");
    let until = day("2026-12-01");
    let from = day("2026-11-01");
    let registered = || Registered {
        registration: id!(10),
        provider: id!(11),
        from,
    };
    let employed = || Employed {
        employment: id!(12),
        person: id!(1),
        employer: id!(13),
        from,
        words,
    };
    let of = || ResultOf {
        sitting: id!(14),
        element: String::from("F01"),
        held_on: from,
        outcome: Outcome::Pass,
    };
    let element = || String::from("foundation-verification");
    let (step_off, status) = (|| String::from("step-off"), || String::from("paralegal"));
    vec![
        Event::AddedPerson { person: id!(1), words },
        Event::SetPassword {
            person: id!(1),
            password: words,
        },
        Event::EndedAccess {
            person: id!(1),
            set_up_for: Some(id!(13)),
        },
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
        Event::AddedOrganisation {
            organisation: id!(13),
            kind: OrganisationKind::Employer,
            words,
        },
        Event::GrantedRole {
            membership: id!(3),
            person: id!(1),
            organisation: id!(13),
            role: Role::Supervisor,
            granted_by: None,
        },
        Event::EndedMembership {
            membership: id!(3),
            until,
        },
        Event::AddedSitting {
            sitting: id!(14),
            provider: id!(11),
            framework: String::from("cpq"),
            framework_version: String::from("2021-06"),
            element: String::from("F01"),
            held_on: from,
        },
        Event::Enrolled {
            enrolment: id!(4),
            person: id!(1),
            framework: String::from("cpq"),
            framework_version: String::from("2021-06"),
            specialism: None,
            from,
            joined_on: None,
            registration: Some(registered()),
            employment: Some(employed()),
        },
        Event::ChoseSpecialism {
            enrolment: id!(4),
            specialism: String::from("wills"),
        },
        Event::RecordedJoining {
            enrolment: id!(4),
            joined_on: from,
        },
        Event::NamedSupervisor {
            supervision: id!(5),
            supervisor: id!(6),
            from,
            until: Some(until),
            words,
        },
        Event::EndedSupervision {
            supervision: id!(5),
            until,
        },
        Event::AddedEmployment(employed()),
        Event::EndedEmployment {
            employment: id!(12),
            employer: id!(13),
            until,
        },
        Event::AddedRegistration(registered()),
        Event::EndedRegistration {
            registration: id!(10),
            provider: id!(11),
            until,
        },
        Event::RecordedResult {
            result: id!(15),
            of: of(),
            words,
        },
        Event::CorrectedResult {
            result: id!(16),
            supersedes: id!(15),
            of: of(),
            words,
        },
        Event::ConfirmedResult {
            result: id!(16),
            of: of(),
        },
        Event::BeganClaim {
            claim: id!(17),
            outcome: String::from("advice"),
        },
        Event::AddedEvidence {
            evidence: id!(18),
            claim: id!(17),
            kind: EvidenceKind::File,
            words,
        },
        Event::RemovedEvidence {
            evidence: id!(18),
            claim: id!(17),
            kept: false,
        },
        Event::DeletedDraft {
            claim: id!(17),
            evidence: vec![id!(18)],
        },
        Event::SentClaim {
            claim: id!(17),
            request: id!(19),
            outcome: String::from("advice"),
            supervisor: id!(6),
            employer: id!(13),
            shown: words,
        },
        Event::WithdrewClaim {
            claim: id!(17),
            request: id!(19),
        },
        Event::ClosedClaimRequest {
            claim: id!(17),
            request: id!(19),
            closure: id!(20),
            employer: id!(13),
        },
        Event::DecidedClaim {
            claim: id!(17),
            request: id!(19),
            outcome: ClaimOutcome::Declined,
            reason: Some(ReasonCode::NotAuthorised),
            shown: words,
            signed: words,
        },
        Event::RequestedVerification {
            request: id!(21),
            element: element(),
            employer: id!(13),
        },
        Event::VerifiedStage {
            request: id!(21),
            element: element(),
            signed: words,
        },
        Event::DeclinedVerification {
            request: id!(21),
            element: element(),
            signed: words,
        },
        Event::ClosedVerificationRequest {
            request: id!(21),
            closure: id!(20),
            element: element(),
            employer: id!(13),
        },
        Event::Applied {
            application: id!(22),
            step_off: step_off(),
            status: status(),
        },
        Event::ConferredStatus {
            award: id!(23),
            application: id!(22),
            step_off: step_off(),
            status: status(),
            expires_on: Some(day("2028-03-01")),
            words,
            decision: words,
        },
        Event::DeclinedApplication {
            application: id!(22),
            step_off: step_off(),
            status: status(),
            decision: words,
        },
        Event::WithdrewStatus {
            award: id!(23),
            status: status(),
            words,
        },
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
    let text = Event::BeganClaim {
        claim: id!(1),
        outcome: String::from("advice"),
    }
    .text()
    .unwrap();
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
