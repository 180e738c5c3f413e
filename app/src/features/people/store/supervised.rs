//! Who can name a supervisor where a trainee has none.

use crate::entities::{membership, person};
use crate::features::record::store::Case;
use crate::prelude::stores::*;
use crate::web::names::by_name;
use crate::web::request::RequestCx;
use domain::access::Role;

/// Who administers these organisations on a day, by name.
pub async fn administrators(
    db: &impl ConnectionTrait,
    at: &[OrganisationId],
    on: NaiveDate,
) -> Result<Vec<(PersonId, String)>, AppError> {
    let all = membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Person.def())
        .of_any(at)
        .filter(membership::Column::Role.eq(Role::EmployerAdmin))
        .filter(membership::Entity::active_on(on))
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .distinct()
        .into_tuple()
        .all(db);
    Ok(by_name(all.await?, |(_, name): &(PersonId, String)| name))
}

/// Who can name a supervisor of a trainee for any of some employers: their administrators, else the body. Nobody names their own.
pub async fn who_names_supervisors(cx: &RequestCx, case: &Case, at: &[OrganisationId]) -> Result<String, AppError> {
    let mut all = administrators(cx.app.db.read(), at, cx.day_of_organisations()).await?;
    all.retain(|(person, _)| *person != case.trainee);
    let names: Vec<String> = all.into_iter().map(|(_, name)| name).collect();
    Ok(if names.is_empty() { case.body.name.clone() } else { names.join(" or ") })
}
