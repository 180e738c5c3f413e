//! What several tests need done: signing in, a claim to which files can be added.

use crate::browser::Browser;
use crate::gradus::Server;
use app::web::clock::Clock;
use std::time::Duration;
use tests::people::PASSWORD;

/// The outcome that Amara has not claimed yet.
const OUTCOME: &str = "segment-4-foundation";

/// One of the demo people, signed in.
pub fn sign_in(server: &Server, address: &str) -> Browser {
    sign_in_with(server, address, PASSWORD)
}

pub fn sign_in_with(server: &Server, address: &str, password: &str) -> Browser {
    let mut browser = Browser::at(&server.address);
    let form = browser.form("/sign-in", "Sign in").fill("email", address).fill("password", password);
    assert!(!browser.submit(&form).starts_with("/sign-in"), "{address} can't sign in");
    browser
}

/// The enrolment of a trainee.
pub fn enrolment(trainee: &mut Browser) -> String {
    let home = trainee.get("/home").text();
    let from = home.find("/enrolments/").unwrap() + "/enrolments/".len();
    home[from..].chars().take_while(|c| *c != '/' && *c != '"').collect()
}

/// Begins a claim of Amara's; returns its address.
pub fn begin_claim(amara: &mut Browser) -> String {
    let enrolment = enrolment(amara);
    let sheet = amara.sheet(&format!("/claims/new?enrolment={enrolment}&outcome={OUTCOME}"), "/claims/new");
    let fields = [("form", sheet.as_str()), ("enrolment", enrolment.as_str()), ("outcome", OUTCOME)];
    let draft = amara.post("/claims/new", &fields);
    draft.header("location").strip_suffix("/draft").unwrap().to_owned()
}

/// Where a claim's files are sent to.
pub fn files_of(claim: &str) -> String {
    format!("{claim}/evidence/file")
}

/// A text of so many bytes, no two lines of it alike.
pub fn long_text(bytes: usize) -> Vec<u8> {
    let lines = (0..).map(|n: u32| format!("Line {n} of an attendance note.\n"));
    let text: String = lines.take(bytes / 26 + 1).collect();
    text.into_bytes()[..bytes].to_vec()
}

/// Corrects the name of Amara's record from an earlier day on, with the reason that this asks for.
pub fn correct_name(registrar: &mut Browser, enrolment: &str) {
    let form = registrar.form(&format!("/enrolments/{enrolment}/name"), "Correct the name");
    let form = form.fill("name", "Amara Osei-Lind").fill("from_on", "2026-01-05").fill("reason", "Married in January.");
    assert_eq!(registrar.submit(&form), format!("/enrolments/{enrolment}"));
}

/// Records a pass of a candidate, by their address, from a file.
pub fn import_result(officer: &mut Browser, email: &str) {
    let today = Clock::system().now().date_naive().to_string();
    let form = officer.form("/sittings/new", "Add sitting").fill("element", "cpq 2021-06 F06").fill("held_on", &today);
    let sitting = officer.submit(&form);
    let file = format!("Email,Result\n{email},Passed\n");
    let read = officer.upload(&format!("{sitting}/import/file"), "results.csv", file.as_bytes());
    let columns = read.header("location").split(['?', '#']).next().unwrap().to_owned();
    let form = officer.form(&columns, "Check the rows");
    let import = officer.submit(&form);
    let checked = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(200));
        officer.get(&import).text().contains("Record 1 result")
    });
    assert!(checked, "{}", officer.get(&import).text());
    let form = officer.form(&import, "Record 1 result");
    assert_eq!(officer.submit(&form), import);
}
