//! What is written is what is said: there is no other way to a row that events make.

use app::entities::{claim, listing, membership, person};
use app::error::AppError;
use app::features::people::store as people;
use app::journal::Words;
use app::journal::store::Stamp;
use app::web::random::uuid;
use app::web::tx::{Batch, SetUp, Tx};
use domain::access::Role;
use domain::ids::{ClaimId, MembershipId, PersonId};
use domain::journal::{Digest, Event};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Set, Statement};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tests::TestApp;
use tests::people::AMARA;

/// Work that must be refused, and leaves everything as it was.
async fn refused(app: &TestApp, work: impl AsyncFnOnce(&SetUp) -> Result<(), AppError>) {
    let before = app.contents().await;
    let ended = worked(app, work).await;
    assert!(matches!(ended, Err(AppError::Internal(_))), "{ended:?}");
    assert_eq!(app.contents().await, before);
}

async fn amara(app: &TestApp) -> PersonId {
    PersonId::parse(&app.person(AMARA).await).unwrap()
}

#[tokio::test]
async fn what_an_event_tells_is_not_written_without_it() {
    let app = TestApp::new().await;
    let amara = amara(&app).await;
    let at = app.state.clock.now();
    refused(&app, async |tx| {
        let row = person::ActiveModel { id: Set(amara), name: Set(String::from("Nobody")), ..Default::default() };
        tx.writer().saves(row).await
    })
    .await;
    let claim = claim::Entity::find().one(app.db().read()).await.unwrap().unwrap();
    refused(&app, async |tx| {
        let row = claim::ActiveModel { id: Set(claim.id), deleted_at: Set(Some(at)), ..Default::default() };
        tx.writer().saves(row).await
    })
    .await;
    refused(&app, async |tx| {
        let mut together = Batch::default();
        together.saves(claim::ActiveModel { id: Set(claim.id), created_at: Set(at), ..Default::default() })?;
        tx.writer().says_batch(together).await
    })
    .await;
    // The words of a draft are nobody's fact.
    let stamp = Stamp { by: None, at };
    let saved = Tx::outside::<_, AppError>((app.db(), &app.state.catalogue), stamp, async |tx| {
        let narrative = Set(String::from("What I did."));
        tx.writer().saves(claim::ActiveModel { id: Set(claim.id), narrative, ..Default::default() }).await
    });
    saved.await.unwrap();
    let found = claim::Entity::find_by_id(claim.id).one(app.db().read()).await.unwrap().unwrap();
    assert_eq!(found.narrative, "What I did.");
}

