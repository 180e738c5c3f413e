//! The rules that the database keeps by itself, tried by statements that no page of ours would send. On both databases.

use sea_orm::{DbErr, Value};
use tests::people::{AMARA, DANA, INES, KARIM, OWEN, RUTH};
use tests::{TestApp, today};

/// Inserts a copy of a row with some columns changed: everything else about it is right.
async fn copy(app: &TestApp, table: &str, from: &str, changed: &[(&str, Value)]) -> Result<u64, DbErr> {
    let columns = columns(app, table).await;
    let mut values = Vec::new();
    let mut taken = Vec::new();
    for column in &columns {
        match changed.iter().find(|(name, _)| name == column) {
            Some((_, value)) => {
                values.push(value.clone());
                let place = format!("${}", values.len());
                // PostgreSQL takes a text for a date only when it is told to.
                taken.push(if app.is_sqlite() {
                    place
                } else {
                    format!("CAST({place} AS {})", kind(app, table, column).await)
                });
            }
            None => taken.push(column.clone()),
        }
    }
    let statement = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {from} LIMIT 1",
        columns.join(", "),
        taken.join(", ")
    );
    app.execute(&statement, values).await
}

async fn columns(app: &TestApp, table: &str) -> Vec<String> {
    let query = if app.is_sqlite() {
        "SELECT name FROM pragma_table_info($1) ORDER BY cid"
    } else {
        "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position"
    };
    app.column(query, [table.into()]).await
}

async fn kind(app: &TestApp, table: &str, column: &str) -> String {
    let query =
        "SELECT CAST(data_type AS TEXT) FROM information_schema.columns WHERE table_name = $1 AND column_name = $2";
    app.one(query, [table.into(), column.into()]).await
}

#[track_caller]
fn refused_by(answer: Result<u64, DbErr>, rule: &str, what: &str) {
    let Err(error) = answer else {
        panic!("{what}: nothing refused it");
    };
    let text = error.to_string().to_lowercase();
    assert!(text.contains(rule), "{what}: refused, but not by {rule}: {text}");
}

/// The rows that the tests copy: in force and by the right people, so that a copy with a new id is accepted.
async fn ids(app: &TestApp) -> (String, String) {
    let amara = app.person(AMARA).await;
    let request: String = app
        .one(
            "SELECT MIN(q.id) FROM signing_request q WHERE q.subject = 'claim' AND q.trainee_id = $1",
            [amara.clone().into()],
        )
        .await;
    (amara, request)
}

/// Withdraws what was signed of somebody's work.
async fn withdraw_a_signature(app: &TestApp) {
    let text = "INSERT INTO signature_withdrawal (request_id, trainee_id, subject, reason, salt, withdrawn_by, withdrawn_on, withdrawn_at) SELECT request_id, trainee_id, subject, 'x', salt, person_id, $1, $2 FROM signature WHERE subject = 'experience'";
    app.execute(text, [today().into(), app.state.clock.now().into()]).await.unwrap();
}

#[tokio::test]
async fn nobody_decides_verifies_confers_or_supervises_on_their_own() {
    let app = TestApp::new().await;
    withdraw_a_signature(&app).await;
    let rules: [(&str, &str, &str, &str); 12] = [
        ("supervision", "supervisor_id", "id", "nobody_supervises_themselves"),
        ("result", "recorded_by", "id", "nobody_records_their_own_result"),
        ("result_confirmation", "confirmed_by", "result_id", "nobody_confirms_their_own_result"),
        ("signing_request", "person_id", "id", "nobody_is_asked_about_themselves"),
        ("signature", "person_id", "request_id", "nobody_signs_about_themselves"),
        ("application_decision", "decided_by", "application_id", "nobody_decides_their_own_application"),
        ("award", "conferred_by", "id", "nobody_confers_on_themselves"),
        ("prior_learning_decision", "decided_by", "prior_learning_id", "nobody_decides_their_own_exemption"),
        ("exemption", "decided_by", "id", "nobody_exempts_themselves"),
        ("membership", "granted_by", "id", "check constraint"),
        ("award_withdrawal", "withdrawn_by", "award_id", "nobody_withdraws_their_own"),
        ("signature_withdrawal", "withdrawn_by", "request_id", "nobody_withdraws_what_is_signed_of_them"),
    ];
    let award: String = app.one("SELECT id FROM award WHERE holder = 'Leo Fenn'", []).await;
    let leo: String = app.one("SELECT trainee_id FROM award WHERE holder = 'Leo Fenn'", []).await;
    let withdraw = "INSERT INTO award_withdrawal (award_id, trainee_id, reason, salt, withdrawn_by, withdrawn_on, withdrawn_at) SELECT id, $2, 'x', salt, $3, $4, $5 FROM award WHERE id = $1";
    let by = app.person(INES).await;
    app.execute(withdraw, [award.into(), leo.into(), by.into(), today().into(), app.state.clock.now().into()])
        .await
        .unwrap();
    for (table, by, key, rule) in rules {
        let whose = if table == "membership" { "person_id" } else { "trainee_id" };
        let trainee: String = app.column(&format!("SELECT {whose} FROM {table} ORDER BY {key}"), []).await.remove(0);
        let row: String = app.column(&format!("SELECT {key} FROM {table} ORDER BY {key}"), []).await.remove(0);
        let changed = [(key, Value::from(format!("copy of {row}"))), (by, Value::from(trainee))];
        let answer = copy(&app, table, &format!("{key} = '{row}'"), &changed).await;
        refused_by(answer, rule, &format!("{table}.{by}"));
    }
}

