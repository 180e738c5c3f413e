//! What several tests need done before they begin: each step through the forms, as people would.

use app::journal;
use app::web::db::sql;
use domain::ids::RecordId;
use domain::journal::Chain;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use std::time::Duration;
use tests::people::{AMARA, DANA, INES, OWEN, PRIYA, RUTH};
use tests::{Answer, Form, Page, TestApp, Visitor, today};

/// The outcome that Amara has not claimed yet.
pub const LAST_OUTCOME: &str = "segment-4-foundation";
/// The assessment that Amara has not sat yet.
pub const LAST_ELEMENT: &str = "F06";
/// The employer's key of her stage.
pub const VERIFICATION: &str = "foundation-verification";
/// What both keys lead to.
pub const STEP_OFF: &str = "step-off-paralegal";

/// What she writes.
pub const NARRATIVE: &str = "I explained an offer to a client by telephone and sent the three points by letter.";

/// Begins a claim of an outcome; returns its address.
pub async fn begin_claim(trainee: &mut Visitor, enrolment: &str, outcome: &str) -> String {
    let page = trainee.page(&format!("/claims/new?enrolment={enrolment}&outcome={outcome}")).await;
    let draft = trainee.submit(page.form("Begin")).await;
    assert_eq!(draft.status, 200);
    draft.path.strip_suffix("/draft").unwrap().to_owned()
}

/// Writes the draft of a claim and goes on to its evidence.
pub async fn write_draft(trainee: &mut Visitor, claim: &str) -> Page {
    let day = today().to_string();
    let form = trainee.page(&format!("{claim}/draft")).await.form("Save and go on");
    let form = form.fill("narrative", NARRATIVE).fill("happened_from", &day).fill("happened_until", &day);
    trainee.submit(form).await.must_say("What shows it?")
}

/// Adds a text as evidence.
pub async fn add_text(trainee: &mut Visitor, claim: &str) -> Page {
    add_text_called(trainee, claim, "Attendance note").await
}

/// Adds a text of that title as evidence.
pub async fn add_text_called(trainee: &mut Visitor, claim: &str, title: &str) -> Page {
    let form = trainee.page(&format!("{claim}/evidence?add=text")).await.form("Add text");
    let form = form.fill("title", title).fill("text", "Three points, redacted.");
    trainee.submit(form).await.must_say("The evidence is added.")
}

/// Removes the first piece of evidence, by way of the question.
pub async fn remove_evidence(trainee: &mut Visitor, claim: &str) -> Answer {
    let question = trainee.page(&format!("{claim}/evidence")).await.link("Remove");
    let form = trainee.page(&question).await.form("Remove it");
    trainee.submit(form).await
}

/// Sends a claim to a supervisor.
pub async fn send(app: &TestApp, trainee: &mut Visitor, claim: &str, supervisor: &str) -> Answer {
    let form = trainee.page(&format!("{claim}/sending")).await.form("Send the claim");
    let form = asking(app, form, supervisor).await;
    trainee.submit(form.tick("redacted", "yes")).await
}

/// The form with a supervisor chosen, at the only employer at which one can ask them.
pub async fn asking(app: &TestApp, form: Form, supervisor: &str) -> Form {
    let supervisor = app.person(supervisor).await;
    let mut options = form.fields.iter().filter(|field| field.name == "supervisor");
    let option = options.find(|field| field.value.starts_with(&supervisor)).unwrap();
    let value = option.value.clone();
    form.fill("supervisor", &value)
}

/// A claim of Amara's last outcome, written, evidenced and sent to Ruth; returns its address.
pub async fn sent_claim(app: &TestApp, amara: &mut Visitor) -> String {
    let enrolment = app.enrolment(AMARA).await;
    let claim = begin_claim(amara, &enrolment, LAST_OUTCOME).await;
    write_draft(amara, &claim).await;
    add_text(amara, &claim).await;
    send(app, amara, &claim, RUTH).await.must_say("Sent to Ruth Hale");
    claim
}

