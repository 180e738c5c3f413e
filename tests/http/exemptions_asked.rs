//! An exemption that waits for a decision is said wherever somebody is told to sit what it is to excuse from.

use crate::exemptions::{confirms, judges, saying, sends, sends_other};
use tests::people::{DANA, INES, KARIM, NADIA, PIET, TOMAS};
use tests::{Page, TestApp, Visitor};

const ASKED: &str = "You asked for an exemption from it on";

async fn at(app: &TestApp, who: &mut Visitor, path: &str) -> Page {
    who.page(&format!("/enrolments/{}{path}", app.enrolment(TOMAS).await)).await
}

#[tokio::test]
async fn an_exemption_that_waits_is_said_in_the_plan_at_its_assessment_and_in_what_to_do_next() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let pages = ["/nodes/F02", "/plan?to=cilex-paralegal", ""];
    for path in pages {
        assert!(!at(&app, &mut tomas, path).await.says("You asked for"), "{path}");
    }
    let sent = sends_other(&app, &mut tomas, &["F02"]).await;
    for path in pages {
        let page = at(&app, &mut tomas, path).await;
        assert!(page.says(ASKED) && page.says("; it waits for the registrar."), "{path}: {}", page.text());
    }
    let home = tomas.page("/home").await.text_of_id("next");
    assert_eq!(home.matches(ASKED).count(), 1, "{home}");
    let node = at(&app, &mut tomas, "/nodes/F02").await;
    assert_eq!(node.link("See the request"), sent);
    assert!(!node.has_link("Already have a qualification that covers it?"));
    assert!(!at(&app, &mut tomas, "/nodes/F03").await.says(ASKED));
    // The plan leads to the way as it would be.
    let plan = at(&app, &mut tomas, "/plan?to=cilex-paralegal").await;
    assert!(plan.says("An exemption from F02"), "{}", plan.text());
    let granted = tomas.page(&plan.link("See the way if it is granted")).await;
    assert!(granted.says("1 step fewer than without it.") && !granted.says(ASKED), "{}", granted.text());
    // The body reads it too, and the provider does not.
    for path in pages {
        let page = at(&app, &mut ines, path).await;
        assert!(page.says("Tomas Lind asked for an exemption from it on"), "{path}: {}", page.text());
        let page = at(&app, &mut app.sign_in(DANA).await, path).await;
        assert!(!page.says("asked for an exemption"), "{path}: {}", page.text());
    }
    judges(&mut ines, &sent, &[("F02", "refused")]).await.must_say("It is refused.");
    for path in pages {
        assert!(!at(&app, &mut tomas, path).await.says(ASKED), "{path}");
    }
    // What is looked at once more waits again.
    let form = tomas.page(&format!("{sent}/review")).await.form("Ask for a review").fill("reason", "It was tort.");
    tomas.submit(form).await.must_say("Somebody else at the body decides");
    let node = at(&app, &mut tomas, "/nodes/F02").await;
    assert!(node.says("You asked for a review of the exemption from it on"), "{}", node.text());
}

/// One request is granted or refused as it was sent: no way supposes half of it.
#[tokio::test]
async fn the_way_if_it_is_granted_has_all_that_one_request_asks_for() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    sends_other(&app, &mut tomas, &["F02", "A-family"]).await;
    let plan = at(&app, &mut tomas, "/plan?to=cilex-paralegal").await;
    // A-family is no step of this way.
    assert!(plan.says("An exemption from F02"), "{}", plan.text());
    let granted = plan.link("See the way if it is granted");
    for element in ["F02", "A-family"] {
        assert!(granted.contains(&format!("&exempt={element}")), "{granted}");
    }
    // Another one has a way of its own.
    sends_other(&app, &mut tomas, &["F03"]).await;
    let plan = at(&app, &mut tomas, "/plan?to=cilex-paralegal").await;
    let ways = plan.links().into_iter().filter(|(label, _)| label == "See the way if it is granted");
    let ways: Vec<String> = ways.map(|(_, to)| to).collect();
    let alone = |to: &&String| to.matches("&exempt=").count() == 1 && to.contains("&exempt=F03");
    assert!(ways.len() == 2 && ways.iter().filter(alone).count() == 1, "{ways:?}");
    // So it is with what the demo has: Nadia asks for two of which either will do on her way.
    let nadia = app.enrolment(NADIA).await;
    let plan = app.sign_in(NADIA).await.page(&format!("/enrolments/{nadia}/plan?to=cilex-lawyer")).await;
    let granted = plan.link("See the way if it is granted");
    for element in ["A-family", "A-dispute-resolution"] {
        assert!(granted.contains(&format!("&exempt={element}")), "{granted}: {}", plan.text());
    }
}

