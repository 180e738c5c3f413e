//! Exemptions: a trainee says what they hold from before, the body confirms its proof or judges it, and then it counts.

use crate::evidence::PDF;
use crate::steps::state_of_in;
use chrono::Days;
use tests::people::{AMARA, DANA, INES, KARIM, LEO, PIET, SOL, TOMAS};
use tests::{Answer, Form, Page, TestApp, Visitor, today};

/// The form by which Tomas says what he has.
pub async fn saying(app: &TestApp, who: &mut Visitor, prior: &str) -> Form {
    let enrolment = app.enrolment(TOMAS).await;
    let form = who.page(&format!("/enrolments/{enrolment}/exemptions/new")).await.form("Send it");
    // Of what several bodies award it has to be said who did.
    let form = if prior == "law-degree" { form.fill("awarded_by", "A university") } else { form };
    form.fill("prior", prior).fill("awarded_on", "2015-07-01").fill("proof", "Certificate 4711")
}

/// Sends one; returns the address of its page.
pub async fn sends(app: &TestApp, who: &mut Visitor, prior: &str) -> String {
    let form = saying(app, who, prior).await;
    let sent = who.submit_file(form, ("", b"")).await;
    assert!(sent.says("It is sent."), "{}", sent.page.text());
    sent.path
}

/// Sends something that is not listed, which asks for these elements.
pub async fn sends_other(app: &TestApp, who: &mut Visitor, elements: &[&str]) -> String {
    let mut form = saying(app, who, "-").await.fill("title", "LLM in Property Law").fill("awarded_by", "A university");
    for element in elements {
        form = form.tick("elements", element);
    }
    let sent = who.submit_file(form, ("", b"")).await;
    assert!(sent.says("It is sent."), "{}", sent.page.text());
    sent.path
}

pub async fn confirms(who: &mut Visitor, address: &str) -> Page {
    let form = who.page(address).await.form("Decide").fill("proved", "yes");
    who.submit(form).await.ok()
}

/// Decides on each of these elements.
pub async fn judges(who: &mut Visitor, address: &str, each: &[(&str, &str)]) -> Answer {
    let mut form = who.page(address).await.form("Decide");
    for (element, outcome) in each {
        form = form.fill(&format!("outcome[{element}]"), outcome);
        form = form.fill(&format!("why[{element}]"), &format!("Why {element} is {outcome}."));
    }
    who.submit(form).await
}

async fn node(app: &TestApp, who: &mut Visitor, node: &str) -> Page {
    who.page(&format!("/enrolments/{}/nodes/{node}", app.enrolment(TOMAS).await)).await
}

#[tokio::test]
async fn case_05_many_to_one_exemption() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let land = sends(&app, &mut tomas, "l3-land-law").await;
    let page = tomas.page(&land).await;
    assert!(page.says("With Level 3: Conveyancing too: exempt from"), "{}", page.text());
    assert!(page.says("14 working days after"), "{}", page.text());
    let home = tomas.page("/home").await;
    assert!(home.says("Level 3: Land Law") && home.says("the registrar"), "{}", home.text());
    let queue = ines.page("/prior-learning").await;
    assert!(queue.says("Tomas Lind") && queue.says("Its proof confirmed"), "{}", queue.text());
    let said = confirms(&mut ines, &land).await;
    assert!(said.says("By itself it excuses Tomas Lind from nothing more."), "{}", said.text());
    assert_eq!(state_of_in(&app, TOMAS, "F04").await, "available");
    let conveyancing = sends(&app, &mut tomas, "l3-conveyancing").await;
    assert_eq!(state_of_in(&app, TOMAS, "F04").await, "available", "it counts from its confirmation");
    let question = ines.page(&conveyancing).await;
    assert!(question.says("from today on."), "{}", question.text());
    let said = confirms(&mut ines, &conveyancing).await;
    assert!(said.says("Tomas Lind is exempt from") && said.says("F04"), "{}", said.text());
    assert_eq!(state_of_in(&app, TOMAS, "F04").await, "exempt");
    let why = node(&app, &mut tomas, "F04").await;
    assert!(why.says(": Level 3: Land Law and Level 3: Conveyancing"), "{}", why.text());
    // What is there is not sent again.
    let form = saying(&app, &mut tomas, "l3-land-law").await;
    let again = tomas.submit_file(form, ("", b"")).await;
    assert!(again.says("you have sent this already"), "{}", again.page.text());
}

