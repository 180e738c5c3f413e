//! The enrolment itself, and the facts that outlive a change of mind.

use super::{ChapterFile, Row};
use crate::content::catalogue::Catalogue;
use crate::entities::{enrolment, joining, specialism};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::standing::{FactsFile, Since};
use sea_orm::RelationDef;

#[derive(DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
pub(super) struct HeadRow {
    #[sea_orm(from_col = "id")]
    enrolment_id: EnrolmentId,
    person_id: PersonId,
    framework_slug: String,
    framework_version: String,
    from_on: NaiveDate,
}

impl HeadRow {
    /// Where the days of the enrolment are read.
    pub(super) fn zone(&self, catalogue: &Catalogue) -> Tz {
        catalogue.zone_of_version(&self.framework_slug, &self.framework_version)
    }
}

impl Row for HeadRow {
    type Of = enrolment::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        enrolment::Entity::find().of_any(enrolments)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, _: Tz) {
        file.facts =
            FactsFile { trainee: self.person_id.to_string(), enrolled_on: Some(self.from_on), ..FactsFile::default() };
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "specialism::Entity")]
pub(super) struct SpecialismRow {
    enrolment_id: EnrolmentId,
    specialism: String,
    from_on: NaiveDate,
    recorded_at: DateTime<Utc>,
}

impl Row for SpecialismRow {
    type Of = specialism::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        specialism::Entity::find().of_any(enrolments).order_by_asc(specialism::Column::Round)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, file: &mut ChapterFile, zone: Tz) {
        file.facts.specialism.note(Since {
            is: self.specialism,
            since: Some(self.from_on),
            recorded_on: Some(civil_date(self.recorded_at, zone)),
        });
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "joining::Entity")]
pub(super) struct JoiningRow {
    #[sea_orm(from_expr = "enrolment::Column::Id")]
    enrolment_id: EnrolmentId,
    joined_on: NaiveDate,
    recorded_at: DateTime<Utc>,
}

/// Of the record, and so of each enrolment in it.
impl Row for JoiningRow {
    type Of = joining::Entity;

    fn find(enrolments: &[EnrolmentId]) -> Select<Self::Of> {
        let chapters: RelationDef = joining::Entity::belongs_to(enrolment::Entity)
            .from(joining::Column::RecordId)
            .to(enrolment::Column::RecordId)
            .into();
        joining::Entity::find()
            .join(JoinType::InnerJoin, chapters)
            .filter(enrolment::Column::Id.is_in(enrolments.iter().copied()))
            .order_by_asc(joining::Column::Round)
    }

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    /// A day that was noted wrongly was never the right one.
    fn add(self, file: &mut ChapterFile, zone: Tz) {
        file.facts.joined_on.note(Since {
            is: self.joined_on,
            since: None,
            recorded_on: Some(civil_date(self.recorded_at, zone)),
        });
    }
}
