//! Who turned the other key of the stage of a result, and who acts for the provider.

use super::Sitting;
use crate::content::catalogue::Catalogue;
use crate::entities::{membership, person, signature, signing_link, signing_request};
use crate::prelude::stores::*;
use domain::access::Role;
use domain::sign_off::{SigningKind, StageOutcome, is_of_stage};
use sea_orm::RelationDef;
use std::collections::HashMap;

/// Who verified, of each of these enrolments, the stage to which the element of a sitting belongs.
pub async fn verifiers(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    sitting: &Sitting,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, Vec<PersonId>>, AppError> {
    let framework = catalogue.get(&sitting.framework_slug, &sitting.framework_version).ok_or(AppError::NotFound)?;
    verified_by(connection, enrolments, |node| is_of_stage(&framework, node, &sitting.element)).await
}

/// Who signed, of each of these enrolments, the verifications that are asked for. It is the mailbox of a link that tells who signed by
/// it.
pub async fn verified_by(
    connection: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
    is_asked: impl Fn(&str) -> bool,
) -> Result<HashMap<EnrolmentId, Vec<PersonId>>, AppError> {
    let by_link: RelationDef = signature::Entity::belongs_to(signing_link::Entity)
        .from(signature::Column::LinkId)
        .to(signing_link::Column::Id)
        .into();
    let of_mailbox: RelationDef = signing_link::Entity::belongs_to(person::Entity)
        .from(signing_link::Column::Email)
        .to(person::Column::Email)
        .into();
    let signed: Vec<(EnrolmentId, String, Option<PersonId>, Option<PersonId>)> = signature::Entity::find()
        .join(JoinType::InnerJoin, signature::Relation::Request.def())
        .join(JoinType::LeftJoin, by_link)
        .join(JoinType::LeftJoin, of_mailbox)
        .filter(signature::Column::Subject.eq(SigningKind::Stage))
        .filter(signature::Column::Outcome.eq(StageOutcome::Verified.code()))
        .filter(signing_request::Column::EnrolmentId.is_in(enrolments.iter().copied()))
        .select_only()
        .columns([signing_request::Column::EnrolmentId, signing_request::Column::Node])
        .column(signature::Column::PersonId)
        .column(person::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let mut found: HashMap<EnrolmentId, Vec<PersonId>> = HashMap::new();
    for (enrolment, node, person, of_mailbox) in signed {
        if is_asked(&node) {
            found.entry(enrolment).or_default().extend(person.or(of_mailbox));
        }
    }
    Ok(found)
}

/// Who records and confirms results of a provider on a day.
pub async fn officers(
    connection: &impl ConnectionTrait,
    provider: OrganisationId,
    on: NaiveDate,
) -> Result<Vec<PersonId>, AppError> {
    let all = membership::Entity::find()
        .of(provider)
        .filter(membership::Column::Role.eq(Role::Officer))
        .filter(membership::Entity::active_on(on))
        .select_only()
        .column(membership::Column::PersonId);
    Ok(all.into_tuple().all(connection).await?)
}