#[tokio::test]
async fn case_06_record_per_element_with_reason_and_who_decided() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines, mut piet) = (app.sign_in(TOMAS).await, app.sign_in(INES).await, app.sign_in(PIET).await);
    let sent = sends_other(&app, &mut tomas, &["F02", "F03", "A-property"]).await;
    assert!(tomas.page(&sent).await.says("66 working days after"));
    // What is not listed waits by its own title.
    assert!(tomas.page("/home").await.text_of_id("waiting").contains("LLM in Property Law"));
    // Everything that is missing is said at once, and what was typed stands there.
    let form = ines.page(&sent).await.form("Decide").fill("outcome[F02]", "exempt").fill("last_day[F03]", "2001-01-01");
    let page = ines.submit(form).await.page;
    assert_eq!(page.errors().len(), 6, "{:?}", page.errors());
    assert_eq!(page.form("Decide").value("outcome[F02]").as_deref(), Some("exempt"));
    let last = today() + Days::new(30);
    let form = page.form("Decide");
    let form = form.fill("why[F02]", "The same syllabus.").fill("last_day[F02]", &last.to_string());
    let form =
        form.fill("outcome[F03]", "refused").fill("why[F03]", "No contract law in it.").fill("last_day[F03]", "");
    let form = form.fill("outcome[A-property]", "refused").fill("why[A-property]", "Not at this stage.");
    let said = ines.submit(form).await.page;
    assert!(said.says("Tomas Lind is exempt from") && said.says("Exempt from a part"), "{}", said.text());
    assert!(said.says("Refused: F03") && said.says("may ask for a review"), "{}", said.text());
    assert_eq!(state_of_in(&app, TOMAS, "F02").await, "exempt");
    assert_eq!(state_of_in(&app, TOMAS, "F03").await, "available");
    let why = node(&app, &mut tomas, "F02").await;
    assert!(why.says("LLM in Property Law, A university") && why.says("it lapses on"), "{}", why.text());
    let page = tomas.page(&sent).await;
    assert!(page.says("No contract law in it.") && page.says("Ines Calder"), "{}", page.text());
    let next = tomas.page("/home").await.text_of_id("next");
    assert!(
        next.contains("F03") && next.contains("was refused on") && next.contains("No contract law in it."),
        "{next}"
    );
    assert!(next.contains("You may ask for a review.") && !next.contains("The same syllabus."), "{next}");
    // Once, and by somebody else.
    let form = tomas.page(&page.link("Ask for a review")).await.form("Ask for a review");
    let empty = tomas.submit(form.clone()).await;
    assert!(empty.says("Enter why it should be looked at once more"), "{}", empty.page.text());
    let form = form.fill("reason", "The second module was contract law.");
    tomas.submit(form.anew()).await.must_say("Somebody else at the body decides");
    let page = ines.page(&sent).await;
    assert!(page.says("You made the decision that is reviewed.") && page.find_form("Decide").is_none());
    let refused = ines.send(&sent, &[]).await;
    assert_eq!(refused.status, 403);
    let queue = piet.page("/prior-learning").await;
    assert!(queue.says("A review") && queue.text_of_id("decided").contains("Tomas Lind"), "{}", queue.text());
    let again = tomas.page(&format!("{sent}/review")).await;
    assert!(again.says("A review is asked for once, and you asked for it on "), "{}", again.text());
    let form = piet.page(&sent).await.form("Decide");
    assert!(form.fields.iter().all(|field| field.name != "outcome[F02]"), "what was granted is not looked at again");
    let said = judges(&mut piet, &sent, &[("F03", "exempt"), ("A-property", "refused")]).await;
    assert!(said.says("Tomas Lind is exempt from"), "{}", said.page.text());
    assert_eq!(state_of_in(&app, TOMAS, "F03").await, "exempt");
    assert!(!tomas.page(&sent).await.has_link("Ask for a review"));
    let again = tomas.post(&format!("{sent}/review"), &[("reason", "Once more")]).await;
    assert!(again.says("A review is asked for once"), "{}", again.page.text());
    let next = tomas.page("/home").await.text_of_id("next");
    assert!(next.contains("Why A-property is refused. That was the last decision."), "{next}");
    assert!(next.contains("Read the last decision on what you have") && !next.contains("Answer on what"), "{next}");
    // Whoever decides late is told.
    let late = ines.post(&sent, &[("outcome[F03]", "refused")]).await;
    assert!(late.says("Nothing was saved."), "{}", late.page.text());
    let story = tomas.page(&format!("/enrolments/{}/record", app.enrolment(TOMAS).await)).await;
    for said in [
        "Sent what is held from before: something that is not listed",
        "Exempt: ",
        "Asked for a review",
        "Exempt, in review: ",
        "LLM in Property Law, A university",
        "exempt, last day ",
        "not exempt. Reason: No contract law in it.",
        "Reason: The same syllabus.",
        "not exempt. Reason: Why A-property is refused.",
    ] {
        assert!(story.says(said), "{said}: {}", story.text());
    }
}

