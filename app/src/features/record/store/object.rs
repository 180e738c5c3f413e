//! A record as acts on it find it, under its lock.

use super::{Case, case_in, subject};
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::Subject;

impl Object for EnrolmentId {
    type State = Case;
    type Place = Place;

    async fn place(self, db: &ReadOnly<'_>) -> Result<Place, AppError> {
        place_of(db, self).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, Case), AppError> {
        let subject = subject(db, self, today).await?;
        Ok((subject, case_in(db, db.catalogue(), self, today).await?))
    }
}
