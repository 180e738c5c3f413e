//! What one may not know of can't be told from what does not exist.

use crate::steps::{self, LAST_OUTCOME};
use http::Method;
use tests::people::{AMARA, KARIM, LEO, OWEN, RUTH, TOMAS};
use tests::{Answer, TestApp, Visitor};

/// The fields of a posted form.
type Fields<'a> = &'a [(&'a str, &'a str)];

/// An id like ours of something that does not exist.
const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

/// An answer without what differs between any two.
fn masked(answer: &Answer, id: &str) -> (u16, String, String) {
    let nonce =
        answer.header("content-security-policy").split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    let mut html = answer.page.html().replace(id, "ID");
    if let Some(nonce) = nonce {
        html = html.replace(nonce, "NONCE");
    }
    (answer.status, answer.header("location").replace(id, "ID"), html)
}

async fn get(visitor: &mut Visitor, path: &str, id: &str) -> (u16, String, String) {
    masked(&visitor.ask(Method::GET, &path.replace("ID", id)).await, id)
}

async fn post(visitor: &mut Visitor, path: &str, fields: &[(&str, &str)], id: &str) -> (u16, String, String) {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *value == "ID" { id } else { *value })).collect();
    masked(&visitor.send(&path.replace("ID", id), &fields).await, id)
}

#[tokio::test]
async fn a_foreign_record_is_answered_like_one_that_does_not_exist() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::sent_claim(&app, &mut amara).await;
    let claim = claim.strip_prefix("/claims/").unwrap();
    let one = async |query: &str, id: &str| app.one::<String>(query, [id.into()]).await;
    let evidence = one("SELECT id FROM evidence WHERE claim_id = $1", claim).await;
    let request = one("SELECT id FROM signing_request WHERE claim_id = $1", claim).await;
    let verification: String = app.one("SELECT MIN(id) FROM signing_request WHERE subject = 'stage'", []).await;
    let application: String = app.one("SELECT application_id FROM award WHERE holder = 'Leo Fenn'", []).await;
    let award: String = app.one("SELECT id FROM award WHERE holder = 'Leo Fenn'", []).await;
    let sitting: String = app.column("SELECT id FROM sitting", []).await.remove(0);
    let hale: String = app.one("SELECT id FROM organisation WHERE name = 'Hale & Partners'", []).await;
    let membership = one("SELECT MIN(id) FROM membership WHERE organisation_id = $1", &hale).await;
    let evidence_path = format!("/claims/{claim}/evidence/ID");
    let end_membership = format!("/organisations/ID/memberships/{membership}/end");
    let end_employment = format!("/enrolments/ID/employments/{hale}/end");
    let removal = format!("{evidence_path}/removal");
    let pages = [
        ("/enrolments/ID", &enrolment),
        ("/enrolments/ID/map", &enrolment),
        ("/enrolments/ID/plan", &enrolment),
        ("/enrolments/ID/record", &enrolment),
        ("/enrolments/ID/record.json", &enrolment),
        ("/enrolments/ID/nodes/F01", &enrolment),
        ("/enrolments/ID/supervision", &enrolment),
        ("/enrolments/ID/verification/foundation-verification", &enrolment),
        ("/enrolments/ID/application/step-off-paralegal", &enrolment),
        ("/claims/new?enrolment=ID", &enrolment),
        ("/claims/ID", &claim.to_owned()),
        ("/claims/ID/draft", &claim.to_owned()),
        ("/claims/ID/evidence", &claim.to_owned()),
        ("/claims/ID/sending", &claim.to_owned()),
        ("/claims/ID/deletion", &claim.to_owned()),
        (evidence_path.as_str(), &evidence),
        ("/queue/ID", &request),
        ("/queue/ID", &verification),
        ("/applications/ID", &application),
        ("/awards/ID", &award),
        ("/sittings/ID", &sitting),
        ("/organisations/ID", &hale),
        ("/organisations/ID/memberships/none/end", &hale),
    ];
    let actions: [(&str, Fields<'_>, &str); 16] = [
        ("/claims/new", &[("enrolment", "ID"), ("outcome", LAST_OUTCOME)], &enrolment),
        ("/claims/ID/draft", &[("narrative", "x")], claim),
        ("/claims/ID/draft/autosave", &[("narrative", "x")], claim),
        ("/claims/ID/evidence/text", &[("title", "x"), ("text", "x")], claim),
        ("/claims/ID/evidence/link", &[("title", "x"), ("address", "https://example.com")], claim),
        ("/claims/ID/evidence/file", &[], claim),
        (removal.as_str(), &[], &evidence),
        ("/claims/ID/sending", &[], claim),
        ("/claims/ID/taking-back", &[], claim),
        ("/claims/ID/deletion", &[], claim),
        ("/queue/ID", &[("outcome", "met")], &request),
        ("/queue/ID", &[], &verification),
        ("/enrolments/ID/application/step-off-paralegal", &[], &enrolment),
        ("/awards/ID/withdrawal", &[("reason", "x")], &award),
        (end_membership.as_str(), &[], &hale),
        (end_employment.as_str(), &[], &enrolment),
    ];
    let before = app.contents().await;
    for address in [KARIM, TOMAS, LEO] {
        let mut visitor = app.sign_in(address).await;
        for (path, id) in &pages {
            // Leo's own verification, application and award are no secret to him; Amara's employer is his.
            if address == LEO && [&verification, &application, &award].contains(id) {
                continue;
            }
            let foreign = get(&mut visitor, path, id).await;
            assert_eq!(foreign.0, 404, "{address} {path}");
            assert_eq!(foreign, get(&mut visitor, path, NOBODY).await, "{address} {path}");
        }
        for (path, fields, id) in actions {
            let foreign = post(&mut visitor, path, fields, id).await;
            assert_eq!(foreign.0, 404, "{address} {path}");
            assert_eq!(foreign, post(&mut visitor, path, fields, NOBODY).await, "{address} {path}");
        }
    }
    assert_eq!(app.contents().await, before);
    // Signed out, everything is answered alike too.
    let mut anyone = app.visitor();
    for (path, id) in pages {
        assert_eq!(get(&mut anyone, path, id).await.0, 303, "{path}");
        assert_eq!(get(&mut anyone, path, id).await, get(&mut anyone, path, NOBODY).await, "{path}");
    }
}

