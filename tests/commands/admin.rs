//! Setting up: the schema, the first registrar.

use crate::gradus::Place;
use crate::steps::sign_in_with;

const WORDS: [&str; 8] = ["admin", "create", "--name", "Vera Holt", "--email", "vera@body.example", "--body", "cilex"];

#[test]
fn the_schema_can_be_brought_up_to_date_twice() {
    let place = Place::new();
    place.run(&["migrate"]).must_succeed();
    place.run(&["migrate"]).must_succeed();
}

#[test]
fn the_first_registrar_signs_in_with_the_password_from_standard_input() {
    let place = Place::new();
    place.run_with(&WORDS, "four plain words here\n").must_succeed();
    place.run_with(&WORDS, "four plain words here\n").must_refuse(1, "vera@body.example is known already.");
    let server = place.serve();
    let mut vera = sign_in_with(&server, "vera@body.example", "four plain words here");
    assert_eq!(vera.get("/applications").status, 200);
    server.stop();
}

#[test]
fn a_body_without_a_name_one_that_is_not_content_and_one_that_is_known_are_refused() {
    let place = Place::new();
    let mut words = WORDS;
    for nothing in ["", "  "] {
        words[7] = nothing;
        place.run_with(&words, "four plain words here\n").must_refuse(1, "Enter the professional body’s name.");
    }
    words[7] = "The Body";
    place.run_with(&words, "four plain words here\n").must_refuse(1, "There is no body The Body under content/bodies.");
    assert!(!place.var().exists());
    place.run_with(&WORDS, "four plain words here\n").must_succeed();
    let mut another = WORDS;
    another[5] = "ada@body.example";
    place.run_with(&another, "four plain words here\n").must_refuse(1, "(CILEX) already");
    assert_eq!(place.count("person"), 1);
}

#[test]
fn a_body_uses_what_another_added_where_whoever_runs_the_service_says_so() {
    let place = Place::new();
    place.run(&["demo"]).must_succeed();
    let recognise = |body: &str, organisation: &str| {
        place.run(&["admin", "recognise", "--body", body, "--organisation", organisation])
    };
    let before = place.count("recognition");
    recognise("sra", "Hale & Partners").must_succeed();
    assert_eq!(place.count("recognition"), before + 1);
    recognise("sra", "Hale & Partners").must_refuse(1, "already");
    recognise("sra", "Hale").must_refuse(1, "There is no employer or training provider called Hale.");
    recognise("none", "Hale & Partners").must_refuse(1, "There is no body none under content/bodies.");
    assert_eq!(place.count("recognition"), before + 1);
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn a_short_password_and_no_address_are_refused_and_nothing_is_written() {
    let place = Place::new();
    place.run_with(&WORDS, "short\n").must_refuse(1, "15 characters");
    place.run_with(&WORDS, "").must_refuse(1, "");
    let mut wrong = WORDS;
    wrong[5] = "vera";
    place.run_with(&wrong, "four plain words here\n").must_refuse(1, "address");
    assert!(!place.var().exists());
}
