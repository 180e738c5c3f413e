//! Whom a file of a sitting is to be filled in for.

use crate::entities::{enrolment, listing, person, record, result};
use crate::features::results::store::{Sitting, came_back_to_be_mended, registered_by};
use crate::prelude::stores::*;
use domain::imports::MOST_ROWS;
use sea_orm::sea_query::ExprTrait;

/// The candidates of a sitting without a result, or whose result came back with a file that was declined, by name: number, address,
/// name. As many as a file may have.
pub async fn to_fill(
    connection: &impl ConnectionTrait,
    sitting: &Sitting,
    today: NaiveDate,
) -> Result<Vec<(Option<String>, String, String)>, AppError> {
    let active = listing::Entity::active_on;
    let listed = listing::Entity::find()
        .of(ListerId::from(sitting.provider_id))
        .filter(listing::Column::Word.eq(""))
        .filter(Condition::any().add(active(sitting.held_on)).add(active(today)))
        .filter(Expr::exists(registered_by(sitting)))
        .select_only()
        .column(listing::Column::EnrolmentId);
    let recorded = result::Entity::find().of(sitting.id).filter(result::Entity::stands());
    let recorded = recorded.filter(came_back_to_be_mended().not()).select_only().column(result::Column::EnrolmentId);
    Ok(enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .filter(enrolment::Column::FrameworkSlug.eq(&sitting.framework_slug))
        .filter(enrolment::Column::FrameworkVersion.eq(&sitting.framework_version))
        .filter(enrolment::Column::Id.in_subquery(listed.into_query()))
        .filter(enrolment::Column::Id.not_in_subquery(recorded.into_query()))
        .select_only()
        .column(record::Column::Number)
        .column(person::Column::Email)
        .column(record::Column::Name)
        .order_by_asc(record::Column::NameKey)
        .order_by_asc(enrolment::Column::Id)
        .limit(MOST_ROWS as u64)
        .into_tuple()
        .all(connection)
        .await?)
}