#[tokio::test]
async fn a_provider_does_not_read_what_a_supervisor_found_missing() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let (mut amara, mut ruth, mut owen) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await, app.sign_in(OWEN).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send");
    let form = form.fill("outcome", "partly_met").fill("comment", "I heard the call.");
    ruth.submit(form.fill("missing", "A second letter.")).await.must_say("Signed as partly met");
    let home = format!("/enrolments/{enrolment}");
    assert!(amara.page(&home).await.says("A second letter."), "she can't read it");
    for page in [format!("{home}/nodes/{LAST_OUTCOME}"), home] {
        assert!(!owen.page(&page).await.says("A second letter."), "{page}: the provider reads it");
    }
}

#[tokio::test]
async fn a_provider_reads_results_and_stages_and_nothing_of_what_was_found_at_work() {
    let app = TestApp::new().await;
    let home = format!("/enrolments/{}", app.enrolment(AMARA).await);
    let (mut amara, mut ruth, mut owen) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await, app.sign_in(OWEN).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    // While it lies with Ruth, and once she has decided.
    let waiting = |page: &tests::Page| page.text_of_id("waiting").contains("Ruth");
    assert!(waiting(&amara.page("/home").await));
    assert!(!waiting(&owen.page(&home).await));
    let request = steps::open_request(&app, &claim).await;
    let form = ruth.page(&request).await.form("Sign and send");
    let form = form.fill("outcome", "partly_met").fill("comment", "I heard the call.");
    ruth.submit(form.fill("missing", "A second letter.")).await.must_say("Signed as partly met");
    let own = amara.page("/home").await;
    assert!(own.says("found it partly met"), "{}", own.text());

    // What the trainee reads of it, and what the provider may not.
    let told = ["partly met", "found it partly", "of 9 outcomes", "one claim", "Decided", "Ruth Hale", "Claim "];
    for path in [
        home.clone(),
        format!("{home}/nodes/foundation"),
        format!("{home}/nodes/foundation-experience"),
        format!("{home}/nodes/{LAST_OUTCOME}"),
        format!("{home}/nodes/foundation-verification"),
        format!("{home}/nodes/step-off-paralegal"),
        format!("{home}/plan?to=cilex-paralegal"),
        String::from("/candidates"),
    ] {
        let page = owen.page(&path).await;
        for words in told {
            assert!(!page.says(words), "{path}: the provider reads “{words}”: {}", page.text());
        }
    }
    for node in [LAST_OUTCOME, "foundation-experience"] {
        let page = owen.page(&format!("{home}/nodes/{node}")).await;
        assert!(page.says("Only the trainee, the employer and the body see"), "{}", page.text());
        let main = page.text_in("main");
        let states = ["In progress", "Not open yet", "8 of 9", "0 of 1"];
        assert!(!states.iter().any(|state| main.contains(state)), "{node}: {main}");
    }
    let map = owen.page(&format!("{home}/map")).await;
    let row = map.rows().into_iter().find(|row| row.contains("Foundation experience"));
    assert!(row.is_none_or(|row| !row.contains("In progress")), "{}", map.text());

    // The formal side is theirs: results, and how the stages and their keys stand.
    let page = owen.page(&home).await;
    assert!(page.says("The results key needs 1 more result, the employer’s key is not turned yet"), "{}", page.text());
    assert!(owen.page(&format!("{home}/nodes/F01")).await.says("Passed on"));
    assert!(owen.page("/candidates").await.says("Not turned yet"));
}