#[tokio::test]
async fn who_decided_on_what_is_held_from_before_does_not_review_it() {
    let app = TestApp::new().await;
    let answer = copy(&app, "prior_learning_decision", "round = 1", &[("round", 2.into())]).await;
    let rule = if app.is_sqlite() { "unique" } else { "nobody_reviews_their_own_decision" };
    refused_by(answer, rule, "the first decider");
}

#[tokio::test]
async fn who_recorded_a_result_does_not_confirm_it_and_no_other_recorder_can_be_claimed() {
    let app = TestApp::new().await;
    let provisional =
        "SELECT r.id FROM result r LEFT JOIN result_confirmation c ON c.result_id = r.id WHERE c.result_id IS NULL";
    let result: String = app.one(provisional, []).await;
    let of = async |column: &str| {
        let query = format!("SELECT {column} FROM result WHERE id = $1");
        app.one::<String>(&query, [result.clone().into()]).await
    };
    let (recorder, trainee) = (of("recorded_by").await, of("trainee_id").await);
    assert_eq!(recorder, app.person(DANA).await);
    let confirm = async |recorded_by: &str, trainee_id: &str, confirmed_by: &str| {
        let text = "INSERT INTO result_confirmation (result_id, recorded_by, trainee_id, confirmed_by, confirmed_on, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6)";
        let values: [Value; 6] = [
            result.clone().into(),
            recorded_by.into(),
            trainee_id.into(),
            confirmed_by.into(),
            today().into(),
            app.state.clock.now().into(),
        ];
        app.execute(text, values).await
    };
    let owen = app.person(OWEN).await;
    refused_by(confirm(&recorder, &trainee, &recorder).await, "a_second_person_confirms", "the recorder");
    refused_by(confirm(&recorder, &trainee, &trainee).await, "nobody_confirms_their_own_result", "the trainee");
    // Nor by saying that someone else recorded it, or that it is someone else's.
    let foreign_key =
        |answer: Result<u64, DbErr>| assert!(answer.unwrap_err().to_string().to_lowercase().contains("foreign key"));
    foreign_key(confirm(&owen, &trainee, &recorder).await);
    foreign_key(confirm(&recorder, &app.person(AMARA).await, &trainee).await);
    confirm(&recorder, &trainee, &owen).await.unwrap();
}

