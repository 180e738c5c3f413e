//! Rows of applications, decisions and awards.

use super::EventContext;
use crate::entities::{application, application_decision, award, award_withdrawal};
use crate::journal::change::{Change, added, changed, maybe};
use crate::prelude::stores::*;
use domain::awards::ApplicationOutcome;
use domain::journal::Digest;

pub(super) fn applied(
    beside: &EventContext,
    id: ApplicationId,
    round: i64,
    (step_off, status): (&str, &str),
) -> Change {
    added(application::ActiveModel {
        id: Set(id),
        enrolment_id: maybe(beside.place.chapter),
        body_id: maybe(beside.body),
        trainee_id: maybe(beside.trainee),
        step_off: Set(step_off.to_owned()),
        round: Set(round),
        status: Set(status.to_owned()),
        applied_on: Set(beside.on),
        applied_at: Set(beside.at),
        is_open: Set(true),
    })
}

pub(super) fn decided(
    beside: &EventContext,
    application: ApplicationId,
    outcome: ApplicationOutcome,
    words: Digest,
) -> [Change; 2] {
    let row = application_decision::ActiveModel {
        application_id: Set(application),
        enrolment_id: maybe(beside.place.chapter),
        body_id: maybe(beside.body),
        trainee_id: maybe(beside.trainee),
        outcome: Set(outcome),
        decided_by: maybe(beside.by),
        decided_on: Set(beside.on),
        decided_at: Set(beside.at),
        ..Default::default()
    };
    let closed = application::ActiveModel { id: Set(application), is_open: Set(false), ..Default::default() };
    [added(row).worded(words), changed(closed)]
}

pub(super) fn conferred(
    beside: &EventContext,
    (id, application): (AwardId, ApplicationId),
    status: &str,
    expires_on: Option<NaiveDate>,
) -> Change {
    added(award::ActiveModel {
        id: Set(id),
        application_id: Set(application),
        enrolment_id: maybe(beside.place.chapter),
        trainee_id: maybe(beside.trainee),
        status: Set(status.to_owned()),
        conferred_by: maybe(beside.by),
        conferred_on: Set(beside.on),
        conferred_at: Set(beside.at),
        expires_on: Set(expires_on),
        ..Default::default()
    })
}

pub(super) fn withdrawn(beside: &EventContext, award: AwardId) -> Change {
    added(award_withdrawal::ActiveModel {
        award_id: Set(award),
        trainee_id: maybe(beside.trainee),
        withdrawn_by: maybe(beside.by),
        withdrawn_on: Set(beside.on),
        withdrawn_at: Set(beside.at),
        ..Default::default()
    })
}
