//! Statuses conferred, for the registrar and for the public.

use super::super::code;
use super::listing;
use crate::entities::person::name_of;
use crate::entities::{application, award, award_listing, award_withdrawal, enrolment, organisation, record};
use crate::features::record::store::subject;
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::pages::{ListPage, counted};
use crate::web::request::RequestCx;
use crate::web::tx::Object;
use domain::access::Subject;
use domain::awards::{AwardChange, AwardEvent, AwardState, state};
use sea_orm::JoinType::{InnerJoin, LeftJoin};
use std::collections::HashMap;

/// A status conferred on a person.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "award::Entity")]
pub struct Award {
    pub id: AwardId,
    /// The application it answers.
    #[sea_orm(from_col = "application_id")]
    pub application: ApplicationId,
    #[sea_orm(from_col = "enrolment_id")]
    pub enrolment: EnrolmentId,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkSlug")]
    pub framework_slug: String,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkVersion")]
    pub framework_version: String,
    /// The slug of the body that holds the record.
    #[sea_orm(from_expr = "organisation::Column::Slug")]
    pub body: Option<String>,
    pub status: String,
    /// The holder's name when it was conferred.
    pub holder: String,
    /// The name of the record by now.
    #[sea_orm(from_expr = "record::Column::Name")]
    pub name: String,
    /// The title as conferred.
    pub title: String,
    pub letters: Option<String>,
    pub code: String,
    #[sea_orm(from_expr = "name_of(\"conferrer\")")]
    pub conferred_by: String,
    pub conferred_on: NaiveDate,
    /// The first day on which it is no longer held, where it lasts for a time only.
    pub expires_on: Option<NaiveDate>,
    #[sea_orm(nested)]
    pub withdrawal: Option<Withdrawal>,
}

/// The end of an award by decision.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "award_withdrawal::Entity")]
pub struct Withdrawal {
    /// Why; not for the public.
    pub reason: String,
    #[sea_orm(from_expr = "name_of(\"withdrawer\")")]
    pub by: String,
    /// From which day on it is no longer held.
    #[sea_orm(from_col = "withdrawn_on")]
    pub on: NaiveDate,
}

impl Award {
    /// What happened to it, in order.
    pub fn events(&self) -> Vec<AwardEvent> {
        events((self.conferred_on, self.expires_on), self.withdrawal.as_ref().map(|withdrawal| withdrawal.on))
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

/// What happened to an award, in order: it was conferred on a day until another, and perhaps withdrawn.
pub(super) fn events(
    (conferred_on, expires_on): (NaiveDate, Option<NaiveDate>),
    withdrawn_on: Option<NaiveDate>,
) -> Vec<AwardEvent> {
    let of_day = |change, on| AwardEvent { change, on, known_on: on };
    let withdrawn = withdrawn_on.map(|on| of_day(AwardChange::Withdrawn, on));
    std::iter::once(of_day(AwardChange::Conferred { expires_on }, conferred_on)).chain(withdrawn).collect()
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
    Ok(query.into_partial_model().all(connection).await?)
}

/// One award.
pub async fn award(connection: &impl ConnectionTrait, id: AwardId) -> Result<Award, AppError> {
    all(connection, find().of(id)).await?.pop().ok_or(AppError::NotFound)
}

impl Object for AwardId {
    type State = Award;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, award(db, self).await?.enrolment).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, Award), AppError> {
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

/// The rows of a list that a search finds: of the status whose code was typed, else by the names of its holder.
async fn listed(
    connection: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    search: &str,
) -> Result<Select<award_listing::Entity>, AppError> {
    let of_code = match code::read(search) {
        Some(code) => by_code(connection, &code).await?,
        None => None,
    };
    Ok(match of_code {
        Some(award) => listing::listed(bodies, "").of(award.id),
        None => listing::listed(bodies, search),
    })
}

/// The awards of some bodies with a code, or whose holder has or had a name with words that begin so, the latest first, those after
/// one of them.
pub async fn awards(
    connection: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    search: &str,
    last: Option<AwardId>,
) -> Result<ListPage<Award, AwardId>, AppError> {
    let ids =
        ListPage::of(listing::next(connection, &listed(connection, bodies, search).await?, last).await?, |id| *id);
    let found = all(connection, find().of_any(&ids.rows)).await?;
    let mut found: HashMap<AwardId, Award> = found.into_iter().map(|award| (award.id, award)).collect();
    let rows = ids.rows.iter().filter_map(|id| found.remove(id)).collect();
    Ok(ListPage { rows, next: ids.next })
}

/// How many awards such a list has, counted as far as lists are.
pub async fn how_many(
    connection: &impl ConnectionTrait,
    bodies: &[OrganisationId],
    search: &str,
) -> Result<usize, AppError> {
    Ok(counted(connection, listed(connection, bodies, search).await?).await?)
}