#[tokio::test]
async fn what_is_listed_waits_for_what_the_rules_say_with_all_that_is_held() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let land = sends(&app, &mut tomas, "l3-land-law").await;
    assert!(!at(&app, &mut tomas, "/nodes/F04").await.says(ASKED), "a part of a rule excuses from nothing");
    confirms(&mut ines, &land).await;
    assert!(!at(&app, &mut tomas, "/nodes/F04").await.says(ASKED));
    let conveyancing = sends(&app, &mut tomas, "l3-conveyancing").await;
    assert_eq!(at(&app, &mut tomas, "/nodes/F04").await.link("See the request"), conveyancing);
    confirms(&mut ines, &conveyancing).await;
    assert!(!at(&app, &mut tomas, "/nodes/F04").await.says(ASKED));
}

#[tokio::test]
async fn what_is_needed_to_send_something_is_not_folded_away() {
    let app = TestApp::new().await;
    let mut tomas = app.sign_in(TOMAS).await;
    let page = at(&app, &mut tomas, "/exemptions/new").await;
    assert!(page.says("From what do you ask to be exempt?") && page.says("choose none"), "{}", page.text());
    assert_eq!(page.text_in("main details"), "", "a question is folded away");
    // Nor are the days within which it is decided told without saying which days these are.
    let sent = sends_other(&app, &mut tomas, &["F02"]).await;
    let page = tomas.page(&sent).await;
    assert!(page.says("66 working days after") && page.says("Working days are Monday to Friday."), "{}", page.text());
    assert!(page.says("On which of these days CILEX is closed is not published."), "{}", page.text());
}

/// What somebody holds from before is between them and the body: no list of an employer tells that it waits.
#[tokio::test]
async fn an_employer_is_not_told_by_a_list_that_something_waits_with_the_body() {
    let app = TestApp::new().await;
    sends(&app, &mut app.sign_in(TOMAS).await, "l3-tort").await;
    let mut karim = app.sign_in(KARIM).await;
    assert!(!karim.page("/trainees?waiting=yes").await.says("Tomas Lind"));
    let row = karim.page("/trainees").await.rows().into_iter().find(|row| row.contains("Tomas Lind")).unwrap();
    assert!(!row.contains("Since"), "{row}");
    assert!(app.sign_in(INES).await.page("/enrolments?waiting=yes").await.says("Tomas Lind"));
}

/// Whoever has units of something says which: whoever decides reads it.
#[tokio::test]
async fn the_name_that_is_typed_beside_a_choice_is_kept() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let enrolment = app.enrolment(TOMAS).await;
    let page = format!("/enrolments/{enrolment}/exemptions/new");
    let filled = |page: Page| page.form("Send it").fill("awarded_on", "2015-07-01").fill("proof", "Certificate 4711");
    let form = filled(tomas.page(&page).await);
    let units = form.fill("prior", "l6").fill("title", "Unit 9: Land Law").tick("elements", "F04");
    let sent = tomas.submit_file(units, ("", b"")).await;
    assert!(sent.says("It is sent."), "{}", sent.page.text());
    const BOTH: &str = "Level 6: units of the older qualification: Unit 9: Land Law";
    for path in [String::from("/prior-learning"), format!("/enrolments/{enrolment}/exemptions"), sent.path.clone()] {
        let page = ines.page(&path).await;
        assert!(page.says(BOTH), "{path}: {}", page.text());
    }
    judges(&mut ines, &sent.path, &[("F04", "exempt")]).await.must_say("is exempt from F04");
    let of = "SELECT because FROM exemption WHERE element = 'F04' AND is_granted AND enrolment_id = $1";
    let because: String = app.one(of, [enrolment.to_string().into()]).await;
    assert!(because.contains("Unit 9: Land Law"), "{because}");
    // Of what is listed it is told beside the name that the framework has.
    let listed = filled(tomas.page(&page).await).fill("prior", "l3-tort").fill("title", "Law of Tort, 2014");
    let sent = tomas.submit_file(listed, ("", b"")).await;
    assert!(sent.says("It is sent."), "{}", sent.page.text());
    let page = ines.page(&sent.path).await;
    assert!(page.says("Level 3: Tort") && page.says("Called Law of Tort, 2014"), "{}", page.text());
    app.must_be_as_events_made_it().await;
}

