//! What a signature covers, and that it can be made again.

use crate::steps::{self, NARRATIVE};
use app::features::sign_off::doctor;
use domain::sign_off::SigningKind;
use sha2::{Digest, Sha256};
use tests::TestApp;
use tests::people::{AMARA, JONAS, RUTH};

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

#[tokio::test]
async fn who_declines_signs_nothing_about_the_work() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let page = ruth.page(&request).await;
    assert!(page.says("What your signature will say if you do not decide"), "{}", page.text());
    let form = page.form("Sign and send").fill("outcome", "declined");
    ruth.submit(form.fill("reason", "did_not_supervise"))
        .await
        .must_say("Not decided. The trainee can ask someone else.");
    let page = amara.page(&claim).await;
    assert!(page.says("Not decided") && !page.says("Declined"), "{}", page.text());
    assert!(page.says("I did not supervise this work"), "{}", page.text());
    let record = amara.page(&format!("/enrolments/{}/record", app.enrolment(AMARA).await)).await;
    assert!(record.says("Answered without a decision"), "{}", record.text());
    let signed = "I do not say whether the outcome was met, for the reason that I give.";
    assert!(page.says(signed), "{}", page.text());
    assert!(!page.says("I supervised this work"), "{}", page.text());
    assert!(page.says("Send it to someone else"), "{}", page.text());
}

#[tokio::test]
async fn the_signature_is_the_hash_of_exactly_what_is_stored() {
    let app = TestApp::new().await;
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = steps::sent_claim(&app, &mut amara).await;
    let request = steps::open_request(&app, &claim).await;
    let opened = ruth.page(&request).await.form("Sign and send").fill("outcome", "met");
    let before = app.contents().await;
    let answer = app.sign_in(JONAS).await.submit(opened).await;
    assert_eq!(answer.status, 403, "signed by whoever is signed in now");
    assert!(answer.page.says("This form was opened by someone else"), "{}", answer.page.text());
    assert_eq!(app.contents().await, before);
    steps::find_met(&mut ruth, &request).await.must_say("You signed as Ruth Hale.");
    let id = request.strip_prefix("/queue/").unwrap();

    let column = |table: &str, column: &str| {
        let key = if table == "signature" { "request_id" } else { "id" };
        (format!("SELECT {column} FROM {table} WHERE {key} = $1"), id.to_owned())
    };
    let text = async |table: &str, name: &str| {
        let (query, id) = column(table, name);
        app.one::<String>(&query, [id.into()]).await
    };
    let shown = text("signing_request", "shown").await;
    let read: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(read["narrative"], NARRATIVE);
    assert_eq!(read["evidence"][0]["sha256"], sha256("Three points, redacted."));
    let shown_sha256 = sha256(&shown);
    assert_eq!(text("signing_request", "shown_sha256").await, shown_sha256);
    assert_eq!(text("signature", "shown_sha256").await, shown_sha256);

    let (query, of) = column("signature", "signed_at");
    let signed_at: chrono::DateTime<chrono::Utc> = app.one(&query, [of.into()]).await;
    // The order is part of it.
    let mut signed = Vec::new();
    for (name, value) in [
        ("salt", serde_json::json!(text("signature", "salt").await)),
        ("request", serde_json::json!(id)),
        ("shown_sha256", serde_json::json!(shown_sha256)),
        ("outcome", serde_json::json!({ "claim": text("signature", "outcome").await })),
        ("comment", serde_json::json!(text("signature", "comment").await)),
        ("missing", serde_json::Value::Null),
        ("reason", serde_json::Value::Null),
        ("statement", serde_json::json!(text("signature", "statement").await)),
        ("statement_version", serde_json::json!(text("signature", "statement_version").await)),
        ("signer", serde_json::json!({ "person": text("signature", "person_id").await })),
        ("at", serde_json::json!(signed_at)),
    ] {
        signed.push(format!("\"{name}\":{value}"));
    }
    let signed_sha256 = sha256(&format!("{{{}}}", signed.join(",")));
    assert_eq!(text("signature", "signed_sha256").await, signed_sha256);
    assert!(amara.page(&claim).await.says(&signed_sha256), "the trainee can't see what was signed");
}

#[tokio::test]
async fn every_hash_can_be_made_again_from_the_rows_and_a_row_that_was_changed_shows() {
    let app = TestApp::new().await;
    steps::hold_status(&app).await;
    let wrong = async || {
        let all = doctor::signatures(app.db().read()).await.unwrap();
        assert!(all.len() > 20, "{}", all.len());
        let wrong = all.into_iter().filter(|one| one.stored != one.made).map(|one| one.of);
        wrong.collect::<Vec<_>>()
    };
    assert_eq!(wrong().await, Vec::<String>::new());
    // Someone with the keys to the database, who takes the locks away first.
    let on = if app.is_sqlite() { "" } else { " ON signature" };
    app.execute(&format!("DROP TRIGGER signature_locked_update{on}"), []).await.unwrap();
    for kind in SigningKind::ALL {
        let change = "UPDATE signature SET comment = 'Something else.'
            WHERE request_id = (SELECT MIN(request_id) FROM signature WHERE subject = $1)";
        app.execute(change, [kind.code().into()]).await.unwrap();
        let wrong = wrong().await;
        let is_signature = |one: &String| one.starts_with("the signature on request");
        assert!(wrong.iter().all(is_signature) && !wrong.is_empty(), "{wrong:?}");
    }
    assert_eq!(wrong().await.len(), SigningKind::ALL.len());
}
