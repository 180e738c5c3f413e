//! The table of roles and actions, as it is committed in `access.snap`.

use chrono::NaiveDate;
use domain::access::{
    Action, Actor, Denied, LinkHolder, Membership, OwnList, Role, Subject, SupervisorAt, decide, managed_employers,
    permit_link,
};
use domain::ids::{OrganisationId, PersonId, SigningLinkId};
use domain::sign_off::SigningKind;
use uuid::Uuid;

/// Someone in some relation to a trainee's record.
pub(super) struct Row {
    pub who: &'static str,
    pub actor: Actor,
}

/// The same id for the same name.
fn id(name: &str) -> Uuid {
    Uuid::from_u128(name.bytes().fold(0, |id, byte| (id << 8) | u128::from(byte)))
}

fn person(name: &str) -> PersonId {
    PersonId::new(id(name))
}

fn organisation(name: &str) -> OrganisationId {
    OrganisationId::new(id(name))
}

fn row(who: &'static str, name: &str, roles: &[(Role, &str)]) -> Row {
    let memberships =
        roles.iter().map(|(role, at)| Membership { organisation: organisation(at), role: *role }).collect();
    Row { who, actor: Actor { person: person(name), memberships } }
}

/// Everyone that a rule tells apart. Relations end by leaving the subject (supervision, employment, registration) or
/// the actor (membership), so "former" is the same as "none".
pub(super) fn rows() -> Vec<Row> {
    use Role::{EmployerAdmin, Officer, Registrar, Supervisor};
    vec![
        row("the trainee", "trainee", &[]),
        row("another trainee", "stranger", &[]),
        row("supervisor of the trainee", "supervisor", &[(Supervisor, "employer")]),
        row("supervisor who confirmed results", "confirmer", &[(Supervisor, "employer")]),
        row("supervisor at the employer, of others", "colleague", &[(Supervisor, "employer")]),
        row("supervisor then, who supervises no more", "then", &[(Supervisor, "employer")]),
        row("who signed it, supervisor of others now", "signer", &[(Supervisor, "employer")]),
        row("who signed it, and acts no more", "signer", &[]),
        row("supervisor whose membership ended", "supervisor", &[]),
        row("supervisor named, at another employer", "supervisor", &[(Supervisor, "elsewhere")]),
        row("administrator of the employer", "admin", &[(EmployerAdmin, "employer")]),
        row("administrator who confirmed results", "confirmer", &[(EmployerAdmin, "employer")]),
        row("administrator of another employer", "admin", &[(EmployerAdmin, "elsewhere")]),
        row("officer who recorded the result", "recorder", &[(Officer, "provider")]),
        row("officer of the provider", "officer", &[(Officer, "provider")]),
        row("officer who verified the stage", "verifier", &[(Officer, "provider")]),
        row("officer of another provider", "officer", &[(Officer, "elsewhere")]),
        row("registrar", "registrar", &[(Registrar, "body")]),
        row("registrar who asked for it", "proposer", &[(Registrar, "body")]),
        row("registrar who decided before", "decider", &[(Registrar, "body")]),
        row("registrar who verified the stage", "verifier", &[(Registrar, "body")]),
        row("registrar and administrator", "registrar", &[(Registrar, "body"), (EmployerAdmin, "employer")]),
        row("registrar of another body", "registrar", &[(Registrar, "other body")]),
        row("the trainee as supervisor", "trainee", &[(Supervisor, "employer")]),
        row("the trainee as administrator", "trainee", &[(EmployerAdmin, "employer")]),
        row("the trainee as officer", "trainee", &[(Officer, "provider")]),
        row("the trainee as registrar", "trainee", &[(Registrar, "body")]),
    ]
}

/// A record of the trainee; for what belongs to an organisation, of that one.
fn subject(of: Option<&str>) -> Subject {
    Subject {
        bodies: vec![organisation("body")],
        organisation: of.map(organisation),
        trainee: Some(person("trainee")),
        providers: vec![organisation("provider")],
        employers: vec![organisation("employer")],
        supervisors: ["supervisor", "confirmer", "trainee"].map(supervises_at_the_employer).to_vec(),
        recorded_by: Some(person("recorder")),
        decided_by: Some(person("decider")),
        proposed_by: Some(person("proposer")),
        signs: None,
        results_confirmed_by: vec![person("confirmer")],
        signed_at_work_by: vec![person("verifier")],
        ..Subject::default()
    }
}

