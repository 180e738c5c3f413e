//! The journal: events in their chains, whoever writes at once; and the log of what was refused.

use crate::steps;
use app::journal::store::Stamp;
use app::journal::{self, NewEvent, refusals};
use chrono::Duration;
use domain::ids::{PersonId, RecordId};
use domain::journal::{Chain, Digest, Event};
use sea_orm::ConnectionTrait;
use tests::people::{AMARA, DANA, INES, LEO};
use tests::{TestApp, today};

async fn person(app: &TestApp, address: &str) -> PersonId {
    PersonId::parse(&app.person(address).await).unwrap()
}

fn event(person: PersonId, n: usize) -> Event {
    Event::CorrectedName { person, words: Digest::of(&n.to_string()) }
}

fn said(stamp: &Stamp, person: PersonId, n: usize) -> NewEvent {
    NewEvent { stamp: stamp.clone(), on: today(), place: Chain::Account(person).into(), event: event(person, n) }
}

/// What the last events of an account say.
async fn last(app: &TestApp, person: PersonId, n: usize) -> Vec<String> {
    let query = "SELECT body FROM event WHERE chain_kind = 'account' AND chain_id = $1 ORDER BY seq";
    let mut all: Vec<String> = app.column(query, [person.into()]).await;
    all.split_off(all.len() - n)
}

#[tokio::test]
async fn many_events_are_appended_to_their_chains_in_the_order_in_which_they_are_given() {
    let app = TestApp::new().await;
    let (amara, leo) = (person(&app, AMARA).await, person(&app, LEO).await);
    let stamp = Stamp { by: Some(amara), at: app.state.clock.now() };
    // More than one statement holds, for two chains in turn.
    let events: Vec<NewEvent> = (0..7_000)
        .map(|n| {
            let of = if n % 2 == 0 { leo } else { amara };
            said(&stamp, of, n)
        })
        .collect();
    let tx = app.db().begin().await.unwrap();
    journal::append(&tx, &events).await.unwrap();
    journal::append(&tx, &[]).await.unwrap();
    tx.commit().await.unwrap();
    for (of, first) in [(leo, 0), (amara, 1)] {
        let expected = (first..7_000).step_by(2).map(|n| event(of, n).text().unwrap());
        assert!(last(&app, of, 3_500).await.into_iter().eq(expected));
    }
    let walked = journal::doctor::chains(app.db()).await.unwrap();
    assert_eq!(walked.findings, Vec::<String>::new());
}

