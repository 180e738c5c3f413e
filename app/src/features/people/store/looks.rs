//! What the name of an organisation looks like, by which no two are alike: a copy of the name.

use crate::entities::organisation;
use crate::prelude::stores::*;
use crate::web::names::look;
use sea_orm::ActiveModelTrait;

/// The organisations that look otherwise here than their names do.
pub async fn looking_otherwise(connection: &impl ConnectionTrait) -> Result<Vec<OrganisationId>, AppError> {
    let all = organisation::Entity::find().order_by_asc(organisation::Column::Id).all(connection).await?;
    Ok(all.into_iter().filter(|one| one.look != look(&one.name)).map(|one| one.id).collect())
}

/// Makes those of some again.
pub async fn look_again(tx: &impl ConnectionTrait, organisations: &[OrganisationId]) -> Result<(), AppError> {
    let all = organisation::Entity::find().of_any(organisations).all(tx).await?;
    let names = |one: &organisation::Model| (one.id, look(&one.name));
    // Two may have each other's: first each has one that nobody else has.
    let apart = all.iter().map(|one| (one.id, one.id.to_string()));
    for (id, look) in apart.chain(all.iter().map(names)) {
        let row = organisation::ActiveModel { id: Set(id), look: Set(look), ..Default::default() };
        row.update(tx).await?;
    }
    Ok(())
}