fn supervises_at_the_employer(name: &str) -> SupervisorAt {
    SupervisorAt { person: person(name), employer: organisation("employer") }
}

/// What the question is about when this action is asked; of what is signed, each kind.
pub(super) fn asked_about(action: Action) -> Vec<(String, Subject)> {
    let one = |subject| vec![(String::new(), subject)];
    match action {
        Action::ManageSitting | Action::AddSitting => one(Subject::of_organisation(organisation("provider"))),
        Action::ManageOrganisations => one(Subject::of_organisation(organisation("body"))),
        Action::Enrol => one(subject(Some("body"))),
        Action::RecordResult
        | Action::CorrectResult
        | Action::ConfirmResult
        | Action::WriteImport
        | Action::ConfirmImport => one(subject(Some("provider"))),
        Action::ViewPeople | Action::ManagePeople | Action::RenameOrganisation => people_of_an_employer(),
        Action::EndMembership => memberships(),
        Action::EndSupervision | Action::EndEmployment => ["employer", "another"].map(at_employer).to_vec(),
        Action::RenewAccountLink => accounts(),
        Action::ViewExperience => one(to_be_signed(SigningKind::Experience).1),
        Action::Sign | Action::WithdrawSignature => SigningKind::ALL.map(to_be_signed).to_vec(),
        _ => one(subject(None)),
    }
}

/// The account of a trainee, of one who acts for their employer too, and of somebody who acted for employers alone.
fn accounts() -> Vec<(String, Subject)> {
    let of = |acted_at: &[&str], has_record| Subject {
        bodies: vec![organisation("body")],
        acted_at: acted_at.iter().map(|at| organisation(at)).collect(),
        has_record,
        trainee: Some(person("trainee")),
        ..Subject::default()
    };
    vec![
        (String::from(" of a trainee"), of(&[], true)),
        (String::from(" of a trainee who acts for the employer too"), of(&["employer"], true)),
        (String::from(" of somebody who acted for the employer"), of(&["employer"], false)),
        (String::from(" of somebody who acted for the employer and elsewhere"), of(&["employer", "elsewhere"], false)),
    ]
}

/// The people of an employer that one body recognises, and of one that two do.
fn people_of_an_employer() -> Vec<(String, Subject)> {
    let of = |bodies: &[&str], has_people| Subject {
        bodies: bodies.iter().map(|body| organisation(body)).collect(),
        has_people,
        serves: vec![organisation("body")],
        ..Subject::of_organisation(organisation("employer"))
    };
    let both = ["body", "other body"];
    vec![
        (String::new(), of(&["body"], true)),
        (String::from(" of two bodies’ employer"), of(&both, true)),
        (String::from(" of two bodies’ employer, where nobody is yet but trainees of one"), of(&both, false)),
    ]
}

/// Memberships at an employer, and of the registrar of the body.
fn memberships() -> Vec<(String, Subject)> {
    let of = |member: &str, at: &str| Subject {
        bodies: vec![organisation("body")],
        member: Some(person(member)),
        ..Subject::of_organisation(organisation(at))
    };
    vec![
        (String::from(" of a supervisor"), of("supervisor", "employer")),
        (String::from(" of the administrator"), of("admin", "employer")),
        (String::from(" of the registrar"), of("registrar", "body")),
    ]
}

/// What is of one employer of a trainee who has two.
fn at_employer(name: &str) -> (String, Subject) {
    let employers = vec![organisation("employer"), organisation("another")];
    let of = Subject { employers, of_employers: vec![organisation(name)], ..subject(None) };
    (format!(" at {} employer", if name == "employer" { "the" } else { name }), of)
}

/// Only a stage has another key.
pub(super) fn to_be_signed(kind: SigningKind) -> (String, Subject) {
    let all = Subject { signs: Some(kind), signed_by: Some(person("signer")), ..subject(None) };
    let of_kind = match kind {
        SigningKind::Claim => Subject { results_confirmed_by: Vec::new(), ..all },
        SigningKind::Experience => {
            Subject { results_confirmed_by: Vec::new(), supervised_then: vec![person("then")], ..all }
        }
        SigningKind::Stage => all,
    };
    let article = if kind == SigningKind::Experience { "" } else { " a" };
    (format!("{article} {}", kind.code()), of_kind)
}

