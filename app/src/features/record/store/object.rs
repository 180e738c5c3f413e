//! A record, and what is around it, as acts find them under its lock.

use super::supervision::supervision;
use super::{Case, case_in, subject};
use crate::entities::supervision as rows;
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::{EmploymentsAt, Subject};

impl Object for EnrolmentId {
    type State = Case;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, self).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, Case), AppError> {
        let subject = subject(db, self, today).await?;
        Ok((subject, case_in(db, db.catalogue(), self, today).await?))
    }
}

impl Object for EmploymentsAt {
    type State = Case;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        self.enrolment.place(db).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, Case), AppError> {
        let (record, case) = self.enrolment.read(db, today).await?;
        Ok((record.of_employer(self.employer), case))
    }
}

impl Object for SupervisionId {
    type State = rows::Model;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, supervision(db, self).await?.enrolment_id).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, rows::Model), AppError> {
        let found = supervision(db, self).await?;
        let record = subject(db, found.enrolment_id, today).await?;
        Ok((record.of_employer(found.employer_id), found))
    }
}
