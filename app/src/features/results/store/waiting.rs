//! Results that wait for a second person, by sitting.

use super::files::of_declined;
use super::sittings::Sitting;
use super::verifiers;
use crate::content::catalogue::Catalogue;
use crate::entities::{
    enrolment, person, provisional_result, result, signature, signing_link, signing_request, sitting,
};
use crate::prelude::stores::*;
use sea_orm::sea_query::ExprTrait;
use std::collections::HashMap;

/// A sitting with provisional results, as one officer sees it.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    pub sitting: Sitting,
    /// Provisional results that the officer may confirm: neither recorded by them nor their own, and not of a stage for which they
    /// signed at work.
    pub to_confirm: i64,
    /// Provisional results that they recorded, for someone else to confirm.
    pub recorded: i64,
}

/// The sittings of these providers with results that wait for a second person, the longest ago first. Those of a declined file have
/// come back to whoever uploaded it.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    providers: &[OrganisationId],
    officer: PersonId,
) -> Result<Vec<WaitingRow>, AppError> {
    let recorded = result::Column::RecordedBy.eq(officer);
    let to_confirm = result::Column::RecordedBy.ne(officer).and(result::Column::TraineeId.ne(officer));
    let counted: Vec<(SittingId, i64, i64)> = provisional_result::Entity::find()
        .select_only()
        .column(provisional_result::Column::SittingId)
        .column_as(counting(to_confirm), "to_confirm")
        .column_as(counting(recorded), "recorded")
        .join(JoinType::InnerJoin, provisional_result::Relation::Result.def())
        .join(JoinType::InnerJoin, provisional_result::Relation::Sitting.def())
        .filter(sitting::Column::ProviderId.is_in(providers.iter().copied()))
        .filter(of_declined().not())
        .filter(enrolment::Entity::goes_on(result::Column::EnrolmentId.into_expr()))
        .group_by(provisional_result::Column::SittingId)
        .into_tuple()
        .all(connection)
        .await?;
    let mut counted: HashMap<SittingId, (i64, i64)> =
        counted.into_iter().map(|(id, to_confirm, recorded)| (id, (to_confirm, recorded))).collect();
    let waits = provisional_result::Entity::find().select_only().column(provisional_result::Column::SittingId);
    let sittings: Vec<Sitting> = Sitting::find()
        .of_any(providers)
        .filter(sitting::Column::Id.in_subquery(waits.into_query()))
        .order_by_asc(sitting::Column::HeldOn)
        .order_by_asc(sitting::Column::Id)
        .into_partial_model()
        .all(connection)
        .await?;
    let mut signed = signed_at_work(connection, providers, officer).await?;
    let mut waiting = Vec::new();
    for sitting in sittings {
        let Some((mut to_confirm, recorded)) = counted.remove(&sitting.id) else { continue };
        if let Some(of) = signed.remove(&sitting.id) {
            let verifiers = verifiers(connection, catalogue, &sitting, &of).await?;
            let other_key = of.iter().filter(|one| verifiers.get(one).is_some_and(|by| by.contains(&officer)));
            to_confirm -= i64::try_from(other_key.count()).unwrap_or_default();
        }
        waiting.push(WaitingRow { sitting, to_confirm, recorded });
    }
    Ok(waiting)
}

/// Whose results an officer could confirm, had they not signed something of theirs at work: perhaps for the stage of the result.
async fn signed_at_work(
    connection: &impl ConnectionTrait,
    providers: &[OrganisationId],
    officer: PersonId,
) -> Result<HashMap<SittingId, Vec<EnrolmentId>>, AppError> {
    let by_link =
        signing_link::Entity::find()
            .filter(signing_link::Column::Email.in_subquery(
                person::Entity::find().select_only().column(person::Column::Email).of(officer).into_query(),
            ))
            .select_only()
            .column(signing_link::Column::Id);
    let signed = signature::Entity::find()
        .join(JoinType::InnerJoin, signature::Relation::Request.def())
        .filter(
            Condition::any()
                .add(signature::Column::PersonId.eq(officer))
                .add(signature::Column::LinkId.in_subquery(by_link.into_query())),
        )
        .select_only()
        .column(signing_request::Column::EnrolmentId);
    let rows: Vec<(SittingId, EnrolmentId)> = provisional_result::Entity::find()
        .join(JoinType::InnerJoin, provisional_result::Relation::Result.def())
        .join(JoinType::InnerJoin, provisional_result::Relation::Sitting.def())
        .filter(sitting::Column::ProviderId.is_in(providers.iter().copied()))
        .filter(of_declined().not())
        .filter(enrolment::Entity::goes_on(result::Column::EnrolmentId.into_expr()))
        .filter(result::Column::RecordedBy.ne(officer))
        .filter(result::Column::TraineeId.ne(officer))
        .filter(result::Column::EnrolmentId.in_subquery(signed.into_query()))
        .select_only()
        .column(provisional_result::Column::SittingId)
        .column(result::Column::EnrolmentId)
        .into_tuple()
        .all(connection)
        .await?;
    let mut found: HashMap<SittingId, Vec<EnrolmentId>> = HashMap::new();
    for (sitting, enrolment) in rows {
        found.entry(sitting).or_default().push(enrolment);
    }
    Ok(found)
}

/// How many rows a condition holds of.
fn counting(condition: Expr) -> Expr {
    let one_or_none: Expr = Expr::case(condition, 1).finally(0).into();
    one_or_none.sum()
}