fn table() -> String {
    let rows = rows();
    let mut text = String::from(
        "Who may do what (domain::access::permit). yes: may; no: knows of it, may not (403); -: may not know of it (404).\n",
    );
    for action in Action::ALL {
        for (of, subject) in asked_about(*action) {
            text.push_str(&format!("\n{}{of}\n", action.code()));
            for Row { who, actor } in &rows {
                let answer = match decide(actor, *action, &subject) {
                    Ok(()) => String::from("yes"),
                    Err(Denied::Forbidden(why)) => format!("no   {why}"),
                    Err(Denied::Unknown) => String::from("-"),
                };
                text.push_str(format!("  {who:<40}{answer}").trim_end());
                text.push('\n');
            }
        }
    }
    for list in OwnList::ALL {
        text.push_str(&format!("\n{}\n", list.code()));
        for Row { who, actor } in &rows {
            text.push_str(&format!("  {who:<40}{}\n", if list.is_for(actor) { "yes" } else { "-" }));
        }
    }
    text
}

#[test]
fn the_table_is_the_one_that_was_reviewed() {
    tests::compare_snapshot("policy/access.snap", &table());
}

/// What must hold whatever the table says.
#[test]
fn nobody_decides_on_their_own_record_in_any_role() {
    for role in Role::ALL {
        for at in ["employer", "provider", "body"] {
            let actor = row("", "trainee", &[(role, at)]).actor;
            for action in [
                Action::Sign,
                Action::WithdrawSignature,
                Action::RecordResult,
                Action::CorrectResult,
                Action::NoteJoining,
                Action::CorrectName,
                Action::CorrectFirstDay,
                Action::EndEnrolment,
                Action::RenewAccountLink,
                Action::StartAccountAnew,
                Action::ConfirmProposal,
                Action::EndProposal,
                Action::ConfirmResult,
                Action::DecideApplication,
                Action::WithdrawAward,
                Action::ManageSupervision,
                Action::EndSupervision,
                Action::EndEmployment,
                Action::ManageEmployersAndProviders,
            ] {
                for (of, subject) in asked_about(action) {
                    let answer = decide(&actor, action, &subject);
                    assert!(answer.is_err(), "{role:?} at {at}: {}{of}", action.code());
                }
            }
        }
    }
}

/// A question that says not whose membership it is lets nobody end it, not even their own.
#[test]
fn a_membership_of_nobody_is_unknown_to_everybody() {
    for (_, subject) in memberships() {
        let of_nobody = Subject { member: None, ..subject };
        for Row { who, actor } in rows() {
            assert!(decide(&actor, Action::EndMembership, &of_nobody).is_err(), "{who}");
        }
    }
}

/// What is of no body is of no registrar, and what their body recognises is not their body.
#[test]
fn what_several_bodies_recognise_is_of_each_of_them() {
    let registrar = row("", "registrar", &[(Role::Registrar, "other body")]).actor;
    let shared = Subject {
        bodies: vec![organisation("body"), organisation("other body")],
        ..Subject::of_organisation(organisation("employer"))
    };
    assert_eq!(decide(&registrar, Action::ViewPeople, &shared), Ok(()));
    let own = Subject::of_organisation(organisation("other body"));
    for action in [Action::Enrol, Action::ManageOrganisations] {
        assert_eq!(decide(&registrar, action, &own), Ok(()), "{}", action.code());
        for other in [&shared, &Subject::default()] {
            assert_eq!(decide(&registrar, action, other), Err(Denied::Unknown), "{}", action.code());
        }
    }
}

#[test]
fn no_registrar_gets_into_an_account_on_which_another_body_depends() {
    use Role::Registrar;
    let alone = row("", "registrar", &[(Registrar, "body")]).actor;
    let of_both = row("", "registrar", &[(Registrar, "body"), (Registrar, "other body")]).actor;
    let of = |bodies: &[&str]| Subject {
        bodies: bodies.iter().map(|name| organisation(name)).collect(),
        trainee: Some(person("trainee")),
        ..Subject::default()
    };
    for action in [Action::RenewAccountLink, Action::StartAccountAnew] {
        assert_eq!(decide(&alone, action, &of(&["body"])), Ok(()));
        let refused = decide(&alone, action, &of(&["body", "other body"]));
        assert!(
            matches!(refused, Err(Denied::Forbidden(why)) if why.contains("the people who run this service")),
            "{refused:?}"
        );
        assert_eq!(decide(&of_both, action, &of(&["body", "other body"])), Ok(()));
        assert_eq!(decide(&alone, action, &of(&["other body"])), Err(Denied::Unknown));
        // Of an address on which no body depends nobody is told.
        assert_eq!(decide(&alone, action, &of(&[])), Err(Denied::Unknown));
    }
}

