//! Setting up: the schema, the first registrar.

use crate::gradus::Place;
use crate::steps::{sign_in, sign_in_with};

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
    place.run_with(&another, "four plain words here\n").must_refuse(1, "(CILEX) has a registrar already: Vera Holt");
    assert_eq!(place.count("person"), 1);
}

/// What is on standard output after the last space: a link.
fn link_in(said: &str) -> String {
    let at = said.find("/invitations/").unwrap_or_else(|| panic!("no link in: {said}"));
    said[at..].split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a_body_whose_last_registrar_has_gone_gets_another_also_one_who_has_an_account() {
    let place = Place::new();
    place.run(&["demo"]).must_succeed();
    let create = |email: &str, body: &str| place.run(&["admin", "create", "--email", email, "--body", body]);
    let end = |email: &str| place.run(&["admin", "end", "--email", email, "--body", "sra"]);
    create("ruth@hale.example", "sra").must_refuse(1, "has a registrar already: ");
    end("ruth@hale.example").must_refuse(1, "ruth@hale.example is no registrar of");
    end("nobody@hale.example").must_refuse(1, "nobody@hale.example is no registrar of");
    let ended = end("sol@second-body.example").must_succeed();
    assert!(ended.out.contains("It has no registrar now: make one with gradus admin create."), "{}", ended.out);
    end("sol@second-body.example").must_refuse(1, "is no registrar of");
    create("nobody@hale.example", "sra").must_refuse(1, "Give --name to make one.");
    let mut words = WORDS;
    (words[5], words[7]) = ("ruth@hale.example", "sra");
    place
        .run_with(&words, "four plain words here\n")
        .must_refuse(1, "ruth@hale.example is known already. Leave out --name");
    create("ruth@hale.example", "sra").must_succeed();
    let server = place.serve();
    let mut ruth = sign_in(&server, "ruth@hale.example");
    assert_eq!(ruth.get("/applications").status, 200);
    assert_eq!(sign_in(&server, "sol@second-body.example").get("/applications").status, 404);
    server.stop();
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn an_account_is_started_anew_when_every_body_that_depends_on_it_has_agreed() {
    let place = Place::new();
    place.run(&["demo"]).must_succeed();
    let account = |words: &[&str]| {
        let mut all = vec!["admin", "account", "--email", "karim@mersey.example"];
        all.extend(words);
        place.run(&all)
    };
    let before = place.texts("SELECT body FROM event ORDER BY id").len();
    let refused = account(&[]).must_refuse(1, "depend on this account.");
    assert!(refused.err.contains("(CILEX)") && refused.err.contains("(SRA)"), "{}", refused.err);
    assert!(refused.err.contains("--agreed cilex --agreed sra"), "{}", refused.err);
    account(&["--agreed", "cilex"]).must_refuse(1, "say that they agreed: --agreed sra.");
    account(&["--agreed", "clx"]).must_refuse(1, "There is no body clx under content/bodies.");
    let both = ["--agreed", "cilex", "--agreed", "sra"];
    account(&[&both[..], &["--to", "ruth@hale.example"]].concat())
        .must_refuse(1, "An account has the address ruth@hale.example already.");
    assert_eq!(place.texts("SELECT body FROM event ORDER BY id").len(), before, "something was written");
    let server = place.serve();
    let mut karim = sign_in(&server, "karim@mersey.example");
    assert_eq!(karim.get("/queue").status, 200);
    let said = account(&[&both[..], &["--to", "karim@home.example", "--base-url", "https://gradus.example"]].concat());
    let said = said.must_succeed().out;
    assert!(said.contains("https://gradus.example/invitations/"), "{said}");
    assert_ne!(karim.get("/queue").status, 200, "a session outlives the password");
    assert_eq!(karim.get(&link_in(&said)).status, 200);
    server.stop();
    assert_eq!(place.texts("SELECT email FROM person WHERE name = 'Karim Daoud'"), ["karim@home.example"]);
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn a_new_password_is_taken_from_standard_input() {
    let place = Place::new();
    place.run(&["demo"]).must_succeed();
    let words = ["admin", "account", "--email", "amara@trainee.example", "--agreed", "cilex", "--password"];
    place.run_with(&words, "short\n").must_refuse(1, "15 characters");
    let ran = place.run_with(&words, "four plain words here\n").must_succeed();
    assert!(ran.out.contains("It has the new password."), "{}", ran.out);
    let server = place.serve();
    let mut amara = sign_in_with(&server, "amara@trainee.example", "four plain words here");
    assert_eq!(amara.get("/home").status, 200);
    server.stop();
    place.run(&["admin", "account", "--email", "nobody@trainee.example"]).must_refuse(1, "No account has the address");
    place.run(&["doctor"]).must_succeed();
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
