//! Whom a file of a sitting is to be filled in for.

use crate::content::catalogue::Catalogue;
use crate::entities::{enrolment, listing, record, result};
use crate::features::record::store::{KnownTo, known_to};
use crate::features::results::store::{Sitting, came_back_to_be_mended, not_met, registered_by};
use crate::prelude::stores::*;
use crate::web::names::by_name;
use domain::imports::MOST_ROWS;
use sea_orm::sea_query::ExprTrait;

/// The candidates of a sitting whose enrolment goes on and who had not met its element before, without a result or whose result came
/// back with a file that was declined, by name, as the provider knows them. As many as a file may have.
pub async fn to_fill(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    sitting: &Sitting,
    today: NaiveDate,
) -> Result<Vec<KnownTo>, AppError> {
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
    let ids = enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .filter(enrolment::Column::FrameworkSlug.eq(&sitting.framework_slug))
        .filter(enrolment::Column::FrameworkVersion.eq(&sitting.framework_version))
        .filter(enrolment::Column::EndedOn.is_null())
        .filter(enrolment::Column::Id.in_subquery(listed.into_query()))
        .filter(enrolment::Column::Id.not_in_subquery(recorded.into_query()))
        .select_only()
        .column(enrolment::Column::Id)
        .order_by_asc(record::Column::NameKey)
        .order_by_asc(enrolment::Column::Id)
        .limit(MOST_ROWS as u64)
        .into_tuple();
    let ids = not_met(connection, catalogue, sitting, ids.all(connection).await?).await?;
    let mut known = known_to(connection, sitting.provider_id, &ids).await?;
    let known: Vec<KnownTo> = ids.iter().filter_map(|id| known.remove(id)).collect();
    Ok(by_name(known, |one| &one.name))
}
