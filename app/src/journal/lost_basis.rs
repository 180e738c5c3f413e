//! Which awards have lost what they were conferred on: found when a chapter file is written, so that no list has to ask the rules
//! about everybody.

use super::chapter_file::{self as files, AT_ONCE, ChapterFile, locked};
use crate::content::catalogue::Catalogue;
use crate::entities::query::insert_many;
use crate::entities::{award, enrolment, lost_basis, record};
use crate::prelude::stores::*;
use crate::web::db::Db;
use domain::awards::lost_bases;
use std::collections::{BTreeMap, BTreeSet};

/// Chapter files by the enrolment's id.
type Files = BTreeMap<EnrolmentId, ChapterFile>;

/// Writes anew what some chapters have lost.
pub(super) async fn rewrite(tx: &impl ConnectionTrait, catalogue: &Catalogue, files: &Files) -> Result<(), AppError> {
    let ids = with_awards(files);
    if ids.is_empty() {
        return Ok(());
    }
    let rows = from_files(tx, catalogue, files).await?;
    lost_basis::Entity::delete_many().of_any(&ids).exec(tx).await?;
    Ok(insert_many(tx, rows).await?)
}

/// Makes again what some chapters have lost, under the locks of their records.
pub async fn rebuild(db: &Db, catalogue: &Catalogue, chapters: &[EnrolmentId]) -> Result<(), AppError> {
    for some in chapters.chunks(AT_ONCE) {
        let tx = locked(db, some).await?;
        lost_basis::Entity::delete_many().of_any(some).exec(&tx).await?;
        rewrite(&tx, catalogue, &files::from_rows(&tx, catalogue, some).await?).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Every chapter in which something was ever conferred: what they have lost is made where the table is new, because nothing else
/// writes their files.
pub async fn with_any_award(db: &impl ConnectionTrait) -> Result<Vec<EnrolmentId>, AppError> {
    let all = award::Entity::find().select_only().column(award::Column::EnrolmentId).distinct();
    Ok(all.order_by_asc(award::Column::EnrolmentId).into_tuple().all(db).await?)
}

/// The chapters of which something else is stored than their files make.
pub async fn differing(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    files: &Files,
) -> Result<BTreeSet<EnrolmentId>, AppError> {
    let ids: Vec<EnrolmentId> = files.keys().copied().collect();
    let stored = lost_basis::Entity::find().of_any(&ids).all(db).await?;
    let fresh = from_files(db, catalogue, files).await?;
    let lacking = |rows: &[lost_basis::Model], of: &[lost_basis::Model]| -> Vec<EnrolmentId> {
        of.iter().filter(|row| !rows.contains(row)).map(|row| row.enrolment_id).collect()
    };
    Ok([lacking(&stored, &fresh), lacking(&fresh, &stored)].concat().into_iter().collect())
}

fn with_awards(files: &Files) -> Vec<EnrolmentId> {
    files.iter().filter(|(_, file)| !file.facts.awards.is_empty()).map(|(id, _)| *id).collect()
}

/// The rows of some chapters. Of a version that is not published nothing is known.
async fn from_files(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    files: &Files,
) -> Result<Vec<lost_basis::Model>, AppError> {
    let ids = with_awards(files);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let chapters: Vec<(EnrolmentId, String, String, OrganisationId)> = enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .of_any(&ids)
        .select_only()
        .columns([enrolment::Column::Id, enrolment::Column::FrameworkSlug, enrolment::Column::FrameworkVersion])
        .column(record::Column::BodyId)
        .into_tuple()
        .all(db)
        .await?;
    let mut rows = Vec::new();
    for (enrolment_id, slug, version, body_id) in chapters {
        let (Some(file), Some(framework)) = (files.get(&enrolment_id), catalogue.get(&slug, &version)) else {
            continue;
        };
        for lost in lost_bases(&framework, &file.facts) {
            let award_id = AwardId::parse(&lost.award).ok_or_else(|| AppError::internal(&"an award's id is none"))?;
            let missing = serde_json::to_string(&lost.missing)?;
            rows.push(lost_basis::Model { award_id, enrolment_id, body_id, missing, since_on: lost.since });
        }
    }
    Ok(rows)
}
