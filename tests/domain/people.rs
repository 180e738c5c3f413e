//! In whose hands an account is, and who changes the people of an organisation.

use domain::access::{Action, Actor, Denied, Membership, Role, Subject, decide};
use domain::ids::{OrganisationId, PersonId};
use domain::people::LinkMaker::{self, Body, Organisation, Server};
use domain::people::{Account, Hands};

#[test]
fn a_body_goes_by_the_links_of_its_own_registrars_alone() {
    let [hale, northgate, first, second] = [1, 2, 3, 4].map(|n| OrganisationId::new(uuid::Uuid::from_u128(n)));
    let [of_hale, of_northgate] = [hale, northgate].map(Organisation);
    let [of_first, of_second] = [first, second].map(Body);
    let known = |set_up: Option<LinkMaker>, links: &[LinkMaker]| {
        let hands = Hands { set_up, used: links.to_vec() };
        [first, second].map(|body| hands.are_known_to(body))
    };
    for (set_up, links, by) in [
        // Set up at the server, or by a link made there.
        (None, vec![], [true, true]),
        (Some(Server), vec![Server], [true, true]),
        // And a role was taken since, with the password that was there.
        (None, vec![of_hale], [true, true]),
        (Some(of_first), vec![of_first], [true, false]),
        (Some(of_second), vec![of_second], [false, true]),
        (Some(of_hale), vec![of_hale], [false, false]),
        (Some(of_hale), vec![of_northgate, of_hale], [false, false]),
        // To use a body's link afterwards one needs the link and the password.
        (Some(of_hale), vec![of_hale, of_first], [true, false]),
        (Some(of_first), vec![of_first, of_hale], [true, false]),
        (Some(of_second), vec![of_second, of_first], [true, true]),
        // Whoever runs the server vouches for whom they let in, not for who was in before.
        (Some(of_second), vec![of_second, Server], [false, true]),
    ] {
        assert_eq!(known(set_up, &links), by, "{set_up:?} {links:?}");
    }
}

#[test]
fn no_body_changes_who_acts_for_an_organisation_on_which_another_one_depends() {
    use Role::{EmployerAdmin, Registrar};
    let id = |n| OrganisationId::new(uuid::Uuid::from_u128(n));
    let [first, second, employer] = [1, 2, 3].map(id);
    let actor = |roles: &[(Role, OrganisationId)]| Actor {
        person: PersonId::new(uuid::Uuid::from_u128(9)),
        memberships: roles.iter().map(|(role, at)| Membership { organisation: *at, role: *role }).collect(),
    };
    let [of_first, of_second] = [first, second].map(|body| actor(&[(Registrar, body)]));
    let of_both = actor(&[(Registrar, first), (Registrar, second)]);
    let own = actor(&[(EmployerAdmin, employer)]);
    let own_and_registrar = actor(&[(Registrar, first), (EmployerAdmin, employer)]);
    let (alone, shared) = (vec![first], vec![first, second]);
    for (bodies, has_people, serves, may) in [
        // One body alone recognises it: as it always was, be its only administrator gone or not there yet.
        (&alone, false, vec![], [true, false, true, true, true]),
        (&alone, true, vec![first], [true, false, true, true, true]),
        // Two do, and nobody depends on it yet: its first administrator is invited by either.
        (&shared, false, vec![], [true, true, true, true, true]),
        // Once one has trainees there the other does not say who acts for them.
        (&shared, false, vec![first], [true, false, true, true, true]),
        (&shared, false, vec![first, second], [false, false, true, true, true]),
        // Nor when somebody acts for it already, whoever they are.
        (&shared, true, vec![], [false, false, true, true, true]),
        (&shared, true, vec![first], [false, false, true, true, true]),
    ] {
        let bodies = bodies.iter().copied().chain([employer]).collect();
        let subject = Subject { bodies, has_people, serves, ..Subject::of_organisation(employer) };
        let actors = [&of_first, &of_second, &of_both, &own, &own_and_registrar];
        assert_eq!(actors.map(|one| decide(one, Action::ManagePeople, &subject).is_ok()), may, "{subject:?}");
        // Who recognises it sees its people, and is told why they may not change them.
        for one in actors.into_iter().filter(|one| one.is_registrar_of(&subject)) {
            assert_eq!(decide(one, Action::ViewPeople, &subject), Ok(()));
            let answer = decide(one, Action::ManagePeople, &subject);
            assert!(!matches!(answer, Err(Denied::Unknown)), "{subject:?}");
        }
    }
    // A body belongs to itself.
    let subject = Subject { bodies: vec![first], has_people: true, ..Subject::of_organisation(first) };
    assert_eq!(decide(&of_first, Action::ManagePeople, &subject), Ok(()));
    assert_eq!(decide(&of_second, Action::ManagePeople, &subject), Err(Denied::Unknown));
}

#[test]
fn a_body_knows_an_account_by_its_own_record_and_is_shown_no_link_where_others_depend_on_it() {
    let [first, second] = [1, 2].map(|n| OrganisationId::new(uuid::Uuid::from_u128(n)));
    let account = |bodies: &[OrganisationId], known_as: &[(OrganisationId, &str)], acts: bool| Account {
        person: PersonId::new(uuid::Uuid::from_u128(9)),
        name: String::from("Amara Okafor"),
        is_set_up: true,
        bodies: bodies.iter().copied().collect(),
        acts,
        known_as: known_as.iter().map(|(body, name)| (*body, (*name).to_owned())).collect(),
        hands: Hands { set_up: Some(Body(first)), used: vec![Body(first)] },
        set_up_by: None,
    };
    let own = account(&[first], &[(first, "Amara O.")], false);
    let shared = account(&[first, second], &[(first, "Amara O."), (second, "A. Okafor")], false);
    for (account, besides, is_of, in_doubt, names) in [
        // Of nobody yet: by the name of the account, which no other body gave it.
        (account(&[], &[], false), [false, false], [true, true], [false, true], ["Amara Okafor", "Amara Okafor"]),
        // Another body, which has no record of them, goes by what it typed.
        (own.clone(), [false, true], [true, false], [false, true], ["Amara O.", "Typed"]),
        (shared, [true, true], [false, false], [false, true], ["Amara O.", "A. Okafor"]),
        // A member of a body with no record there has the name of the account.
        (account(&[first], &[], true), [false, true], [false, false], [false, true], ["Amara Okafor", "Typed"]),
        (Account { is_set_up: false, ..own }, [false, true], [true, false], [true, true], ["Amara O.", "Typed"]),
    ] {
        let of_both = [first, second];
        assert_eq!(of_both.map(|body| account.is_known_besides(body)), besides, "{account:?}");
        assert_eq!(of_both.map(|body| account.is_of(body)), is_of, "{account:?}");
        assert_eq!(of_both.map(|body| account.is_in_doubt(body)), in_doubt, "{account:?}");
        assert_eq!(of_both.map(|body| account.clone().as_known_to(body, "Typed").name), names, "{account:?}");
    }
}