#[tokio::test]
async fn every_mistake_comes_back_at_once_with_what_was_typed() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    let tomorrow = (today() + Days::new(1)).to_string();
    let form = saying(&app, &mut tomas, "-").await.fill("awarded_on", &tomorrow).fill("proof", " ");
    let page = tomas.submit_file(form, ("run.exe", b"MZ\x90\0\x03")).await.page;
    let errors = page.errors();
    for said in [
        "what the qualification is called",
        "who awarded it",
        "today or an earlier day",
        "from what you ask",
        "run.exe",
    ] {
        assert!(errors.iter().any(|error| error.contains(said)), "{said}: {errors:?}");
    }
    assert_eq!(page.form("Send it").value("awarded_on"), Some(tomorrow));
    let nul = saying(&app, &mut tomas, "l3-tort").await.fill("proof", "4711\0");
    assert_eq!(tomas.submit_file(nul, ("", b"")).await.status, 400);
    let form = saying(&app, &mut tomas, "").await.fill("proof", "");
    let errors = tomas.submit_file(form, ("", b"")).await.page.errors();
    assert!(errors.iter().any(|error| error.contains("Choose what you have")), "{errors:?}");
    assert!(errors.iter().any(|error| error.contains("Say what proves it")), "{errors:?}");
    let form = saying(&app, &mut tomas, "l3-tort").await.tick("elements", "F03");
    let errors = tomas.submit_file(form, ("", b"")).await.page.errors();
    assert!(errors.len() == 1 && errors[0].contains("Leave these empty"), "{errors:?}");
    assert!(app.evidence_files().is_empty(), "a file of a form that did nothing is kept");
    assert!(
        tomas.page(&format!("/enrolments/{}/exemptions", app.enrolment(TOMAS).await)).await.says("Nothing sent yet")
    );
}

