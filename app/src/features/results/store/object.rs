//! Sittings and results as acts on them find them, under the lock.

use super::{OneResult, Sitting, candidates_of, results, sitting, verifiers};
use crate::entities::{enrolment, result as rows};
use crate::journal::places_of;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use chrono_tz::Tz;
use domain::access::Subject;
use domain::people::OrganisationKind;
use std::collections::{BTreeMap, HashMap};

impl Object for SittingId {
    type State = Sitting;

    async fn place(self, db: &ReadOnly<'_>) -> Result<Place, AppError> {
        let provider = sitting(db, self).await?.provider_id;
        Ok(Chain::of(provider, OrganisationKind::Provider).into())
    }

    async fn zones(all: &HashMap<Self, Place>, db: &ReadOnly<'_>) -> Result<HashMap<Self, Tz>, AppError> {
        let mut found = HashMap::new();
        for id in all.keys() {
            let sitting = sitting(db, *id).await?;
            let (slug, version) = (&sitting.framework_slug, &sitting.framework_version);
            found.insert(*id, db.catalogue().zone_of_version(slug, version));
        }
        Ok(found)
    }

    async fn read(self, db: &ReadOnly<'_>, _: NaiveDate) -> Result<(Subject, Sitting), AppError> {
        let sitting = sitting(db, self).await?;
        Ok((sitting.subject(), sitting))
    }
}

/// The result that a candidate of a sitting is to have.
impl Object for (SittingId, EnrolmentId) {
    type State = ();

    async fn places(all: &[Self], db: &ReadOnly<'_>) -> Result<HashMap<Self, Place>, AppError> {
        let enrolments: Vec<EnrolmentId> = all.iter().map(|(_, enrolment)| *enrolment).collect();
        let places = places_of(db, &enrolments).await?;
        Ok(all.iter().filter_map(|one| Some((*one, *places.get(&one.1)?))).collect())
    }

    async fn read_all(
        all: &[Self],
        db: &ReadOnly<'_>,
        today: NaiveDate,
    ) -> Result<HashMap<Self, (Subject, ())>, AppError> {
        let mut found = HashMap::new();
        for (id, enrolments) in by_sitting(all.iter().copied()) {
            let sitting = sitting(db, id).await?;
            let candidates = candidates_of(db, &sitting, &enrolments, today).await?.into_iter();
            found.extend(candidates.map(|one| ((id, one.enrolment_id), (sitting.subject_of(one.trainee_id), ()))));
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

    async fn places(all: &[Self], db: &ReadOnly<'_>) -> Result<HashMap<Self, Place>, AppError> {
        let of_records: Vec<(ResultId, EnrolmentId, RecordId)> = rows::Entity::find()
            .of_any(all)
            .join(JoinType::InnerJoin, rows::Relation::Enrolment.def())
            .select_only()
            .columns([rows::Column::Id, rows::Column::EnrolmentId])
            .column(enrolment::Column::RecordId)
            .into_tuple()
            .all(db)
            .await?;
        let place = |(id, chapter, record)| (id, Place::of_chapter(record, chapter));
        Ok(of_records.into_iter().map(place).collect())
    }

    async fn read_all(
        all: &[Self],
        db: &ReadOnly<'_>,
        _: NaiveDate,
    ) -> Result<HashMap<Self, (Subject, OneResult)>, AppError> {
        let mut found = HashMap::new();
        let results = results(db, all).await?;
        for (id, results) in by_sitting(results.into_iter().map(|one| (one.sitting, one))) {
            let sitting = sitting(db, id).await?;
            let enrolments: Vec<EnrolmentId> = results.iter().map(|one| one.enrolment).collect();
            let verifiers = verifiers(db, db.catalogue(), &sitting, &enrolments).await?;
            for one in results {
                let verified_by = verifiers.get(&one.enrolment).cloned().unwrap_or_default();
                let subject = sitting.subject_of_result(one.trainee, one.recorded_by, verified_by);
                let subject = Subject { correction_by: one.correction_by(), ..subject };
                found.insert(one.id, (subject, one));
            }
        }
        Ok(found)
    }
}