#[tokio::test]
async fn a_row_that_is_not_there_is_not_saved_and_the_work_ends() {
    let app = TestApp::new().await;
    let before = app.contents().await;
    let stamp = Stamp { by: None, at: app.state.clock.now() };
    let ended = Tx::outside::<_, AppError>((app.db(), &app.state.catalogue), stamp, async |tx| {
        let id = Set(ClaimId::new(uuid()));
        tx.writer().saves(claim::ActiveModel { id, revision: Set(7), ..Default::default() }).await
    });
    assert!(ended.await.is_err());
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn rows_that_events_make_are_no_list_beside_the_rows() {
    let app = TestApp::new().await;
    let there = membership::Entity::find().one(app.db().read()).await.unwrap().unwrap();
    refused(&app, async |tx| {
        let forged = membership::Model { id: MembershipId::new(uuid()), role: Role::Officer, ..there.clone() };
        tx.writer().lists(vec![forged]).await
    })
    .await;
    let before = listing::Entity::find().count(app.db().read()).await.unwrap();
    let stamp = Stamp { by: None, at: app.state.clock.now() };
    let row = listing::Entity::find().one(app.db().read()).await.unwrap().unwrap();
    let listed = Tx::outside::<_, AppError>((app.db(), &app.state.catalogue), stamp, async |tx| {
        tx.writer().lists(vec![listing::Model { word: String::from("another"), ..row }]).await
    });
    listed.await.unwrap();
    assert_eq!(listing::Entity::find().count(app.db().read()).await.unwrap(), before + 1);
}

#[tokio::test]
async fn words_that_are_not_those_of_the_event_are_not_written() {
    let app = TestApp::new().await;
    let amara = amara(&app).await;
    refused(&app, async |tx| {
        let words = Words::new(person::ActiveModel { name: Set(String::from("Nobody")), ..Default::default() })?;
        let event = Event::CorrectedName { person: amara, words: Digest::of("other words") };
        tx.writer().says(tx.writer().account(amara), event, &[words]).await
    })
    .await;
    refused(&app, async |tx| {
        let (_, event, _) = people::new_person("Nobody", "nobody@new.example")?;
        tx.writer().says(tx.writer().account(amara), event, &[]).await
    })
    .await;
}

/// A unit of work of nobody's.
async fn worked(app: &TestApp, work: impl AsyncFnOnce(&SetUp) -> Result<(), AppError>) -> Result<(), AppError> {
    let stamp = Stamp { by: None, at: app.state.clock.now() };
    Tx::outside((app.db(), &app.state.catalogue), stamp, work).await
}

#[tokio::test]
async fn what_is_read_with_writes_nothing() {
    let app = TestApp::new().await;
    let before = app.contents().await;
    let read = worked(&app, async |tx| {
        let db = tx.read().await?;
        for text in [
            "DELETE FROM invitation",
            "WITH those AS (SELECT id FROM invitation) DELETE FROM invitation WHERE id IN (SELECT id FROM those)",
            "WITH gone AS (DELETE FROM invitation RETURNING id) SELECT id FROM gone",
            "SELECT 1; DELETE FROM invitation",
        ] {
            assert!(db.execute_unprepared(text).await.is_err(), "{text}");
            let statement = || Statement::from_string(db.get_database_backend(), text);
            assert!(db.execute_raw(statement()).await.is_err(), "{text}");
            assert!(db.query_one_raw(statement()).await.is_err(), "{text}");
            assert!(db.query_all_raw(statement()).await.is_err(), "{text}");
        }
        Ok(())
    });
    assert_eq!(read.await, Ok(()));
    assert_eq!(app.contents().await, before);
}

#[tokio::test]
async fn what_is_said_at_once_takes_a_row_away_before_another_has_its_key() {
    let app = TestApp::new().await;
    let amara = amara(&app).await;
    let passwords = "SELECT password_hash FROM credential WHERE person_id = $1";
    let hash = || String::from("$argon2id$the next");
    for (again, left) in [(false, vec![hash()]), (true, Vec::new())] {
        let work = async |tx: &SetUp| {
            let (writer, mut batch) = (tx.writer(), Batch::default());
            let ended = || Event::EndedAccess { person: amara, set_up_for: None };
            writer.adds(&mut batch, writer.account(amara), ended(), &[])?;
            let (set, words) = people::new_password(amara, hash())?;
            writer.adds(&mut batch, writer.account(amara), set, &[words])?;
            if again {
                writer.adds(&mut batch, writer.account(amara), ended(), &[])?;
            }
            writer.says_batch(batch).await
        };
        assert_eq!(worked(&app, work).await, Ok(()));
        assert_eq!(app.column::<String>(passwords, [amara.into()]).await, left);
    }
    app.must_be_as_events_made_it().await;
}

#[tokio::test]
async fn what_fails_after_the_commit_leaves_nothing_else_undone_and_the_first_error_is_told() {
    let app = TestApp::new().await;
    let done = Arc::new(AtomicBool::new(false));
    let last = Arc::clone(&done);
    let work = async |tx: &SetUp| {
        tx.afterwards(async { Err(AppError::Malformed) });
        tx.afterwards(async { Err(AppError::TooLong) });
        tx.afterwards(async move {
            last.store(true, Ordering::Relaxed);
            Ok(())
        });
        Ok(())
    };
    assert_eq!(worked(&app, work).await, Err(AppError::Malformed));
    assert!(done.load(Ordering::Relaxed), "it was left undone");
}
