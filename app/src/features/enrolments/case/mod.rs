//! The case file: the facts of one enrolment as the rules read them, rewritten in the transaction that changes one
//! (ARCHITECTURE.md, invariant 5).

mod rows;

use crate::error::AppError;
use crate::web::db::sql;
use chrono::NaiveDate;
use domain::ids::{EnrolmentId, PersonId};
use domain::standing::FactsFile;
use rows::{ApplicationRow, AwardRow, ClaimRow, HeadRow, ResultRow, Row, VerificationRow, ended_by_the_next};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Enrolments that are read or written by one statement; SQLite and PostgreSQL both limit a statement's parameters.
pub const AT_ONCE: usize = 500;

/// Something that lies with someone else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// What: the node's id.
    pub node: String,
    /// What kind of thing: "claim", "verification", "application", "result".
    pub kind: String,
    /// Its page.
    pub href: String,
    /// With whom: a person or an organisation.
    pub with: String,
    /// Since when.
    pub since: NaiveDate,
}

/// What is derived and stored for an enrolment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFile {
    /// The facts.
    pub facts: FactsFile,
    /// What lies with others, oldest first.
    pub waiting: Vec<Waiting>,
}

/// Takes the enrolment's lock for the rest of the transaction, so that two writers of one record queue. On SQLite the
/// transaction already holds the only write lock.
///
/// # Errors
/// When the database can't be read.
pub async fn lock(tx: &DatabaseTransaction, enrolment: EnrolmentId) -> Result<(), AppError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.query_one_raw(sql(
            tx,
            "SELECT id FROM enrolment WHERE id = $1 FOR UPDATE",
            [enrolment.into()],
        ))
        .await?;
    }
    Ok(())
}

/// Rewrites the case file of an enrolment from its rows.
///
/// # Errors
/// When the database can't be read or written.
pub async fn rewrite(tx: &DatabaseTransaction, enrolment: EnrolmentId) -> Result<(), AppError> {
    rewrite_all(tx, &[enrolment]).await
}

/// Rewrites many case files, each row of each kind read once.
///
/// # Errors
/// When the database can't be read or written.
pub async fn rewrite_all(tx: &DatabaseTransaction, enrolments: &[EnrolmentId]) -> Result<(), AppError> {
    for chunk in enrolments.chunks(AT_ONCE) {
        let cases = from_rows(tx, chunk).await?;
        let mut values: Vec<Value> = Vec::with_capacity(3 * cases.len());
        for (id, case) in &cases {
            values.push((*id).into());
            values.push(serde_json::to_string(&case.facts)?.into());
            values.push(serde_json::to_string(&case.waiting)?.into());
        }
        let places: Vec<String> = (0..cases.len())
            .map(|i| format!("(${}, ${}, ${}, 1)", 3 * i + 1, 3 * i + 2, 3 * i + 3))
            .collect();
        let insert = format!(
            "INSERT INTO case_file (enrolment_id, facts, waiting, revision) VALUES {}
             ON CONFLICT (enrolment_id) DO UPDATE SET facts = excluded.facts, waiting = excluded.waiting, revision = case_file.revision + 1",
            places.join(", ")
        );
        tx.execute_raw(sql(tx, &insert, values)).await?;
    }
    Ok(())
}

/// Rewrites the case files in which a person is named, after their name changed.
///
/// # Errors
/// When the database can't be read or written.
pub async fn rewrite_naming(tx: &DatabaseTransaction, person: PersonId) -> Result<(), AppError> {
    #[derive(FromQueryResult)]
    struct Found {
        id: EnrolmentId,
    }
    // In the order of their ids, as everyone takes several locks. A request that waits names its supervisor as well.
    let found = Found::find_by_statement(sql(
        tx,
        "SELECT f.enrolment_id AS id FROM case_file f WHERE f.facts LIKE $1 OR f.enrolment_id IN
             (SELECT c.enrolment_id FROM claim_request q JOIN claim c ON c.id = q.claim_id WHERE q.supervisor_id = $2 AND q.is_open)
         ORDER BY f.enrolment_id",
        [format!("%\"{person}\"%").into(), person.into()],
    ))
    .all(tx)
    .await?;
    let found: Vec<EnrolmentId> = found.into_iter().map(|row| row.id).collect();
    for &enrolment in &found {
        lock(tx, enrolment).await?;
    }
    rewrite_all(tx, &found).await
}

/// The case files as the rows have them, by the enrolment's id: what [`rewrite_all`] stores, and what `gradus doctor` compares it
/// with. At most [`AT_ONCE`].
///
/// # Errors
/// [`AppError::NotFound`] when one isn't an enrolment; else when the database can't be read.
pub async fn from_rows(
    connection: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
) -> Result<BTreeMap<EnrolmentId, CaseFile>, AppError> {
    let heads = of::<HeadRow>(connection, enrolments).await?;
    let mut cases: BTreeMap<EnrolmentId, CaseFile> = heads
        .iter()
        .map(|head| (head.enrolment(), CaseFile::default()))
        .collect();
    if enrolments.iter().any(|id| !cases.contains_key(id)) {
        return Err(AppError::NotFound);
    }
    add(&mut cases, heads);
    add(&mut cases, of::<ResultRow>(connection, enrolments).await?);
    add(
        &mut cases,
        ended_by_the_next(of::<ClaimRow>(connection, enrolments).await?),
    );
    add(&mut cases, of::<VerificationRow>(connection, enrolments).await?);
    add(&mut cases, of::<ApplicationRow>(connection, enrolments).await?);
    add(&mut cases, of::<AwardRow>(connection, enrolments).await?);
    for case in cases.values_mut() {
        case.waiting.sort_by(|a, b| (a.since, &a.node).cmp(&(b.since, &b.node)));
    }
    Ok(cases)
}

/// The rows of one kind of some enrolments.
async fn of<R: Row>(connection: &impl ConnectionTrait, enrolments: &[EnrolmentId]) -> Result<Vec<R>, AppError> {
    let places: Vec<String> = (1..=enrolments.len()).map(|i| format!("${i}")).collect();
    let query = R::QUERY.replace("{enrolments}", &places.join(", "));
    let values: Vec<Value> = enrolments.iter().map(|id| (*id).into()).collect();
    Ok(R::find_by_statement(sql(connection, &query, values))
        .all(connection)
        .await?)
}

fn add<R: Row>(cases: &mut BTreeMap<EnrolmentId, CaseFile>, rows: Vec<R>) {
    for row in rows {
        if let Some(case) = cases.get_mut(&row.enrolment()) {
            row.add(case);
        }
    }
}
