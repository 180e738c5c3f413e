//! The first page of a trainee, and what those who work with them read there.

use crate::steps::{self, LAST_OUTCOME};
use tests::people::{AMARA, DANA, INES, LEO, MINA, OWEN, PRIYA, RUTH, SOL, TOMAS};
use tests::{Page, TestApp};

/// Whether these words stand on the page in this order.
fn in_order(page: &Page, words: &[&str]) -> bool {
    let text = page.text();
    let mut from = 0;
    words.iter().all(|words| {
        let found = text[from..].find(words);
        from += found.unwrap_or_default();
        found.is_some()
    })
}

#[tokio::test]
async fn a_beginner_is_told_to_sit_and_to_claim_and_that_nothing_lies_with_others() {
    let app = TestApp::new().await;
    let home = app.sign_in(TOMAS).await.page("/home").await;
    let (next, waiting) = (home.text_of_id("next"), home.text_of_id("waiting"));
    assert!(next.contains("Claim 9 outcomes of Foundation"), "{next}");
    assert!(next.contains("Pass F01"), "{next}");
    assert!(waiting.contains("No claim, request, application or result is waiting."), "nothing was sat: {waiting}");
    assert!(home.link("Claim 9 outcomes of Foundation").ends_with("/nodes/foundation-experience#outcomes"));
    assert!(home.says("0 of 9 outcomes, not verified yet"), "{}", home.text());
}

#[tokio::test]
async fn a_draft_is_on_the_first_page_until_it_is_sent() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    let home = amara.page("/home").await;
    assert!(home.says("Begun today."), "{}", home.text());
    assert_eq!(
        home.link("Continue your draft: Impact and communication, seen at work at Foundation"),
        format!("{claim}/draft")
    );
    assert!(!home.text_of_id("next").contains("Claim Impact"), "it is begun already");
    // Whoever would begin it again is led to it.
    let outcomes = amara.page(&format!("/claims/new?enrolment={enrolment}")).await;
    assert!(outcomes.says("You have a draft of it"), "{}", outcomes.text());
    let again = amara.page(&format!("/claims/new?enrolment={enrolment}&outcome={LAST_OUTCOME}")).await;
    assert!(again.says("You have a draft of this outcome, begun today."), "{}", again.text());
    assert_eq!(again.link("Continue it"), format!("{claim}/draft"));
    steps::write_draft(&mut amara, &claim).await;
    steps::add_text(&mut amara, &claim).await;
    steps::send(&app, &mut amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    let home = amara.page("/home").await;
    assert!(!home.says("Continue your draft"), "{}", home.text());
    // She is not idle while it lies with Ruth: the sitting is hers to take.
    assert!(home.text_of_id("next").contains("Pass F06"), "{}", home.text());
    assert!(home.says("Ruth Hale today Sent"), "{}", home.text());
}

#[tokio::test]
async fn beginning_again_leads_to_the_draft_that_nothing_was_written_in() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let first = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    assert_eq!(steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await, first);
    // What something was written in or added to is another piece of work.
    steps::write_draft(&mut amara, &first).await;
    let second = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    assert_ne!(second, first);
    steps::add_text(&mut amara, &second).await;
    let third = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    assert!(![first, second].contains(&third));
    let next = amara.page("/home").await.text_of_id("next");
    assert_eq!(next.matches("Impact and communication").count(), 1, "{next}");
    assert!(next.contains("You have 3 drafts of it, the first begun today."), "{next}");
}

#[tokio::test]
async fn that_a_status_may_be_applied_for_is_said_once() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let home = app.sign_in(AMARA).await.page("/home").await;
    let text = home.text();
    let offers = home.links().into_iter().filter(|(_, to)| to.contains("/application/")).count();
    assert_eq!(
        (offers, text.matches("can apply for it").count(), text.matches("requirement").count()),
        (1, 1, 1),
        "{text}"
    );
}

