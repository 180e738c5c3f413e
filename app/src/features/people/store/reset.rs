//! What ended when the account of somebody was reset, for those who give it again.

use super::administrators;
use super::organisations::organisation;
use super::owner::subject_of_account;
use crate::entities::{
    credential, employment, enrolment, membership, person, proposal, record, signing_request, supervision,
};
use crate::features::record::store::supervise_on;
use crate::prelude::stores::*;
use crate::web::names::by_name;
use crate::web::request::RequestCx;
use chrono::Days;
use domain::access::{Role, actions, permit};
use domain::proposals::{Proposable, Settled};
use std::collections::BTreeMap;

/// What somebody was at an organisation until their account was reset, while they are not again or a trainee waits for somebody.
#[derive(Debug)]
pub struct EndedByReset {
    pub person: PersonId,
    pub name: String,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    /// On the day of the organisation.
    pub on: NaiveDate,
    /// What they are not again.
    pub roles: Vec<Role>,
    /// What they are again.
    pub again: Vec<Role>,
    /// Who works there today and was supervised by them, or has no answer of them.
    pub trainees: Vec<Supervised>,
    /// Whether no link of whoever reads it would set up the account.
    pub needs_other_link: bool,
    /// Who administers the organisation today, and can read it.
    pub administrators: Vec<String>,
}

/// A trainee, and who supervises them today.
#[derive(Debug)]
pub struct Supervised {
    pub enrolment: EnrolmentId,
    pub name: String,
    pub by: Vec<String>,
    /// Requests that were sent to whose account was reset, and are not answered.
    pub unanswered: usize,
}

