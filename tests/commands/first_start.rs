//! The first start fills an empty folder, once and whole, whatever happens while it does.

use crate::browser::Browser;
use crate::gradus::{Place, Server, lines};
use crate::steps::{begin_claim, sign_in, sign_in_with};
use migrations::{Migrator, MigratorTrait};
use std::process::{Child, Stdio};
use std::time::Duration;
use tests::people::{ALL, AMARA, INES, LEO, PASSWORD};

#[test]
fn it_names_everyone_with_what_they_sign_in_with() {
    let place = Place::new();
    let server = place.serve();
    for address in ALL {
        let line = server.said.lines().find(|line| line.contains(address));
        let line = line.unwrap_or_else(|| panic!("{address} is not in {}", server.said));
        assert!(line.contains(PASSWORD), "nobody can sign in with: {line}");
        sign_in(&server, address);
    }
    assert_eq!(Browser::at(&server.address).get("/").status, 200);
    server.stop();
}

#[test]
fn a_second_start_reuses_all_of_it() {
    let place = Place::new();
    let server = place.serve();
    let mut amara = sign_in(&server, AMARA);
    let claim = begin_claim(&mut amara);
    server.stop();
    let people = place.texts("SELECT id FROM person ORDER BY id");
    assert_eq!(people.len(), ALL.len());
    let again = place.serve();
    assert!(again.said.contains(AMARA), "{}", again.said);
    // She is still signed in, and what was there is there.
    amara.move_to(&again.address);
    assert_eq!(amara.get(&format!("{claim}/draft")).status, 200);
    again.stop();
    assert_eq!(place.texts("SELECT id FROM person ORDER BY id"), people);
}

#[test]
fn demo_people_are_put_only_where_nobody_is() {
    let place = Place::new();
    let words = ["admin", "create", "--name", "Vera Holt", "--email", "vera@body.example", "--body", "cilex"];
    place.run_with(&words, "four plain words here\n").must_succeed();
    let server = place.serve();
    assert!(server.said.contains("people of its own"), "{}", server.said);
    assert!(!server.said.contains(PASSWORD), "{}", server.said);
    sign_in_with(&server, "vera@body.example", "four plain words here");
    server.stop();
    place.run(&["demo"]).must_refuse(1, "has people already");
    assert_eq!(place.count("person"), 1);
}

#[test]
fn a_database_of_another_version_is_refused_with_what_to_do_and_left_as_it_is() {
    let place = Place::new();
    place.run(&["migrate"]).must_succeed();
    place.change("UPDATE seaql_migrations SET version = 'm20261122_000001_people' WHERE version LIKE '%_people'");
    let tables = "SELECT name FROM sqlite_master ORDER BY name";
    let before = place.texts(tables);
    for words in [&["migrate"][..], &["demo"], &["serve"]] {
        let said = place.run(words).must_refuse(1, "was made by another version of Gradus (m20261122_000001_people)");
        assert!(said.err.contains("Move it away") && said.err.contains("begin anew"), "{}", said.err);
    }
    assert_eq!(place.texts(tables), before);
}

/// The parts of the schema, each a migration.
fn parts() -> i64 {
    i64::try_from(Migrator::migrations().len()).unwrap()
}

#[test]
fn one_that_was_killed_at_any_moment_is_made_up_for_by_the_next() {
    let (mut killed_while_filling, all) = (0, parts());
    let while_made = (1..all).step_by(2).map(|part| (part, 0));
    // On a busy machine the kill comes late: it is tried until one came while people were put in, and three times more.
    let while_filled = (0..40).map(|attempt| (all, attempt * 11 % 230));
    let mut left = 3;
    for (part, then) in while_made.chain(while_filled) {
        let mut place = Place::new();
        place.set("GRADUS_LOG", "warn,sea_orm_migration=info");
        kill_after(
            place.command(&["serve", "--demo"]).stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap(),
            part,
            then,
        );
        let made = place.count("seaql_migrations");
        // The last one is logged a moment before it is written.
        assert!(made >= part - 1, "{made} parts of the schema are there, not {part}");
        if made == all {
            let people = usize::try_from(place.count("person")).unwrap();
            assert!(people == 0 || people == ALL.len(), "{people} people are there, not all and not none");
            killed_while_filling += usize::from(people == 0);
        }
        let server: Server = place.serve();
        for address in [AMARA, LEO, INES] {
            sign_in(&server, address);
        }
        server.stop();
        assert_eq!(place.texts("SELECT id FROM person").len(), ALL.len());
        place.run(&["doctor"]).must_succeed();
        left -= i32::from(killed_while_filling > 0);
        if left < 0 {
            break;
        }
    }
    assert!(killed_while_filling > 0, "none was killed while it put people in");
}

/// Kills it so many milliseconds after it has made so many parts of the schema.
fn kill_after(mut child: Child, parts: i64, then: u64) {
    let log = lines(child.stderr.take().unwrap());
    for _ in 0..parts {
        while !log.recv_timeout(crate::gradus::PATIENCE).expect("no more is logged").contains("has been applied") {}
    }
    std::thread::sleep(Duration::from_millis(then));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn generated_trainees_have_results_and_claims_that_hold() {
    let place = Place::new();
    let said = place.run(&["demo", "--trainees", "11"]).must_succeed();
    assert!(said.out.contains("trainee-00000@generated.example"), "{}", said.out);
    let met = "SELECT e.id || ' ' || COUNT(*) FROM enrolment e JOIN person p ON p.id = e.person_id JOIN claim c ON c.enrolment_id = e.id
         JOIN signing_request q ON q.claim_id = c.id JOIN signature d ON d.request_id = q.id
         WHERE p.email LIKE '%@generated.example' AND d.outcome = 'met' GROUP BY e.id";
    let met = place.texts(met);
    assert!(met.len() == 2 && met.iter().all(|line| line.ends_with(" 4")), "{met:?}");
    let waiting = "SELECT q.id FROM signing_request q JOIN person p ON p.id = q.trainee_id WHERE p.email LIKE '%@generated.example' AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.request_id = q.id)";
    assert_eq!(place.texts(waiting).len(), 1);
    let results = |and: &str| {
        let of =
            "SELECT r.id FROM result r JOIN person p ON p.id = r.trainee_id WHERE p.email LIKE '%@generated.example'";
        place
            .texts(&format!("{of} AND {and} EXISTS (SELECT 1 FROM result_confirmation c WHERE c.result_id = r.id)"))
            .len()
    };
    // Of five the first passed four and the last none; one of the eleventh waits for a second person.
    assert_eq!((results(""), results("NOT")), (23, 1));
    place.run(&["doctor"]).must_succeed();
}
