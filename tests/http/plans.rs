//! How SQLite finds rows: nothing reads a whole table that grows with people, least of all while nobody else can write.

use crate::{
    accounts, award_ends, correct_name, employers_and_providers, people, proposals, signed, supervision, withdrawn,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::collections::BTreeSet;
use tests::{TestApp, statements};

#[test]
fn no_act_reads_a_whole_table() {
    let walks = [
        accounts::an_employer_who_set_up_an_account_does_not_hold_it_once_the_body_enrols_its_owner,
        accounts::the_name_in_a_record_is_the_bodys_whoever_sets_the_account_up,
        award_ends::what_is_withdrawn_is_withdrawn_once_and_at_once,
        correct_name::a_corrected_name_stands_in_the_record_from_its_day_and_the_account_keeps_its_own,
        employers_and_providers::when_an_employment_ends_what_lies_there_undecided_goes_back_to_the_trainee,
        employers_and_providers::a_second_provider_sees_the_candidate_while_the_registration_lasts,
        people::an_ended_membership_closes_the_door_at_once,
        proposals::an_account_is_started_anew_by_two_registrars_and_by_neither_alone,
        signed::claims_stages_and_work_are_listed_by_pages_and_to_their_signer_alone,
        withdrawn::who_supervised_in_the_days_of_the_work_confirms_it_after_the_supervision_has_ended,
        supervision::an_administrator_names_and_ends_supervisors_of_their_own_employer_only,
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = runtime.block_on(TestApp::new());
    // PostgreSQL reads a whole table wherever that is small, as all are here.
    if app.is_sqlite() {
        let before = statements().len();
        walks.iter().for_each(|walk| walk());
        let scans = runtime.block_on(scans(&app, &statements()[before..]));
        assert!(scans.is_empty(), "{}", scans.join("\n\n"));
    }
}

/// The steps by which one of these statements reads a whole table.
async fn scans(app: &TestApp, all: &[String]) -> Vec<String> {
    // What stores ask quotes every name; what a test writes by itself quotes none.
    let taken: BTreeSet<&String> = all.iter().filter(|sql| sql.contains('"')).collect();
    assert!(taken.len() > 50, "{taken:?}");
    let mut scans = Vec::new();
    for sql in taken {
        let explained = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
        for step in app.db().read().query_all_raw(explained).await.unwrap() {
            let step: String = step.try_get("", "detail").unwrap();
            let Some(whole) = step.strip_prefix("SCAN ") else { continue };
            let table = whole.split(' ').next().unwrap_or_default();
            // What is in an empty list is nothing, and is not looked for; rows that are inserted together are no table.
            let of_none = sql.contains(&format!("FROM \"{table}\" WHERE ? = ?"));
            if !of_none && !whole.ends_with("VALUES CLAUSE") {
                scans.push(format!("{step}: {sql}"));
            }
        }
    }
    scans
}
