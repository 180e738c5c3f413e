//! Setting up: the schema, the first registrar.

use crate::browser::Browser;
use crate::gradus::{Place, Server};
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

/// The link in what was said.
fn link_in(said: &str) -> String {
    let at = said.find("/invitations/").unwrap_or_else(|| panic!("no link in: {said}"));
    said[at..].chars().take_while(|c| *c == '/' || c.is_ascii_alphanumeric()).collect()
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

/// Somebody sets up an account by a link to it.
fn set_up(server: &Server, link: &str) -> Browser {
    let (mut visitor, path) = (Browser::at(&server.address), format!("{link}/account"));
    let sheet = visitor.sheet(link, &path);
    let password = "four plain words here";
    let words = [("form", sheet.as_str()), ("name", "Nora Hall"), ("password", password), ("again", password)];
    assert!(visitor.post(&path, &words).header("location").starts_with("/?done="), "not accepted");
    visitor
}

#[test]
fn nobody_is_made_registrar_of_whose_account_another_may_have() {
    let place = Place::new();
    place.run(&["demo"]).must_succeed();
    let create = || place.run(&["admin", "create", "--email", "nora@home.example", "--body", "sra"]);
    let invite = ["admin", "invite", "--organisation", "Hale & Partners", "--name", "Nora Hall"];
    let invite = [&invite[..], &["--email", "nora@home.example", "--role", "supervisor", "--agreed", "cilex"]].concat();
    place.run(&["admin", "end", "--email", "sol@second-body.example", "--body", "sra"]).must_succeed();
    let server = place.serve();
    // Priya's own link, which she has seen and uses herself.
    let mut priya = sign_in(&server, "priya@hale.example");
    let hale = place.texts("SELECT id FROM organisation WHERE name = 'Hale & Partners'").remove(0);
    let hale = format!("/organisations/{hale}");
    let sheet = priya.sheet(&hale, &hale);
    let words =
        [("form", sheet.as_str()), ("name", "Nora Hall"), ("email", "nora@home.example"), ("role", "supervisor")];
    let made = priya.post(&hale, &words);
    let link = link_in(&priya.get(made.header("location")).text());
    let mut thief = set_up(&server, &link);
    assert_eq!(thief.get("/queue").status, 200);
    server.stop();
    let refused = create().must_refuse(1, "was set up by a link from Hale & Partners");
    assert!(refused.err.contains("gradus admin account --email nora@home.example --password"), "{}", refused.err);
    let words = ["admin", "account", "--email", "nora@home.example", "--agreed", "cilex"];
    place.run(&words).must_succeed();
    create().must_refuse(1, "The account of nora@home.example is not set up");
    // A session knows its beginning to the second.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    place.run_with(&[&words[..], &["--password"]].concat(), "other plain words here\n").must_succeed();
    create().must_succeed();
    let server = place.serve();
    assert_eq!(sign_in_with(&server, "nora@home.example", "other plain words here").get("/applications").status, 200);
    thief.move_to(&server.address);
    assert_ne!(thief.get("/queue").status, 200, "a session outlives the password");
    server.stop();
    place.run(&invite).must_refuse(1, "has this role there already");
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn a_link_to_an_organisation_that_was_made_at_the_server_vouches_for_nobody_elsewhere() {
    let place = Place::new();
    place.run(&["demo"]).must_succeed();
    let invite = ["admin", "invite", "--organisation", "Hale & Partners", "--name", "Nora Hall"];
    let invite = [&invite[..], &["--email", "nora@home.example", "--role", "supervisor", "--agreed", "cilex"]].concat();
    let link = link_in(&place.run(&invite).must_succeed().out);
    let server = place.serve();
    assert_eq!(set_up(&server, &link).get("/queue").status, 200);
    server.stop();
    place.run(&["admin", "end", "--email", "sol@second-body.example", "--body", "sra"]).must_succeed();
    let create = ["admin", "create", "--email", "nora@home.example", "--body", "sra"];
    place.run(&create).must_refuse(1, "was set up by a link from Hale & Partners");
}

#[test]
fn who_acts_for_an_organisation_of_several_bodies_is_changed_when_each_has_agreed() {
    let place = Place::new();
    place.run(&["demo"]).must_succeed();
    let invite = |role: &str, more: &[&str]| {
        let mut all = vec!["admin", "invite", "--organisation", "Northgate Law School", "--name", "Nora Hall"];
        all.extend(["--email", "nora@home.example", "--role", role]);
        all.extend(more);
        place.run(&all)
    };
    let both = ["--agreed", "cilex", "--agreed", "sra"];
    let before = place.count("event");
    invite("officer", &[]).must_refuse(1, "say that they agreed: --agreed cilex --agreed sra");
    invite("supervisor", &both).must_refuse(1, "has no role supervisor. Its roles: officer.");
    let nowhere =
        ["admin", "invite", "--organisation", "Nowhere", "--name", "N", "--email", "n@n.example", "--role", "officer"];
    place.run(&nowhere).must_refuse(1, "There is no employer or training provider called Nowhere.");
    assert_eq!(place.count("event"), before);
    let link = link_in(&invite("officer", &both).must_succeed().out);
    invite("officer", &both).must_refuse(1, "Nora Hall is invited with this role already.");
    let server = place.serve();
    let mut nora = set_up(&server, &link);
    assert_eq!(nora.get("/sittings").status, 200);
    let end = |email: &str| place.run(&["admin", "end", "--email", email, "--organisation", "Northgate Law School"]);
    end("karim@mersey.example").must_refuse(1, "has no role at Northgate Law School today.");
    let ended = end("nora@home.example").must_succeed();
    assert!(ended.out.contains("Who acts for it: Dana Whitlock, Owen Marsh."), "{}", ended.out);
    assert_eq!(nora.get("/sittings").status, 404);
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
    let refused = account(&[]).must_refuse(1, "depend on it.");
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
    let invite =
        ["admin", "invite", "--organisation", "Hale & Partners", "--name", "Nora Hall", "--role", "supervisor"];
    place.run(&[&invite[..], &["--email", "nora@home.example", "--agreed", "cilex"]].concat()).must_succeed();
    recognise("sra", "Hale & Partners").must_succeed();
    let open = "SELECT email FROM invitation WHERE withdrawn_at IS NULL";
    assert!(place.texts(open).is_empty(), "a link of before lets somebody in to act for both");
    assert_eq!(place.count("recognition"), before + 1);
    recognise("sra", "Hale & Partners").must_refuse(1, "already");
    recognise("sra", "Hale").must_refuse(1, "There is no employer or training provider called Hale.");
    recognise("none", "Hale & Partners").must_refuse(1, "There is no body none under content/bodies.");
    assert_eq!(place.count("recognition"), before + 1);
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn an_organisation_of_several_bodies_gets_another_name_where_they_agree() {
    let place = Place::new();
    place.run(&["demo"]).must_succeed();
    place.run(&["admin", "recognise", "--body", "sra", "--organisation", "Hale & Partners"]).must_succeed();
    let rename = |from: &str, to: &str, agreed: &[&str]| {
        let words = ["admin", "rename", "--organisation", from, "--to", to, "--reason", "It merged."];
        let agreed = agreed.iter().flat_map(|body| ["--agreed", body]);
        place.run(&words.into_iter().chain(agreed).collect::<Vec<_>>())
    };
    rename("Hale & Partners", "Hale LLP", &["cilex"]).must_refuse(1, "--agreed sra");
    rename("Hale & Partners", "mersey street legal", &["cilex", "sra"]).must_refuse(1, "looks the same");
    assert_eq!(place.count("former_name"), 0);
    let said = rename("Hale & Partners", "Hale LLP", &["cilex", "sra"]).must_succeed();
    assert!(said.out.contains("Hale & Partners is called Hale LLP from today on."), "{}", said.out);
    // It is found by the name that it had, and may have it again.
    rename("Hale & Partners", "Hale LLP", &["cilex", "sra"]).must_refuse(1, "It is called Hale LLP already.");
    rename("Hale & Partners", "Hale & Partners", &["cilex", "sra"]).must_succeed();
    assert_eq!(place.count("former_name"), 2);
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
