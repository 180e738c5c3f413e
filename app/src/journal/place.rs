//! Where events belong, where their days are read, and which chapters they concern.

use crate::content::catalogue::Catalogue;
use crate::entities::{enrolment, organisation};
use crate::prelude::stores::*;
use chrono_tz::Tz;
use domain::people::OrganisationKind;
use std::collections::{BTreeMap, HashMap};

/// Where an event belongs, and so on which day it happens: days of a record are read in the zone of its framework, those of a body
/// in its own, those of a sitting in the zone of its framework, others in that of what belongs to no body.
#[derive(Clone, Copy, Debug)]
pub struct LocalPlace {
    place: Place,
    zone: Tz,
}

impl LocalPlace {
    /// In a chapter of a record, which is on a version of a framework.
    pub fn chapter(catalogue: &Catalogue, (slug, version): (&str, &str), record: RecordId, id: EnrolmentId) -> Self {
        Self { place: Place::of_chapter(record, id), zone: catalogue.zone_of_version(slug, version) }
    }

    /// In a record as a whole, on the day of a version of a framework.
    pub fn record(catalogue: &Catalogue, (slug, version): (&str, &str), id: RecordId) -> Self {
        Self { place: Chain::Record(id).into(), zone: catalogue.zone_of_version(slug, version) }
    }

    /// In the chain of an organisation; a body has a slug.
    pub fn organisation(catalogue: &Catalogue, slug: Option<&str>, id: OrganisationId, kind: OrganisationKind) -> Self {
        Self { place: Chain::of(id, kind).into(), zone: catalogue.zone_of_organisation(slug) }
    }

    /// In the chain of a provider, at a sitting of a version of a framework.
    pub fn sitting(catalogue: &Catalogue, (slug, version): (&str, &str), provider: OrganisationId) -> Self {
        Self { place: Chain::Organisation(provider).into(), zone: catalogue.zone_of_version(slug, version) }
    }

    /// In the chain of an account.
    pub fn account(catalogue: &Catalogue, person: PersonId) -> Self {
        Self { place: Chain::Account(person).into(), zone: catalogue.zone() }
    }

    /// The civil date there.
    pub fn day(self, at: DateTime<Utc>) -> NaiveDate {
        civil_date(at, self.zone)
    }

    /// Where its days are read.
    pub fn zone(self) -> Tz {
        self.zone
    }

    /// Its chain, and perhaps its chapter.
    pub fn place(self) -> Place {
        self.place
    }

    /// The chain.
    pub fn chain(self) -> Chain {
        self.place.chain
    }
}

/// Where the events of an enrolment belong: in the chain of its record.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such enrolment.
pub async fn place_of(db: &ReadOnly<'_>, id: EnrolmentId) -> Result<LocalPlace, AppError> {
    places_of(db, db.catalogue(), &[id]).await?.remove(&id).ok_or(AppError::NotFound)
}

/// The same of several enrolments, of those that are there.
pub async fn places_of(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    ids: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, LocalPlace>, AppError> {
    use enrolment::Column::{FrameworkSlug, FrameworkVersion, Id, RecordId as Record};
    let found: Vec<(EnrolmentId, RecordId, String, String)> = enrolment::Entity::find()
        .of_any(ids)
        .select_only()
        .columns([Id, Record, FrameworkSlug, FrameworkVersion])
        .into_tuple()
        .all(connection)
        .await?;
    let place = |(id, record, slug, version): (_, _, String, String)| {
        (id, LocalPlace::chapter(catalogue, (&slug, &version), record, id))
    };
    Ok(found.into_iter().map(place).collect())
}

/// Where the events of an organisation belong.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such organisation.
pub async fn place_at(db: &ReadOnly<'_>, id: OrganisationId) -> Result<LocalPlace, AppError> {
    places_at(db, &[id]).await?.remove(&id).ok_or(AppError::NotFound)
}

/// The same of several organisations, of those that are there.
pub async fn places_at(
    db: &ReadOnly<'_>,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, LocalPlace>, AppError> {
    let place = |one: organisation::Model| {
        (one.id, LocalPlace::organisation(db.catalogue(), one.slug.as_deref(), one.id, one.kind))
    };
    Ok(organisation::Entity::find().of_any(ids).all(db).await?.into_iter().map(place).collect())
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
