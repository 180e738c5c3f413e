//! Rows of requests to sign, of the links by which somebody is asked, and of signatures.

use super::EventContext;
use crate::entities::{signature, signature_withdrawal, signing_end, signing_link, signing_request};
use crate::journal::change::{Change, added, changed, maybe};
use crate::prelude::stores::*;
use domain::journal::Digest;
use domain::sign_off::{EndReason, ReasonCode, Recipient, Signer, SigningKind, SigningOutcome, SigningSubject};

pub(super) fn request(
    beside: &EventContext,
    id: SigningRequestId,
    (subject, round): (&SigningSubject, i64),
    (employer, to, until): (OrganisationId, &Recipient, Option<NaiveDate>),
    shown: Digest,
) -> Vec<Change> {
    let (person, link, made) = match *to {
        Recipient::Employer => (None, None, None),
        Recipient::Person(person) => (Some(person), None, None),
        Recipient::Link { link, words } => {
            let made = signing_link::ActiveModel {
                id: Set(link),
                enrolment_id: maybe(beside.place.chapter),
                made_at: Set(beside.at),
                mailbox_proved_at: Set(None),
                ..Default::default()
            };
            (None, Some(link), Some(added(made).worded(words)))
        }
    };
    let row = signing_request::ActiveModel {
        id: Set(id),
        enrolment_id: maybe(beside.place.chapter),
        trainee_id: maybe(beside.trainee),
        subject: Set(subject.kind()),
        node: Set(subject.named().to_owned()),
        claim_id: Set(subject.claim()),
        experience_id: Set(subject.experience()),
        round: Set(round),
        employer_id: Set(employer),
        person_id: Set(person),
        link_id: Set(link),
        shown_sha256: Set(shown.to_string()),
        sent_at: Set(beside.at),
        sent_on: Set(beside.on),
        until_on: Set(until),
        is_open: Set(true),
        ..Default::default()
    };
    made.into_iter().chain([added(row).worded(shown)]).collect()
}

pub(super) fn signed(
    beside: &EventContext,
    request: SigningRequestId,
    (outcome, reason, signer): (SigningOutcome, Option<ReasonCode>, Signer),
    (shown, signed): (Digest, Digest),
) -> Vec<Change> {
    let (person, link) = match signer {
        Signer::Person(person) => (Some(person), None),
        Signer::Link(link) => (None, Some(link)),
    };
    let row = signature::ActiveModel {
        request_id: Set(request),
        trainee_id: maybe(beside.trainee),
        subject: Set(outcome.kind()),
        person_id: Set(person),
        link_id: Set(link),
        outcome: Set(outcome.code().to_owned()),
        reason_code: Set(reason),
        shown_sha256: Set(shown.to_string()),
        signed_sha256: Set(signed.to_string()),
        signed_on: Set(beside.on),
        signed_at: Set(beside.at),
        ..Default::default()
    };
    vec![added(row).worded(signed), no_longer_open(request)]
}

pub(super) fn withdrawn(beside: &EventContext, request: SigningRequestId, subject: SigningKind) -> Change {
    added(signature_withdrawal::ActiveModel {
        request_id: Set(request),
        trainee_id: maybe(beside.trainee),
        subject: Set(subject),
        withdrawn_by: maybe(beside.by),
        withdrawn_on: Set(beside.on),
        withdrawn_at: Set(beside.at),
        ..Default::default()
    })
}

pub(super) fn ended(beside: &EventContext, request: SigningRequestId, reason: EndReason) -> Vec<Change> {
    let end = signing_end::ActiveModel {
        request_id: Set(request),
        reason: Set(reason),
        ended_by: Set(beside.by),
        ended_on: Set(beside.on),
        ended_at: Set(beside.at),
    };
    vec![added(end), no_longer_open(request)]
}

fn no_longer_open(request: SigningRequestId) -> Change {
    changed(signing_request::ActiveModel { id: Set(request), is_open: Set(false), ..Default::default() })
}
