//! By which earlier name somebody was found.

use crate::entities::{enrolment, person, record, record_name};
use crate::prelude::stores::*;
use crate::web::names::words;
use sea_orm::RelationDef;
use std::collections::HashMap;

/// Whose it is, what they are found by now, and a name of the record.
type Named = (EnrolmentId, String, Option<String>, String, String);

/// Of some enrolments, which were found by all of these words, the last earlier name in which one was found that the name, the number and
/// the address of now have not.
pub async fn formerly(
    db: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
    sought: &[String],
) -> Result<HashMap<EnrolmentId, String>, AppError> {
    let mut found = HashMap::new();
    if sought.is_empty() || enrolments.is_empty() {
        return Ok(found);
    }
    let records: RelationDef = record::Entity::belongs_to(record_name::Entity)
        .from(record::Column::Id)
        .to(record_name::Column::RecordId)
        .into();
    let all: Vec<Named> = enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::InnerJoin, records)
        .of_any(enrolments)
        .select_only()
        .column(enrolment::Column::Id)
        .columns([record::Column::Name, record::Column::Number])
        .column(person::Column::Email)
        .column(record_name::Column::Name)
        .order_by_desc(record_name::Column::Round)
        .into_tuple()
        .all(db)
        .await?;
    for (id, name, number, email, other) in all {
        let now = [words(&name), words(number.as_deref().unwrap_or_default()), words(&email)].concat();
        let then = words(&other);
        let has = |all: &[String], so: &String| all.iter().any(|word| word.starts_with(so));
        if sought.iter().any(|so| has(&then, so) && !has(&now, so)) {
            found.entry(id).or_insert(other);
        }
    }
    Ok(found)
}