#[test]
fn who_has_no_tie_to_a_record_is_not_told_that_it_exists() {
    let strangers = rows().into_iter().filter(|row| {
        [
            "another trainee",
            "administrator of another employer",
            "officer of another provider",
            "registrar of another body",
            "supervisor whose membership ended",
            "who signed it, and acts no more",
        ]
        .contains(&row.who)
    });
    for Row { who, actor } in strangers {
        for action in Action::ALL {
            // What two bodies recognise is known to both.
            for (of, subject) in asked_about(*action).into_iter().filter(|(of, _)| !of.contains("two bodies")) {
                let answer = decide(&actor, *action, &subject);
                assert_eq!(answer, Err(Denied::Unknown), "{who}: {}{of}", action.code());
            }
        }
    }
}

#[test]
fn of_several_employers_each_acts_for_its_own() {
    use Role::{EmployerAdmin, Registrar, Supervisor};
    let subject = Subject { employers: vec![organisation("one"), organisation("other")], ..subject(None) };
    for (roles, expected) in [
        (vec![(EmployerAdmin, "one")], vec!["one"]),
        (vec![(EmployerAdmin, "one"), (EmployerAdmin, "other")], vec!["one", "other"]),
        (vec![(EmployerAdmin, "elsewhere")], vec![]),
        (vec![(EmployerAdmin, "one"), (Supervisor, "other")], vec!["one"]),
        (vec![(Registrar, "body")], vec!["one", "other"]),
        (vec![(Registrar, "other body")], vec![]),
    ] {
        let actor = row("", "admin", &roles).actor;
        let expected: Vec<OrganisationId> = expected.into_iter().map(organisation).collect();
        assert_eq!(managed_employers(&actor, &subject), expected, "{roles:?}");
    }
}

#[test]
fn everything_that_needs_a_permit_is_in_the_table_once() {
    let mut codes: Vec<&str> = Action::ALL.iter().map(|action| action.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Action::ALL.len(), "two actions have one name");
}

/// Whoever holds a link, without an account, and the last day on which it opens.
pub(super) fn holder_of_a_link() -> (LinkHolder, NaiveDate) {
    let last = NaiveDate::from_ymd_opt(2026, 12, 7).expect("there is such a day");
    let until = last.succ_opt().expect("another day follows");
    (LinkHolder { link: SigningLinkId::new(id("link")), is_proved: true, until, person: None }, last)
}

/// Who holds a link is known by its mailbox alone: neither another name nor another address in their account helps.
#[test]
fn the_holder_of_a_link_is_neither_the_trainee_nor_somebody_of_the_other_key() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
    let holder = |who: Option<&str>| LinkHolder { person: who.map(person), ..holder_of_a_link().0 };
    let may =
        |holder: &LinkHolder, kind, on| permit_link(holder, &to_be_signed(kind).1, on).map(|permit| permit.link());
    for kind in SigningKind::ALL {
        for somebody in [None, Some("supervisor"), Some("stranger")] {
            assert_eq!(may(&holder(somebody), kind, day(7)), Ok(SigningLinkId::new(id("link"))), "{somebody:?}");
        }
        assert!(matches!(may(&holder(Some("trainee")), kind, day(7)), Err(Denied::Forbidden(_))));
        // To the day, and not before the mailbox was proved.
        assert!(matches!(may(&holder(None), kind, day(8)), Err(Denied::Forbidden(_))));
        let unproved = LinkHolder { is_proved: false, ..holder(None) };
        assert!(matches!(may(&unproved, kind, day(7)), Err(Denied::Forbidden(_))));
    }
    assert!(may(&holder(Some("confirmer")), SigningKind::Claim, day(7)).is_ok());
    let refused = may(&holder(Some("confirmer")), SigningKind::Stage, day(7));
    assert!(matches!(refused, Err(Denied::Forbidden(why)) if why.contains("two keys")), "{refused:?}");
}
