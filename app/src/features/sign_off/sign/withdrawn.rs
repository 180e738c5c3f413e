//! What was signed before of the same claim or stage and withdrawn: who answers now knows of it.

use crate::design::card::Card;
use crate::features::sign_off::store::requests::{Request, Withdrawal, requests_of_enrolment};
use crate::prelude::pages::*;
use sea_orm::ConnectionTrait;

/// What was withdrawn at the same employer, the first first, by whom, when and why.
pub(super) async fn withdrawn(db: &impl ConnectionTrait, request: &Request) -> Result<Vec<String>, AppError> {
    let all = requests_of_enrolment(db, request.row.enrolment_id).await?;
    let is_before = |other: &&Request| {
        other.subject == request.subject
            && other.row.employer_id == request.row.employer_id
            && other.row.round < request.row.round
    };
    let said = all.iter().filter(is_before).filter_map(|other| {
        let Withdrawal { reason, by, on, .. } = other.signature.as_ref()?.withdrawal.as_ref()?;
        Some(format!("{by} withdrew the {} on {}: {reason}", other.subject.kind().noun(), words::date(*on)))
    });
    Ok(said.collect())
}

/// The same, before the answer.
pub(super) fn told(said: &[String]) -> Option<AnyView> {
    let lines = said.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view();
    (!said.is_empty()).then(|| view! { <Card title="Withdrawn before">{lines}</Card> }.into_any())
}
