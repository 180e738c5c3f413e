//! Trainees who bear a name already: asked about before somebody gets a second record.

use super::listed::{Wanted, listed, searched};
use crate::entities::{enrolment, listing, person, record};
use crate::prelude::stores::*;
use crate::web::names::sought;
use std::collections::BTreeMap;

/// Rows of lists that are looked at: of a common name the first.
const MOST: u64 = 50;

/// A trainee of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namesake {
    /// The name by which the body knows them.
    pub name: String,
    /// The address of their account.
    pub email: String,
}

/// Trainees of a body with the same words in their names as one who is to be enrolled, in whatever order and however they are
/// written; that person is none of them.
pub async fn namesakes(
    db: &impl ConnectionTrait,
    body: OrganisationId,
    (person, name): (PersonId, &str),
) -> Result<Vec<Namesake>, AppError> {
    let wanted = Wanted { words: searched(name), ..Wanted::default() };
    if wanted.words.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(PersonId, String, String)> = listed(body.into(), &wanted)
        .join(JoinType::InnerJoin, listing::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .select_only()
        .column(person::Column::Id)
        .column(record::Column::Name)
        .column(person::Column::Email)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    let same = rows.into_iter().filter(|(id, other, _)| *id != person && sought(other) == sought(name));
    let each: BTreeMap<PersonId, Namesake> = same.map(|(id, name, email)| (id, Namesake { name, email })).collect();
    Ok(each.into_values().collect())
}
