//! The record: everything that happened, in order, and the same as JSON.

use crate::steps;
use domain::journal::Digest;
use serde_json::Value;
use tests::people::{AMARA, INES, LEO, PRIYA, RUTH};
use tests::{TestApp, Visitor};

async fn export(visitor: &mut Visitor, enrolment: &str) -> Value {
    let answer = visitor.get(&format!("/enrolments/{enrolment}/record.json")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    let disposition = answer.header("content-disposition");
    assert_eq!(disposition, "attachment; filename=\"gradus-record-cpq-2026-11-23.json\"");
    serde_json::from_slice(&answer.bytes).unwrap()
}

fn acts(record: &Value) -> Vec<&str> {
    let story = record["story"].as_array().unwrap();
    story.iter().map(|event| event["act"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_export_tells_facts_standing_and_story_in_order() {
    let app = TestApp::new().await;
    steps::hold_status(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let record = export(&mut amara, &enrolment).await;
    assert_eq!(record["format"], "gradus-record/1");
    assert_eq!(record["enrolment"]["name"], "Amara Osei");
    assert_eq!(record["standing"]["held"][0], "cilex-paralegal");
    let acts = acts(&record);
    assert_eq!(acts[..2], ["opened_record", "enrolled"]);
    let end = [
        "recorded_result",
        "confirmed_result",
        "began_claim",
        "added_evidence",
        "requested_signature",
        "signed",
        "requested_signature",
        "signed",
        "applied",
        "conferred_status",
    ];
    assert_eq!(acts[acts.len() - end.len()..], end);
    let story = record["story"].as_array().unwrap();
    let places: Vec<i64> = story.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert!(places.iter().copied().eq(1..=i64::try_from(places.len()).unwrap()), "{places:?}");
    // It is the page's story, event by event.
    let page = amara.page(&format!("/enrolments/{enrolment}/record")).await;
    let shown = page.elements().filter(|(name, _)| *name == "time").count();
    assert_eq!(shown, acts.len());
}

#[tokio::test]
async fn the_export_holds_what_was_sent_and_what_was_signed_with_the_text_of_each_hash() {
    let app = TestApp::new().await;
    steps::hold_status(&app).await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let begun = steps::begin_claim(&mut amara, &enrolment, steps::LAST_OUTCOME).await;
    let draft = begun.strip_prefix("/claims/").unwrap();
    let (own, seen) = (export(&mut amara, &enrolment).await, export(&mut ruth, &enrolment).await);
    let of = |record: &Value, id: &str| {
        let claims = record["claims"].as_array().unwrap().clone();
        claims.into_iter().find(|claim| claim["id"] == id)
    };
    // A draft is its author's.
    assert!(of(&own, draft).unwrap()["draft"].is_object());
    assert!(of(&seen, draft).is_none());
    for record in [&own, &seen] {
        let claims = record["claims"].as_array().unwrap();
        let sent = claims.iter().flat_map(|claim| claim["sent"].as_array().unwrap());
        let mut comments = 0;
        for sent in sent {
            assert!(!sent["shown"]["narrative"].as_str().unwrap().is_empty());
            assert_eq!(sent["shown_sha256"], Digest::of(sent["shown_text"].as_str().unwrap()).to_string());
            let decision = &sent["signature"];
            if let Some(text) = decision["signed_text"].as_str() {
                assert_eq!(decision["signed_sha256"], Digest::of(text).to_string());
                comments += usize::from(decision["comment"] == "I heard the call.");
            }
        }
        assert_eq!(comments, 1);
        let verified = &record["verifications"][0]["signature"];
        assert_eq!(verified["outcome"], "verified");
        assert_eq!(verified["signed_sha256"], Digest::of(verified["signed_text"].as_str().unwrap()).to_string());
    }
}

#[tokio::test]
async fn others_are_not_told_what_happened_in_a_draft() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::begin_claim(&mut amara, &enrolment, steps::LAST_OUTCOME).await;
    steps::add_text(&mut amara, &claim).await;
    let own = export(&mut amara, &enrolment).await;
    let seen = export(&mut ruth, &enrolment).await;
    assert!(acts(&own).contains(&"began_claim") && acts(&own).contains(&"added_evidence"));
    assert!(!acts(&seen).contains(&"began_claim") && !acts(&seen).contains(&"added_evidence"));
    assert!(acts(&seen).contains(&"signed"));
}

#[tokio::test]
async fn an_employer_is_not_told_the_marks() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let (own, seen) = (export(&mut amara, &enrolment).await, export(&mut ruth, &enrolment).await);
    let marks = |record: &Value| {
        let results = record["facts"]["results"].as_array().unwrap().clone();
        results.iter().filter(|result| result.get("mark").is_some()).count()
    };
    assert!(marks(&own) > 0, "{own}");
    assert_eq!(marks(&seen), 0);
    assert_eq!(seen["facts"]["results"].as_array().unwrap().len(), own["facts"]["results"].as_array().unwrap().len());
}

#[tokio::test]
async fn a_deleted_draft_is_told_of_and_linked_nowhere() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, steps::LAST_OUTCOME).await;
    steps::add_text(&mut amara, &claim).await;
    let record = format!("/enrolments/{enrolment}/record");
    let links = |page: &tests::Page| page.links().into_iter().filter(|(_, to)| *to == claim).count();
    assert_eq!(links(&amara.page(&record).await), 2);
    let form = amara.page(&format!("{claim}/deletion")).await.form("Delete");
    assert_eq!(amara.submit(form).await.status, 200);
    let page = amara.page(&record).await;
    assert!(page.says("Began a claim") && page.says("Deleted a draft"));
    assert_eq!(links(&page), 0, "a link leads to a claim that is gone");
}

/// The words of what happened, in the order of the page.
fn titles(page: &tests::Page) -> Vec<String> {
    let text = page.text();
    let acts = ["Enrolled on", "Found met", "Result confirmed", "Applied", "Status conferred", "Status withdrawn"];
    let mut found: Vec<(usize, &str)> =
        acts.iter().flat_map(|act| text.match_indices(act).map(|(at, _)| (at, *act))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, act)| act.to_owned()).collect()
}

