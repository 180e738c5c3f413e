//! Where events belong, and which chapters they concern.

use crate::entities::enrolment;
use crate::prelude::stores::*;
use std::collections::{BTreeMap, HashMap};

/// Where the events of an enrolment belong: in the chain of its record.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such enrolment.
pub async fn place_of(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Place, AppError> {
    places_of(connection, &[id]).await?.remove(&id).ok_or(AppError::NotFound)
}

/// The same of several enrolments, of those that are there.
pub async fn places_of(
    connection: &impl ConnectionTrait,
    ids: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, Place>, AppError> {
    let found: Vec<(EnrolmentId, RecordId)> = enrolment::Entity::find()
        .of_any(ids)
        .select_only()
        .columns([enrolment::Column::Id, enrolment::Column::RecordId])
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().map(|(id, record)| (id, Place::of_chapter(record, id))).collect())
}

/// The enrolments whose facts events at these places change, each with its record: what concerns a whole record, or its owner's
/// account, concerns each of its chapters.
pub async fn chapters_of(
    connection: &impl ConnectionTrait,
    places: &[Place],
) -> Result<BTreeMap<EnrolmentId, RecordId>, AppError> {
    let in_one = places.iter().filter_map(|place| place.chapter.zip(place.chain.record()));
    let mut chapters: BTreeMap<EnrolmentId, RecordId> = in_one.collect();
    let whole = places.iter().filter(|place| place.chapter.is_none());
    let records: Vec<RecordId> = whole.filter_map(|place| place.chain.record()).collect();
    let owners = places.iter().filter_map(|place| match place.chain {
        Chain::Account(person) => Some(person),
        Chain::Record(_) | Chain::Organisation(_) | Chain::Body(_) => None,
    });
    let owners: Vec<PersonId> = owners.collect();
    for (none, all) in [
        (records.is_empty(), enrolment::Entity::find().of_any(&records)),
        (owners.is_empty(), enrolment::Entity::find().of_any(&owners)),
    ] {
        if !none {
            chapters.extend(all.all(connection).await?.into_iter().map(|one| (one.id, one.record_id)));
        }
    }
    Ok(chapters)
}