/// The request of a claim that waits; returns its address.
pub async fn open_request(app: &TestApp, claim: &str) -> String {
    let id = claim.strip_prefix("/claims/").unwrap();
    let request: String = app.one("SELECT id FROM signing_request WHERE claim_id = $1 AND is_open", [id.into()]).await;
    format!("/queue/{request}")
}

/// Ruth finds a request met.
pub async fn find_met(ruth: &mut Visitor, request: &str) -> Answer {
    let form = ruth.page(request).await.form("Sign and send");
    ruth.submit(form.fill("outcome", "met").fill("comment", "I heard the call.")).await
}

/// Turns everything at work that the employer verifies afterwards.
pub async fn show_competence(app: &TestApp) {
    let (mut amara, mut ruth) = (app.sign_in(AMARA).await, app.sign_in(RUTH).await);
    let claim = sent_claim(app, &mut amara).await;
    let request = open_request(app, &claim).await;
    find_met(&mut ruth, &request).await.must_say("Signed as met.");
}

/// Ends a supervision by way of its question, which leads from the page of supervision at `path`.
pub async fn end_supervision(who: &mut Visitor, path: &str, supervisor: &str) -> Answer {
    let question = who.page(path).await.link(&format!("End the supervision by {supervisor}"));
    let form = who.page(&question).await.form("End the supervision");
    who.submit(form).await
}

/// What becomes of a form that is posted while someone else holds the record and changes something about it.
pub async fn while_held(
    app: &TestApp,
    posted: impl Future<Output = Answer>,
    change: impl AsyncFnOnce(&DatabaseTransaction),
) -> Answer {
    let tx = app.db().begin().await.unwrap();
    // PostgreSQL locks the record, SQLite the database.
    for id in app.column::<String>("SELECT id FROM record", []).await {
        let chain = Chain::Record(RecordId::parse(&id).unwrap());
        journal::lock(&tx, chain).await.unwrap();
    }
    let (answer, ()) = tokio::join!(posted, async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        change(&tx).await;
        tx.commit().await.unwrap();
    });
    answer
}

/// Someone supervises Amara no longer, from today on.
pub async fn end_supervision_behind(app: &TestApp, tx: &DatabaseTransaction, supervisor: &str) {
    let text = "UPDATE supervision SET until_on = $1 WHERE supervisor_id = $2 AND enrolment_id = $3";
    let values = [today().into(), app.person(supervisor).await.into(), app.enrolment(AMARA).await.into()];
    tx.execute_raw(sql(tx, text, values)).await.unwrap();
}

/// The form that withdraws an invitation, at the end of the way from the organisation's page.
pub async fn withdrawal(who: &mut Visitor, organisation: &str, invited: &str) -> Form {
    let question = who.page(organisation).await.link(&format!("Withdraw the invitation of {invited}"));
    let page = who.page(&question).await;
    assert!(page.says("stops working, and its page says so"), "{}", page.text());
    page.form("Withdraw the invitation")
}

/// Adds a sitting of an element of CPQ today; returns its address.
pub async fn add_sitting(officer: &mut Visitor, element: &str) -> String {
    add_sitting_of(officer, &format!("cpq 2021-06 {element}")).await
}

/// The same of an element of any version.
pub async fn add_sitting_of(officer: &mut Visitor, element: &str) -> String {
    let form = officer.page("/sittings/new").await.form("Add sitting");
    let form = form.fill("element", element).fill("held_on", &today().to_string());
    let answer = officer.submit(form).await;
    answer.clone().must_say("The sitting is added.");
    answer.path
}

/// Records a result at a sitting.
pub async fn record(officer: &mut Visitor, sitting: &str, enrolment: &str, outcome: &str) -> Answer {
    let form = officer.page(sitting).await.form("Record results");
    officer.submit(form.fill(&format!("outcome[{enrolment}]"), outcome)).await
}

/// The form that confirms the one result which a sitting offers to confirm.
pub async fn confirmation(officer: &mut Visitor, sitting: &str) -> Form {
    let form = officer.page(sitting).await.form("Confirm the selected results");
    let result = form.fields.iter().find(|field| field.name == "result").unwrap();
    let result = result.value.clone();
    form.tick("result", &result)
}

