//! What became of a decision on an exemption: reviewed by somebody else, withdrawn, for a time only.

use crate::employers_and_providers::end_roles;
use crate::exemptions::{confirms, sends, sends_other};
use crate::steps::state_of_in;
use tests::people::{INES, KARIM, PIET, TOMAS};
use tests::{TestApp, today};

#[tokio::test]
async fn a_proof_that_is_refused_can_be_reviewed_and_counts_from_then() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines, mut piet) = (app.sign_in(TOMAS).await, app.sign_in(INES).await, app.sign_in(PIET).await);
    let sent = sends(&app, &mut tomas, "l3-tort").await;
    let form = ines.page(&sent).await.form("Decide").fill("proved", "no");
    let page = ines.submit(form).await.page;
    assert_eq!(page.errors().len(), 1, "{:?}", page.errors());
    let form = page.form("Decide").fill("reason", "The number is of somebody else.");
    ines.submit(form).await.must_say("It is refused.");
    assert_eq!(state_of_in(&app, TOMAS, "F02").await, "available");
    let page = tomas.page(&sent).await;
    assert!(page.says("The number is of somebody else.") && !page.says("What it is worth"), "{}", page.text());
    // It stands first on the first page, with the reason and what can be done; no longer once that is done.
    let home = tomas.page("/home").await;
    let next = home.text_of_id("next");
    for said in
        ["Level 3: Tort", "Ines Calder did not confirm its proof on", "somebody else.", "You may ask for a review."]
    {
        assert!(next.contains(said), "{said}: {next}");
    }
    assert_eq!(home.link("Answer on what you have from before"), sent);
    let form = tomas.page(&format!("{sent}/review")).await.form("Ask for a review").fill("reason", "I was born Lindt.");
    tomas.submit(form).await.must_say("Somebody else at the body decides");
    assert!(!tomas.page("/home").await.says("did not confirm its proof"));
    let record = format!("/enrolments/{}/record", app.enrolment(TOMAS).await);
    for (reader, is_told) in [(TOMAS, true), (INES, true), (KARIM, false)] {
        let story = app.sign_in(reader).await.page(&record).await;
        assert_eq!(story.says("Reason: I was born Lindt."), is_told, "{}", story.text());
    }
    assert!(tomas.page(&sent).await.says("What it would be worth if it is confirmed"));
    confirms(&mut piet, &sent).await;
    assert_eq!(state_of_in(&app, TOMAS, "F02").await, "exempt");
    // Who was overruled does not take it back; who granted it may.
    let of = "SELECT id FROM exemption WHERE is_granted AND prior_learning_id = $1";
    let exemption: String = app.one(of, [sent.rsplit('/').next().unwrap().into()]).await;
    let withdrawal = format!("/exemptions/{exemption}/withdrawal");
    assert_eq!(ines.get(&withdrawal).await.status, 403);
    assert!(!ines.page(&sent).await.html().contains(&withdrawal));
    assert_eq!(ines.send(&withdrawal, &[("reason", "Not so.")]).await.status, 403);
    assert!(piet.page(&sent).await.html().contains(&withdrawal));
    let form = piet.page(&withdrawal).await.form("Withdraw the exemption").fill("reason", "The number was forged.");
    piet.submit(form).await.must_say("The exemption is withdrawn");
}

#[tokio::test]
async fn an_exemption_is_withdrawn_for_a_reason_and_its_proof_is_worth_nothing_more() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let sent = sends(&app, &mut tomas, "law-degree").await;
    confirms(&mut ines, &sent).await;
    assert_eq!(state_of_in(&app, TOMAS, "advanced").await, "available");
    let page = ines.page(&sent).await;
    let form = ines.page(&page.link("Withdraw F06")).await.form("Withdraw the exemption");
    let empty = ines.submit(form.clone()).await;
    assert!(empty.says("Enter the reason"), "{}", empty.page.text());
    let form = form.fill("reason", "The degree was taken back.").anew();
    ines.submit(form).await.must_say("The exemption is withdrawn from today on.");
    assert_eq!(state_of_in(&app, TOMAS, "F06").await, "available");
    assert_eq!(state_of_in(&app, TOMAS, "advanced").await, "blocked");
    assert!(tomas.page(&sent).await.says("The degree was taken back."));
    let home = tomas.page("/home").await.text_of_id("next");
    assert!(home.contains("Your exemption from F06") && home.contains("was withdrawn on"), "{home}");
    assert!(home.contains("The degree was taken back. You may send proof of it anew."), "{home}");
    let story = tomas.page(&format!("/enrolments/{}/record", app.enrolment(TOMAS).await)).await;
    assert!(
        story.says("Exemption withdrawn: ") && story.says("Reason: The degree was taken back."),
        "{}",
        story.text()
    );
    assert_eq!(tomas.get(&page.link("Withdraw F05")).await.status, 404);
    // With another proof it is sent anew, and counts again.
    let anew = sends(&app, &mut tomas, "law-degree").await;
    assert!(!tomas.page("/home").await.says("was withdrawn on"));
    confirms(&mut ines, &anew).await;
    assert_eq!(state_of_in(&app, TOMAS, "F06").await, "exempt");
    assert_eq!(state_of_in(&app, TOMAS, "advanced").await, "available");
}