#[tokio::test]
async fn writers_at_once_of_the_same_chains_leave_no_gap_and_none_waits_for_ever() {
    let app = TestApp::new().await;
    let (amara, leo) = (person(&app, AMARA).await, person(&app, LEO).await);
    let writers = (0..8).map(|n| {
        let db = app.db().clone();
        let stamp = Stamp { by: None, at: app.state.clock.now() };
        // Each names the chains in another order.
        let mut events = vec![said(&stamp, amara, n), said(&stamp, leo, n)];
        if n % 2 == 0 {
            events.reverse();
        }
        async move {
            let tx = db.begin().await.unwrap();
            journal::append(&tx, &events).await.unwrap();
            tx.commit().await.unwrap();
        }
    });
    futures::future::join_all(writers).await;
    for of in [amara, leo] {
        let mut found = last(&app, of, 8).await;
        let mut expected: Vec<String> = (0..8).map(|n| event(of, n).text().unwrap()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
    }
    let walked = journal::doctor::chains(app.db()).await.unwrap();
    assert_eq!(walked.findings, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_rolled_back_takes_no_number() {
    let app = TestApp::new().await;
    let amara = person(&app, AMARA).await;
    let before = app.contents().await;
    let tx = app.db().begin().await.unwrap();
    let stamp = Stamp { by: None, at: app.state.clock.now() };
    journal::append(&tx, &[said(&stamp, amara, 0)]).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn a_wrong_password_is_noted_with_the_hash_of_the_address_alone() {
    let app = TestApp::new().await;
    let mut visitor = app.visitor();
    let page = visitor.page("/sign-in").await;
    let form = page.form("Sign in").fill("email", AMARA).fill("password", "not hers at all");
    visitor.submit(form).await.must_say("is wrong");
    let refused: Vec<String> =
        app.column("SELECT kind || ' ' || address_sha256 FROM refusal WHERE person_id IS NULL", []).await;
    assert_eq!(refused, [format!("sign_in {}", Digest::of(AMARA))]);
    // Who gets in is not noted.
    app.sign_in(AMARA).await;
    assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM refusal", []).await, 1);
}

async fn missing(app: &TestApp) -> Option<String> {
    refusals::missing(app.db().read()).await.unwrap()
}

#[tokio::test]
async fn an_act_that_is_not_permitted_is_noted_with_who_tried_and_forgotten_after_its_time() {
    let app = TestApp::new().await;
    let enrolment = app.enrolment(AMARA).await;
    let mut amara = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut amara, &enrolment, steps::LAST_OUTCOME).await;
    let mut leo = app.sign_in(LEO).await;
    let deletion = format!("{claim}/deletion");
    assert_eq!(leo.post(&deletion, &[]).await.status, 404);
    let refused = "SELECT p.email || ' ' || r.kind || ' ' || r.what FROM refusal r JOIN person p ON p.id = r.person_id";
    let noted: Vec<String> = app.column(refused, []).await;
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert_eq!(noted[0], format!("{LEO} permit {deletion}"));
    // A mistake in a form is no refusal.
    let mut ines = app.sign_in(INES).await;
    let form = ines.page("/organisations").await.form("Add organisation");
    ines.submit(form).await;
    assert_eq!(app.column::<String>(refused, []).await, noted);
    // Whoever tries without end leaves no log without end: the last row of the day says so.
    for _ in 0..refusals::MOST_A_DAY + 5 {
        assert_eq!(leo.post(&deletion, &[]).await.status, 404);
    }
    let reasons: Vec<String> = app.column("SELECT reason FROM refusal ORDER BY number", []).await;
    assert_eq!(reasons.len() as u64, refusals::MOST_A_DAY);
    assert!(reasons.last().unwrap().contains("the rest of the day is not kept"), "{:?}", reasons.last());
    // One that is deleted before its time is missed.
    let tx = app.db().begin().await.unwrap();
    tx.execute_unprepared("DELETE FROM refusal WHERE number IN (1, 7, 8)").await.unwrap();
    let gone = refusals::missing(&tx).await.unwrap().unwrap();
    assert_eq!(gone, "refusals: 3 of 200 are gone from the log before their time, such as 7 to 8");
    tx.rollback().await.unwrap();
    let changed = app.execute("UPDATE refusal SET reason = ''", []).await;
    assert!(changed.unwrap_err().to_string().contains("never changed"));
    // The next day is another one.
    app.pass(Duration::days(1));
    let mut leo = app.sign_in(LEO).await;
    assert_eq!(leo.post(&deletion, &[]).await.status, 404);
    for (days, left) in [(refusals::KEPT_DAYS - 1, refusals::MOST_A_DAY + 1), (1, 1), (1, 0)] {
        app.pass(Duration::days(days));
        refusals::sweep(app.db(), app.state.clock.now()).await.unwrap();
        assert_eq!(app.one::<i64>("SELECT COUNT(*) FROM refusal", []).await, i64::try_from(left).unwrap());
        assert_eq!(missing(&app).await, None);
    }
}

#[tokio::test]
async fn who_does_and_takes_back_without_end_waits_until_the_next_day() {
    let app = TestApp::new().await;
    let (amara, enrolment) = (person(&app, AMARA).await, app.enrolment(AMARA).await);
    let record = RecordId::parse(&app.record(AMARA).await).unwrap();
    let mut visitor = app.sign_in(AMARA).await;
    let claim = steps::begin_claim(&mut visitor, &enrolment, steps::LAST_OUTCOME).await;
    steps::write_draft(&mut visitor, &claim).await;
    let stamp = Stamp { by: Some(amara), at: app.state.clock.now() };
    let busy = |n| NewEvent { place: Chain::Record(record).into(), ..said(&stamp, amara, n) };
    let tx = app.db().begin().await.unwrap();
    // With the draft that was begun.
    let events: Vec<NewEvent> = (1..usize::try_from(journal::store::MOST_A_DAY).unwrap() - 1).map(busy).collect();
    journal::append(&tx, &events).await.unwrap();
    tx.commit().await.unwrap();
    let last = steps::add_text(&mut visitor, &claim).await;
    assert!(last.says("The evidence is added."));
    let form = visitor.page(&format!("{claim}/evidence?add=text")).await.form("Add text");
    let refused = visitor.submit(form.fill("title", "Another").fill("text", "Two points.")).await;
    // The form is there again with what was typed, and says where, and from when on it is taken.
    let told = &refused.page.errors()[0];
    assert!(told.contains("300 things in your record"), "{told}");
    assert!(told.contains("Send this again from "), "{told}");
    assert_eq!(refused.page.form("Add text").value("title").as_deref(), Some("Another"));
    // What was done can be taken back, and others are not kept from anything.
    let form = visitor.page(&format!("{claim}/deletion")).await.form("Delete the draft");
    visitor.submit(form).await.must_say("The draft is deleted.");
    let sitting = steps::add_sitting(&mut app.sign_in(DANA).await, steps::LAST_ELEMENT).await;
    steps::record(&mut app.sign_in(DANA).await, &sitting, &enrolment, "pass").await.must_say("1 result is recorded.");
    app.pass(Duration::days(1));
    steps::begin_claim(&mut app.sign_in(AMARA).await, &enrolment, steps::LAST_OUTCOME).await;
}
