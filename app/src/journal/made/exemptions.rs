//! Rows of what trainees hold from before, of decisions on it and of exemptions.

use super::EventContext;
use crate::entities::{
    exemption, exemption_withdrawal, prior_learning, prior_learning_decision, prior_learning_review,
};
use crate::journal::change::{Change, added, changed, maybe};
use crate::prelude::stores::*;
use domain::journal::{Digest, Exempted};

pub(super) fn sent(
    beside: &EventContext,
    id: PriorLearningId,
    prior: Option<&String>,
    (awarded_on, elements, due): (NaiveDate, &[String], Option<NaiveDate>),
) -> Change {
    added(prior_learning::ActiveModel {
        id: Set(id),
        enrolment_id: maybe(beside.place.chapter),
        body_id: maybe(beside.body),
        trainee_id: maybe(beside.trainee),
        prior: Set(prior.cloned()),
        awarded_on: Set(awarded_on),
        elements: Set(elements.join(" ")),
        sent_on: Set(beside.on),
        sent_at: Set(beside.at),
        is_open: Set(true),
        waits_since: Set(beside.on),
        due_on: Set(due.unwrap_or(prior_learning::NO_DUE_DAY)),
        ..Default::default()
    })
}

/// It waits for nobody any more.
pub(super) fn closed(id: PriorLearningId) -> Change {
    changed(prior_learning::ActiveModel { id: Set(id), is_open: Set(false), ..Default::default() })
}

pub(super) fn decided(
    beside: &EventContext,
    (id, round): (PriorLearningId, i64),
    is_proved: bool,
    exemptions: &[Exempted],
    words: Digest,
) -> Vec<Change> {
    let decision = added(prior_learning_decision::ActiveModel {
        prior_learning_id: Set(id),
        round: Set(round),
        enrolment_id: maybe(beside.place.chapter),
        body_id: maybe(beside.body),
        trainee_id: maybe(beside.trainee),
        is_proved: Set(is_proved),
        decided_by: maybe(beside.by),
        decided_on: Set(beside.on),
        decided_at: Set(beside.at),
        ..Default::default()
    });
    let exempted = |one: &Exempted| {
        let row = exemption::ActiveModel {
            id: Set(one.exemption),
            prior_learning_id: Set(id),
            round: Set(round),
            enrolment_id: maybe(beside.place.chapter),
            trainee_id: maybe(beside.trainee),
            element: Set(one.element.clone()),
            is_granted: Set(one.is_granted),
            decided_by: maybe(beside.by),
            decided_on: Set(beside.on),
            decided_at: Set(beside.at),
            expires_on: Set(one.expires_on),
            ..Default::default()
        };
        added(row).worded(one.words)
    };
    let first = [decision.worded(words), closed(id)].into_iter();
    first.chain(exemptions.iter().map(exempted)).collect()
}

pub(super) fn review(
    beside: &EventContext,
    (id, due): (PriorLearningId, Option<NaiveDate>),
    words: Digest,
) -> Vec<Change> {
    let row = prior_learning_review::ActiveModel {
        prior_learning_id: Set(id),
        asked_on: Set(beside.on),
        asked_at: Set(beside.at),
        ..Default::default()
    };
    let waits = prior_learning::ActiveModel {
        id: Set(id),
        is_open: Set(true),
        waits_since: Set(beside.on),
        due_on: Set(due.unwrap_or(prior_learning::NO_DUE_DAY)),
        ..Default::default()
    };
    vec![added(row).worded(words), changed(waits)]
}

pub(super) fn withdrawn(beside: &EventContext, exemption: ExemptionId, words: Digest) -> Change {
    let row = exemption_withdrawal::ActiveModel {
        exemption_id: Set(exemption),
        trainee_id: maybe(beside.trainee),
        withdrawn_by: maybe(beside.by),
        withdrawn_on: Set(beside.on),
        withdrawn_at: Set(beside.at),
        ..Default::default()
    };
    added(row).worded(words)
}
