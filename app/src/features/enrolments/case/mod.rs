//! The case file: the facts of one enrolment as the rules read them, rewritten in the transaction that changes one
//! (ARCHITECTURE.md, invariant 5).

mod rows;

use crate::error::AppError;
use crate::features::enrolments::entity::case_file;
use crate::features::enrolments::store::place_of;
use crate::features::journal;
use crate::features::sign_off::entity::{claim, claim_request};
use chrono::NaiveDate;
use domain::ids::{EnrolmentId, PersonId};
use domain::standing::FactsFile;
use rows::{
    ApplicationRow, AwardRow, ClaimRow, HeadRow, JoiningRow, ResultRow, Row, SpecialismRow, VerificationRow,
    ended_by_the_next,
};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationTrait, Set,
};
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

/// Takes the lock of the enrolment's record for the rest of the transaction, so that two writers of one record queue. On SQLite the
/// transaction already holds the only write lock.
///
/// # Errors
/// When the database can't be read.
pub async fn lock(tx: &DatabaseTransaction, enrolment: EnrolmentId) -> Result<(), AppError> {
    let place = place_of(tx, enrolment).await?.ok_or(AppError::NotFound)?;
    journal::lock(tx, place.chain).await
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
        let mut rows = Vec::with_capacity(cases.len());
        for (id, case) in cases {
            rows.push(case_file::ActiveModel {
                enrolment_id: Set(id),
                facts: Set(serde_json::to_string(&case.facts)?),
                waiting: Set(serde_json::to_string(&case.waiting)?),
                revision: Set(1),
            });
        }
        let once_more = Expr::col((case_file::Entity, case_file::Column::Revision)).add(1);
        let over_the_last = OnConflict::column(case_file::Column::EnrolmentId)
            .update_columns([case_file::Column::Facts, case_file::Column::Waiting])
            .value(case_file::Column::Revision, once_more)
            .to_owned();
        case_file::Entity::insert_many(rows)
            .on_conflict(over_the_last)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Rewrites the case files in which a person is named, after their name changed.
///
/// # Errors
/// When the database can't be read or written.
pub async fn rewrite_naming(tx: &DatabaseTransaction, person: PersonId) -> Result<(), AppError> {
    let asked = claim_request::Entity::find()
        .select_only()
        .column(claim::Column::EnrolmentId)
        .join(JoinType::InnerJoin, claim_request::Relation::Claim.def())
        .filter(claim_request::Column::SupervisorId.eq(person))
        .filter(claim_request::Column::IsOpen.eq(true));
    // In the order of their ids, as everyone takes several locks. A request that waits names its supervisor as well.
    let found: Vec<EnrolmentId> = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::EnrolmentId)
        .filter(
            Condition::any()
                .add(case_file::Column::Facts.contains(format!("\"{person}\"")))
                .add(case_file::Column::EnrolmentId.in_subquery(asked.into_query())),
        )
        .order_by_asc(case_file::Column::EnrolmentId)
        .into_tuple()
        .all(tx)
        .await?;
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
    add(&mut cases, of::<SpecialismRow>(connection, enrolments).await?);
    add(&mut cases, of::<JoiningRow>(connection, enrolments).await?);
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
    let rows = R::find(enrolments).into_partial_model().all(connection).await?;
    Ok(rows)
}

fn add<R: Row>(cases: &mut BTreeMap<EnrolmentId, CaseFile>, rows: Vec<R>) {
    for row in rows {
        if let Some(case) = cases.get_mut(&row.enrolment()) {
            row.add(case);
        }
    }
}