#[tokio::test]
async fn what_was_granted_for_a_time_does_not_take_the_place_of_what_is_listed() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let other = sends_other(&app, &mut tomas, &["F02"]).await;
    let form =
        ines.page(&other).await.form("Decide").fill("outcome[F02]", "exempt").fill("why[F02]", "Until it is shown.");
    ines.submit(form.fill("last_day[F02]", &today().to_string())).await.must_say("Tomas Lind is exempt from");
    let listed = sends(&app, &mut tomas, "l3-tort").await;
    assert!(confirms(&mut ines, &listed).await.says("Tomas Lind is exempt from F02"));
    app.pass(chrono::Duration::days(2));
    assert_eq!(state_of_in(&app, TOMAS, "F02").await, "exempt");
    // Where all of it is exempt already, that is said, and not that something is missing.
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let degree = sends(&app, &mut tomas, "law-degree").await;
    confirms(&mut ines, &degree).await;
    let contract = sends(&app, &mut tomas, "l3-contract").await;
    assert!(ines.page(&contract).await.says("What it excuses from is exempt already."));
}

#[tokio::test]
async fn what_was_withdrawn_is_called_so_wherever_it_is_listed() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let sent = sends(&app, &mut tomas, "l3-tort").await;
    confirms(&mut ines, &sent).await;
    let page = ines.page(&sent).await;
    let form = ines.page(&page.link("Withdraw F02")).await.form("Withdraw the exemption");
    ines.submit(form.fill("reason", "It was forged.")).await.must_say("The exemption is withdrawn");
    let list = tomas.page(&format!("/enrolments/{}/exemptions", app.enrolment(TOMAS).await)).await;
    assert!(list.says("Withdrawn") && !list.says("Exempt "), "{}", list.text());
    let page = tomas.page(&sent).await;
    assert!(!page.says("What it is worth, with all that is confirmed"), "{}", page.text());
    assert!(ines.page("/prior-learning").await.says("Withdrawn"));
}

#[tokio::test]
async fn of_two_proofs_that_were_needed_together_neither_is_worth_anything_once_what_came_of_them_is_withdrawn() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let land = sends(&app, &mut tomas, "l3-land-law").await;
    confirms(&mut ines, &land).await;
    let conveyancing = sends(&app, &mut tomas, "l3-conveyancing").await;
    assert!(confirms(&mut ines, &conveyancing).await.says("Tomas Lind is exempt from F04"));
    let question = ines.page(&conveyancing).await.link("Withdraw F04");
    let form = ines.page(&question).await.form("Withdraw the exemption");
    ines.submit(form.fill("reason", "Land Law was forged.")).await.must_say("The exemption is withdrawn");
    app.pass(chrono::Duration::minutes(1));
    // The genuine one alone brings nothing back; both, sent anew, do.
    let again = sends(&app, &mut tomas, "l3-conveyancing").await;
    assert!(confirms(&mut ines, &again).await.says("By itself it excuses Tomas Lind from nothing more."));
    assert_eq!(state_of_in(&app, TOMAS, "F04").await, "available");
    let again = sends(&app, &mut tomas, "l3-land-law").await;
    assert!(confirms(&mut ines, &again).await.says("Tomas Lind is exempt from F04"));
    assert_eq!(state_of_in(&app, TOMAS, "F04").await, "exempt");
}

#[tokio::test]
async fn a_review_at_a_body_with_one_registrar_is_said_to_wait_for_a_second_one() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let sent = sends(&app, &mut tomas, "l3-tort").await;
    let form = ines.page(&sent).await.form("Decide").fill("proved", "no").fill("reason", "It is of somebody else.");
    ines.submit(form).await.must_say("It is refused.");
    let form = tomas.page(&format!("{sent}/review")).await.form("Ask for a review").fill("reason", "It is mine.");
    tomas.submit(form).await.must_say("Somebody else at the body decides");
    // While there is a second one, nothing is missing.
    assert!(!tomas.page(&sent).await.says("has none at present"));
    assert!(ines.page(&sent).await.says("Another registrar of your body decides."));
    assert!(ines.page("/prior-learning").await.says("A review, by another registrar than you"));
    let body = app.organisation("Chartered Institute of Legal Executives (CILEX)").await;
    end_roles(&app, PIET, body).await;
    let told = tomas.page(&sent).await;
    assert!(told.says("A review is for a second registrar of CILEX, and it has none at present."), "{}", told.text());
    let page = ines.page(&sent).await;
    assert!(page.says("your body has no second registrar"), "{}", page.text());
    assert!(ines.page(&page.link("Invite one under People")).await.says("Ines Calder"));
}

#[tokio::test]
async fn who_asks_for_a_review_where_there_is_nobody_for_it_is_told_before() {
    let app = TestApp::new().await;
    let (mut tomas, mut ines) = (app.sign_in(TOMAS).await, app.sign_in(INES).await);
    let sent = sends(&app, &mut tomas, "l3-tort").await;
    let form = ines.page(&sent).await.form("Decide").fill("proved", "no").fill("reason", "It is of somebody else.");
    let page = ines.submit(form).await.must_say("The proof was not enough.");
    assert!(!page.says("nothing was granted"), "{}", page.text());
    assert!(tomas.page(&format!("{sent}/review")).await.says("Somebody else at the body looks"));
    app.execute("DELETE FROM membership WHERE person_id = $1", [app.person(PIET).await.into()]).await.unwrap();
    let page = tomas.page(&format!("{sent}/review")).await;
    assert!(page.says("has none at present: it waits until there is one"), "{}", page.text());
}