#[tokio::test]
async fn a_decision_that_asks_for_something_comes_first_with_what_is_missing() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send");
    ruth.submit(
        form.fill("outcome", "declined")
            .fill("reason", "not_enough_seen")
            .fill("comment", "Ask Jonas, who sat with you."),
    )
    .await
    .must_say("Not decided.");
    let home = amara.page("/home").await;
    assert!(
        in_order(
            &home,
            &[
                "Do next",
                "Answer on Impact and communication",
                "Ruth Hale did not decide it on 23 November 2026: I did not see enough of it. Ask Jonas, who sat with you.",
                "Waiting for others"
            ]
        ),
        "{}",
        home.text()
    );
    assert_eq!(home.link("Answer on Impact and communication, seen at work at Foundation"), claim);
}

#[tokio::test]
async fn a_verification_that_was_declined_is_answered_and_one_that_is_asked_for_is_waited_for() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::show_competence(&app).await;
    let (mut amara, mut priya) = (app.sign_in(AMARA).await, app.sign_in(PRIYA).await);
    let home = amara.page("/home").await;
    assert!(home.says("Ask your employer to verify Foundation"), "{}", home.text());
    let request = steps::ask_to_verify(&app, &mut amara).await;
    let home = amara.page("/home").await;
    assert!(home.says("You are waiting for Hale & Partners, asked on 23 November 2026."), "{}", home.text());
    let form = priya.page(&request).await.form("Sign and send");
    priya
        .submit(form.fill("outcome", "declined").fill("why", "Come back after the review."))
        .await
        .must_say("Declined.");
    let home = amara.page("/home").await;
    assert!(
        in_order(
            &home,
            &["Do next", "Priya Nair declined on 23 November 2026: Come back after the review. Then ask again."]
        ),
        "{}",
        home.text()
    );
    assert!(!home.says("Ask your employer to verify"), "it is said once");
}

