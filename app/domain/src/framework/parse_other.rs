//! Reads statuses, kinds of experience and specialisms.

use super::names::{Names, Sort};
use super::parse_element::lapse;
use super::parse_node::unpublished;
use super::reader::{Reader, Table};
use super::{ExperienceKind, FormerTitle, NodeIx, Specialism, Status};

pub(super) const KIND_KEYS: &str = "id title counts_as hours_per_week hours_flat confirmed_before sources note";
pub(super) const SPECIALISM_KEYS: &str = "id title pairs unpublished note sources";

pub(super) fn step_off_status(
    reader: &mut Reader<'_>,
    names: &Names,
    table: Table<'_, '_>,
    whose: &str,
) -> Option<NodeIx> {
    if table.get("status").is_none() {
        reader.problem(table.line, format!("the step-off {whose} leads to no status"), "Add status = \"…\"");
    }
    names.one(reader, (table, "status"), "a status", |sort| sort == Sort::Status)
}

pub(super) fn status(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str) -> Status {
    let status = Status {
        letters: reader.one_line(table, "letters"),
        rights: reader.strings(table, "rights").into_iter().map(|(text, _)| text).collect(),
        valid_from: reader.date(table, "valid_from"),
        valid_until: reader.date(table, "valid_until"),
        expires: lapse(reader, table, "after").0,
        extends: reader.flag(table, "extends"),
        formerly: former_titles(reader, table),
    };
    if status.extends && status.expires.is_none() {
        let what = format!("{whose} has `extends`, and no award of it ends");
        reader.problem(table.line, what, "Add expires = \"3 years\", or take `extends` out");
    }
    if let (Some(from), Some(until)) = (status.valid_from, status.valid_until)
        && from >= until
    {
        let what = format!("{whose} can never be conferred: it ends before it begins");
        reader.problem(table.line, what, "Put `valid_until` after `valid_from`");
    }
    status
}

fn former_titles(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Vec<FormerTitle> {
    let mut titles = Vec::new();
    for value in reader.list_of(table.entries, "formerly") {
        let Some(former) = reader.table(value, "formerly", "title letters until") else {
            continue;
        };
        let title = reader.required_text(former, "title", "a former title");
        let letters = reader.one_line(former, "letters");
        if former.get("until").is_none() {
            reader.problem(former.line, "a former title has no `until`", "Add until = 2022-01-01");
        }
        if let (Some(title), Some(until)) = (title, reader.date(former, "until")) {
            titles.push(FormerTitle { title, letters, until });
        }
    }
    titles.sort_by_key(|title| title.until);
    titles
}

pub(super) fn experience_kind(
    reader: &mut Reader<'_>,
    names: &Names,
    id: &str,
    table: Table<'_, '_>,
) -> ExperienceKind {
    let whose = format!("the kind of experience `{id}`");
    reader.text(table, "note");
    reader.sources(table, Some(&whose));
    let title = reader.required_text(table, "title", &whose);
    let counts_as = names.kind(reader, table, "counts_as");
    let minutes_per_week = reader.count(table, "hours_per_week", 1).map(|hours| hours * 60);
    let minutes_flat = reader.count(table, "hours_flat", 1).map(|hours| hours * 60);
    if minutes_per_week.is_some() && minutes_flat.is_some() {
        let what = format!("{whose} counts by the week and at a flat rate");
        reader.problem(table.line, what, "Keep `hours_per_week` or `hours_flat`");
    }
    let confirmed_before = reader.date(table, "confirmed_before");
    ExperienceKind {
        id: id.to_owned(),
        title: title.unwrap_or_default(),
        counts_as,
        minutes_per_week,
        minutes_flat,
        confirmed_before,
        line: table.line,
    }
}

pub(super) fn specialism(reader: &mut Reader<'_>, names: &Names, id: &str, table: Table<'_, '_>) -> Specialism {
    let whose = format!("the specialism `{id}`");
    let title = reader.required_text(table, "title", &whose);
    let unpublished = unpublished(reader, table, &whose);
    let pairs = names.each(reader, (table, "pairs"), "an element", |sort| matches!(sort, Sort::Element(_)));
    let pairs = pairs.into_iter().filter_map(|(ix, _)| ix).collect();
    let sources = reader.sources(table, Some(&whose));
    Specialism { id: id.to_owned(), title: title.unwrap_or_default(), pairs, unpublished, sources }
}
