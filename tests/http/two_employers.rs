//! A trainee with two employers: what was sent to one is that one's alone, and who acts for both acts for both.

use crate::employers_and_providers::grant;
use crate::experience::recording;
use crate::steps::{self, LAST_OUTCOME, NARRATIVE};
use crate::supervision::second_employer;
use tests::people::{AMARA, INES, JONAS, KARIM, PRIYA, RUTH};
use tests::{Page, TestApp, Visitor, today};

/// Amara works for Karim's employer too, and he supervises her there.
async fn supervised_at_both(app: &TestApp, karim: &mut Visitor) {
    second_employer(app).await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let form = karim.page(&path).await.form("Name supervisor");
    karim.submit(steps::asking(app, form, KARIM).await).await.must_say("The supervisor is named.");
}

#[tokio::test]
async fn of_two_employers_neither_decides_a_claim_that_was_sent_to_the_other() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    // Whoever was asked was once a supervisor at the other employer.
    grant(&app, RUTH, "Mersey Street Legal", "supervisor").await;
    app.execute(
        "UPDATE membership SET until_on = from_on WHERE person_id = $1 AND organisation_id = (SELECT id FROM organisation WHERE name = 'Mersey Street Legal')",
        [app.person(RUTH).await.into()],
    )
    .await
    .unwrap();
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    assert!(karim.page("/queue").await.says("No request waits for you"));
    assert_eq!(karim.get(&request).await.status, 404);
    let before = app.contents().await;
    let fields = [("outcome", "met"), ("comment", "I saw it.")];
    assert_eq!(karim.post(&request, &fields).await.status, 404);
    assert_eq!(app.contents().await, before);
    // A colleague of whoever was asked decides, even after that person left.
    app.execute("UPDATE membership SET until_on = from_on WHERE person_id = $1", [app.person(RUTH).await.into()])
        .await
        .unwrap();
    let mut jonas = app.sign_in(JONAS).await;
    steps::find_met(&mut jonas, &request).await.must_say("Signed as met.");
}

#[tokio::test]
async fn of_two_employers_neither_reads_a_claim_that_was_sent_to_the_other() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let evidence: String = app.one("SELECT id FROM evidence WHERE claim_id = $1", [claim[8..].into()]).await;
    let pages = [claim.clone(), format!("{claim}/evidence/{evidence}"), request.clone()];
    let mut ruth = app.sign_in(RUTH).await;
    let missing = "The letter that Mrs X was sent.";
    for decided in [false, true] {
        if decided {
            let form = ruth.page(&request).await.form("Sign and send");
            let form = form.fill("outcome", "partly_met").fill("missing", missing);
            ruth.submit(form).await.must_say("Signed as partly met.");
        }
        for path in &pages {
            assert_eq!(karim.get(path).await.status, 404, "{path}");
            assert_eq!(app.sign_in(PRIYA).await.get(path).await.status, 200, "{path}");
        }
        // The registrar reads all, but has no queue.
        for path in &pages[..2] {
            assert_eq!(app.sign_in(INES).await.get(path).await.status, 200, "{path}");
        }
        // What came of it is told to both, and no link leads to nothing.
        let enrolment = app.enrolment(AMARA).await;
        let of_outcome = format!("/enrolments/{enrolment}/nodes/{LAST_OUTCOME}");
        assert!(karim.page(&of_outcome).await.says("Claim sent to Ruth Hale"));
        assert!(app.sign_in(PRIYA).await.page(&of_outcome).await.links().iter().any(|(_, to)| *to == claim));
        for path in [
            of_outcome,
            format!("/enrolments/{enrolment}"),
            format!("/enrolments/{enrolment}/record"),
            format!("/enrolments/{enrolment}/record.json"),
        ] {
            let page = karim.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            let html = String::from_utf8(page.bytes.clone()).unwrap();
            assert!(!html.contains(&format!("\"{claim}\"")), "{path} leads to the claim");
            for words in [NARRATIVE, missing] {
                assert!(!html.contains(words), "{path} says “{words}”");
            }
        }
    }
    let record = format!("/enrolments/{}/record.json", app.enrolment(AMARA).await);
    let record = String::from_utf8(ruth.get(&record).await.bytes).unwrap();
    assert!(record.contains(missing), "the test looks for what nobody says");
}

