//! The schema: there, back and there again with data, and the same on both databases.

use migrations::{Migrator, MigratorTrait};
use tests::{TestApp, compare_snapshot};

/// Tables and columns, a line each, in the words that both databases share.
async fn columns(app: &TestApp) -> String {
    let query = if app.is_sqlite() {
        "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public'"
    };
    let mut lines: Vec<String> = app.column(query, []).await;
    lines.sort();
    lines.retain(|line| !line.starts_with("seaql_migrations"));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// What SQLite keeps of every table, index and trigger.
async fn written(app: &TestApp) -> String {
    let query = "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'seaql_%' ORDER BY tbl_name, type DESC, name";
    let statements: Vec<String> = app.column(query, []).await;
    statements.join("\n\n") + "\n"
}

#[tokio::test]
async fn the_schema_is_the_one_that_was_reviewed() {
    let app = TestApp::new().await;
    compare_snapshot("http/columns.snap", &columns(&app).await);
    if app.is_sqlite() {
        compare_snapshot("http/schema.snap", &written(&app).await);
    }
}

#[tokio::test]
async fn every_migration_goes_back_with_data_and_comes_again() {
    let app = TestApp::new().await;
    let schema = columns(&app).await;
    let rows = app.contents().await.len();
    assert!(rows > 200, "there is hardly anything to lose: {rows}");
    let writer = app.db().writer();
    Migrator::down(writer, Some(1)).await.unwrap();
    Migrator::up(writer, Some(1)).await.unwrap();
    assert_eq!(
        app.contents().await.len(),
        rows,
        "a copy is not made again from its rows"
    );
    let steps = u32::try_from(Migrator::migrations().len()).unwrap();
    for _ in 0..steps {
        Migrator::down(writer, Some(1)).await.unwrap();
        // Each step back leads to something from which one can go on.
        Migrator::up(writer, Some(1)).await.unwrap();
        Migrator::down(writer, Some(1)).await.unwrap();
    }
    assert_eq!(app.tables().await, ["seaql_migrations"]);
    Migrator::up(writer, None).await.unwrap();
    assert_eq!(columns(&app).await, schema);
    app.fill().await;
    assert_eq!(app.contents().await.len(), rows);
    app.sign_in(tests::people::AMARA).await;
}

#[tokio::test]
async fn all_the_way_back_in_one_go() {
    let app = TestApp::empty().await;
    let writer = app.db().writer();
    Migrator::up(writer, None).await.unwrap();
    let schema = columns(&app).await;
    Migrator::down(writer, None).await.unwrap();
    assert_eq!(app.tables().await, ["seaql_migrations"]);
    Migrator::up(writer, None).await.unwrap();
    assert_eq!(columns(&app).await, schema);
    // Where everything is there already, nothing happens.
    Migrator::up(writer, None).await.unwrap();
}

#[tokio::test]
async fn of_two_memberships_that_overlapped_before_it_was_refused_the_first_goes_on() {
    let app = TestApp::new().await;
    let migrations = Migrator::migrations();
    let place = migrations
        .iter()
        .position(|one| one.name().ends_with("one_role_at_a_time"));
    let steps = u32::try_from(migrations.len() - place.unwrap()).unwrap();
    Migrator::down(app.db().writer(), Some(steps)).await.unwrap();
    let twice = "INSERT INTO membership (id, person_id, organisation_id, role, from_on, granted_at)
        SELECT 'z' || id, person_id, organisation_id, role, from_on, granted_at FROM membership";
    let before = app.execute(twice, []).await.unwrap();
    Migrator::up(app.db().writer(), None).await.unwrap();
    let goes_on: Vec<String> = app.column("SELECT id FROM membership WHERE until_on IS NULL", []).await;
    assert_eq!(u64::try_from(goes_on.len()).unwrap(), before);
    assert!(goes_on.iter().all(|id| !id.starts_with('z')), "{goes_on:?}");
}

#[tokio::test]
async fn what_was_sent_before_employers_were_noted_belongs_to_the_employer_of_that_day() {
    let app = TestApp::new().await;
    let sent = "SELECT id || ' ' || employer_id FROM claim_request ORDER BY id";
    let before: Vec<String> = app.column(sent, []).await;
    assert!(before.len() >= 20, "{}", before.len());
    let migrations = Migrator::migrations();
    let place = migrations.iter().position(|one| one.name().ends_with("asked_employer"));
    let steps = u32::try_from(migrations.len() - place.unwrap()).unwrap();
    Migrator::down(app.db().writer(), Some(steps)).await.unwrap();
    // Who was asked left meanwhile, and is a supervisor elsewhere now.
    let moved = "UPDATE membership SET until_on = '2026-11-23' WHERE role = 'supervisor'";
    app.execute(moved, []).await.unwrap();
    let again = "INSERT INTO membership (id, person_id, organisation_id, role, from_on, granted_at)
        SELECT 'z' || m.id, m.person_id, o.id, m.role, '2026-11-23', m.granted_at FROM membership m
        JOIN organisation o ON o.kind = 'employer' AND o.id <> m.organisation_id WHERE m.role = 'supervisor'";
    app.execute(again, []).await.unwrap();
    Migrator::up(app.db().writer(), None).await.unwrap();
    assert_eq!(app.column::<String>(sent, []).await, before);
    let change = app.execute("UPDATE claim_request SET employer_id = NULL", []).await;
    assert!(change.is_err(), "the employer can be changed afterwards");
}
