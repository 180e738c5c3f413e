//! The schema: there, back and there again with data, and the same on both databases.

use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use server::commands::schema::differing;
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
    assert_eq!(app.contents().await.len(), rows, "a copy is not made again from its rows");
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
async fn the_doctor_names_each_trigger_index_and_key_that_the_migrations_did_not_make() {
    let app = TestApp::new().await;
    assert_eq!(differing(app.db()).await.unwrap(), [""; 0]);
    let shared = [
        ("DROP INDEX membership_one_in_force", "index membership_one_in_force of table membership: it is missing"),
        ("CREATE INDEX of_ours ON person (name)", "index of_ours of table person: no migration makes it"),
    ];
    let on_sqlite = [
        ("DROP TRIGGER event_locked_update", "trigger event_locked_update of table event: it is missing"),
        ("ALTER TABLE person ADD COLUMN more TEXT", "table person: its columns, keys or checks are not those"),
    ];
    let on_postgres = [
        (
            "DROP TRIGGER event_locked_update ON event",
            "trigger event_locked_update of table event: it is missing; make it again: CREATE TRIGGER event_locked_update BEFORE UPDATE ON event",
        ),
        (
            "ALTER TABLE award DISABLE TRIGGER award_locked_delete",
            "trigger award_locked_delete of table award: it is not what",
        ),
        (
            "CREATE OR REPLACE FUNCTION signature_unchangeable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "function signature_unchangeable of table signature: it is not what",
        ),
        (
            "ALTER TABLE claim DISABLE TRIGGER ALL",
            "foreign key claim_enrolment_id_trainee_id_fkey of table claim: it is not what",
        ),
        (
            "ALTER TABLE membership DROP CONSTRAINT membership_organisation_id_fkey",
            "foreign key membership_organisation_id_fkey of table membership: it is missing; make it again: ALTER TABLE membership ADD CONSTRAINT membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
        ),
    ];
    let own: &[_] = if app.is_sqlite() { &on_sqlite } else { &on_postgres };
    for (change, said) in shared.iter().chain(own) {
        app.db().writer().execute_unprepared(change).await.unwrap();
        let found = differing(app.db()).await.unwrap();
        assert!(found.iter().any(|line| line.starts_with(said)), "{change}: {found:#?}");
    }
}

/// The tables that a line of the document on security names.
fn named(document: &str, line: &str) -> Vec<String> {
    let found = document.lines().find(|text| text.starts_with(&format!("- **{line}"))).unwrap();
    let (_, tables) = found.split_once(":").unwrap();
    tables.split(". ").next().unwrap().split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_document_on_security_names_what_the_database_refuses() {
    let app = TestApp::new().await;
    if !app.is_sqlite() {
        return;
    }
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/security.md");
    let document = std::fs::read_to_string(document).unwrap();
    let locked = async |what: &str| -> Vec<String> {
        let names = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_locked_' || $1 ORDER BY 1";
        app.column(names, [what.into()]).await
    };
    let (updated, deleted) = (locked("update").await, locked("delete").await);
    let (never, swept): (Vec<String>, Vec<String>) = updated.into_iter().partition(|table| deleted.contains(table));
    assert_eq!(named(&document, "Never changed and never deleted"), never);
    assert_eq!(named(&document, "Never deleted"), locked("columns").await);
    assert_eq!(named(&document, "Never changed, and deleted"), swept);
    // What was asked for and decided is not touched.
    for (table, column) in
        [("application", "step_off"), ("sitting", "element"), ("record_name", "name"), ("award", "title")]
    {
        let there: i64 = app.one(&format!("SELECT COUNT(*) FROM {table}"), []).await;
        assert!(there > 0, "{table}");
        for statement in [format!("UPDATE {table} SET {column} = 'x'"), format!("DELETE FROM {table}")] {
            let refused = app.execute(&statement, []).await.unwrap_err().to_string();
            assert!(refused.contains("never changed or deleted"), "{statement}: {refused}");
        }
    }
}
