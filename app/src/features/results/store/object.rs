//! Sittings and results as acts on them find them, under the lock.

use super::{Candidate, OneResult, Sitting, candidates_of, officers, results, sitting, verifiers};
use crate::content::catalogue::Catalogue;
use crate::entities::result as rows;
use crate::features::record::store::ended_among;
use crate::journal::places_of;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::Subject;
use std::collections::{BTreeMap, HashMap};

impl Object for SittingId {
    type State = Sitting;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        let sitting = sitting(db, self).await?;
        let framework = (sitting.framework_slug.as_str(), sitting.framework_version.as_str());
        Ok(LocalPlace::sitting(db.catalogue(), framework, sitting.provider_id))
    }

    async fn read(self, db: &ReadOnly<'_>, _: NaiveDate) -> Result<(Subject, Sitting), AppError> {
        let sitting = sitting(db, self).await?;
        Ok((sitting.subject(), sitting))
    }
}

/// The result that a candidate of a sitting is to have.
impl Object for (SittingId, EnrolmentId) {
    type State = Candidate;

    async fn places(all: &[Self], db: &ReadOnly<'_>) -> Result<HashMap<Self, LocalPlace>, AppError> {
        let enrolments: Vec<EnrolmentId> = all.iter().map(|(_, enrolment)| *enrolment).collect();
        let places = places_of(db, db.catalogue(), &enrolments).await?;
        Ok(all.iter().filter_map(|one| Some((*one, *places.get(&one.1)?))).collect())
    }

    async fn read_all(
        all: &[Self],
        db: &ReadOnly<'_>,
        today: NaiveDate,
    ) -> Result<HashMap<Self, (Subject, Candidate)>, AppError> {
        let mut found = HashMap::new();
        for (id, enrolments) in by_sitting(all.iter().copied()) {
            let sitting = sitting(db, id).await?;
            let candidates = candidates_of(db, &sitting, &enrolments, today).await?.into_iter();
            found.extend(candidates.map(|one| ((id, one.enrolment_id), (sitting.subject_of(one.whose()), one))));
        }
        Ok(found)
    }
}

fn by_sitting<T>(all: impl Iterator<Item = (SittingId, T)>) -> BTreeMap<SittingId, Vec<T>> {
    let mut by_sitting: BTreeMap<SittingId, Vec<T>> = BTreeMap::new();
    for (sitting, one) in all {
        by_sitting.entry(sitting).or_default().push(one);
    }
    by_sitting
}

impl Object for ResultId {
    type State = OneResult;

    async fn places(all: &[Self], db: &ReadOnly<'_>) -> Result<HashMap<Self, LocalPlace>, AppError> {
        let of = rows::Entity::find().of_any(all).select_only().columns([rows::Column::Id, rows::Column::EnrolmentId]);
        let of: Vec<(ResultId, EnrolmentId)> = of.into_tuple().all(db).await?;
        let chapters: Vec<EnrolmentId> = of.iter().map(|(_, chapter)| *chapter).collect();
        let places = places_of(db, db.catalogue(), &chapters).await?;
        Ok(of.into_iter().filter_map(|(id, chapter)| Some((id, *places.get(&chapter)?))).collect())
    }

    async fn read_all(
        all: &[Self],
        db: &ReadOnly<'_>,
        today: NaiveDate,
    ) -> Result<HashMap<Self, (Subject, OneResult)>, AppError> {
        with_subjects(db, db.catalogue(), all, today).await
    }
}

/// Some results, each with what a rule of access may look at.
pub async fn with_subjects(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    all: &[ResultId],
    today: NaiveDate,
) -> Result<HashMap<ResultId, (Subject, OneResult)>, AppError> {
    let mut found = HashMap::new();
    let results = results(connection, all).await?;
    for (id, results) in by_sitting(results.into_iter().map(|one| (one.sitting, one))) {
        let sitting = sitting(connection, id).await?;
        let enrolments: Vec<EnrolmentId> = results.iter().map(|one| one.enrolment).collect();
        let verifiers = verifiers(connection, catalogue, &sitting, &enrolments).await?;
        let ended = ended_among(connection, &enrolments).await?;
        let officers = officers(connection, sitting.provider_id, today).await?;
        for one in results {
            let verified_by = verifiers.get(&one.enrolment).cloned().unwrap_or_default();
            let subject =
                sitting.subject_of_result((one.trainee, ended.contains(&one.enrolment)), one.recorded_by, verified_by);
            let (correction_by, officers) = (one.correction_by(), officers.clone());
            let subject = Subject { correction_by, officers, ..subject };
            found.insert(one.id, (subject, one));
        }
    }
    Ok(found)
}
