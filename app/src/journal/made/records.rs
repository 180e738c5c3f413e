//! Rows of records, enrolments, and who stands around them.

use super::EventContext;
use crate::entities::{
    employment, enrolment, reason_given, record, record_name, record_number, registration, supervision,
};
use crate::journal::change::{Change, added, changed, maybe};
use crate::prelude::stores::*;
use domain::access::SupervisorAt;
use domain::enrolments::EnrolmentEnd;
use domain::journal::{Digest, Employed, Reason, Registered};

pub(super) fn opened(beside: &EventContext, person: PersonId, body: OrganisationId) -> Change {
    added(record::ActiveModel {
        id: maybe(beside.record()),
        body_id: Set(body),
        person_id: Set(person),
        number: Set(None),
        created_at: Set(beside.at),
        ..Default::default()
    })
}

pub(super) fn named(beside: &EventContext, (round, from): (i32, NaiveDate), words: Digest) -> Change {
    let row = record_name::ActiveModel {
        record_id: maybe(beside.record()),
        round: Set(round),
        from_on: Set(from),
        recorded_by: Set(beside.by),
        recorded_at: Set(beside.at),
        recorded_on: Set(beside.on),
        ..Default::default()
    };
    added(row).worded(words)
}

pub(super) fn numbered(beside: &EventContext, round: i32, number: Option<&String>) -> [Change; 2] {
    let number = || Set(number.cloned());
    let holds = record::ActiveModel { id: maybe(beside.record()), number: number(), ..Default::default() };
    let noted = record_number::ActiveModel {
        record_id: maybe(beside.record()),
        round: Set(round),
        number: number(),
        recorded_on: Set(beside.on),
    };
    [changed(holds), added(noted)]
}

pub(super) fn because(beside: &EventContext, reason: Option<&Reason>) -> Option<Change> {
    let reason = reason?;
    let row = reason_given::ActiveModel { id: Set(reason.id), record_id: maybe(beside.record()), ..Default::default() };
    Some(added(row).worded(reason.words))
}

pub(super) fn enrolled(
    beside: &EventContext,
    (id, person): (EnrolmentId, PersonId),
    (framework, version): (&str, &str),
    from: NaiveDate,
) -> Change {
    added(enrolment::ActiveModel {
        id: Set(id),
        record_id: maybe(beside.record()),
        person_id: Set(person),
        framework_slug: Set(framework.to_owned()),
        framework_version: Set(version.to_owned()),
        from_on: Set(from),
        enrolled_by: Set(beside.by),
        enrolled_at: Set(beside.at),
        ended_on: Set(None),
        ended_as: Set(None),
        end_reason_id: Set(None),
    })
}

/// From when an enrolment is over, why, and by which reason; none where it goes on.
pub(super) fn ended(id: EnrolmentId, end: Option<(NaiveDate, EnrolmentEnd, ReasonId)>) -> Change {
    changed(enrolment::ActiveModel {
        id: Set(id),
        ended_on: Set(end.map(|(on, ..)| on)),
        ended_as: Set(end.map(|(_, why, _)| why)),
        end_reason_id: Set(end.map(|(.., reason)| reason)),
        ..Default::default()
    })
}

pub(super) fn registered(beside: &EventContext, one: &Registered) -> Change {
    added(registration::ActiveModel {
        id: Set(one.registration),
        enrolment_id: maybe(beside.place.chapter),
        provider_id: Set(one.provider),
        from_on: Set(one.from),
        until_on: Set(None),
        recorded_by: Set(beside.by),
        recorded_at: Set(beside.at),
    })
}

pub(super) fn employed(beside: &EventContext, one: &Employed) -> Change {
    let row = employment::ActiveModel {
        id: Set(one.employment),
        record_id: maybe(beside.record()),
        employer_id: Set(one.employer),
        from_on: Set(one.from),
        until_on: Set(None),
        recorded_by: Set(beside.by),
        recorded_at: Set(beside.at),
        ..Default::default()
    };
    added(row).worded(one.words)
}

pub(super) fn supervised(
    beside: &EventContext,
    (id, by): (SupervisionId, SupervisorAt),
    (from, until): (NaiveDate, Option<NaiveDate>),
) -> Change {
    added(supervision::ActiveModel {
        id: Set(id),
        enrolment_id: maybe(beside.place.chapter),
        trainee_id: maybe(beside.trainee),
        supervisor_id: Set(by.person),
        employer_id: Set(by.employer),
        from_on: Set(from),
        until_on: Set(until),
        recorded_by: Set(beside.by),
        recorded_at: Set(beside.at),
        ..Default::default()
    })
}