#[tokio::test]
async fn the_proof_is_between_the_trainee_and_the_body() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines, mut karim) =
        (app.sign_in(TOMAS).await, app.sign_in(INES).await, app.sign_in(KARIM).await);
    let form = saying(&app, &mut tomas, "l3-contract").await.fill("proof", "");
    let sent = tomas.submit_file(form, ("certificate.pdf", PDF)).await;
    assert!(sent.says("certificate.pdf"), "{}", sent.page.text());
    let address = sent.path;
    assert_eq!(app.evidence_files().len(), 1);
    let proof = format!("{address}/proof");
    for who in [&mut tomas, &mut ines] {
        let answer = who.get(&proof).await;
        assert_eq!((answer.status, &answer.bytes[..]), (200, PDF));
        assert!(answer.header("content-disposition").starts_with("attachment;"));
    }
    let list = format!("/enrolments/{}/exemptions", app.enrolment(TOMAS).await);
    for who in [KARIM, DANA, SOL, LEO, AMARA] {
        let mut who = app.sign_in(who).await;
        for path in [&address, &proof, &list] {
            assert_eq!(who.get(path).await.status, 404, "{path}");
        }
        assert_eq!(who.send(&address, &[("proved", "yes")]).await.status, 404);
    }
    confirms(&mut ines, &address).await;
    // What came of it is for those who work with the trainee.
    let page = node(&app, &mut karim, "F03").await;
    assert!(page.says("Exempt since") && page.says("Level 3: Contract"), "{}", page.text());
    let export = tomas.get(&format!("/enrolments/{}/record.json", app.enrolment(TOMAS).await)).await;
    let own: serde_json::Value = serde_json::from_slice(&export.bytes).unwrap();
    assert_eq!(own["prior_learning"][0]["exemptions"][0]["element"], "F03");
    assert_eq!(own["facts"]["exemptions"][0]["because"], "Level 3: Contract");
    let export = karim.get(&format!("/enrolments/{}/record.json", app.enrolment(TOMAS).await)).await;
    let read: serde_json::Value = serde_json::from_slice(&export.bytes).unwrap();
    assert_eq!(read["prior_learning"].as_array().unwrap().len(), 0);
    assert_eq!(read["around"], serde_json::json!({}));
    assert!(!String::from_utf8_lossy(&export.bytes).contains("sent_prior_learning"));
    let record = karim.page(&format!("/enrolments/{}/record", app.enrolment(TOMAS).await)).await;
    assert!(record.says("Exempt: ") && !record.says("held from before"), "{}", record.text());
    assert!(!record.says("Level 3: Contract, "), "who awarded what is held is theirs: {}", record.text());
    // What was refused is nobody else's business either, also where something was granted with it.
    let other = sends_other(&app, &mut tomas, &["F02", "F04"]).await;
    judges(&mut ines, &other, &[("F02", "exempt"), ("F04", "refused")]).await.must_say("Tomas Lind is exempt from");
    let export = karim.get(&format!("/enrolments/{}/record.json", app.enrolment(TOMAS).await)).await;
    let read: serde_json::Value = serde_json::from_slice(&export.bytes).unwrap();
    let story = read["story"].to_string();
    assert!(story.contains("\"F02\"") && !story.contains("\"is_granted\":false"), "{story}");
}

#[tokio::test]
async fn what_nobody_decided_on_is_taken_back_and_what_was_decided_stays() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let sent = sends(&app, &mut tomas, "l3-tort").await;
    let question = tomas.page(&sent).await.link("Take it back");
    let form = tomas.page(&question).await.form("Take it back");
    tomas.submit(form).await.must_say("It is taken back.");
    assert!(ines.page(&sent).await.find_form("Decide").is_none());
    let late = ines.post(&sent, &[("proved", "yes")]).await;
    assert!(late.says("Nothing was saved."), "{}", late.page.text());
    let sent = sends(&app, &mut tomas, "l3-tort").await;
    confirms(&mut ines, &sent).await;
    let answer = tomas.post(&format!("{sent}/taking-back"), &[]).await;
    assert!(answer.says("stays as it is"), "{}", answer.page.text());
    assert_eq!(state_of_in(&app, TOMAS, "F02").await, "exempt");
}