#[tokio::test]
async fn what_is_decided_is_never_changed_or_deleted() {
    let app = TestApp::new().await;
    let award: String = app.one("SELECT id FROM award WHERE holder = 'Leo Fenn'", []).await;
    let leo: String = app.one("SELECT trainee_id FROM award WHERE holder = 'Leo Fenn'", []).await;
    let withdraw = "INSERT INTO award_withdrawal (award_id, trainee_id, reason, salt, withdrawn_by, withdrawn_on, withdrawn_at) SELECT id, $2, 'x', salt, $3, $4, $5 FROM award WHERE id = $1";
    let by = app.person(INES).await;
    app.execute(withdraw, [award.into(), leo.into(), by.into(), today().into(), app.state.clock.now().into()])
        .await
        .unwrap();
    withdraw_a_signature(&app).await;
    let locked = [
        ("result", "mark"),
        ("result_confirmation", "confirmed_by"),
        ("signature", "comment"),
        ("application_decision", "reason"),
        ("award", "title"),
        ("award_withdrawal", "reason"),
        ("prior_learning_decision", "reason"),
        ("exemption", "because"),
        ("signature_withdrawal", "reason"),
        ("event", "body"),
    ];
    let before = app.contents().await;
    for (table, column) in locked {
        let rows: i64 = app.one(&format!("SELECT COUNT(*) FROM {table}"), []).await;
        assert!(rows > 0, "{table} has nothing to change");
        let change = app.execute(&format!("UPDATE {table} SET {column} = 'changed'"), []).await;
        refused_by(change, &format!("rows of {table} are never"), table);
        // Not even to what it is already.
        let same = app.execute(&format!("UPDATE {table} SET {column} = {column}"), []).await;
        refused_by(same, &format!("rows of {table} are never"), table);
        let delete = app.execute(&format!("DELETE FROM {table}"), []).await;
        refused_by(delete, &format!("rows of {table} are never"), table);
    }
    assert_eq!(app.contents().await, before);
    // SQLite's way of replacing a row deletes it first, and does not always ask the trigger.
    if app.is_sqlite() {
        for (table, column) in locked {
            let columns = columns(&app, table).await;
            let values: Vec<String> = columns
                .iter()
                .map(|name| if name == column { String::from("'changed'") } else { name.clone() })
                .collect();
            let (columns, values) = (columns.join(", "), values.join(", "));
            let replace = format!("INSERT OR REPLACE INTO {table} ({columns}) SELECT {values} FROM {table}");
            assert!(app.execute(&replace, []).await.is_err(), "{table} can be replaced");
        }
        assert_eq!(app.contents().await, before);
    }
}

#[tokio::test]
async fn one_request_is_open_for_a_claim_a_stage_and_a_status() {
    let app = TestApp::new().await;
    let (_, decided) = ids(&app).await;
    let open = |yes: bool| Value::from(yes);
    let id = |text: &str| Value::from(text.to_owned());
    let round = |n: i64| Value::from(n);
    // Of a claim and of a stage, each in a round of its own.
    for from in [format!("id = '{decided}'"), String::from("subject = 'stage'")] {
        let key = |n: &str| id(&format!("{n} of {from}"));
        let one = [("id", key("one")), ("round", round(100)), ("is_open", open(true))];
        copy(&app, "signing_request", &from, &one).await.unwrap();
        let two = [("id", key("two")), ("round", round(101)), ("is_open", open(true))];
        let second = copy(&app, "signing_request", &from, &two).await;
        assert!(app::error::is_duplicate(&second.unwrap_err()), "{from}");
        let same = [("id", key("two")), ("round", round(100)), ("is_open", open(false))];
        let second = copy(&app, "signing_request", &from, &same).await;
        assert!(app::error::is_duplicate(&second.unwrap_err()), "{from}: one round twice");
    }
    let table = "application";
    let one = [("id", id("one")), ("round", round(100)), ("is_open", open(true))];
    copy(&app, table, "1 = 1", &one).await.unwrap();
    let second = copy(&app, table, "id = 'one'", &[("id", id("two")), ("round", round(101))]).await;
    assert!(app::error::is_duplicate(&second.unwrap_err()), "{table}");
    // And one signature for each request, one withdrawal for each award.
    let again = copy(&app, "signature", &format!("request_id = '{decided}'"), &[]).await;
    assert!(app::error::is_duplicate(&again.unwrap_err()));
}

#[tokio::test]
async fn a_signature_is_of_the_trainee_whose_claim_it_is() {
    let app = TestApp::new().await;
    let (_, request) = ids(&app).await;
    let other = app.person(KARIM).await;
    let changed = [("request_id", Value::from(String::from("none"))), ("trainee_id", other.clone().into())];
    let answer = copy(&app, "signature", &format!("request_id = '{request}'"), &changed).await;
    assert!(answer.unwrap_err().to_string().to_lowercase().contains("foreign key"));
    let from = format!("id = '{request}'");
    let changed = [("id", Value::from(String::from("other"))), ("trainee_id", app.person(RUTH).await.into())];
    let answer = copy(&app, "signing_request", &from, &changed).await;
    assert!(answer.is_err());
}

#[tokio::test]
async fn nobody_has_a_role_twice_at_once_in_one_organisation() {
    let app = TestApp::new().await;
    let ruth = app.person(RUTH).await;
    let of = "SELECT id FROM membership WHERE person_id = $1";
    let row: String = app.one(of, [ruth.into()]).await;
    let from = format!("id = '{row}'");
    let again = [("id", Value::from("again"))];
    refused_by(copy(&app, "membership", &from, &again).await, "unique", "a second one");
    let ended = [("id", Value::from("earlier")), ("until_on", today().to_string().into())];
    copy(&app, "membership", &from, &ended).await.unwrap();
}