/// Nor why it was not decided, which no page tells, does the export.
#[tokio::test]
async fn of_two_employers_neither_exports_why_a_claim_sent_to_the_other_was_not_decided() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let mut ruth = app.sign_in(RUTH).await;
    let form = ruth.page(&steps::open_request(&app, &claim).await).await.form("Sign and send");
    let form = form.fill("outcome", "declined").fill("reason", "conflict_of_interest");
    ruth.submit(form).await.must_say("Not decided.");
    let record = format!("/enrolments/{}/record.json", app.enrolment(AMARA).await);
    for (reader, is_told) in [(AMARA, true), (INES, true), (RUTH, true), (KARIM, false)] {
        let export = String::from_utf8(app.sign_in(reader).await.get(&record).await.bytes).unwrap();
        assert_eq!(export.contains("conflict_of_interest"), is_told, "{reader}");
    }
}

#[tokio::test]
async fn of_a_claim_sent_to_two_employers_each_reads_what_was_sent_to_it() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let form = amara.page(&claim).await.form("Take it back");
    amara.submit(form).await.must_say("The claim is yours again");
    let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
    let rewritten = "For the other firm I wrote the letter on my own.";
    amara.submit(form.fill("narrative", rewritten)).await;
    let page = amara.page(&format!("{claim}/sending")).await;
    assert!(page.says("Ruth Hale, Hale & Partners"), "{}", page.text());
    assert!(page.says("Karim Daoud, Mersey Street Legal"), "{}", page.text());
    steps::send(&app, &mut amara, &claim, KARIM).await.must_say("Sent to Karim Daoud");
    let request = steps::open_request(&app, &claim).await;
    let of_karim = karim.page(&claim).await;
    assert!(of_karim.says(rewritten) && !of_karim.says(NARRATIVE), "{}", of_karim.text());
    assert!(of_karim.says("It was sent to another employer too."));
    let mut ruth = app.sign_in(RUTH).await;
    let of_ruth = ruth.page(&claim).await;
    assert!(of_ruth.says(NARRATIVE) && !of_ruth.says(rewritten), "{}", of_ruth.text());
    assert_eq!(ruth.get(&request).await.status, 404);
    assert!(karim.page(&request).await.says("sent this claim to another employer too"));
    steps::find_met(&mut karim, &request).await.must_say("Signed as met.");
}

#[tokio::test]
async fn an_administrator_of_both_employers_acts_for_both() {
    let app = TestApp::new().await;
    second_employer(&app).await;
    grant(&app, PRIYA, "Mersey Street Legal", "employer_admin").await;
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let mut priya = app.sign_in(PRIYA).await;
    let form = priya.page(&path).await.form("Name supervisor");
    priya.submit(steps::asking(&app, form, KARIM).await).await.must_say("The supervisor is named.");
    assert!(priya.page(&path).await.has_link("End the supervision by Ruth Hale"));
}

/// What a supervisor's list says beside a name, and by what it is narrowed, is one thing: work waits with the employer for whom it was
/// done.
#[tokio::test]
async fn a_supervisor_is_not_told_that_work_waits_at_another_employer() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    let list = "/trainees?waiting=yes";
    let (mut ruth, mut priya) = (app.sign_in(RUTH).await, app.sign_in(PRIYA).await);
    assert!(!ruth.page(list).await.says("Amara Osei"), "nothing of hers waits");
    let mersey = app.organisation("Mersey Street Legal").await.to_string();
    let form = recording(&app, &mut amara, AMARA, (0, 0)).await.fill("employer", &mersey);
    amara.submit(form.fill("hours", "7").fill("hours_of", "all")).await.must_say("is asked to confirm it.");
    let row = |page: Page| page.rows().into_iter().find(|row| row.contains("Amara Osei"));
    for at_hale in [&mut ruth, &mut priya] {
        assert_eq!(row(at_hale.page(list).await), None);
        assert!(!row(at_hale.page("/trainees").await).unwrap().contains("Since"));
    }
    assert!(row(karim.page(list).await).unwrap().contains("Since"));
    // What everybody at work may know is told to the supervisor too, also where a name is looked for.
    steps::sent_claim(&app, &mut amara).await;
    for path in [list, "/trainees?waiting=yes&q=amara"] {
        assert!(row(ruth.page(path).await).unwrap().contains("Since"), "{path}");
    }
}

