//! The chapter file: the facts of one enrolment as the rules read them, in ids, codes and days alone, rewritten in the
//! transaction that changes one (docs/adr/0018). Names and words are read where a page shows them.

mod awards;
mod claims;
mod exemptions;
mod experience;
mod head;
mod results;
mod verifications;
mod waiting;

pub use waiting::Waiting;

use crate::content::catalogue::Catalogue;
use crate::entities::{chapter_file, enrolment};
use crate::journal::{self, lost_basis};
use crate::prelude::stores::*;
use crate::web::db::Db;
use awards::{ApplicationRow, AwardRow};
use chrono_tz::Tz;
use claims::{ClaimRow, ended_by_the_next};
use domain::standing::FactsFile;
use exemptions::{ExemptionRow, PriorLearningRow};
use experience::{ExperienceRow, undone_before_the_next};
use head::{HeadRow, JoiningRow, SpecialismRow};
use results::{ResultRow, the_last_waits};
use sea_orm::sea_query::OnConflict;
use sea_orm::{DatabaseTransaction, PartialModelTrait};
use std::collections::BTreeMap;
use verifications::VerificationRow;

/// Enrolments that are read or written by one statement; SQLite and PostgreSQL both limit a statement's parameters.
pub const AT_ONCE: usize = 500;

/// The form in which chapter files are written. One of another form is made again from its rows when it is read.
pub const FORMAT: i32 = 6;

/// What is derived and stored for an enrolment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChapterFile {
    pub facts: FactsFile,
    /// What lies with others, oldest first.
    pub waiting: Vec<Waiting>,
}

impl chapter_file::Model {
    /// The chapter file; none where it is of another form, or can't be read.
    pub fn file(&self) -> Option<ChapterFile> {
        (self.format == FORMAT)
            .then(|| {
                let facts = serde_json::from_str(&self.facts).ok()?;
                let waiting = serde_json::from_str(&self.waiting).ok()?;
                Some(ChapterFile { facts, waiting })
            })
            .flatten()
    }
}

/// A row that adds to a chapter file.
trait Row: PartialModelTrait {
    /// Of which table it is.
    type Of: EntityTrait;

    /// The rows of some enrolments, in the order in which they are added.
    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of>;

    /// Whose it is.
    fn enrolment(&self) -> EnrolmentId;

    /// Adds what it says; its instants are on the days of a zone.
    fn add(self, file: &mut ChapterFile, zone: Tz);
}

/// The chapter files of some enrolments, as they are stored. One that is not there, is of another form or can't be read is made
/// again from its rows, which the log says: it is never read as empty.
///
/// # Errors
/// [`AppError::NotFound`] when one isn't an enrolment; else when the database can't be read.
pub async fn files<'a>(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    stored: impl IntoIterator<Item = (EnrolmentId, Option<&'a chapter_file::Model>)>,
) -> Result<BTreeMap<EnrolmentId, ChapterFile>, AppError> {
    let (mut files, mut stale) = (BTreeMap::new(), Vec::new());
    for (id, row) in stored {
        match row.and_then(chapter_file::Model::file) {
            Some(file) => drop(files.insert(id, file)),
            None => stale.push(id),
        }
    }
    for some in stale.chunks(AT_ONCE) {
        for (id, file) in from_rows(connection, catalogue, some).await? {
            tracing::warn!(enrolment = %id, "its chapter file was not there or not of this version: made again from its rows");
            files.insert(id, file);
        }
    }
    Ok(files)
}

/// The facts of some enrolments, by [`files`].
pub async fn facts(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    enrolments: &[EnrolmentId],
) -> Result<BTreeMap<EnrolmentId, FactsFile>, AppError> {
    let mut facts = BTreeMap::new();
    for some in enrolments.chunks(AT_ONCE) {
        let rows = chapter_file::Entity::find().of_any(some).all(connection).await?;
        let rows: BTreeMap<EnrolmentId, chapter_file::Model> =
            rows.into_iter().map(|row| (row.enrolment_id, row)).collect();
        let found = files(connection, catalogue, some.iter().map(|id| (*id, rows.get(id)))).await?;
        facts.extend(found.into_iter().map(|(id, file)| (id, file.facts)));
    }
    Ok(facts)
}

