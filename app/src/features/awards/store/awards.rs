//! Statuses conferred, for the registrar and for the public.

use super::listing;
use crate::entities::enrolment::{self, Version};
use crate::entities::organisation;
use crate::entities::person::Name;
use crate::entities::record;
use crate::entities::{application, award, award_withdrawal};
use crate::features::record::store::subject;
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::pages::{Part, counted};
use crate::web::request::RequestCx;
use crate::web::tx::Object;
use domain::access::Subject;
use domain::awards::{AwardChange, AwardEvent, AwardState, state};
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use std::collections::HashMap;

/// A status conferred on a person.
#[derive(Clone, Debug)]
pub struct Award {
    pub id: AwardId,
    /// The application it answers.
    pub application: ApplicationId,
    pub enrolment: EnrolmentId,
    pub framework_slug: String,
    pub framework_version: String,
    /// The slug of the body that holds the record.
    pub body: Option<String>,
    pub status: String,
    /// The holder's name when it was conferred.
    pub holder: String,
    /// The title as conferred.
    pub title: String,
    pub letters: Option<String>,
    pub code: String,
    pub conferred_by: String,
    pub conferred_on: NaiveDate,
    /// The first day on which it is no longer held, where it lasts for a time only.
    pub expires_on: Option<NaiveDate>,
    pub withdrawal: Option<Withdrawal>,
}

/// The end of an award by decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Why; not for the public.
    pub reason: String,
    pub by: String,
    /// From which day on it is no longer held.
    pub on: NaiveDate,
}

impl Award {
    /// What happened to it, in order.
    pub fn events(&self) -> Vec<AwardEvent> {
        let of_day = |change, on| AwardEvent { change, on, known_on: on };
        let expires_on = self.expires_on;
        let conferred = of_day(AwardChange::Conferred { expires_on }, self.conferred_on);
        let withdrawn = self.withdrawal.as_ref();
        let withdrawn = withdrawn.map(|withdrawal| of_day(AwardChange::Withdrawn, withdrawal.on));
        std::iter::once(conferred).chain(withdrawn).collect()
    }

    /// The civil date of a request where the days of its framework are read.
    pub fn today(&self, cx: &RequestCx) -> NaiveDate {
        cx.day_of_version(&self.framework_slug, &self.framework_version)
    }

    /// How it stands on a day, by what is known now; none before it was conferred.
    pub fn state(&self, on: NaiveDate) -> Option<AwardState> {
        state(&self.events(), on, NaiveDate::MAX)
    }
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "award::Entity")]
struct Row {
    id: AwardId,
    application_id: ApplicationId,
    enrolment_id: EnrolmentId,
    status: String,
    holder: String,
    title: String,
    letters: Option<String>,
    code: String,
    conferred_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    #[sea_orm(nested)]
    enrolment: Version,
    #[sea_orm(from_expr = "organisation::Column::Slug")]
    body: Option<String>,
    #[sea_orm(nested, alias = "conferrer")]
    conferrer: Name,
    #[sea_orm(nested)]
    withdrawal: Option<WithdrawalRow>,
    #[sea_orm(nested, alias = "withdrawer")]
    withdrawer: Option<Name>,
}

#[derive(DerivePartialModel)]
#[sea_orm(entity = "award_withdrawal::Entity")]
struct WithdrawalRow {
    reason: String,
    withdrawn_on: NaiveDate,
}

impl From<Row> for Award {
    fn from(row: Row) -> Self {
        let withdrawal = row.withdrawal.zip(row.withdrawer).map(|(withdrawal, by)| Withdrawal {
            reason: withdrawal.reason,
            by: by.name,
            on: withdrawal.withdrawn_on,
        });
        Self {
            id: row.id,
            application: row.application_id,
            enrolment: row.enrolment_id,
            framework_slug: row.enrolment.framework_slug,
            framework_version: row.enrolment.framework_version,
            body: row.body,
            status: row.status,
            holder: row.holder,
            title: row.title,
            letters: row.letters,
            code: row.code,
            conferred_by: row.conferrer.name,
            conferred_on: row.conferred_on,
            expires_on: row.expires_on,
            withdrawal,
        }
    }
}

/// Awards with all that came of them.
fn find() -> Select<award::Entity> {
    award::Entity::find()
        .join(InnerJoin, award::Relation::Enrolment.def())
        .join(InnerJoin, enrolment::Relation::Record.def())
        .join(InnerJoin, record::Relation::Body.def())
        .join(InnerJoin, award::Relation::Application.def())
        .join_as(InnerJoin, award::Relation::Conferrer.def(), "conferrer")
        .join(LeftJoin, award_withdrawal::Relation::Award.def().rev())
        .join_as(LeftJoin, award_withdrawal::Relation::Withdrawer.def(), "withdrawer")
}

async fn all(connection: &impl ConnectionTrait, query: Select<award::Entity>) -> Result<Vec<Award>, AppError> {
    let rows: Vec<Row> = query.into_partial_model().all(connection).await?;
    Ok(rows.into_iter().map(Award::from).collect())
}

/// One award.
pub async fn award(connection: &impl ConnectionTrait, id: AwardId) -> Result<Award, AppError> {
    all(connection, find().of(id)).await?.pop().ok_or(AppError::NotFound)
}

impl Object for AwardId {
    type State = Award;

    async fn place(self, db: &Reader<'_>) -> Result<Place, AppError> {
        place_of(db, award(db, self).await?.enrolment).await
    }

    async fn read(self, db: &Reader<'_>, today: NaiveDate) -> Result<(Subject, Award), AppError> {
        let award = award(db, self).await?;
        Ok((subject(db, award.enrolment, today).await?, award))
    }
}

/// The awards of an enrolment, newest first.
pub async fn awards_of(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Award>, AppError> {
    let query = find().of(id).order_by_desc(award::Column::ConferredOn);
    all(connection, query.order_by_desc(application::Column::Round)).await
}

/// The award of a public code, as [`super::super::code::read`] gives it.
pub async fn by_code(connection: &impl ConnectionTrait, code: &str) -> Result<Option<Award>, AppError> {
    Ok(all(connection, find().filter(award::Column::Code.eq(code))).await?.pop())
}

/// The awards of some bodies whose holder's name has words that begin so, the latest first, those after one of them.
pub async fn awards(
    connection: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    search: &str,
    last: Option<AwardId>,
) -> Result<Part<Award, AwardId>, AppError> {
    let ids = Part::of(listing::next(connection, &listing::listed(bodies, search), last).await?, |id| *id);
    let found = all(connection, find().of_any(&ids.rows)).await?;
    let mut found: HashMap<AwardId, Award> = found.into_iter().map(|award| (award.id, award)).collect();
    let rows = ids.rows.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Part { rows, next: ids.next })
}

/// How many awards such a list has, counted as far as lists are.
pub async fn how_many(
    connection: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    search: &str,
) -> Result<usize, AppError> {
    Ok(counted(connection, listing::listed(bodies, search)).await?)
}
