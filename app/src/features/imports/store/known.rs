//! The candidates of a sitting whom rows of a file may name.

use crate::entities::{enrolment, listing, organisation, person, record, record_number};
use crate::features::record::store::listed::begins;
use crate::features::record::store::{KnownTo, known_to};
use crate::features::results::store::{Candidate, Sitting, candidates_of, candidates_since};
use crate::prelude::stores::*;
use crate::web::names::look;
use domain::imports::{self, Clue};
use std::collections::{BTreeSet, HashMap};

/// A candidate, with all by which a file may name them.
#[derive(Clone, Debug)]
pub struct Known {
    pub named: imports::Candidate,
    pub candidate: Candidate,
    /// Since when they are registered with the provider.
    pub since: Option<NaiveDate>,
}

/// Digits that a membership number has at most, with the zeros that a spreadsheet may have taken away.
const DIGITS: usize = 12;

/// The candidates of a sitting whom some rows may name. In one order.
pub async fn known(
    connection: &impl ConnectionTrait,
    body: &str,
    (sitting, today): (&Sitting, NaiveDate),
    clues: &[&Clue],
) -> Result<Vec<Known>, AppError> {
    let mut named = named(connection, (body, enrolment::Column::EndedOn.is_null()), sitting, clues).await?;
    let ids: Vec<EnrolmentId> = named.keys().copied().collect();
    let candidates = candidates_of(connection, sitting, &ids, today).await?;
    let since = candidates_since(connection, sitting.provider_id, &ids).await?;
    let known = |candidate: Candidate| {
        let since = since.get(&candidate.enrolment_id).copied();
        Some(Known { named: named.remove(&candidate.enrolment_id)?, candidate, since })
    };
    Ok(candidates.into_iter().filter_map(known).collect())
}

/// Those whom some rows may name, who were registered with the provider and whose enrolment has ended.
pub async fn ended(
    connection: &impl ConnectionTrait,
    body: &str,
    sitting: &Sitting,
    clues: &[&Clue],
) -> Result<Vec<imports::Candidate>, AppError> {
    if clues.is_empty() {
        return Ok(Vec::new());
    }
    let named = named(connection, (body, enrolment::Column::EndedOn.is_not_null()), sitting, clues).await?;
    let ids: Vec<EnrolmentId> = named.keys().copied().collect();
    let registered = candidates_since(connection, sitting.provider_id, &ids).await?;
    Ok(named.into_iter().filter(|(id, _)| registered.contains_key(id)).map(|(_, one)| one).collect())
}

/// Whom some rows may name, of those on the version of a sitting: by their numbers, with zeros that may be lost, and addresses; by their
/// names where neither is known, or is of somebody of another name.
async fn named(
    connection: &impl ConnectionTrait,
    (body, which): (&str, Expr),
    sitting: &Sitting,
    clues: &[&Clue],
) -> Result<HashMap<EnrolmentId, imports::Candidate>, AppError> {
    let numbers: BTreeSet<String> = clues.iter().filter_map(|clue| clue.number.as_deref()).flat_map(numbers).collect();
    let emails: BTreeSet<&String> = clues.iter().filter_map(|clue| clue.email.as_ref()).collect();
    let own = organisation::Entity::find().select_only().column(organisation::Column::Id);
    let own = own.filter(organisation::Column::Slug.eq(body)).into_query();
    // Who has left is known by the number of then.
    let then = record_number::Entity::find().filter(record_number::Column::Number.is_in(numbers.iter().cloned()));
    let then = then.select_only().column(record_number::Column::RecordId).into_query();
    let has_number =
        Condition::any().add(record::Column::Number.is_in(numbers)).add(record::Column::Id.in_subquery(then));
    let by_number = Condition::all().add(record::Column::BodyId.in_subquery(own)).add(has_number);
    let mut named = HashMap::new();
    for (is_none, has) in [
        (clues.iter().all(|clue| clue.number.is_none()), by_number),
        (emails.is_empty(), Condition::all().add(person::Column::Email.is_in(emails))),
    ] {
        if !is_none {
            named.extend(those(connection, sitting, has.add(which.clone())).await?);
        }
    }
    let is_known = |clue: &Clue| {
        named.values().any(|one| {
            let is_it = (clue.number.is_some() && one.number == clue.number) || clue.email.as_ref() == Some(&one.email);
            is_it && clue.look.as_ref().is_none_or(|look| *look == one.look)
        })
    };
    let looks: BTreeSet<&String> =
        clues.iter().filter(|clue| !is_known(clue)).filter_map(|clue| clue.look.as_ref()).collect();
    if !looks.is_empty() {
        let any = looks
            .into_iter()
            .fold(Condition::any(), |any, look| any.add(begins(listing::Column::NameKey.into_expr(), look)));
        let listed = listing::Entity::find().select_only().column(listing::Column::EnrolmentId);
        let listed = listed.of(ListerId::from(sitting.provider_id)).filter(listing::Column::Word.eq("")).filter(any);
        let has = Condition::all().add(enrolment::Column::Id.in_subquery(listed.into_query()));
        named.extend(those(connection, sitting, has.add(which)).await?);
    }
    Ok(named)
}

/// A number as it stands in a file, and as it was where a spreadsheet took zeros away.
fn numbers(number: &str) -> Vec<String> {
    let is_digits = number.bytes().all(|one| one.is_ascii_digit());
    let longest = if is_digits { DIGITS.max(number.len()) } else { number.len() };
    (number.len()..=longest).map(|length| format!("{}{number}", "0".repeat(length - number.len()))).collect()
}

/// People on the version of a sitting, by their enrolments, as its provider knows them.
async fn those(
    connection: &impl ConnectionTrait,
    sitting: &Sitting,
    which: Condition,
) -> Result<Vec<(EnrolmentId, imports::Candidate)>, AppError> {
    let found: Vec<EnrolmentId> = enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .filter(enrolment::Column::FrameworkSlug.eq(&sitting.framework_slug))
        .filter(enrolment::Column::FrameworkVersion.eq(&sitting.framework_version))
        .filter(which)
        .select_only()
        .column(enrolment::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let known = known_to(connection, sitting.provider_id, &found).await?;
    let one = |(id, KnownTo { number, email, name, .. }): (EnrolmentId, KnownTo)| {
        let look = look(&name);
        (id, imports::Candidate { number, email: email.unwrap_or_default(), name, look })
    };
    Ok(known.into_iter().map(one).collect())
}
