//! Sittings and results as acts on them find them, under the lock.

use super::{OneResult, Sitting, candidates_of, result, sitting, verifiers};
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use chrono_tz::Tz;
use domain::access::Subject;
use domain::people::OrganisationKind;

impl Object for SittingId {
    type State = Sitting;
    type Place = Place;

    async fn place(self, db: &ReadOnly<'_>) -> Result<Place, AppError> {
        let provider = sitting(db, self).await?.provider_id;
        Ok(Chain::of(provider, OrganisationKind::Provider).into())
    }

    async fn zone(self, db: &ReadOnly<'_>, _: Place) -> Result<Tz, AppError> {
        let sitting = sitting(db, self).await?;
        let (slug, version) = (&sitting.framework_slug, &sitting.framework_version);
        Ok(db.catalogue().zone_of_version(slug, version))
    }

    async fn read(self, db: &ReadOnly<'_>, _: NaiveDate) -> Result<(Subject, Sitting), AppError> {
        let sitting = sitting(db, self).await?;
        Ok((sitting.subject(), sitting))
    }
}

/// The result that a candidate of a sitting is to have.
impl Object for (SittingId, EnrolmentId) {
    type State = ();
    type Place = Place;

    async fn place(self, db: &ReadOnly<'_>) -> Result<Place, AppError> {
        place_of(db, self.1).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, ()), AppError> {
        let sitting = sitting(db, self.0).await?;
        let found = candidates_of(db, &sitting, &[self.1], today).await?;
        let trainee = found.first().ok_or(AppError::NotFound)?.trainee_id;
        Ok((sitting.subject_of(trainee), ()))
    }
}

impl Object for ResultId {
    type State = OneResult;
    type Place = Place;

    async fn place(self, db: &ReadOnly<'_>) -> Result<Place, AppError> {
        place_of(db, result(db, self).await?.enrolment).await
    }

    async fn read(self, db: &ReadOnly<'_>, _: NaiveDate) -> Result<(Subject, OneResult), AppError> {
        let found = result(db, self).await?;
        let sitting = sitting(db, found.sitting).await?;
        let mut verifiers = verifiers(db, db.catalogue(), &sitting, &[found.enrolment]).await?;
        let verified_by = verifiers.remove(&found.enrolment).unwrap_or_default();
        Ok((sitting.subject_of_result(found.trainee, found.recorded_by, verified_by), found))
    }
}
