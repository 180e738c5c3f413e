//! The account of a person as the registrars of the bodies that depend on it see it.

use super::accounts::bodies_of;
use super::invitations::account_links;
use crate::entities::{credential, invitation, membership, person, record};
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::Subject;

/// The account of a person, for those who may see it.
#[derive(Clone, Debug)]
pub struct Owner {
    pub person: PersonId,
    pub name: String,
    pub email: String,
    /// Whether one can sign in to it.
    pub is_set_up: bool,
    /// Until when the last link to it that is open works, or worked.
    pub link_until: Option<DateTime<Utc>>,
}

impl Owner {
    /// The account under the name by which one of these bodies knows its owner, where it has a record of them.
    pub async fn as_known_to(self, db: &impl ConnectionTrait, bodies: &[OrganisationId]) -> Result<Self, AppError> {
        let known = record::Entity::find().of(self.person).of_any(bodies).order_by_asc(record::Column::Id);
        let name = known.one(db).await?.map_or(self.name, |record| record.name);
        Ok(Self { name, ..self })
    }
}

/// The account of a person.
pub async fn owner(connection: &impl ConnectionTrait, person: PersonId) -> Result<Owner, AppError> {
    let found = person::Entity::find_by_id(person).one(connection).await?.ok_or(AppError::NotFound)?;
    let credential = credential::Entity::find_by_id(person).one(connection).await?;
    let link = invitation::Entity::find()
        .filter(account_links(person))
        .filter(invitation::Entity::is_open())
        .order_by_desc(invitation::Column::ExpiresAt)
        .one(connection)
        .await?;
    Ok(Owner {
        person,
        name: found.name,
        email: found.email,
        is_set_up: credential.is_some(),
        link_until: link.map(|link| link.expires_at),
    })
}

/// What a rule of access may look at of an account: the bodies that depend on it, and what whoever is in it could do.
pub async fn subject_of_account(connection: &impl ConnectionTrait, person: PersonId) -> Result<Subject, AppError> {
    let bodies = bodies_of(connection, person).await?.into_iter().collect();
    let held = membership::Entity::find().of(person).all(connection).await?;
    let acted_at = held.into_iter().map(|one| one.organisation_id).collect();
    let has_record = record::Entity::find().of(person).one(connection).await?.is_some();
    Ok(Subject { bodies, acted_at, has_record, trainee: Some(person), ..Subject::default() })
}

impl Object for PersonId {
    type State = Owner;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        Ok(LocalPlace::account(db.catalogue(), self))
    }

    async fn read(self, db: &ReadOnly<'_>, _: NaiveDate) -> Result<(Subject, Owner), AppError> {
        Ok((subject_of_account(db, self).await?, owner(db, self).await?))
    }
}
