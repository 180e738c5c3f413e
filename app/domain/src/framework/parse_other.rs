//! Reads statuses, kinds of experience and specialisms.

use super::load::Entry;
use super::names::ELEMENT;
use super::parse_node::unpublished;
use super::reader::{Reader, did_you_mean, shorten};
use super::table::Table;
use super::values::as_length;
use super::{Confirmed, ExperienceKind, FormerTitle, KindIx, Length, Specialism, Status};

pub(super) const KIND_KEYS: &str =
    "id title counts_as hours_per_week hours_flat confirmed_before confirms confirmed_by sources note";
pub(super) const SPECIALISM_KEYS: &str = "id title pairs unpublished note sources";

/// When something lapses: `expires = "7 years"`, or `{ after = "7 years" }` with what else `keys` allows.
pub(super) fn lapse<'t, 'i>(
    reader: &mut Reader<'_>,
    table: Table<'t, 'i>,
    keys: &'static str,
) -> (Option<Length>, Option<Table<'t, 'i>>) {
    match table.get("expires") {
        None => (None, None),
        Some(value) if value.get_ref().is_str() => (reader.length(table, "expires"), None),
        Some(value) if !value.get_ref().is_table() => {
            let length = as_length(value);
            let fix = format!("Write expires = {length}, or expires = {{ after = {length} }}");
            (reader.wrong(value, "expires", "a length of time", &fix), None)
        }
        Some(value) => {
            let Some(details) = reader.table(value, "expires", keys) else { return (None, None) };
            reader.needed(details, "after", "`expires`", "Add after = \"6 years\"");
            (reader.length(details, "after"), Some(details))
        }
    }
}

pub(super) fn status(reader: &mut Reader<'_>, table: Table<'_, '_>, whose: &str) -> Status {
    let status = Status {
        letters: reader.one_line(table, "letters"),
        rights: reader.names(table, "rights").into_iter().map(|(text, _)| text).collect(),
        valid_from: reader.date(table, "valid_from"),
        valid_until: reader.date(table, "valid_until"),
        expires: lapse(reader, table, "after").0,
        extends: reader.flag(table, "extends"),
        formerly: former_titles(reader, table),
    };
    if status.extends && table.get("expires").is_none() {
        let what = format!("{whose} has `extends`, and no award of it ends");
        reader.problem(reader.line_at(table, "extends"), what, "Add expires = \"3 years\", or take `extends` out");
    }
    if let (Some(from), Some(until)) = (status.valid_from, status.valid_until)
        && from >= until
    {
        let what = format!("{whose} can never be conferred: it ends before it begins");
        reader.problem_of_days(reader.line_at(table, "valid_until"), what, "Put `valid_until` after `valid_from`");
    }
    status
}

fn former_titles(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Vec<FormerTitle> {
    let mut titles = Vec::new();
    for value in reader.list_of(table, "formerly") {
        let Some(former) = reader.table(value, "formerly", "title letters until") else {
            continue;
        };
        let title = reader.required_text(former, "title", "a former title");
        let letters = reader.one_line(former, "letters");
        reader.needed(former, "until", "a former title", "Add until = 2022-01-01");
        if let (Some(title), Some(until)) = (title, reader.date(former, "until")) {
            titles.push(FormerTitle { title, letters, until });
        }
    }
    titles.sort_by_key(|title| title.until);
    titles
}

pub(super) fn experience_kind(reader: &mut Reader<'_>, entry: Entry<'_, '_>) -> ExperienceKind {
    let Entry { id, whose, table, .. } = entry;
    reader.text(table, "note");
    reader.sources(table, Some(&whose));
    let kind = ExperienceKind {
        title: reader.required_text(table, "title", &whose).unwrap_or_default(),
        counts_as: reader.reading("counts_as", |reader| counts_as(reader, &id, &whose, table)),
        minutes_per_week: hours_per_week(reader, table).map(|hours| hours * 60),
        minutes_flat: reader
            .reading("hours_flat", |reader| reader.count(table, "hours_flat", 1))
            .map(|hours| hours * 60),
        confirmed_before: reader.date(table, "confirmed_before"),
        confirms: confirms(reader, table),
        confirmed_by: reader.one_line(table, "confirmed_by"),
        id,
        line: table.line,
        counts_as_line: reader.line_at(table, "counts_as"),
    };
    if kind.minutes_per_week.is_some() && kind.minutes_flat.is_some() {
        let what = format!("{whose} counts by the week and at a flat rate");
        reader.problem(reader.line_at(table, "hours_flat"), what, "Keep `hours_per_week` or `hours_flat`");
    }
    kind
}

fn counts_as(reader: &mut Reader<'_>, id: &str, whose: &str, table: Table<'_, '_>) -> Option<KindIx> {
    let other = reader.kind(table, "counts_as");
    let is_itself = other.is_some() && table.get("counts_as").and_then(|other| other.get_ref().as_str()) == Some(id);
    if is_itself {
        let what = format!("{whose} counts as itself");
        reader.problem(reader.line_at(table, "counts_as"), what, "Take `counts_as` out; it does so anyway");
    }
    other.filter(|_| !is_itself)
}

/// What is confirmed: time always, and what else the body says.
fn confirms(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Vec<Confirmed> {
    reader.filled(table, "confirms");
    let named = reader.names(table, "confirms");
    for (name, line) in &named {
        if Confirmed::ALL.iter().all(|one| one.word() != name) {
            let near = reader.near(name, Confirmed::ALL.map(Confirmed::word));
            let fix = did_you_mean(&near, || String::from("Write time, opportunity or competence"));
            reader.problem(*line, format!("`confirms` names `{}`, which is none of them", shorten(name)), fix);
        }
    }
    let is_confirmed = |one: &Confirmed| *one == Confirmed::Time || named.iter().any(|(name, _)| name == one.word());
    Confirmed::ALL.into_iter().filter(is_confirmed).collect()
}

fn hours_per_week(reader: &mut Reader<'_>, table: Table<'_, '_>) -> Option<i64> {
    let hours = reader.count(table, "hours_per_week", 1)?;
    if hours > 7 * 24 {
        let what = format!("`hours_per_week` is {hours}, and a week has {}", 7 * 24);
        reader.problem(reader.line_at(table, "hours_per_week"), what, "Write the hours of one week");
    }
    Some(hours)
}

pub(super) fn specialism(reader: &mut Reader<'_>, entry: Entry<'_, '_>) -> Specialism {
    let Entry { id, whose, table, .. } = entry;
    Specialism {
        id,
        title: reader.required_text(table, "title", &whose).unwrap_or_default(),
        unpublished: unpublished(reader, table, &whose),
        pairs: reader.each(table, "pairs", ELEMENT).into_iter().filter_map(|(ix, _)| ix).collect(),
        sources: reader.sources(table, Some(&whose)),
    }
}