#[tokio::test]
async fn what_older_qualifications_are_worth_is_read_signed_out() {
    let app = TestApp::new().await;
    let mut anyone = app.visitor();
    let framework = anyone.page("/frameworks/cpq/2021-06").await;
    let page = anyone.page(&framework.link("what are they worth")).await;
    assert!(page.says("The published rules") && page.says("Not published: "), "{}", page.text());
    let form = page.form("See what it is worth").tick("held", "l3-land-law").tick("held", "l3-tort").tick("held", "l6");
    let found = anyone.submit(form).await.page;
    let worth = found.text_of_id("worth");
    assert!(worth.contains("F02") && !worth.contains("F03"), "{worth}");
    assert!(worth.contains("With Level 3: Conveyancing too: exempt from"), "{worth}");
    assert!(worth.contains("transition tool"), "what is not published is said to be so: {worth}");
    // What is to be known of a rule that excuses from several is said once with what it is worth.
    let degree = anyone.page("/worth/cpq/2021-06?held=law-degree").await.text_of_id("worth");
    assert_eq!(degree.matches("Published is that one starts").count(), 1, "{degree}");
    assert!(anyone.page("/worth/cpq/2021-06?held=none&held=%3Cx").await.says("The published rules"));
    assert!(anyone.page("/worth/sqe/2021-09").await.says("Not published"));
    assert_eq!(anyone.get("/worth/cpq/none").await.status, 404);
}

#[tokio::test]
async fn whoever_was_signed_out_meanwhile_finds_what_they_typed_beside_a_file() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    let form = saying(&app, &mut tomas, "l3-tort").await.fill("proof", "Certificate 99");
    let out = tomas.page("/home").await.form("Sign out");
    tomas.submit(out).await;
    let led = tomas.submit_file(form, ("certificate.pdf", PDF)).await;
    assert!(led.path.starts_with("/sign-in"), "{}", led.path);
    assert!(app.evidence_files().is_empty());
    let form = led.page.form("Sign in").fill("email", TOMAS).fill("password", tests::people::PASSWORD);
    let back = tomas.submit(form).await.must_say("What you typed is kept.");
    assert_eq!(back.form("Send it").value("proof").as_deref(), Some("Certificate 99"));
}

#[tokio::test]
async fn what_is_due_first_stands_first_and_what_is_overdue_is_called_so() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    // What is judged has 66 working days, what is listed 14: sent later, it is due earlier.
    sends_other(&app, &mut tomas, &["F02"]).await;
    app.pass(chrono::Duration::days(2));
    let (mut tomas, mut again) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let listed = sends(&app, &mut tomas, "l3-tort").await;
    let queue = again.page("/prior-learning").await.text_of_id("waiting");
    let at = |words: &str| queue.find(words).unwrap_or_else(|| panic!("{words}: {queue}"));
    assert!(at("Level 3: Tort") < at("LLM in Property Law"), "{queue}");
    assert!(!ines.page(&listed).await.says("Overdue"));
    app.pass(chrono::Duration::days(40));
    let mut ines = app.sign_in(INES).await;
    let queue = ines.page("/prior-learning").await.text_of_id("waiting");
    assert!(queue.contains("Overdue "), "{queue}");
    assert!(ines.page(&listed).await.says("Overdue"));
}

#[tokio::test]
async fn a_field_that_is_needed_in_some_case_says_in_which_and_what_things_are_worth_is_one_step_away() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    let form = format!("/enrolments/{}/exemptions/new", app.enrolment(TOMAS).await);
    let page = tomas.page(&form).await;
    assert!(!page.says("(optional)"), "{}", page.text());
    for said in
        ["Needed only for something else", "Needed, unless you choose a file", "Needed, unless it is one of the list"]
    {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let worth = tomas.page("/home").await.link("What older qualifications are worth");
    assert_eq!(worth, page.link("See what each is worth first"));
    assert!(tomas.page(&worth).await.says("The published rules"));
}

#[tokio::test]
async fn a_text_that_is_too_long_for_its_field_is_told_there_also_beside_a_file() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    for (field, most, typed) in [("proof", "2,000", "é".repeat(12_000)), ("title", "200", "x".repeat(100_000))] {
        let form = saying(&app, &mut tomas, "-").await.fill(field, &typed);
        let answer = tomas.submit_file(form, ("proof.txt", b"Proof")).await;
        assert_eq!(answer.status, 200, "{field}");
        let errors = answer.page.errors();
        assert!(errors.iter().any(|told| told.contains(&format!("to {most} characters"))), "{errors:?}");
        assert_eq!(answer.page.form("Send it").value(field).map(|kept| kept.len()), Some(typed.len()));
    }
}

