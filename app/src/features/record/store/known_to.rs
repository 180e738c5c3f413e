//! By what an employer or a provider knows a trainee. Whoever has left it is known to it as they were until then.

use crate::entities::{employment, enrolment, person, record, registration};
use crate::journal::chapter_file::AT_ONCE;
use crate::journal::known_until::{KnownUntil, last};
use crate::prelude::stores::*;
use std::collections::HashMap;

/// A trainee as an organisation knows them.
#[derive(Clone, Debug)]
pub struct KnownTo {
    pub name: String,
    pub number: Option<String>,
    /// The address; none where they have another one since they left.
    pub email: Option<String>,
    /// The first day on which they were there no longer; none while they are there.
    pub left_on: Option<NaiveDate>,
}

/// A trainee as their record has them now.
type Now = (EnrolmentId, RecordId, String, Option<String>, String, NaiveDate);

/// Some trainees as an organisation knows them for which they work or worked, or with which they are or were registered.
pub async fn known_to(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, KnownTo>, AppError> {
    let mut known = HashMap::new();
    for some in enrolments.chunks(AT_ONCE) {
        let left = left(connection, organisation, some).await?;
        let now: Vec<Now> = enrolment::Entity::find()
            .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
            .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
            .filter(enrolment::Column::Id.is_in(some.iter().copied()))
            .select_only()
            .columns([enrolment::Column::Id, enrolment::Column::RecordId])
            .columns([record::Column::Name, record::Column::Number])
            .columns([person::Column::Email, person::Column::AddressedOn])
            .into_tuple()
            .all(connection)
            .await?;
        let gone: Vec<RecordId> = now.iter().filter(|one| left.contains_key(&one.0)).map(|one| one.1).collect();
        let then = KnownUntil::of(connection, &gone).await?;
        known.extend(now.into_iter().map(|(id, record, name, number, email, since)| {
            let left_on = left.get(&id).copied();
            let Some(until) = left_on else {
                return (id, KnownTo { name, number, email: Some(email), left_on });
            };
            let name = then.name(record, until).map_or(name, str::to_owned);
            let number = then.number(record, until).map(str::to_owned);
            (id, KnownTo { name, number, email: Some(email).filter(|_| since < until), left_on })
        }));
    }
    Ok(known)
}

/// Since when each of some trainees is with an organisation no longer, of those who are not.
pub async fn left(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, NaiveDate>, AppError> {
    let mut until: HashMap<EnrolmentId, Option<NaiveDate>> = HashMap::new();
    for some in enrolments.chunks(AT_ONCE) {
        let registered: Vec<(EnrolmentId, Option<NaiveDate>)> = registration::Entity::find()
            .of(organisation)
            .of_any(some)
            .select_only()
            .columns([registration::Column::EnrolmentId, registration::Column::UntilOn])
            .into_tuple()
            .all(connection)
            .await?;
        let employed: Vec<(EnrolmentId, Option<NaiveDate>)> = enrolment::Entity::find()
            .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
            .join(JoinType::InnerJoin, employment::Relation::Record.def().rev())
            .filter(employment::Column::EmployerId.eq(organisation))
            .filter(enrolment::Column::Id.is_in(some.iter().copied()))
            .select_only()
            .column(enrolment::Column::Id)
            .column(employment::Column::UntilOn)
            .into_tuple()
            .all(connection)
            .await?;
        for (id, ended) in registered.into_iter().chain(employed) {
            until.entry(id).and_modify(|until| *until = last(*until, ended)).or_insert(ended);
        }
    }
    Ok(until.into_iter().filter_map(|(id, until)| Some((id, until?))).collect())
}