/// Who supervises at one employer is no supervisor at the other for having the role there, and no longer than they have it at the first.
#[tokio::test]
async fn who_is_a_supervisor_at_both_employers_supervises_for_the_one_that_named_them() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    grant(&app, RUTH, "Mersey Street Legal", "supervisor").await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let form = amara.page(&claim).await.form("Take it back");
    amara.submit(form).await.must_say("The claim is yours again");
    let sending = amara.page(&format!("{claim}/sending")).await;
    let offered = sending.form("Send the claim").fields.into_iter().filter(|field| field.name == "supervisor");
    assert_eq!(
        offered.count(),
        3,
        "Ruth and Jonas for Hale & Partners, Karim for Mersey Street Legal: {}",
        sending.text()
    );
    steps::send(&app, &mut amara, &claim, KARIM).await.must_say("Sent to Karim Daoud");
    let request = steps::open_request(&app, &claim).await;
    let mut ruth = app.sign_in(RUTH).await;
    assert!(!ruth.page("/queue").await.says(LAST_OUTCOME));
    assert_eq!(ruth.get(&request).await.status, 404);
    let before = app.contents().await;
    assert_eq!(ruth.post(&request, &[("outcome", "met"), ("comment", "I saw it.")]).await.status, 404);
    assert_eq!(app.contents().await, before);

    // Named there too, she supervises for both, and each employer ends its own.
    let path = format!("/enrolments/{}/supervision", app.enrolment(AMARA).await);
    let form = karim.page(&path).await.form("Name supervisor");
    karim.submit(steps::asking(&app, form, RUTH).await).await.must_say("The supervisor is named.");
    assert!(ruth.page("/queue").await.says("Amara Osei"));
    let mut priya = app.sign_in(PRIYA).await;
    let list = priya.page(&path).await;
    assert!(list.has_link("End the supervision by Ruth Hale for Hale & Partners"), "{}", list.text());
    assert!(!list.has_link("for Mersey Street Legal"));

    // The role ends at Hale & Partners, and what she supervises for them with it; at the other employer she goes on.
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    let question = priya.page(&hale).await.link("End the membership of Ruth Hale");
    let end = priya.page(&question).await.form("End membership");
    priya.submit(end).await;
    let rows = karim.page(&path).await.rows();
    let state = |employer: &str| rows.iter().find(|row| row.contains("Ruth Hale") && row.contains(employer)).cloned();
    assert!(!state("Hale & Partners").unwrap().contains("In force"), "{rows:?}");
    assert!(state("Mersey Street Legal").unwrap().contains("In force"), "{rows:?}");
    let mut ruth = app.sign_in(RUTH).await;
    steps::find_met(&mut ruth, &request).await.must_say("Signed as met.");
}

#[tokio::test]
async fn who_sends_a_refused_claim_elsewhere_unchanged_reads_who_refused_it_and_why() {
    let app = TestApp::new().await;
    let (mut amara, mut karim) = (app.sign_in(AMARA).await, app.sign_in(KARIM).await);
    supervised_at_both(&app, &mut karim).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let mut ruth = app.sign_in(RUTH).await;
    let form = ruth.page(&steps::open_request(&app, &claim).await).await.form("Sign and send");
    let why = "The client was told two of the three points.";
    ruth.submit(form.fill("outcome", "not_yet").fill("comment", why)).await.must_say("Signed as not yet met.");
    let page = amara.page(&format!("{claim}/sending")).await;
    let told = format!("Ruth Hale, Hale & Partners, said “not yet” on {}. {why}", app::web::words::date(today()));
    assert!(page.says(&told) && page.says("You have changed nothing since"), "{}", page.text());
    // Another text is another claim, and the text of then once more is not.
    for (narrative, is_told) in [("I told all three points.", false), (NARRATIVE, true)] {
        let form = amara.page(&format!("{claim}/draft")).await.form("Save and go on");
        amara.submit(form.fill("narrative", narrative)).await.must_say("What shows it?");
        let page = amara.page(&format!("{claim}/sending")).await;
        assert_eq!(page.says(why), is_told, "{}", page.text());
    }
    // Other evidence is another claim too.
    steps::add_text_called(&mut amara, &claim, "The letter").await;
    assert!(!amara.page(&format!("{claim}/sending")).await.says(why));
    steps::remove_evidence(&mut amara, &claim).await.must_say("removed");
    steps::send(&app, &mut amara, &claim, KARIM).await.must_say("Sent to Karim Daoud");
}