#[tokio::test]
async fn the_list_of_exemptions_has_what_was_decided_case_by_case() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let list = format!("/enrolments/{}/exemptions", app.enrolment(TOMAS).await);
    let tort = sends(&app, &mut tomas, "l3-tort").await;
    confirms(&mut ines, &tort).await;
    assert_eq!(tomas.page(&list).await.text_of_id("judged"), "", "what is listed is worth what the rules say");
    let sent = sends_other(&app, &mut tomas, &["F03", "F04"]).await;
    assert_eq!(tomas.page(&list).await.text_of_id("judged"), "", "nothing is decided yet");
    judges(&mut ines, &sent, &[("F03", "exempt"), ("F04", "refused")]).await.must_say("Tomas Lind is exempt from");
    for reader in [TOMAS, INES] {
        let page = app.sign_in(reader).await.page(&list).await;
        let rows = page.rows();
        let row = |element: &str| rows.iter().find(|row| row.contains(element) && row.contains("LLM in Property Law"));
        assert!(row("F03").is_some_and(|row| row.contains("Exempt")), "{rows:?}");
        assert!(row("F04").is_some_and(|row| row.contains("Refused")), "{rows:?}");
    }
    // What a review grants stands in the place of what was refused.
    let form =
        tomas.page(&format!("{sent}/review")).await.form("Ask for a review").fill("reason", "It has a unit of it.");
    tomas.submit(form).await.must_say("Somebody else at the body decides");
    judges(&mut app.sign_in(PIET).await, &sent, &[("F04", "exempt")]).await.must_say("Tomas Lind is exempt from");
    let judged = tomas.page(&list).await.text_of_id("judged");
    assert!(!judged.contains("Refused") && judged.matches("F04").count() == 1, "{judged}");
}

#[tokio::test]
async fn what_waits_is_not_asked_for_again_and_the_form_leads_to_it() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    let waits = sends_other(&app, &mut tomas, &["F01", "F02"]).await;
    let form = saying(&app, &mut tomas, "-").await.fill("title", "LLM").fill("awarded_by", "A university");
    let form = form.tick("elements", "F02").tick("elements", "F03");
    let before = app.contents().await;
    let again = tomas.submit_file(form.clone(), ("", b"")).await.page;
    let errors = again.errors();
    assert!(errors.len() == 1 && errors[0].starts_with("You have asked to be exempt from"), "{errors:?}");
    assert!(errors[0].contains("F02") && !errors[0].contains("F01") && !errors[0].contains("F03"), "{errors:?}");
    assert_eq!(again.link("LLM in Property Law"), waits);
    assert_eq!(app.contents().await, before);
    // Others can be asked for, and the same once it waits no longer.
    sends_other(&app, &mut tomas, &["F03"]).await;
    let question = tomas.page(&waits).await.link("Take it back");
    let form = tomas.page(&question).await.form("Take it back");
    tomas.submit(form).await;
    sends_other(&app, &mut tomas, &["F01"]).await;
}

/// One word is a reason too.
#[tokio::test]
async fn whoever_decides_too_late_reads_all_that_they_typed() {
    let app = TestApp::new().await;
    let waits = sends_other(&app, &mut app.sign_in(TOMAS).await, &["F01", "F02"]).await;
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&waits).await.form("Decide").fill("outcome[F01]", "exempt").fill("outcome[F02]", "refused");
    let form = form.fill("why[F01]", "The syllabus is the same.").fill("why[F02]", "Insufficient");
    judges(&mut ines, &waits, &[("F01", "refused"), ("F02", "refused")]).await;
    let late = ines.submit(form).await;
    late.must_say("Nothing was saved. What you typed: “The syllabus is the same.” “Insufficient”");
}