#[tokio::test]
async fn the_record_begins_with_the_latest_or_the_first_and_shows_a_part_of_it() {
    let app = TestApp::new().await;
    steps::hold_status(&app).await;
    let record = format!("/enrolments/{}/record", app.enrolment(AMARA).await);
    let mut amara = app.sign_in(AMARA).await;
    let newest = titles(&amara.page(&record).await);
    let mut oldest = titles(&amara.page(&format!("{record}?show=all&order=oldest")).await);
    assert_eq!(newest.first().map(String::as_str), Some("Status conferred"));
    oldest.reverse();
    assert_eq!(newest, oldest);
    for (part, act) in [("results", "Result confirmed"), ("claims", "Found met"), ("people", "Enrolled on")] {
        let told = titles(&amara.page(&format!("{record}?show={part}")).await);
        assert!(!told.is_empty() && told.iter().all(|other| other == act), "{part}: {told:?}");
    }
    // Every event is in one part, and what is asked of an employer is beside the claims.
    let count = |page: &tests::Page| page.elements().filter(|(name, _)| *name == "time").count();
    let mut in_parts = 0;
    for part in ["results", "claims", "statuses", "people"] {
        in_parts += count(&amara.page(&format!("{record}?show={part}")).await);
    }
    assert_eq!(in_parts, count(&amara.page(&record).await));
    let claims = amara.page(&format!("{record}?show=claims")).await;
    assert!(claims.says("Asked the employer"), "{}", claims.text());
    let statuses = titles(&amara.page(&format!("{record}?show=statuses")).await);
    assert_eq!(statuses, ["Status conferred", "Applied"]);
    // What is no part shows everything.
    assert_eq!(titles(&amara.page(&format!("{record}?show=%3Cb%3E&order=1")).await), newest);
}

#[tokio::test]
async fn drafts_and_evidence_are_folded_away_and_a_withdrawal_says_why() {
    let app = TestApp::new().await;
    let award = steps::hold_status(&app).await;
    let record = format!("/enrolments/{}/record", app.enrolment(AMARA).await);
    let mut ines = app.sign_in(tests::people::INES).await;
    let form = ines.page(&format!("{award}/withdrawal")).await.form("Withdraw the status");
    ines.submit(form.fill("reason", "Conferred in error.")).await.must_say("The status is withdrawn.");
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let own = amara.page(&record).await;
    assert!(own.says("Show drafts and evidence"), "{}", own.text());
    assert!(own.says("Reason: Conferred in error.") && own.says("The record of Amara Osei"));
    assert!(ines.page(&record).await.says("Reason: Conferred in error."));
    // A supervisor sees that it was withdrawn, which is what they need to know.
    let seen = ruth.page(&record).await;
    assert!(seen.says("Status withdrawn") && !seen.says("Conferred in error."), "{}", seen.text());
}

#[tokio::test]
async fn the_hash_of_what_was_signed_is_folded_in_the_story() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let page = app.sign_in(AMARA).await.page(&format!("/enrolments/{enrolment}/record")).await;
    let (shown, folded) = page.html().split("<details").fold((0, 0), |(shown, folded), part| {
        let (inside, after) = part.split_once("</details>").unwrap_or(("", part));
        let count = |text: &str| text.matches("class=\"hash\"").count();
        (shown + count(after), folded + count(inside))
    });
    assert!(folded > 0 && shown == 0, "{folded} hashes are folded, {shown} are not");
}

#[tokio::test]
async fn whoever_may_read_the_record_finds_it_from_the_page_of_the_trainee() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    for who in [INES, PRIYA, RUTH] {
        let mut who = app.sign_in(who).await;
        let record = who.page(&format!("/enrolments/{enrolment}")).await.link("The record");
        assert_eq!(record, format!("/enrolments/{enrolment}/record"));
        who.page(&record).await;
    }
}

/// What the export says of whoever works with the trainee stands on the page for the same people.
#[tokio::test]
async fn the_record_says_as_what_somebody_supervises_signs_and_works() {
    let app = TestApp::new().await;
    let record = format!("/enrolments/{}/record", app.enrolment(LEO).await);
    for (reader, is_told) in [(LEO, true), (INES, true), (RUTH, false)] {
        let mut reader = app.sign_in(reader).await;
        let page = reader.page(&record).await;
        let export: serde_json::Value =
            serde_json::from_slice(&reader.get(&format!("{record}.json")).await.bytes).unwrap();
        for (of, field, label) in
            [("supervisors", "authorised_as", "Authorised as"), ("employers", "job_title", "Job title")]
        {
            let exported = export["around"][of][0][field].as_str();
            assert_eq!(exported.is_some(), is_told);
            assert_eq!(page.says(&format!("{label}: {}", exported.unwrap_or_default())), is_told, "{}", page.text());
        }
        // Beside what was signed too.
        assert_eq!(page.text().matches("Authorised as: Solicitor").count() > 1, is_told, "{}", page.text());
    }
}
