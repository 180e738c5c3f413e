//! What two who write at once lock, and in which order: on PostgreSQL the test stands between them, so that each waits where it would
//! by chance. On SQLite the second begins when the first has ended.

use crate::invitations::{CHOSEN, shown_link};
use crate::proposals::ask;
use crate::steps::{asking, end_supervision};
use crate::two_bodies::{CPQ, enrol};
use app::entities::{invitation, membership};
use app::error::AppError;
use app::features::record::store::without_role;
use app::journal::{self, listing, store::Stamp};
use app::web::db::{Db, Pool, sql};
use app::web::tx::Tx;
use domain::access::actions;
use domain::ids::{EnrolmentId, PersonId};
use domain::journal::Chain;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeSet;
use std::time::Duration;
use tests::people::{AMARA, INES, JONAS, PIET, PRIYA};
use tests::{Form, TestApp, Visitor, today};

/// Goes on when so many wait for a lock.
async fn until_waiting(app: &TestApp, many: i64) {
    if app.is_sqlite() {
        return tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let waiting =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..200 {
        if app.one::<i64>(waiting, []).await == many {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{many} never wait at once");
}

/// Nobody may write lists until it ends.
async fn lists_held(app: &TestApp) -> sea_orm::DatabaseTransaction {
    let held = app.db().begin().await.unwrap();
    if !app.is_sqlite() {
        held.execute_unprepared("LOCK TABLE listing IN SHARE MODE").await.unwrap();
    }
    held
}

async fn page_of(app: &TestApp, page: &str) -> String {
    format!("/enrolments/{}/{page}", app.enrolment(AMARA).await)
}

#[tokio::test]
async fn a_changed_address_and_a_new_employer_at_once_both_stand_in_the_lists() {
    let app = TestApp::new().await;
    let proposal = ask(&app, AMARA, "amara.osei@home.example").await;
    let (mut piet, mut ines) = (app.sign_in(PIET).await, app.sign_in(INES).await);
    let confirm = piet.page(&proposal).await.form("Confirm");
    let employ = ines.page(&page_of(&app, "employers-and-providers").await).await.form("Add employer");
    let mersey = app.organisation("Mersey Street Legal").await.to_string();
    let employ = employ.fill("employer", &mersey).fill("job_title", "Paralegal");
    let chapter = EnrolmentId::parse(&app.enrolment(AMARA).await).unwrap();
    let held = lists_held(&app).await;
    let confirmed = tokio::spawn(async move { piet.submit(confirm).await });
    until_waiting(&app, 1).await;
    let employed = tokio::spawn(async move { ines.submit(employ).await });
    until_waiting(&app, 2).await;
    held.commit().await.unwrap();
    confirmed.await.unwrap().must_say("The account is reset");
    employed.await.unwrap().must_say("works for Mersey Street Legal");
    let differing = listing::differing(app.db().read(), &app.state.catalogue, &[chapter]).await.unwrap();
    assert_eq!(differing, BTreeSet::new());
    app.must_be_as_events_made_it().await;
}

/// Priya with the form that ends the membership of Jonas, and Ines with the one that names him Amara's supervisor.
async fn ending_and_naming(app: &TestApp) -> ((Visitor, Form), (Visitor, Form)) {
    let (mut priya, mut ines) = (app.sign_in(PRIYA).await, app.sign_in(INES).await);
    let hale = priya.page("/organisations").await.link("Hale & Partners");
    let question = priya.page(&hale).await.link("End the membership of Jonas Brandt");
    let end = priya.page(&question).await.form("End membership");
    // He supervised her until now.
    let page = end_supervision(&mut ines, &page_of(app, "supervision").await, "Jonas Brandt").await;
    let name = page.must_say("The supervision has ended.").form("Name supervisor");
    let name = asking(app, name, JONAS).await;
    ((priya, end), (ines, name))
}

/// The supervisions of Amara by Jonas that have not ended.
async fn supervised(app: &TestApp) -> i64 {
    let open = "SELECT COUNT(*) FROM supervision WHERE supervisor_id = $1 AND enrolment_id = $2 AND until_on IS NULL";
    app.one(open, [app.person(JONAS).await.into(), app.enrolment(AMARA).await.into()]).await
}

#[tokio::test]
async fn who_is_named_supervisor_while_their_membership_ends_supervises_no_more() {
    let app = TestApp::new().await;
    let ((mut priya, end), (mut ines, name)) = ending_and_naming(&app).await;
    let held = lists_held(&app).await;
    let named = tokio::spawn(async move { ines.submit(name).await });
    until_waiting(&app, 1).await;
    let ended = tokio::spawn(async move { priya.submit(end).await });
    until_waiting(&app, 2).await;
    held.commit().await.unwrap();
    named.await.unwrap().must_say("The supervisor is named.");
    ended.await.unwrap().must_say("The membership has ended.");
    assert_eq!(supervised(&app).await, 0);
    assert_eq!(without_role(app.db().read(), today() + chrono::Days::new(1)).await.unwrap(), Vec::new());
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn whose_membership_is_being_ended_is_named_supervisor_by_nobody() {
    let app = TestApp::new().await;
    let (_, (mut ines, name)) = ending_and_naming(&app).await;
    let jonas = PersonId::parse(&app.person(JONAS).await).unwrap();
    let held = app.db().begin().await.unwrap();
    let of_jonas = membership::Entity::find().filter(membership::Column::PersonId.eq(jonas));
    of_jonas.lock_exclusive().all(&held).await.unwrap();
    let end = "UPDATE membership SET until_on = from_on WHERE person_id = $1";
    held.execute_raw(sql(&held, end, [jonas.into()])).await.unwrap();
    let (answer, ()) = tokio::join!(ines.submit(name), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        held.commit().await.unwrap();
    });
    assert!([200, 409].contains(&answer.status) && !answer.says("The supervisor is named."), "{}", answer.page.text());
    assert_eq!(supervised(&app).await, 0);
}

#[tokio::test]
async fn who_accepts_a_link_to_an_account_locks_the_account_before_the_invitation() {
    let app = TestApp::new().await;
    let mut ines = app.sign_in(INES).await;
    let enrolled = enrol(&mut ines, CPQ, "Noor Aziz", "noor@home.example", &[]).await;
    let link = shown_link(&enrolled.must_say("Noor Aziz is enrolled."));
    let noor = PersonId::parse(&app.person("noor@home.example").await).unwrap();
    let mut owner = app.visitor();
    let form = owner.page(&link).await.form("Create account").fill("password", CHOSEN).fill("again", CHOSEN);
    let other = app.db().begin().await.unwrap();
    journal::lock(&other, Chain::Account(noor)).await.unwrap();
    let accepting = tokio::spawn(async move { owner.submit(form).await });
    until_waiting(&app, 1).await;
    let links = invitation::Entity::find().filter(invitation::Column::PersonId.eq(noor)).lock_exclusive();
    let second = tokio::time::timeout(Duration::from_millis(600), links.all(&other)).await;
    assert!(matches!(&second, Ok(Ok(found)) if found.len() == 1), "the link was locked before the account: {second:?}");
    other.commit().await.unwrap();
    accepting.await.unwrap().must_say("You are signed in.");
}

#[tokio::test]
async fn what_the_database_gave_up_for_another_is_to_be_sent_again() {
    let app = TestApp::new().await;
    let mut given_up = Vec::new();
    if app.is_sqlite() {
        // Another process has had the only write lock for too long.
        let file: String = app.one("SELECT file FROM pragma_database_list WHERE name = 'main'", []).await;
        let other = Db::open(&format!("sqlite://{file}?mode=rwc"), Pool::default()).await.unwrap();
        other.writer().execute_unprepared("PRAGMA busy_timeout = 0").await.unwrap();
        let held = app.db().begin().await.unwrap();
        given_up.push(other.begin().await.unwrap_err());
        held.rollback().await.unwrap();
    } else {
        for code in ["40P01", "40001"] {
            let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'given up' USING ERRCODE = '{code}'; END $$");
            given_up.push(app.db().writer().execute_unprepared(&raise).await.unwrap_err());
        }
    }
    for error in given_up {
        let error = AppError::from(error);
        assert_eq!(error.status(), 409, "{error}");
        assert!(error.to_string().contains("Nothing was saved. Send it again."), "{error}");
    }
}

#[tokio::test]
async fn who_was_ended_while_they_waited_for_the_lock_has_no_permit_behind_it() {
    let app = TestApp::new().await;
    let hale = app.organisation("Hale & Partners").await;
    let priya = Stamp { by: PersonId::parse(&app.person(PRIYA).await), at: app.state.clock.now() };
    let place = (app.db(), &app.state.catalogue);
    let asks = async || {
        Tx::outside(place, priya.clone(), async |tx| tx.may(actions::ManagePeople, hale).await.map(drop)).await
    };
    assert_eq!(asks().await, Ok(()));
    let held = app.db().begin().await.unwrap();
    journal::lock(&held, Chain::Organisation(hale)).await.unwrap();
    let ended = async {
        until_waiting(&app, 1).await;
        let end = "UPDATE membership SET until_on = from_on WHERE person_id = (SELECT id FROM person WHERE email = $1)";
        held.execute_raw(sql(&held, end, [PRIYA.into()])).await.unwrap();
        held.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(asks(), ended);
    assert_eq!(answer, Err(AppError::NotFound));
}
