//! Awards in force whose basis is lost.

use crate::entities::{award, enrolment, lost_basis};
use crate::prelude::stores::*;
use crate::web::pages::{ListPage, after, key_of};
use lost_basis::Column;
use sea_orm::JoinType::InnerJoin;
use sea_orm::Order;
use std::collections::HashSet;

/// An award of which it is known by now that what it was conferred on was not there.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "lost_basis::Entity")]
pub struct LostBasis {
    pub award_id: AwardId,
    pub enrolment_id: EnrolmentId,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkSlug")]
    pub framework_slug: String,
    #[sea_orm(from_expr = "enrolment::Column::FrameworkVersion")]
    pub framework_version: String,
    #[sea_orm(from_expr = "award::Column::Holder")]
    pub holder: String,
    #[sea_orm(from_expr = "award::Column::Title")]
    pub title: String,
    /// The status, as the framework names it.
    #[sea_orm(from_expr = "award::Column::Status")]
    pub status: String,
    missing: String,
    /// The first day on which it was known.
    pub since_on: NaiveDate,
}

impl LostBasis {
    /// The ids of what is missing.
    pub fn missing(&self) -> Vec<String> {
        // What is no list is shown as it stands, and never read as empty; `gradus doctor` names it.
        serde_json::from_str(&self.missing).unwrap_or_else(|_| vec![self.missing.clone()])
    }
}

/// Those in force on a day or later: one that was withdrawn has no row.
fn in_force(today: NaiveDate) -> Select<lost_basis::Entity> {
    let held = Condition::any().add(award::Column::ExpiresOn.is_null()).add(award::Column::ExpiresOn.gt(today));
    lost_basis::Entity::find()
        .join(InnerJoin, lost_basis::Relation::Award.def())
        .join(InnerJoin, award::Relation::Enrolment.def())
        .filter(held)
}

/// Those of some bodies, the latest first, after one of them.
pub async fn lost_bases(
    db: &impl ConnectionTrait,
    (bodies, today): (&[OrganisationId], NaiveDate),
    last: Option<AwardId>,
) -> Result<ListPage<LostBasis, AwardId>, AppError> {
    let list = in_force(today).filter(Column::BodyId.is_in(bodies.iter().copied()));
    let key = [Column::SinceOn, Column::AwardId];
    let of_bodies = lost_basis::Entity::find().filter(Column::BodyId.is_in(bodies.iter().copied()));
    let last = key_of(db, of_bodies, last, key).await?;
    let key = key.map(|column| Expr::col((lost_basis::Entity, column)));
    let rows = after(list, (key, Order::Desc), last).into_partial_model().all(db).await?;
    Ok(ListPage::of(rows, |row: &LostBasis| row.award_id))
}

/// Which of some awards, in force on a day, have lost their basis.
pub async fn lost_among(
    db: &impl ConnectionTrait,
    awards: &[AwardId],
    today: NaiveDate,
) -> Result<HashSet<AwardId>, AppError> {
    let lost = in_force(today).of_any(awards).select_only().column(Column::AwardId).into_tuple();
    Ok(lost.all(db).await?.into_iter().collect())
}

/// What the statuses of an enrolment have lost that are in force.
pub async fn lost_of(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<LostBasis>, AppError> {
    let lost = in_force(today).filter(Column::EnrolmentId.eq(enrolment)).order_by_asc(Column::AwardId);
    Ok(lost.into_partial_model().all(db).await?)
}

/// What one award has lost, where it is in force.
pub async fn lost_basis(
    db: &impl ConnectionTrait,
    award: AwardId,
    today: NaiveDate,
) -> Result<Option<LostBasis>, AppError> {
    Ok(in_force(today).of(award).into_partial_model().one(db).await?)
}
