//! Who turned the other key of the stage of a result, and who acts for the provider.

use super::Sitting;
use crate::content::catalogue::Catalogue;
use crate::entities::{membership, person, signature, signature_withdrawal, signing_link, signing_request};
use crate::prelude::stores::*;
use domain::access::Role;
use domain::sign_off::{ExperienceOutcome, SigningKind, StageOutcome, keys_turned, turns_results};
use domain::standing::ClaimOutcome;
use sea_orm::RelationDef;
use std::collections::HashMap;

/// Who turned, of each of these enrolments, the employer's key of the stage to which the element of a sitting belongs.
pub async fn verifiers(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    sitting: &Sitting,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, Vec<PersonId>>, AppError> {
    signed_by(connection, enrolments, turns(catalogue, sitting)?).await
}

/// What somebody signed by which they turned that key, and when: of several the last.
pub async fn own_keys(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (sitting, person): (&Sitting, PersonId),
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, (SigningKind, NaiveDate)>, AppError> {
    let turns = turns(catalogue, sitting)?;
    let mut found: HashMap<EnrolmentId, (SigningKind, NaiveDate)> = HashMap::new();
    for (enrolment, kind, node, on, account, of_mailbox) in signed(connection, enrolments).await? {
        if account.or(of_mailbox) == Some(person) && turns(kind, &node) {
            let last = found.entry(enrolment).or_insert((kind, on));
            *last = if on >= last.1 { (kind, on) } else { *last };
        }
    }
    Ok(found)
}

/// Whether what is signed about a node turns the employer's key of the stage to which the element of a sitting belongs.
fn turns(catalogue: &Catalogue, sitting: &Sitting) -> Result<impl Fn(SigningKind, &str) -> bool, AppError> {
    let framework = catalogue.get(&sitting.framework_slug, &sitting.framework_version).ok_or(AppError::NotFound)?;
    let element = sitting.element.clone();
    Ok(move |kind, node: &str| {
        let stages = keys_turned(&framework, kind, node);
        !stages.is_empty() && turns_results(&framework, &stages)(&element)
    })
}

/// Whose record it is, what was signed, about which node and when, and who signed: with an account, or by the mailbox of a link.
type Signed = (EnrolmentId, SigningKind, String, NaiveDate, Option<PersonId>, Option<PersonId>);

/// Who said yes at work, of each of these enrolments, to something of the kind and about the node that are asked for, and has not
/// withdrawn it.
pub async fn signed_by(
    connection: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
    is_asked: impl Fn(SigningKind, &str) -> bool,
) -> Result<HashMap<EnrolmentId, Vec<PersonId>>, AppError> {
    let mut found: HashMap<EnrolmentId, Vec<PersonId>> = HashMap::new();
    for (enrolment, kind, node, _, person, of_mailbox) in signed(connection, enrolments).await? {
        if is_asked(kind, &node) {
            found.entry(enrolment).or_default().extend(person.or(of_mailbox));
        }
    }
    Ok(found)
}

/// What was said yes to at work, of each of these enrolments, and was not withdrawn. It is the mailbox of a link that tells who signed
/// by it.
async fn signed(connection: &impl ConnectionTrait, enrolments: &[EnrolmentId]) -> Result<Vec<Signed>, AppError> {
    let by_link: RelationDef = signature::Entity::belongs_to(signing_link::Entity)
        .from(signature::Column::LinkId)
        .to(signing_link::Column::Id)
        .into();
    let of_mailbox: RelationDef = signing_link::Entity::belongs_to(person::Entity)
        .from(signing_link::Column::Email)
        .to(person::Column::Email)
        .into();
    let yes = [ClaimOutcome::Met.code(), StageOutcome::Verified.code(), ExperienceOutcome::Confirmed.code()];
    Ok(signature::Entity::find()
        .join(JoinType::InnerJoin, signature::Relation::Request.def())
        .join(JoinType::LeftJoin, by_link)
        .join(JoinType::LeftJoin, of_mailbox)
        .join(JoinType::LeftJoin, signature_withdrawal::Relation::Request.def().rev())
        .filter(signature_withdrawal::Column::RequestId.is_null())
        .filter(signature::Column::Outcome.is_in(yes))
        .filter(signing_request::Column::EnrolmentId.is_in(enrolments.iter().copied()))
        .select_only()
        .column(signing_request::Column::EnrolmentId)
        .column(signature::Column::Subject)
        .column(signing_request::Column::Node)
        .column(signature::Column::SignedOn)
        .column(signature::Column::PersonId)
        .column(person::Column::Id)
        .into_tuple()
        .all(connection)
        .await?)
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
