//! What the queries of every store share, on both databases.

use app::entities::query::{Dated, Of, insert_many, insert_unless_there};
use app::entities::{membership, organisation, person};
use app::error::AppError;
use app::journal::place_at;
use app::journal::store::Stamp;
use app::web::random::uuid;
use app::web::tx::Tx;
use chrono::{Days, NaiveDate, NaiveTime};
use domain::access::Role;
use domain::ids::{MembershipId, OrganisationId, PersonId};
use domain::journal::Event;
use domain::people::OrganisationKind;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, SqlErr};
use tests::people::AMARA;
use tests::{TestApp, today};

/// A membership of Amara at an organisation of its own, from ten days from now until twenty.
async fn later(app: &TestApp) -> membership::Model {
    let amara = person::Entity::find().filter(person::Column::Email.eq(AMARA));
    let organisation = organisation(app, "Later LLP");
    organisation::Entity::insert(organisation.clone().into_active_model())
        .exec_without_returning(app.db().writer())
        .await
        .unwrap();
    let later = membership::Model {
        id: MembershipId::new(uuid()),
        person_id: amara.one(app.db().read()).await.unwrap().unwrap().id,
        organisation_id: organisation.id,
        role: Role::Supervisor,
        from_on: after(10),
        until_on: Some(after(20)),
        granted_by: None,
        granted_at: app.state.clock.now(),
        ended_by: None,
        reset_id: None,
    };
    assert!(insert_unless_there(app.db().writer(), later.clone()).await.unwrap());
    later
}

fn organisation(app: &TestApp, name: &str) -> organisation::Model {
    organisation::Model {
        id: OrganisationId::new(uuid()),
        name: name.to_owned(),
        look: name.to_owned(),
        kind: OrganisationKind::Employer,
        slug: None,
        salt: salt(),
        created_at: app.state.clock.now(),
    }
}

fn salt() -> String {
    "0".repeat(32)
}

fn after(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

#[tokio::test]
async fn an_interval_holds_from_its_first_day_until_the_day_before_its_last() {
    let app = TestApp::new().await;
    let later = later(&app).await;
    for (day, holds) in [(9, 0), (10, 1), (19, 1), (20, 0), (21, 0)] {
        let day = after(day);
        let found = membership::Entity::find().of(later.id).filter(membership::Entity::active_on(day));
        assert_eq!(found.count(app.db().read()).await.unwrap(), holds, "{day}");
        let other = Alias::new("other");
        let by_another_name = Query::select()
            .expr(Expr::value(1))
            .from_as(membership::Entity, other.clone())
            .cond_where(membership::Entity::active_on_as(other.clone(), day))
            .and_where(Expr::col((other, membership::Column::Id)).equals((membership::Entity, membership::Column::Id)))
            .take();
        let found = membership::Entity::find().of(later.id).filter(Expr::exists(by_another_name));
        assert_eq!(found.count(app.db().read()).await.unwrap(), holds, "{day}");
    }
    for endless in [19, 20, 400] {
        let open = membership::Entity::update_many()
            .col_expr(membership::Column::UntilOn, Expr::value(None::<NaiveDate>))
            .of(later.id);
        open.exec(app.db().writer()).await.unwrap();
        let found = membership::Entity::find().of(later.id).filter(membership::Entity::active_on(after(endless)));
        assert_eq!(found.count(app.db().read()).await.unwrap(), 1, "{endless}");
    }
}

#[tokio::test]
async fn an_interval_is_ended_once_and_not_before_it_began() {
    let app = TestApp::new().await;
    let later = later(&app).await;
    let end = async |day: u64| {
        let stamp = Stamp { by: None, at: after(day).and_time(NaiveTime::MIN).and_utc() };
        let ended = Tx::outside::<_, AppError>((app.db(), &app.state.catalogue), stamp, async |tx| {
            let this = membership::Entity::find().of(later.id);
            let event = |row: &membership::Model, until| {
                (Event::EndedMembership { membership: row.id, until, reset: None }, Vec::new())
            };
            let place = place_at(&tx.read().await?, later.organisation_id).await?;
            tx.writer().ends((place, after(day)), this, event).await
        });
        ended.await.unwrap();
        let row = membership::Entity::find_by_id(later.id).one(app.db().read()).await.unwrap().unwrap();
        let said: i64 =
            app.one("SELECT COUNT(*) FROM event WHERE chain_id = $1", [later.organisation_id.to_string().into()]).await;
        (said, row.until_on)
    };
    assert_eq!(end(20).await, (0, Some(after(20))));
    assert_eq!(end(19).await, (1, Some(after(19))));
    assert_eq!(end(3).await, (2, Some(after(10))), "it ended before it began");
    assert_eq!(end(2).await, (2, Some(after(10))));
}

#[tokio::test]
async fn what_is_there_already_is_not_inserted_and_the_transaction_goes_on() {
    let app = TestApp::new().await;
    let first = later(&app).await;
    let tx = app.db().begin().await.unwrap();
    assert!(!insert_unless_there(&tx, first.clone()).await.unwrap(), "the same key");
    let another = || MembershipId::new(uuid());
    let open = membership::Model { id: another(), until_on: None, ..first.clone() };
    assert!(insert_unless_there(&tx, open.clone()).await.unwrap());
    let twice = membership::Model { id: another(), ..open };
    assert!(!insert_unless_there(&tx, twice.clone()).await.unwrap(), "a partial index");
    let same_name = organisation(&app, "Later LLP");
    assert!(!insert_unless_there(&tx, same_name).await.unwrap(), "another column that is unique");
    assert_eq!(membership::Entity::find().of(first.organisation_id).count(&tx).await.unwrap(), 2);
    let nobodys = membership::Model { id: another(), person_id: PersonId::new(uuid()), ..first };
    let refused = insert_unless_there(&tx, nobodys).await.unwrap_err();
    assert!(matches!(refused.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))), "{refused}");
}

#[tokio::test]
async fn more_rows_are_inserted_than_one_statement_takes() {
    let app = TestApp::new().await;
    let before = organisation::Entity::find().count(app.db().read()).await.unwrap();
    let tx = app.db().begin().await.unwrap();
    let many = (0..20_000).map(|n| organisation(&app, &format!("Employer {n}"))).collect();
    insert_many(&tx, many).await.unwrap();
    insert_many(&tx, Vec::<organisation::Model>::new()).await.unwrap();
    tx.commit().await.unwrap();
    let there = organisation::Entity::find().count(app.db().read()).await.unwrap();
    assert_eq!(there, before + 20_000);
    let first: Vec<OrganisationId> = Vec::new();
    assert_eq!(organisation::Entity::find().of_any(&first).count(app.db().read()).await.unwrap(), 0);
}