/// Rewrites chapter files, each row of each kind read once.
pub async fn rewrite(
    tx: &DatabaseTransaction,
    catalogue: &Catalogue,
    enrolments: &[EnrolmentId],
) -> Result<(), AppError> {
    for chunk in enrolments.chunks(AT_ONCE) {
        let files = from_rows(tx, catalogue, chunk).await?;
        lost_basis::rewrite(tx, catalogue, &files).await?;
        let mut rows = Vec::with_capacity(files.len());
        for (id, file) in files {
            rows.push(chapter_file::ActiveModel {
                enrolment_id: Set(id),
                format: Set(FORMAT),
                facts: Set(serde_json::to_string(&file.facts)?),
                waiting: Set(serde_json::to_string(&file.waiting)?),
            });
        }
        let over_the_last = OnConflict::column(chapter_file::Column::EnrolmentId)
            .update_columns([chapter_file::Column::Format, chapter_file::Column::Facts, chapter_file::Column::Waiting])
            .to_owned();
        chapter_file::Entity::insert_many(rows).on_conflict(over_the_last).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A transaction that holds the locks of the records of some chapters: what is made of their rows is not overtaken by a change
/// that is committed meanwhile.
pub(super) async fn locked(db: &Db, chapters: &[EnrolmentId]) -> Result<DatabaseTransaction, AppError> {
    let tx = db.begin().await?;
    let records: Vec<RecordId> = enrolment::Entity::find()
        .of_any(chapters)
        .select_only()
        .column(enrolment::Column::RecordId)
        .into_tuple()
        .all(&tx)
        .await?;
    journal::lock_all(&tx, records.into_iter().map(Chain::Record)).await?;
    Ok(tx)
}

/// The chapter files as the rows have them, by the enrolment's id: what [`rewrite`] stores, and what `gradus doctor` compares
/// it with. At most [`AT_ONCE`].
///
/// # Errors
/// [`AppError::NotFound`] when one isn't an enrolment; else when the database can't be read.
pub async fn from_rows(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    enrolments: &[EnrolmentId],
) -> Result<BTreeMap<EnrolmentId, ChapterFile>, AppError> {
    let heads = of::<HeadRow>(connection, enrolments).await?;
    let mut files: BTreeMap<EnrolmentId, (ChapterFile, Tz)> =
        heads.iter().map(|head| (head.enrolment(), (ChapterFile::default(), head.zone(catalogue)))).collect();
    if enrolments.iter().any(|id| !files.contains_key(id)) {
        return Err(AppError::NotFound);
    }
    add(&mut files, heads);
    add(&mut files, of::<SpecialismRow>(connection, enrolments).await?);
    add(&mut files, of::<JoiningRow>(connection, enrolments).await?);
    let results = of::<ResultRow>(connection, enrolments).await?;
    add(&mut files, the_last_waits(results));
    let claims = of::<ClaimRow>(connection, enrolments).await?;
    add(&mut files, ended_by_the_next(claims));
    add(&mut files, of::<VerificationRow>(connection, enrolments).await?);
    let work = of::<ExperienceRow>(connection, enrolments).await?;
    add(&mut files, undone_before_the_next(work));
    add(&mut files, of::<PriorLearningRow>(connection, enrolments).await?);
    add(&mut files, of::<ExemptionRow>(connection, enrolments).await?);
    add(&mut files, of::<ApplicationRow>(connection, enrolments).await?);
    add(&mut files, of::<AwardRow>(connection, enrolments).await?);
    let sorted = |(id, (mut file, _)): (EnrolmentId, (ChapterFile, Tz))| {
        file.waiting.sort_by(|a, b| (a.since(), a.named()).cmp(&(b.since(), b.named())));
        (id, file)
    };
    Ok(files.into_iter().map(sorted).collect())
}

/// The rows of one kind of some enrolments.
async fn of<R: Row>(connection: &impl ConnectionTrait, enrolments: &[EnrolmentId]) -> Result<Vec<R>, AppError> {
    Ok(R::find(enrolments).into_partial_model().all(connection).await?)
}

fn add<R: Row>(files: &mut BTreeMap<EnrolmentId, (ChapterFile, Tz)>, rows: Vec<R>) {
    for row in rows {
        if let Some((file, zone)) = files.get_mut(&row.enrolment()) {
            row.add(file, *zone);
        }
    }
}