/// Whose resets are asked for.
pub enum ResetsOf<'a> {
    /// Of the people of some organisations, since a day.
    People(&'a [OrganisationId], NaiveDate),
    /// Of the account of a person, as far as some bodies asked for it.
    Account(PersonId, &'a [OrganisationId]),
}

/// What ended so, as long as something is left to do: the role is not given again, a trainee has no supervisor or no answer.
pub async fn ended_by_reset(cx: &RequestCx, of: ResetsOf<'_>) -> Result<Vec<EndedByReset>, AppError> {
    let db = cx.app.db.read();
    let (resets, ended) = match of {
        ResetsOf::People(organisations, since) => {
            (resets().filter(proposal::Column::SettledOn.gte(since)), membership::Entity::find().of_any(organisations))
        }
        ResetsOf::Account(person, bodies) => {
            (resets().of(person).of_any(bodies), membership::Entity::find().of(person))
        }
    };
    let resets = resets.select_only().column(proposal::Column::Id).into_query();
    let mut found: BTreeMap<(PersonId, OrganisationId), Vec<membership::Model>> = BTreeMap::new();
    for row in ended.filter(membership::Column::ResetId.in_subquery(resets)).all(db).await? {
        found.entry((row.person_id, row.organisation_id)).or_default().push(row);
    }
    let mut all = Vec::new();
    for (at, rows) in found {
        all.extend(at_one(cx, at, rows).await?);
    }
    Ok(all)
}

async fn is_given_again(cx: &RequestCx, row: &membership::Model) -> Result<bool, AppError> {
    let same = membership::Entity::find().of(row.person_id).of(row.organisation_id);
    let same = same.filter(membership::Column::Role.eq(row.role));
    let again = same.filter(membership::Entity::active_on(cx.day_of_organisations()));
    Ok(again.one(cx.app.db.read()).await?.is_some())
}

async fn at_one(
    cx: &RequestCx,
    (person, at): (PersonId, OrganisationId),
    rows: Vec<membership::Model>,
) -> Result<Option<EndedByReset>, AppError> {
    let (db, today) = (cx.app.db.read(), cx.day_of_organisations());
    let Some(on) = rows.iter().filter_map(|row| row.until_on).max() else { return Ok(None) };
    let known = person::Entity::find_by_id(person).one(db).await?.ok_or(AppError::NotFound)?;
    let mut trainees: BTreeMap<(EnrolmentId, String), usize> =
        supervised_until(db, (person, at), (on, today)).await?.into_iter().map(|one| (one, 0)).collect();
    for one in unanswered(db, (person, at), on).await? {
        *trainees.entry(one).or_default() += 1;
    }
    let mut all = Vec::new();
    for ((enrolment, name), unanswered) in trainees {
        let by = supervise_on(db, enrolment, today)
            .await?
            .into_iter()
            .filter(|one| one.employer_id == at)
            .map(|one| one.name)
            .collect();
        all.push(Supervised { enrolment, name, by, unanswered });
    }
    let trainees = by_name(all, |one| &one.name);
    let (mut again, mut roles) = (Vec::new(), Vec::new());
    for row in &rows {
        let into = if is_given_again(cx, row).await? { &mut again } else { &mut roles };
        if !into.contains(&row.role) {
            into.push(row.role);
        }
    }
    if roles.is_empty() && trainees.iter().all(|one| one.unanswered == 0 && !one.by.is_empty()) {
        return Ok(None);
    }
    let account = subject_of_account(db, person).await?;
    let is_set_up = credential::Entity::find_by_id(person).one(db).await?.is_some();
    let administrators = administrators(db, &[at], today).await?;
    Ok(Some(EndedByReset {
        person,
        name: known.name,
        organisation: at,
        organisation_name: organisation(db, at).await?.name,
        on,
        roles,
        again,
        trainees,
        needs_other_link: !is_set_up && permit(cx.actor()?, actions::RenewAccountLink, &account).is_err(),
        administrators: administrators.into_iter().map(|(_, name)| name).collect(),
    }))
}

/// Whether the account of somebody was reset.
pub async fn was_reset(db: &impl ConnectionTrait, person: PersonId) -> Result<bool, AppError> {
    Ok(resets().of(person).one(db).await?.is_some())
}

fn resets() -> Select<proposal::Entity> {
    proposal::Entity::find()
        .filter(proposal::Column::Act.eq(Proposable::StartAccountAnew))
        .filter(proposal::Column::Settled.eq(Settled::Confirmed))
}

/// Whose requests lie with somebody at an employer since before their account was reset; a trainee once for each.
async fn unanswered(
    db: &impl ConnectionTrait,
    (person, at): (PersonId, OrganisationId),
    until: NaiveDate,
) -> Result<Vec<(EnrolmentId, String)>, AppError> {
    Ok(signing_request::Entity::find()
        .join(JoinType::InnerJoin, signing_request::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .of(at)
        .filter(signing_request::Column::PersonId.eq(person))
        .filter(signing_request::Column::IsOpen.eq(true))
        .filter(signing_request::Column::SentOn.lte(until))
        .select_only()
        .column(enrolment::Column::Id)
        .column(record::Column::Name)
        .into_tuple()
        .all(db)
        .await?)
}

/// Whom somebody supervised until about a day who works for an employer today.
async fn supervised_until(
    db: &impl ConnectionTrait,
    (person, at): (PersonId, OrganisationId),
    (until, today): (NaiveDate, NaiveDate),
) -> Result<Vec<(EnrolmentId, String)>, AppError> {
    let a_day = Days::new(1);
    let all = supervision::Entity::find()
        .join(JoinType::InnerJoin, supervision::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::InnerJoin, employment::Relation::Record.def().rev())
        .filter(supervision::Column::SupervisorId.eq(person))
        .filter(supervision::Column::EmployerId.eq(at))
        .filter(supervision::Column::UntilOn.between(until - a_day, until + a_day))
        .filter(employment::Column::EmployerId.eq(at))
        .filter(employment::Entity::active_on(today))
        .select_only()
        .column(enrolment::Column::Id)
        .column(record::Column::Name)
        .distinct()
        .into_tuple()
        .all(db);
    Ok(all.await?)
}