#[tokio::test]
async fn a_status_is_shown_with_its_code_and_its_withdrawal_leads_the_page() {
    let app = TestApp::new().await;
    let award = steps::hold_status(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let code: String = app.one("SELECT code FROM award WHERE holder = 'Amara Osei'", []).await;
    let mut amara = app.sign_in(AMARA).await;
    for path in [
        String::from("/home"),
        format!("/enrolments/{enrolment}/nodes/step-off-paralegal"),
        format!("/enrolments/{enrolment}/nodes/cilex-paralegal"),
        format!("/enrolments/{enrolment}/record"),
    ] {
        let page = amara.page(&path).await;
        assert!(page.says(&code), "{path}: {}", page.text());
        let shared = page.links().into_iter().find(|(words, _)| words.starts_with("Share this link"));
        assert_eq!(shared.unwrap().1, format!("/check/{code}"), "{path}");
    }
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(&format!("{award}/withdrawal")).await.form("Withdraw the status");
    ines.submit(form.fill("reason", "Conferred in error.")).await.must_say("The status is withdrawn.");
    let home = amara.page("/home").await;
    assert!(
        in_order(
            &home,
            &[
                "You no longer hold CILEX Paralegal: it was withdrawn on 23 November 2026",
                "Reason: Conferred in error.",
                "You can apply again for CILEX Paralegal.",
                "Apply again for CILEX Paralegal",
            ]
        ),
        "{}",
        home.text()
    );
    let decision = amara.page(&home.link("See the decision")).await;
    assert!(decision.says("Conferred in error."), "{}", decision.text());
    assert!(decision.says("you may not use its title"), "{}", decision.text());
    assert!(!home.says("Share this link"), "{}", home.text());
    let path = format!("/enrolments/{enrolment}");
    let registrar = ines.page(&path).await;
    for words in ["Amara Osei no longer holds CILEX Paralegal", "Conferred in error.", "Amara Osei can apply again"] {
        assert!(registrar.says(words), "{words}: {}", registrar.text());
    }
    assert_eq!(registrar.link("See the decision"), award);
    for other in [PRIYA, OWEN] {
        let page = app.sign_in(other).await.page(&path).await;
        assert!(!page.says("Conferred in error."), "{other}: the reason is for the holder and the registrar");
        assert!(!page.says("no longer holds"), "{other}: {}", page.text());
    }
}

#[tokio::test]
async fn what_to_do_stands_before_the_stair_and_the_stage_one_is_on_is_marked() {
    let app = TestApp::new().await;
    let home = app.sign_in(AMARA).await.page("/home").await;
    assert!(in_order(&home, &["Do next", "Results key", "Why Advanced is closed"]), "{}", home.text());
    let current: Vec<&str> = home
        .elements()
        .filter(|(_, attributes)| attributes.iter().any(|(name, value)| name == "aria-current" && value == "step"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(current, ["li"], "one stage is the current one");
}

#[tokio::test]
async fn a_status_that_can_be_applied_for_comes_before_the_claims_of_the_next_stage() {
    let app = TestApp::new().await;
    steps::pass_last_element(&app).await;
    steps::turn_employers_key(&app).await;
    let mut amara = app.sign_in(AMARA).await;
    let home = amara.page("/home").await;
    assert!(
        in_order(
            &home,
            &["You can apply for it now.", "Apply for CILEX Paralegal", "Do next", "Claim 9 outcomes of Advanced"]
        ),
        "{}",
        home.text()
    );
    steps::apply(&app, &mut amara).await;
    let home = amara.page("/home").await;
    assert!(!home.has_link("Apply for CILEX Paralegal"), "it is applied for: {}", home.text());
}

#[tokio::test]
async fn a_draft_that_was_taken_back_is_left_out_once_the_outcome_is_met_and_one_never_sent_is_not() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let sent = steps::sent_claim(&app, &mut amara).await;
    let taken_back = amara.page(&sent).await.form("Take it back");
    amara.submit(taken_back).await;
    let home = amara.page("/home").await;
    assert_eq!(
        home.link("Continue your draft: Impact and communication, seen at work at Foundation"),
        format!("{sent}/draft"),
        "the outcome asks for it"
    );
    let never_sent = steps::begin_claim(&mut amara, &enrolment, LAST_OUTCOME).await;
    steps::write_draft(&mut amara, &never_sent).await;
    steps::show_competence(&app).await;
    let home = amara.page("/home").await;
    let drafts: Vec<String> = home
        .links()
        .into_iter()
        .filter(|(words, _)| words.starts_with("Continue your draft"))
        .map(|(_, href)| href)
        .collect();
    assert_eq!(drafts, [format!("{never_sent}/draft")]);
}

#[tokio::test]
async fn each_reader_is_told_what_they_can_do_or_wait_for_in_the_third_person() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}", app.enrolment(LEO).await);
    let amara = format!("/enrolments/{}", app.enrolment(AMARA).await);
    for (who, page) in [(RUTH, &path), (RUTH, &amara), (PRIYA, &amara), (OWEN, &amara), (INES, &amara)] {
        let page = app.sign_in(who).await.page(page).await;
        let main = page.text_in("main");
        for words in ["Your employer", "your employer", "Your provider", "Your training", "You wait", "Do next"] {
            assert!(!main.contains(words), "{who} reads “{words}”: {main}");
        }
    }
    let ruth = app.sign_in(RUTH).await.page(&path).await;
    let next = ruth.text_of_id("next");
    assert!(next.contains("Decide the claim of") && next.contains("It is in the queue."), "{next}");
    let owen = app.sign_in(OWEN).await.page(&amara).await;
    let next = owen.text_of_id("next");
    assert!(next.contains("F06") && next.contains("once an officer has recorded it at a sitting"), "{next}");
    assert_eq!(owen.link("See the sittings"), "/sittings");
}

#[tokio::test]
async fn whoever_works_with_a_trainee_finds_the_way_back_to_their_list() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}", app.enrolment(AMARA).await);
    for (who, list, label) in
        [(RUTH, "/trainees", "Trainees"), (OWEN, "/candidates", "Candidates"), (INES, "/enrolments", "Enrolments")]
    {
        let page = app.sign_in(who).await.page(&path).await;
        let main = page.text_in("main");
        assert!(main.trim_start().starts_with(label), "{who}: {main}");
        assert_eq!(page.link(label), list, "{who}");
    }
    let ines = app.sign_in(INES).await.page(&path).await;
    assert!(in_order(&ines, &["Employers and providers", "What is missing"]), "{}", ines.text());
}

