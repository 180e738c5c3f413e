//! Rows of results.

use super::EventContext;
use crate::entities::{import, import_settlement, provisional_result, result, result_confirmation, sitting};
use crate::journal::change::{Change, added, changed, maybe, removed};
use crate::prelude::stores::*;
use domain::imports::ImportEnd;
use domain::journal::{Digest, ResultOf};

pub(super) fn sitting(
    beside: &EventContext,
    (id, provider): (SittingId, OrganisationId),
    [framework, version, element]: [&str; 3],
    held_on: NaiveDate,
) -> Change {
    added(sitting::ActiveModel {
        id: Set(id),
        provider_id: Set(provider),
        framework_slug: Set(framework.to_owned()),
        framework_version: Set(version.to_owned()),
        element: Set(element.to_owned()),
        held_on: Set(held_on),
        created_by: maybe(beside.by),
        created_at: Set(beside.at),
    })
}

pub(super) fn recorded(
    beside: &EventContext,
    (id, round, supersedes): (ResultId, i64, Option<ResultId>),
    (of, import): (&ResultOf, Option<ImportId>),
    words: Digest,
) -> Vec<Change> {
    let row = result::ActiveModel {
        id: Set(id),
        sitting_id: Set(of.sitting),
        enrolment_id: maybe(beside.place.chapter),
        trainee_id: maybe(beside.trainee),
        round: Set(round),
        outcome: Set(of.outcome),
        recorded_by: maybe(beside.by),
        recorded_at: Set(beside.at),
        supersedes: Set(supersedes),
        import_id: Set(import),
        ..Default::default()
    };
    // It waits for a second person, and what it supersedes no longer does.
    let waits = provisional_result::ActiveModel { result_id: Set(id), sitting_id: Set(of.sitting) };
    let mut all = vec![added(row).worded(words), added(waits)];
    all.extend(supersedes.map(waits_no_longer));
    all
}

pub(super) fn confirmed(beside: &EventContext, result: ResultId, recorded_by: PersonId) -> Vec<Change> {
    let row = result_confirmation::ActiveModel {
        result_id: Set(result),
        recorded_by: Set(recorded_by),
        trainee_id: maybe(beside.trainee),
        confirmed_by: maybe(beside.by),
        confirmed_on: Set(beside.on),
        confirmed_at: Set(beside.at),
    };
    vec![added(row), waits_no_longer(result)]
}

pub(super) fn began_import(
    beside: &EventContext,
    id: ImportId,
    (provider, sitting): (OrganisationId, SittingId),
    (file, rows): (Digest, u32),
) -> Change {
    added(import::ActiveModel {
        id: Set(id),
        provider_id: Set(provider),
        sitting_id: Set(sitting),
        file_sha256: Set(file),
        began_by: maybe(beside.by),
        began_at: Set(beside.at),
        discarded_at: Set(None),
        written_at: Set(None),
        written: Set(None),
        recorded_sha256: Set(None),
        row_count: Set(i64::from(rows)),
        columns: Set(None),
        checked: Set(0),
        ..Default::default()
    })
}

/// What was read and checked goes with it.
pub(super) fn discarded_import(beside: &EventContext, id: ImportId) -> Change {
    changed(import::ActiveModel {
        id: Set(id),
        discarded_at: Set(Some(beside.at)),
        columns: Set(None),
        checked: Set(0),
        ..Default::default()
    })
}

pub(super) fn wrote_import(beside: &EventContext, id: ImportId, results: u32, recorded: Digest) -> Change {
    changed(import::ActiveModel {
        id: Set(id),
        written_at: Set(Some(beside.at)),
        written: Set(Some(i64::from(results))),
        recorded_sha256: Set(Some(recorded)),
        ..Default::default()
    })
}

pub(super) fn settled_import(beside: &EventContext, id: ImportId, imported_by: PersonId, settled: ImportEnd) -> Change {
    added(import_settlement::ActiveModel {
        import_id: Set(id),
        imported_by: Set(imported_by),
        settled: Set(settled),
        settled_by: maybe(beside.by),
        settled_on: Set(beside.on),
        settled_at: Set(beside.at),
        ..Default::default()
    })
}

fn waits_no_longer(result: ResultId) -> Change {
    removed(provisional_result::ActiveModel { result_id: Set(result), ..Default::default() })
}