/// Confirms the one result that a sitting offers to confirm.
pub async fn confirm(officer: &mut Visitor, sitting: &str) -> Answer {
    let form = confirmation(officer, sitting).await;
    officer.submit(form).await
}

/// Turns the results key of Amara's stage.
pub async fn pass_last_element(app: &TestApp) {
    let (mut dana, mut owen) = (app.sign_in(DANA).await, app.sign_in(OWEN).await);
    let enrolment = app.enrolment(AMARA).await;
    let sitting = add_sitting(&mut dana, LAST_ELEMENT).await;
    record(&mut dana, &sitting, &enrolment, "pass").await.must_say("1 result is recorded.");
    confirm(&mut owen, &sitting).await.must_say("confirmed");
}

/// Amara asks her employer to verify the stage; returns the request's address.
pub async fn ask_to_verify(app: &TestApp, amara: &mut Visitor) -> String {
    let enrolment = app.enrolment(AMARA).await;
    let page = amara.page(&format!("/enrolments/{enrolment}/verification/{VERIFICATION}")).await;
    amara.submit(page.form("Ask to verify")).await.must_say("is asked to verify.");
    open_verification(app).await
}

/// The request to verify a stage that waits; returns its address.
pub async fn open_verification(app: &TestApp) -> String {
    let query = "SELECT id FROM signing_request WHERE subject = 'stage' AND is_open";
    let request: String = app.one(query, []).await;
    format!("/queue/{request}")
}

/// The form with which someone of the employer verifies.
pub async fn verification(who: &mut Visitor, request: &str) -> Form {
    let form = who.page(request).await.form("Sign and send");
    form.fill("outcome", "verified")
}

/// Someone of the employer verifies.
pub async fn verify(who: &mut Visitor, request: &str) -> Answer {
    let form = verification(who, request).await;
    who.submit(form).await
}

/// Turns the employer's key of Amara's stage.
pub async fn turn_employers_key(app: &TestApp) {
    show_competence(app).await;
    let (mut amara, mut priya) = (app.sign_in(AMARA).await, app.sign_in(PRIYA).await);
    let request = ask_to_verify(app, &mut amara).await;
    verify(&mut priya, &request).await.must_say("is verified.");
}

/// Amara applies for the status; returns the application's address.
pub async fn apply(app: &TestApp, amara: &mut Visitor) -> String {
    let enrolment = app.enrolment(AMARA).await;
    let page = amara.page(&format!("/enrolments/{enrolment}/application/{STEP_OFF}")).await;
    let answer = amara.submit(page.form("Apply for this status")).await;
    answer.clone().must_say("You have applied.");
    answer.path
}

/// Ines confers; returns the award's address.
pub async fn confer(app: &TestApp, application: &str) -> String {
    let mut ines = app.sign_in(INES).await;
    let form = ines.page(application).await.form("Decide");
    let answer = ines.submit(form.fill("decision", "confer")).await;
    answer.clone().must_say("holds the status from today.");
    answer.path
}

/// Both keys turned and the status conferred; returns the award's address.
pub async fn hold_status(app: &TestApp) -> String {
    pass_last_element(app).await;
    turn_employers_key(app).await;
    let mut amara = app.sign_in(AMARA).await;
    let application = apply(app, &mut amara).await;
    confer(app, &application).await
}

/// The state of a node of Amara's map, in a word.
pub async fn state_of(app: &TestApp, node: &str) -> String {
    state_of_in(app, AMARA, node).await
}

/// How a node stands in the record of a trainee.
pub async fn state_of_in(app: &TestApp, trainee: &str, node: &str) -> String {
    let enrolment = app.enrolment(trainee).await;
    let mut trainee = app.sign_in(trainee).await;
    let record = trainee.get(&format!("/enrolments/{enrolment}/record.json")).await;
    let record: serde_json::Value = serde_json::from_slice(&record.bytes).unwrap();
    let nodes = record["standing"]["nodes"].as_array().unwrap();
    let found = nodes.iter().find(|found| found["id"] == node).unwrap();
    found["state"].as_str().unwrap().to_owned()
}