#[tokio::test]
async fn how_results_are_recorded_is_said_once_however_many_are_missing() {
    let app = TestApp::new().await;
    let path = format!("/enrolments/{}", app.enrolment(TOMAS).await);
    let ines = app.sign_in(INES).await.page(&path).await;
    let next = ines.text_of_id("next");
    assert!(next.matches("F0").count() > 1, "{next}");
    assert_eq!(next.matches("training provider").count(), 1, "{next}");
}

/// Two assessments together, or a third one, in place of all three.
const OPTIONS: (&str, &str, &str) = (
    "cpq/2021-06",
    r#"["F01", "F02", "F03", "F04", "F05", "F06", "ethics-1"]"#,
    r#"["F01", "F02", "F04", "ethics-1", { any = [{ all = ["F05", "F06"] }, "F03"] }]"#,
);

#[tokio::test]
async fn a_choice_is_asked_for_once_and_no_more_when_it_is_made() {
    let app = TestApp::with_changed_framework(OPTIONS).await;
    let path = format!("/enrolments/{}", app.enrolment(TOMAS).await);
    let mut ines = app.sign_in(INES).await;
    let next = ines.page(&path).await.text_of_id("next");
    let option = next.split("1 of 2 options: ").nth(1).unwrap_or_else(|| panic!("{next}"));
    assert!(option.starts_with("F05 ") && option.contains(" and F06 "), "{option}");
    for told_once in ["F03 ", "F05 ", "F06 "] {
        assert_eq!(next.matches(told_once).count(), 1, "{told_once}: {next}");
    }
    // Amara has passed F03 and lacks F06.
    let amara = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let next = ines.page(&amara).await.text_of_id("next");
    assert!(!next.contains("F06") && !next.contains("options"), "{next}");
}

#[tokio::test]
async fn what_was_not_passed_is_said_where_it_is_asked_for_also_in_a_choice() {
    let app = TestApp::with_changed_framework(OPTIONS).await;
    let tomas = app.enrolment(TOMAS).await;
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    for element in ["F01", "F03"] {
        let sitting = steps::add_sitting(&mut dana, element).await;
        steps::record(&mut dana, &sitting, &tomas, "fail").await;
        steps::confirm(&mut owen, &sitting).await.must_say("1 result is confirmed and counts.");
    }
    let next = app.sign_in(TOMAS).await.page("/home").await.text_of_id("next");
    assert!(next.contains("Not passed on 23 November 2026: a further attempt is needed."), "{next}");
    let option = "was not passed on 23 November 2026: a further attempt or another option is needed.";
    assert!(next.split("F03 ").any(|text| text.contains(option)), "{next}");
}

#[tokio::test]
async fn ones_membership_number_stands_on_ones_own_page_with_who_gave_it() {
    let app = TestApp::new().await;
    let (mut amara, mut ines) = (app.sign_in(AMARA).await, app.sign_in(INES).await);
    let own = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let form = ines.page(&format!("{own}/number")).await.form("Save the number");
    let form = if form.value("number").is_some_and(|number| !number.is_empty()) {
        form.fill("reason", "A slip.")
    } else {
        for page in [amara.page("/home").await, ines.page(&own).await] {
            assert!(page.says("number: none is noted. CILEX gives it and notes it here."), "{}", page.text());
        }
        form
    };
    ines.submit(form.fill("number", "00123")).await.must_say("has the membership number 00123.");
    for path in ["/home", &own] {
        assert!(amara.page(path).await.says("Your membership number: 00123, given by CILEX."), "{path}");
    }
    assert!(ines.page(&own).await.says("Membership number: 00123, given by CILEX."));
    for other in [DANA, RUTH] {
        assert!(!app.sign_in(other).await.page(&own).await.says("00123"), "{other}");
    }
}

/// Where any of several are enough, nobody is told that all of them are missing.
#[tokio::test]
async fn the_body_reads_how_many_of_the_outcomes_are_asked_for() {
    let app = TestApp::new().await;
    let page = app.sign_in(SOL).await.page(&format!("/enrolments/{}", app.enrolment(MINA).await)).await;
    let next = page.text_of_id("next");
    assert!(next.contains("any 2 of 18 outcomes of "), "{next}");
}