/// What waits takes nothing from what is confirmed: the ground that counts is named.
#[tokio::test]
async fn what_an_exemption_depends_on_is_what_is_confirmed_before_what_waits() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let degree = sends(&app, &mut tomas, "law-degree").await;
    confirms(&mut ines, &degree).await;
    let tort = sends(&app, &mut tomas, "l3-tort").await;
    for path in [format!("/enrolments/{}/exemptions", app.enrolment(TOMAS).await), tort] {
        let page = tomas.page(&path).await;
        let worth = page.text_of_id("worth");
        let row = page.rows().into_iter().find(|row| row.starts_with("F02")).unwrap();
        assert!(row.contains("law degree") && !row.contains("Level 3: Tort"), "{path}: {row}: {worth}");
    }
}

/// Two windows: what the first one asked for is granted before the second one sends.
#[tokio::test]
async fn what_is_exempt_already_is_neither_asked_for_nor_granted_again() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let second = saying(&app, &mut tomas, "-").await.fill("title", "LLM").fill("awarded_by", "A university");
    let (listed, again) = (saying(&app, &mut tomas, "l3-tort").await, saying(&app, &mut tomas, "l3-tort").await);
    let granted = sends_other(&app, &mut tomas, &["F02"]).await;
    judges(&mut ines, &granted, &[("F02", "exempt")]).await.must_say("Tomas Lind is exempt from");
    let before = app.contents().await;
    let refused = tomas.submit_file(second.tick("elements", "F02").tick("elements", "F03"), ("", b"")).await.page;
    let errors = refused.errors();
    assert!(errors.len() == 1 && errors[0].starts_with("You are exempt from F02"), "{errors:?}");
    assert!(!errors[0].contains("F03"), "{errors:?}");
    assert_eq!(refused.link("LLM in Property Law"), granted);
    assert_eq!(app.contents().await, before);
    // Nor does a review of what was refused before grant it a second time.
    let refused = sends_other(&app, &mut tomas, &["F03", "F04"]).await;
    judges(&mut ines, &refused, &[("F03", "refused"), ("F04", "refused")]).await.must_say("It is refused.");
    let other = sends_other(&app, &mut tomas, &["F03"]).await;
    let form = tomas.page(&format!("{refused}/review")).await.form("Ask for a review").fill("reason", "It was tort.");
    tomas.submit(form).await.must_say("Somebody else at the body decides");
    judges(&mut ines, &other, &[("F03", "exempt")]).await.must_say("Tomas Lind is exempt from");
    let mut piet = app.sign_in(PIET).await;
    let page = piet.page(&refused).await;
    assert!(page.says("Tomas Lind is exempt from F03") && page.link("LLM in Property Law") == other, "{}", page.text());
    let before = app.contents().await;
    let told = judges(&mut piet, &refused, &[("F03", "exempt"), ("F04", "exempt")]).await.page.errors();
    assert!(told.len() == 1 && told[0].starts_with("Choose “Not exempt” for F03"), "{told:?}");
    assert_eq!(app.contents().await, before);
    judges(&mut piet, &refused, &[("F03", "refused"), ("F04", "exempt")]).await.must_say("is exempt from F04");
    // What is listed and was sent already has a way to it.
    let sent = tomas.submit_file(listed, ("", b"")).await.path;
    let again = tomas.submit_file(again, ("", b"")).await.page;
    assert!(again.errors()[0].starts_with("Choose another one: you have sent this already"), "{:?}", again.errors());
    assert!(again.links().iter().any(|(_, to)| *to == sent), "{}", again.text());
}
